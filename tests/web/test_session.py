"""Signing in and out: who one is, and how it is proved again."""

from __future__ import annotations

import json

import pytest
from argon2 import Type, extract_parameters

from contest.people import hashing
from tests.web.hall import PASSWORD, Hall, Play, refused


def test_who_signs_in_is_told_who_they_are_and_what_they_may_do_where(hall: Hall, play: Play):
    login = hall.account("chief", contest=play.id)
    desk = hall.visitor()
    said = desk.sign_in(login).json
    assert said["account"] == {"login": login, "name": login.title()}
    assert said["grants"] == [{"contest": play.id, "item": None, "role": "chief"}]
    assert desk.get("/api/session").json == said


def test_the_session_is_in_a_cookie_that_no_script_and_no_other_site_can_use(hall: Hall):
    cookie = hall.visitor().sign_in(hall.account("viewer")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie


def test_signing_out_ends_the_session_on_the_server(hall: Hall):
    desk = hall.staff("viewer")
    cookie = desk.client.get_cookie("contest_session").value
    assert desk.ask("DELETE", "/api/session").json == {}
    desk.client.set_cookie("contest_session", cookie)
    assert refused(desk.get("/api/session"), 401, "signed_out")


def test_signing_out_needs_the_csrf_token_like_any_act(hall: Hall):
    desk = hall.staff("viewer")
    desk.csrf = ""
    assert refused(desk.ask("DELETE", "/api/session"), 403, "csrf")


@pytest.mark.parametrize("csrf", ["", "x", "é", "0" * 22, "\u00ff" * 22])
def test_an_act_without_the_sessions_own_csrf_token_is_refused(hall: Hall, play: Play, csrf: str):
    desk = hall.staff("chief")
    head = play.fold.head
    answer = desk.ask("POST", f"/api/contests/{play.id}/items/wall/acts/freeze", {}, {"X-CSRF": csrf})
    assert refused(answer, 403, "csrf")
    assert play.fold.head == head


def test_the_csrf_token_of_another_session_is_no_good(hall: Hall, play: Play):
    one, other = hall.staff("chief"), hall.staff("chief")
    one.csrf = other.csrf
    assert refused(one.act(play.id, "freeze"), 403, "csrf")


def test_reading_needs_no_csrf_token(hall: Hall, play: Play):
    desk = hall.staff("viewer")
    desk.csrf = ""
    assert desk.get(f"/api/contests/{play.id}").status_code == 200


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(hall: Hall):
    known = hall.visitor().sign_in(hall.account("viewer"), "wrong")
    unknown = hall.visitor().sign_in("nobody-at-all", "wrong")
    assert refused(known, 401, "wrong_password")
    assert known.data == unknown.data
    assert not known.headers.get("Set-Cookie")


def test_guessing_is_slowed_and_the_right_password_waits_too(hall: Hall):
    login = hall.account("viewer")
    codes = [hall.visitor().sign_in(login, f"guess {k}").json["code"] for k in range(8)]
    assert codes[:5] == ["wrong_password"] * 5
    assert codes[-1] == "too_many_tries"
    answer = hall.visitor().sign_in(login)
    assert refused(answer, 429, "too_many_tries")


def test_guessing_at_one_account_does_not_slow_another_one(hall: Hall):
    desk = hall.visitor()
    guessed, other = hall.account("viewer"), hall.account("viewer")
    for k in range(6):
        desk.sign_in(guessed, f"guess {k}")
    assert desk.sign_in(other).status_code == 200


def test_passwords_are_hashed_slowly_outside_of_these_tests():
    # This hash was made when the module was read, before conftest put a quick hasher in its place.
    used = extract_parameters(hashing.NOBODY)
    assert used.type is Type.ID
    assert used.memory_cost * used.time_cost >= 2 * 19 * 1024  # the least that OWASP asks for


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {"login": "a"},
        {"login": "a", "password": 1},
        {"login": "a", "password": "b", "role": "organizer"},
        {"login": "\ud800", "password": "b"},
        {"login": "a\u0000", "password": "b"},
        {"login": "", "password": ""},
        {"login": "a" * 65, "password": "b"},
    ],
    ids=repr,
)
def test_what_is_not_a_sign_in_is_malformed(hall: Hall, body: object):
    answer = hall.visitor().client.post("/api/session", data=json.dumps(body), content_type="application/json")
    assert refused(answer, 422, "malformed")


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"login": NaN}', b'{"a":' * 50_000])
def test_what_is_not_json_is_malformed(hall: Hall, text: bytes):
    answer = hall.visitor().client.post("/api/session", data=text, content_type="application/json")
    assert refused(answer, 422, "malformed")


def test_a_body_that_is_not_told_to_be_json_is_not_read(hall: Hall):
    """A form of another site could send text/plain without asking; it gets nowhere."""
    login = hall.account("viewer")
    body = f'{{"login": "{login}", "password": "{PASSWORD}"}}'
    answer = hall.visitor().client.post("/api/session", data=body, content_type="text/plain")
    assert refused(answer, 422, "malformed")


def test_a_judges_device_is_no_account(hall: Hall, play: Play):
    token, _ = hall.services.people.pair(hall.services.people.new_pairing(play.id, "j1")[0], "2468", "tablet")
    desk = hall.visitor()
    desk.client.set_cookie("contest_session", token)
    assert refused(desk.get("/api/session"), 401, "signed_out")
    assert refused(desk.get(f"/api/contests/{play.id}"), 401, "signed_out")


def test_a_changed_password_ends_the_sessions(hall: Hall):
    desk = hall.staff("viewer")
    hall.services.people.set_password(desk.login, "another password")
    assert refused(desk.get("/api/session"), 401, "signed_out")
    assert refused(desk.sign_in(desk.login), 401, "wrong_password")
    assert desk.sign_in(desk.login, "another password").status_code == 200
