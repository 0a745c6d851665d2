"""What the chain does not hold, joined to a judge's desk: the texts of notes, and what seats are called.

May not be in here: what a seat may see (scoring/desk.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..people import People
from ..scoring.contest import Contest
from ..words import seat_words

Shown = dict[str, Any]


def joined(people: People, contest: Contest, desk: Shown, named: Mapping[str, Mapping[str, str]]) -> Shown:
    """The desk with its sheets' notes, and the `names` ({"zh", "en"} by seat) of those who typed them.

    `named`: what all seats are called, as people.seat_names tells it.
    """
    typists = dict.fromkeys(sheet["typed_by"] for sheet in desk["sheets"])
    names = {seat: seat_words(named, seat) for seat in typists}
    return desk | {"sheets": noted(people, contest.id, desk["sheets"]), "names": names}


def noted(people: People, contest: str, sheets: Sequence[Shown]) -> list[Shown]:
    """Sheets with their `note` in place of its digest: "" where there is none, or where it has been erased."""
    texts = people.texts(contest, {sheet["note_digest"] for sheet in sheets})
    return [
        {key: value for key, value in sheet.items() if key != "note_digest"}
        | {"note": texts.get(sheet["note_digest"], "")}
        for sheet in sheets
    ]
