"""成绩: the ranking of one item with every judge's total, and the overview over several items."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .exact import plain
from .table import Column, Struck, Table
from .view import ItemView, PartView, ResultView, RowView
from .words import Words


def ranking(item: ItemView, words: Words, name: str) -> Table:
    """One item: places, who, each part with its judges, deductions, total, award."""
    who = _who(item, words)
    columns = [
        *who,
        *(column for part in item.parts for column in _part_columns(item, part, words)),
        *_end(item, words),
    ]
    rows = [
        [*_who_cells(item, row, words), *_part_cells(item, row, words), *_end_cells(item, row, words)]
        for row in item.rows
    ]
    title = words("title.results", item=words.pick(item.name))
    winners = [row.rank or 0 for row in item.rows]
    return Table(name, title, columns, rows, freeze=len(who), airy=True, winners=winners)


def overview(view: ResultView, words: Words) -> Table:
    """Every item's places on one sheet: 总成绩表."""
    columns = [
        Column(words("col.item"), 12),
        Column(words("col.rank"), 8, "centre", strong=True),
        Column(words("col.code"), 10, "centre"),
        Column(words("col.number"), 10, "centre"),
        Column(words("col.name"), 20, strong=True),
        Column(words("col.unit"), 34),
        Column(words("col.total"), 10, "number", strong=True),
        Column(words("col.award"), 12, "centre"),
        Column(words("col.remarks"), 24),
    ]
    pairs = [(item, row) for item in view.items for row in item.rows]
    rows = [_overview_row(item, row, words) for item, row in pairs]
    winners = [row.rank or 0 for _, row in pairs]
    return Table(words("sheet.overview"), words("title.overview"), columns, rows, freeze=2, winners=winners)


def _overview_row(item: ItemView, row: RowView, words: Words) -> list[Any]:
    who = [words.pick(item.name), _place(item, row, words), row.code, row.number, row.name, row.unit]
    return [*who, row.counted, words.pick(row.award) if row.award else None, remarks(row, words)]


def remarks(row: RowView, words: Words) -> str:
    """Shared place, and what was taken off and why."""
    said = [words("remark.tied")] if row.tied and row.rank else []
    said += [words("remark.penalty", name=words.pick(d.name), points=plain(d.points)) for d in row.deductions]
    return {"zh": "；", "en": "; "}[words.lang].join(said)


def _who(item: ItemView, words: Words) -> list[Column]:
    columns = [Column(words("col.rank"), 8, "centre", strong=True), Column(words("col.code"), 8, "centre")]
    if any(row.number for row in item.rows):
        columns.append(Column(words("col.number"), 8, "centre"))
    if not item.sealed:
        columns += [Column(words("col.name"), 11, strong=True), Column(words("col.unit"), 24)]
    return columns


def _who_cells(item: ItemView, row: RowView, words: Words) -> list[Any]:
    cells: list[Any] = [_place(item, row, words), row.code]
    if any(other.number for other in item.rows):
        cells.append(row.number)
    return cells if item.sealed else [*cells, row.name, row.unit]


def _place(item: ItemView, row: RowView, words: Words) -> int | str:
    """The place; or why there is none. A veiled row has none to tell of."""
    if row.rank is not None:
        return row.rank
    if item.sealed and row.status == "present":
        return ""
    return words("remark.open") if row.status == "present" else words(f"status.{row.status}")


def _part_columns(item: ItemView, part: PartView, words: Words) -> Iterator[Column]:
    """A column a judge, what was deducted if anything was, the score, and its share of the total."""
    group = part_title(part, words)
    for n, _ in enumerate(part.seats, 1):
        yield Column(words("col.judge", n=n), 10.5, "number", group)
    if _deducts(item, part):
        yield Column(words("col.deducted"), 6.5, "number", group)
    yield Column(words("col.score"), 8, "number", group)
    if part.weight is not None:
        yield Column(words("col.weighted"), 8.5, "number", group)


def part_title(part: PartView, words: Words) -> str:
    """`清水墙观感（20 %）`."""
    named = words.pick(part.name)
    return named if part.weight is None else words("part.weighted", part=named, weight=plain(part.weight))


def _deducts(item: ItemView, part: PartView) -> bool:
    return any(row.parts[part.id].deducted for row in item.rows if part.id in row.parts)


def _part_cells(item: ItemView, row: RowView, words: Words) -> Iterator[Any]:
    for part in item.parts:
        cell = row.parts.get(part.id)
        for seat in part.seats:
            given = cell.judges.get(seat.id) if cell else None
            yield None if given is None else _judged(given.total, given.dropped, words)
        if _deducts(item, part):
            yield cell.deducted if cell and cell.deducted else None
        yield cell.score if cell else None
        if part.weight is not None:
            yield cell.weighted if cell else None


def _judged(total: Decimal, dropped: str | None, words: Words) -> Decimal | Struck:
    return Struck(total, words(f"dropped.{dropped}")) if dropped else total


def _end(item: ItemView, words: Words) -> list[Column]:
    columns = [Column(words("col.total"), 9, "number", strong=True), Column(words("col.award"), 9, "centre")]
    if _on_a_scale(item):
        columns.insert(1, Column(words("col.scaled"), 9, "number"))
    if any(_taken(row) for row in item.rows):
        columns.insert(0, Column(words("col.penalties"), 7, "number"))
    if any(remarks(row, words) for row in item.rows):
        columns.append(Column(words("col.remarks"), 15))
    return columns


def _end_cells(item: ItemView, row: RowView, words: Words) -> list[Any]:
    cells: list[Any] = [row.counted, words.pick(row.award) if row.award else None]
    if _on_a_scale(item):
        cells.insert(1, row.scaled)
    if any(_taken(other) for other in item.rows):
        taken = _taken(row)
        cells.insert(0, sum(taken, Decimal(0)) if taken else None)
    if any(remarks(other, words) for other in item.rows):
        cells.append(remarks(row, words))
    return cells


def _on_a_scale(item: ItemView) -> bool:
    return any(row.scaled is not None for row in item.rows)


def _taken(row: RowView) -> list[Decimal]:
    """What was taken from the total; penalties of a part stand in the part's own column."""
    return [deduction.points for deduction in row.deductions if deduction.part is None]
