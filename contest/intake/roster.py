"""A roster: who takes part in which item, for which unit, with the marks that are imported (theory).

The first row that names the columns is the head; rows above it (a title) are passed over, empty rows too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from contest.people.strokes import Uncounted, strokes_of
from contest.scoring.attributes import STROKES
from contest.scoring.numbers import NotANumber, parse
from contest.scoring.refused import Fault

from ..underway import EVERY, Told, silent
from .attributes import BIRTH, NAMES, Asked, Unfit, age_on, read_attribute
from .cells import Cells, Refusal, find_table
from .heads import Unread, cell_name, find_head, in_reading_order, in_words, named, on_sheet, plain, unread
from .units import unit_key
from .words import key, plain_number, text_fault

HEADERS = {
    "number": ("参赛号", "参赛编号", "编号", "number", "no", "no.", "entry"),
    "name": ("姓名", "选手", "选手姓名", "名称", "作品名", "作品名称", "name", "competitor", "work", "title"),
    "unit": ("单位", "代表队", "参赛单位", "工作单位", "unit", "team", "organization"),
    "item": ("项目", "参赛项目", "竞赛项目", "工种", "item", "skill"),
    "theory": ("理论", "理论成绩", "理论分", "theory", "theory mark"),
}
"""What the columns may be called; compared without case and blanks."""

MERGED = ("unit", "item")
"""Columns whose cells people merge where they stay the same: a file has the text in the first one only."""
NEEDED = ("number", "name", "unit", "item")
"""What every roster has, and a template; a number can be given to whoever comes without."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One entry as written: `item` is the item's id where items were given, else the text. scores: part id → decimal
    string; `row` is the line in the sheet, from 1 · attributes: what the item's rulebook reads, in its words."""

    number: str
    name: str
    unit: str
    item: str
    scores: Mapping[str, str] = field(default_factory=dict)
    row: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns there may be besides the needed ones. imported: part id → further headers of columns with marks,
    besides theory's · attributes: item → what its rulebook reads · day: on which ages are counted from birthdays ·
    needed: columns and cells that may not be missing · unit: the one unit that everybody is of, "" for any."""

    imported: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Asked]] = field(default_factory=dict)
    day: date | None = None
    needed: Sequence[str] = NEEDED
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows without a fault, and every fault with its cell (`C7`) as place; codes: sentences `intake.<code>` ·
    columns: to tell more faults at their cells · unread: the columns that were passed over · respelled: units as said →
    as they are written here · sheet: which one it stands on, "" for the first."""

    rows: tuple[RosterRow, ...]
    faults: tuple[Fault, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    respelled: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def at(self, row: RosterRow, column: str, fault: Fault) -> Fault:
        """A fault of a row at its cell of this column, or at its name where there is no such column."""
        at = self.columns.get(column, self.columns["name"])
        return on_sheet(self.sheet, Fault(cell_name(row.row, at), fault.code, fault.data))


def read_roster(
    path: Path | str,
    items: Mapping[str, Sequence[str]] | None = None,
    more: Columns = Columns(),
    told: Told = silent,
) -> Roster:
    """The roster in a .csv, .txt or .xlsx file (the first sheet that has its head). What cannot be read is one fault
    without a cell.

    items: id → names by which it may be called; an unknown one is then a fault. told: hears how far it is.
    """
    told("reading", 0, 0)
    try:
        sheet, cells = find_table(Path(path), lambda cells: _find_head(cells, more)[0] is not None)
    except Refusal as refused:
        return Roster((), (Fault("", refused.code, refused.data),))
    roster = roster_from_cells(cells, items, more, told)
    return replace(roster, faults=tuple(on_sheet(sheet, fault) for fault in roster.faults), sheet=sheet)


def roster_from_cells(
    cells: Cells,
    items: Mapping[str, Sequence[str]] | None = None,
    more: Columns = Columns(),
    told: Told = silent,
) -> Roster:
    """The same from cells already read: rows of text."""
    head, columns, faults = _find_head(cells, more)
    if head is None:
        return Roster((), tuple(faults))
    reader = _Reader(columns, more, _items_by_key(items), faults, _told(items))
    for number, row in enumerate(cells[head + 1 :], head + 2):
        if number % EVERY == 0:
            told("checking", number, len(cells))
        if any(cell.strip() for cell in row):
            reader.read(number, row)
    reader.missing(head + 1)
    if not reader.rows and not faults:
        faults.append(Fault(f"A{head + 2}", "no_rows"))
    return Roster(
        tuple(reader.rows), tuple(_in_runs(in_reading_order(faults))), columns, _unread(cells[head], columns, more)
    )


def _in_runs(faults: Iterable[Fault]) -> list[Fault]:
    """Cells that are empty below each other are one fault, at the first of them, with their `count`."""
    told: list[Fault] = []
    begun: dict[str, tuple[int, int]] = {}
    for fault in faults:
        letters = fault.place.rstrip("0123456789")
        if fault.code == "empty_below":
            row = int(fault.place[len(letters) :])
            at, last = begun.get(letters, (0, 0))
            if row == last + 1:
                told[at] = Fault(told[at].place, fault.code, {**fault.data, "count": row - _row_of(told[at]) + 1})
                begun[letters] = (at, row)
                continue
            begun[letters] = (len(told), row)
        told.append(fault)
    return told


def _row_of(fault: Fault) -> int:
    return int(fault.place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@dataclass(slots=True)
class _Reader:
    """Reads row after row, remembering the numbers and persons it met. known: the items, as people call them · filled:
    columns in which something stood, whose empty cells may be merged ones."""

    columns: Mapping[str, int]
    more: Columns
    items: Mapping[str, str] | None
    faults: list[Fault]
    known: list[dict[str, str]] = field(default_factory=list)
    rows: list[RosterRow] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    persons: dict[tuple[str, ...], str] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)

    def read(self, row: int, cells: Sequence[str]) -> None:
        before = len(self.faults)
        texts = {column: self._text(row, column, cells) for column in NEEDED}
        scores = self._scores(row, cells)
        item = self._item(row, texts["item"])
        attributes = self._attributes(row, item, texts["name"], cells)
        self._once(row, "number", self.numbers, key(texts["number"]), "number_twice", texts["number"])
        person = (key(texts["name"]), unit_key(texts["unit"]), item)
        self._once(row, "name", self.persons, person if all(person) else "", "person_twice", texts["name"])
        if len(self.faults) == before:
            number = plain_number(texts["number"])
            self.rows.append(RosterRow(number, texts["name"], texts["unit"], item, scores, row, attributes))

    def _text(self, row: int, column: str, cells: Sequence[str]) -> str:
        text = self._cell(column, cells)
        own = self.more.unit if column == "unit" else ""
        code = text_fault(text) if text else self._empty(column) if column in self.more.needed else None
        if text:
            self.filled.add(column)
        if own and text and unit_key(text) != unit_key(own):
            code = "other_unit"
        if code:
            self._fault(row, column, code, unit=own, count=1)
        return own or text

    def _empty(self, column: str) -> str:
        return "empty_below" if column in MERGED and column in self.filled else "empty"

    def _cell(self, column: str, cells: Sequence[str]) -> str:
        at = self.columns.get(column, len(cells))
        return cells[at].strip() if at < len(cells) else ""

    def _attributes(self, row: int, item: str, name: str, cells: Sequence[str]) -> dict[str, str]:
        """What the item's rulebook reads, of which this row says something."""
        found = {}
        for id, asked in self.more.attributes.get(item, {}).items():
            column = BIRTH if id == "age" and not self._cell(id, cells) and BIRTH in self.columns else id
            text = self._cell(column, cells)
            try:
                if id == STROKES and not text:
                    column = "name"
                    text = strokes_of(name)
                found[id] = age_on(self.more.day, text) if column == BIRTH and text else read_attribute(asked, text)
            except Unfit as unfit:
                self._fault(row, column, unfit.code, **unfit.data)
            except Uncounted as unknown:
                self._fault(row, column, "strokes_unknown", text=unknown.character, wanted=label(STROKES))
        return {id: text for id, text in found.items() if text}

    def missing(self, head: int) -> None:
        """A column that a rulebook reads and the roster lacks; strokes are counted, and ages follow from birthdays."""
        wanted = {id for row in self.rows for id in self.more.attributes.get(row.item, {})} - {STROKES, *self.columns}
        if BIRTH in self.columns:
            wanted.discard("age")
        for id in sorted(wanted):
            self.faults.append(Fault(f"A{head}", "column_missing", {"column": label(id)}))

    def _scores(self, row: int, cells: Sequence[str]) -> dict[str, str]:
        """The marks of this row; an empty cell is no mark, not zero."""
        found = {}
        for part in sorted(({"theory"} | self.more.imported.keys()) & self.columns.keys()):
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
            self._fault(row, "item", "unknown_item", text=text, known=self.known)
        return self.items.get(key(text), text)

    def _once(self, row: int, column: str, met: dict[Any, str], what: Any, code: str, text: str) -> None:
        if not what:
            return
        place = cell_name(row, self.columns[column])
        if what in met:
            self._fault(row, column, code, text=text, first=met[what])
        met.setdefault(what, place)

    def _fault(self, row: int, column: str, code: str, **data: Any) -> None:
        at, called = cell_name(row, self.columns[column]), label(column, self.more.imported)
        self.faults.append(Fault(at, code, {"column": called, **data}))


def label(column: str, imported: Mapping[str, Sequence[str]] = MappingProxyType({})) -> dict[str, str]:
    """What a column or a field is called in each language; a column of marks as the rulebook calls its part."""
    if column in imported and any(imported[column]):
        return named([*filter(None, imported[column])])
    return in_words(HEADERS.get(column) or NAMES.get(column) or (column,))


def _names(more: Columns) -> dict[str, str]:
    """Header → column; where two would share one, a column that is always there goes first, then marks."""
    wanted = {id for asked in more.attributes.values() for id in asked}
    wanted |= {BIRTH} if "age" in wanted else set()
    names = {plain(name): id for id in sorted(wanted) for name in (id, *NAMES.get(id, ()))}
    names |= {plain(name): part for part, known in more.imported.items() for name in (part, *known)}
    return names | {plain(name): column for column, known in HEADERS.items() for name in known}


def _find_head(cells: Cells, more: Columns) -> tuple[int | None, dict[str, int], list[Fault]]:
    """The row that names the columns, its columns and its faults; without any, one fault that says so."""
    names = _names(more)
    return find_head(cells, names, more.needed, _labels(names, more))


def _unread(head: Sequence[str], columns: Mapping[str, int], more: Columns) -> tuple[Unread, ...]:
    names = _names(more)
    return unread(head, columns, names, _labels(names, more))


def _labels(names: Mapping[str, str], more: Columns) -> dict[str, dict[str, str]]:
    return {column: label(column, more.imported) for column in names.values()}


def _told(items: Mapping[str, Sequence[str]] | None) -> list[dict[str, str]]:
    """The items as people call them, for a sentence."""
    return [named(names or (item,)) for item, names in (items or {}).items()]


def _items_by_key(items: Mapping[str, Sequence[str]] | None) -> dict[str, str] | None:
    if items is None:
        return None
    return {key(name): item for item, names in items.items() for name in (item, *names)}
