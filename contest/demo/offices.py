"""The four persons of the office, over the REST API; each signs in when first needed. Requests run beside the loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gevent.threadpool import ThreadPool

from ..simulate import Rest

PATIENCE = 150.0  # seconds: before a signature the server calculates twice


class Offices:
    """`get` and `post` as one of the demo's accounts, on paths below the contest's."""

    def __init__(self, url: str, contest: str, passwords: Mapping[str, str]) -> None:
        self.url, self._contest, self._passwords = url, f"/api/contests/{contest}", passwords
        self._people: dict[str, Rest] = {}
        # A pool of its own: the server's handlers use the hub's, and must not wait for those who wait for them.
        self._pool = ThreadPool(4)

    def get(self, who: str, path: str) -> Any:
        """JSON as `who` sees it. Refusal."""
        return self.beside(self._person(who).get, self._contest + path)

    def post(self, who: str, path: str, body: Any = None, key: str = "") -> Any:
        """Do something as `who`. Refusal."""
        return self.beside(self._person(who).post, self._contest + path, body, key)

    def login(self, who: str) -> dict[str, str]:
        """What `who` types as a second person on somebody else's screen."""
        return {"login": who, "password": self._passwords[who]}

    def beside(self, work: Callable[..., Any], *args: Any) -> Any:
        """Run blocking work beside the loop, which goes on serving."""
        return self._pool.apply(work, args)

    def _person(self, who: str) -> Rest:
        if who not in self._people:
            person = Rest(self.url, timeout=PATIENCE)
            self.beside(person.sign_in, who, self._passwords[who])
            self._people[who] = person
        return self._people[who]

    def go(self) -> None:
        """Everybody signs out."""
        for person in self._people.values():
            self.beside(person.sign_out)
        self._people.clear()
