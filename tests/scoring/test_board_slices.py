"""A board placed anew slice by slice: what it held stands until the next is whole, and no line in between is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest.scoring import slices
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief
from tests.scoring.test_board_laws import ACTS, ENTRIES, Model, play
from tests.support.audience import marked, public, staff
from tests.support.counts import count
from tests.support.histories import CHIEF, ITEM, a_book, a_contest


@pytest.fixture(autouse=True, scope="module")
def slices_of_one():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SLICE", 1)
        yield


def a_band() -> dict:
    return {"order": "descending", "band": "1"}


@settings(max_examples=count(small=80, full=5_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 4)), min_size=1, max_size=25), band=st.booleans())
def test_lines_that_come_between_slices_are_on_the_board_in_the_end(acts, band):
    book = a_book(ranking=a_band()) if band else a_book()
    cup = a_contest().with_item(book, entries=ENTRIES).open()
    looked = [public(cup.contest), staff(cup.contest)]
    working = [each.settling() for each in looked]
    model = Model()
    for act, steps in acts:
        heard = len(cup.touched)
        try:
            play(cup, model, act)
        except Refused:
            continue
        for touched in cup.touched[heard:]:
            for each in looked:
                if touched.item is not None:
                    each.touch(touched.entries)
        for k, each in enumerate(looked):
            for _ in range(steps):
                if next(working[k], "done") == "done":
                    working[k] = each.settling()
    for work in working:
        list(work)
    fresh = cup.refold()
    for each, anew in zip(looked, (public(fresh), staff(fresh)), strict=True):
        assert each.view().snapshot() == anew.view().snapshot()


def test_until_the_new_board_is_whole_the_old_one_finds_everybody_where_they_were():
    cup = marked("80", "70", "60")
    board = staff(cup.contest)
    before = board.view()
    cup.lock()
    board.touch(None)
    work = board.settling()
    next(work)
    assert [key for *_, key in board._built.order] == [cup.entry(k).id for k in (1, 2, 3)]
    assert sum(1 for _ in work) > 0
    assert board.view().keys == before.keys
    assert board.view().n > before.n


def test_everyone_is_placed_in_as_many_slices_as_there_are_entries_and_two_for_their_order():
    board = staff(marked("80", "70", "60").contest)
    assert sum(1 for _ in board.settling()) == 5
    assert sum(1 for _ in board.settling()) == 0


def test_many_who_move_at_once_are_placed_slice_by_slice():
    cup = marked("80", "70", "60", "50")
    board = staff(cup.contest)
    board.view()
    board.touch([cup.entry(k).id for k in (1, 2, 3, 4)])
    assert sum(1 for _ in board.settling()) == 3


def test_what_changes_every_row_while_they_are_placed_begins_anew():
    cup = marked("80", "70")
    board = public(cup.contest)
    work = board.settling()
    next(work)
    cup.does(chief.freeze, CHIEF, item=ITEM)
    board.touch(())
    assert sum(1 for _ in work) == 4  # both of them once more, and their order
    assert board.view().snapshot() == public(cup.contest).view().snapshot()
