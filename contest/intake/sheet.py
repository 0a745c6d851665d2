"""Run as a program of its own: the cells of one spreadsheet file, as JSON on the standard output.

It knows the standard library and calamine only, gives itself little memory and time before it opens anything, and looks
at the sizes inside an archive before it unzips it: a file of 40 kB can hold gigabytes (trust.md, import bombs).
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

MEGABYTE = 1 << 20
FILE_BYTES = 5 * MEGABYTE
UNZIPPED_BYTES = 24 * MEGABYTE
INSIDE = 200
ROWS, COLUMNS, CELL = 40_000, 64, 1000
SHEETS, LONG_CELL = 20, 32_767
"""Of a workbook that is read whole; the longest cell is as long as a spreadsheet allows."""

MEMORY = 320 * MEGABYTE
"""Address space, of which an idle Python already holds some 60 MB; what is really used stays far below."""

OLE = b"\xd0\xcf\x11\xe0"
"""How workbooks of before 2007 begin, and new ones that a password locks."""

CPU_SECONDS = 2
SIGNIFICANT = 15
"""Digits that a spreadsheet shows of a number: 0.1 + 0.2 stands there as 0.3."""

ENCODINGS = ("utf-8-sig", "gb18030")
"""How CSV comes: as programs write it, and as Chinese Excel does."""


class Refusal(Exception):
    """code, data."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "data": data}


def main(path: Path, *, whole: bool = False) -> dict[str, Any]:
    """{"cells": rows of texts}, or {"refused": code, "data": {…}}; of a whole workbook {"sheets": name → rows}."""
    try:
        content = _content(path)
        if whole:
            return {"sheets": _sheets(content)}
        cells = _workbook(content) if content.startswith(b"PK") else _text(content, path)
        return {"cells": _bounded(cells)}
    except Refusal as refused:
        return refused.answer


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise Refusal("no_file", name=path.name)
    if path.stat().st_size > FILE_BYTES:
        raise Refusal("file_too_large", megabytes=FILE_BYTES // MEGABYTE)
    content = path.read_bytes()
    if not content.strip():
        raise Refusal("file_empty")
    if content.startswith(OLE):
        raise Refusal("old_workbook")
    return content


def _sheets(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook, by name; cells may be longer, as settings are."""
    if not content.startswith(b"PK"):
        raise Refusal("no_workbook")
    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > SHEETS:
            raise Refusal("too_much")
        return {name: _bounded(_rows(book.get_sheet_by_name(name)), LONG_CELL) for name in book.sheet_names}
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("unreadable") from error


def _rows(sheet: Any) -> list[list[str]]:
    _check_extent(sheet)
    return [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False, nrows=ROWS + 1)]


def _workbook(content: bytes) -> list[list[str]]:
    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _rows(book.get_sheet_by_index(0))
    except Refusal:
        raise
    except Exception as error:
        # calamine names its errors by file format; to a person they all say the same.
        raise Refusal("unreadable") from error


def _check_archive(content: bytes) -> None:
    """Refuses by the sizes the archive states, then by those it really has: a stated size can lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.infolist()
            if len(inside) > INSIDE or sum(one.file_size for one in inside) > UNZIPPED_BYTES:
                raise Refusal("too_much")
            if any(one.flag_bits & 1 for one in inside):
                raise Refusal("encrypted")
            left = UNZIPPED_BYTES
            for one in inside:
                left = _unzip(archive, one, left)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Refusal("unreadable") from error


def _unzip(archive: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> int:
    """Reads a file inside piece by piece; gives what may still be unzipped."""
    with archive.open(one) as stream:
        while piece := stream.read(MEGABYTE // 4):
            left -= len(piece)
            if left < 0:
                raise Refusal("too_much")
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise Refusal("unreadable")
    return left


def _check_extent(sheet: Any) -> None:
    """A cell at XFD1048576 makes a table of 17 thousand million cells."""
    if sheet.end and (sheet.end[0] >= ROWS or sheet.end[1] >= COLUMNS):
        raise Refusal("too_many_cells", rows=ROWS, columns=COLUMNS)


def _shown(cell: Any) -> str:
    """A cell as its reader sees it; a date or a truth value is written out, and is then no name and no mark."""
    if isinstance(cell, float):
        return format(Decimal(f"{cell:.{SIGNIFICANT}g}"), "f")
    return str(cell)


def _text(content: bytes, path: Path) -> list[list[str]]:
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise Refusal("unknown_kind")
    text = _decoded(content)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise Refusal("unreadable") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("unreadable")


def _delimiter(text: str) -> str:
    """Of comma, semicolon and tab, the one most used in the first ten lines."""
    head = "\n".join(text.splitlines()[:10])
    return max(",;\t", key=head.count)


def _bounded(cells: list[list[str]], longest: int = CELL) -> list[list[str]]:
    if len(cells) > ROWS or any(len(row) > COLUMNS for row in cells):
        raise Refusal("too_many_cells", rows=ROWS, columns=COLUMNS)
    if any(len(cell) > longest for row in cells for cell in row):
        raise Refusal("cell_too_long", characters=longest)
    return cells


def _limit() -> None:
    """Windows knows no such limits: there the sizes inside the archive and the parent's patience must do."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    csv.field_size_limit(CELL * 10)
    json.dump(main(Path(sys.argv[1]), whole="--whole" in sys.argv[2:]), sys.stdout)
