"""The calling list (检录名单) as a workbook to print: a sheet a group, with a column to sign. Names and no code."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contest.scoring.rulebook_types import Text
from contest.spreadsheet import A4, workbook

from .exact import writable
from .view import Lang
from .words import words

COLUMNS = {"order": 8, "station": 8, "number": 14, "name": 16, "unit": 34, "signed": 18}
"""Columns with their widths; turn and station only where they were drawn."""


def calling_xlsx(item: Text, groups: Sequence[Mapping[str, Any]], lang: Lang = "zh") -> bytes:
    """The .xlsx file. groups: as drawn.calling tells them."""
    said, target = words(lang), io.BytesIO()
    book = workbook(target)
    line = {"border": 1, "border_color": "#9A9A9A", "valign": "vcenter"}
    title = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
    head, cell = book.add_format({**line, "bold": True, "bg_color": "#F2EFE9"}), book.add_format(line)
    for told in groups or ({"group": None, "rows": []},):
        group, rows = told["group"], told["rows"]
        name = said("calling.group", n=group) if group else said("calling.title")
        sheet = book.add_worksheet(name)
        columns = [c for c in COLUMNS if c not in ("order", "station") or any(row[c] for row in rows)]
        whole = f"{said.pick(item)} · {said('calling.title')}" + (f" · {name}" if group else "")
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, writable(whole), title)
        _row(sheet, 1, [said(f"calling.{column}") for column in columns], head)
        for at, row in enumerate(rows, start=2):
            sheet.set_row(at, 24)
            _row(sheet, at, [str(row.get(column) or "") for column in columns], cell)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, COLUMNS[column])
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer("&C&P / &N")
    book.close()
    return target.getvalue()


def _row(sheet: Any, at: int, texts: Iterable[str], look: Any) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(at, column, writable(text), look)
