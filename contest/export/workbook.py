"""The results workbook: 成绩, one sheet an item, 评分表, 获奖名单, 晋级名单, 团体, 单位奖项, 说明."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from . import lists
from .about import write_about
from .ranking import overview, ranking
from .style import Book
from .table import Table, write_table
from .veil import veiled
from .view import Lang, ResultView, refuse_unfinished
from .words import Words, words

CREATED = datetime(2000, 1, 1)
"""Written into every workbook: the same result gives the same bytes, whenever it is built."""


def build_workbook(view: ResultView, lang: Lang = "zh") -> bytes:
    """The .xlsx file. Raises Refused `export_unsigned` for an unsigned result that is not asked for as a draft."""
    refuse_unfinished(view)
    view = veiled(view)
    said = words(lang)
    target = BytesIO()
    book = Book(target, view, said)
    book.out.set_properties({"title": book.contest, "comments": book.version, "created": CREATED})
    for table in _tables(view, said):
        write_table(book, table)
    write_about(book, view)
    book.out.close()
    return target.getvalue()


def _tables(view: ResultView, said: Words) -> Iterator[Table]:
    if len(view.items) == 1:
        yield ranking(view.items[0], said, said("sheet.results"))
    else:
        yield overview(view, said)
        for item in view.items:
            yield ranking(item, said, said.pick(item.name))
    if any(item.sheets for item in view.items):
        yield lists.marks(view, said)
    if any(award.told for item in view.items for award in item.awards):
        yield lists.awards(view, said)
    if any(item.promotions for item in view.items):
        yield lists.promotions(view, said)
    if view.units:
        yield lists.units(view, said)
    if any(honour.units or honour.empty for honour in view.honours):
        yield lists.honours(view, said)
