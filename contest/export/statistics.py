"""Judges beside their panels as a list: how each marked, and how far each panel agrees. No figure of these changes a
score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..scoring.events import EntryId, SeatId
from ..scoring.item import Item
from ..scoring.numbers import Points
from ..scoring.rulebook_types import Part
from ..scoring.statistics import agreement as agreement_of
from ..scoring.statistics import looks
from .table import Column, Table
from .view import AgreementView, JudgeView, ResultView
from .words import Words


def compared(item: Item, part: Part, name_of: Any) -> tuple[list[JudgeView], AgreementView]:
    """The judges of a part and how they agree. `name_of`: seat → its name as a Text."""
    marks: Mapping[EntryId, Mapping[SeatId, Points]] = {
        id: {seat: sheet.total for seat, sheet in each.items() if None not in sheet.aspects}  # a gap is no nought
        for id, each in item.competing_sheets(part).items()
    }
    found = [
        _judge(part, name_of(each.seat), [look.mark for look in each.looks], each.difference) for each in looks(marks)
    ]
    whole = agreement_of(marks)
    return found, AgreementView(part.name, whole.judges, whole.entries, whole.kendall_w, dict(whole.icc))


def _judge(part: Part, seat: Any, given: list[Decimal], difference: Decimal | None) -> JudgeView:
    return JudgeView(part.name, seat, len(given), min(given, default=None), max(given, default=None), difference)


def judges(view: ResultView, words: Words) -> Table:
    """One line a judge: how many sheets, the lowest and the highest, and how far from the other judges on the mean."""
    columns = [
        Column(words("col.item"), 14),
        Column(words("col.part"), 18),
        Column(words("col.seat"), 28, strong=True),
        Column(words("col.sheets"), 10, "number"),
        Column(words("col.lowest"), 10, "number"),
        Column(words("col.highest"), 10, "number"),
        Column(words("col.difference"), 18, "number"),
    ]
    return Table(words("sheet.statistics"), words("title.statistics"), columns, list(_judges(view, words)), 3, False)


def _judges(view: ResultView, words: Words) -> Iterator[list[Any]]:
    for item in view.items:
        for each in item.judges:
            who = [words.pick(item.name), words.pick(each.part), words.pick(each.seat)]
            yield [*who, each.sheets, each.lowest, each.highest, each.difference]


def agreement(view: ResultView, words: Words) -> Table:
    """One line a panel: over how many entries, and Kendall's W and the intraclass correlations."""
    kinds = list(dict.fromkeys(kind for item in view.items for each in item.agreement for kind in each.icc))
    columns = [
        Column(words("col.item"), 14),
        Column(words("col.part"), 18, strong=True),
        Column(words("col.judges"), 10, "number"),
        Column(words("col.entries"), 10, "number"),
        Column("Kendall W", 14, "number"),
        *(Column(kind, 14, "number") for kind in kinds),
    ]
    rows = [
        [words.pick(item.name), words.pick(each.part), each.judges, each.entries, each.kendall_w]
        + [each.icc.get(kind) for kind in kinds]
        for item in view.items
        for each in item.agreement
    ]
    return Table(words("sheet.agreement"), words("title.agreement"), columns, rows, 2, signed_off=False)
