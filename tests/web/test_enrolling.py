"""A unit registers its people by its link: its own and nobody else's, within quota and deadline, reviewed, replaced."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import gevent
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from contest.intake import roster_xlsx
from contest.people import Registered, Which
from contest.throttle import Throttle
from contest.web import enrolling
from tests.web.hall import Desk, Hall, refused, soup, wall

UNIT = "/api/unit"
SOON, PAST = ((datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (7, -1))
OTHERS = "CanaryOthersPerson"


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer", "officer", "chief")


@pytest.fixture
def contest(hall: Hall, office: Desk) -> str:
    """Two items; another unit has somebody in the first."""
    id = f"units-{len(office.get('/api/contests').json)}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    for book in (wall(), soup()):
        office.post(f"/api/contests/{id}/rulebooks", {"rulebook": book})
    other = [Registered("wall", "900", OTHERS, "CanaryOtherUnit")]
    hall.services.people.keep([hall.services.people.keep_registrations(id, "account:x", other)])
    return id


@dataclass
class Contact:
    """Somebody of a unit who opened its link."""

    desk: Desk
    token: str
    contest: str

    def ask(self, method: str, path: str = "", body: object = None, **more: object):
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.desk.ask(method, UNIT + path, body, headers=headers, **more)  # type: ignore[arg-type]

    def people(self) -> list[dict]:
        return self.ask("GET").json["people"]

    def id(self, name: str) -> str:
        return next(each["id"] for each in self.people() if each["name"] == name)

    def sends(self, name: str, item: str = "wall", **more: object):
        said = {"item": item, "name": name, "attributes": {"post": "mason"} if item == "wall" else {}}
        return self.ask("POST", "/people", said | more)

    def corrects(self, id: str, name: str, **more: object):
        return self.ask("POST", f"/people/{id}", {"name": name, "attributes": {"post": "mason"}} | more)

    def replaces(self, id: str, name: str):
        said = {"name": name, "attributes": {"post": "mason"}, "note": "骨折"}
        return self.ask("POST", f"/people/{id}/substitute", said)

    def sheet(self, rows: str | bytes, path: str = "/sheet/read", digest: str = ""):
        data = rows.encode("utf-8-sig") if isinstance(rows, str) else rows
        form = {"file": (io.BytesIO(data), "报名.csv" if isinstance(rows, str) else "报名.xlsx")}
        asked = {"digest": digest} if path == "/sheet" else {}
        return self.ask("POST", path, data=form, query_string=asked, content_type="multipart/form-data")

    def photo(self, id: str, data: bytes):
        form = {"file": (io.BytesIO(data), "我.jpg")}
        return self.ask("POST", f"/people/{id}/photo", data=form, content_type="multipart/form-data")


def a_link(office: Desk, contest: str, unit: str = "一建", **said: object) -> dict:
    body = {"unit": unit, "items": ["wall", "soup"], "closes": SOON, "substitutes_until": SOON} | said
    answer = office.post(f"/api/contests/{contest}/links", body)
    assert answer.status_code == 200, answer.text
    return answer.json


def a_contact(hall: Hall, office: Desk, contest: str, unit: str = "一建", **said: object) -> Contact:
    link = a_link(office, contest, unit, **said)
    return Contact(hall.visitor(), link["url"].partition("#")[2], contest)


@pytest.fixture
def unit(hall: Hall, office: Desk, contest: str) -> Contact:
    return a_contact(hall, office, contest)


def decide(office: Desk, contest: str, name: str, state: str, note: str = ""):
    found = office.get(f"/api/contests/{contest}/roster", query_string={"find": name}).json["rows"]
    rows = [{"id": row["id"], "at": row["at"]} for row in found]
    return office.post(f"/api/contests/{contest}/roster/review", {"rows": rows, "state": state, "note": note})


def test_a_new_link_leaves_the_quotas_of_other_items_as_they_are(office: Desk, contest: str):
    office.post(f"/api/contests/{contest}/quotas", {"unit": "一建", "most": {"wall": 1, "soup": 2}})
    a_link(office, contest, items=["soup"], most={"soup": 3})
    a_link(office, contest, items=["soup"], most={})
    link = a_link(office, contest, items=["wall", "soup"])
    told = next(each for each in office.get(f"/api/contests/{contest}/links").json["links"] if each["id"] == link["id"])
    assert told["most"] == {"wall": 1, "soup": 3}


def test_a_unit_registers_is_asked_to_amend_corrects_and_is_accepted(office: Desk, contest: str, unit: Contact):
    told = unit.sends("王建国").json["people"]
    assert [(each["name"], each["state"], each["number"]) for each in told] == [("王建国", "waiting", "0101")]
    decide(office, contest, "王建国", "amend", "职务写全称")
    assert [(each["state"], each["note"]) for each in unit.people()] == [("amend", "职务写全称")]
    unit.corrects(unit.id("王建国"), "王建国", attributes={"post": "高级砌筑工"})
    assert [(each["state"], each["note"], each["attributes"]) for each in unit.people()] == [
        ("waiting", "", {"post": "高级砌筑工"})
    ]
    decide(office, contest, "王建国", "accepted")
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json["entered"] == 2
    assert unit.people()[0]["entered"] is True
    assert refused(unit.corrects(unit.id("王建国"), "别人"), 409, "enrolled_entered")
    assert refused(unit.ask("POST", f"/people/{unit.id('王建国')}/withdraw", {}), 409, "enrolled_entered")


def test_what_an_accepted_person_is_corrected_to_waits_for_review_again(office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    decide(office, contest, "王建国", "accepted")
    unit.corrects(unit.id("王建国"), "王建军")
    assert [(each["name"], each["state"]) for each in unit.people()] == [("王建军", "waiting")]


def test_a_link_shows_and_changes_nothing_of_another_unit(hall: Hall, office: Desk, contest: str, unit: Contact):
    other = a_contact(hall, office, contest, "二建")
    unit.sends("王建国")
    mine, theirs = unit.id("王建国"), hall.services.people.some_registered(contest, Which(find=OTHERS))[0].id
    for id in (mine, theirs):
        answers = [
            other.corrects(id, "黑客"),
            other.replaces(id, "黑客"),
            other.ask("POST", f"/people/{id}/withdraw", {}),
            other.ask("GET", f"/people/{id}/photo"),
            other.photo(id, a_photo()),
        ]
        assert all(refused(answer, 404, "unknown_registration") for answer in answers)
    said = other.ask("GET").text + other.sheet("姓名,项目\n李秀英,砌筑\n").text
    said += str(inside(other.ask("GET", "/template.xlsx").data))
    assert not [each for each in ("王建国", "一建", "Canary", mine, theirs) if each in said]
    assert [each["name"] for each in unit.people()] == ["王建国"]


def test_only_items_that_are_open_to_the_link_are_registered_for(hall: Hall, office: Desk, contest: str):
    unit = a_contact(hall, office, contest, items=["soup"])
    assert [item["id"] for item in unit.ask("GET").json["items"]] == ["soup"]
    assert refused(unit.sends("王建国", "wall"), 404, "unknown_item")
    assert unit.sheet("姓名,项目\n李秀英,砌筑\n").json["faults"][0]["code"] == "unknown_item"


def test_more_than_the_quota_is_refused_and_who_was_refused_takes_no_place(hall: Hall, office: Desk, contest: str):
    unit = a_contact(hall, office, contest, most={"wall": 1, "": 2})
    unit.sends("王建国")
    assert refused(unit.sends("李秀英"), 409, "quota_over")
    unit.sends("李秀英", "soup")
    assert refused(unit.sends("张伟", "soup"), 409, "quota_over_all")
    decide(office, contest, "王建国", "refused", "不符合条件")
    assert unit.sends("张伟").status_code == 200
    found = unit.ask("GET").json
    assert [(item["used"], item["most"]) for item in found["items"]] == [(1, 1), (1, None)]
    assert found["most"] == 2


def test_who_was_refused_and_is_sent_again_needs_a_place(hall: Hall, office: Desk, contest: str):
    unit = a_contact(hall, office, contest, most={"wall": 1})
    unit.sends("王建国")
    decide(office, contest, "王建国", "refused", "不符合条件")
    unit.sends("张伟")
    assert refused(unit.corrects(unit.id("王建国"), "王建军"), 409, "quota_over")
    assert {each["name"]: each["state"] for each in unit.people()} == {"王建国": "refused", "张伟": "waiting"}


def test_who_is_not_accepted_yet_is_corrected_and_not_replaced(unit: Contact):
    unit.sends("王建国")
    assert refused(unit.replaces(unit.id("王建国"), "张伟"), 409, "substitute_early")


def test_who_writes_over_and_over_is_slowed_down(hall: Hall, unit: Contact):
    unit.sends("王建国")
    id = unit.id("王建国")
    codes = [unit.ask("POST", f"/people/{id}/substitute/withdraw", {}).status_code for _ in range(310)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert unit.ask("GET").status_code == 200


def test_a_quota_of_every_unit_holds_where_the_unit_has_none(hall: Hall, office: Desk, contest: str):
    office.post(f"/api/contests/{contest}/quotas", {"unit": "", "most": {"wall": 1}})
    first, second = (
        a_contact(hall, office, contest, name, most=most) for name, most in (("一建", None), ("二建", {"wall": 2}))
    )
    first.sends("甲")
    assert refused(first.sends("乙"), 409, "quota_over")
    second.sends("丙")
    assert second.sends("丁").status_code == 200


def test_quotas_are_not_set_over_those_that_another_set_meanwhile(hall: Hall, office: Desk, contest: str):
    seen = office.get(f"/api/contests/{contest}/links")
    a_contact(hall, office, contest, "一建", most=None)  # a link more is no other quota
    here, match = f"/api/contests/{contest}/quotas", {"If-Match": seen.headers["ETag"]}
    assert office.ask("POST", here, {"unit": "", "most": {"wall": 1}}, match).status_code == 200
    assert refused(office.ask("POST", here, {"unit": "", "most": {"soup": 2}}, match), 412, "changed_meanwhile")
    assert office.get(f"/api/contests/{contest}/links").json["most"] == {"wall": 1}


def test_a_roster_that_says_too_many_is_faulted_at_the_row_that_is_too_many(office: Desk, contest: str):
    office.post(f"/api/contests/{contest}/quotas", {"unit": "", "most": {"wall": 1}})
    rows = "编号,姓名,单位,项目,post\n1,甲,一建,砌筑,a\n2,乙,二建,砌筑,a\n3,丙,一建,砌筑,a\n"
    form = {"file": (io.BytesIO(rows.encode("utf-8-sig")), "名单.csv")}
    path = f"/api/contests/{contest}/roster/read"
    answer = office.ask("POST", path, data=form, content_type="multipart/form-data")
    assert [(fault["place"], fault["code"]) for fault in answer.json["faults"]] == [("C4", "quota_over")]


def test_after_the_deadline_nothing_is_added_or_changed(hall: Hall, office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    late = a_contact(hall, office, contest, closes=PAST, substitutes_until="")
    found = late.ask("GET").json
    assert (found["open"], [each["name"] for each in found["people"]]) == (False, ["王建国"])
    id = late.id("王建国")
    told = late.sheet("姓名,项目,post\n李秀英,砌筑,a\n").json["digest"]
    answers = [
        late.sends("李秀英"),
        late.corrects(id, "李秀英"),
        late.ask("POST", f"/people/{id}/withdraw", {}),
        late.photo(id, a_photo()),
        late.sheet("姓名,项目,post\n李秀英,砌筑,a\n", "/sheet", told),
    ]
    assert all(refused(answer, 409, "link_closed") for answer in answers)
    assert refused(late.replaces(id, "李秀英"), 409, "substitutes_over")


def test_who_is_asked_to_amend_may_do_so_after_the_deadline(hall: Hall, office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    late = a_contact(hall, office, contest, closes=PAST)
    id = late.id("王建国")
    assert refused(late.corrects(id, "王建军"), 409, "link_closed")
    decide(office, contest, "王建国", "amend", "姓名与证件不符")
    assert late.photo(id, a_photo()).status_code == 200
    assert late.corrects(id, "王建军").status_code == 200
    assert [(each["name"], each["state"]) for each in late.people()] == [("王建军", "waiting")]
    assert refused(late.corrects(id, "王建民"), 409, "link_closed")


def test_a_substitute_takes_the_place_once_accepted(office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    decide(office, contest, "王建国", "accepted")
    unit.replaces(unit.id("王建国"), "李秀英")
    assert [(each["name"], each["substitute"]["name"]) for each in unit.people()] == [("王建国", "李秀英")]
    assert office.get(f"/api/contests/{contest}/roster").json["states"]["substitute"] == 1
    decide(office, contest, "王建国", "accepted")
    assert [(each["name"], each["state"], each["substitute"]) for each in unit.people()] == [
        ("李秀英", "accepted", None)
    ]


def test_a_substitute_that_is_not_accepted_changes_nothing_but_says_why(office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    decide(office, contest, "王建国", "accepted")
    unit.replaces(unit.id("王建国"), "李秀英")
    decide(office, contest, "王建国", "refused", "不是本单位职工")
    found = unit.people()[0]
    assert (found["name"], found["state"], found["note"]) == ("王建国", "accepted", "不是本单位职工")


def test_who_is_in_the_contest_is_replaced_in_the_journal_before_the_draw_only(
    hall: Hall, office: Desk, contest: str, unit: Contact
):
    unit.sends("王建国")
    decide(office, contest, "王建国", "accepted")
    office.post(f"/api/contests/{contest}/items/wall/entries")
    id = unit.id("王建国")
    unit.replaces(id, "李秀英")
    assert decide(office, contest, "王建国", "accepted").status_code == 200
    people = hall.services.people
    entry = people.named_registrations(contest, [id])[0].entry
    assert people.person(contest, entry).name == "李秀英"
    last = office.get(f"/api/contests/{contest}/story").json["lines"][0]
    assert last["kind"] in ("IdentityChanged", "")
    unit.replaces(id, "张伟")  # asked before, reviewed after the draw
    office.post(f"/api/contests/{contest}/items/wall/draws/code")
    assert refused(decide(office, contest, "李秀英", "accepted"), 409, "substitute_drawn")
    assert refused(unit.replaces(id, "赵六"), 409, "substitute_drawn")
    assert people.person(contest, entry).name == "李秀英"


def test_a_withdrawn_link_opens_nothing_any_more(hall: Hall, office: Desk, contest: str):
    link = a_link(office, contest)
    unit = Contact(hall.visitor(), link["url"].partition("#")[2], contest)
    assert unit.ask("GET").status_code == 200
    office.post(f"/api/contests/{contest}/links/{link['id']}/withdraw")
    assert refused(unit.ask("GET"), 403, "link_over")
    assert refused(unit.sends("王建国"), 403, "link_over")
    assert [row["withdrawn"] is None for row in office.get(f"/api/contests/{contest}/links").json["links"]] == [False]


def test_guessing_links_is_slowed_down_and_keeps_no_unit_out(hall: Hall, unit: Contact):
    guesser = Contact(Desk(unit.desk.client, address="10.9.9.9"), "x" * 32, unit.contest)
    codes = {guesser.ask("GET").json["code"] for _ in range(70)}
    assert codes == {"link_over", "too_many_tries"}
    for _ in range(330):
        guesser.ask("GET")
    assert Desk(hall.app.test_client(), address="10.9.9.9").sign_in(hall.account("chief")).status_code == 200
    right = Contact(guesser.desk, unit.token, unit.contest)
    assert right.ask("GET").status_code == 200
    for odd in ("", "数", "a b"):
        assert Contact(hall.visitor(), odd, unit.contest).desk.get(
            UNIT, headers={"Authorization": f"Bearer {odd}".encode().decode("latin-1")}
        ).status_code in (403, 429)


def test_the_token_is_kept_as_its_digest_and_told_once(hall: Hall, office: Desk, contest: str, tmp_path: Path):
    link = a_link(office, contest)
    token = link["url"].partition("#")[2]
    assert token not in office.get(f"/api/contests/{contest}/links").text
    files = [path for path in hall.services.settings.var.iterdir() if path.name.startswith("contest.db")]
    assert files
    assert not [path for path in files if token.encode() in path.read_bytes()]


def test_a_sheet_of_the_unit_is_told_and_then_sent(unit: Contact):
    unit.sends("王建国")
    sheet = "姓名,项目,post\n王建国,砌筑,瓦工\n李秀英,砌筑,mason\n张伟,热菜,\n"
    told = unit.sheet(sheet).json
    assert told["counts"] == {"added": 2, "changed": 1, "same": 0}
    assert unit.sheet(sheet, "/sheet", "0" * 64).json["code"] == "roster_moved"
    assert unit.sheet(sheet, "/sheet", told["digest"]).status_code == 200
    assert {(each["name"], each["number"], each["state"]) for each in unit.people()} == {
        ("王建国", "0101", "waiting"),
        ("李秀英", "0102", "waiting"),
        ("张伟", "0103", "waiting"),
    }


def test_the_units_own_template_reads_back_as_it_is(unit: Contact):
    unit.sends("王建国")
    book = unit.ask("GET", "/template.xlsx").data
    assert unit.sheet(book).json["counts"] == {"added": 0, "changed": 0, "same": 1}


def test_a_template_is_made_beside_the_loop_and_one_at_a_time_for_a_link(
    hall: Hall, office: Desk, contest: str, unit: Contact, monkeypatch
):
    """Made in the loop, it would keep every judge waiting; many at once would take every thread."""
    made_in, loop, refused_one = [], threading.get_ident(), threading.Event()

    def slowly(*sheet: object) -> bytes:
        made_in.append(threading.get_ident())
        refused_one.wait(30)
        return roster_xlsx(*sheet)  # type: ignore[arg-type]

    monkeypatch.setattr(enrolling, "roster_xlsx", slowly)
    another = replace(unit, desk=hall.visitor())
    asked = [gevent.spawn(each.ask, "GET", "/template.xlsx") for each in (unit, another)]
    gevent.wait(asked, timeout=30, count=1)  # the one that does not wait for a thread
    refused_one.set()
    gevent.joinall(asked, timeout=30)
    first, second = sorted((each.value for each in asked), key=lambda answer: answer.status_code)
    assert first.status_code == 200
    assert refused(second, 429, "link_busy")
    assert len(made_in) == 1
    assert loop not in made_in
    assert unit.ask("GET", "/template.xlsx").status_code == 200  # afterwards again


def test_reading_over_and_over_by_a_link_goes_slowly_in_the_end_for_this_link_alone(
    hall: Hall, office: Desk, contest: str, unit: Contact, monkeypatch
):
    unit.sends("王建国")
    id, people = unit.id("王建国"), hall.services.people
    for name in ("_read_by_links", "_photos_by_links"):
        monkeypatch.setattr(people, name, Throttle(5, lambda: 100.0, longest=1.0))
    for path in ("", "/template.xlsx", "", "/template.xlsx", ""):
        assert unit.ask("GET", path).status_code == 200
    assert refused(unit.ask("GET"), 429, "too_many_tries")
    assert refused(unit.ask("GET", "/template.xlsx"), 429, "too_many_tries")
    photos = [unit.ask("GET", f"/people/{id}/photo").status_code for _ in range(6)]
    assert photos == [404] * 5 + [429]
    assert unit.sends("李秀英").status_code == 200
    assert a_contact(hall, office, contest, unit="二建").ask("GET").status_code == 200


def test_a_sheet_with_another_unit_or_too_many_is_refused_whole(hall: Hall, office: Desk, contest: str):
    unit = a_contact(hall, office, contest, most={"wall": 1})
    faults = unit.sheet("姓名,单位,项目,post\n王建国,二建,砌筑,a\n").json["faults"]
    assert [(fault["place"], fault["code"]) for fault in faults] == [("B2", "other_unit")]
    sheet = "姓名,项目,post\n王建国,砌筑,a\n李秀英,砌筑,a\n"
    answer = unit.sheet(sheet, "/sheet", unit.sheet(sheet).json["digest"])
    assert refused(answer, 409, "quota_over")
    assert unit.people() == []


def test_a_field_at_fault_is_named(unit: Contact):
    answer = unit.sends("王\u202e建国", number="1\u200b")
    assert refused(answer, 422, "person_faults")
    assert {(fault["place"], fault["code"]) for fault in answer.json["faults"]} == {
        ("name", "bidi"),
        ("number", "zero_width"),
    }


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "'; DROP TABLE registrations;--"])
def test_what_a_name_says_is_kept_as_text_and_calculated_nowhere(office: Desk, contest: str, unit: Contact, name: str):
    unit.sends(name)
    assert [each["name"] for each in unit.people()] == [name]
    told = office.get(f"/api/contests/{contest}/roster", query_string={"find": name}).json["rows"]
    assert [row["name"] for row in told] == [name]


def inside(book: bytes) -> list:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def a_photo(size: tuple[int, int] = (800, 600), exif: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", exif=exif, comment=b"CanaryPlace")
    return out.getvalue()


def test_a_photo_is_drawn_small_and_without_what_the_file_said(office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    id = unit.id("王建国")
    assert unit.photo(id, a_photo()).status_code == 200
    kept = unit.ask("GET", f"/people/{id}/photo").data
    assert len(kept) <= 60_000
    assert b"CanaryPlace" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert max(image.size) == 480
    assert office.get(f"/api/contests/{contest}/roster/people/{id}/photo").data == kept
    assert unit.people()[0]["photo"] is True


def test_another_photo_is_another_person_to_look_at(office: Desk, contest: str, unit: Contact):
    unit.sends("王建国")
    id = unit.id("王建国")
    unit.photo(id, a_photo())
    decide(office, contest, "王建国", "accepted")
    unit.photo(id, a_photo())
    assert unit.people()[0]["state"] == "waiting"
    decide(office, contest, "王建国", "accepted")
    office.post(f"/api/contests/{contest}/items/wall/entries")
    assert refused(unit.photo(id, a_photo()), 409, "enrolled_entered")


def test_what_is_no_photo_or_a_bomb_is_refused(unit: Contact):
    unit.sends("王建国")
    id = unit.id("王建国")
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")  # 10 kB of file, 81 million pixels
    assert refused(unit.photo(id, bomb.getvalue()), 409, "photo_pixels")
    for odd in (b"<svg onload=alert(1)>", b"\xff\xd8\xff" + b"\0" * 100, b"%PDF-1.7"):
        assert refused(unit.photo(id, odd), 409, "photo_unreadable")
    assert unit.people()[0]["photo"] is False


def test_photos_and_names_reach_no_judge_and_no_board(hall: Hall, office: Desk, contest: str, unit: Contact):
    unit.sends("CanaryRegistered")
    id = unit.id("CanaryRegistered")
    unit.photo(id, a_photo())
    decide(office, contest, "CanaryRegistered", "accepted")
    office.post(f"/api/contests/{contest}/items/wall/entries")
    office.post(f"/api/contests/{contest}/items/wall/draws/code")
    office.post(f"/api/contests/{contest}/items/wall/seats")
    kept = hall.services.people.photo(id)
    viewer, public = hall.staff("viewer", "chief", "recorder", "supervisor"), hall.visitor()
    paths = [
        f"/api/contests/{contest}",
        f"/api/contests/{contest}/story",
        f"/api/contests/{contest}/exports/journal.ndjson",
    ]
    paths += [
        f"/api/contests/{contest}/items/wall/{page}"
        for page in ("progress", "results", "awards", "preparation", "board")
    ]
    said = [viewer.get(path).data for path in paths] + [public.get(f"/boards/{contest}.wall").data]
    assert kept
    assert not [each for each in said if kept[:200] in each or b"CanaryRegistered" in each or id.encode() in each]
    for desk in (viewer, public):
        for path in (f"/roster/people/{id}/photo", "/roster", "/links", "/exports/roster.json"):
            assert desk.get(f"/api/contests/{contest}{path}").status_code in (401, 403)
        assert refused(desk.ask("GET", f"{UNIT}/people/{id}/photo"), 403, "link_over")


def test_a_clerk_who_is_signed_in_may_open_the_link_in_the_same_browser(office: Desk, unit: Contact):
    same = Contact(Desk(office.client), unit.token, unit.contest)
    assert same.sends("王建国").status_code == 200
