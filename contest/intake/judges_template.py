"""The sheet of judges to fill in: a row a seat, with who sits there already. It reads back as it is (judges.py)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from .judges import HEADERS, JudgeRow

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
COLUMNS = {"seat": 26, "item": 16, "part": 16, "name": 14, "unit": 28, "role": 10}
"""Columns of the sheet, in this order, with their widths."""

ROLES = {"zh": ("裁判", "见习"), "en": ("judge", "trainee")}


def judges_xlsx(rows: Iterable[JudgeRow], language: str = "zh") -> bytes:
    """The sheet as an xlsx file: heads that stay in sight, everything as text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    sheet = book.add_worksheet({"zh": "裁判", "en": "Judges"}[language])
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for at, width in enumerate(COLUMNS.values()):
        sheet.set_column(at, at, width, text)
    for number, cells in enumerate(_table(rows, language)):
        for at, told in enumerate(cells):
            sheet.write_string(number, at, told, None if number else head)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def judges_csv(rows: Iterable[JudgeRow], language: str = "zh") -> bytes:
    """The same as CSV in UTF-8 with a byte order mark, as Excel wants it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_table(rows, language))
    return out.getvalue().encode("utf-8-sig")


def _table(rows: Iterable[JudgeRow], language: str) -> Iterator[list[str]]:
    yield [HEADERS[column][0] if language == "zh" else column for column in COLUMNS]
    for row in rows:
        role = ROLES[language][bool(row.shadow)]
        yield [row.seat, row.item, row.part, row.name, row.unit, role]
