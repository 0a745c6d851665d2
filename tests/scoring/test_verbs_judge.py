"""What judges do: hand in sheets, confirm them, and what becomes of a sheet that comes on other ground."""

import pytest

from contest.scoring.desk import desk
from contest.scoring.events import PartId, SheetSetAside, from_bytes
from contest.scoring.refused import MarksRefused
from contest.scoring.verbs import chief, judge, organizer
from tests.support.histories import CHIEF, ITEM, a_book, a_contest, a_plain_book, refused

REASON = {"reason_digest": "d"}


def marking(**more):
    return a_contest().with_item(a_plain_book(), **more).open()


def hand_in(cup, seat, entry, marks, **more):
    """What the device sends, whatever comes of it: the event that was recorded."""
    cup.does(judge.submit_sheet, f"seat:{seat}", **cup.filled(seat, entry, marks, **more))
    return from_bytes(cup.stored[-1].raw).event


def aside(cup, seat, entry, marks, **more):
    """The reason for which the sheet was set aside."""
    event = hand_in(cup, seat, entry, marks, **more)
    assert isinstance(event, SheetSetAside)
    return event.reason


def test_a_sheet_stands_with_the_number_of_its_line_as_its_version():
    cup = marking().sheet("j1", 1, "80.5", confirm=False)
    sheet = cup.entry(1).sheet("practice", "j1")
    assert (sheet.version, sheet.marks, sheet.counts) == (cup.contest.seq, {"a": "80.5"}, False)


def test_a_judge_may_hand_in_again_until_the_sheet_is_confirmed():
    cup = marking().sheet("j1", 1, "80", confirm=False).sheet("j1", 1, "81")
    assert cup.total(1) == "81.00"
    assert aside(cup, "j1", 1, "82") == "confirmed"
    assert cup.total(1) == "81.00"


def test_a_mark_the_rulebook_does_not_allow_is_refused_with_its_aspect_and_nothing_is_written():
    cup = marking()
    seq = cup.contest.seq
    for mark, code in [("80.3", "off_step"), ("101", "above_max"), ("-1", "below_min"), ("１", "full_width")]:
        with pytest.raises(MarksRefused) as caught:
            cup.sheet("j1", 1, mark)
        assert [(fault.place, fault.code) for fault in caught.value.faults] == [("a", code)]
    assert cup.contest.seq == seq


def test_who_has_no_seat_marks_nothing():
    cup = marking()
    for by in (CHIEF, "seat:nobody", "system"):
        with refused("no_seat"):
            cup.does(judge.submit_sheet, by, **cup.filled("j1", 1, "80"))


def test_a_judge_marks_only_entries_of_the_own_station():
    cup = marking(seats=False).seat("j1", only=[1])
    cup.sheet("j1", 1, "80")
    with refused("not_your_entry", entry_code=cup.code(2)):
        cup.sheet("j1", 2, "80")


def test_nobody_marks_what_is_not_open_or_does_not_exist():
    cup = a_contest().with_item(a_book())
    with refused("not_open", item=ITEM):
        cup.sheet("j1", 1, "80")
    cup.open()
    sheet = cup.filled("j1", 1, "80")
    for wrong, code in [({"item": "roof"}, "unknown_item"), ({"code": "Z9"}, "unknown_code")]:
        with refused(code):
            cup.does(judge.submit_sheet, "seat:j1", **sheet | wrong)
    for part in ("plaster", "theory"):  # theory is imported: nobody marks it
        with refused("unknown_part", part=part):
            cup.does(judge.submit_sheet, "seat:j1", **sheet | {"part": part})


def test_a_sheet_typed_before_the_lock_and_sent_after_it_is_late():
    cup = marking().sheet("j1", 1, "80").lock("d")
    assert aside(cup, "j1", 2, "90") == "late"
    assert cup.total(2) is None


def test_a_sheet_typed_over_an_older_one_than_stands_is_outdated():
    cup = marking().sheet("j1", 1, "80", confirm=False)
    assert aside(cup, "j1", 1, "90", base=0) == "outdated"
    assert cup.entry(1).sheet("practice", "j1").marks == {"a": "80"}


def test_a_sheet_of_another_scheme_is_kept_though_it_cannot_be_checked():
    cup = marking()
    before = cup.item().version
    cup.does(organizer.set_rulebook, rulebook=a_plain_book(name={"zh": "砌墙", "en": "Walls"}))
    assert aside(cup, "j1", 1, {"gone": "7"}, rulebook=before) == "rulebook_changed"


def test_a_sheet_of_a_seat_that_was_handed_over_waits_whether_the_seat_is_empty_or_has_other_duties():
    cup = marking(seats=False).seat("j1", only=[1])
    cup.does(organizer.set_seat, seat="j1", judge="j1", duties=[{"item": ITEM, "part": "practice"}], active=False)
    assert aside(cup, "j1", 1, "80") == "handed_over"
    cup.does(organizer.set_seat, seat="j1", judge="other", duties=[])
    assert aside(cup, "j1", 2, "80") == "handed_over"


def test_nothing_that_was_set_aside_counts_until_it_is_adopted():
    cup = marking().sheet("j1", 1, "80", confirm=False)
    hand_in(cup, "j1", 1, "90", base=0)
    waiting = cup.contest.seq
    assert cup.total(1) is None
    cup.does(chief.adopt_sheet, aside=waiting, **REASON)
    assert cup.total(1) == "90.00"
    assert cup.contest.aside[waiting].fate == "adopted"
    assert cup.refold() == cup.contest


def test_a_sheet_that_was_declined_never_counts():
    cup = marking().sheet("j1", 1, "80")
    hand_in(cup, "j1", 1, "90")
    waiting = cup.contest.seq
    cup.does(chief.decline_sheet, aside=waiting, **REASON)
    assert cup.total(1) == "80.00"
    for verb in (chief.adopt_sheet, chief.decline_sheet):
        with refused("already_decided", aside=waiting):
            cup.does(verb, aside=waiting, **REASON)


def test_a_late_sheet_is_adopted_only_once_the_item_is_open_again():
    cup = marking().sheet("j1", 1, "80").lock("d")
    hand_in(cup, "j1", 2, "90")
    late = cup.contest.seq
    with refused("locked"):
        cup.does(chief.adopt_sheet, aside=late, **REASON)
    cup.unlock().does(chief.adopt_sheet, aside=late, **REASON)
    assert cup.total(2) == "90.00"


def test_a_sheet_that_does_not_fit_the_scheme_cannot_be_adopted():
    cup = marking()
    hand_in(cup, "j1", 1, {"gone": "7"}, rulebook=0)
    with refused("sheet_does_not_fit"):
        cup.does(chief.adopt_sheet, aside=cup.contest.seq, **REASON)
    with refused("unknown_sheet", aside=1):
        cup.does(chief.adopt_sheet, aside=1, **REASON)


def test_a_panel_takes_no_judge_too_many():
    cup = marking(entries=1).seat("j2")
    cup.sheet("j2", 1, "70", confirm=False).sheet("j1", 1, "80")
    with refused("panel_full", entry_code=cup.code(1)):
        cup.confirm("j2", 1)
    assert aside(cup, "j2", 1, "60") == "panel_full"
    with refused("panel_full"):
        cup.does(chief.adopt_sheet, aside=cup.contest.seq, **REASON)
    waiting = cup.contest.seq
    cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    cup.does(chief.adopt_sheet, aside=waiting, **REASON)
    assert cup.total(1) == "60.00"


# --- confirming ---


def test_a_judge_confirms_exactly_the_version_seen():
    cup = marking().sheet("j1", 1, "80", confirm=False)
    seen = cup.contest.seq
    cup.sheet("j1", 1, "81", confirm=False)
    with refused("sheet_changed", entry_code=cup.code(1)):
        cup.confirm("j1", 1, version=seen)
    cup.confirm("j1", 1)
    with refused("already_confirmed"):
        cup.confirm("j1", 1)


def test_there_is_nothing_to_confirm_before_a_sheet_or_after_the_lock_or_on_another_seat():
    cup = marking(seats=False).seat("j1", only=[1]).seat("j2", only=[2])
    with refused("no_sheet"):
        cup.confirm("j1", 1, version=1)
    cup.sheet("j1", 1, "80", confirm=False)
    with refused("not_your_entry"):
        cup.confirm("j2", 1, version=cup.contest.seq)
    cup.lock("d")
    with refused("locked"):
        cup.confirm("j1", 1)


# --- a team's one sheet ---


def team(members=3):
    return a_contest().with_item(a_book(judges=members, by="joint")).open()


def test_a_joint_sheet_counts_when_every_member_has_confirmed_it():
    cup = team().sheet("j1", 1, "80")
    cup.confirm("j2", 1)
    assert cup.total(1) is None
    cup.confirm("j3", 1)
    assert cup.total(1) == "56.00"
    assert list(cup.entry(1).sheets[PartId("practice")]) == ["joint"]


def test_typing_a_joint_sheet_again_asks_every_member_again():
    cup = team().sheet("j1", 1, "80").confirm("j2", 1)
    cup.sheet("j2", 1, "81")
    assert cup.entry(1).sheet("practice", "joint").confirmed_by == {"j2"}
    assert cup.confirm("j1", 1).confirm("j3", 1).total(1) == "56.70"


def test_of_two_members_who_type_at_the_same_moment_one_stands_and_the_other_waits():
    cup = team().sheet("j1", 1, "80", confirm=False)
    assert aside(cup, "j2", 1, "70", base=0) == "outdated"
    assert cup.entry(1).sheet("practice", "joint").marks == {"a": "80"}


def test_an_adopted_joint_sheet_needs_no_further_confirmation():
    cup = team().sheet("j1", 1, "80", confirm=False)
    hand_in(cup, "j2", 1, "70", base=0)
    cup.does(chief.adopt_sheet, aside=cup.contest.seq, **REASON)
    assert cup.total(1) == "49.00"


# --- returned ---


def test_a_returned_sheet_no_longer_counts_and_may_be_marked_again():
    cup = marking().sheet("j1", 1, "80")
    cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    assert (cup.total(1), cup.entry(1).sheet("practice", "j1").returned) == (None, True)
    assert cup.sheet("j1", 1, "85").total(1) == "85.00"


def test_a_judge_may_stand_by_a_returned_sheet():
    cup = marking().sheet("j1", 1, "80")
    cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    cup.confirm("j1", 1)
    assert (cup.total(1), cup.entry(1).sheet("practice", "j1").returned) == ("80.00", False)


def test_what_is_not_there_or_locked_cannot_be_returned():
    cup = marking()
    with refused("no_sheet"):
        cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    cup.sheet("j1", 1, "80").lock("d")
    with refused("locked"):
        cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)


# --- a member says no


def no(cup, seat="j2", **more):
    sheet = cup.entry(1).sheet(PartId("practice"), cup.contest.owner(ITEM, "practice", seat))
    where = {"item": ITEM, "code": cup.code(1), "part": "practice", "version": sheet.version if sheet else 1}
    cup.does(judge.object_to_sheet, f"seat:{seat}", **where | REASON | more)
    return cup


def stands(cup, seat="j1"):
    (sheet,) = desk(cup.contest, cup.contest.seats[seat])["sheets"]
    return sheet["team"]


def test_a_team_sees_who_has_confirmed_its_sheet():
    cup = team().sheet("j1", 1, "80").confirm("j2", 1)
    for seat in ("j1", "j2", "j3"):
        assert stands(cup, seat)["members"] == ["j1", "j2", "j3"]
        assert stands(cup, seat)["confirmed"] == ["j1", "j2"]


def test_a_change_after_a_confirmation_withdraws_it_for_all_to_see_and_says_where():
    cup = team().sheet("j1", 1, "80").confirm("j2", 1).sheet("j1", 1, "81")
    assert (stands(cup)["confirmed"], stands(cup)["withdrawn"], stands(cup)["changed"]) == (["j1"], ["j2"], ["a"])
    cup.confirm("j2", 1)
    assert (stands(cup)["confirmed"], stands(cup)["withdrawn"]) == (["j1", "j2"], [])


def test_a_member_s_no_takes_every_confirmation_back_and_keeps_the_sheet():
    cup = no(team().sheet("j1", 1, "80").confirm("j3", 1))
    objection = {"seat": "j2", "at": cup.contest.at, "reason_digest": "d"}
    assert (stands(cup)["objection"], stands(cup)["withdrawn"]) == (objection, ["j1", "j3"])
    assert cup.entry(1).sheet("practice", "joint").marks == {"a": "80"}
    assert cup.sheet("j1", 1, "81").confirm("j2", 1).confirm("j3", 1).total(1) == "56.70"
    assert stands(cup)["objection"] is None


def test_after_a_no_only_who_typed_it_or_who_said_no_may_stand_by_the_sheet():
    cup = no(team().sheet("j1", 1, "80"))
    with refused("objected", entry_code=cup.code(1)):
        cup.confirm("j3", 1)
    cup.confirm("j1", 1).confirm("j3", 1)
    assert cup.total(1) is None
    assert cup.confirm("j2", 1).total(1) == "56.00"


def test_there_is_no_no_to_what_all_have_confirmed_or_to_a_sheet_of_one_s_own_or_to_another_version():
    cup = team(2).sheet("j1", 1, "80")
    with refused("sheet_changed"):
        no(cup, version=1)
    cup.confirm("j2", 1)
    with refused("team_has_confirmed"):
        no(cup)
    alone = a_contest().with_item(a_book(judges=2)).open().sheet("j1", 1, "80", confirm=False)
    with refused("not_joint"):
        no(alone, "j1")
