"""A small client of the REST API: what a console or a judge's pairing page asks over HTTP."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class Refusal(RuntimeError):
    """The server said no: `status`, `code`, and `message` {zh, en}."""

    def __init__(self, status: int, code: str, message: dict[str, str]) -> None:
        super().__init__(f"{message.get('zh', '')} {message.get('en', '')}".strip() or f"{status} {code}")
        self.status, self.code, self.message = status, code, message


class Rest:
    """One visitor of a server: remembers its session. Blocking; for one thread at a time. OSError if nobody answers."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self._address, self._timeout = urlsplit(url), timeout
        self._headers = {"Content-Type": "application/json"}
        self.signed_in = False

    def sign_in(self, login: str, password: str) -> dict[str, Any]:
        """Begin a session: `{account, csrf, grants}`."""
        said: dict[str, Any] = self.post("/api/session", {"login": login, "password": password})
        self._headers["X-CSRF"] = said["csrf"]
        self.signed_in = True
        return said

    def sign_out(self) -> None:
        """End the session, if there is one."""
        if self.signed_in:
            self._ask("DELETE", "/api/session")
            self.signed_in = False

    def get(self, path: str) -> Any:
        """The JSON at a path. Refusal."""
        return self._ask("GET", path)

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        """Post JSON; `key` makes the act idempotent. Refusal."""
        return self._ask("POST", path, body or {}, key)

    def _ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        line = kind(self._address.hostname or "", self._address.port, timeout=self._timeout)
        try:
            payload = None if body is None else json.dumps(body, ensure_ascii=False).encode()
            line.request(method, path, payload, self._headers | ({"Idempotency-Key": key} if key else {}))
            answer = line.getresponse()
            text = answer.read().decode()
            if cookie := answer.getheader("Set-Cookie"):
                self._headers["Cookie"] = cookie.partition(";")[0]
        finally:
            line.close()
        return _said(answer.status, text)


def _said(status: int, text: str) -> Any:
    try:
        said = json.loads(text) if text else None
    except ValueError:
        said = None
    if status >= 400:
        told = said if isinstance(said, dict) else {}
        raise Refusal(status, told.get("code", "http"), told.get("message", {}))
    return said
