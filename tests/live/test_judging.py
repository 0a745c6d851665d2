"""What judges' devices say and hear: three shapes of answer, one receipt a request, calls to the seats concerned."""

from __future__ import annotations

import json
import re
import time
from types import SimpleNamespace

import pytest

from contest.live.judging import Judging
from contest.people import People
from tests.live.played import confirm, sheet
from tests.support.pace import seconds
from tests.support.server import eventually, served
from tests.support.small import books, house, preset, token
from tests.support.wire import Closed, Judge, NoAnswer

RECEIPT = {"seq", "head", "mark"}
ACCEPTED = {"outcome", "receipt", "version", "confirmed", "mine_confirmed"}


# --- hello


def test_hello_tells_a_seat_what_it_marks_and_by_which_scheme(played):
    said = played.judge().call("hello", {"receipt": None, "unsent": 0, "app": "test", "visible": True})
    assert said["outcome"] == "accepted"
    assert said["contest"] == {"id": played.id, "title": {"zh": "测试", "en": "Test"}, "rehearsal": False}
    assert said["seat"].pop("holder") > 0
    assert said["seat"] == {"id": "b1", "name": {"zh": "b1", "en": "b1"}}
    assert [(each["item"], each["code"], each["parts"]) for each in said["entries"]] == [
        ("wall", f"A0{number}", ["build"]) for number in range(1, 7)
    ]
    (item,) = said["items"]
    assert (item["id"], item["state"], item["rulebook"]) == ("wall", "marking", 2)
    assert [part["id"] for part in item["parts"]] == ["build"]
    assert len(said["head"]) == 64
    assert said["sheets"] == []


def test_a_desk_speaks_as_its_contest_does(played):
    judge = played.judge()
    assert judge.call("hello", {})["words"] == {}
    played.desk().do("/course", {"judge": "expert", "entry": "project", "notice": 5})
    assert judge.call("hello", {})["words"]["chief"] == {"zh": "专家组长", "en": "chief expert"}
    played.desk().act("wall", "lock", missing_reason="测试")
    late = judge.call("sheet", sheet())
    assert late["message"]["zh"] == "送到时评分已截止，这张评分表留待专家组长裁定。"


def test_hello_gives_back_the_sheets_with_their_versions(played):
    judge = played.judge()
    first = judge.call("sheet", sheet("7", code="A02"))
    second = judge.call("sheet", sheet("9", code="A03", confirm=True))
    played.judge("f1").call("sheet", sheet("3", code="A02", part="finish"))
    told = {each["code"]: each for each in judge.call("hello", {})["sheets"]}
    assert {code: (each["version"], each["marks"], each["confirmed"]) for code, each in told.items()} == {
        "A02": (first["version"], {"a": "7"}, False),
        "A03": (second["version"], {"a": "9"}, True),
    }


def test_a_judge_learns_no_name_no_unit_and_no_entry_id(played):
    judge, staff = played.judge(), played.desk()
    played.show(judge)
    staff.do("/items/wall/entries/A02/status", {"status": "absent", "reason": "不在"})
    said = json.dumps(judge.call("hello", {}), ensure_ascii=False)
    assert "选手" not in said
    assert "单位" not in said
    assert re.findall('"e[0-9a-f]{16}"', said) == [], "an entry id"


@pytest.mark.parametrize("worn", ["", "nobody", "x" * 5000, None, 5, {"token": "x"}, ["x"], "\ud800", "\0"])
def test_a_token_of_nobody_is_refused_in_both_languages(server, worn):
    judge = Judge(server.address, worn)
    assert judge.refused["data"]["code"] == "revoked"
    assert judge.refused["data"]["message"].keys() == {"zh", "en"}


def test_a_console_session_is_no_seat(server, shared):
    cookie = shared.desk().cookie.partition("=")[2]
    judge = Judge(server.address, cookie)
    assert judge.refused["data"]["code"] == "revoked"


# --- the three shapes


def test_a_sheet_is_accepted_with_its_receipt_and_version(played):
    answer = played.judge().call("sheet", sheet("8.5"))
    assert answer.keys() == ACCEPTED
    assert answer["receipt"].keys() == RECEIPT
    assert (answer["outcome"], answer["confirmed"], answer["mine_confirmed"]) == ("accepted", False, False)
    assert answer["version"] == answer["receipt"]["seq"]


def test_a_sheet_on_an_old_version_is_set_aside_with_the_one_that_stands(played):
    judge = played.judge()
    standing = judge.call("sheet", sheet("8"))
    answer = judge.call("sheet", sheet("2", base=0))
    assert answer.keys() == {"outcome", "reason", "message", "receipt", "current"}
    assert (answer["outcome"], answer["reason"]) == ("set_aside", "outdated")
    assert answer["message"].keys() == {"zh", "en"}
    assert (answer["current"]["version"], answer["current"]["marks"]) == (standing["version"], {"a": "8"})
    assert answer["receipt"]["seq"] > standing["receipt"]["seq"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"rulebook": 1}, "rulebook_changed"), ({"rulebook": 1, "marks": {"other": "77"}}, "rulebook_changed")],
)
def test_a_sheet_of_another_scheme_is_set_aside(played, change, reason):
    answer = played.judge().call("sheet", sheet(**change))
    assert (answer["outcome"], answer["reason"], answer["current"]) == ("set_aside", reason, None)


def test_a_sheet_that_comes_after_the_lock_is_set_aside_as_late(played):
    judge = played.judge()
    played.desk().act("wall", "lock", missing_reason="测试")
    answer = judge.call("sheet", sheet())
    assert (answer["outcome"], answer["reason"]) == ("set_aside", "late")


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({"a": "11"}, "above_max"),
        ({"a": "-1"}, "below_min"),
        ({"a": "8.3"}, "off_step"),
        ({"a": "8,5"}, "decimal_comma"),
        ({"a": "８"}, "full_width"),
        ({"a": "many"}, "not_a_number"),
        ({"a": True}, "not_a_number"),
        ({}, "missing"),
    ],
)
def test_marks_that_cannot_be_are_refused_with_the_field_and_the_reason(shared, marks, code):
    answer = shared.judge().call("sheet", sheet(marks=marks))
    assert answer.keys() == {"outcome", "code", "message", "fields"}
    assert answer["outcome"] == "refused"
    assert answer["fields"]["a"]["code"] == code
    assert answer["fields"]["a"]["message"].keys() == {"zh", "en"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "A99"}, "unknown_code"),
        ({"item": "nowhere"}, "unknown_item"),
        ({"part": "nowhere"}, "unknown_part"),
        ({"part": "finish"}, "not_your_entry"),
        ({"item": "roof", "part": "deck", "code": "C01", "rulebook": 8}, "not_your_entry"),
    ],
)
def test_a_sheet_for_somebody_else_is_refused_and_nothing_is_written(shared, change, code):
    judge = shared.judge()
    before = judge.call("hello", {})["seq"]
    answer = judge.call("sheet", sheet(**change))
    assert (answer["outcome"], answer["code"]) == ("refused", code)
    assert judge.call("hello", {})["seq"] == before


def test_a_confirmed_sheet_is_accepted_and_shut_to_its_judge(played):
    judge = played.judge()
    first = judge.call("sheet", sheet("8"))
    answer = judge.call("confirm", confirm(first))
    assert answer.keys() == ACCEPTED
    assert (answer["outcome"], answer["confirmed"]) == ("accepted", True)
    later = judge.call("sheet", sheet("9", base=first["version"]))
    assert (later["outcome"], later["reason"]) == ("set_aside", "confirmed")


def test_a_confirmation_that_cannot_be_is_refused(played):
    judge = played.judge()
    first = judge.call("sheet", sheet("8"))
    assert judge.call("confirm", confirm(first, code="A02"))["code"] == "no_sheet"
    assert judge.call("confirm", confirm(first, part="finish"))["code"] == "not_your_entry"
    assert judge.call("confirm", confirm(first, version=1))["code"] == "sheet_changed"
    assert judge.call("confirm", confirm(first))["outcome"] == "accepted"
    assert judge.call("confirm", confirm(first))["code"] == "already_confirmed"
    played.desk().act("wall", "lock", missing_reason="测试")
    assert judge.call("confirm", confirm(first))["code"] == "locked"


def test_a_teams_sheet_counts_once_all_its_members_confirmed(played):
    team = [played.judge(seat) for seat in ("t1", "t2", "t3")]
    joint = {"item": "paint", "part": "look", "code": "B01"}
    first = team[0].call("sheet", sheet("6", **joint, confirm=True))
    assert (first["confirmed"], first["mine_confirmed"]) == (False, True)
    second = team[1].call("confirm", confirm(first, **joint))
    assert (second["confirmed"], second["mine_confirmed"]) == (False, True)
    assert team[2].call("confirm", confirm(first, **joint))["confirmed"] is True


# --- one receipt a request


def test_the_same_request_again_gets_the_same_receipt(played):
    judge, said = played.judge(), sheet("8")
    first = judge.call("sheet", said)
    judge.call("sheet", sheet("9", code="A02"))
    assert judge.call("sheet", said) == first
    assert played.judge().call("sheet", said) == first
    assert judge.call("hello", {})["seq"] == first["receipt"]["seq"] + 1


def test_the_same_request_twice_at_once_gets_one_line(played):
    judge, other, said = played.judge(), played.judge(), sheet("8")
    numbers = [(line, line.ask("sheet", said)) for line in (judge, other, judge, other)]
    answers = [line.answer(number) for line, number in numbers]
    assert all(answer == answers[0] for answer in answers)
    assert judge.call("hello", {})["seq"] == answers[0]["receipt"]["seq"]


def test_a_set_aside_sheet_keeps_its_receipt_too(played):
    judge = played.judge()
    judge.call("sheet", sheet("8"))
    said = sheet("2")
    assert judge.call("sheet", said) == judge.call("sheet", said)


def test_a_confirmation_said_again_gets_the_same_receipt(played):
    judge = played.judge()
    said = confirm(judge.call("sheet", sheet("8")))
    assert judge.call("confirm", said) == judge.call("confirm", said)


def test_a_request_used_for_other_marks_or_by_another_seat_is_refused(played):
    said = sheet("8", part="finish")
    first = played.judge("f1").call("sheet", said)
    assert first["outcome"] == "accepted"
    assert played.judge("f2").call("sheet", said)["code"] == "request_reused"
    assert played.judge("f1").call("sheet", said | {"marks": {"a": "9"}})["code"] == "request_reused"
    assert played.judge("f1").call("confirm", confirm(first, request=said["request"]))["code"] == "request_reused"


def test_two_devices_of_a_seat_one_wins_and_the_other_sees_both(played):
    one, other = played.judge(), played.judge()
    asked = [(one, one.ask("sheet", sheet("3"))), (other, other.ask("sheet", sheet("4")))]
    answers = sorted((line.answer(number) for line, number in asked), key=lambda answer: answer["outcome"])
    assert [answer["outcome"] for answer in answers] == ["accepted", "set_aside"]
    told = one.call("hello", {})["sheets"]
    assert {each["marks"]["a"] for each in told} == {"3", "4"}
    assert [each["set_aside"]["reason"] for each in told if each["set_aside"]] == ["outdated"]


# --- faults of ours


def test_a_fault_of_ours_gives_no_ack_and_the_line_goes_on(tmp_path):
    with house(tmp_path) as opened:
        opened.open("c0", preset(books(), 1))
    with served(tmp_path, ("-m", "tests.faults.sabotaged", "confirm_explodes")) as server:
        judge = Judge(server.address, token("c0", "b1"))
        first = judge.call("sheet", sheet())
        number = judge.ask("confirm", confirm(first))
        judge.settle()
        assert number not in judge._answers
        assert "ZeroDivisionError" in server.log
        assert judge.call("sheet", sheet("9", base=first["version"]))["outcome"] == "accepted"
        judge.leave()


# --- who speaks


def test_a_revoked_device_is_told_and_shut_within_a_second(played):
    judge, other, staff = played.judge(), played.judge("f1"), played.desk()
    staff.do("/seats/b1/revoke")
    begun = time.monotonic()
    assert judge.wait_for("revoked")["message"].keys() == {"zh", "en"}
    judge.line.closed()
    assert time.monotonic() - begun < seconds(1)
    assert Judge(played.server.address, token(played.id, "b1")).refused["data"]["code"] == "revoked"
    assert other.call("sheet", sheet(part="finish"))["outcome"] == "accepted"


def test_the_next_message_of_a_revoked_device_is_refused(played):
    judge, staff = played.judge(), played.desk()
    staff.do("/seats/b1/revoke")
    answer = judge.call("sheet", sheet())
    assert (answer["outcome"], answer["code"]) == ("refused", "revoked")
    assert played.judge("f1").call("hello", {})["seq"] == judge_seq(staff), "nothing was written"


def judge_seq(staff):
    return staff.ask("GET", "").json["seq"]


def test_the_session_is_looked_up_at_every_message(tmp_path):
    """Even where nobody has told this process yet that a session is over."""
    heard = {}
    server = SimpleNamespace(on=lambda name, handler, namespace: heard.update({name: handler}))
    with house(tmp_path) as opened:
        opened.open("c0", preset(books(), 1))
        people = People(opened.people.writer, opened.people.reader)
        Judging(server, opened.door, people)
        heard["connect"]("sid", {}, {"token": token("c0", "b1")})
        assert "now" in heard["ping_me"]("sid", {})
        people._sessions.clear()
        for name in ("hello", "sheet", "confirm", "ping_me"):
            assert heard[name]("sid", {})["code"] == "revoked"


def test_the_console_sees_which_seats_have_a_line(played):
    staff, judge = played.desk(), played.judge("f2")
    judge.call("hello", {"unsent": 3})
    seats = {each["id"]: each for each in staff.ask("GET", "").json["seats"]}
    assert [id for id, each in seats.items() if each["connected"]] == ["f2"]
    judge.leave()
    eventually(lambda: not any(each["connected"] for each in staff.ask("GET", "").json["seats"]))


# --- receipts from outside


def test_nobody_can_invent_a_receipt(played):
    judge = played.judge()
    receipt = played.show(judge)["receipt"]
    assert judge.call("hello", {"receipt": receipt})["outcome"] == "accepted"
    assert judge.call("sheet", sheet(code="A02"))["outcome"] == "accepted"
    invented = {"seq": receipt["seq"], "head": "0" * 64, "mark": receipt["mark"]}
    assert judge.call("hello", {"receipt": invented})["outcome"] == "accepted"
    assert judge.call("sheet", sheet(code="A03"))["outcome"] == "accepted"


def test_a_closed_line_is_gone_for_good(shared):
    judge = shared.judge()
    judge.line.send_frame(8)
    with pytest.raises((Closed, NoAnswer)):
        judge.call("sheet", sheet())


def test_a_sheet_said_again_after_another_device_marked_on_is_answered_as_what_it_was(played):
    """Its answer was lost; meanwhile the seat's other device sent another sheet. Confirming it would confirm that one
    unseen."""
    one, other = played.judge(), played.judge()
    said = sheet("7.0")
    first = one.call("sheet", said)
    second = other.call("sheet", sheet("9.0", base=first["version"]))
    again = one.call("sheet", said)
    assert (again["receipt"], again["version"]) == (first["receipt"], first["version"])
    assert one.call("confirm", confirm(again))["code"] == "sheet_changed"
    assert other.call("confirm", confirm(second))["outcome"] == "accepted"
