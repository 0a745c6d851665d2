"""Whose sheets never count is not known to the second calculation yet: it says so rather than differ."""

from __future__ import annotations

import pytest

from contest.check import NotCovered, item_result
from contest.scoring.verbs import organizer
from contest.scoring.verbs.recusal import recuse
from tests.support.histories import ITEM, ORGANIZER, History, a_book, a_contest


def lines(cup: History) -> list[bytes]:
    return [each.raw for each in cup.stored]


def test_a_recusal_is_named():
    cup = a_contest().with_item(a_book(judges=2)).open()
    cup.does(recuse, item=ITEM, seat="j1", codes=[cup.code(1)], stand_in=True, reason_digest="d")
    with pytest.raises(NotCovered, match="SeatRecused"):
        item_result(lines(cup), ITEM)


def test_a_shadow_is_named():
    cup = a_contest().with_item(a_book(judges=2))
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    with pytest.raises(NotCovered, match=r"SeatSet\.shadow"):
        item_result(lines(cup), ITEM)
