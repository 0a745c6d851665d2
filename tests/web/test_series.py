"""Series: several contests under one name; everybody sees of them what they may see of the contests."""

from __future__ import annotations

import itertools

import pytest

from tests.web.hall import Desk, Hall, Play, refused

_count = itertools.count(1)
CUP = {"zh": "第三届工匠杯", "en": ""}


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer")


@pytest.fixture
def id() -> str:
    return f"series-{next(_count)}"


def found(answer, id: str) -> dict | None:
    return next((each for each in answer.json if each["id"] == id), None)


def test_contests_stand_under_one_name_in_the_order_that_was_said(hall: Hall, office: Desk, id: str):
    one, two = hall.contest(), hall.contest()
    answer = office.post("/api/series", {"id": id, "title": CUP, "contests": [two.id, one.id]})
    told = {"id": id, "title": {"zh": "第三届工匠杯", "en": "第三届工匠杯"}, "contests": [two.id, one.id]}
    assert found(answer, id) == told
    assert found(office.get("/api/series"), id) == told


def test_one_sees_of_a_series_the_contests_that_one_may_see(hall: Hall, office: Desk, id: str):
    one, two = hall.contest(), hall.contest()
    office.post("/api/series", {"id": id, "title": CUP, "contests": [one.id, two.id]})
    assert found(hall.staff("viewer", contest=two.id).get("/api/series"), id)["contests"] == [two.id]
    assert hall.staff("viewer", contest="another").get("/api/series").json == []


def test_a_contest_stands_in_one_series_only(hall: Hall, office: Desk, id: str):
    one, two = hall.contest(), hall.contest()
    office.post("/api/series", {"id": id, "title": CUP, "contests": [one.id, two.id]})
    answer = office.post("/api/series", {"id": f"{id}-b", "title": CUP, "contests": [one.id]})
    assert (found(answer, id)["contests"], found(answer, f"{id}-b")["contests"]) == ([two.id], [one.id])


def test_of_two_who_change_the_same_list_the_later_one_is_told(hall: Hall, office: Desk, play: Play, id: str):
    seen = office.post("/api/series", {"id": id, "title": CUP, "contests": [play.id]})
    match = {"If-Match": seen.headers["ETag"]}
    body = {"title": {"zh": "第四届工匠杯"}, "contests": [play.id]}
    assert office.ask("POST", f"/api/series/{id}", body, match).status_code == 200
    assert refused(office.ask("POST", f"/api/series/{id}", body, match), 412, "changed_meanwhile")


def test_what_is_not_there_or_there_already_is_said(hall: Hall, office: Desk, play: Play, id: str):
    said = {"title": CUP, "contests": [play.id]}
    assert refused(office.post(f"/api/series/{id}", said), 404, "unknown_series")
    assert refused(office.post("/api/series", said | {"id": id, "contests": ["never-held"]}), 404, "unknown_contest")
    office.post("/api/series", said | {"id": id})
    assert refused(office.post("/api/series", said | {"id": id}), 409, "series_exists")


def test_a_series_is_taken_apart_and_its_contests_stay(hall: Hall, office: Desk, play: Play, id: str):
    office.post("/api/series", {"id": id, "title": CUP, "contests": [play.id]})
    assert found(office.post(f"/api/series/{id}/remove"), id) is None
    assert office.get(f"/api/contests/{play.id}").status_code == 200
    assert refused(office.post(f"/api/series/{id}/remove"), 404, "unknown_series")
