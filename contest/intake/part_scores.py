"""Marks that come from elsewhere (theory, a machine), from a spreadsheet: whose by number or code, and how many points.

An empty cell says nothing; 无 or `-` takes a mark away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from contest.scoring.marking import read_imported
from contest.scoring.numbers import NotANumber, parse
from contest.scoring.refused import Fault, MarksRefused
from contest.scoring.rulebook_types import Part

from .attributes import NONE
from .cells import Cells, Refusal, find_table
from .heads import Unread, cell_name, find_head, on_sheet, plain, unread
from .roster import HEADERS
from .words import key

WHO = {
    "number": (*HEADERS["number"], "工号", "准考证号"),
    "code": ("加密号", "作品号", "code"),
    "name": HEADERS["name"],
}
BESIDE = {plain(head) for head in HEADERS["unit"]}
"""Heads of columns that only help whoever fills the sheet in."""
SCORE = ("成绩", "分数", "得分", "score", "mark", "points")
LABELS = {
    "number": {"zh": "编号", "en": "Number"},
    "code": {"zh": "加密号", "en": "Code"},
    "name": {"zh": "姓名", "en": "Name"},
    "score": {"zh": "成绩", "en": "Score"},
}


@dataclass(frozen=True, slots=True)
class Scores:
    """What the sheet says, who → mark (None: taken away), every fault with its cell, and the columns passed over."""

    scores: Mapping[str, str | None]
    faults: tuple[Fault, ...]
    unread: tuple[Unread, ...] = ()


def read_scores(path: Path, part: Part, known: Mapping[str, str], by: str) -> Scores:
    """The marks in a file's first sheet that has their head. known: number or code, as `by` says ("number", "code"), →
    the name that goes with it, "" where that is secret."""
    try:
        sheet, cells = find_table(path, lambda cells: _find_head(cells, part, by)[0] is not None)
    except Refusal as refused:
        return Scores({}, (Fault("", refused.code, refused.data),))
    found = scores_from_cells(cells, part, known, by)
    return replace(found, faults=tuple(on_sheet(sheet, fault) for fault in found.faults))


def scores_from_cells(cells: Cells, part: Part, known: Mapping[str, str], by: str) -> Scores:
    """The same from cells already read."""
    head, columns, faults = _find_head(cells, part, by)
    names = _names(part, by)
    if head is None:
        return Scores({}, tuple(faults))
    reader = _Reader(columns, part, {key(who): who for who in known}, known, by, faults)
    for number, row in enumerate(cells[head + 1 :], head + 2):
        if any(cell.strip() for cell in row):
            reader.read(number, row)
    if not reader.scores and not reader.met and not faults:
        faults.append(Fault(f"A{head + 2}", "no_rows"))
    passed = unread(cells[head], columns, names, LABELS)
    return Scores(reader.scores, tuple(faults), tuple(each for each in passed if plain(each.head) not in BESIDE))


def _find_head(cells: Cells, part: Part, by: str) -> tuple[int | None, dict[str, int], list[Fault]]:
    return find_head(cells, _names(part, by), (by, "score"), LABELS, "scores_no_head")


def _names(part: Part, by: str) -> dict[str, str]:
    called = (*SCORE, str(part.id), part.name.zh, part.name.en, *(HEADERS["theory"] if part.id == "theory" else ()))
    names = {plain(name): "score" for name in called if name}
    return names | {plain(name): column for column, heads in WHO.items() if column in (by, "name") for name in heads}


@dataclass(slots=True)
class _Reader:
    columns: Mapping[str, int]
    part: Part
    whose: Mapping[str, str]
    names: Mapping[str, str]
    by: str
    faults: list[Fault]
    scores: dict[str, str | None] = field(default_factory=dict)
    met: dict[str, str] = field(default_factory=dict)

    def read(self, row: int, cells: Sequence[str]) -> None:
        said, text = self._cell(self.by, cells), self._cell("score", cells)
        who, name = self.whose.get(key(said), ""), self._cell("name", cells)
        if not who:
            self._fault(row, self.by, "empty" if not said else "not_entered", text=said)
        elif who in self.met:
            self._fault(row, self.by, "number_twice", text=said, first=self.met[who])
        elif name and self.names[who] and key(name) != key(self.names[who]):
            self._fault(row, "name", "name_differs", text=name, number=who, name=self.names[who])
        elif text:
            self._score(row, who, text)
        self.met.setdefault(who, cell_name(row, self.columns[self.by]))

    def _score(self, row: int, who: str, text: str) -> None:
        if key(text) in map(key, NONE):
            self.scores[who] = None
            return
        try:
            if parse(text) < 0:
                self._fault(row, "score", "below_zero", text=text)
            read_imported(self.part, text)
            self.scores[who] = text
        except NotANumber as refused:
            self._fault(row, "score", refused.code, text=refused.text)
        except MarksRefused:
            self._fault(row, "score", "above_most", text=text, most=str(self.part.out_of))

    def _cell(self, column: str, cells: Sequence[str]) -> str:
        at = self.columns.get(column, len(cells))
        return cells[at].strip() if at < len(cells) else ""

    def _fault(self, row: int, column: str, code: str, **data: str) -> None:
        self.faults.append(Fault(cell_name(row, self.columns[column]), code, {"column": LABELS[column], **data}))
