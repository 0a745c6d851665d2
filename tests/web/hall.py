"""The language of the tests of REST: a contest in any state, and people of the staff at their desks.

Each contest has two items. `wall` is sealed: theory (imported, known by name, 30 %) and work (j1 and j2, mean, 70 %).
`soup` is not: taste alone, by j1. Three entries each. Penalties: late (1 point), conduct (up to 10, stated).
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.intake.roster import RosterRow
from contest.opening import open_preset
from contest.people import ROLES
from contest.presets import Duty, Preset, Seat
from contest.scoring.contest import Contest
from contest.scoring.events import ItemId
from contest.scoring.item import Item
from contest.scoring.results import results
from contest.scoring.verbs import chief, judge, officer, organizer
from contest.web.services import Services
from tests.scoring.builders import TWO, criterion, data, imported, judged, points
from tests.support.histories import agreed
from tests.support.staff import hired
from tests.web.told import hold_to_what_is_told

PASSWORD = "correct horse battery"
STATES = ("preparing", "marking", "locked", "unsealed", "signed", "published")
JUDGES = ("j1", "j2")
ITEMS = ("wall", "soup")
NAMES = ("CanaryWren", "CanaryLinnet", "金丝雀")
UNITS = ("CanaryUnitNorth", "CanaryUnitSouth", "金丝雀队")
NUMBERS = ("CANARY001", "CANARY002", "CANARY003")
THEORY = ("81.25", "62.75", "93.50")
POSTS = ("CanaryPostMason", "CanaryPostClerk", "金丝雀职务")
UNREAD = "CanaryShoeSize"
"""What the rulebook of `wall` reads beside the unit, and what it does not."""

_count = itertools.count(1)


NOT_A_GUEST = {"attribute": "post", "other_than": "guest"}


def wall() -> dict[str, Any]:
    """The sealed item."""
    practice = judged("work", criterion("c", points("a", max="100")), judges=2, weight="70", combine={"method": "mean"})
    penalties = [
        {"id": "late", "name": {"zh": "迟到", "en": "Late"}, "points": "1", "per": "once"},
        {"id": "conduct", "name": {"zh": "违规", "en": "Conduct"}, "max": "10", "per": "given"},
    ]
    prizes = [{"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "count": 1, "where": [NOT_A_GUEST]}]
    rounding = {"judges": TWO, "part": TWO, "weighted": TWO, "total": TWO}
    theory = imported("theory", weight="30", known_by_name=True)
    name = {"zh": "砌筑", "en": "Masonry"}
    return data(
        theory, practice, id="wall", name=name, sealed=True, penalties=penalties, awards=prizes, rounding=rounding
    )


def soup() -> dict[str, Any]:
    """The item that is not sealed."""
    return data(judged("taste"), id="soup", name={"zh": "热菜", "en": "Hot dishes"}, sealed=False)


def a_preset(items: Sequence[str] = ITEMS) -> Preset:
    """The contest as a preset would say it."""
    rows = [
        RosterRow(
            f"{item[0]}{number}",
            f"{name} {item}",
            unit,
            item,
            {"theory": theory} if item == "wall" else {},
            attributes={"post": post, "shoes": UNREAD} if item == "wall" else {},
        )
        for item in items
        for number, name, unit, theory, post in zip(NUMBERS, NAMES, UNITS, THEORY, POSTS, strict=True)
    ]
    taste = (Duty("soup", "taste"),) if "soup" in items else ()
    duties = {"j1": (Duty("wall", "work"), *taste), "j2": (Duty("wall", "work"),)}
    words = {"zh": "工匠杯", "en": "Craftsman Cup"}
    return Preset(
        id="small",
        title=words,
        series=words,
        organizer=words,
        venue=words,
        dates=("2026-11-21",),
        invented=True,
        rulebooks={book["id"]: book for book in (wall(), soup()) if book["id"] in items},
        roster=tuple(rows),
        seats=tuple(Seat(id, {"zh": f"席位 {id}", "en": f"Seat {id}"}, duties[id], f"裁判 {id}") for id in JUDGES),
        unit_table={"format": 1, "name": words, "items": list(items), "best": 1, "of": "total"},
    )


@dataclass
class Play:
    """One contest of the application, acted on at the door."""

    services: Services
    id: str = field(default_factory=lambda: f"cup-{next(_count)}")
    items: Sequence[str] = ITEMS

    def __post_init__(self) -> None:
        open_preset(self.services.door, self.services.people, a_preset(self.items), self.id, rehearsal=False)

    @property
    def fold(self) -> Contest:
        return self.services.door.current(self.id)

    def item(self, item: str = "wall") -> Item:
        return self.fold.items[ItemId(item)]

    def codes(self, item: str = "wall") -> list[str]:
        return sorted(map(str, self.item(item).by_code))

    def named(self, name: str, item: str = "wall") -> str:
        """The code of whom the test knows by name."""
        known = self.item(item).by_code.items()
        found = {self.services.people.person(self.id, entry.id).name: str(code) for code, entry in known}
        return found[f"{name} {item}"]

    def digest(self, item: str = "wall") -> str:
        """What a signature of the result would cover now."""
        return results(self.fold, self.item(item)).digest

    def does(self, verb: Any, by: str = "account:somebody", **values: Any) -> int:
        return self.services.door.record(self.id, verb, by=by, values=values).seq

    def sheet(self, seat: str, code: str, mark: str, *, item: str = "wall", confirm: bool = True, base: int = 0) -> int:
        part = "work" if item == "wall" else "taste"
        asked = {"item": item, "code": code, "part": part, "marks": {"a": mark}, "base": base, "confirm": confirm}
        return self.does(judge.submit_sheet, f"seat:{seat}", rulebook=self.item(item).version, **asked)

    def marked(self, item: str = "wall") -> Play:
        """Every sheet is in and confirmed."""
        for seat in JUDGES if item == "wall" else JUDGES[:1]:
            for k, code in enumerate(self.codes(item)):
                self.sheet(seat, code, f"{70 + 5 * k}.5", item=item)
        return self

    def brought_to(self, state: str) -> Play:
        """The item `wall`, marked and moved on to a state from `marking` on."""
        self.marked()
        steps = [self._lock, self._unseal, self._sign, self._publish]
        for step in steps[: STATES.index(state) - 1]:
            step()
        assert self.item().state == state
        return self

    def _lock(self) -> None:
        self.does(chief.lock, item="wall")

    def _unseal(self) -> None:
        people = self.services.people
        self.does(officer.request_unsealing, "account:one", item="wall")
        seed, units = people.seed(self.id, "wall"), people.attributes_of(self.id, self.item().entries)
        self.does(officer.approve_unsealing, "account:two", item="wall", seed=seed, attributes=units)

    def _sign(self) -> None:
        self.does(chief.sign, item="wall", digest=self.digest(), check=agreed(self.digest()))

    def _publish(self) -> None:
        self.does(organizer.publish, item="wall")


class Preparing(Play):
    """A contest whose items are not open yet."""

    def __post_init__(self) -> None:
        self.does(organizer.open_contest, title={"zh": "工匠杯", "en": "Craftsman Cup"}, rehearsal=False)
        for book in (wall(), soup()):
            self.does(organizer.set_rulebook, rulebook=book)

    def entered(self) -> Preparing:
        """With entries and seats of `wall`, and no draw yet."""
        rows = [{"entry": f"{self.id}-{k}", "commitment": f"{k:064x}"} for k in range(3)]
        self.does(organizer.enter_entries, item="wall", entries=rows)
        for seat in JUDGES:
            duties = [{"item": "wall", "part": "work", "entries": None}]
            self.does(organizer.set_seat, seat=seat, judge=seat, duties=duties)
        return self


@dataclass
class Desk:
    """A visitor with a browser: signed in, or not. `address` is where the requests come from."""

    client: FlaskClient
    login: str = ""
    csrf: str = ""
    address: str = field(default_factory=lambda: f"10.0.{next(_count) % 250}.{next(_count) % 250}")

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """One request; `body` goes as JSON."""
        sent = {"X-CSRF": self.csrf} if self.csrf and method != "GET" else {}
        content = {} if body is None else {"json": body}
        answer = self.client.open(
            path,
            method=method,
            headers=sent | dict(headers or {}),
            environ_overrides={"REMOTE_ADDR": self.address},
            buffered=True,
            **content,
            **more,
        )
        hold_to_what_is_told(self.client.application, method, path, answer)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, *, key: str = "", **more: Any) -> TestResponse:
        return self.ask("POST", path, {} if body is None else body, {"Idempotency-Key": key} if key else None, **more)

    def act(self, contest: str, act: str, item: str = "wall", *, key: str = "", **body: Any) -> TestResponse:
        return self.post(f"/api/contests/{contest}/items/{item}/acts/{act}", body, key=key)

    def note(
        self, contest: str, code: str, what: str, *, item: str = "wall", key: str = "", **body: Any
    ) -> TestResponse:
        return self.post(f"/api/contests/{contest}/items/{item}/entries/{code}/{what}", body, key=key)

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        answer = self.post("/api/session", {"login": login, "password": password})
        if answer.status_code == 200:
            self.login, self.csrf = login, answer.json["csrf"]
        return answer


@dataclass
class Hall:
    """The application, and who comes to it."""

    app: Flask

    @property
    def services(self) -> Services:
        found: Services = self.app.extensions["contest"]
        return found

    def contest(self, *items: str) -> Play:
        """A contest of these items, of both if none is named."""
        return Play(self.services, items=items or ITEMS)

    def visitor(self) -> Desk:
        return Desk(self.app.test_client())

    def account(self, *roles: str, contest: str = "*", item: str = "") -> str:
        """A new account's login."""
        login = f"{'-'.join(roles)}-{secrets.token_hex(3)}"
        hired(self.services.people, login, login.title(), PASSWORD, [(contest, item, role) for role in roles])
        return login

    def staff(self, *roles: str, contest: str = "*", item: str = "") -> Desk:
        """Somebody with these roles, signed in; with none given, with all."""
        desk = self.visitor()
        assert desk.sign_in(self.account(*(roles or ROLES), contest=contest, item=item)).status_code == 200
        return desk


def refused(answer: TestResponse, status: int, code: str) -> bool:
    """Whether an answer is this refusal, in the one shape refusals have."""
    said = answer.get_json(silent=True)
    if (answer.status_code, said and said.get("code")) != (status, code):
        raise AssertionError(f"{answer.status_code} {answer.get_data(as_text=True)[:300]} instead of {status} {code}")
    return set(said["message"]) == {"zh", "en"} and all(said["message"].values())
