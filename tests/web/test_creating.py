"""Setting a contest up over REST: opened, its rulebooks from a preset, a file or by hand, refused with every fault."""

from __future__ import annotations

import io
from copy import deepcopy

import pytest
import yaml

from tests.web.hall import Desk, Hall, refused, wall

TITLE = {"zh": "第三届工匠杯", "en": "Third Craftsman Cup"}


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer")


def opened(office: Desk, id: str, **more):
    return office.post("/api/contests", {"id": id, "title": TITLE, **more})


def items_of(office: Desk, id: str) -> list[str]:
    return [item["id"] for item in office.get(f"/api/contests/{id}").json["items"]]


def test_a_contest_begins_empty(office: Desk):
    assert opened(office, "empty").json == {"id": "empty"}
    found = office.get("/api/contests/empty").json
    assert (found["title"], found["items"], found["rehearsal"]) == (TITLE, [], False)
    assert refused(opened(office, "empty"), 409, "contest_exists")


def test_a_contest_takes_a_presets_rulebooks_and_nobody_of_it(office: Desk):
    assert "datong-construction" in [each["id"] for each in office.get("/api/presets").json]
    opened(office, "built", preset="datong-construction")
    assert items_of(office, "built") == ["masonry", "painting", "waterproofing"]
    assert office.get("/api/contests/built").json["seats"] == []
    assert refused(opened(office, "other", preset="nobody"), 404, "unknown_preset")


def test_a_sample_is_a_rehearsal(office: Desk):
    assert refused(opened(office, "sample", preset="stage-speech", sample=True), 409, "sample_is_rehearsal")
    opened(office, "sample", preset="stage-speech", sample=True, rehearsal=True)
    assert office.get("/api/contests/sample").json["seats"]


def test_an_item_comes_by_its_rulebook_and_stands_there_as_it_was_said(office: Desk):
    opened(office, "own")
    assert office.post("/api/contests/own/rulebooks", {"rulebook": wall()}).json["id"] == "wall"
    told = office.get("/api/contests/own/items/wall/rulebook").json
    assert [part["id"] for part in told["rulebook"]["parts"]] == ["theory", "work"]


def test_a_new_item_never_takes_the_place_of_one_that_is_there(office: Desk):
    opened(office, "twice")
    office.post("/api/contests/twice/rulebooks", {"rulebook": wall()})
    other = deepcopy(wall()) | {"name": {"zh": "电焊", "en": "Welding"}}
    assert refused(office.post("/api/contests/twice/rulebooks", {"rulebook": other}), 409, "item_there")
    assert office.get("/api/contests/twice/items/wall/rulebook").json["rulebook"]["name"]["zh"] != "电焊"


def test_a_faulty_rulebook_is_refused_with_every_fault_in_its_place(office: Desk):
    opened(office, "faulty")
    book = deepcopy(wall())
    book["parts"][0]["weight"], book["parts"][1]["weight"] = "31", "x"
    answer = office.post("/api/contests/faulty/rulebooks", {"rulebook": book})
    assert refused(answer, 422, "rulebook_faults")
    assert answer.json["faults"]
    assert items_of(office, "faulty") == []


def read(office: Desk, contest: str, name: str, data: bytes):
    form = {"file": (io.BytesIO(data), name)}
    return office.ask("POST", f"/api/contests/{contest}/rulebooks/read", data=form, content_type="multipart/form-data")


def test_a_rulebook_is_read_from_a_file_and_not_kept(office: Desk):
    opened(office, "read")
    answer = read(office, "read", "砌筑.yaml", yaml.safe_dump(wall(), allow_unicode=True).encode())
    assert answer.json["rulebook"]["id"] == "wall"
    assert items_of(office, "read") == []
    office.post("/api/contests/read/rulebooks", {"rulebook": answer.json["rulebook"]})
    assert items_of(office, "read") == ["wall"]


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("book.exe", b"MZ", 409, "rulebook_file_kind"),
        ("book", b"", 409, "rulebook_file_kind"),
        ("../../book.xlsx", b"no zip", 422, "rulebook_faults"),
    ],
)
def test_what_is_no_rulebook_is_told_in_a_sentence(office: Desk, name, data, status, code):
    opened(office, "broken") if "broken" not in [c["id"] for c in office.get("/api/contests").json] else None
    assert refused(read(office, "broken", name, data), status, code)


def test_a_form_without_a_file_is_told_so(office: Desk):
    opened(office, "nofile")
    where = "/api/contests/nofile/rulebooks/read"
    empty = {"other": "field"}
    assert refused(office.ask("POST", where, data=empty, content_type="multipart/form-data"), 409, "file_needed")
