"""A roster: who takes part in which item, for which unit, with the marks that are imported (theory).

The first row that names the columns is the head; rows above it (a title) are passed over, empty rows too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contest.scoring.numbers import NotANumber, parse
from contest.scoring.refused import Fault

from .cells import Cells, Refusal, read_cells
from .words import key, text_fault

HEADERS = {
    "number": ("参赛号", "参赛编号", "编号", "number", "no", "no.", "entry"),
    "name": ("姓名", "选手", "选手姓名", "名称", "作品名", "作品名称", "name", "competitor", "work", "title"),
    "unit": ("单位", "代表队", "参赛单位", "工作单位", "unit", "team", "organization"),
    "item": ("项目", "参赛项目", "竞赛项目", "工种", "item", "skill"),
    "theory": ("理论", "理论成绩", "理论分", "theory", "theory mark"),
}
"""What the columns may be called; compared without case and blanks."""

NEEDED = ("number", "name", "unit", "item")
HEAD_WITHIN = 10
"""Rows in which the head must be found."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One entry as written: `item` is the item's id where items were given, else the text. scores: part id → decimal
    string; `row` is the line in the sheet, from 1."""

    number: str
    name: str
    unit: str
    item: str
    scores: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows without a fault, and every fault with its cell (`C7`) as place; codes: sentences `intake.<code>`."""

    rows: tuple[RosterRow, ...]
    faults: tuple[Fault, ...]


def read_roster(
    path: Path | str,
    items: Mapping[str, Sequence[str]] | None = None,
    imported: Mapping[str, Sequence[str]] | None = None,
) -> Roster:
    """The roster in a .csv, .txt or .xlsx file (its first sheet). One that cannot be read is one fault without a cell.

    items: id → names by which it may be called; an unknown one is then a fault. imported: part id → further headers of
    columns with marks, besides theory's.
    """
    try:
        cells = read_cells(Path(path))
    except Refusal as refused:
        return Roster((), (Fault("", refused.code, refused.data),))
    return roster_from_cells(cells, items, imported)


def roster_from_cells(
    cells: Cells, items: Mapping[str, Sequence[str]] | None = None, imported: Mapping[str, Sequence[str]] | None = None
) -> Roster:
    """The same from cells already read: rows of text."""
    head, columns, faults = _find_head(cells, {"theory": (), **(imported or {})})
    if head is None:
        return Roster((), tuple(faults))
    reader = _Reader(columns, set(imported or {}) | {"theory"}, _items_by_key(items), faults)
    for number, row in enumerate(cells[head + 1 :], head + 2):
        if any(cell.strip() for cell in row):
            reader.read(number, row)
    if not reader.rows and not faults:
        faults.append(Fault(f"A{head + 2}", "no_rows"))
    return Roster(tuple(reader.rows), tuple(faults))


@dataclass(slots=True)
class _Reader:
    """Reads row after row, remembering the numbers and persons it met."""

    columns: Mapping[str, int]
    marks: set[str]
    items: Mapping[str, str] | None
    faults: list[Fault]
    rows: list[RosterRow] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    persons: dict[tuple[str, ...], str] = field(default_factory=dict)

    def read(self, row: int, cells: Sequence[str]) -> None:
        before = len(self.faults)
        texts = {column: self._text(row, column, cells) for column in NEEDED}
        scores = self._scores(row, cells)
        item = self._item(row, texts["item"])
        self._once(row, "number", self.numbers, key(texts["number"]), "number_twice", texts["number"])
        person = (key(texts["name"]), key(texts["unit"]), item)
        self._once(row, "name", self.persons, person if all(person) else "", "person_twice", texts["name"])
        if len(self.faults) == before:
            self.rows.append(RosterRow(texts["number"], texts["name"], texts["unit"], item, scores, row))

    def _text(self, row: int, column: str, cells: Sequence[str]) -> str:
        text = self._cell(column, cells)
        code = "empty" if not text else text_fault(text)
        if code:
            self._fault(row, column, code)
        return text

    def _cell(self, column: str, cells: Sequence[str]) -> str:
        at = self.columns[column]
        return cells[at].strip() if at < len(cells) else ""

    def _scores(self, row: int, cells: Sequence[str]) -> dict[str, str]:
        """The marks of this row; an empty cell is no mark, not zero."""
        found = {}
        for part in sorted(self.marks & self.columns.keys()):
            text = self._cell(part, cells)
            if not text:
                continue
            try:
                if parse(text) < 0:
                    self._fault(row, part, "below_zero", text=text)
                found[part] = text
            except NotANumber as refused:
                self._fault(row, part, refused.code, text=refused.text)
        return found

    def _item(self, row: int, text: str) -> str:
        if self.items is None or not text:
            return text
        if key(text) not in self.items:
            self._fault(row, "item", "unknown_item", text=text, known="、".join(dict.fromkeys(self.items.values())))
        return self.items.get(key(text), text)

    def _once(self, row: int, column: str, met: dict[Any, str], what: Any, code: str, text: str) -> None:
        if not what:
            return
        place = cell_name(row, self.columns[column])
        if what in met:
            self._fault(row, column, code, text=text, first=met[what])
        met.setdefault(what, place)

    def _fault(self, row: int, column: str, code: str, **data: str) -> None:
        self.faults.append(Fault(cell_name(row, self.columns[column]), code, {"column": _label(column), **data}))


def _label(column: str) -> str:
    """A column in both languages, for a sentence in either: `姓名 name`."""
    return f"{HEADERS[column][0]} {column}" if column in HEADERS else column


def cell_name(row: int, column: int) -> str:
    """`C7` for row 7 (from 1), column 2 (from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _find_head(cells: Cells, imported: Mapping[str, Sequence[str]]) -> tuple[int | None, dict[str, int], list[Fault]]:
    """The row that names the columns, its columns and its faults; without any, one fault that says so."""
    names = {_plain(name): column for column, known in HEADERS.items() for name in known}
    names |= {_plain(name): part for part, known in imported.items() for name in (part, *known)}
    best: int | None = None
    columns: dict[str, int] = {}
    twice: list[Fault] = []
    for at, row in enumerate(cells[:HEAD_WITHIN]):
        found, again = _columns(at, row, names)
        if len(found) > len(columns):
            best, columns, twice = at, found, again
    missing = [column for column in NEEDED if column not in columns]
    if len(columns) < 2:
        return None, {}, [Fault("A1", "no_head", {"within": HEAD_WITHIN})]
    if missing:
        lost = [Fault(f"A{best + 1}", "column_missing", {"column": _label(column)}) for column in missing]  # type: ignore[operator]
        return None, columns, lost + twice
    return best, columns, twice


def _columns(at: int, row: Sequence[str], names: Mapping[str, str]) -> tuple[dict[str, int], list[Fault]]:
    found: dict[str, int] = {}
    twice = []
    for index, cell in enumerate(row):
        column = names.get(_plain(cell))
        if column and column in found:
            twice.append(Fault(cell_name(at + 1, index), "column_twice", {"column": _label(column)}))
        elif column:
            found[column] = index
    return found, twice


def _items_by_key(items: Mapping[str, Sequence[str]] | None) -> dict[str, str] | None:
    if items is None:
        return None
    return {key(name): item for item, names in items.items() for name in (item, *names)}


def _plain(text: str) -> str:
    return "".join(key(text).split())
