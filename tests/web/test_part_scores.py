"""Marks from a sheet over REST: by number and never by code, every fault with its cell, corrected with a reason."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from contest.people import Registered
from tests.web.hall import Desk, Hall, refused, wall

SCORES = "/api/contests/{}/items/wall/scores/theory"


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer", "officer", "chief")


@pytest.fixture
def contest(hall: Hall, office: Desk) -> str:
    """A contest whose sealed item has three with codes, and no theory marks."""
    id = f"theory-{len(office.get('/api/contests').json)}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": wall()})
    rows = [Registered("wall", f"00{k}", name, "一建") for k, name in enumerate(("王建国", "李秀英", "张伟"), 1)]
    hall.services.people.keep([hall.services.people.keep_registrations(id, "account:x", rows)])
    office.post(f"/api/contests/{id}/items/wall/entries")
    office.post(f"/api/contests/{id}/items/wall/draw")
    return id


def sent(desk: Desk, address: str, data: bytes | str, **asked: str):
    content = data.encode("utf-8-sig") if isinstance(data, str) else data
    form = {"file": (io.BytesIO(content), "成绩.csv" if isinstance(data, str) else "成绩.xlsx")}
    return desk.ask("POST", address, data=form, query_string=asked, content_type="multipart/form-data")


def applied(desk: Desk, contest: str, data: str, reason: str = ""):
    told = sent(desk, f"{SCORES.format(contest)}/read", data).json
    return sent(desk, SCORES.format(contest), data, digest=told["digest"], reason=reason)


def marks(hall: Hall, contest: str) -> dict[str, str]:
    """Name → mark, as the journal has it."""
    item = hall.services.door.current(contest).items["wall"]
    people = hall.services.people
    scored = [(entry.id, score) for entry in item.entries.values() for score in entry.imported.values()]
    return {people.person(contest, id).name: str(score.raw) for id, score in scored}


def test_the_sheet_names_everybody_by_number_and_nobody_by_code(hall: Hall, office: Desk, contest: str):
    told = office.get(SCORES.format(contest)).json
    assert told["by"] == "number"
    assert [(row["who"], row["name"], row["score"]) for row in told["rows"]] == [
        ("001", "王建国", None),
        ("002", "李秀英", None),
        ("003", "张伟", None),
    ]
    book = office.get(f"{SCORES.format(contest)}/template.xlsx").data
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert cells[1][:3] == ["001", "王建国", "一建"]
    item = hall.services.door.current(contest).items["wall"]
    secret = {*map(str, item.by_code), *map(str, item.entries)}
    assert not secret & {str(cell) for row in cells for cell in row}
    assert not [each for each in secret if each in office.get(SCORES.format(contest)).text]


def test_a_filled_sheet_is_told_and_then_applied(hall: Hall, office: Desk, contest: str):
    sheet = "编号,姓名,成绩\n001,王建国,81.5\n002,李秀英,\n003,张伟,90\n"
    told = sent(office, f"{SCORES.format(contest)}/read", sheet).json
    assert told["counts"] == {"added": 2, "changed": 0, "same": 0}
    assert marks(hall, contest) == {}
    assert applied(office, contest, sheet).status_code == 200
    assert marks(hall, contest) == {"王建国": "81.5", "张伟": "90"}
    assert sent(office, f"{SCORES.format(contest)}/read", sheet).json["counts"] == {"added": 0, "changed": 0, "same": 2}


def test_every_fault_is_told_at_once_with_its_cell(hall: Hall, office: Desk, contest: str):
    sheet = "编号,姓名,成绩\n001,张伟,81\n002,李秀英,101\n009,某人,80\n003,张伟,“8”\n003,张伟,80\n"
    answer = sent(office, f"{SCORES.format(contest)}/read", sheet)
    assert refused(answer, 422, "scores_faults")
    assert {(fault["place"], fault["code"]) for fault in answer.json["faults"]} == {
        ("B2", "name_differs"),
        ("C3", "above_most"),
        ("A4", "not_entered"),
        ("C5", "not_a_number"),
        ("A6", "number_twice"),
    }
    assert marks(hall, contest) == {}


def test_a_mark_that_stands_is_changed_with_a_reason_only(hall: Hall, office: Desk, contest: str):
    applied(office, contest, "编号,成绩\n001,81.5\n002,70\n")
    late = "编号,成绩\n001,83\n002,无\n"
    assert refused(applied(office, contest, late), 409, "reason_needed")
    assert applied(office, contest, late, "漏判一题").status_code == 200
    assert marks(hall, contest) == {"王建国": "83"}
    story = office.get(f"/api/contests/{contest}/story").json["lines"]
    assert [line["text"] for line in story if line["kind"] == "PartScoresImported"] == ["漏判一题", None]


def test_a_roster_that_comes_later_brings_no_old_mark_back(hall: Hall, office: Desk, contest: str):
    applied(office, contest, "编号,成绩\n001,81.5\n")
    book = office.get(f"/api/contests/{contest}/roster/template.xlsx").data
    told = sent(office, f"/api/contests/{contest}/roster/read", book).json
    assert told["counts"] == {"added": 0, "changed": 0, "gone": 0, "same": 3}


def test_what_moved_since_it_was_told_is_not_done(hall: Hall, office: Desk, contest: str):
    told = sent(office, f"{SCORES.format(contest)}/read", "编号,成绩\n001,81.5\n").json
    applied(office, contest, "编号,成绩\n001,70\n")
    answer = sent(office, SCORES.format(contest), "编号,成绩\n001,81.5\n", digest=told["digest"], reason="因为")
    assert refused(answer, 409, "roster_moved")
    assert marks(hall, contest) == {"王建国": "70"}


def test_a_part_that_judges_mark_takes_no_sheet(office: Desk, contest: str):
    assert office.get(SCORES.format(contest).replace("theory", "work")).status_code in (404, 409)
