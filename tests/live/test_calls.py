"""Calls to seats: whose desk a line changed is told to say hello again, and nobody else."""

from __future__ import annotations

import pytest

from tests.live.played import confirm, sheet
from tests.support.small import token
from tests.support.wire import Judge


def heard(judges):
    """Which judges have been called since they were asked last."""
    names = []
    for name, judge in judges.items():
        judge.settle()
        if any(call[0] == "changed" for call in judge.calls):
            names.append(name)
        judge.calls.clear()
    return names


@pytest.fixture
def hall(played):
    return {seat: played.judge(seat) for seat in ("b1", "f1", "f2", "t1", "t2", "t3", "r1")}


def test_a_teams_sheet_calls_the_whole_team(played, hall):
    joint = {"item": "paint", "part": "look", "code": "B01"}
    first = hall["t1"].call("sheet", sheet("6", **joint))
    assert heard(hall) == ["t1", "t2", "t3"]
    hall["t3"].call("confirm", confirm(first, **joint))
    assert heard(hall) == ["t1", "t2", "t3"]


def test_a_judges_own_sheet_calls_nobody(played, hall):
    played.show(hall["f1"], part="finish")
    assert heard(hall) == []


def test_a_returned_sheet_calls_its_judge_only(played, hall):
    played.show(hall["f1"], part="finish")
    played.show(hall["f2"], part="finish")
    played.desk().do("/items/wall/entries/A01/return", {"part": "finish", "owner": "f1", "reason": "请复核"})
    assert heard(hall) == ["f1"]
    assert hall["f1"].call("hello", {})["sheets"][0]["returned"] is True


def test_a_returned_joint_sheet_calls_the_whole_team(played, hall):
    joint = {"item": "paint", "part": "look", "code": "B01"}
    first = hall["t1"].call("sheet", sheet("6", **joint, confirm=True))
    for seat in ("t2", "t3"):
        hall[seat].call("confirm", confirm(first, **joint))
    heard(hall)
    played.desk().do("/items/paint/entries/B01/return", {"part": "look", "owner": "joint", "reason": "请复核"})
    assert heard(hall) == ["t1", "t2", "t3"]


def test_a_lock_and_a_status_call_the_judges_of_the_item_only(played, hall):
    played.desk().do("/items/wall/entries/A02/status", {"status": "absent", "reason": "不在"})
    assert heard(hall) == ["b1", "f1", "f2"]
    played.desk().act("wall", "lock", missing_reason="测试")
    assert heard(hall) == ["b1", "f1", "f2"]


def test_what_judges_cannot_see_does_not_call_them(played, hall):
    staff = played.desk()
    staff.act("wall", "freeze")
    staff.do("/items/wall/entries/A01/times", {"part": "build", "seconds": 60})
    staff.act("wall", "unfreeze")
    assert heard(hall) == []


def test_a_decision_on_a_set_aside_sheet_calls_its_judge_only(played, hall):
    staff = played.desk()
    played.show(hall["f1"], part="finish")
    aside = hall["f1"].call("sheet", sheet("2", part="finish"))
    assert aside["outcome"] == "set_aside"
    staff.do(f"/set-aside/{aside['receipt']['seq']}/adopt", {"reason": "采用"})
    assert heard(hall) == ["f1"]


def test_another_contests_judges_hear_nothing(server, played, hall):
    other = Judge(server.address, token("c0", "b1"))
    played.desk().act("wall", "lock", missing_reason="测试")
    other.settle()
    assert other.calls == []
    other.leave()


def test_a_recusal_calls_nobody(played, hall):
    """Not even the seat it is about: a call that nothing follows on would tell."""
    heard(hall)
    desk = played.desk()
    said = {"seat": "f1", "codes": ["A01"], "stand_in": True, "reason": "同单位"}
    desk.do("/items/wall/recusals", said)
    assert heard(hall) == []
