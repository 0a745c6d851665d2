"""Seat cards that pair while pairing is held open, second devices that wait for the chief, PINs chosen anew."""

from __future__ import annotations

import io
import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from contest.apart.children import Apart
from contest.export.result import Joiner
from contest.people_tables import Pairing
from tests.web.hall import Desk, Hall, Play, refused
from tests.web.test_seats import link, pair


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Seat → the token on its newest card, as they go to the printer: a child of the server."""
    tokens: dict[str, str] = {}
    ask = Apart.ask

    def seen(apart, task, fold, **asked):
        if task == "cards":
            tokens.update({seat: url.partition("#pair=")[2] for seat, url in asked["links"].items()})
        return ask(apart, task, fold, **asked)

    monkeypatch.setattr(Apart, "ask", seen)
    return tokens


def at(play: Play, what: str = "") -> str:
    return f"/api/contests/{play.id}/pairing{what}"


def told(desk: Desk, play: Play):
    return desk.get(at(play)).json


def waits(hall: Hall, play: Play, seat: str = "j1", pin: str = "2468") -> str:
    """The token of a second device that waits."""
    said = pair(hall, link(hall, play, seat), pin).json
    assert said["waiting"]
    return str(said["token"])


def asks(hall: Hall, token: str):
    return hall.visitor().post("/api/pair/waiting", {"token": token})


SEEING = ("chief", "organizer", "viewer")


# --- cards ---


def test_cards_of_all_seats_are_one_paper_with_each_seats_name_judge_and_parts(hall: Hall, play: Play, printed):
    answer = hall.staff("organizer").post(at(play, "/cards"), {})
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for said in ("席位 j1", "席位 j2", "裁判 j1", "砌筑：", "热菜：", "工匠杯"):
        assert said in text
    assert set(printed) == {"j1", "j2"}
    assert f"/judge#pair={printed['j1']}" in re.sub(r"\s", "", text)


def test_cards_are_printed_in_english_too_and_of_some_seats_only(hall: Hall, play: Play, printed):
    answer = hall.staff("chief").post(at(play, "/cards"), {"seats": ["j2"], "lang": "en"})
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Seat j2" in text
    assert "Masonry:" in text
    assert "Seat j1" not in text  # the link beside it is random, and may hold any two letters
    assert set(printed) == {"j2"}


def test_a_card_of_a_seat_that_is_not_there_is_not_printed(hall: Hall, play: Play, printed):
    assert refused(hall.staff("chief").post(at(play, "/cards"), {"seats": ["j1", "j9"]}), 404, "unknown_seat")
    assert printed == {}


def test_the_server_keeps_no_card_token(hall: Hall, play: Play, printed):
    hall.staff("chief").post(at(play, "/cards"), {})
    kept = hall.services.people.reader.run(lambda conn: str(conn.execute(Pairing.__table__.select()).all()))
    assert not any(token in kept for token in printed.values())


def test_a_card_pairs_only_while_pairing_is_held_open_and_is_not_used_up_before(hall: Hall, play: Play, printed):
    desk = hall.staff("organizer")
    desk.post(at(play, "/cards"), {})
    assert told(desk, play)["open"] is False
    assert refused(pair(hall, printed["j1"]), 409, "pairing_closed")
    assert desk.post(at(play, "/open")).json["open"] is True
    assert pair(hall, printed["j1"]).json["waiting"] is None
    assert desk.post(at(play, "/close")).json["open"] is False
    assert refused(pair(hall, printed["j2"]), 409, "pairing_closed")


def test_a_card_does_not_grow_old(hall: Hall, play: Play, printed):
    desk = hall.staff("organizer")
    desk.post(at(play, "/cards"), {})
    long_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    change = Pairing.__table__.update().where(Pairing.card).values(expires_at=long_ago)
    hall.services.people.writer.run(lambda conn: conn.execute(change).rowcount)
    desk.post(at(play, "/open"))
    assert pair(hall, printed["j1"]).status_code == 200


def test_a_link_on_a_screen_pairs_while_pairing_is_closed(hall: Hall, play: Play):
    assert pair(hall, link(hall, play)).json["waiting"] is None


def test_who_holds_pairing_open_is_told_with_its_beginning_and_opening_twice_changes_nothing(hall: Hall, play: Play):
    desk = hall.staff("organizer")
    first = desk.post(at(play, "/open")).json
    assert first["by"] == desk.login.title()
    assert first["since"]
    assert hall.staff("chief").post(at(play, "/open")).json["since"] == first["since"]


def test_pairing_of_one_contest_is_not_that_of_another(hall: Hall, play: Play, printed):
    other, desk = hall.contest(), hall.staff("organizer")
    desk.post(at(play, "/cards"), {})
    desk.post(at(other, "/open"))
    assert refused(pair(hall, printed["j1"]), 409, "pairing_closed")


def test_every_use_of_a_card_after_the_first_is_refused(hall: Hall, play: Play, printed):
    desk = hall.staff("organizer")
    desk.post(at(play, "/cards"), {})
    desk.post(at(play, "/open"))
    assert pair(hall, printed["j1"]).status_code == 200
    for pin in ("2468", "1357"):
        for _ in range(5):
            assert refused(pair(hall, printed["j1"], pin), 409, "pairing_over")


def test_cards_printed_anew_void_the_older_ones_of_the_same_seats_alone(hall: Hall, play: Play, printed):
    desk = hall.staff("organizer")
    desk.post(at(play, "/cards"), {})
    older = dict(printed)
    desk.post(at(play, "/cards"), {"seats": ["j1"]})
    desk.post(at(play, "/open"))
    assert refused(pair(hall, older["j1"]), 409, "pairing_over")
    assert pair(hall, printed["j1"]).status_code == 200
    assert pair(hall, older["j2"]).status_code == 200


def test_the_console_sees_which_cards_are_not_used_yet(hall: Hall, play: Play, printed):
    desk = hall.staff("organizer")
    desk.post(at(play, "/cards"), {"seats": ["j1"]})
    desk.post(at(play, "/open"))
    assert [seat["card"] for seat in desk.get(f"/api/contests/{play.id}").json["seats"]] == [True, False]
    pair(hall, printed["j1"])
    assert [seat["card"] for seat in desk.get(f"/api/contests/{play.id}").json["seats"]] == [False, False]


# --- a second device ---


def test_a_second_device_waits_and_is_nobody_until_the_chief_lets_it_in(hall: Hall, play: Play):
    first = pair(hall, link(hall, play)).json["token"]
    token, chief, people = waits(hall, play), hall.staff("chief"), hall.services.people
    assert people.session(token) is None
    (waiting,) = told(chief, play)["waiting"]
    assert (waiting["seat"]["id"], waiting["label"], waiting["may"]) == ("j1", "tablet 7", True)
    left = datetime.fromisoformat(waiting["until"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    assert asks(hall, token).json["waiting"] == waiting["until"]
    assert chief.post(at(play, f"/waiting/{waiting['id']}/admit")).json["waiting"] == []
    said = asks(hall, token).json
    assert (said["token"], said["waiting"]) == (token, None)
    assert people.session(token).seat == people.session(first).seat == "j1"


def test_a_second_device_that_the_chief_refuses_is_told_so_and_stays_outside(hall: Hall, play: Play):
    pair(hall, link(hall, play))
    token, chief = waits(hall, play), hall.staff("chief")
    (waiting,) = told(chief, play)["waiting"]
    assert chief.post(at(play, f"/waiting/{waiting['id']}/deny")).json["waiting"] == []
    assert refused(asks(hall, token), 403, "pairing_denied")
    assert refused(chief.post(at(play, f"/waiting/{waiting['id']}/admit")), 404, "unknown_waiting")
    assert hall.services.people.session(token) is None


def test_a_second_device_must_know_the_pin_before_it_may_wait(hall: Hall, play: Play):
    pair(hall, link(hall, play), "2468")
    assert refused(pair(hall, link(hall, play), "1357"), 401, "wrong_pin")
    assert told(hall.staff("chief"), play)["waiting"] == []


def test_the_organizer_sees_who_waits_and_does_not_decide(hall: Hall, play: Play):
    pair(hall, link(hall, play))
    waits(hall, play)
    desk = hall.staff("organizer")
    (waiting,) = told(desk, play)["waiting"]
    assert waiting["may"] is False
    assert refused(desk.post(at(play, f"/waiting/{waiting['id']}/admit")), 403, "forbidden")


def test_the_chief_of_another_item_does_not_decide(hall: Hall, play: Play):
    pair(hall, link(hall, play, "j2"))
    waits(hall, play, "j2")
    desk = hall.staff("chief", contest=play.id, item="soup")
    (waiting,) = told(desk, play)["waiting"]
    assert refused(desk.post(at(play, f"/waiting/{waiting['id']}/admit")), 403, "forbidden")


def test_a_device_needs_no_chief_once_the_first_was_revoked(hall: Hall, play: Play):
    pair(hall, link(hall, play))
    hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/revoke")
    assert pair(hall, link(hall, play), "1357").json["waiting"] is None


def test_revoking_a_seat_ends_who_waits_for_it(hall: Hall, play: Play):
    pair(hall, link(hall, play))
    token, chief = waits(hall, play), hall.staff("chief")
    chief.post(f"/api/contests/{play.id}/seats/j1/revoke")
    assert told(chief, play)["waiting"] == []
    assert refused(asks(hall, token), 409, "pairing_over")


def test_nobody_who_does_not_wait_is_let_in_by_asking(hall: Hall):
    assert refused(asks(hall, "A" * 43), 409, "pairing_over")


# --- the PIN ---


def pin_reset(hall: Hall, play: Play, devices: str):
    return hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/pin", {"devices": devices})


def test_a_pin_that_is_reset_is_chosen_anew_by_the_next_device_while_the_first_stays(hall: Hall, play: Play):
    first = pair(hall, link(hall, play), "2468").json["token"]
    assert pin_reset(hall, play, "stay").json == {"devices": 0}
    assert hall.services.people.session(first)
    waits(hall, play, pin="1357")
    chief = hall.staff("chief")
    (waiting,) = told(chief, play)["waiting"]
    chief.post(at(play, f"/waiting/{waiting['id']}/admit"))
    assert refused(pair(hall, link(hall, play), "2468"), 401, "wrong_pin")
    assert pair(hall, link(hall, play), "1357").status_code == 200


def test_a_pin_can_be_reset_with_the_devices_going(hall: Hall, play: Play):
    first = pair(hall, link(hall, play), "2468").json["token"]
    assert pin_reset(hall, play, "go").json == {"devices": 1}
    assert hall.services.people.session(first) is None
    assert pair(hall, link(hall, play), "1357").json["waiting"] is None


def test_a_link_and_a_device_that_came_before_the_reset_are_void(hall: Hall, play: Play):
    pair(hall, link(hall, play), "2468")
    token, unused = waits(hall, play), link(hall, play)
    pin_reset(hall, play, "stay")
    assert refused(asks(hall, token), 409, "pairing_over")
    assert refused(pair(hall, unused), 409, "pairing_over")


def test_of_two_devices_that_wait_with_new_pins_the_first_let_in_sets_it(hall: Hall, play: Play):
    pair(hall, link(hall, play), "2468")
    pin_reset(hall, play, "stay")
    waits(hall, play, pin="1111")
    waits(hall, play, pin="2222")
    chief = hall.staff("chief")
    one, other = (each["id"] for each in told(chief, play)["waiting"])
    assert chief.post(at(play, f"/waiting/{one}/admit")).status_code == 200
    assert refused(chief.post(at(play, f"/waiting/{other}/admit")), 404, "unknown_waiting")
    assert refused(pair(hall, link(hall, play), "2222"), 401, "wrong_pin")


# --- a seat handed over ---


def hand_over(hall: Hall, play: Play, role: str = "chief", **body: str):
    said = {"judge": "李四", "reason": "突发疾病"} | body
    return hall.staff(role).post(f"/api/contests/{play.id}/seats/j1/handover", said)


def test_a_handover_ends_devices_pin_links_and_card_in_the_same_act(hall: Hall, play: Play, printed):
    hall.staff("organizer").post(at(play, "/cards"), {})
    first = pair(hall, link(hall, play), "2468").json["token"]
    unused, waiter = link(hall, play), waits(hall, play)
    assert hand_over(hall, play).json["seq"] == play.fold.seq
    assert hall.services.people.session(first).former
    assert hall.services.people.paired_seats(play.id) == set()
    hall.staff("organizer").post(at(play, "/open"))
    for token in (unused, printed["j1"]):
        assert refused(pair(hall, token), 409, "pairing_over")
    assert refused(asks(hall, waiter), 409, "pairing_over")
    assert pair(hall, link(hall, play), "1357").json["waiting"] is None


def test_a_handover_needs_a_name_and_a_reason_and_neither_stands_in_the_chain(hall: Hall, play: Play):
    for lacking in ("judge", "reason"):
        assert refused(hand_over(hall, play, **{lacking: ""}), 422, "malformed")
    hand_over(hall, play)
    chain = b"".join(line.raw for line in hall.services.door.lines(play.id)).decode()
    assert "李四" not in chain
    assert "突发疾病" not in chain
    assert "reason_digest" in chain


def test_a_seat_becomes_a_trainees_with_a_reason_and_is_told_as_one(hall: Hall, play: Play):
    at_seat = f"/api/contests/{play.id}/seats/j1/shadow"
    chief, said = hall.staff("chief"), {"shadow": True, "reason": "第一次执裁"}
    assert refused(chief.post(at_seat, said | {"reason": ""}), 422, "malformed")
    assert chief.post(at_seat, said).json["seq"] == play.fold.seq
    told = chief.get(f"/api/contests/{play.id}").json["seats"]
    assert [(seat["id"], seat["shadow"]) for seat in told] == [("j1", True), ("j2", False)]
    assert [row["shadow"] for row in chief.get(f"/api/contests/{play.id}/devices").json["devices"]].count(True) == 1
    assert refused(chief.post(at_seat, said), 409, "shadow_already")
    chain = b"".join(line.raw for line in hall.services.door.lines(play.id)).decode()
    assert "第一次执裁" not in chain


def test_the_seat_is_the_new_judges_and_sheets_name_who_gave_them(hall: Hall, play: Play):
    one, other, _ = play.codes()
    play.sheet("j1", one, "80")
    hand_over(hall, play)
    play.sheet("j1", other, "70")
    seats = hall.staff("viewer").get(f"/api/contests/{play.id}").json["seats"]
    assert [seat["judge"] for seat in seats] == ["李四", "裁判 j2"]
    view = Joiner(play.fold, hall.services.people).item(play.item())
    assert {sheet.code: sheet.seat.zh for sheet in view.sheets} == {one: "席位 j1（裁判 j1）", other: "席位 j1（李四）"}
    (work,) = [part for part in view.parts if part.seats]
    assert [seat.judge for seat in work.seats] == ["裁判 j1 → 李四", "裁判 j2"]


# --- an answer that was lost


def knocks(hall: Hall, token: str, key: str, pin: str = "2468"):
    return hall.visitor().post("/api/pair", {"token": token, "pin": pin, "device": "A", "key": key})


def test_a_device_whose_answer_was_lost_asks_again_by_its_own_key_and_is_paired_once(hall: Hall, play: Play):
    token, key = link(hall, play, "j1"), secrets.token_hex(20)
    first = knocks(hall, token, key).json
    assert first["token"] == key
    assert knocks(hall, token, key).json == first
    assert len(hall.services.people.devices(play.id)) == 1


def test_a_second_device_whose_answer_was_lost_goes_on_waiting(hall: Hall, play: Play):
    pair(hall, link(hall, play, "j1"), "2468")
    token, key = link(hall, play, "j1"), secrets.token_hex(20)
    first = knocks(hall, token, key).json
    assert first["waiting"]
    assert knocks(hall, token, key).json == first


def test_a_link_that_was_used_is_over_for_any_other_device_and_any_other_link_is_for_a_known_key(
    hall: Hall, play: Play
):
    token, key = link(hall, play, "j1"), secrets.token_hex(20)
    knocks(hall, token, key)
    assert refused(knocks(hall, token, "x" * 40), 409, "pairing_over")
    other = link(hall, play, "j2")
    assert refused(knocks(hall, other, key), 409, "pairing_over")
    knocks(hall, other, secrets.token_hex(20))
    assert refused(knocks(hall, other, key), 409, "pairing_over")


def test_a_device_that_waits_is_told_with_the_contest_to_who_has_a_hand_in_seats(hall: Hall, play: Play):
    pair(hall, link(hall, play, "j1"), "2468")
    waits(hall, play)
    seen = {role: hall.staff(role).get(f"/api/contests/{play.id}").json["waiting"] for role in SEEING}
    told = {role: [(each["seat"]["id"], each["may"]) for each in waiting] for role, waiting in seen.items()}
    assert told == {"chief": [("j1", True)], "organizer": [("j1", False)], "viewer": []}
    lines = {role: hall.staff(role).get("/api/contests").json for role in SEEING}
    counts = {role: [each["waiting"] for each in mine if each["id"] == play.id] for role, mine in lines.items()}
    assert counts == {"chief": [1], "organizer": [1], "viewer": [0]}
    hall.staff("chief").post(at(play, f"/waiting/{seen['chief'][0]['id']}/admit"))
    assert hall.staff("chief").get(f"/api/contests/{play.id}").json["waiting"] == []
