"""A table on a worksheet that is ready for A4: title, head, rows, and the lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from xlsxwriter.worksheet import Worksheet

from .exact import as_float, digits, num_format, plain, writable
from .style import Book

ROW, TALL_ROW = 20, 26
"""Heights in points. A wide table is printed small, to fit the paper: its rows are taller, to stay readable."""

Cell = "str | int | Decimal | Struck | None"
Kind = Literal["text", "centre", "number"]


@dataclass(frozen=True, slots=True)
class Struck:
    """A number that was dropped, with the word that says how."""

    number: Decimal
    word: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: title, width in characters, and the group title above it; neighbours of one group share it."""

    title: str
    width: float
    kind: Kind = "text"
    group: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on one sheet. freeze: columns that stay when one scrolls; signed_off: with lines to sign on; airy:
    rows are taller."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    freeze: int = 0
    signed_off: bool = True
    airy: bool = False
    winners: Sequence[int] = ()
    """The places, row by row, where the first three should be told apart; 0 for none."""


def write_table(book: Book, table: Table) -> Worksheet:
    """The sheet, at the end of the workbook."""
    sheet = book.add(table.name)
    last = len(table.columns) - 1
    at = _title(book, sheet, table.title, last)
    at = _head(book, sheet, table.columns, at)
    first = at
    height = TALL_ROW if table.airy else ROW
    counts = [_digits(column, [row[i] for row in table.rows]) for i, column in enumerate(table.columns)]
    for index, row in enumerate(table.rows):
        sheet.set_row(at, height)
        place = table.winners[index] if index < len(table.winners) else 0
        for i, cell in enumerate(row):
            _cell(book, sheet, (at, i), cell, table.columns[i], counts[i], place)
        at += 1
    for i, column in enumerate(table.columns):
        sheet.set_column(i, i, column.width)
    sheet.autofilter(first - 1, 0, max(at - 1, first), last)
    sheet.freeze_panes(first, table.freeze)
    sheet.repeat_rows(first - _head_rows(table.columns), first - 1)
    if table.signed_off:
        _signatures(book, sheet, at + 1, last)
    return sheet


def _title(book: Book, sheet: Worksheet, title: str, last: int) -> int:
    """Contest, paper, where and when, version; a draft says so above all. Gives the next free row."""
    lines = [(book.contest, "contest", 22), (title, "title", 30), (book.where, "where", 18)]
    if book.banner:
        lines.insert(0, (book.banner, "banner", 24))
    for at, (text, style, height) in enumerate(lines):
        sheet.set_row(at, height)
        _merge(book, sheet, (at, 0, at, last), text, book.format(style))
    return len(lines)


def _head_rows(columns: Sequence[Column]) -> int:
    return 2 if any(column.group for column in columns) else 1


def _head(book: Book, sheet: Worksheet, columns: Sequence[Column], at: int) -> int:
    """One row of titles, or two where columns have group titles. Gives the next free row."""
    style = book.format("head")
    two = _head_rows(columns) == 2
    sheet.set_row(at, 22)
    if two:
        sheet.set_row(at + 1, 20)
        for group, run in groupby(range(len(columns)), key=lambda i: columns[i].group or i):
            span = list(run)
            if isinstance(group, str):
                _merge(book, sheet, (at, span[0], at, span[-1]), group, style)
    for i, column in enumerate(columns):
        if two and not column.group:
            _merge(book, sheet, (at, i, at + 1, i), column.title, style)
        else:
            sheet.write_string(at + two, i, column.title, style)
    return at + 1 + two


def _merge(book: Book, sheet: Worksheet, span: tuple[int, int, int, int], text: str, style: Any) -> None:
    """Text over several cells; written as a string afterwards, since merging itself would guess its type."""
    if span[:2] != span[2:]:
        sheet.merge_range(*span, "", style)
    sheet.write_string(span[0], span[1], writable(text), style)


def _digits(column: Column, cells: Sequence[Any]) -> int:
    numbers = [cell.number if isinstance(cell, Struck) else cell for cell in cells]
    return max((digits(number) for number in numbers if isinstance(number, Decimal)), default=0)


def _cell(book: Book, sheet: Worksheet, at: tuple[int, int], cell: Any, column: Column, count: int, place: int) -> None:
    """One cell: a number stays a number where a spreadsheet can hold it exactly, and its own text where not."""
    look: dict[str, Any] = {"kind": column.kind, "strong": column.strong, "place": place}
    if cell is None or cell == "":
        sheet.write_blank(*at, None, book.cell(**look))
    elif isinstance(cell, str):
        if sheet.write_string(*at, writable(cell), book.cell(**look)):
            raise ValueError(f"a text of {len(cell)} characters does not fit into a cell")
    else:
        struck = isinstance(cell, Struck)
        number = Decimal(cell.number if isinstance(cell, Struck) else cell)
        near, word = as_float(number), cell.word if struck else ""
        if near is None:
            sheet.write_string(*at, f"{plain(number)} {word}".strip(), book.cell(**look, struck=struck))
        else:
            shown = 0 if isinstance(cell, int) else digits(number) if column.kind == "text" else count
            sheet.write_number(*at, near, book.cell(**look, struck=struck, num=num_format(shown, word)))


def _signatures(book: Book, sheet: Worksheet, at: int, last: int) -> None:
    """记分员, 裁判长, 监督 and the date, spread over the table's width."""
    names = [book.words(f"sign.{who}") for who in ("recorder", "chief", "supervisor", "date")]
    sheet.set_row(at, 34)
    step = (last + 1) / len(names)
    for i, name in enumerate(names):
        begin, end = round(i * step), max(round((i + 1) * step) - 1, round(i * step))
        if begin <= last:
            _merge(book, sheet, (at, begin, at, min(end, last)), name, book.format("sign"))
