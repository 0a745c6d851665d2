"""资格审查 over REST: accepted, sent back, refused, by whom and when; taken back; the roster as a file."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from contest.people import Registered
from tests.web.hall import Desk, Hall, refused, wall

REVIEW = "/api/contests/{}/roster/review"


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer", "officer")


@pytest.fixture
def contest(hall: Hall, office: Desk) -> str:
    """A contest with four who wait for review."""
    id = f"review-{len(office.get('/api/contests').json)}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": wall()})
    rows = [Registered("wall", f"00{k}", f"选手{k}", "一建", state="waiting") for k in range(1, 5)]
    hall.services.people.keep([hall.services.people.keep_registrations(id, "account:x", rows)])
    return id


def rows(office: Desk, contest: str, **which: str) -> list[dict]:
    return office.get(f"/api/contests/{contest}/roster", query_string=which).json["rows"]


def seen(found: list[dict]) -> list[dict]:
    return [{"id": row["id"], "at": row["at"]} for row in found]


def decide(office: Desk, contest: str, found: list[dict], state: str, note: str = ""):
    return office.post(REVIEW.format(contest), {"rows": seen(found), "state": state, "note": note})


def test_many_are_accepted_at_once_and_only_they_are_entered(office: Desk, contest: str):
    assert decide(office, contest, rows(office, contest)[:2], "accepted").status_code == 200
    told = office.get(f"/api/contests/{contest}/roster").json
    assert [row["state"] for row in told["rows"]] == ["accepted", "accepted", "waiting", "waiting"]
    assert told["states"] == {"waiting": 2, "accepted": 2, "amend": 0, "refused": 0, "substitute": 0, "all": 4}
    assert [row["number"] for row in rows(office, contest, state="waiting")] == ["003", "004"]
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json == {"entered": 2}


@pytest.mark.parametrize("state", ["amend", "refused"])
def test_sending_back_needs_a_reason_that_is_told(office: Desk, contest: str, state: str):
    one = rows(office, contest)[:1]
    assert refused(decide(office, contest, one, state, " "), 409, "note_needed")
    decide(office, contest, one, state, "缺身份证复印件")
    found = rows(office, contest)[0]
    assert (found["state"], found["note"], found["by"]) == (state, "缺身份证复印件", office.login.title())


def test_who_did_it_and_when_is_told_step_by_step(office: Desk, contest: str):
    decide(office, contest, rows(office, contest)[:1], "amend", "照片不清")
    decide(office, contest, rows(office, contest)[:1], "accepted")
    told = office.get(f"/api/contests/{contest}/roster/people/{rows(office, contest)[0]['id']}").json
    assert [(step["kind"], step["note"], step["by"]) for step in told["steps"]] == [
        ("accepted", "", office.login.title()),
        ("amend", "照片不清", office.login.title()),
    ]
    assert told["row"]["note"] == ""


def test_a_review_is_taken_back_to_what_was_before(office: Desk, contest: str):
    decide(office, contest, rows(office, contest)[:1], "amend", "照片不清")
    decide(office, contest, rows(office, contest)[:2], "accepted")
    ids = [row["id"] for row in rows(office, contest)[:2]]
    assert office.post(f"{REVIEW.format(contest)}/undo", {"ids": ids}).status_code == 200
    assert [(row["state"], row["note"]) for row in rows(office, contest)[:2]] == [
        ("amend", "照片不清"),
        ("waiting", ""),
    ]
    assert refused(office.post(f"{REVIEW.format(contest)}/undo", {"ids": ids}), 409, "nothing_to_undo")


def test_what_was_changed_since_it_was_seen_is_not_decided(office: Desk, contest: str):
    before = rows(office, contest)[:2]
    decide(office, contest, before[:1], "amend", "照片不清")
    assert refused(decide(office, contest, before, "accepted"), 409, "registration_moved")
    assert [row["state"] for row in rows(office, contest)[:2]] == ["amend", "waiting"]


def test_the_same_decision_sent_again_is_one(office: Desk, contest: str):
    before = rows(office, contest)[:1]
    assert decide(office, contest, before, "accepted").status_code == 200
    assert decide(office, contest, before, "accepted").status_code == 200
    told = office.get(f"/api/contests/{contest}/roster/people/{before[0]['id']}").json
    assert len(told["steps"]) == 1


def test_who_is_in_the_contest_is_not_reviewed_any_more(office: Desk, contest: str):
    decide(office, contest, rows(office, contest)[:1], "accepted")
    office.post(f"/api/contests/{contest}/items/wall/entries")
    assert refused(decide(office, contest, rows(office, contest)[:1], "refused", "不符"), 409, "entered_already")
    ids = [rows(office, contest)[0]["id"]]
    assert refused(office.post(f"{REVIEW.format(contest)}/undo", {"ids": ids}), 409, "entered_already")


def test_nobody_of_another_contest_is_reviewed(office: Desk, contest: str):
    other = f"{contest}-other"
    office.post("/api/contests", {"id": other, "title": {"zh": "别的"}})
    answer = decide(office, other, rows(office, contest)[:1], "accepted")
    assert refused(answer, 404, "unknown_registration")


def test_words_are_found_in_number_name_and_unit_as_they_stand(office: Desk, contest: str):
    assert [row["name"] for row in rows(office, contest, find="选手2")] == ["选手2"]
    assert rows(office, contest, find="%") == []


FORMULA = '=HYPERLINK("http://x.example","y")'


def exported(office: Desk, contest: str, kind: str) -> bytes:
    answer = office.get(f"/api/contests/{contest}/exports/roster.{kind}", query_string={"lang": "en"})
    assert answer.status_code == 200, answer.text
    return answer.data


def test_the_roster_leaves_as_files_with_one_version_and_no_formula(hall: Hall, office: Desk, contest: str):
    people = hall.services.people
    people.keep([people.keep_registrations(contest, "x", [Registered("wall", "+1", FORMULA, "@SUM(A1)")])])
    told = json.loads(exported(office, contest, "json"))
    lines = list(csv.reader(io.StringIO(exported(office, contest, "csv").decode("utf-8-sig"))))
    assert len(told["rows"]) == len(lines) - 1 == 5
    assert {line[-1] for line in lines[1:]} == {told["version"]}
    assert f"'{FORMULA}" in [cell for line in lines for cell in line]
    assert not [cell for line in lines for cell in line if cell[:1] in "=+-@" and cell]
    with zipfile.ZipFile(io.BytesIO(exported(office, contest, "xlsx"))) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "<f>" not in inside["xl/worksheets/sheet1.xml"]
    assert "HYPERLINK" in inside["xl/sharedStrings.xml"]
    assert told["version"] in inside["xl/sharedStrings.xml"]
