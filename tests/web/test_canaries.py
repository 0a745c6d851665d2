"""Canary names: while an item is sealed, nobody gets a byte that says who stands behind a code, whatever they ask."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest

from contest.people import ROLES, accounts
from contest.scoring import office
from contest.scoring.desk import desk as judges_desk
from contest.scoring.events import SeatId
from contest.scoring.verbs import chief
from tests.web.hall import NAMES, NUMBERS, PASSWORD, POSTS, THEORY, UNITS, UNREAD, Desk, Hall, Play
from tests.web.test_policy import MAY, filled

DRAWS = ("/calling", "/calling.xlsx", "/table", "/slips")
pytestmark = pytest.mark.timeout(400)  # every address, asked by everybody, in every state
CANARIES = [*(f"{name} wall" for name in NAMES), *UNITS, *(f"w{number}" for number in NUMBERS)]
# Theory is known by name: under a code it would be as good as the name. So are attributes: there are few clerks.
TELLING = [*CANARIES, *THEORY, *POSTS]
BODIES = {
    "status": {"status": "absent", "reason": "x"},
    "penalties": {"penalty": "late", "reason": "x"},
    "times": {"part": "work", "seconds": 60},
    "return": {"part": "work", "owner": "j1", "reason": "x"},
    "adopt": {"reason": "x"},
    "decline": {"reason": "x"},
    "sign": {"password": PASSWORD, "digest": "0" * 64},
    "unlock": {"reason": "x"},
    "clock": {"kind": "note", "reason": "x", "device": 0},
}


@pytest.fixture(scope="module")
def sealed(hall: Hall) -> dict[str, Play]:
    """Contests that are still sealed: being marked with all that may happen to an entry, frozen, locked."""
    marking, frozen = hall.contest("wall").marked(), hall.contest("wall").marked()
    for play in (marking, frozen):
        first, second, _ = play.codes()
        play.sheet("j1", first, "12")  # set aside: the one that stands is confirmed
        play.does(chief.set_status, item="wall", code=second, status="absent")
        play.does(chief.give_penalty, item="wall", code=first, penalty="late")
    frozen.does(chief.freeze, item="wall")
    return {"marking": marking, "frozen": frozen, "locked": hall.contest("wall").brought_to("locked")}


@pytest.fixture(scope="module")
def desks(hall: Hall) -> list[Desk]:
    return [hall.visitor(), *(hall.staff(role) for role in ROLES), hall.staff()]


def asked(play: Play) -> Iterator[tuple[str, str, object]]:
    """Everything there is to ask of a contest: method, address, body."""
    code = play.codes()[0]
    for method, rule in MAY:
        body = BODIES.get(rule.rpartition("/")[2], {}) if method == "POST" else None
        # Who unseals, two by two, is told; a revoked seat is no more; material, the office's own roster and the
        # check-in go by number and know no code: see test_material, test_rosters and test_checkin. A layer's table is
        # its holder's, and the calling list has names without codes: see test_draws.
        by_number = (
            "/material",
            "/roster",
            "/template.xlsx",
            "/checkin",
            "/roster.xlsx",
            "/roster.csv",
            "/roster.json",
        )
        if not rule.endswith(("/unseal", "/revoke", *by_number, *DRAWS)):
            yield method, filled(rule, play, code), body
    for file in ("workbook.xlsx", "results.csv"):
        for query in ("draft=1", "draft=1&item=wall&lang=en"):
            yield "GET", f"/api/contests/{play.id}/exports/{file}?{query}", None
    boards = [f"/boards/{play.id}.{name}" for name in ("wall", "wall.staff", "units", "units.staff", "nothing")]
    for path in (*boards, f"/boards?contest={play.id}", "/boards", "/metrics", "/readyz", "/openapi.json"):
        yield "GET", path, None
    yield "GET", f"/api/contests/{play.id}/items/wall/entries/{NAMES[0]}/status", None


def inside(data: bytes) -> bytes:
    """The bytes, and what is packed in them."""
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return data + b"".join(archive.read(name) for name in archive.namelist())


def told(answer) -> bytes:
    text = inside(answer.data) + repr(list(answer.headers)).encode()
    return text + text.decode("utf-8", "replace").encode("ascii", "backslashreplace")


@pytest.mark.parametrize("state", ["marking", "frozen", "locked"])
def test_no_answer_to_anybody_tells_who_stands_behind_a_code(
    hall: Hall, sealed: dict[str, Play], desks: list[Desk], state: str, capfd: pytest.CaptureFixture[str]
):
    play = sealed[state]
    ids = [str(entry) for entry in play.item().entries]
    telling = [each.encode() for each in [*TELLING, UNREAD, *ids]]
    hits = [
        (desk.login or "nobody", method, path, canary)
        for desk in desks
        for method, path, body in asked(play)
        for answer in [told(desk.ask(method, path, body))]
        for canary in telling
        if canary in answer
    ]
    assert hits == []
    logged = "".join(capfd.readouterr())
    assert not any(canary in logged for canary in CANARIES)


def test_the_same_questions_after_unsealing_do_name_them(hall: Hall, desks: list[Desk]):
    """Or the test above would pass on a server that never says anything."""
    play = hall.contest("wall").brought_to("signed")
    everything = b"".join(told(desks[-1].ask(method, path, body)) for method, path, body in asked(play))
    assert [canary for canary in TELLING if canary.encode() not in everything] == []
    assert UNREAD.encode() not in everything


def test_the_board_and_the_judges_see_no_attribute_after_unsealing_either(hall: Hall, desks: list[Desk]):
    """They are for the awards; what a person earns or holds is nobody's business in the hall."""
    play = hall.contest("wall").brought_to("signed")
    paths = [f"/boards/{play.id}.{name}" for name in ("wall", "units")]
    seen = b"".join(told(desks[0].ask("GET", path, None)) for path in [*paths, f"/boards?contest={play.id}"])
    desk = json.dumps(judges_desk(play.fold, play.fold.seats[SeatId("j1")]), ensure_ascii=False)
    assert b"CanaryUnitNorth" in seen
    assert not any(post.encode() in seen or post in desk for post in [*POSTS, UNREAD])


@pytest.fixture
def stumbling(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A server that fails with a name and a password in its hands."""

    def fail(*values: object) -> None:
        name = hall.services.people.person(play.id, next(iter(play.item().entries)))
        raise RuntimeError(f"{len(str(name))} letters")

    play = hall.contest("wall")
    monkeypatch.setattr(accounts, "fits", fail)
    monkeypatch.setattr(office, "progress", fail)
    hall.services.door.listeners.insert(0, fail)
    yield play
    hall.services.door.listeners.remove(fail)


def test_a_log_of_what_went_wrong_holds_no_values(hall: Hall, stumbling: Play, capfd: pytest.CaptureFixture[str]):
    login = hall.account("chief")
    stumbling.does(chief.freeze, item="wall")
    asked = {"json": {"login": login, "password": PASSWORD}}
    answer = hall.app.test_client().post("/api/session", **asked)
    logged = "".join(capfd.readouterr())
    assert answer.status_code == 500
    assert answer.json["code"] == "fault"
    (id,) = set(re.findall(r"[0-9a-f]{8}", answer.json["message"]["zh"]))
    assert id in logged
    assert logged.count("RuntimeError") >= 2
    assert not any(secret in logged for secret in [PASSWORD, *CANARIES])


def test_a_judges_desk_knows_codes_only(sealed: dict[str, Play]):
    for play in sealed.values():
        for seat in ("j1", "j2"):
            said = json.dumps(judges_desk(play.fold, play.fold.seats[SeatId(seat)]), ensure_ascii=False)
            assert not any(canary in said for canary in TELLING)
            assert not any(entry in said for entry in play.item().entries)


def test_nothing_on_a_judges_desk_depends_on_whose_entry_it_is(hall: Hall):
    """Two contests that differ in who is who only: the judges' desks are the same but for the codes' order."""
    desks = []
    for play in (hall.contest("wall"), hall.contest("wall")):
        said = judges_desk(play.fold, play.fold.seats[SeatId("j1")])
        desks.append(json.dumps(said, sort_keys=True))
    assert desks[0] == desks[1]


def test_the_journal_itself_and_the_log_of_heads_hold_no_name(hall: Hall, sealed: dict[str, Play]):
    """The chain may be copied anywhere; names stand in tables beside it."""
    door = hall.services.door
    lines = b"".join(line.raw for contest in door.names() for line in door.lines(contest))
    assert len(lines) > 10_000
    # Units of contests that were unsealed are in their journals, names and numbers never.
    assert [name for name in [*CANARIES, UNREAD] if name.encode() in lines and name not in UNITS] == []
    heads = (hall.services.settings.var / "heads.log").read_bytes()
    assert heads
    assert not any(canary.encode() in heads for canary in CANARIES)
