"""What recorders do: a paper sheet counts once two persons typed the same, and never by one person alone."""

import pytest

from contest.check import item_result
from contest.scoring.events import SheetSubmitted, SheetTyped, from_bytes
from contest.scoring.refused import MarksRefused
from contest.scoring.verbs import chief, judge, organizer, recorder
from tests.support.histories import ITEM, a_book, a_contest, a_plain_book, refused

ANNA, BO, CAI = "account:anna", "account:bo", "account:cai"


def marking(**more):
    return a_contest().with_item(a_plain_book(), **more).open()


def types(cup, by, marks, *, entry=1, seat="j1", **more):
    """What was typed, and the event that came of it."""
    cup.does(recorder.type_sheet, by, seat=seat, **cup.filled(seat, entry, marks, **more))
    return from_bytes(cup.stored[-1].raw).event


def sheet(cup, entry=1, seat="j1"):
    return cup.entry(entry).sheet("practice", seat)


def test_what_one_person_typed_is_kept_and_counts_nothing():
    cup = marking()
    assert isinstance(types(cup, ANNA, "80"), SheetTyped)
    assert sheet(cup) is None
    assert cup.item().confirmed_sheets() == 0


def test_what_two_persons_typed_alike_is_the_judges_sheet_and_says_who_they_were():
    cup = marking()
    types(cup, ANNA, "80")
    event = types(cup, BO, "80")
    assert isinstance(event, SheetSubmitted)
    assert (event.seat, event.typed_by, event.confirmed) == ("j1", [ANNA, BO], True)
    assert (sheet(cup).typed_by, sheet(cup).counts) == ((ANNA, BO), True)
    assert cup.total(1) == "80.00"


def test_the_same_figure_written_otherwise_is_the_same():
    cup = marking()
    types(cup, ANNA, "80.50")
    assert isinstance(types(cup, BO, "80.5"), SheetSubmitted)


def test_nobody_verifies_what_they_typed_themself():
    cup = marking()
    types(cup, ANNA, "80")
    for marks in ("80", "81"):
        with refused("typed_by_oneself"):
            types(cup, ANNA, marks)


def test_a_slip_of_ones_own_is_put_right_by_naming_it_and_both_lines_stay():
    cup = marking()
    types(cup, ANNA, "08")
    slip = cup.contest.seq
    types(cup, ANNA, "80", replaces=slip)
    with refused("typed_by_oneself"):
        types(cup, ANNA, "80", replaces=slip)
    assert isinstance(types(cup, BO, "80"), SheetSubmitted)


def test_where_two_differ_a_third_look_decides_whoever_takes_it():
    for third in (ANNA, CAI):
        cup = marking()
        types(cup, ANNA, "80")
        assert isinstance(types(cup, BO, "88"), SheetTyped)
        assert sheet(cup) is None
        event = types(cup, third, "88")
        assert event.typed_by == [BO, third]
        assert cup.total(1) == "88.00"


def test_three_who_differ_decide_nothing():
    cup = marking()
    for by, marks in ((ANNA, "80"), (BO, "81"), (CAI, "82")):
        assert isinstance(types(cup, by, marks), SheetTyped)
    assert sheet(cup) is None


def test_marks_the_rulebook_does_not_allow_are_refused_at_the_first_typing():
    cup = marking()
    with pytest.raises(MarksRefused):
        types(cup, ANNA, "80.3")


def test_a_recorder_types_for_whose_duty_it_is_while_marking_is_open():
    cup = a_contest().with_item(a_plain_book()).seat("stranger", part="practice", only=[2])
    with refused("not_open"):
        types(cup, ANNA, "80")
    cup.open()
    with refused("typed_not_theirs"):
        types(cup, ANNA, "80", seat="stranger")
    with refused("unknown_seat"):
        cup.does(recorder.type_sheet, ANNA, seat="nobody", **cup.filled("j1", 1, "80"))
    cup.sheet("j1", 1, "70").sheet("j1", 2, "70").lock()
    with refused("locked"):
        types(cup, ANNA, "80")


def test_a_sheet_its_judge_confirmed_is_not_typed_over():
    cup = marking()
    types(cup, ANNA, "80")
    cup.sheet("j1", 1, "70")
    with refused("typed_confirmed"):
        types(cup, BO, "80")
    assert cup.total(1) == "70.00"


def test_a_sheet_that_came_since_is_not_typed_over_unseen():
    cup = marking()
    cup.sheet("j1", 1, "70", confirm=False)
    with refused("typed_sheet_changed"):
        types(cup, BO, "80", base=0)


def test_what_was_typed_under_another_scheme_is_typed_again():
    cup = marking()
    types(cup, ANNA, "80")
    version = cup.item().version
    cup.does(organizer.set_rulebook, rulebook=a_plain_book())
    with refused("typed_scheme_changed"):
        types(cup, BO, "80", rulebook=version)
    assert isinstance(types(cup, BO, "80"), SheetTyped)


def test_a_full_panel_takes_no_typed_sheet():
    cup = marking().seat("j2")
    types(cup, ANNA, "80", seat="j2")
    cup.sheet("j1", 1, "70")
    with refused("panel_full"):
        types(cup, BO, "80", seat="j2")


def test_a_sheet_sent_back_is_typed_anew_by_two():
    cup = marking()
    types(cup, ANNA, "80")
    types(cup, BO, "80")
    cup.of(1, chief.return_sheet, part="practice", owner="j1", reason_digest="d")
    assert isinstance(types(cup, BO, "80"), SheetTyped)  # what was typed before it was sent back is used up
    types(cup, ANNA, "81")
    types(cup, BO, "81")
    assert cup.total(1) == "81.00"


def test_a_tablet_that_comes_late_with_the_same_sheet_is_set_aside_beside_it():
    cup = marking()
    types(cup, ANNA, "80")
    types(cup, BO, "80")
    cup.does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 1, "70", base=0))
    (aside,) = cup.contest.aside.values()
    assert aside.event.reason == "confirmed"
    assert cup.total(1) == "80.00"


def test_a_joint_sheet_is_confirmed_for_every_member_who_signed_it():
    cup = a_contest().with_item(a_book(judges=2, by="joint")).scores("50", "50").open()
    types(cup, ANNA, "80")
    types(cup, BO, "80", seat="j2")
    joint = cup.entry(1).sheet("practice", "joint")
    assert not joint.counts
    where = {"item": ITEM, "code": cup.code(1), "part": "practice", "version": joint.version}
    with refused("typed_sheet_changed"):
        cup.does(recorder.confirm_typed, CAI, seat="j1", **where)
    with refused("already_confirmed"):
        cup.does(recorder.confirm_typed, BO, seat="j2", **where)
    cup.does(recorder.confirm_typed, BO, seat="j1", **where)
    assert joint.counts


def test_the_second_calculation_counts_what_was_typed_twice_and_nothing_else():
    cup = marking()
    types(cup, ANNA, "80")
    types(cup, BO, "80")
    types(cup, ANNA, "60", entry=2)
    found = item_result([each.raw for each in cup.stored], ITEM)["entries"]
    assert (found[cup.entry(1).id]["total"], found[cup.entry(2).id]["missing"]) == (80, ["practice"])
