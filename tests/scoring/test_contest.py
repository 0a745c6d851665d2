"""The fold: what a contest is after its lines, whichever way they came."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring import events
from contest.scoring.contest import Contest
from contest.scoring.results import results
from contest.scoring.verbs import chief, organizer
from tests.scoring.builders import data, imported, judged, name
from tests.support.histories import ITEM, a_book, a_contest, a_plain_book, refused


def test_the_path_from_the_rulebook_to_the_published_result():
    cup = a_contest().with_item(a_book())
    states = [cup.item().state]
    cup.open().scores("80", "70")
    states.append(cup.item().state)
    cup.sheet("j1", 1, "90").sheet("j1", 2, "95").lock()
    states.append(cup.item().state)
    for step in (cup.unseal, cup.sign, cup.publish):
        step()
        states.append(cup.item().state)
    assert states == ["preparing", "marking", "locked", "unsealed", "signed", "published"]
    assert [cup.total(1), cup.total(2)] == ["87.00", "87.50"]
    assert cup.ranks() == {2: 1, 1: 2}
    assert results(cup.contest, cup.item()).final


def test_the_fold_of_the_stored_bytes_is_the_contest_that_was_kept_up_to_date():
    cup = a_contest().with_item(a_book(judges=3), entries=3).open().scores("80", "70", None)
    for seat in ("j1", "j2", "j3"):
        cup.sheet(seat, 1, "90").sheet(seat, 2, "85.5", confirm=False)
    cup.of(1, chief.give_penalty, penalty="slip", count=3)
    cup.of(1, chief.record_time, part="practice", seconds=4000)
    cup.of(3, chief.set_status, status="withdrawn")
    cup.does(chief.freeze, item=ITEM)
    cup.lock("why").unseal().sign("why").unlock()
    assert cup.refold() == cup.contest


def test_a_line_that_does_not_follow_the_last_one_is_refused_loudly():
    cup = a_contest()
    line = events.from_bytes(cup.stored[0].raw)
    with pytest.raises(ValueError, match="cannot follow"):
        cup.contest.apply(line, cup.stored[0].hash)
    with pytest.raises(ValueError, match="cannot follow"):
        Contest(events.ContestId("cup")).apply(events.Line("cup", 2, "", "system", line.event), b"")


MARKS = st.lists(st.integers(0, 200).map(lambda half: str(half / 2)), min_size=9, max_size=9)


@given(marks=MARKS, order=st.randoms(use_true_random=False))
def test_in_whatever_order_sheets_and_scores_arrive_the_result_is_the_same(marks, order):
    def played(dice: random.Random | None) -> str:
        cup = a_contest().with_item(a_book(judges=3), entries=3).open()
        acts = [lambda k=k, j=j: cup.sheet(f"j{j + 1}", k + 1, marks[3 * k + j]) for k in range(3) for j in range(3)]
        acts += [lambda: cup.scores("80", "70", "60"), lambda: cup.of(2, chief.set_status, status="absent")]
        if dice:
            dice.shuffle(acts)
        for act in acts:
            act()
        return cup.digest()

    assert played(order) == played(None)


def test_a_score_shows_only_when_the_panel_is_complete():
    cup = a_contest().with_item(a_book(judges=3)).open()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90")
    assert cup.total(1) is None
    assert cup.sheet("j3", 1, "100").total(1) == "63.00"


def test_an_unconfirmed_sheet_counts_for_nothing():
    cup = a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80", confirm=False)
    assert cup.total(1) is None
    assert cup.confirm("j1", 1).total(1) == "80.00"


def test_another_rulebook_reads_the_imported_scores_anew():
    cup = a_contest().with_item(a_book()).scores("80.26")
    assert cup.entry(1).parts["theory"].value == Decimal("80.26")
    rounded = imported("theory", weight="30", known_by_name=True, rounding={"part": {"digits": 1, "mode": "half_up"}})
    cup.does(organizer.set_rulebook, rulebook=data(rounded, judged("practice", weight="70"), id=ITEM, sealed=True))
    assert cup.entry(1).parts["theory"].value == Decimal("80.3")
    assert cup.refold() == cup.contest


def test_a_journal_is_read_whose_rulebook_is_refused_since():
    """What is passed on to a cumulative share counts twice, and was accepted once."""
    double = {"id": "a", "name": name(), "percent": "50", "cumulative": True, "carry": "spare"}
    book = data(imported("theory"), id=ITEM, awards=[double])
    cup = a_contest()
    with refused("rulebook_faults"):
        cup.does(organizer.set_rulebook, rulebook=book)
    cup.does(lambda *_: events.RulebookSet(events.ItemId(ITEM), book))
    assert cup.refold().items[cup.item().id].rulebook.awards[0].carry == "spare"
