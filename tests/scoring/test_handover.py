"""A seat goes to another judge: its duties stay, its marks stay with who gave them, what comes late is kept aside."""

from contest.scoring.verbs import judge, organizer
from tests.scoring.test_verbs_judge import marking
from tests.support.histories import refused


def test_a_seat_that_is_handed_over_keeps_its_duties_and_the_marks_of_who_sat_there():
    cup = marking().sheet("j1", 1, "80")
    given = cup.entry(1).sheet("practice", "j1").version
    duties = cup.contest.seats["j1"].duties
    line = cup.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="why")
    seat = cup.contest.seats["j1"]
    assert (seat.judge, seat.duties, seat.active) == ("p2", duties, True)
    assert seat.judge_at(given) == "j1"
    assert seat.judge_at(line) == "p2"
    assert cup.entry(1).sheet("practice", "j1").marks == {"a": "80"}


def test_a_seat_is_handed_over_with_a_reason_only_and_only_where_there_is_one():
    cup = marking()
    with refused("reason_needed"):
        cup.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="")
    with refused("unknown_seat", seat="j9"):
        cup.does(organizer.hand_over, seat="j9", judge="p2", reason_digest="why")


def test_a_sheet_that_was_on_its_way_when_the_seat_was_handed_over_is_set_aside():
    cup = marking()
    values = cup.filled("j1", 1, "80", judge=cup.contest.seats["j1"].judge)
    cup.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="why")
    cup.does(judge.submit_sheet, "seat:j1", **values)
    (aside,) = cup.contest.aside.values()
    assert aside.event.reason == "handed_over"
