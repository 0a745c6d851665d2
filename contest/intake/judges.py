"""A sheet of judges: who sits where, and which unit each comes from.

As a roster: the first row that names the columns is the head, every fault is told at once, with its cell. Which seat
is free is not known here (contest/seating.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contest.scoring.refused import Fault

from .cells import Cells, Refusal, find_table
from .heads import Unread, cell_name, find_head, in_words, named, on_sheet, plain, unread
from .words import key, text_fault

HEADERS = {
    "name": ("姓名", "裁判", "裁判姓名", "评委", "评委姓名", "专家", "专家姓名", "name", "judge"),
    "unit": ("单位", "工作单位", "所在单位", "裁判单位", "unit", "organization"),
    "item": ("项目", "执裁项目", "竞赛项目", "item", "skill"),
    "part": ("部分", "模块", "评分部分", "执裁部分", "part", "module"),
    "seat": ("席位", "席位号", "席位编号", "seat"),
    "role": ("角色", "裁判角色", "类别", "role"),
}
"""What the columns may be called; compared without case and blanks. The first stands in sentences and templates."""

ROLES = {
    "judge": ("裁判", "裁判员", "评委", "专家", "judge", "expert"),
    "shadow": ("见习", "见习裁判", "见习裁判员", "实习裁判", "影子", "shadow", "trainee"),
}
STAFF: tuple[str, ...] = (
    *("裁判长", "副裁判长", "总裁判长", "记分员", "加密裁判", "监督", "监督仲裁", "仲裁"),
    *("chief judge", "chief", "recorder", "encryption officer", "officer", "supervisor"),
)
"""Roles that sign in by an account and have no seat."""

NEEDED = ("name",)
LABELS = {column: in_words((words[0], column)) for column, words in HEADERS.items()}
NAMES = {plain(name): column for column, known in HEADERS.items() for name in known}
_SEAT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """A judge as written: item, part and seat by their ids, "" where nothing is said; `seat` may be a new one. shadow:
    None where nothing is said of it · row: the line in the sheet, from 1."""

    name: str
    unit: str = ""
    item: str = ""
    part: str = ""
    seat: str = ""
    shadow: bool | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Hall:
    """What a sheet may name. items: id → names · parts: item → judged part's id → names · seats: id → names."""

    items: Mapping[str, Sequence[str]]
    parts: Mapping[str, Mapping[str, Sequence[str]]]
    seats: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgeSheet:
    """The rows without a fault, every fault with its cell, and the columns, to tell more faults at their cells. unread:
    the columns that were passed over · sheet: which one it stands on, "" for the first."""

    rows: tuple[JudgeRow, ...]
    faults: tuple[Fault, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    sheet: str = ""

    def fault(self, row: JudgeRow, column: str, code: str, **data: Any) -> Fault:
        """A fault of a row, at this column, or at the name where there is none."""
        at = self.columns.get(column, self.columns["name"])
        return on_sheet(self.sheet, Fault(cell_name(row.row, at), code, {"column": LABELS[column], **data}))


def read_judges(path: Path | str, hall: Hall) -> JudgeSheet:
    """The judges in a .csv, .txt or .xlsx file (the first sheet that has their head). What
    cannot be read is a fault without a cell."""
    try:
        sheet, cells = find_table(Path(path), lambda cells: _find_head(cells)[0] is not None)
    except Refusal as refused:
        return JudgeSheet((), (Fault("", refused.code, refused.data),))
    found = judges_from_cells(cells, hall)
    return replace(found, faults=tuple(on_sheet(sheet, fault) for fault in found.faults), sheet=sheet)


def judges_from_cells(cells: Cells, hall: Hall) -> JudgeSheet:
    """The same from cells already read: rows of text."""
    head, columns, faults = _find_head(cells)
    if head is None:
        return JudgeSheet((), tuple(faults))
    reader = _Reader(columns, hall, faults)
    rows = [
        reader.read(number, row)
        for number, row in enumerate(cells[head + 1 :], head + 2)
        if any(cell.strip() for cell in row) and not reader.empty_seat(row)
    ]
    if not rows:
        faults.append(Fault(f"A{head + 2}", "no_rows"))
    passed = unread(cells[head], columns, NAMES, LABELS)
    return JudgeSheet(tuple(row for row in rows if row is not None), tuple(faults), columns, passed)


def _find_head(cells: Cells) -> tuple[int | None, dict[str, int], list[Fault]]:
    return find_head(cells, NAMES, NEEDED, LABELS, "judges_no_head")


@dataclass(slots=True)
class _Reader:
    """Reads row after row, remembering who was met where."""

    columns: Mapping[str, int]
    hall: Hall
    faults: list[Fault]
    met: dict[tuple[str, ...], str] = field(default_factory=dict)
    sits: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, row: int, cells: Sequence[str]) -> JudgeRow | None:
        before = len(self.faults)
        texts = {column: self._text(row, column, cells) for column in HEADERS}
        if not texts["name"]:
            self._fault(row, "name", "empty")
        seat = self._seat(row, texts["seat"])
        item = self._item(row, texts["item"], needed=not seat or seat not in self.hall.seats)
        part = self._part(row, item, texts["part"], needed=not seat or seat not in self.hall.seats)
        read = JudgeRow(texts["name"], texts["unit"], item, part, seat, self._shadow(row, texts["role"]), row)
        self._once(read)
        return read if len(self.faults) == before else None

    def empty_seat(self, cells: Sequence[str]) -> bool:
        """A row of the template that nobody filled in: a seat, and neither name nor unit."""
        said = {column: at < len(cells) and bool(cells[at].strip()) for column, at in self.columns.items()}
        return said.get("seat", False) and not said["name"] and not said.get("unit", False)

    def _text(self, row: int, column: str, cells: Sequence[str]) -> str:
        at = self.columns.get(column, len(cells))
        text = cells[at].strip() if at < len(cells) else ""
        code = text_fault(text)
        if code:
            self._fault(row, column, code)
        return text

    def _seat(self, row: int, text: str) -> str:
        """A seat that is there, by its id or its name; else the id of a new one."""
        if not text:
            return ""
        known = {key(name): seat for seat, names in self.hall.seats.items() for name in (*names, seat)}
        if key(text) in known:
            return known[key(text)]
        if _SEAT.fullmatch(text.casefold()) is None:
            self._fault(row, "seat", "seat_id", text=text)
        return text.casefold()

    def _item(self, row: int, text: str, *, needed: bool) -> str:
        items = {key(name): item for item, names in self.hall.items.items() for name in (item, *names)}
        if not text:
            if needed and len(self.hall.items) != 1:
                self._fault(row, "item", "empty")
                return ""
            return next(iter(self.hall.items)) if needed else ""
        if key(text) not in items:
            self._fault(row, "item", "unknown_item", text=text, known=list(map(named, self.hall.items.values())))
        return items.get(key(text), "")

    def _part(self, row: int, item: str, text: str, *, needed: bool) -> str:
        within = [item] if item else list(self.hall.parts) if text else []
        parts = {part: names for each in within for part, names in self.hall.parts.get(each, {}).items()}
        if not text:
            if needed and item and len(parts) != 1:
                self._fault(row, "part", "empty")
                return ""
            return next(iter(parts), "") if needed else ""
        by_key = {key(name): part for part, names in parts.items() for name in (part, *names)}
        if parts and key(text) not in by_key:
            self._fault(row, "part", "unknown_part", text=text, known=list(map(named, parts.values())))
        return by_key.get(key(text), "")

    def _shadow(self, row: int, text: str) -> bool | None:
        if not text:
            return None
        role = next((role for role, words in ROLES.items() if key(text) in map(key, words)), None)
        if role is None:
            self._fault(row, "role", "role_by_account" if key(text) in STAFF else "role_unknown", text=text)
        return role == "shadow"

    def _once(self, read: JudgeRow) -> None:
        """A judge once in a part, and one judge in a seat."""
        place = cell_name(read.row, self.columns["name"])
        person = (key(read.name), read.item, read.part, read.seat)
        if read.name and person in self.met:
            self._fault(read.row, "name", "judge_twice", text=read.name, first=self.met[person])
        self.met.setdefault(person, place)
        if not read.seat:
            return
        sits, first = self.sits.setdefault(read.seat, (key(read.name), place))
        if read.name and sits != key(read.name):
            self._fault(read.row, "seat", "seat_twice", text=read.seat, first=first)

    def _fault(self, row: int, column: str, code: str, **data: Any) -> None:
        at = self.columns.get(column, self.columns["name"])
        self.faults.append(Fault(cell_name(row, at), code, {"column": LABELS[column], **data}))
