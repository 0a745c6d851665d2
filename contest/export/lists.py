"""评分表, 获奖名单 and 团体: every mark, every award, every unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from .exact import plain
from .table import Column, Table
from .view import AwardView, HonourView, ItemView, MarkView, PromotionView, ResultView, SheetView, UnitRow
from .words import Words


def marks(view: ResultView, words: Words) -> Table:
    """Every mark of every sheet: one line an aspect, so that it can be filtered and added up again."""
    columns = [
        Column(words("col.item"), 12),
        Column(words("col.code"), 9, "centre"),
        Column(words("col.part"), 14),
        Column(words("col.seat"), 26),
        Column(words("col.criterion"), 18),
        Column(words("col.aspect"), 24),
        Column(words("col.max"), 8, "number"),
        Column(words("col.value"), 30),
        Column(words("col.points"), 9, "number", strong=True),
        Column(words("col.remarks"), 26),
    ]
    rows = [row for item in view.items for sheet in item.sheets for row in _sheet_rows(item, sheet, words)]
    return Table(words("sheet.marks"), words("title.marks"), columns, rows, freeze=2, signed_off=False)


def _sheet_rows(item: ItemView, sheet: SheetView, words: Words) -> Iterator[list[Any]]:
    for n, mark in enumerate(sheet.marks):
        note = sheet.note if n == 0 else ""
        if mark.before:
            was = " / ".join(str(shown(replace(mark, value=value), words)) for value in mark.before)
            note = f"{words('note.again')} {was} {note}".strip()
        if not sheet.confirmed:
            note = f"{words('note.unconfirmed')} {note}".strip()
        if sheet.uncounted:
            note = f"{words(f'note.{sheet.uncounted}')} {note}".strip()
        who = [words.pick(item.name), sheet.code, words.pick(sheet.part), words.pick(sheet.seat)]
        what = [words.pick(mark.criterion), words.pick(mark.aspect), mark.max]
        yield [*who, *what, shown(mark, words), mark.score, note]


def shown(mark: MarkView, words: Words) -> str | Decimal:
    """What the judge put down: a number, yes or no, or the readings with their unit."""
    if isinstance(mark.value, bool):
        return words("value.yes" if mark.value else "value.no")
    if isinstance(mark.value, tuple):
        unit = f"\u2009{mark.unit}" if mark.unit else ""
        return " / ".join(plain(reading) for reading in mark.value) + unit
    return mark.value


def awards(view: ResultView, words: Words) -> Table:
    """Who receives what, item after item, first prize first, and which prizes nobody does."""
    given = [(item, award) for item in view.items for award in item.awards if award.told]
    money = any(award.money is not None for _, award in given)
    columns = [
        Column(words("col.item"), 16),
        Column(words("col.award"), 16, "centre", strong=True),
        Column(words("col.rank"), 8, "centre"),
        Column(words("col.code"), 10, "centre"),
        Column(words("col.name"), 22, strong=True),
        Column(words("col.unit"), 40),
        Column(words("col.total"), 10, "number"),
    ] + ([Column(words("col.money"), 14, "number")] if money else [])
    rows = [row for item, award in given for row in _award_rows(item, award, words, money)]
    return Table(words("sheet.awards"), words("title.awards"), columns, rows, freeze=2)


def _award_rows(item: ItemView, award: AwardView, words: Words, money: bool) -> Iterator[list[Any]]:
    for winner in award.winners:
        row = [words.pick(item.name), words.pick(award.name), winner.rank, winner.code, winner.name, winner.unit]
        yield [*row, winner.total, *([award.money] if money else [])]
    if award.empty:
        row = [words.pick(item.name), words.pick(award.name), None, None, words("award.empty", n=award.empty), None]
        yield [*row, None, *([None] if money else [])]


def promotions(view: ResultView, words: Words) -> Table:
    """晋级名单: who steps up to which level of skill, with what decided it."""
    parts = list(dict.fromkeys(words.pick(part.name) for item in view.items if item.promotions for part in item.parts))
    columns = [
        Column(words("col.item"), 14),
        Column(words("col.rank"), 8, "centre"),
        Column(words("col.name"), 18, strong=True),
        Column(words("col.unit"), 36),
        Column(words("col.before"), 14, "centre"),
        Column(words("col.to"), 14, "centre", strong=True),
        *(Column(part, 10, "number") for part in parts),
        Column(words("col.total"), 10, "number", strong=True),
    ]
    rows = [_promotion_row(item, each, parts, words) for item in view.items for each in item.promotions]
    return Table(words("sheet.promotions"), words("title.promotions"), columns, rows, freeze=3)


def _promotion_row(item: ItemView, each: PromotionView, parts: list[str], words: Words) -> list[Any]:
    scores = {words.pick(part.name): each.parts.get(part.id) for part in item.parts}
    before = words.pick(each.before) if each.before else words("level.none")
    who = [words.pick(item.name), each.who.rank, each.who.name, each.who.unit, before, words.pick(each.to)]
    return [*who, *map(scores.get, parts), each.who.total]


def honours(view: ResultView, words: Words) -> Table:
    """单位奖项: the honours of units, first one first, and which nobody receives."""
    money = any(honour.money is not None for honour in view.honours)
    columns = [
        Column(words("col.award"), 20, "centre", strong=True),
        Column(words("col.rank"), 8, "centre"),
        Column(words("col.unit"), 44, strong=True),
        Column(words("col.sum"), 12, "number"),
    ] + ([Column(words("col.money"), 14, "number")] if money else [])
    rows = [row[: len(columns)] for honour in view.honours for row in _honour_rows(honour, words)]
    return Table(words("sheet.honours"), words("title.honours"), columns, rows, freeze=2)


def _honour_rows(honour: HonourView, words: Words) -> Iterator[list[Any]]:
    for row in honour.units:
        yield [words.pick(honour.name), row.rank, row.unit, row.total, honour.money]
    if honour.empty:
        yield [words.pick(honour.name), None, words("award.empty", n=honour.empty), None, None]


def units(view: ResultView, words: Words) -> Table:
    """The unit table: what each item gave, through whom, and the sum."""
    columns = [Column(words("col.rank"), 8, "centre", strong=True), Column(words("col.unit"), 36, strong=True)]
    for item in view.items:
        group = words.pick(item.name)
        columns += [Column(words("col.best"), 20, "text", group), Column(words("col.score"), 10, "number", group)]
    columns.append(Column(words("col.sum"), 12, "number", strong=True))
    if any(row.tied for row in view.units):
        columns.append(Column(words("col.remarks"), 14))
    rows = [_unit_row(view, row, words)[: len(columns)] for row in view.units]
    title = words.pick(view.units_name) if view.units_name else words("title.units")
    winners = [row.rank or 0 for row in view.units]
    return Table(words("sheet.units"), title, columns, rows, freeze=2, winners=winners)


def _unit_row(view: ResultView, row: UnitRow, words: Words) -> list[Any]:
    cells: list[Any] = [row.rank, row.unit]
    for item in view.items:
        counted = [(who, points) for counted_item, who, points in row.counted if counted_item == item.id]
        names = "、".join(who for who, _ in counted)
        cells += [names, sum((points for _, points in counted), Decimal(0)) if counted else None]
    return [*cells, row.total, words("remark.tied") if row.tied else ""]
