"""The device board over real sockets: what devices say of themselves is what the office sees, live."""

from __future__ import annotations

from typing import Any

from tests.live.played import Played, sheet
from tests.support.server import eventually


def board(played: Played) -> list[dict[str, Any]]:
    answer = played.desk().ask("GET", "/devices")
    assert answer.status == 200, answer
    return list(answer.json["devices"])


def of(played: Played, seat: str) -> dict[str, Any]:
    (found,) = [row for row in board(played) if row["seat"]["id"] == seat]
    return found


def test_before_anybody_speaks_every_paired_device_is_unseen(played):
    rows = board(played)
    assert {row["state"] for row in rows} <= {"unseen", "unpaired"}
    assert all(row["unsent"] is None for row in rows)


def test_a_device_is_as_it_said_in_its_hello_and_its_last_beat(played):
    judge = played.judge()
    judge.call("hello", {"receipt": None, "unsent": 2, "app": "judge 7", "visible": True})
    row = of(played, "b1")
    assert (row["state"], row["unsent"], row["app"], row["rtt"]) == ("online", 2, "judge 7", None)
    assert row["newest"] is False, "another page is given out now"
    judge.call("ping_me", {"unsent": 5, "rtt": 31, "visible": False})
    row = of(played, "b1")
    assert (row["state"], row["unsent"], row["app"], row["rtt"]) == ("asleep", 5, "judge 7", 31)
    judge.call("ping_me", {})
    assert {**of(played, "b1"), "silent_for": 0} == row | {"silent_for": 0}


def test_a_delivered_sheet_is_one_less_to_send(played):
    judge = played.judge()
    judge.call("hello", {"unsent": 2, "app": "simulated"})
    judge.call("sheet", sheet())
    row = of(played, "b1")
    assert (row["unsent"], row["newest"]) == (1, None), "a program is no page"


def test_a_device_that_went_away_keeps_its_last_state(played):
    judge = played.judge()
    judge.call("hello", {"unsent": 3, "app": "judge 7"})
    judge.leave()
    eventually(lambda: of(played, "b1")["state"] == "away")
    row = of(played, "b1")
    assert (row["unsent"], row["app"], row["alarms"]) == (3, "judge 7", [])


def test_who_needs_a_person_stands_first(played):
    played.judge("b1").call("hello", {})
    played.judge("f1").call("hello", {"unsent": 4})
    states = [(row["unsent"] or 0, row["state"]) for row in board(played)]
    assert states[0] == (4, "online")
    assert states[-1] == (0, "online")
