"""What lies beside the sheets: put there by number, read by code, and nothing of who made it in between."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from contest.scoring.desk import desk as judges_desk
from contest.scoring.events import MaterialSet, SeatId, from_bytes
from contest.scoring.verbs import organizer
from tests.support.shown import MAKER, a_pdf, a_photo
from tests.web.hall import NAMES, NUMBERS, Desk, Hall, Play, refused

FIRST = f"w{NUMBERS[0]}"
TEXT = "我们改了夹具。\r\n装夹时间从四分钟降到四十秒。"


@pytest.fixture
def office(hall: Hall) -> Desk:
    return hall.staff("organizer")


def put(desk: Desk, play: Play, name: str, data: bytes, *, item: str = "wall", **more: str) -> TestResponse:
    return desk.ask(
        "POST",
        f"/api/contests/{play.id}/items/{item}/material",
        query_string=more,
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def judge(hall: Hall, play: Play, seat: str = "j1") -> Any:
    """Asks as a seat's device: the path behind /api/judge/material."""
    people, desk = hall.services.people, hall.visitor()
    token, _ = people.pair(people.new_pairing(play.id, seat)[0], "2468", "")
    return lambda path="", **more: desk.get(f"/api/judge/material{path}", headers={"Authorization": f"Bearer {token}"})


def code_of(hall: Hall, play: Play, number: str = FIRST) -> str:
    people = hall.services.people
    known = {people.person(play.id, id).number: entry.code for id, entry in play.item().entries.items()}
    return str(known[number])


def everything(ask: Any) -> bytes:
    """Every byte that a judge gets, heads and all."""
    listed, seen = ask(), b""
    answers = [listed]
    for each in listed.json:
        answers += [ask(f"/{each['id']}/pages/{n}") for n in range(1, len(each["pages"]) + 1)]
        answers += [ask(f"/{each['id']}/text")] if each["kind"] == "text" else []
    for answer in answers:
        assert answer.status_code == 200
        seen += answer.data + repr(list(answer.headers)).encode()
    return seen


def test_a_file_is_put_there_by_number_and_read_by_code(hall: Hall, play: Play, office: Desk):
    row = put(office, play, f"{FIRST}_附件.pdf", a_pdf(pages=2)).json
    assert (row["number"], row["name"], row["code"]) == (FIRST, None, None), "codes are sealed"
    assert [(each["kind"], each["pages"], each["slot"]) for each in row["material"]] == [("pdf", 2, "shown")]
    (told,) = judge(hall, play)().json
    assert (told["item"], told["code"], told["kind"], told["part"]) == ("wall", code_of(hall, play), "pdf", None)
    assert told["pages"] == [{"width": 1241, "height": 1754}] * 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_drawn_anew_upright(hall: Hall, play: Play, office: Desk, kind: str):
    put(office, play, f"{FIRST}.bin", a_photo(kind, orientation=6))
    ask = judge(hall, play)
    (told,) = ask().json
    picture = Image.open(io.BytesIO(ask(f"/{told['id']}/pages/1").data))
    assert (picture.format, picture.size) == ("JPEG", (48, 64))
    assert not picture.getexif()
    assert picture.getpixel((40, 30))[0] > 200, "turned to the right, red is on the right"


def test_no_byte_that_a_judge_gets_says_who_made_it(hall: Hall, play: Play, office: Desk):
    files = {f"{FIRST} {MAKER}.pdf": a_pdf(), f"{FIRST}-{MAKER}.jpg": a_photo(), f"{FIRST}_{MAKER}.png": a_photo("PNG")}
    for name, data in (files | {f"{FIRST}（{MAKER}）.txt": TEXT.encode("gb18030")}).items():
        assert put(office, play, name, data).status_code == 200
    put(office, play, f"{FIRST}.pdf", a_pdf(), slot="original")
    ask = judge(hall, play)
    seen, entry = everything(ask), next(iter(play.item().entries))
    assert len(ask().json) == 4, "the original is the office's"
    for telling in (MAKER, FIRST, *NAMES, str(entry)):
        assert telling.encode() not in seen
    hello = json.dumps(judges_desk(play.fold, play.fold.seats[SeatId("j1")]))
    journal = b"".join(line.raw for line in hall.services.door.lines(play.id))
    assert MAKER not in hello
    assert MAKER.encode() not in journal


def test_a_text_comes_as_utf_8_and_nothing_in_it_runs(hall: Hall, play: Play, office: Desk):
    put(office, play, f"{FIRST}.txt", TEXT.encode("gb18030"))
    ask = judge(hall, play)
    answer = ask(f"/{ask().json[0]['id']}/text")
    assert answer.get_data(as_text=True) == TEXT.replace("\r\n", "\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_while_codes_are_sealed_the_office_sees_numbers_and_no_codes(hall: Hall, play: Play, office: Desk):
    put(office, play, f"{FIRST}.pdf", a_pdf())
    listed = office.get(f"/api/contests/{play.id}/items/wall/material")
    assert [row["number"] for row in listed.json] == [f"w{number}" for number in NUMBERS]
    assert not any(row["code"] or row["name"] or row["unit"] for row in listed.json)
    code = code_of(hall, play)
    assert refused(put(office, play, f"{code}.pdf", a_pdf()), 404, "unknown_number")
    assert refused(put(office, play, "x.pdf", a_pdf(), number=code), 404, "unknown_number")


def test_an_item_without_codes_takes_a_code_as_a_name(hall: Hall, play: Play, office: Desk):
    code = play.codes("soup")[0]
    row = put(office, play, f"{code}.pdf", a_pdf(), item="soup").json
    assert (row["code"], bool(row["name"])) == (code, True)


def test_a_judge_reads_only_what_the_seat_marks(hall: Hall, play: Play, office: Desk):
    put(office, play, f"s{NUMBERS[0]}.pdf", a_pdf(), item="soup")
    id = judge(hall, play, "j1")().json[0]["id"]
    other = judge(hall, play, "j2")
    assert other().json == []
    assert refused(other(f"/{id}/pages/1"), 404, "unknown_material")
    duty = [{"item": "wall", "part": "work", "entries": []}]
    put(office, play, f"{FIRST}.pdf", a_pdf())
    assert len(other().json) == 1
    play.does(organizer.set_seat, "account:o", seat="j2", judge="j2", duties=duty)
    assert other().json == []


def test_who_has_no_device_reads_nothing(hall: Hall, play: Play, office: Desk):
    assert refused(office.get("/api/judge/material"), 401, "revoked")
    nobody = hall.visitor().get("/api/judge/material", headers={"Authorization": "Bearer none"})
    assert refused(nobody, 401, "revoked")


def test_replacing_and_removing_are_acts_with_a_reason_and_old_files_are_shown_to_nobody(
    hall: Hall, play: Play, office: Desk
):
    row = put(office, play, f"{FIRST}.pdf", a_pdf(1)).json
    first = row["material"][0]["id"]
    assert refused(put(office, play, f"{FIRST}.pdf", a_pdf(3), instead=first), 409, "reason_needed")
    second = put(office, play, f"{FIRST}.pdf", a_pdf(3), instead=first, reason="漏了一页").json["material"]
    assert [each["pages"] for each in second] == [3]
    ask = judge(hall, play)
    assert refused(ask(f"/{first}/pages/1"), 404, "unknown_material")
    where = f"/api/contests/{play.id}/items/wall/material/{second[0]['id']}/remove"
    assert refused(office.post(where), 422, "malformed")
    assert office.post(where, {"reason": "抄袭"}).status_code == 200
    assert ask().json == []
    events = [from_bytes(each.raw).event for each in hall.services.door.lines(play.id)]
    told = [event for event in events if isinstance(event, MaterialSet)]
    assert [(event.files, bool(event.reason_digest)) for event in told] == [(1, False), (1, True), (0, True)]


def test_the_chain_proves_which_bytes_lay_there(hall: Hall, play: Play, office: Desk):
    put(office, play, f"{FIRST}.pdf", a_pdf(1))
    (beside,) = play.item().material.values()
    listed = json.loads(hall.services.people.texts(play.id, [beside.digest])[beside.digest])
    shelf = hall.services.shelf
    assert [each["slot"] for each in listed] == ["shown"]
    assert all(shelf.files.path(digest).is_file() for each in listed for digest in [each["sha256"], *each["pages"]])


def test_links_to_films_are_taken_and_no_others(hall: Hall, play: Play, office: Desk):
    where = f"/api/contests/{play.id}/items/wall/material/links"
    for url in (
        "javascript:alert(1)",
        "https://me:pw@example.com/a",
        "file:///etc/passwd",
        "www.example.com",
        "https://",
    ):
        assert refused(office.post(where, {"number": FIRST, "url": url}), 409, "material_link")
    assert office.post(where, {"number": FIRST, "url": "https://example.com/film?v=1"}).status_code == 200
    assert [each["url"] for each in judge(hall, play)().json] == ["https://example.com/film?v=1"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.pdf", a_pdf(), "unknown_number"),
        (f"{FIRST}.pdf", b"PK\x03\x04 a document of an office", "material_kind"),
        (f"{FIRST}.pdf", b"<html><script>alert(1)</script>", "material_kind"),
        (f"{FIRST}.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "material_kind"),
        (f"{FIRST}.pdf", b"%PDF-1.7 and nothing of one", "material_unreadable"),
        (f"{FIRST}.pdf", a_pdf(password="secret"), "material_locked"),
        (f"{FIRST}.jpg", a_photo()[:200], "material_unreadable"),
        (f"{FIRST}.txt", b"", "material_empty"),
        (f"{FIRST}.pdf", a_pdf(101), "material_pages"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence_and_leaves_nothing(
    hall: Hall, play: Play, office: Desk, name: str, data: bytes, code: str
):
    seq = play.fold.seq
    assert refused(put(office, play, name, data), 404 if code.startswith("unknown") else 409, code)
    assert (play.fold.seq, judge(hall, play)().json) == (seq, [])
    assert list(hall.services.shelf.files.folder.glob("*.part")) == []


def test_files_are_bounded_one_by_one_and_together(hall: Hall, play: Play, office: Desk):
    settings = hall.services.settings
    kept = settings.material_file, settings.material_contest
    try:
        object.__setattr__(settings, "material_file", 3000)
        assert refused(put(office, play, f"{FIRST}.txt", b"a" * 3001), 409, "material_too_big")
        put(office, play, f"{FIRST}.txt", b"a" * 3000)
        object.__setattr__(settings, "material_contest", 3000)
        assert refused(put(office, play, f"{FIRST}.txt", b"a"), 409, "material_full")
    finally:
        object.__setattr__(settings, "material_file", kept[0])
        object.__setattr__(settings, "material_contest", kept[1])


def test_before_the_doors_open_the_office_is_told_how_many_entries_have_nothing_beside_their_sheets(
    hall: Hall, play: Play, office: Desk
):
    def line() -> Any:
        told = office.get(f"/api/contests/{play.id}/readiness").json
        return next(each for each in told if each["code"] == "material")

    assert line()["state"] == "ok"
    assert put(office, play, f"{FIRST}.pdf", a_pdf(1)).status_code == 200
    of = len(play.codes())
    assert line()["state"] == "amber"
    assert f"{of - 1}/{of}" in line()["message"]["zh"]
    for number in NUMBERS[1:of]:
        assert put(office, play, f"w{number}.pdf", a_pdf(1)).status_code == 200
    assert line()["state"] == "ok"
