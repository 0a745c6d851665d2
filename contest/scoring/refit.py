"""Whether what was noted of an item has room in another rulebook: every reason why not, so that nobody meets them one
by one. A sheet, a score, a penalty or a vote is never dropped or bent to fit.

May not be in here: who may change a rulebook, and when (verbs/organizer.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .contest import Contest
from .events import ItemId, PartId
from .item import Entry, Item, is_joint, panel
from .marking import read_marks, read_penalty
from .numbers import text
from .refused import Fault, MarksRefused
from .rulebook import Part, Rulebook, UnitTable
from .slices import Steps, at_once

MOST_CODES = 12
"""So many codes are told for one reason; how many there are is told always."""

Found = Iterator[tuple[str, dict[str, Any], str]]
"""(reason, what it names, the code it is about) of one sheet, penalty or score."""


def misfits_steps(contest: Contest, item: Item, book: Rulebook) -> Steps[list[Fault]]:
    """Why the item cannot go on by this rulebook; sentences `refit.<code>`. Of many that have the same reason one fault
    tells `n` and the first codes."""
    told: dict[tuple[str, str], tuple[dict[str, Any], list[str]]] = {}
    for found in _all(contest, item, book):
        for code, data, of in found:
            told.setdefault((code, str(sorted(data.items(), key=str))), (data, []))[1].append(of)
        yield
    return [
        Fault("、".join(_some(codes)), code, {**data, "n": len(codes)}) for (code, _), (data, codes) in told.items()
    ]


misfits = at_once(misfits_steps)


def _some(codes: list[str]) -> list[str]:
    known = list(dict.fromkeys(filter(None, codes)))
    return known[:MOST_CODES] + ["…"] * (len(known) > MOST_CODES)


def _all(contest: Contest, item: Item, book: Rulebook) -> Iterator[Found]:
    """What is found around the item, then entry by entry."""
    yield _secrets(item, book)
    yield _around(contest, item, book)
    parts = {part.id: part for part in book.parts}
    for entry in sorted(item.entries.values(), key=lambda each: each.code):
        yield _sheets(item, entry, parts)
        yield _noted(item, entry, book, parts)
        yield _scores(item, entry, parts)


def _name(thing: Any) -> dict[str, str]:
    return {"zh": thing.name.zh, "en": thing.name.en}


def _secrets(item: Item, book: Rulebook) -> Found:
    """What keeps codes secret stays as it is from the draw to the unsealing: two persons unseal, nobody else."""
    if not item.by_code or item.unsealed:
        return
    if book.sealed != item.rulebook.sealed:
        yield "sealed", {}, ""
    if item.rulebook.board.while_sealed == "progress" and book.board.while_sealed != "progress":
        yield "while_sealed", {}, ""
    named = {part.id for part in item.rulebook.parts if part.known_by_name}
    for part in book.parts:
        if part.id in named and not part.known_by_name:
            yield "known_by_name", {"part": _name(part)}, ""


def _around(contest: Contest, item: Item, book: Rulebook) -> Found:
    """Seats, the stage, ballots, the next round, the table of units."""
    judged = {part.id: part for part in book.parts if part.source == "judged"}
    for seat in contest.seats.values():
        for duty in seat.duties:
            if duty.item == item.id and duty.part not in judged:
                yield "seat", {"part": _old_name(item, duty.part)}, ""
            elif duty.item == item.id and seat.shadow and is_joint(judged[duty.part]):
                yield "shadow_joint", {"part": _name(judged[duty.part])}, ""
    if item.stage.order and item.rulebook.board.stage != book.board.stage:
        yield "stage", {}, ""
    for id in item.ballots:
        old, new = item.rulebook.part(id), _part(book, id)
        if new is None or replace(new, name=old.name, weight=old.weight) != old:
            yield "ballot", {"part": _name(old)}, ""
    if any(item.id in other.rounds for other in contest.items.values()):
        yield "gone_on", {}, ""
    yield from _units(contest, item, book)


def _units(contest: Contest, item: Item, book: Rulebook) -> Found:
    table = contest.unit_table
    if table is None or item.id not in table.items:
        return
    others = {id: each.rulebook for id, each in contest.items.items()}
    books = [book if id == item.id else others[ItemId(id)] for id in table.items if id in others]
    for code, name in nameless(table, books):
        yield f"table_{code}", {"name": name}, ""


def nameless(table: UnitTable, books: list[Rulebook]) -> Iterator[tuple[str, str]]:
    """("award" or "part", its id) of what a table of units counts and none of its items' rulebooks has: it would be
    worth nothing to anybody, unseen."""
    awards = {award.id for book in books for award in book.awards}
    parts = {part.id for book in books for part in book.parts}
    yield from (("award", prize.award) for prize in table.prizes if prize.award not in awards)
    yield from (("part", weight.part) for weight in table.parts if weight.part not in parts)


def _part(book: Rulebook, id: str) -> Part | None:
    return next((part for part in book.parts if part.id == id), None)


def _old_name(item: Item, id: str) -> Any:
    """A part's name by the present rulebook; its id where that has none such either."""
    part = _part(item.rulebook, id)
    return id if part is None else _name(part)


def _sheets(item: Item, entry: Entry, parts: dict[PartId, Part]) -> Found:
    for id, places in entry.sheets.items():
        old, new = item.rulebook.part(id), parts.get(id)
        named = {"part": _name(old)}
        if new is None or new.source != "judged":
            yield from (("part_gone", named, entry.code) for _ in places)
        elif (change := _other_team(entry, old, new)) is not None:
            yield from ((change, named, entry.code) for _ in places)
        else:
            if panel(new).sheets < panel(old).sheets and len(item.counting(entry, old)) > panel(new).sheets:
                yield "panel_smaller", named, entry.code
            for sheet in places.values():
                yield from _marks(old, new, sheet.marks, entry.code)


def _other_team(entry: Entry, old: Part, new: Part) -> str | None:
    """Why the sheets of a part are another kind of sheets now, whatever stands on them."""
    if is_joint(old) != is_joint(new):
        return "panel_by"
    if is_joint(old) and panel(old).judges != panel(new).judges:
        return "team_size"
    remarked = entry.remarked.get(PartId(old.id))
    changed = (old.criteria, old.panel, old.combine, old.view) != (new.criteria, new.panel, new.combine, new.view)
    return "remarked" if remarked is not None and remarked.rounds and changed else None


def _marks(old: Part, new: Part, marks: Any, code: str) -> Found:
    try:
        read_marks(new, marks)
    except MarksRefused as refused:
        for fault in refused.faults:
            aspect = new.aspects.get(fault.place) or old.aspects.get(fault.place)  # type: ignore[call-overload]
            named = {"part": _name(new), "aspect": _name(aspect) if aspect else fault.place}
            gone = fault.code == "unknown_aspect"
            yield "aspect_gone" if gone else "aspect_new" if fault.code == "missing" else "mark", named, code


def _noted(item: Item, entry: Entry, book: Rulebook, parts: dict[PartId, Part]) -> Found:
    """Penalties, times and votes."""
    for taken in entry.penalties.values():
        try:
            read_penalty(book, taken.rule_id, None if taken.points is None else text(taken.points), taken.count)
        except MarksRefused:
            yield "penalty", {"penalty": _name(item.rulebook.penalty(taken.rule_id))}, entry.code
    for id in entry.times:
        if id not in parts:
            yield "time", {"part": _old_name(item, id)}, entry.code
    for id, channel in entry.votes:
        votes = parts[id].votes if id in parts else None
        if votes is None or channel not in {each.id for each in votes.channels}:
            yield "votes", {"part": _old_name(item, id)}, ""


def _scores(item: Item, entry: Entry, parts: dict[PartId, Part]) -> Found:
    """Imported scores. No code is told: they are known by name, and would unmask it."""
    for id, score in entry.imported.items():
        new = parts.get(id)
        if id in item.ballots:
            continue
        if new is None or new.source != "imported":
            yield "scores_gone", {"part": _old_name(item, id)}, ""
        elif new.out_of is not None and score.raw > new.out_of:
            yield "scores_over", {"part": _name(new), "most": text(new.out_of)}, ""
