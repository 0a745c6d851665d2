"""What every spreadsheet that leaves the house has in common, xlsx or CSV.

May not be in here: what stands in it (export, intake, rulebooks).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

A4 = 9
"""The paper's number in Excel."""

BOM = b"\xef\xbb\xbf"
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def workbook(target: Any) -> xlsxwriter.Workbook:
    """A workbook in which a text stays a text, whatever it begins with."""
    return xlsxwriter.Workbook(target, _SAFE)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV as Excel wants it: UTF-8 with a byte order mark, lines ended by CR LF."""
    target = StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return BOM + target.getvalue().encode()


def texts_xlsx(name: str, rows: Iterable[Sequence[str]], widths: Iterable[float]) -> bytes:
    """One sheet to fill in: the first row heads that stay in sight, everything as text, so that no number loses a
    zero."""
    target = BytesIO()
    book = workbook(target)
    sheet = book.add_worksheet(name)
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, text)
    for number, cells in enumerate(rows):
        for at, told in enumerate(cells):
            sheet.write_string(number, at, told, None if number else head)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
