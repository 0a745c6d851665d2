"""Marks of an imported part (理论成绩) from a sheet: a template of who is entered, what it would change, applied.

What is known of entries by name goes by registration number, never by code, so that who holds the sheet learns nothing
of who bears which code; what a sealed item's rulebook does not call known by name goes by code, without names.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .intake.heads import Unread
from .intake.part_scores import read_scores
from .people import People
from .registering import RosterRefused
from .scoring.contest import Contest
from .scoring.events import digest
from .scoring.item import Item
from .scoring.numbers import parse
from .scoring.rulebook_types import Part
from .scoring.verbs import Act
from .scoring.verbs.organizer import BULK, import_part_scores


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry as the sheet knows it: who (number or code), name and unit ("" where secret), its mark or None."""

    entry: str
    who: str
    name: str
    unit: str
    score: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet would change: new marks, (as it is, as the sheet says; None: taken away), rows that say the same.
    unread: the columns passed over."""

    added: tuple[tuple[Marked, str], ...]
    changed: tuple[tuple[Marked, str | None], ...]
    same: int
    unread: tuple[Unread, ...] = ()

    @property
    def digest(self) -> str:
        """Of all that would be done."""
        told = [[each.entry, each.score, new] for each, new in (*self.added, *self.changed)]
        return digest(told)


def goes_by(item: Item, part: Part) -> str:
    """ "number" or "code": by what the sheet tells the entries apart."""
    return "code" if item.marked_by_code(part) else "number"


def marked(people: People, fold: Contest, item: Item, part: Part) -> list[Marked]:
    """Everybody who is entered, by number or code, with the mark they have."""
    rows, by, numbers = [], goes_by(item, part), people.numbers_of(fold.id, item.entries)
    for entry in item.entries.values():
        score = entry.imported.get(part.id)
        text = None if score is None else str(score.raw)
        if by == "code":
            rows.append(Marked(str(entry.id), str(entry.code or ""), "", "", text))
        elif (person := people.person(fold.id, str(entry.id))) is not None:
            rows.append(Marked(str(entry.id), numbers[entry.id], person.name, person.unit, text))
    return sorted((row for row in rows if row.who), key=lambda row: row.who)


def columns(item: Item, part: Part, rows: list[Marked]) -> tuple[list[str], list[list[str]]]:
    """The sheet to fill in: heads and rows."""
    if goes_by(item, part) == "code":
        return ["加密号", part.name.zh], [[row.who, row.score or ""] for row in rows]
    return ["编号", "姓名", "单位", part.name.zh], [[row.who, row.name, row.unit, row.score or ""] for row in rows]


def difference(item: Item, part: Part, rows: list[Marked], file: Path) -> Marks:
    """What the sheet would change. RosterRefused("scores_faults") with every fault."""
    known = {row.who: row for row in rows}
    found = read_scores(file, part, {row.who: row.name for row in rows}, goes_by(item, part))
    if found.faults:
        raise RosterRefused("scores_faults", found.faults)
    said = {who: score for who, score in found.scores.items() if not _says(known[who], score)}
    added = [(known[who], score) for who, score in said.items() if known[who].score is None and score is not None]
    changed = [(known[who], score) for who, score in said.items() if known[who].score is not None]
    return Marks(tuple(added), tuple(changed), len(found.scores) - len(said), found.unread)


def _says(row: Marked, score: str | None) -> bool:
    if row.score is None or score is None:
        return row.score == score
    return parse(row.score) == parse(score)


def apply(act: Act, people: People, fold: Contest, item: Item, part: Part, found: Marks, reason: str) -> None:
    """Do what the sheet says, with why where marks that stood are changed. What came by code is not kept beside the
    name: who reads there and in the journal would know whose code it is."""
    digest, also = people.seal_text(fold.id, reason)
    scores: list[tuple[str, str | None]] = [(row.entry, score) for row, score in (*found.added, *found.changed)]
    for start in range(0, len(scores), BULK):
        bulk = dict(scores[start : start + BULK])
        rows = [{"entry": entry, "score": score} for entry, score in bulk.items()]
        values = {"item": item.id, "part": part.id, "scores": rows, "reason_digest": digest}
        keep = [] if item.marked_by_code(part) else [people.keep_scores(fold.id, str(part.id), bulk)]
        act(import_part_scores, values, also=[*(also if start == 0 else ()), *keep], step=f"scores-{start}")
