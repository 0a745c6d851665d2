"""A seat goes to another judge: its duties stay, its marks stay with who gave them, what comes late is kept aside."""

from contest.scoring.office import aside
from contest.scoring.verbs import chief, judge, organizer
from tests.scoring.test_verbs_judge import marking
from tests.support.histories import ORGANIZER, a_plain_book, refused


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
    (kept,) = cup.contest.aside.values()
    assert kept.event.reason == "handed_over"


def test_a_sheet_set_aside_of_a_part_that_the_rulebook_has_no_more_is_still_listed():
    cup = marking()
    values = cup.filled("j1", 1, "80", judge=cup.contest.seats["j1"].judge)
    cup.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="why")
    cup.does(judge.submit_sheet, "seat:j1", **values)
    for seat in list(cup.contest.seats):
        cup.does(organizer.set_seat, ORGANIZER, seat=seat, judge="p2", duties=[])
    other = a_plain_book()
    other["parts"] = [part | {"id": "other"} for part in other["parts"]]
    cup.does(organizer.set_rulebook, ORGANIZER, rulebook=other)
    [row] = aside(cup.contest)
    assert (row["part"], row["marks"], row["current"], row["total"]) == ("practice", {"a": "80"}, None, None)
    with refused("sheet_does_not_fit"):
        cup.does(chief.adopt_sheet, aside=row["seq"], reason_digest="why")
    cup.does(chief.decline_sheet, aside=row["seq"], reason_digest="why")


def test_an_adopted_sheet_is_of_who_gave_it_and_not_of_who_sits_there_when_it_is_adopted():
    cup = marking()
    late = cup.filled("j1", 1, "80", judge="j1")
    cup.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="why")
    cup.does(judge.submit_sheet, "seat:j1", **late)
    cup.does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 2, "70", judge="p2"))
    outdated = cup.does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 2, "75", judge="p2") | {"base": 1})
    cup.does(organizer.hand_over, seat="j1", judge="p3", reason_digest="why")
    for line in (min(cup.contest.aside), outdated):
        cup.does(chief.adopt_sheet, aside=line, reason_digest="why")
    seat = cup.contest.seats["j1"]
    gave = [cup.entry(number).sheet("practice", "j1") for number in (1, 2)]
    assert [seat.judges_of(sheet.aside or sheet.version, former=sheet.former) for sheet in gave] == [("j1",), ("p2",)]


def test_of_a_device_of_those_who_sat_there_before_all_may_have_given_the_sheet():
    cup = marking()
    for person in ("p2", "p3"):
        cup.does(organizer.hand_over, seat="j1", judge=person, reason_digest="why")
    line = cup.does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 1, "80", judge=""))
    assert cup.contest.seats["j1"].judges_of(line, former=True) == ("j1", "p2")
