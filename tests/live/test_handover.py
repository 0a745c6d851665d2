"""A seat handed over while judges mark: who sat there before is shut out at once, and what they still held is kept."""

from __future__ import annotations

import time

from contest.roll import HALF_OPEN, Roll, alarms
from tests.live.played import confirm, sheet
from tests.support.desk import ask
from tests.support.pace import seconds
from tests.support.small import token
from tests.support.wire import Judge

HANDOVER = {"judge": "李四", "reason": "突发疾病"}


def test_the_device_of_the_former_judge_is_told_and_shut_within_a_second(played):
    judge, other, staff = played.judge(), played.judge("f1"), played.desk()
    staff.do("/seats/b1/handover", HANDOVER)
    begun = time.monotonic()
    assert "已交给另一位裁判" in judge.wait_for("revoked")["message"]["zh"]
    judge.line.closed()
    assert time.monotonic() - begun < seconds(1)
    assert other.call("sheet", sheet(part="finish"))["outcome"] == "accepted"


def test_a_former_device_that_hangs_up_before_it_is_shut_takes_no_other_line_with_it(played):
    gone, shut, other, staff = played.judge(), played.judge("t1"), played.judge("f1"), played.desk()
    staff.do("/seats/b1/handover", HANDOVER)
    gone.leave()
    staff.do("/seats/t1/handover", HANDOVER)
    shut.line.closed()  # later than the one that had left would have been
    assert other.call("sheet", sheet(part="finish"))["outcome"] == "accepted"


def test_what_the_former_judge_brings_afterwards_is_set_aside_and_shows_nothing_of_the_new_ones_desk(played):
    judge, staff = played.judge(), played.desk()
    delivered = judge.call("sheet", sheet("7", code="A02", confirm=True))
    staff.do("/seats/b1/handover", HANDOVER)
    judge.line.closed()
    back = Judge(played.server.address, token(played.id, "b1"))
    played.behind(back.leave)
    said = back.call("hello", {"unsent": 1})
    assert said["handed_over"].keys() == {"zh", "en"}
    assert (said["items"], said["entries"], said["sheets"]) == ([], [], [])
    answer = back.call("sheet", sheet("9", code="A01"))
    assert (answer["outcome"], answer["reason"], answer["current"]) == ("set_aside", "handed_over", None)
    again = back.call("sheet", sheet("3", code="A02", base=delivered["version"]))
    assert (again["outcome"], again["current"]) == ("set_aside", None)
    refused = back.call("confirm", confirm(delivered, code="A02"))
    assert (refused["outcome"], refused["code"]) == ("refused", "handed_over")


def test_the_seat_is_free_for_the_new_judges_device_which_marks_as_before(played):
    judge, staff = played.judge(), played.desk()
    kept = judge.call("sheet", sheet("7", code="A02", confirm=True))
    staff.do("/seats/b1/handover", HANDOVER)
    link = staff.do("/seats/b1/pairing")["url"].partition("#pair=")[2]
    asked = {"token": link, "pin": "1357", "device": "tablet"}
    paired = ask(played.server.address, "POST", "/api/pair", asked).json
    assert paired["waiting"] is None
    new = Judge(played.server.address, paired["token"])
    played.behind(new.leave)
    assert [(each["code"], each["version"]) for each in new.call("hello", {})["sheets"]] == [("A02", kept["version"])]
    assert new.call("sheet", sheet("8", code="A03"))["outcome"] == "accepted"


def test_one_token_on_two_lines_for_longer_than_a_broken_line_lasts_is_an_alarm():
    roll = Roll()
    heard = roll.opened("t", "cup", "j1", 100.0)
    assert alarms(heard, [heard], 200.0) == []
    roll.opened("t", "cup", "j1", 200.0)
    assert alarms(heard, [heard], 200.0 + HALF_OPEN) == []
    assert alarms(heard, [heard], 200.1 + HALF_OPEN) == ["two_devices"]
    heard.lines -= 1
    assert alarms(heard, [heard], 300.0) == []


def new_judge(played):
    """The seat in other hands: the same tablet paired anew, and what hello told both judges of who sits there."""
    before = played.judge().call("hello", {})["seat"]["holder"]
    staff = played.desk()
    staff.do("/seats/b1/handover", HANDOVER)
    link = staff.do("/seats/b1/pairing")["url"].partition("#pair=")[2]
    paired = ask(played.server.address, "POST", "/api/pair", {"token": link, "pin": "1357", "device": "tablet"}).json
    new = Judge(played.server.address, paired["token"])
    played.behind(new.leave)
    now = new.call("hello", {})["seat"]["holder"]
    assert (paired["holder"], now > before) == (now, True)
    return new, before, now


def test_what_a_tablet_still_holds_of_the_judge_before_is_set_aside_under_the_new_pairing_too(played):
    new, before, now = new_judge(played)
    left = sheet("9", code="A01", holder=before, confirm=True)
    answer = new.call("sheet", left)
    assert (answer["outcome"], answer["reason"]) == ("set_aside", "handed_over")
    assert new.call("sheet", left | {"holder": 0})["receipt"] == answer["receipt"], "sent again it is the same message"
    own = new.call("sheet", sheet("4", code="A01", holder=now))
    assert own["outcome"] == "accepted", "the new judge marks the same entry as if nothing lay there"
    said = new.call("hello", {})
    assert [(each["marks"], each["set_aside"]) for each in said["sheets"]] == [({"a": "4"}, None)]
    assert said["open_asides"] == [answer["receipt"]["seq"]]


def test_the_judge_before_confirms_nothing_under_the_new_pairing(played):
    delivered = played.judge().call("sheet", sheet("7", code="A02"))
    new, before, now = new_judge(played)
    refused = new.call("confirm", confirm(delivered, code="A02", holder=before))
    assert (refused["outcome"], refused["code"]) == ("refused", "handed_over")
    assert new.call("confirm", confirm(delivered, code="A02", holder=now))["outcome"] == "accepted"


def test_a_former_device_is_told_which_of_its_sheets_wait_for_a_decision(played):
    judge, staff = played.judge(), played.desk()
    staff.do("/seats/b1/handover", HANDOVER)
    judge.line.closed()
    back = Judge(played.server.address, token(played.id, "b1"))
    played.behind(back.leave)
    seq = back.call("sheet", sheet("9", code="A01"))["receipt"]["seq"]
    said = back.call("hello", {})
    assert (said["open_asides"], said["sheets"], said["seat"]["holder"]) == ([seq], [], None)
