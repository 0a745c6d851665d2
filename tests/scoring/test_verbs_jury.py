"""What persons decide where the rules leave it to them: equals parted by lots, the chief or a ballot."""

import hmac

import pytest

from contest.scoring.board import ItemBoard
from contest.scoring.events import from_bytes
from contest.scoring.results import results
from contest.scoring.verbs import chief, jury
from contest.scoring.verbs.organizer import import_part_scores
from contest.scoring.verbs.votes import count_votes, hold_ballot, void_votes
from tests.scoring.builders import data, judged, name
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


def prized(cup, number):
    """The jury gives an entry the first prize."""
    code = {"item": ITEM, "code": cup.code(number)}
    cup.does(jury.request_override, CHIEF, award="first", reason_digest="r", **code)
    cup.does(jury.approve_override, SUPERVISOR, **code)


def beside_the_marks(source, **rule):
    """One judge's marks and a part from elsewhere, half each; 80 and 80, and 90 for the third."""
    part = {"id": "other", "name": name(), "source": source, "out_of": "100", "weight": "50"} | rule
    first = {"id": "first", "name": name(), "count": 1}
    book = a_plain_book(ties=[{"by": "chief"}], awards=[first]) | {"sealed": False}
    book["parts"] = [book["parts"][0] | {"weight": "50"}, part]
    cup = a_contest().with_item(book, entries=3).open()
    for number, mark in ((1, "80"), (2, "80"), (3, "90")):
        cup.sheet("j1", number, mark)
    return cup


def counted(cup, *counts):
    votes = [{"entry": cup.entry(k).id, "votes": count} for k, count in enumerate(counts, start=1)]
    cup.does(count_votes, ORGANIZER, item=ITEM, part="other", channel="c", votes=votes)


def voided(cup, count):
    cup.of(1, void_votes, by=ORGANIZER, part="other", channel="c", votes=count, reason_digest="d")


def held(cup, *shares):
    papers = dict.fromkeys(("present", "issued", "returned", "valid"), 10)
    rows = [
        {"entry": cup.entry(k).id, "for": yes, "against": 10 - yes, "abstain": 0}
        for k, yes in enumerate(shares, start=1)
    ]
    cup.does(hold_ballot, ORGANIZER, item=ITEM, part="other", **papers, votes=rows)


PUBLIC = {"votes": {"channels": [{"id": "c", "name": name()}]}}
JURY = {"ballot": {"kind": "each", "members": 10}}


@pytest.mark.parametrize(
    ("source", "rule", "before", "act", "ranks"),
    [
        # 40 + 50, 40 + 50, 45 + 25; a recount: 40 + 50, 40 + 50, 45 + 45
        ("votes", PUBLIC, lambda cup: counted(cup, 100, 100, 50), lambda cup: counted(cup, 100, 100, 90), [1, 1, 1]),
        # half of the first's votes are void, so the second's are the most: 40 + 25
        ("votes", PUBLIC, lambda cup: counted(cup, 100, 100, 50), lambda cup: voided(cup, 50), [3, 1, 2]),
        # of ten members 10, 10 and 5; a run-off: 10, 10 and 9
        ("ballot", JURY, lambda cup: held(cup, 10, 10, 5), lambda cup: held(cup, 10, 10, 9), [1, 1, 1]),
    ],
    ids=["recount", "void", "run-off"],
)
def test_votes_that_are_counted_anew_undo_what_was_decided(source, rule, before, act, ranks):
    cup = beside_the_marks(source, **rule)
    before(cup)
    cup.lock()
    decide(cup, "chief", groups=[[cup.code(2)], [cup.code(1)]], reason_digest="d")
    prized(cup, 3)
    assert cup.ranks() == {2: 1, 1: 2, 3: 3}
    cup.does(jury.request_override, CHIEF, item=ITEM, code=cup.code(1), award="first", reason_digest="r")
    act(cup)
    assert [cup.ranks()[k] for k in (1, 2, 3)] == ranks
    for item in (cup.item(), cup.refold().items[cup.item().id]):
        decided = [each.known.decided for each in item.entries.values() if each.known.decided]
        assert (item.overrides, item.override_by, decided) == ({}, {}, [])


def test_a_score_imported_after_a_decision_undoes_it_on_the_board_too_where_others_alone_were_parted():
    cup = beside_the_marks("imported").scores("100", "100", "50", part="other").lock()
    decide(cup, "chief", groups=[[cup.code(2)], [cup.code(1)]], reason_digest="d")
    board = ItemBoard(cup.contest, ITEM, staff=True, names=lambda entry: None)
    assert board.view().places == ((1, 0), (2, 0), (3, 0))
    cup.does(import_part_scores, ORGANIZER, item=ITEM, part="other", scores=[{"entry": cup.entry(3).id, "score": "51"}])
    board.touch(cup.touched[-1].entries)
    assert board.view().places == ((1, 1), (1, 1), (3, 0))
    assert board.view().places == ItemBoard(cup.contest, ITEM, staff=True, names=lambda entry: None).view().places


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
