"""One list by itself, as a workbook, as CSV or as JSON: results, sheets, awards, statistics. The same rows in all
three, each with the version they are of.

JSON is for programs: numbers are decimal texts, texts are as they were typed. CSV guards what a spreadsheet would take
for a formula; `csvfile.bare` takes that off again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from ..scoring.refused import Refused
from ..spreadsheet import csv_bytes
from . import lists
from .about import write_about
from .csvfile import guarded
from .exact import plain, writable
from .ranking import overview, ranking
from .statistics import agreement, judges
from .style import Book
from .table import Struck, Table, write_table
from .veil import veiled
from .view import Lang, ResultView, refuse_unfinished, states
from .words import Words, words
from .workbook import CREATED


def _results(view: ResultView, said: Words) -> list[Table]:
    if len(view.items) == 1:
        return [ranking(view.items[0], said, said("sheet.results"))]
    return [overview(view, said), *(ranking(item, said, said.pick(item.name)) for item in view.items)]


def _sheets(view: ResultView, said: Words) -> list[Table]:
    return [lists.marks(view, said)]


def _awards(view: ResultView, said: Words) -> list[Table]:
    more = [lists.promotions(view, said)] if any(item.promotions for item in view.items) else []
    more += [lists.honours(view, said)] if any(each.units or each.empty for each in view.honours) else []
    return [lists.awards(view, said), *more]


def _statistics(view: ResultView, said: Words) -> list[Table]:
    return [judges(view, said), agreement(view, said)]


WHAT: dict[str, Callable[[ResultView, Words], list[Table]]] = {
    "results": _results,
    "sheets": _sheets,
    "awards": _awards,
    "statistics": _statistics,
}
"""Which lists there are, the one that a CSV holds first."""


def extract(view: ResultView, what: str, kind: str, lang: Lang = "zh") -> bytes:
    """The file of `kind` xlsx, csv or json. Raises Refused like the workbook."""
    refuse_unfinished(view)
    view = veiled(view)
    said = words(lang)
    return write(view, WHAT[what](view, said), kind, said)


def write(view: ResultView, tables: list[Table], kind: str, said: Words) -> bytes:
    """Tables as a file."""
    if kind == "xlsx":
        return _workbook(view, tables, said)
    if kind == "csv":
        return _csv(view, tables[0], said)
    if kind == "json":
        return _json(view, tables)
    raise Refused("malformed", where=["kind"])


def _workbook(view: ResultView, tables: Iterable[Table], said: Words) -> bytes:
    target = BytesIO()
    book = Book(target, view, said)
    book.out.set_properties({"title": book.contest, "comments": book.version, "created": CREATED})
    for table in tables:
        write_table(book, table)
    write_about(book, view)
    book.out.close()
    return target.getvalue()


def _csv(view: ResultView, table: Table, said: Words) -> bytes:
    """The first table; every line carries the version and whether it is signed."""
    heads = [*map(_guarded, _titles(table)), said("col.version")]
    mark = _guarded(" ".join([_version(view), *(said(f"state.{each}") for each in states(view))]))
    return csv_bytes([heads, *([*(_cell(each) for each in row), mark] for row in table.rows)])


def _titles(table: Table) -> list[str]:
    return [f"{column.group} {column.title}".strip() for column in table.columns]


def _cell(cell: Any) -> str:
    if isinstance(cell, str):
        return _guarded(cell)
    told = _told(cell)
    return "" if told is None else str(told)


def _guarded(text: str) -> str:
    return guarded(writable(text))


def _json(view: ResultView, tables: Iterable[Table]) -> bytes:
    told = {
        "contest": {"zh": view.contest.zh, "en": view.contest.en},
        "version": {"seq": view.version.seq, "digest": view.version.digest},
        "draft": view.draft,
        "rehearsal": view.rehearsal,
        "roles_shared": view.roles_shared or None,
        "tables": [
            {"name": table.name, "columns": _titles(table), "rows": [list(map(_told, row)) for row in table.rows]}
            for table in tables
        ],
    }
    return json.dumps(told, ensure_ascii=True, indent=1).encode()


def _told(cell: Any) -> str | int | None:
    if isinstance(cell, Struck):
        return f"{plain(cell.number)} {cell.word}"
    return plain(cell) if isinstance(cell, Decimal) else cell


def _version(view: ResultView) -> str:
    return f"{view.version.seq}:{view.version.digest}"
