"""The console's side over REST: sign in, act, look. Plain http.client, one connection a request."""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.small import PASSWORD
from tests.support.wire import Address

COOKIE = "contest_session"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(address: Address, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
    """One request. OSError or HTTPException where the server is not there."""
    connection = http.client.HTTPConnection(*address, timeout=15)
    data = None if body is None else json.dumps(body).encode()
    kind = {} if data is None else {"Content-Type": "application/json"}
    try:
        connection.request(method, path, data, kind | dict(headers or {}))
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())
    finally:
        connection.close()


@dataclass
class Desk:
    """Somebody of the staff, signed in."""

    address: Address
    contest: str
    login: str = "chief"
    cookie: str = ""
    csrf: str = field(default="", init=False)

    def __post_init__(self) -> None:
        answer = ask(self.address, "POST", "/api/session", {"login": self.login, "password": PASSWORD})
        assert answer.status == 200, answer
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        self.csrf = answer.json["csrf"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRF": self.csrf}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A request of this session; `path` behind the contest's address."""
        return ask(self.address, method, f"/api/contests/{self.contest}{path}", body, self.headers | headers)

    def do(self, path: str, body: Any = None) -> Any:
        """An act that must be done."""
        answer = self.ask("POST", path, body or {}, **{"Idempotency-Key": secrets.token_hex(8)})
        assert answer.status == 200, (path, answer)
        return answer.json

    def act(self, item: str, act: str, **body: Any) -> Any:
        """Move an item on."""
        return self.do(f"/items/{item}/acts/{act}", body)

    def sign_out(self) -> None:
        assert ask(self.address, "DELETE", "/api/session", None, self.headers).status == 200
