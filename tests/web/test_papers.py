"""Score sheets on paper: every judge's sheet of every entry once, by code, as it was recorded; no name on any."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from contest.scoring.verbs import judge
from tests.web.hall import NAMES, NUMBERS, UNITS, Desk, Hall, Play, refused


def pages(desk: Desk, play: Play, kind: str, **asked: str) -> list[str]:
    query = "&".join(f"{key}={value}" for key, value in {"kind": kind, **asked}.items())
    answer = desk.get(f"/api/contests/{play.id}/items/wall/papers/sheets.pdf?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]


@pytest.fixture(scope="module")
def desk(hall: Hall) -> Desk:
    return hall.staff("recorder")


@pytest.fixture(scope="module")
def half(hall: Hall) -> Play:
    """j1 has marked all three and confirmed two; j2 none."""
    play = hall.contest("wall")
    for k, code in enumerate(play.codes()):
        play.sheet("j1", code, f"{70 + k}.5", confirm=k > 0)
    return play


def test_a_blank_sheet_for_every_judge_and_entry(desk: Desk, half: Play):
    said = pages(desk, half, "blank")
    assert len(said) == 6
    for seat in ("席位 j1", "席位 j2"):
        assert sorted(code for page in said if seat in page for code in half.codes() if code in page) == half.codes()
    assert all("第 1 页 / 共 1 页" in page for page in said)
    assert not any("70.5" in page for page in said)


def test_of_one_seat_alone(desk: Desk, half: Play):
    assert all("席位 j2" in page for page in pages(desk, half, "blank", seat="j2"))


def test_a_filled_sheet_says_what_was_recorded(desk: Desk, half: Play):
    said = {code: page for page in pages(desk, half, "filled") for code in half.codes() if code in page}
    first, second, third = half.codes()
    assert "70.5" in said[first]
    assert "未确认" in said[first]
    assert "71.5" in said[second]
    assert "未确认" not in said[second]
    version = half.item().by_code[third].sheet("work", "j1").version
    assert f"回执 #{version}" in said[third]
    assert len(said) == len(pages(desk, half, "filled")) == 3


def test_a_judges_table_holds_every_code_and_leaves_empty_what_is_missing(desk: Desk, half: Play):
    first, second = pages(desk, half, "summary")
    assert "席位 j1" in first
    assert "席位 j2" in second
    assert all(code in page for code in half.codes() for page in (first, second))
    assert "72.5" in first
    assert "已确认 2 份" in first
    assert ".5" not in second


def test_sheets_speak_english_when_asked(desk: Desk, half: Play):
    assert "Judge’s signature" in pages(desk, half, "blank", seat="j1", lang="en")[0]


def test_no_sheet_bears_a_name(hall: Hall, desk: Desk):
    """Not even once codes are unsealed: who it is about is found by its code."""
    play = hall.contest().brought_to("unsealed")
    for kind in ("blank", "filled", "summary"):
        whole = "\n".join(pages(desk, play, kind))
        assert not [name for name in (*NAMES, *UNITS, *NUMBERS) if name in whole]


def test_a_note_stands_on_the_filled_sheet(hall: Hall, desk: Desk, play: Play):
    note, also = hall.services.people.seal_text(play.id, "灰缝偏宽")
    code = play.codes()[0]
    asked = {"item": "wall", "code": code, "part": "work", "marks": {"a": "1"}, "base": 0, "note_digest": note}
    values = asked | {"rulebook": play.item().version}
    hall.services.door.record(play.id, judge.submit_sheet, by="seat:j1", values=values, also=also)
    assert "灰缝偏宽" in pages(desk, play, "filled")[0]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("kind=filled", 409, "no_sheets"),
        ("kind=blank&part=nothing", 404, "unknown_part"),
        ("kind=blank&seat=nobody", 404, "unknown_seat"),
        ("kind=other", 422, "malformed"),
        ("", 422, "malformed"),
    ],
)
def test_what_cannot_be_printed_is_refused(desk: Desk, play: Play, asked: str, status: int, code: str):
    assert refused(desk.get(f"/api/contests/{play.id}/items/wall/papers/sheets.pdf?{asked}"), status, code)


def test_a_files_name_bears_no_more_than_ids(desk: Desk, half: Play):
    answer = desk.get(f"/api/contests/{half.id}/items/wall/papers/sheets.pdf?kind=blank&seat=j1")
    name = answer.headers["Content-Disposition"].partition("''")[2]
    assert re.fullmatch(rf"{half.id}-wall-j1-blank-\d+\.pdf", name)


def test_a_filled_sheet_names_who_gave_it_and_not_who_sits_there_now(hall: Hall, desk: Desk):
    play = hall.contest("wall")
    one, other, _ = play.codes()
    play.sheet("j1", one, "80")
    hall.staff("organizer").post(f"/api/contests/{play.id}/seats/j1/handover", {"judge": "李四", "reason": "突发疾病"})
    play.sheet("j1", other, "70")
    said = {code: page for page in pages(desk, play, "filled", seat="j1") for code in (one, other) if code in page}
    assert ["裁判 j1" in said[one], "李四" in said[one]] == [True, False]
    assert ["裁判 j1" in said[other], "李四" in said[other]] == [False, True]
