"""Workbooks read back: the cells by another library, formulas and looks from the file's own XML."""

import re
import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(content: bytes) -> dict[str, list[list]]:
    """Sheet name → rows of cells, empty ones as ''."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def texts(content: bytes) -> set[str]:
    """Every text of every cell."""
    return {cell for rows in read(content).values() for row in rows for cell in row if isinstance(cell, str)}


def parts(content: bytes, pattern: str) -> dict[str, str]:
    """The files inside whose names match, as text."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name)}


def formulas(content: bytes) -> int:
    """How many formula cells and links there are."""
    sheets = parts(content, r"xl/worksheets/.*\.xml")
    return sum(len(re.findall(r"<f[ >]|<hyperlink", xml)) for xml in sheets.values())


def table(rows: list[list], first: str) -> list[dict]:
    """The rows below the head, whose first column is called `first`, by column title (two head rows joined)."""
    at = next(i for i, row in enumerate(rows) if row[0] == first)
    head, below = rows[at], rows[at + 1]
    two = below[0] == ""
    group, titles = "", []
    for i, title in enumerate(head):
        group = title if title else group
        titles.append(f"{group} {below[i]}" if two and below[i] else title)
    found = []
    for row in rows[at + 1 + two :]:
        if all(cell == "" for cell in row):
            break
        found.append(dict(zip(titles, row, strict=True)))
    return found
