"""The board as it stood at an earlier line, and files that are made in a process of their own."""

from __future__ import annotations

import json

import pytest

from contest.people import Session
from contest.web import exports
from tests.web.hall import NAMES, THEORY, UNITS, Desk, Hall, Play, refused

STAFF = Session("t", "account:1", "Chief", (("*", "", "chief"),))


@pytest.fixture(scope="module")
def signed(hall: Hall) -> Play:
    return hall.contest().brought_to("signed")


@pytest.fixture(scope="module")
def desk(hall: Hall) -> Desk:
    return hall.staff("recorder")


def board_at(desk: Desk, play: Play, line: int):
    return desk.get(f"/api/contests/{play.id}/items/wall/board?line={line}")


def test_a_board_is_shown_as_it_stood_at_an_earlier_line(desk: Desk, hall: Hall):
    play = hall.contest()
    play.sheet("j1", play.codes()[0], "70")
    first = play.sheet("j2", play.codes()[0], "80")
    play.marked()
    then = board_at(desk, play, first).json
    assert (then["n"], then["head"]["judged"], then["head"]["state"]) == (first, 1, "marking")
    assert board_at(desk, play, play.fold.seq).json["head"]["judged"] == 3


def test_before_the_unsealing_the_board_bore_no_names_and_afterwards_it_does(desk: Desk, signed: Play):
    lines = [json.loads(line.raw) for line in signed.services.door.lines(signed.id)]
    unsealed = next(line["seq"] for line in lines if line["kind"] == "IdentityUnsealed")
    before, after = (board_at(desk, signed, line).get_data(as_text=True) for line in (unsealed - 1, unsealed))
    assert not any(name in before for name in NAMES)
    assert all(name in after for name in NAMES)


def test_the_last_lines_board_is_the_live_one(hall: Hall, desk: Desk, signed: Play):
    live = hall.app.extensions["boards"].channel(f"{signed.id}.wall.staff", STAFF)
    assert board_at(desk, signed, signed.fold.seq).json == json.loads(live.snapshot())


def test_a_line_that_is_not_there_is_refused_and_the_last_one_named(desk: Desk, signed: Play):
    answer = board_at(desk, signed, signed.fold.seq + 1)
    assert refused(answer, 404, "unknown_line")
    assert f"#{signed.fold.seq}" in answer.json["message"]["zh"]
    assert refused(board_at(desk, signed, 0), 422, "malformed")


@pytest.mark.parametrize("file", ["workbook.xlsx?item=wall", "results.csv?item=wall&lang=en", "journal.ndjson"])
def test_a_big_file_is_made_apart_and_has_the_same_bytes_and_name(
    desk: Desk, signed: Play, file: str, monkeypatch: pytest.MonkeyPatch
):
    path = f"/api/contests/{signed.id}/exports/{file}"
    here = desk.get(path)
    monkeypatch.setattr(exports, "MOST_ENTRIES", 0)
    monkeypatch.setattr(exports, "MOST_LINES", 0)
    monkeypatch.setattr(exports, "results_file", None)
    apart = desk.get(path)
    assert apart.data == here.data
    assert apart.headers["Content-Disposition"] == here.headers["Content-Disposition"]


def test_what_is_not_signed_is_refused_from_there_too(desk: Desk, hall: Hall, monkeypatch: pytest.MonkeyPatch):
    play = hall.contest().brought_to("locked")
    monkeypatch.setattr(exports, "MOST_ENTRIES", 0)
    answer = desk.get(f"/api/contests/{play.id}/exports/results.csv?item=wall")
    assert refused(answer, 409, "export_unsigned")
    assert "砌筑" in answer.json["message"]["zh"]


def then(desk: Desk, play: Play, line: int):
    return desk.get(f"/api/contests/{play.id}/past?line={line}")


def seq_of(play: Play, kind: str) -> int:
    lines = [json.loads(line.raw) for line in play.services.door.lines(play.id)]
    return next(line["seq"] for line in lines if line["kind"] == kind)


def wall_of(answer):
    return next(item for item in answer.json["items"] if item["id"] == "wall")


def test_the_contest_is_shown_as_it_stood_at_a_line(desk: Desk, signed: Play):
    lock = seq_of(signed, "ItemLocked")
    before, after = then(desk, signed, lock - 1), then(desk, signed, lock)
    assert (before.json["seq"], before.json["now"]) == (lock - 1, signed.fold.seq)
    assert [wall_of(each)["state"] for each in (before, after)] == ["marking", "locked"]
    assert wall_of(before)["sheets"]["confirmed"] == 6
    last = wall_of(then(desk, signed, signed.fold.seq))
    now = desk.get(f"/api/contests/{signed.id}/items/wall/results").json
    kept = ("code", "name", "unit", "rank", "tied", "status", "total")
    assert [{key: row[key] for key in kept} for row in last["rows"]] == [
        {key: row[key] for key in kept} for row in now["rows"]
    ]
    assert last["final"]


def test_what_was_sealed_at_that_line_stays_sealed_whatever_is_known_today(desk: Desk, signed: Play):
    unsealed = seq_of(signed, "IdentityUnsealed")
    before, after = then(desk, signed, unsealed - 1), then(desk, signed, unsealed)
    assert not any(name in before.get_data(as_text=True) for name in (*NAMES, *UNITS, *THEORY))
    assert {row["total"] for row in wall_of(before)["rows"]} == {None}
    assert all(name in after.get_data(as_text=True) for name in NAMES)


def test_of_the_past_too_one_sees_only_the_items_one_may_see(hall: Hall, signed: Play):
    cook = hall.staff("recorder", contest=signed.id, item="soup")
    told = then(cook, signed, signed.fold.seq).json
    assert [item["id"] for item in told["items"]] == ["soup"]
    assert refused(then(cook, signed, signed.fold.seq + 1), 404, "unknown_line")
