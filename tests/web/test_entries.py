"""What the office notes of one entry: status, penalty, time; and sheets sent back."""

from __future__ import annotations

import pytest

from contest.scoring.refused import Refused
from contest.scoring.verbs import judge
from tests.web.hall import Hall, Play, refused


def entry_of(play: Play, code: str):
    return play.item().by_code[code]


def test_an_entry_that_does_not_come_is_absent_and_may_come_after_all(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    desk.note(play.id, code, "status", status="absent", reason="not there at roll-call")
    assert entry_of(play, code).status == "absent"
    desk.note(play.id, code, "status", status="present")
    assert entry_of(play, code).status == "present"


def test_a_penalty_is_given_as_its_rule_says(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    desk.note(play.id, code, "penalties", penalty="late", reason="came late")
    desk.note(play.id, code, "penalties", penalty="conduct", points="2.5", reason="shouted")
    taken = [(each.rule_id, each.points, each.count) for each in entry_of(play, code).penalties.values()]
    assert [(rule, None if points is None else str(points), count) for rule, points, count in taken] == [
        ("late", None, 1),
        ("conduct", "2.5", 1),
    ]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"penalty": "nothing", "reason": "x"}, 404, "unknown_penalty"),
        ({"penalty": "late", "count": 2, "reason": "x"}, 409, "penalty_count"),
        ({"penalty": "late", "count": 0, "reason": "x"}, 409, "penalty_count"),
        ({"penalty": "conduct", "points": "10.5", "reason": "x"}, 409, "penalty_points"),
        ({"penalty": "conduct", "points": "-1", "reason": "x"}, 409, "penalty_points"),
        ({"penalty": "conduct", "points": "1,5", "reason": "x"}, 409, "penalty_points"),
        ({"penalty": "conduct", "points": "１", "reason": "x"}, 409, "penalty_points"),
        ({"penalty": "conduct", "reason": "x"}, 409, "penalty_points"),
        ({"penalty": "conduct", "points": 1.5, "reason": "x"}, 422, "malformed"),
        ({"penalty": "late", "count": 1.0, "reason": "x"}, 422, "malformed"),
        ({"penalty": "late", "count": True, "reason": "x"}, 422, "malformed"),
        ({"penalty": "late"}, 422, "malformed"),
        ({"penalty": "late", "reason": ""}, 422, "malformed"),
        ({"penalty": "late\n", "reason": "x"}, 422, "malformed"),
    ],
)
def test_a_penalty_that_the_rules_do_not_know_is_refused(hall: Hall, play: Play, body: dict, status: int, code: str):
    answer = hall.staff("recorder").note(play.id, play.codes()[0], "penalties", **body)
    assert refused(answer, status, code)
    assert not entry_of(play, play.codes()[0]).penalties


def test_a_penalty_is_lifted_by_the_line_that_gave_it_and_no_other_one_is(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    first = desk.note(play.id, code, "penalties", penalty="late", reason="came late").json["seq"]
    desk.note(play.id, code, "penalties", penalty="conduct", points="2.5", reason="shouted")
    assert desk.note(play.id, code, f"penalties/{first}/lift", reason="the bus was late for all").status_code == 200
    assert [each.rule_id for each in entry_of(play, code).penalties.values()] == ["conduct"]
    again = desk.note(play.id, code, f"penalties/{first}/lift", reason="once more")
    assert refused(again, 404, "unknown_penalty")
    assert refused(desk.note(play.id, play.codes()[1], f"penalties/{first}/lift", reason="x"), 404, "unknown_penalty")


def test_lifting_a_penalty_takes_a_reason_and_an_item_that_is_open(hall: Hall, play: Play):
    desk, code = hall.staff("chief"), play.codes()[0]
    given = desk.note(play.id, code, "penalties", penalty="late", reason="came late").json["seq"]
    assert refused(desk.note(play.id, code, f"penalties/{given}/lift"), 422, "malformed")
    play.brought_to("locked")
    assert refused(desk.note(play.id, code, f"penalties/{given}/lift", reason="x"), 409, "locked")


def test_what_was_noted_of_an_entry_is_told_with_the_line_of_each_penalty(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    late = desk.note(play.id, code, "penalties", penalty="late", reason="came late").json["seq"]
    conduct = desk.note(play.id, code, "penalties", penalty="conduct", points="2.5", reason="shouted").json["seq"]
    desk.note(play.id, code, "times", part="work", seconds=3725)
    assert desk.get(f"/api/contests/{play.id}/items/wall/entries/{code}").json == {
        "code": code,
        "name": None,
        "unit": None,
        "status": "present",
        "times": {"work": 3725},
        "penalties": [
            {"given": late, "id": "late", "name": {"zh": "迟到", "en": "Late"}, "count": 1, "points": "1"}
            | {"by": desk.login.title(), "reason": "came late"},
            {"given": conduct, "id": "conduct", "name": {"zh": "违规", "en": "Conduct"}, "count": 1, "points": "2.5"}
            | {"by": desk.login.title(), "reason": "shouted"},
        ],
    }
    seen = hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/entries/{code}").json["penalties"]
    assert [(each["by"], each["reason"]) for each in seen] == [(desk.login.title(), None)] * 2
    assert refused(desk.get(f"/api/contests/{play.id}/items/wall/entries/Z99"), 404, "unknown_code")


def test_the_time_used_is_kept_in_seconds_and_corrected_by_another_line(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    for seconds in (3600, 3725):
        assert desk.note(play.id, code, "times", part="work", seconds=seconds).status_code == 200
    assert entry_of(play, code).times == {"work": 3725}
    assert refused(desk.note(play.id, code, "times", part="theory", seconds=1), 404, "unknown_part")
    assert refused(desk.note(play.id, code, "times", part="work", seconds=-1), 422, "malformed")
    assert refused(desk.note(play.id, code, "times", part="work", seconds=86_401), 422, "malformed")


def test_a_sheet_sent_back_counts_no_more_and_its_marks_stay_in_the_journal(hall: Hall, play: Play):
    code = play.codes()[0]
    play.sheet("j1", code, "80")
    answer = hall.staff("chief").note(play.id, code, "return", part="work", owner="j1", reason="a digit is missing")
    assert answer.status_code == 200
    sheet = entry_of(play, code).sheets["work"]["j1"]
    assert (sheet.counts, sheet.returned, sheet.marks) == (False, True, {"a": "80"})
    with pytest.raises(Refused):  # and its judge must hand in the very sheet they see
        play.does(judge.confirm_sheet, "seat:j1", item="wall", code=code, part="work", version=1)


def test_a_sheet_that_is_not_there_cannot_be_sent_back(hall: Hall, play: Play):
    answer = hall.staff("chief").note(play.id, play.codes()[0], "return", part="work", owner="j2", reason="x")
    assert refused(answer, 409, "no_sheet")


def test_a_locked_items_entries_are_noted_no_more(hall: Hall):
    play = hall.contest().brought_to("locked")
    desk, code = hall.staff("chief"), play.codes()[0]
    assert refused(desk.note(play.id, code, "status", status="absent"), 409, "locked")
    assert refused(desk.note(play.id, code, "penalties", penalty="late", reason="x"), 409, "locked")
    assert refused(desk.note(play.id, code, "times", part="work", seconds=1), 409, "locked")
    assert refused(desk.note(play.id, code, "return", part="work", owner="j1", reason="x"), 409, "locked")


def test_a_note_sent_twice_with_its_key_is_one_note(hall: Hall, play: Play):
    desk, code = hall.staff("recorder"), play.codes()[0]
    body = {"penalty": "conduct", "points": "2", "reason": "shouted"}
    once = desk.note(play.id, code, "penalties", key="note-1", **body)
    again = desk.note(play.id, code, "penalties", key="note-1", **body)
    assert once.json == again.json
    assert len(entry_of(play, code).penalties) == 1
    other = desk.note(play.id, code, "penalties", key="note-1", **body | {"points": "3"})
    assert refused(other, 409, "request_reused")
    elsewhere = desk.note(play.id, play.codes()[1], "penalties", key="note-1", **body)
    assert refused(elsewhere, 409, "request_reused")


def test_a_receipt_names_the_line_that_the_note_became(hall: Hall, play: Play):
    said = hall.staff("recorder").note(play.id, play.codes()[0], "status", status="absent").json
    assert (said["seq"], said["head"]) == (play.fold.seq, play.fold.head.hex())


def test_a_reason_stands_beside_the_journal_not_in_it(hall: Hall, play: Play):
    reason = "fainted at the third station"
    hall.staff("recorder").note(play.id, play.codes()[0], "status", status="absent", reason=reason)
    assert not any(reason.encode() in line.raw for line in hall.services.door.lines(play.id))


def test_an_unknown_code_is_unknown(hall: Hall, play: Play):
    assert refused(hall.staff("chief").note(play.id, "Z99", "status", status="absent"), 404, "unknown_code")
