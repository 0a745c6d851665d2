"""What persons decide where the rules leave it to them: equals parted by lots, the chief or a ballot."""

import hmac

import pytest

from contest.scoring.board import ItemBoard
from contest.scoring.events import from_bytes
from contest.scoring.results import results
from contest.scoring.verbs import chief, jury
from tests.scoring.builders import data, judged
from tests.support.histories import (
    CHIEF,
    ITEM,
    ORGANIZER,
    SEED,
    SUPERVISOR,
    a_contest,
    a_plain_book,
    entry_id,
    refused,
)


def told(*ties, marks=("80", "90", "90"), **more):
    """Entries 1, 2, … marked by one judge, locked and unsealed."""
    chain = [tie if isinstance(tie, dict) else {"by": tie} for tie in ties]
    cup = a_contest().with_item(a_plain_book(ties=chain, **more), entries=len(marks)).open()
    for number, mark in enumerate(marks, start=1):
        cup.sheet("j1", number, mark)
    return cup.lock().unseal()


def decide(cup, rule, **values):
    return cup.does(jury.decide_tie, CHIEF, item=ITEM, rule=rule, **values)


def test_the_chief_parts_equals_with_a_reason():
    cup = told("chief")
    assert cup.ranks() == {2: 1, 3: 1, 1: 3}
    with refused("reason_needed"):
        decide(cup, "chief", groups=[[cup.code(3)], [cup.code(2)]])
    decide(cup, "chief", groups=[[cup.code(3)], [cup.code(2)]], reason_digest="d")
    assert cup.ranks() == {3: 1, 2: 2, 1: 3}


def test_anyone_who_knows_the_seed_can_draw_the_lots_again():
    cup = told("lot")
    decide(cup, "lot", codes=[cup.code(2), cup.code(3)], seed=SEED)
    turn = sorted((2, 3), key=lambda k: hmac.digest(bytes.fromhex(SEED), entry_id(ITEM, k).encode(), "sha256"))
    assert cup.ranks() == {turn[0]: 1, turn[1]: 2, 1: 3}
    assert from_bytes(cup.stored[-1].raw).event.seed == SEED


def test_lots_may_be_drawn_by_hand():
    cup = told("lot")
    decide(cup, "lot", groups=[[cup.code(3)], [cup.code(2)]])
    assert cup.ranks() == {3: 1, 2: 2, 1: 3}


def test_more_votes_go_first_and_equal_ones_go_on():
    """Ballot → … → shared (craftsman, rules.md §1)."""
    cup = told("ballot", marks=("90", "90", "90"))
    decide(cup, "ballot", votes={cup.code(1): 3, cup.code(2): 4, cup.code(3): 3})
    assert cup.ranks() == {2: 1, 1: 2, 3: 2}


def test_the_whole_group_is_decided_at_once_and_nobody_else():
    cup = told("lot", marks=("80", "90", "90", "90"))
    for codes in ((2, 3), (1, 2, 3, 4), (1,), ()):
        with refused("not_the_tie"):
            decide(cup, "lot", groups=[[cup.code(k)] for k in codes] or [[]])
    with refused("tie_rule_not_in_chain"):
        decide(cup, "ballot", votes={cup.code(2): 1})


def test_what_comes_before_in_the_chain_is_not_asked_again():
    cup = told("ballot", "lot", marks=("90", "90", "90"))
    decide(cup, "ballot", votes={cup.code(1): 1, cup.code(2): 2, cup.code(3): 1})
    with refused("not_the_tie"):
        decide(cup, "lot", groups=[[cup.code(2)], [cup.code(1)]])
    decide(cup, "lot", groups=[[cup.code(3)], [cup.code(1)]])
    assert cup.ranks() == {2: 1, 3: 2, 1: 3}


def test_marks_that_change_undo_what_was_decided():
    cup = told("lot")
    decide(cup, "lot", groups=[[cup.code(3)], [cup.code(2)]])
    assert cup.unlock().lock().ranks() == {2: 1, 3: 1, 1: 3}


def test_a_tie_is_decided_before_the_signature():
    cup = a_contest().with_item(a_plain_book(ties=[{"by": "lot"}])).open().sheet("j1", 1, "80").sheet("j1", 2, "80")
    with refused("not_locked"):
        decide(cup, "lot", groups=[[cup.code(1)], [cup.code(2)]])
    cup.lock().unseal().sign()
    with refused("already_signed"):
        decide(cup, "lot", groups=[[cup.code(1)], [cup.code(2)]])


def test_what_is_decided_stands_in_the_journal_and_on_the_board():
    cup = told("lot")
    decide(cup, "lot", groups=[[cup.code(3)], [cup.code(2)]])
    assert cup.refold().items[ITEM].entries[entry_id(ITEM, 3)].known.decided == {"lot": 0}
    view = ItemBoard(cup.contest, ITEM, staff=True, names=lambda entry: None).view()
    assert view.keys == tuple(cup.code(k) for k in (3, 2, 1))
    assert view.places == ((1, 0), (2, 0), (3, 0))


def test_unsealing_brings_out_what_the_rulebook_reads_and_nothing_else():
    age = {"by": "attribute", "attribute": "age", "first": "lower"}
    cup = a_contest().with_item(a_plain_book(ties=[age], sealed=False)).open()
    cup.sheet("j1", 1, "90").sheet("j1", 2, "90").lock()
    rows = [{"entry": entry_id(ITEM, k), "unit": "u", "age": age, "name": "甲"} for k, age in ((1, "51"), (2, "29"))]
    cup.does(jury.tell_attributes, ORGANIZER, item=ITEM, attributes=rows)
    assert from_bytes(cup.stored[-1].raw).event.attributes[0] == {"entry": entry_id(ITEM, 1), "unit": "u", "age": "51"}
    assert cup.ranks() == {2: 1, 1: 2}


def test_a_guest_is_scored_and_placed_nowhere_on_the_board_as_in_the_result():
    cup = a_contest().with_item(a_plain_book(sealed=False), entries=3).open()
    for number, mark in ((1, "99"), (2, "80"), (3, "70")):
        cup.sheet("j1", number, mark)
    cup.of(1, chief.set_status, status="guest")
    assert cup.ranks() == {2: 1, 3: 2, 1: None}
    view = ItemBoard(cup.contest, ITEM, staff=False, names=lambda entry: None).view()
    assert view.keys == tuple(cup.code(k) for k in (2, 3, 1))
    assert view.places == ((1, 0), (2, 0), (None, 0))


@pytest.mark.parametrize("numbering", ["gaps", "dense"])
@pytest.mark.parametrize("band", ["0", "2"])
@pytest.mark.parametrize("ties", [[], [{"by": "count_back", "part": "p"}]])
def test_the_board_places_everyone_as_the_result_does(numbering, band, ties):
    part = judged("p", judges=2, combine={"method": "mean"})
    book = data(part, id=ITEM, ranking={"numbering": numbering, "band": band}, ties=ties)
    cup = a_contest().with_item(book, entries=6).open()
    board = ItemBoard(cup.contest, ITEM, staff=True, names=lambda entry: None)
    for number, marks in enumerate(
        (("90", "90"), ("89", "89"), ("87", "88"), ("90", "88"), ("70", "80"), ("75", "75")), 1
    ):
        for seat, mark in enumerate(marks, start=1):
            cup.sheet(f"j{seat}", number, mark, part="p")
            board.touch(cup.touched[-1].entries)
            board.view()
    places = dict(zip(board.view().keys, (place for place, _ in board.view().places), strict=True))
    assert places == {cup.code(number): rank for number, rank in cup.ranks().items()}


PRIZES = [{"id": id, "name": {"zh": id, "en": id}, "count": 1} for id in ("first", "second")]


def given(cup):
    numbers = {entry: k for k, entry in enumerate(cup.item().entries, start=1)}
    return {numbers[each.entry]: each.award_id for each in results(cup.contest, cup.item()).awards}


def test_the_jury_s_award_takes_a_reason_and_two_persons():
    cup = told(awards=PRIZES)
    assert given(cup) == {2: "first", 3: "first", 1: "second"}
    with refused("reason_needed"):
        cup.of(1, jury.request_override, award="second")
    with refused("unknown_award"):
        cup.of(1, jury.request_override, award="third", reason_digest="d")
    with refused("not_requested"):
        cup.of(1, jury.approve_override, by=SUPERVISOR)
    cup.of(1, jury.request_override, award="first", reason_digest="d")
    cup.of(3, jury.request_override, award="", reason_digest="d")
    with refused("same_person"):
        cup.of(1, jury.approve_override)
    before = cup.digest()
    cup.of(1, jury.approve_override, by=SUPERVISOR)
    cup.of(3, jury.approve_override, by=SUPERVISOR)
    assert given(cup) == {2: "first", 1: "first"}
    assert cup.digest() != before
    assert cup.unlock().lock().item().overrides == {}
