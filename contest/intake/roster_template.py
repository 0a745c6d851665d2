"""A roster to fill in, as a workbook; it reads back as it is (roster.py)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from .judges_template import SAFE

WIDTHS = (12, 14, 28, 16)
"""Of the needed columns; the others have the width of a mark."""


def roster_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str = "名单") -> bytes:
    """The sheet: heads that stay in sight, everything as text, so that no number loses a zero."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    sheet = book.add_worksheet(name)
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for at in range(len(heads)):
        sheet.set_column(at, at, WIDTHS[at] if at < len(WIDTHS) else 12, text)
    for number, cells in enumerate([heads, *rows]):
        for at, told in enumerate(cells):
            sheet.write_string(number, at, told, None if number else head)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
