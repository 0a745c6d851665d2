"""The sheet of judges to fill in: a row a seat, with who sits there already. It reads back as it is (judges.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..spreadsheet import csv_bytes, texts_xlsx
from .judges import HEADERS, Hall, JudgeRow
from .words import key

COLUMNS = {"seat": 26, "item": 16, "part": 16, "name": 14, "unit": 28, "role": 10}
"""Columns of the sheet, in this order, with their widths."""

ROLES = {"zh": ("裁判", "见习"), "en": ("judge", "trainee")}


def judges_xlsx(rows: Iterable[JudgeRow], hall: Hall, language: str = "zh") -> bytes:
    """The sheet as an xlsx file: seats, items and parts by the names they have in the hall."""
    return texts_xlsx({"zh": "裁判", "en": "Judges"}[language], _table(rows, hall, language), COLUMNS.values())


def judges_csv(rows: Iterable[JudgeRow], hall: Hall, language: str = "zh") -> bytes:
    """The same as CSV."""
    return csv_bytes(_table(rows, hall, language))


def _table(rows: Iterable[JudgeRow], hall: Hall, language: str) -> Iterator[list[str]]:
    yield [HEADERS[column][0] if language == "zh" else column for column in COLUMNS]
    seats, items = _called(hall.seats, language), _called(hall.items, language)
    parts = {item: _called(known, language) for item, known in hall.parts.items()}
    for row in rows:
        role = ROLES[language][bool(row.shadow)]
        part = parts.get(row.item, {}).get(row.part, row.part)
        yield [seats.get(row.seat, row.seat), items.get(row.item, row.item), part, row.name, row.unit, role]


def _called(known: Mapping[str, Sequence[str]], language: str) -> dict[str, str]:
    """What each id is called in the sheet: its name, or the id itself where another bears that name too."""
    bear = Counter(word for id, names in known.items() for word in {key(each) for each in (id, *names)})
    told = {id: (*names, id, id)[("zh", "en").index(language)] for id, names in known.items()}
    return {id: name if name.strip() and bear[key(name)] == 1 else id for id, name in told.items()}
