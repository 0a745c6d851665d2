"""What the office may see of an item: how far it is, the matrix of sheets, the result. By code; names are joined
elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import marking
from . import results as whole
from .adjusting import judges_of
from .awards import chief_awards
from .contest import Contest
from .course import missing
from .events import SeatId
from .flash import round_of
from .item import JOINT, Entry, Item, Sheet
from .marking import EntryScore
from .numbers import Points, Rounding, round_to, text
from .ranking import Standing
from .refused import MarksRefused
from .rulebook import Part, PenaltyRule
from .spreads import gate

TOLD = Rounding(2)
_NEXT = {
    "preparing": ("open",),
    "marking": ("lock",),
    "locked": ("unseal", "sign", "unlock"),
    "unsealed": ("sign", "unlock"),
    "signed": ("publish", "unlock"),
    "published": ("unlock",),
}


def overview(contest: Contest, item: Item) -> dict[str, Any]:
    """State, counts, what the next step lacks, and which acts the state allows (roles are asked elsewhere)."""
    shown = [entry for entry in item.entries.values() if entry.status == "present"]
    return {
        "id": item.id,
        "name": words(item.rulebook.name),
        "state": item.state,
        "frozen": item.frozen is not None,
        "sealed": item.rulebook.sealed and not item.unsealed,
        "unsealed": item.unsealed,
        "layers_sealed": item.draws.outer if item.rulebook.sealed and not item.unsealed else 0,
        "judged": sum(item.seen_whole(entry) for entry in shown),
        "of": len(shown),
        "sheets": _sheet_counts(contest, item),
        "missing": [{"code": lack.code, "data": lack.data} for lack in missing(item)],
        "acts": acts(contest, item),
        "board": f"{contest.id}.{item.id}",
        "signed": _signed(item),
        "voided": _voided(item),
        "excused": [{"what": each.what, "by": each.by, "reason": each.reason} for each in item.excused],
        "unlock_by": item.unlock_by,
        "unseal_by": item.unseal_by,
    }


def restored(contest: Contest) -> dict[str, Any] | None:
    """What the office must know of a journal that was restored from a backup: from when on acts may be missing."""
    told = contest.restored
    if told is None:
        return None
    return {"at": told.at, "since": told.since, "offered": told.offered, "upto": told.upto}


def words(name: Any) -> dict[str, str]:
    """A rulebook's text as JSON."""
    return {"zh": name.zh, "en": name.en}


def acts(contest: Contest, item: Item) -> list[str]:
    """The acts that the item's state allows."""
    allowed = list(_NEXT[item.state])
    if not item.rulebook.sealed and "unseal" in allowed:
        allowed.remove("unseal")
    if item.state == "locked" and item.rulebook.sealed:
        allowed.remove("sign")
    if contest.rehearsal and "publish" in allowed:
        allowed.remove("publish")
    if item.frozen:
        allowed.append("unfreeze")
    elif not item.shows_result(contest.rehearsal):
        allowed.append("freeze")
    return allowed


def _sheet_counts(contest: Contest, item: Item) -> dict[str, int]:
    sheets = [
        sheet
        for entry in item.entries.values()
        for part, places in entry.sheets.items()
        for owner, sheet in places.items()
        if not item.uncounted.why(entry.id, part, owner)
    ]
    aside = sum(each.fate == "open" and each.event.item == item.id for each in contest.aside.values())
    return {
        "in": len(sheets),
        "confirmed": item.confirmed_sheets(),
        "expected": item.expected_sheets(),
        "set_aside": aside,
    }


def _signed(item: Item) -> dict[str, Any] | None:
    sign = item.signature
    return None if sign is None else {"seq": sign.seq, "digest": sign.digest, "by": sign.by, "at": sign.at}


def _voided(item: Item) -> dict[str, Any] | None:
    """The signature that was taken back, while nobody has signed anew."""
    gone = item.voided
    if gone is None or item.signature is not None:
        return None
    return {"seq": gone.seq, "by": gone.by, "signed_at": gone.signed_at, "at": gone.at}


def progress(contest: Contest, item: Item) -> dict[str, Any]:
    """Who has marked what: seats × entries. Cells are keyed "code|part|seat" (a team's joint sheet under each
    member)."""
    duties = [
        (seat, duty) for seat in contest.seats.values() for duty in seat.duties if duty.item == item.id and seat.active
    ]
    entries = sorted(item.entries.values(), key=lambda entry: entry.code)
    aside = {
        (each.event.entry, each.event.part, each.event.seat) for each in contest.aside.values() if each.fate == "open"
    }
    cells: dict[str, str] = {}
    uncounted: dict[str, str] = {}
    at: dict[str, str] = {}
    for seat, duty in duties:
        owner = contest.owner(item.id, duty.part, seat.id)
        for entry in entries:
            if duty.covers(entry.id):
                key = f"{entry.code}|{duty.part}|{seat.id}"
                waits = (entry.id, duty.part, seat.id) in aside
                cells[key] = "set_aside" if waits else _cell(entry, duty.part, owner, seat.id)
                why = item.uncounted.why(entry.id, duty.part, owner)
                if why:
                    uncounted[key] = why
                sheet = entry.sheet(duty.part, owner)
                if sheet is not None:
                    at[key] = sheet.at
    return {
        "seats": [{"id": seat.id, "part": duty.part} for seat, duty in duties],
        "entries": [{"entry": entry.id, "code": entry.code, "status": entry.status} for entry in entries],
        "cells": cells,
        "at": at,
        "uncounted": uncounted,
    }


def adjustment(item: Item, part: Part) -> dict[str, Any] | None:
    """Of a part whose judges are made alike: how, each judge's figures, and what is lacking (then nobody is moved)."""
    if part.adjust is None:
        return None
    judges = [
        {"seat": one.seat, "entries": one.entries, "lacks": one.lacks}
        | {"mean": text(round_to(one.mean, TOLD)), "deviation": text(round_to(one.deviation, TOLD))}
        for one in judges_of(part, item.competing_sheets(part))
    ]
    return {"method": part.adjust.method, "least": part.adjust.least, "judges": judges}


def apart(item: Item) -> list[dict[str, str]]:
    """Where an entry's judges lie further apart than the rulebook allows, and what follows: for the office's alarm."""
    parts = [part for part in item.judged_parts() if part.combine is not None and gate(part.combine) is not None]
    return [
        {"code": entry.code, "part": part.id, "place": gap.place, "action": gap.action}
        | {"found": text(gap.found), "allowed": text(gap.allowed)}
        for part in parts
        for entry in sorted(item.entries.values(), key=lambda entry: entry.code)
        for gap in marking.apart(part, item.counting(entry, part))
    ]


def _cell(entry: Entry, part: Any, owner: str, seat: SeatId) -> str:
    sheet = entry.sheet(part, owner)
    if sheet is None:
        return "none"
    if seat in sheet.confirmed_by:  # of a team's sheet: this member has, whoever else has not
        return "confirmed"
    back = sheet.returned or sheet.objection is not None or round_of(entry, part, owner) is not None
    return "confirmed" if sheet.counts else "returned" if back else "in"


def notes(item: Item, entry: Entry) -> dict[str, Any]:
    """What the office noted of one entry. A penalty is named by the line that gave it (`given`): so it is lifted. `by`,
    `reason`: the actor who gave it and the digest of why."""
    rules = {rule.id: rule for rule in item.rulebook.penalties}
    return {
        "entry": entry.id,
        "code": entry.code,
        "status": entry.status,
        "times": dict(entry.times),
        "penalties": [
            {"given": seq, "id": taken.rule_id, "count": taken.count, "by": taken.by, "reason": taken.reason_digest}
            | _worth(rules.get(taken.rule_id), taken.points)
            for seq, taken in entry.penalties.items()
        ],
    }


def _worth(rule: PenaltyRule | None, given: Points | None) -> dict[str, Any]:
    """A penalty's name and what it takes each time; None of a rule that the rulebook has no more."""
    points = given if given is not None or rule is None else rule.points
    return {"name": words(rule.name) if rule else None, "points": None if points is None else text(points)}


def result(contest: Contest, item: Item) -> dict[str, Any]:
    """The result as it stands, every stage of it; `digest` is what a signature covers."""
    found = whole.results(contest, item)
    given = chief_awards(item.rulebook, found.awards)
    rows = [_row(item, standing, given.get(standing.entry)) for standing in whole.as_seen(item, found)]
    waiting = [each for each in item.entries.values() if item.status(each) == "present" and not item.seen_whole(each)]
    return {
        "version": {"seq": item.signature.seq if item.signature else item.changed, "digest": found.digest},
        "final": found.final,
        "sealed": not item.names_known,
        "veiled": item.veiled,
        "parts": [
            {"id": part.id, "name": words(part.name), "weight": text(part.weight), "source": part.source}
            | {"hidden": item.hidden(part)}
            for part in item.rulebook.parts
        ],
        "rows": sorted(map(_veiled, rows), key=lambda row: row["code"]) if item.veiled else rows,
        "waiting": sorted(entry.code for entry in waiting),
    }


def _row(item: Item, standing: Standing, award: str | None) -> dict[str, Any]:
    entry, score = item.entries[standing.entry], standing.score
    return {
        "entry": entry.id,
        "code": entry.code,
        "unit": entry.unit,
        "rank": standing.rank,
        "tied": standing.tied,
        "status": standing.status,
        "total": None if score is None else text(score.total),
        "parts": {} if score is None else dict(_parts(item, entry, score)),
        "deductions": []
        if score is None
        else [{"rule": rule, "points": text(points)} for rule, points in score.deductions],
        "award": award,
    }


def _veiled(row: dict[str, Any]) -> dict[str, Any]:
    """A row while codes are sealed and a part is known by name: its total, or its place, would tell who bears the
    code."""
    return row | {"rank": None, "tied": False, "total": None, "award": None}


def _parts(item: Item, entry: Entry, score: EntryScore) -> Iterator[tuple[str, dict[str, Any]]]:
    for id, part in score.parts.items():
        if item.hidden(item.rulebook.part(id)):
            continue
        judges = {seat: _share(entry, id, seat, share) for seat, share in part.part.judges.items()}
        yield (
            id,
            {
                "score": text(part.score),
                "deducted": text(part.deducted),
                "weighted": text(part.weighted),
                "judges": judges,
            },
        )


def _share(entry: Entry, part: Any, seat: str, share: Any) -> dict[str, Any]:
    """A judge's share; under a joint sheet stands who typed it."""
    sheet = entry.sheet(part, seat)
    typed = {"typed_by": sheet.seat} if sheet is not None and seat == JOINT else {}
    return {"total": text(share.total), "dropped": share.dropped} | typed


def aside(contest: Contest) -> list[dict[str, Any]]:
    """The sheets that wait for a person's decision, each beside the sheet that stands; of a part that the rulebook has
    no more, nothing stands and nothing adds up."""
    listed = []
    for each in contest.aside.values():
        event = each.event
        item = contest.items[event.item]
        entry = item.entries[event.entry]
        part = next((part for part in item.rulebook.parts if part.id == event.part), None)
        owner = None if part is None else contest.owner(event.item, event.part, event.seat)
        current = None if owner is None else entry.sheet(event.part, owner)
        listed.append(
            {
                "seq": each.seq,
                "at": each.at,
                "fate": each.fate,
                "reason": event.reason,
                "seat": event.seat,
                "item": event.item,
                "code": entry.code,
                "part": event.part,
                "marks": event.marks,
                "total": None if part is None else _sum(part, event.marks),
                "current": None if current is None else _standing(current),
            }
        )
    return listed


def _standing(sheet: Sheet) -> dict[str, Any]:
    told = {"marks": sheet.marks, "version": sheet.version, "at": sheet.at, "counts": sheet.counts}
    return told | {"total": text(sheet.score.total)}


def _sum(part: Part, marks: Any) -> str | None:
    """What a sheet that was set aside would come to; None where its marks are of another scheme."""
    try:
        return text(marking.take_sheet(part, marks)[1].total)
    except MarksRefused:
        return None
