"""Marks from a sheet over REST: by number and never by code, every fault with its cell, corrected with a reason."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contest.people import Person, Registered
from contest.scoring.events import EntriesEntered, ItemId
from tests.scoring.builders import imported
from tests.web.hall import Desk, Hall, refused, wall

CANARIES = ("11.11", "22.22", "33.33")
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
    office.post(f"/api/contests/{id}/items/wall/draws/code")
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


def test_of_two_who_bear_one_number_each_gets_their_own_mark(hall: Hall, office: Desk, contest: str):
    """Two rounds led into the item."""
    people, door = hall.services.people, hall.services.door
    entries, keep = people.entrants(contest, "wall", [Person("001", "另一位", "三建")])
    door.record(contest, lambda *_: EntriesEntered(ItemId("wall"), entries), by="account:x", values={}, also=[keep])
    people.sweep()
    sheet = "编号,姓名,成绩\n001/1,王建国,81.5\n001/2,另一位,62\n"
    assert applied(office, contest, sheet).status_code == 200
    assert marks(hall, contest) == {"王建国": "81.5", "另一位": "62"}
    plain = sent(office, f"{SCORES.format(contest)}/read", "编号,姓名,成绩\n001,王建国,80\n")
    assert refused(plain, 422, "scores_faults")


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
    assert told["counts"] == {"added": 0, "changed": 0, "gone": 0, "removed": 0, "same": 3}


def test_what_moved_since_it_was_told_is_not_done(hall: Hall, office: Desk, contest: str):
    told = sent(office, f"{SCORES.format(contest)}/read", "编号,成绩\n001,81.5\n").json
    applied(office, contest, "编号,成绩\n001,70\n")
    answer = sent(office, SCORES.format(contest), "编号,成绩\n001,81.5\n", digest=told["digest"], reason="因为")
    assert refused(answer, 409, "roster_moved")
    assert marks(hall, contest) == {"王建国": "70"}


def test_a_part_that_judges_mark_takes_no_sheet(office: Desk, contest: str):
    assert office.get(SCORES.format(contest).replace("theory", "work")).status_code in (404, 409)


# --- a part that is not known by name: by code, and never beside a name while sealed ---

MACHINE = "/api/contests/{}/items/wall/scores/machine"
HEAD = "编号,姓名,单位,项目,theory,machine,post"


def coded_wall() -> dict[str, Any]:
    """`wall` with a third part, measured by a machine by code."""
    book = wall()
    theory, work = book["parts"]
    machine = imported("machine", weight="30") | {"known_by_name": False}
    return book | {"parts": [theory, work | {"weight": "40"}, machine]}


@pytest.fixture
def measured(hall: Hall, office: Desk) -> str:
    """A contest with that item, in which three have codes."""
    id = f"measured-{len(office.get('/api/contests').json)}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    assert office.post(f"/api/contests/{id}/rulebooks", {"rulebook": coded_wall()}).status_code == 200
    rows = [Registered("wall", f"00{k}", name, "一建") for k, name in enumerate(("王建国", "李秀英", "张伟"), 1)]
    hall.services.people.keep([hall.services.people.keep_registrations(id, "account:x", rows)])
    office.post(f"/api/contests/{id}/items/wall/entries")
    office.post(f"/api/contests/{id}/items/wall/draws/code")
    return id


def rosters(office: Desk, contest: str) -> str:
    """All that is told of who is registered, beside the names."""
    at = f"/api/contests/{contest}"
    rows = office.get(f"{at}/roster").json["rows"]
    books = [office.get(f"{at}/roster/template.xlsx").data, office.get(f"{at}/exports/roster.xlsx").data]
    sheets = [CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python() for book in books]
    files = [office.get(f"{at}/exports/roster.{kind}").data.decode("utf-8-sig") for kind in ("csv", "json")]
    ones = [office.get(f"{at}/roster/people/{row['id']}") for row in rows]
    assert {one.status_code for one in ones} == {200}
    head = f"{HEAD}\n001,王建国,二建,砌筑,,,mason\n"
    told = sent(office, f"{at}/roster/read", head)
    assert told.status_code == 200, told.text
    return repr([rows, sheets, files, [one.json for one in ones], told.json])


def test_marks_that_came_by_code_stand_beside_no_name_while_sealed(hall: Hall, office: Desk, measured: str):
    codes = sorted(map(str, hall.services.door.current(measured).items["wall"].by_code))
    sheet = "加密号,成绩\n" + "".join(f"{code},{mark}\n" for code, mark in zip(codes, CANARIES, strict=True))
    told = sent(office, f"{MACHINE.format(measured)}/read", sheet).json
    done = sent(office, MACHINE.format(measured), sheet, digest=told["digest"], reason="")
    assert done.status_code == 200
    assert sorted(marks(hall, measured).values()) == sorted(CANARIES)
    kept = [each.scores for each in hall.services.people.registered(measured)]
    assert kept == [{}, {}, {}]
    assert not [mark for mark in CANARIES if mark in rosters(office, measured)]


def test_marks_by_code_that_were_kept_before_are_told_beside_no_name(hall: Hall, office: Desk, measured: str):
    people = hall.services.people
    ids = [each.entry for each in people.registered(measured)]
    people.keep([people.keep_scores(measured, "machine", dict(zip(ids, CANARIES, strict=True)))])
    people.keep([people.keep_scores(measured, "theory", {ids[0]: "55.55"})])
    told = rosters(office, measured)
    assert not [mark for mark in CANARIES if mark in told]
    assert "55.55" in told  # what is known by name stays there


def test_a_roster_brings_no_marks_by_number_to_a_part_that_goes_by_code(hall: Hall, office: Desk, measured: str):
    at = f"/api/contests/{measured}/roster"
    rows = "001,王建国,一建,砌筑,81,11.11,\n002,李秀英,一建,砌筑,,,\n003,张伟,一建,砌筑,,,\n"
    answer = sent(office, f"{at}/read", f"{HEAD}\n{rows}")
    assert refused(answer, 422, "roster_faults")
    assert [(fault["place"], fault["code"]) for fault in answer.json["faults"]] == [("F2", "part_by_code")]
    rows = rows.replace("11.11", "")
    told = sent(office, f"{at}/read", f"{HEAD}\n{rows}").json
    assert sent(office, at, f"{HEAD}\n{rows}", digest=told["digest"]).status_code == 200
    assert marks(hall, measured) == {"王建国": "81"}


def test_marks_by_code_that_were_registered_are_not_entered_by_name(hall: Hall, office: Desk):
    id = f"measured-{len(office.get('/api/contests').json)}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": coded_wall()})
    row = Registered("wall", "001", "王建国", "一建", scores={"theory": "81", "machine": CANARIES[0]})
    hall.services.people.keep([hall.services.people.keep_registrations(id, "account:x", [row])])
    office.post(f"/api/contests/{id}/items/wall/entries")
    assert marks(hall, id) == {"王建国": "81"}
