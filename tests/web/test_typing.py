"""Paper sheets typed for judges: blind, by two persons, and on the judge's desk with a word that they were typed."""

from __future__ import annotations

from typing import Any

import pytest

from contest.scoring.desk import desk as judge_desk
from tests.web.hall import Desk, Hall, Play, refused


@pytest.fixture
def anna(hall: Hall) -> Desk:
    return hall.staff("recorder")


@pytest.fixture
def bo(hall: Hall) -> Desk:
    return hall.staff("recorder")


def at(play: Play, *more: str, seat: str = "j1") -> str:
    return "/".join([f"/api/contests/{play.id}/items/wall/typing/work/{seat}", *more])


def row(desk: Desk, play: Play, code: str) -> dict[str, Any]:
    answer = desk.get(at(play))
    assert answer.status_code == 200
    return next(each for each in answer.json["rows"] if each["code"] == code)


def types(desk: Desk, play: Play, code: str, mark: str, **more: Any):
    base = row(desk, play, code)["version"]
    said = {"marks": {"a": mark}, "base": base, "rulebook": play.item().version, **more}
    return desk.post(at(play, code), said)


def test_two_recorders_type_blind_and_the_sheet_is_the_judges(anna: Desk, bo: Desk, play: Play):
    code = play.codes()[0]
    assert types(anna, play, code, "88.5").json["outcome"] == "typed"
    seen = row(bo, play, code)["typed"]
    assert [(each["mine"], each["marks"]) for each in seen] == [(False, None)]
    assert "88.5" not in bo.get(at(play)).get_data(as_text=True)
    assert types(bo, play, code, "88.5").json["outcome"] == "recorded"
    after = row(bo, play, code)
    assert (after["state"], len(after["typed_by"]), after["typed"]) == ("confirmed", 2, [])


def test_where_they_differ_both_see_both_and_a_third_look_decides(anna: Desk, bo: Desk, play: Play):
    code = play.codes()[0]
    types(anna, play, code, "88.5")
    assert types(bo, play, code, "83.5").json["outcome"] == "differs"
    for desk in (anna, bo):
        assert [each["marks"] for each in row(desk, play, code)["typed"]] == [{"a": "88.5"}, {"a": "83.5"}]
    assert types(anna, play, code, "83.5").json["outcome"] == "recorded"


def test_nobody_verifies_what_they_typed_themself(anna: Desk, play: Play):
    code = play.codes()[0]
    first = types(anna, play, code, "88.5").json["seq"]
    assert refused(types(anna, play, code, "88.5"), 409, "typed_by_oneself")
    assert types(anna, play, code, "89.5", replaces=first).json["outcome"] == "typed"


def test_a_mark_that_cannot_be_is_refused_beside_its_field(anna: Desk, play: Play):
    answer = types(anna, play, play.codes()[0], "188.5")
    assert refused(answer, 422, "mark_faults")
    assert answer.json["fields"]["a"]["code"] == "above_max"


def test_a_note_typed_by_either_goes_with_the_sheet(hall: Hall, anna: Desk, bo: Desk, play: Play):
    code = play.codes()[0]
    types(anna, play, code, "88.5", note="灰缝偏宽")
    types(bo, play, code, "88.5")
    sheet = next(iter(play.item().by_code[code].sheets["work"].values()))
    assert hall.services.people.texts(play.id, [sheet.note_digest]) == {sheet.note_digest: "灰缝偏宽"}


def test_the_judges_desk_says_that_it_was_typed(anna: Desk, bo: Desk, play: Play):
    first, second = play.codes()[:2]
    types(anna, play, first, "88.5")
    types(bo, play, first, "88.5")
    play.sheet("j1", second, "70")
    seen = judge_desk(play.fold, play.fold.seats["j1"])["sheets"]
    assert {sheet["code"]: sheet["recorded"] for sheet in seen} == {first: True, second: False}


def test_a_seat_that_is_not_there_is_unknown(anna: Desk, play: Play):
    assert refused(anna.get(at(play, seat="nobody")), 404, "unknown_seat")
