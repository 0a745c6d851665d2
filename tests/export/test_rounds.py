"""A workbook says which marks were given again, and what had been given before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contest.export.lists import _sheet_rows
from contest.export.result import _before, _marks
from contest.export.view import ItemView, SheetView, Version
from contest.export.words import Words
from contest.scoring.rulebook_types import Text
from tests.scoring.test_flash import apart, given, marking


@pytest.mark.parametrize(("lang", "said"), [("zh", "重评，先前给分 3"), ("en", "marked again, before 3")])
def test_a_mark_that_was_given_again_stands_with_the_one_before(lang, said):
    cup = apart(marking()).sheet("j1", 1, given("2"))
    entry, part = cup.entry(1), cup.item().rulebook.parts[0]
    told = tuple(_marks(part, entry.sheet("practice", "j1"), _before(entry, part, "j1")))
    assert [(mark.value, mark.before) for mark in told] == [(Decimal(2), (Decimal(3),)), (Decimal(2), ())]
    name = Text("砌筑", "Masonry")
    sheet = SheetView(code="A1", part=name, seat=name, marks=told, total=Decimal(4))
    item = ItemView("wall", name, (), (), Version(1, "d" * 64))
    assert [row[-1] for row in _sheet_rows(item, sheet, Words(lang))] == [said, ""]
