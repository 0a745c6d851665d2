"""What the addresses of a contest name, really there: accounts, sessions, links, registrations, files, waiting devices.

So that an address is asked for something that is, and its real answer is held to what /openapi.json says of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from contest.people import Link, Registered
from contest.scoring.verbs import chief, officer, organizer
from tests.scoring.builders import data, imported, judged
from tests.scoring.test_votes import jury, public
from tests.support.shown import a_pdf, a_photo
from tests.web.hall import NUMBERS, PASSWORD, Desk, Hall, Play

SOON = (datetime.now(UTC) + timedelta(days=7)).isoformat()
UNIT = "一建"
PRESET = ("datong-construction", "waterproofing")
RESULT = ("/exports/", "/check", "/robustness", "/ceremony")
"""What there is of a finished result only."""

FINAL = ("/votes/", "/ballots/", "/advance", "/stage")
FILES = ("/material/{id}", "/judge/material")


def contest_for(hall: Hall, path: str) -> Play:
    """A contest in which the address means something."""
    play = hall.contest()
    if any(each in path for each in RESULT):
        return play.brought_to("published")
    if any(each in path for each in FINAL):
        _of_the_hall(play)
    return play


def _of_the_hall(play: Play) -> None:
    """An item on a stage, with the hall's votes and a jury's ballot, before a final; open."""
    parts = [judged("work", weight="40"), public(weight="30"), jury() | {"weight": "30"}]
    advance = {"to": "last", "count": 1, "into": "former"}
    semi = data(*parts, id="semi", sealed=False, board={"stage": "work"}, advance=advance)
    last = data(imported("former"), id="last", sealed=False)
    for book in (semi, last):
        play.does(organizer.set_rulebook, rulebook=book)
    rows = [{"entry": f"{play.id}-semi-{k}", "commitment": f"{k:064x}"} for k in range(2)]
    play.does(organizer.enter_entries, item="semi", entries=rows)
    play.does(officer.draw_codes, item="semi", seed="01" * 32, prefix="S")
    play.does(organizer.set_seat, seat="j3", judge="j3", duties=[{"item": "semi", "part": "work", "entries": None}])


def a_link(hall: Hall, play: Play) -> tuple[str, str]:
    """The token of a unit's link, and its id."""
    return hall.services.people.new_unit_link(Link("", play.id, UNIT, ("wall", "soup"), SOON, SOON))


def address(hall: Hall, play: Play, desk: Desk, path: str) -> dict[str, Any]:
    """A value for each name in the path."""
    item = "semi" if any(each in path for each in FINAL) else "wall"
    code = play.codes(item if item in play.fold.items else "wall")[0]
    real: dict[str, Any] = {"contest": play.id, "item": item, "code": code, "seat": "j1"}
    real |= {
        "seq": 1,
        "given": 1,
        "part": "work",
        "channel": "c1",
        "what": "code",
        "layer": 1,
        "kind": "csv",
        "number": 1,
        "key": "k1",
    }
    real |= {"how": "adopt"} if "/set-aside/" in path else {}
    real |= {"part": "theory"} if "/scores/" in path else {}
    real |= {"part": "public"} if "/votes/" in path else {"part": "jury"} if "/ballots/" in path else {}
    real |= {"what": "results"} if "/exports/" in path else {}
    real |= dict(zip(("preset", "item"), PRESET, strict=True)) if "{preset}" in path else {}
    for name, make in MAKERS.items():
        if f"{{{name}}}" in path:
            real[name] = make(hall, play, desk, path)
    return real


def _account(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    login = hall.account("viewer", contest=play.id if "/staff/" in path else "*")
    return str(next(each["id"] for each in desk.get("/api/accounts").json if each["login"] == login))


def _session(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    hall.visitor().sign_in(desk.login)
    return str(next(each["id"] for each in desk.get("/api/account/sessions").json if not each["here"]))


def _token(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    said = {"name": "program", "contest": play.id, "acts": ["see"], "until": SOON}
    made = desk.post("/api/account/tokens", said)
    assert made.status_code == 200, made.text
    return str(made.json["tokens"][0]["id"])


def _series(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    id = f"of-{play.id}"
    desk.post("/api/series", {"id": id, "title": {"zh": "系列"}, "contests": [play.id]})
    return id


def _registration(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    """Somebody of the unit, with a photo and a substitute who waits."""
    people, number = hall.services.people, f"R-{play.id}"
    wished = {"name": "替补", "attributes": {"post": "mason"}, "note": "骨折"} if "/substitute/" in path else None
    state = "accepted" if "/substitute" in path else "waiting"
    one = Registered("wall", number, "李四", UNIT, {"post": "mason"}, state=state, substitute=wished)
    people.keep([people.keep_registrations(play.id, "account:x", [one])])
    id = next(each.id for each in people.registered(play.id, "wall") if each.number == number)
    people.keep([people.keep_photo(id, a_photo("JPEG"))])
    return id


def _unit_link(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    return a_link(hall, play)[1]


def _aside(hall: Hall, play: Play, desk: Desk, path: str) -> int:
    for mark in ("80", "81"):
        seq = play.sheet("j1", play.codes()[0], mark)
    return seq


def _penalty(hall: Hall, play: Play, desk: Desk, path: str) -> int:
    return play.does(chief.give_penalty, item="wall", code=play.codes()[0], penalty="late")


def _material(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    return put_beside(play, desk, text=path.endswith("/text"))


def put_beside(play: Play, desk: Desk, *, text: bool) -> str:
    """A file put beside the sheets of the first entry of `wall`: its id."""
    name, content = ("w.txt", "我们改了夹具。".encode()) if text else ("w.pdf", a_pdf())
    answer = desk.ask(
        "POST",
        f"/api/contests/{play.id}/items/wall/material",
        query_string={"number": f"w{NUMBERS[0]}"},
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json["material"][-1]["id"])


def _waiter(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    """A second device of j1, which waits for the chief."""
    people = hall.services.people
    for _ in range(2):
        people.pair(people.new_pairing(play.id, "j1")[0], "2468", "")
    return people.waiting(play.id)[0].id


def named(hall: Hall, play: Play, desk: Desk, path: str, real: Mapping[str, Any]) -> dict[str, Any]:
    """What a body or a query may name: the field → something that is there."""
    item, code = real["item"], real["code"]
    there = {"contest": play.id, "contests": [play.id], "item": item, "items": [item], "seat": "j1", "owner": "j1"}
    there |= {"code": code, "codes": [code], "part": real["part"], "penalty": "late", "line": play.fold.seq}
    there |= {"number": f"w{NUMBERS[0]}", "numbers": [f"w{NUMBERS[0]}"], "acts": ["see"], "until": SOON}
    there |= {"login": desk.login, "password": PASSWORD, "instead": ""}
    there["pin"] = "739152" if path == "/api/account/pin" else "2468"
    if path.endswith("/undo"):
        there["ids"] = [_registration(hall, play, desk, path)]
    if path in TOKENS:
        there["token"] = TOKENS[path](hall, play, desk)
    return there


def _invitation(hall: Hall, play: Play, desk: Desk) -> str:
    said = {"name": "王五", "grants": [{"contest": play.id, "item": "", "role": "viewer"}]}
    return str(desk.post("/api/accounts/invitations", said).json["url"].partition("#")[2].rpartition("=")[2])


def _invited(hall: Hall, play: Play, desk: Desk, path: str) -> str:
    """An invitation that waits, for the contest alone."""
    desk.post(f"/api/contests/{play.id}/staff/invitations", {"name": "赵六", "roles": [{"role": "viewer"}]})
    return str(desk.get(f"/api/contests/{play.id}/staff/invitations").json[0]["id"])


def _waiting(hall: Hall, play: Play, desk: Desk) -> str:
    """What a second device of j1 asks with, while it waits."""
    people = hall.services.people
    return [people.pair(people.new_pairing(play.id, "j1")[0], "2468", "")[0] for _ in range(2)][1]


TOKENS: dict[str, Callable[[Hall, Play, Desk], str]] = {
    "/api/invitation": _invitation,
    "/api/invitation/accept": _invitation,
    "/api/pair": lambda hall, play, desk: hall.services.people.new_pairing(play.id, "j1")[0],
    "/api/pair/waiting": _waiting,
}


def filled(said: Any, there: Mapping[str, Any]) -> Any:
    """The same with what it names being there."""
    if not isinstance(said, Mapping):
        return said
    return {name: there.get(name, value) for name, value in said.items()}


MAKERS: dict[str, Callable[[Hall, Play, Desk, str], Any]] = {
    "account": _account,
    "session": _session,
    "token": _token,
    "series": _series,
    "registration": _registration,
    "link": _unit_link,
    "seq": _aside,
    "given": _penalty,
    "id": _material,
    "waiter": _waiter,
    "invitation": _invited,
}
