"""Foreign pages: no websocket, no unsafe request; our own pages and listed ones may."""

from __future__ import annotations

from pathlib import Path

from contest.settings import Settings
from tests.live.origins import foreign
from tests.support.desk import ask
from tests.support.wire import Refused, WebSocket

OWN = "http://127.0.0.1:5000"


def test_the_list_of_foreign_origins_is_long_and_has_none_twice():
    assert len(set(foreign(OWN))) == len(foreign(OWN)) >= 40
    assert OWN not in foreign(OWN)


def opens(server, origin):
    try:
        WebSocket(server.address, headers={"Origin": origin}).drop()
    except Refused:
        return False
    return True


def test_a_foreign_page_opens_no_websocket(server):
    assert [origin for origin in foreign(server.origin) if opens(server, origin)] == []


def test_a_foreign_page_does_nothing_over_rest_even_with_cookie_and_token(played):
    staff = played.desk()
    before = staff.ask("GET", "").json["seq"]
    for each in foreign(played.server.origin):
        origin = {"Origin": each}
        assert staff.ask("POST", "/items/wall/acts/freeze", {}, **origin).status == 403, each
        assert staff.ask("POST", "/seats/b1/revoke", {}, **origin).status == 403, each
        signing_in = {"login": "chief", "password": "wrong"}
        assert ask(played.server.address, "POST", "/api/session", signing_in, origin).status == 403, each
        assert ask(played.server.address, "DELETE", "/api/session", None, staff.headers | origin).status == 403, each
    assert staff.ask("GET", "").json["seq"] == before


def test_our_own_pages_and_programs_without_an_origin_may(played):
    for origin in ({}, {"Origin": played.server.origin}):
        line = WebSocket(played.server.address, headers=origin)
        assert line.text().startswith("0{")
        line.drop()
        assert played.desk().ask("POST", "/seats/r1/revoke", {}, **origin).status == 200


def test_no_answer_lets_a_foreign_page_read_it(server):
    for path in ("/boards", "/api/session", "/socket.io/?EIO=4&transport=polling"):
        answer = ask(server.address, "GET", path, None, {"Origin": "http://evil.example"})
        assert "access-control-allow-origin" not in answer.headers


def test_a_listed_origin_is_welcome_and_does_not_shut_out_our_own():
    settings = Settings(
        "sqlite:///x", Path("."), origins=("https://judge.example",), public_url="https://venue.example"
    )
    here = {"wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1:5000"}
    assert all(settings.welcomes(each, here) for each in (OWN, "https://judge.example", "https://venue.example"))
    assert not any(settings.welcomes(each, here) for each in foreign(OWN))
    behind = {"wsgi.url_scheme": "http", "HTTP_HOST": "venue.lan", "HTTP_X_FORWARDED_PROTO": "https"}
    assert settings.welcomes("https://venue.lan", behind)
    assert not settings.welcomes("https://evil.example", behind | {"HTTP_X_FORWARDED_PROTO": "https://evil.example,"})


def test_without_a_host_nobody_is_welcome():
    settings = Settings("sqlite:///x", Path("."))
    assert not settings.welcomes("http://", {"wsgi.url_scheme": "http", "HTTP_HOST": ""})
    assert not settings.welcomes("", {"wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1"})
