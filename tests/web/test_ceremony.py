"""The ceremony pack: third prizes first, to named persons, before everybody knows, and the journal says so."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from contest.scoring.events import from_bytes
from contest.scoring.verbs import chief
from tests.web.hall import JUDGES, NAMES, Desk, Hall, Play, refused


@pytest.fixture(scope="module")
def desk(hall: Hall) -> Desk:
    return hall.staff("organizer")


def ask(desk: Desk, play: Play, *to: str, key: str = ""):
    return desk.post(f"/api/contests/{play.id}/items/wall/ceremony", {"to": list(to)}, key=key)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_the_pack_names_the_winners_and_on_each_page_to_whom_it_was_given(hall: Hall, desk: Desk):
    play = hall.contest("wall")
    for name, mark in zip(NAMES, ("70.5", "75.5", "80.5"), strict=True):  # codes are dice, and who wins is not to be
        for seat in JUDGES:
            play.sheet(seat, play.named(name), mark)
    play.does(chief.freeze, item="wall")
    for step in (play._lock, play._unseal, play._sign):
        step()
    answer = ask(desk, play, "王芳", "李主持")
    assert answer.status_code == 200, answer.text
    found = pages(answer.data)
    assert all("王芳、李主持" in page for page in found)
    assert any(f"{NAMES[2]} wall" in page for page in found)
    assert not any(name in answer.headers["Content-Disposition"] for name in NAMES)
    line = from_bytes(hall.services.door.lines(play.id)[-1].raw)
    assert (line.event.kind, line.event.digest) == ("CeremonyPackGiven", play.item().signature.digest)
    assert "王芳" not in hall.services.door.lines(play.id)[-1].raw.decode()
    assert play.item().signature  # still holds
    told = hall.staff("chief").get(f"/api/contests/{play.id}/story").json["lines"][0]
    assert (told["text"], "颁奖资料" in told["message"]["zh"]) == ("王芳、李主持", True)


def test_what_is_not_signed_gives_no_pack_and_leaves_no_line(hall: Hall, desk: Desk):
    play = hall.contest("wall").brought_to("unsealed")
    before = play.fold.head
    assert refused(ask(desk, play, "王芳"), 409, "not_signed")
    assert play.fold.head == before


@pytest.mark.parametrize("to", [[], ["名"] * 11, [""]])
def test_it_goes_to_somebody_and_not_to_everybody(hall: Hall, desk: Desk, to: list[str]):
    play = hall.contest("wall").brought_to("signed")
    assert refused(ask(desk, play, *to), 422, "malformed")
