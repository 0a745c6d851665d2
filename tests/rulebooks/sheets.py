"""A workbook's cells without the child process that reads it for real."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from contest.rulebooks.workbook import build_workbook


def sheets_of(rules, language="zh"):
    """Sheet → rows of texts."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(build_workbook(rules, language)))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }
