"""Rules as a workbook that an office edits: a sheet a list, a row a thing, words instead of codes, a guide last."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from contest.locale import say
from contest.scoring.rulebook import Rulebook, UnitTable, dump_rulebook, dump_unit_table

from ..spreadsheet import workbook
from . import cell
from .layout import CRITERION, PART, Column, Layout, Table, of_rulebook, of_table, value_at
from .words import key_word, sheet_word, value_word

INK, QUIET, LINE, PAPER = "#1A1A1A", "#6B6B6B", "#B5B0A6", "#F2EFE9"
FONTS = {"zh": "宋体", "en": "Arial"}
SPARE_ROWS = 200
"""Rows below the last one in which a list of words to choose from is offered too."""

LONGEST_LIST = 255
"""Letters that a spreadsheet takes for such a list."""


def build_workbook(rules: Rulebook | UnitTable, language: str = "zh") -> bytes:
    """The rules as an xlsx file in a language; contest.rulebooks.bookreader reads either."""
    layout, data = (
        (of_table(), dump_unit_table(rules)) if isinstance(rules, UnitTable) else (of_rulebook(), dump_rulebook(rules))
    )
    target = io.BytesIO()
    book = _Book(target, language)
    for table in layout.sheets:
        if table is layout.first:
            book.settings(table, data)
        else:
            book.table(table, _scheme_rows(data) if table is layout.scheme else data.get(table.name, []))
    book.guide(layout)
    book.out.close()
    return target.getvalue()


def _scheme_rows(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row an aspect; what a criterion says stands in its first row."""
    for part in data["parts"]:
        for criterion in part.get("criteria", []):
            told = {key: value for key, value in criterion.items() if key != "aspects"}
            for aspect in criterion["aspects"]:
                yield {"part": part["id"], "criterion": told, **aspect}
                told = {"id": criterion["id"]}


def _shown(column: Column, row: dict[str, Any], language: str) -> str:
    value = value_at(row, column.path)
    if column.path == CRITERION and isinstance(value, dict):
        value = value["id"]
    if value is None:
        return ""
    if column.side:
        return str(value[column.side])
    if column.field.kind in ("choice", "flag", "whole", "decimal", "ident", "line"):
        return cell.plain(column.field, value, language)
    return cell.write(column.field, value, language)


class _Book:
    """A workbook being written."""

    def __init__(self, target: Any, language: str) -> None:
        self.out = workbook(target)
        self.language = language
        body = {"font_name": FONTS[language], "font_size": 10.5, "font_color": INK, "valign": "top", "text_wrap": True}
        line = {"border": 1, "border_color": LINE}
        self.head = self.out.add_format(body | line | {"bold": True, "bg_color": PAPER, "valign": "vcenter"})
        self.body = self.out.add_format(body | line | {"num_format": "@"})
        self.quiet = self.out.add_format(body | line | {"font_color": QUIET, "font_size": 9.5})

    def settings(self, table: Table, data: dict[str, Any]) -> None:
        """A row a setting: its word, its value, what may stand there."""
        sheet = self._add(table, [say(self.language, f"form.head.{name}") for name in ("setting", "value", "takes")])
        for widths in ((0, 24), (1, 48), (2, 60)):
            sheet.set_column(widths[0], widths[0], widths[1])
        for row, column in enumerate(table.columns, start=1):
            sheet.write_string(row, 0, column.head(self.language), self.head)
            sheet.write_string(row, 1, _shown(column, data, self.language), self.body)
            sheet.write_string(row, 2, takes(column, self.language), self.quiet)
            self._offer(sheet, column, row, 1, row)

    def table(self, table: Table, rows: Any) -> None:
        """A row a thing."""
        sheet = self._add(table, [column.head(self.language) for column in table.columns])
        listed = [[_shown(column, row, self.language) for column in table.columns] for row in rows]
        for i, column in enumerate(table.columns):
            texts = [row[i] for row in listed]
            sheet.set_column(i, i, _width([column.head(self.language), *texts]), None, {"hidden": False})
            self._offer(sheet, column, 1, i, len(listed) + SPARE_ROWS)
        for number, texts in enumerate(listed, start=1):
            for i, text in enumerate(texts):
                sheet.write_string(number, i, text, self.body)

    def guide(self, layout: Layout) -> None:
        """What each column takes."""
        heads = [say(self.language, f"form.head.{name}") for name in ("sheet", "column", "needed", "takes")]
        sheet = self.out.add_worksheet(sheet_word(self.language, "guide"))
        sheet.hide_gridlines(2)
        for i, width in enumerate((12, 24, 8, 90)):
            sheet.set_column(i, i, width)
        about = say(self.language, "form.guide")
        sheet.merge_range(0, 0, 0, 3, about, self.body)
        sheet.set_row(0, 96)
        sheet.write_row(1, 0, heads, self.head)
        sheet.freeze_panes(2, 0)
        rows = ((table, column) for table in layout.sheets for column in table.columns)
        for number, (table, column) in enumerate(rows, start=2):
            must = say(self.language, "form.needed") if column.field.needed and len(column.path) == 1 else ""
            told = [sheet_word(self.language, table.name), column.head(self.language), must]
            for i, text in enumerate([*told, takes(column, self.language)]):
                sheet.write_string(number, i, text, self.body)

    def _add(self, table: Table, heads: Sequence[str]) -> Worksheet:
        sheet = self.out.add_worksheet(sheet_word(self.language, table.name))
        sheet.hide_gridlines(2)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD5000"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for i, text in enumerate(heads):
            sheet.write_string(0, i, text, self.head)
        return sheet

    def _offer(self, sheet: Worksheet, column: Column, first: int, at: int, last: int) -> None:
        words = list(_choices(column, self.language))
        if words and len(",".join(words)) <= LONGEST_LIST:
            sheet.data_validation(first, at, last, at, {"validate": "list", "source": words, "error_type": "warning"})


def _choices(column: Column, language: str) -> Iterator[str]:
    field = column.field
    values = field.limits["choices"] if field.kind == "choice" else ("yes", "no") if field.kind == "flag" else ()
    return (value_word(language, value) for value in values)


def takes(column: Column, language: str) -> str:
    """What may stand in a column, in a sentence."""
    field, limits = column.field, column.field.limits
    if column.path in (PART, CRITERION):
        return say(language, f"form.takes.{column.path[0]}")
    comma = "、" if language == "zh" else ", "
    kind = "texts" if field.texts else "pairs" if field.pairs else field.kind
    bound = "above" if limits.get("above") else "least" if limits.get("least") else "any"
    data = {
        "words": comma.join(_choices(column, language)) or comma.join(key_word(language, f.key) for f in field.below),
        "least": limits.get("least"),
        "most": limits.get("most"),
    }
    return say(language, f"form.takes.{kind}" + (f"_{bound}" if kind == "decimal" else ""), data)


def _width(texts: Sequence[str]) -> float:
    """Of a column, so that most of what stands in it is seen."""
    longest = max(
        max((sum(2 if ord(a) > 0x2E7F else 1 for a in line) for line in t.split("\n")), default=0) for t in texts
    )
    return min(max(longest + 2, 8), 44)
