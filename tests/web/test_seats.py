"""Seats: a link that lets one device in, once; and revoking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.hall import Desk, Hall, Play, refused


def link(hall: Hall, play: Play, seat: str = "j1") -> str:
    """A fresh link's token."""
    url = hall.staff("organizer").post(f"/api/contests/{play.id}/seats/{seat}/pairing").json["url"]
    return str(url.partition("#pair=")[2])


def pair(hall: Hall, token: str, pin: str = "2468", desk: Desk | None = None):
    return (desk or hall.visitor()).post("/api/pair", {"token": token, "pin": pin, "device": "tablet 7"})


def test_a_link_carries_its_token_where_no_server_log_sees_it(hall: Hall, play: Play):
    said = hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/pairing").json
    address, _, token = said["url"].partition("#pair=")
    assert address.endswith("/judge")
    assert len(token) >= 24
    assert said["qr"].startswith("<svg")
    assert "<script" not in said["qr"]


def test_a_link_ends_within_ten_minutes(hall: Hall, play: Play):
    said = hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/pairing").json
    left = datetime.fromisoformat(said["expires"]) - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)


def test_a_device_gets_its_seat_and_the_link_is_used_up(hall: Hall, play: Play):
    token = link(hall, play)
    said = pair(hall, token).json
    assert (said["seat"], said["contest"]) == ({"id": "j1", "name": {"zh": "席位 j1", "en": "Seat j1"}}, play.id)
    assert hall.services.people.session(said["token"]).seat == "j1"
    assert refused(pair(hall, token), 409, "pairing_over")


def test_a_link_that_is_too_old_lets_nobody_in(hall: Hall, play: Play):
    token, _ = hall.services.people.new_pairing(play.id, "j1", timedelta(seconds=-1))
    assert refused(pair(hall, token), 409, "pairing_over")


def test_a_second_device_needs_a_new_link_and_the_same_pin(hall: Hall, play: Play):
    pair(hall, link(hall, play), "2468")
    second = link(hall, play)
    assert refused(pair(hall, second, "1357"), 401, "wrong_pin")
    assert pair(hall, second, "2468").status_code == 200


def test_guessing_a_pin_is_slowed_over_all_links_of_the_seat(hall: Hall, play: Play):
    pair(hall, link(hall, play), "2468")
    codes = [pair(hall, link(hall, play), f"00{k:02d}").json["code"] for k in range(8)]
    assert codes[0] == "wrong_pin"
    assert codes[-1] == "too_many_tries"


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "1234\n", 1234])
def test_a_pin_is_four_to_eight_figures(hall: Hall, play: Play, pin: object):
    token = link(hall, play)
    assert refused(pair(hall, token, pin), 422, "malformed")
    assert pair(hall, token).status_code == 200


def test_a_guessed_link_lets_nobody_in(hall: Hall):
    assert refused(pair(hall, "A" * 24), 409, "pairing_over")


def test_revoking_ends_every_device_and_every_link_of_the_seat(hall: Hall, play: Play):
    device, unused = pair(hall, link(hall, play)).json["token"], link(hall, play)
    assert hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/revoke").json == {"devices": 1}
    assert hall.services.people.session(device) is None
    assert refused(pair(hall, unused), 409, "pairing_over")
    assert pair(hall, link(hall, play), "9999").status_code == 200  # and the PIN is chosen anew


def test_revoking_leaves_what_was_delivered(hall: Hall, play: Play):
    play.sheet("j1", play.codes()[0], "80")
    hall.staff("chief").post(f"/api/contests/{play.id}/seats/j1/revoke")
    assert play.item().by_code[play.codes()[0]].sheets["work"]["j1"].counts


def test_a_seat_that_is_not_there_is_unknown(hall: Hall, play: Play):
    desk = hall.staff("chief")
    assert refused(desk.post(f"/api/contests/{play.id}/seats/j9/pairing"), 404, "unknown_seat")
    assert refused(desk.post(f"/api/contests/{play.id}/seats/j9/revoke"), 404, "unknown_seat")
