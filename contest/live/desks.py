"""What the chain does not hold, joined to a judge's desk: the texts of notes and objections, and what seats are called.

May not be in here: what a seat may see (scoring/desk.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..people import People
from ..scoring.contest import Contest
from ..words import seat_words

Shown = dict[str, Any]


def joined(people: People, contest: Contest, desk: Shown, named: Mapping[str, Mapping[str, str]]) -> Shown:
    """The desk with its sheets' notes, and the `names` ({"zh", "en"} by seat) of those who typed them, of their teams
    and of those who show their marks at the same moment.

    `named`: what all seats are called, as people.seat_names tells it.
    """
    names = {seat: seat_words(named, seat) for seat in dict.fromkeys(_told(desk))}
    return desk | {"sheets": noted(people, contest.id, desk["sheets"]), "names": names}


def noted(people: People, contest: str, sheets: Sequence[Shown]) -> list[Shown]:
    """Sheets with their `note` in place of its digest: "" where there is none, or where it has been erased; likewise
    the `reason` of a member's objection."""
    objections = [no for sheet in sheets if (no := _objection(sheet))]
    digests = {sheet["note_digest"] for sheet in sheets} | {no["reason_digest"] for no in objections}
    texts = people.texts(contest, digests)
    return [_noted(sheet, texts) for sheet in sheets]


def _noted(sheet: Shown, texts: Mapping[str, str]) -> Shown:
    told = {key: value for key, value in sheet.items() if key != "note_digest"}
    told["note"] = texts.get(sheet["note_digest"], "")
    no = _objection(sheet)
    if no:
        said = {"seat": no["seat"], "at": no["at"], "reason": texts.get(no["reason_digest"], "")}
        told["team"] = sheet["team"] | {"objection": said}
    return told


def _objection(sheet: Shown) -> Shown | None:
    found: Shown | None = (sheet["team"] or {}).get("objection")
    return found


def _told(desk: Shown) -> Iterator[str]:
    """The seats that a desk tells of."""
    for sheet in desk["sheets"]:
        yield sheet["typed_by"]
        yield from (sheet["team"] or {}).get("members", ())
    for flash in desk["flash"]:
        yield from flash["ready"]
        for round in flash["rounds"]:
            yield from round["marks"]
