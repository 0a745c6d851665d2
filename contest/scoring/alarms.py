"""What the office should look at while judging goes on: judges too far apart, a judge far from all others, and a
member of a team who does not agree.

No figure of this file ever changes a score, and none is told to judges or to the public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .events import Code, EntryId, PartId, SeatId
from .flash import laid, places, round_of
from .item import JOINT, Entry, Item, is_joint
from .numbers import Points, text
from .office import apart
from .rulebook import Part

FAR = Decimal("3.5")
"""A modified z beyond this is an outlier (Iglewicz & Hoaglin 1993)."""
NORMAL = Decimal("0.6745")
LEAST = 8
"""With fewer distances than this nobody can say how far apart the judges of a part usually lie."""

Panel = Mapping[SeatId, Points]


def alarms(item: Item) -> list[dict[str, Any]]:
    """By code: {code, part, kind, seat, found, allowed}. "spread": judges lie `found` apart where the rulebook allows
    `allowed`. "outlier": the judge on `seat` gave `found` where the middle of the panel is `allowed`. "held": a spread
    that leaves the part without a score, with `rounds` (how often its judges were called to mark again, 0 where the
    chief sends sheets back) and how many are `ready`, `of` so many. "objected": the member on `seat` said no to the
    team's sheet (no figures), with the digest of why."""
    spreads = [*_spreads(item), *_rounds(item)]
    found = [outlier for part in item.judged_parts() if not is_joint(part) for outlier in _outliers(item, part)]
    return sorted([*spreads, *found, *_objections(item)], key=lambda each: (each["code"], each["part"], each["kind"]))


def _spreads(item: Item) -> Iterator[dict[str, Any]]:
    for gap in apart(item):
        entry = item.by_code[Code(gap["code"])]
        waits = gap["action"] == "again" and PartId(gap["part"]) not in entry.parts
        more = _held(item, entry, item.rulebook.part(PartId(gap["part"]))) if waits else {"kind": "spread"}
        told = {"code": gap["code"], "part": gap["part"], "seat": None}
        yield told | {"found": gap["found"], "allowed": gap["allowed"]} | more


def _rounds(item: Item) -> Iterator[dict[str, Any]]:
    """Where a panel is marking again."""
    for part in item.judged_parts():
        for entry in item.entries.values():
            id = PartId(part.id)
            waiting = [round_of(entry, id, owner) for owner in entry.sheets.get(id, ())] if id in entry.remarked else []
            newest = next((round for round in waiting if round is not None), None)
            for gap in newest.apart if newest is not None else ():
                told = {"code": entry.code, "part": part.id, "seat": None}
                yield told | {"found": text(gap.found), "allowed": text(gap.allowed)} | _held(item, entry, part)


def _held(item: Item, entry: Entry, part: Part) -> dict[str, Any]:
    remarked = entry.remarked.get(PartId(part.id))
    rounds = 0 if remarked is None else len(remarked.rounds)
    return {"kind": "held", "rounds": rounds, "ready": len(laid(item, entry, part)), "of": places(item, entry, part)}


def _objections(item: Item) -> Iterator[dict[str, Any]]:
    """Where a member of a measuring team disagrees, and nobody has typed the sheet anew."""
    for entry in item.entries.values():
        for part, sheets in entry.sheets.items():
            no = sheets[JOINT].objection if JOINT in sheets else None
            if no is not None:
                told = {"code": entry.code, "part": part, "kind": "objected", "seat": no.seat}
                yield told | {"found": "", "allowed": "", "reason": no.reason_digest}


def _outliers(item: Item, part: Part) -> Iterator[dict[str, Any]]:
    panels = _panels(item, part)
    usual = usual_distance(list(panels.values()))
    if not usual:
        return
    for entry, panel in panels.items():
        middle = median(sorted(panel.values()))
        for seat, mark in panel.items():
            if NORMAL * abs(mark - middle) > FAR * usual:
                yield {"code": item.entries[entry].code, "part": part.id, "kind": "outlier", "seat": seat} | {
                    "found": text(mark),
                    "allowed": f"{middle.normalize():f}",
                }


def _panels(item: Item, part: Part) -> dict[EntryId, Panel]:
    """What each judge's whole sheet came to, of the panels that are complete."""
    found = {}
    for entry in item.entries.values():
        sheets = item.counting(entry, part)
        if len(sheets) >= max(2, item.needed(entry, part)):
            found[entry.id] = {seat: sheet.total for seat, sheet in sheets.items() if None not in sheet.aspects}
    return {id: panel for id, panel in found.items() if len(panel) > 1}


def usual_distance(panels: Sequence[Panel]) -> Decimal | None:
    """The median distance of a mark from its panel's middle, over all panels: one wild judge, or one entry that parts
    the judges, moves it little. The judge in the middle of an odd panel, whose distance is nought, is left out."""
    distances: list[Decimal] = []
    for panel in panels:
        ordered = sorted(panel.values())
        middle = median(ordered)
        own = sorted(abs(mark - middle) for mark in ordered)
        distances += own[len(own) % 2 :]
    return median(sorted(distances)) if len(distances) >= LEAST else None


def median(ordered: Sequence[Decimal]) -> Decimal:
    """The middle one, or the mean of the two in the middle."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) * Decimal("0.5")
