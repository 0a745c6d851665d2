"""The sheet of judges to fill in: a row a seat, with who sits there already. It reads back as it is (judges.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..spreadsheet import csv_bytes, texts_xlsx
from .judges import HEADERS, JudgeRow

COLUMNS = {"seat": 26, "item": 16, "part": 16, "name": 14, "unit": 28, "role": 10}
"""Columns of the sheet, in this order, with their widths."""

ROLES = {"zh": ("裁判", "见习"), "en": ("judge", "trainee")}


def judges_xlsx(rows: Iterable[JudgeRow], language: str = "zh") -> bytes:
    """The sheet as an xlsx file."""
    return texts_xlsx({"zh": "裁判", "en": "Judges"}[language], _table(rows, language), COLUMNS.values())


def judges_csv(rows: Iterable[JudgeRow], language: str = "zh") -> bytes:
    """The same as CSV."""
    return csv_bytes(_table(rows, language))


def _table(rows: Iterable[JudgeRow], language: str) -> Iterator[list[str]]:
    yield [HEADERS[column][0] if language == "zh" else column for column in COLUMNS]
    for row in rows:
        role = ROLES[language][bool(row.shadow)]
        yield [row.seat, row.item, row.part, row.name, row.unit, role]
