"""Rules from a workbook: every fault with its cell, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contest.intake.cells import Cells, Refusal, read_book
from contest.locale import LANGUAGES
from contest.scoring.refused import Fault, Faulty, RulebookRefused
from contest.scoring.rulebook import Rulebook, UnitTable, parse_rulebook, parse_unit_table

from . import cell
from .layout import CRITERION, PART, Column, Layout, Table, of_rulebook, of_table, put_at, value_at
from .words import key_word, same, sheet_word

Sheets = Mapping[str, Cells]
_COLUMNS = {"weights_over": "parts.weight", "weights_under": "parts.weight"}
"""What is wrong with a column as a whole."""


class BookRefused(Faulty):
    """A file that is no workbook, or too much of one; sentences `intake.<code>`."""

    area = "intake"


def read_workbook(path: Path) -> Rulebook | UnitTable:
    """The rules in an xlsx file. Raises RulebookRefused, each fault at its cell; BookRefused for no workbook."""
    return rules_from_sheets(sheets_of(path))


def sheets_of(path: Path) -> Sheets:
    """The cells of a workbook's sheets. Raises BookRefused."""
    try:
        return read_book(path)
    except Refusal as refused:
        raise BookRefused("rulebook_faults", [Fault("", refused.code, refused.data)]) from refused


def rules_from_sheets(sheets: Sheets) -> Rulebook | UnitTable:
    """The rules in the cells of named sheets; blanks around a text are slips of the hand."""
    sheets = {name: [[cell.strip() for cell in row] for row in rows] for name, rows in sheets.items()}
    named = {same(name): name for name in sheets}
    units = any(same(sheet_word(language, "units")) in named for language in LANGUAGES)
    reader = _Reader(of_table() if units else of_rulebook())
    data = reader.read(sheets)
    try:
        rules = parse_unit_table(data) if units else parse_rulebook(data)
    except RulebookRefused as refused:
        at_cells = [reader.at_cell(fault) for fault in refused.faults if not reader.known(fault)]
        raise RulebookRefused(reader.faults + at_cells) from None
    if reader.faults:
        raise RulebookRefused(reader.faults)
    return rules


@dataclass
class _Reader:
    """layout: what is expected · where: place in the file → cell · faults: of cells that cannot be read."""

    layout: Layout
    where: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)

    def read(self, sheets: Sheets) -> dict[str, Any]:
        found = self._named(sheets)
        data: dict[str, Any] = {}
        name, rows = found.get(self.layout.first.name, ("", []))
        self._settings(name, rows, data)
        for table in self.layout.tables:
            name, rows = found.get(table.name, ("", []))
            self._table(table, name, rows, data)
        if self.layout.scheme:
            name, rows = found.get(self.layout.scheme.name, ("", []))
            self._scheme(self.layout.scheme, name, rows, data.get("parts", []))
        return data

    def known(self, fault: Fault) -> bool:
        """Whether it only follows from a cell that could not be read."""
        return any(fault.place == place or fault.place.startswith((f"{place}.", f"{place}[")) for place in self.bad)

    def at_cell(self, fault: Fault) -> Fault:
        """The fault at its cell, or the nearest one around it."""
        place, data = _COLUMNS.get(fault.code, fault.place), dict(fault.data)
        while place and place not in self.where:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        if "key" in data:
            data["key"] = key_word("zh", data["key"])
        return Fault(self.where.get(place, fault.place), fault.code, data)

    def _named(self, sheets: Sheets) -> dict[str, tuple[str, Cells]]:
        tables = {same(sheet_word(lang, t.name)): t.name for t in self.layout.sheets for lang in LANGUAGES}
        guides = {same(sheet_word(lang, "guide")) for lang in LANGUAGES}
        found: dict[str, tuple[str, Cells]] = {}
        for name, rows in sheets.items():
            if same(name) in tables:
                found[tables[same(name)]] = (name, rows)
            elif same(name) not in guides and any(any(row) for row in rows):
                self.faults.append(Fault(name, "sheet_unknown", {"name": name}))
        return found

    def _settings(self, name: str, rows: Cells, data: dict[str, Any]) -> None:
        columns = _by_head(self.layout.first)
        for number, row in enumerate(rows[1:], start=2):
            head, text = ([*row, "", ""])[:2]
            column = columns.get(same(head))
            if column:
                self._put(column, text, data, "", f"{name}!B{number}")
            elif head.strip() or text.strip():
                self.faults.append(Fault(f"{name}!A{number}", "row_unknown", {"found": head[:40]}))

    def _table(self, table: Table, name: str, rows: Cells, data: dict[str, Any]) -> None:
        found: list[dict[str, Any]] = []
        heads = self._heads(table, name, rows)
        for number, row in _filled(rows):
            thing: dict[str, Any] = {}
            place = f"{table.name}[{len(found)}]"
            self.where[place] = f"{name}!A{number}"
            for at, column in heads:
                self._put(column, _text(row, at), thing, place, f"{name}!{letters(at)}{number}")
            found.append(thing)
        if found:
            data[table.name] = found

    def _scheme(self, table: Table, name: str, rows: Cells, parts: Sequence[dict[str, Any]]) -> None:
        heads = self._heads(table, name, rows)
        places = {part.get("id"): f"parts[{i}]" for i, part in enumerate(parts)}
        by_id = {part.get("id"): part for part in parts}
        last: tuple[str, str] = ("", "")
        for number, row in _filled(rows):
            texts = [(column, _text(row, at), f"{name}!{letters(at)}{number}") for at, column in heads]
            told = {column.path: text for column, text, _ in texts if column.path in (PART, CRITERION)}
            part = told.get(PART) or last[0]
            criterion = told.get(CRITERION) or (last[1] if part == last[0] else "")
            if part not in by_id:
                self.faults.append(Fault(f"{name}!A{number}", "row_without_part", {"found": part[:40]}))
                continue
            listed = by_id[part].setdefault("criteria", [])
            begins = (part, criterion) != last or not listed
            if begins:
                listed.append({"id": criterion} if criterion else {})
            last = (part, criterion)
            self._aspect(texts, listed, f"{places[part]}.criteria[{len(listed) - 1}]", begins)

    def _aspect(self, texts: Sequence[tuple[Column, str, str]], listed: list[Any], place: str, begins: bool) -> None:
        """One row: an aspect, and what it says of its criterion."""
        criterion: dict[str, Any] = listed[-1]
        aspect: dict[str, Any] = {}
        aspects = criterion.setdefault("aspects", [])
        below = f"{place}.aspects[{len(aspects)}]"
        self.where.setdefault(place, texts[0][2])
        self.where[below] = texts[0][2]
        for column, text, at in texts:
            if column.path == PART:
                continue
            if column.path == CRITERION:
                self.where.setdefault(f"{place}.id", at)
            elif column.path[0] != CRITERION[0]:
                self._put(column, text, aspect, below, at)
            elif begins:
                self._put(Column(column.path[1:], column.field, column.side), text, criterion, place, at)
            elif text:
                self._again(Column(column.path[1:], column.field, column.side), text, criterion, at)
        aspects.append(aspect)

    def _again(self, column: Column, text: str, criterion: dict[str, Any], at: str) -> None:
        """What a later row says of its criterion may only be what the first one says."""
        once: dict[str, Any] = {}
        self._put(column, text, once, "", "")
        way = (*column.path, column.side) if column.side else column.path
        if value_at(once, way) != value_at(criterion, way):
            self.faults.append(Fault(at, "criterion_told_twice", {"found": text[:40]}))

    def _put(self, column: Column, text: str, thing: dict[str, Any], place: str, at: str) -> None:
        here = column.place(place)
        if at:
            self.where[here] = at
            self.where.setdefault(column.place(place).removesuffix(f".{column.side}") if column.side else here, at)
        if not text:
            return
        way = (*column.path, column.side) if column.side else column.path
        simple = column.side or column.field.kind in ("choice", "flag", "whole", "decimal", "ident", "line")
        try:
            read = cell.read_plain if simple else cell.read
            put_at(thing, way, text if column.side else read(column.field, text))
        except cell.Unreadable:
            self.bad.add(here)
            self.faults.append(Fault(at, "cell_unreadable", {"found": text[:40]}))

    def _heads(self, table: Table, name: str, rows: Cells) -> list[tuple[int, Column]]:
        columns = _by_head(table)
        found = []
        for at, head in enumerate(rows[0] if rows else []):
            column = columns.get(same(head))
            if column:
                found.append((at, column))
                self.where.setdefault(column.place(table.name), f"{name}!{letters(at)}")
            elif head.strip() or any(_text(row, at) for row in rows):
                self.faults.append(Fault(f"{name}!{letters(at)}1", "column_unknown", {"found": head[:40]}))
        return found


def _by_head(table: Table) -> dict[str, Column]:
    return {same(column.head(language)): column for column in table.columns for language in LANGUAGES}


def _filled(rows: Cells) -> Iterator[tuple[int, list[str]]]:
    """Rows below the head in which something stands, with their numbers."""
    return ((number, row) for number, row in enumerate(rows[1:], start=2) if any(row))


def _text(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def letters(at: int) -> str:
    """0 → A, 26 → AA."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
