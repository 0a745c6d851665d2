"""What the desks of a flash panel show of each other: who is ready, and nothing else until all are; then every mark.

By seat and by code; never an entry's id. What trainees gave is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .contest import Contest, Duty
from .entry import Entry
from .flash import is_flash, laid, places, round_of, shows
from .item import Item
from .marking import Apart, apart
from .numbers import text
from .remarking import Remarked, Round, counts_apart, to_mark_again
from .rulebook import Part

NEVER = Remarked()


def flashed(contest: Contest, duty: Duty) -> Iterator[dict[str, Any]]:
    """Every entry of a duty of which somebody was ready, if its part is marked in flash mode."""
    item = contest.items[duty.item]
    part = item.rulebook.part(duty.part)
    for code in sorted(item.by_code) if is_flash(part) else ():
        entry = item.by_code[code]
        if duty.covers(entry.id) and entry.sheets.get(duty.part):
            yield flash_view(item, entry, part)


def flash_view(item: Item, entry: Entry, part: Part) -> dict[str, Any]:
    """`ready`: whose marks lie, `of` so many; `shown`: seat → marks once all are ready, else None; `apart`: where they
    differ too much all the same; `rounds`: those that had to be marked again, with what was shown then and the aspects
    to mark `again`; `open`: the last of them is being marked; `settled`: nobody is called to mark again any more."""
    sheets, remarked = laid(item, entry, part), entry.remarked.get(part.id, NEVER)
    out = shows(item, entry, part)
    scores = {owner: sheet.score for owner, sheet in sheets.items()}
    owners = entry.sheets.get(part.id, {})
    return {
        "item": item.id,
        "code": entry.code,
        "part": part.id,
        "ready": sorted(sheets),
        "of": places(item, entry, part),
        "shown": {owner: dict(sheets[owner].marks) for owner in sorted(sheets)} if out else None,
        "apart": [_gap(gap) for gap in apart(part, scores)] if out else [],  # type: ignore[arg-type]
        "rounds": [_round(item, part, round) for round in remarked.rounds],
        "open": any(round_of(entry, part.id, owner) for owner in owners if owner not in item.uncounted.shadows),
        "settled": counts_apart(part, remarked),
    }


def _round(item: Item, part: Part, round: Round) -> dict[str, Any]:
    shown = {owner: dict(marks) for owner, marks in sorted(round.marks.items()) if owner not in item.uncounted.shadows}
    again = to_mark_again(part, round)
    told = {
        "again": [aspect for aspect in part.aspects if aspect in again],
        "apart": [_gap(gap) for gap in round.apart],
    }
    return {"seq": round.seq, "at": round.at, "marks": shown} | told


def _gap(gap: Apart) -> dict[str, str]:
    return {"place": gap.place, "found": text(gap.found), "allowed": text(gap.allowed)}
