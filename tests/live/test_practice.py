"""Practice over the real socket: a sample is read as a sheet would be, answered, and leaves no trace in the contest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.played import Played, sheet
from tests.live.test_devices import of
from tests.support.small import token
from tests.support.wire import Judge


def sample(mark: Any = "8.5", **more: Any) -> dict[str, Any]:
    """A sample sheet as a device sends it: it has neither a request nor a code."""
    return {"item": "wall", "part": "build", "marks": {"a": mark}, "note": "试一试"} | more


def head(played: Played, judge: Judge) -> tuple[int, str]:
    said = judge.call("hello", {})
    return said["seq"], said["head"]


def test_a_sample_is_marked_by_the_seats_own_scheme(played):
    said = played.judge().call("practice_papers", {})
    assert said["outcome"] == "practice"
    ((item, parts),) = [(item["id"], [part["id"] for part in item["parts"]]) for item in said["items"]]
    assert (item, parts) == ("wall", ["build"])
    assert said["items"][0]["parts"][0]["criteria"][0]["aspects"][0]["max"] == "10"


def test_the_judge_is_told_what_the_server_understood(played):
    answer = played.judge().call("practice", sample("8.50"))
    assert answer == {
        "outcome": "practice",
        "aspects": [{"id": "a", "points": "8.50"}],
        "total": "8.50",
        "out_of": "10",
    }


def test_a_sample_leaves_nothing_in_the_journal_and_nothing_on_the_desk(played):
    judge = played.judge()
    before = head(played, judge)
    judge.call("practice_papers", {})
    judge.call("practice", sample("8.5"))
    judge.call("practice", sample("99"))
    assert head(played, judge) == before
    assert judge.call("hello", {})["sheets"] == []


def test_wrong_marks_are_refused_in_the_words_of_a_sheet(played):
    judge = played.judge()
    practised, marked = judge.call("practice", sample("8,5")), judge.call("sheet", sheet("8,5"))
    assert practised["outcome"] == "refused"
    assert practised == marked


@pytest.mark.parametrize(
    "said",
    [None, {}, sample() | {"request": "12345678"}, sample() | {"code": "A01"}, sample(8.5), sample(note=5), sheet()],
    ids=["nothing", "empty", "a request", "a code", "a float", "a note of 5", "a sheet"],  # no id may be random
)
def test_a_sheet_is_no_sample_and_a_sample_no_sheet(played, said):
    judge = played.judge()
    assert judge.call("practice", said)["code"] == "malformed"
    assert judge.call("sheet", sample())["code"] == "malformed"


def test_nobody_practises_what_is_not_their_part(played):
    judge = played.judge()
    assert judge.call("practice", sample(part="finish"))["code"] == "unknown_part"
    assert judge.call("practice", sample(item="paint", part="look"))["code"] == "unknown_part"
    assert judge.call("practice", sample(item="nothing"))["code"] == "unknown_item"


def test_the_office_sees_who_has_practised_and_a_device_remembers_it_over_a_restart(played):
    judge = played.judge()
    judge.call("hello", {})
    assert of(played, "b1")["practised"] is False
    judge.call("practice", sample("99"))
    assert of(played, "b1")["practised"] is False, "what was refused is not practised"
    judge.call("practice", sample())
    assert of(played, "b1")["practised"] is True
    played.judge("f1").call("hello", {"practised": True})
    assert of(played, "f1")["practised"] is True


def test_the_check_before_the_doors_open_counts_who_has_practised(played):
    played.judge().call("practice", sample())
    (told,) = [line for line in played.desk().ask("GET", "/readiness").json if line["code"] == "practice"]
    assert told["state"] == "amber"
    assert told["message"]["zh"].startswith("7 个席位中 1 个练过，还有 6 个没有")


def test_who_handed_the_seat_over_does_not_practise_on_it(played):
    judge = played.judge()
    played.desk().do("/seats/b1/handover", {"judge": "李四", "reason": "突发疾病"})
    judge.line.closed()
    back = Judge(played.server.address, token(played.id, "b1"))
    played.behind(back.leave)
    assert back.call("practice", sample())["code"] == "handed_over"
    assert back.call("practice_papers", {})["code"] == "handed_over"
