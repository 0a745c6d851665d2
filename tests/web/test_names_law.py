"""A law of the whole way from a unit's link to the unsealing: whatever people and units are called, no judge and nobody
outside is sent a byte of it, and no answer to anybody has a name together with a code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from contest.apart.children import Answer, Apart
from contest.scoring.desk import desk as judges_desk
from contest.scoring.refused import Refused
from contest.scoring.verbs import judge
from tests.support.counts import count
from tests.web.hall import PASSWORD, Desk, Hall, wall
from tests.web.test_canaries import told
from tests.web.test_draws import Drawing, everything
from tests.web.test_enrolling import a_contact

PERSON, UNIT, CODE = "鵺", "鸑", "QXQ"
"""A sign of its own in every name, unit and code, so that a short name is not found by chance."""

GROUPS, PEOPLE = 2, 2
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8)
ODD = st.sampled_from(["", "=1+1", "<img src=x onerror=alert(1)>", '"\\', "A-1", "{0}", "%s", "null", "wall", "j1"])


def called(mark: str) -> st.SearchStrategy[str]:
    return st.builds(lambda before, after: f"{before}{mark}{after}", WORDS | ODD, WORDS | ODD)


@dataclass
class Called:
    """What everybody is called: units, and the people each sends."""

    units: list[str]
    people: list[list[str]]


CASTS = st.builds(
    Called,
    st.lists(called(UNIT), min_size=GROUPS, max_size=GROUPS, unique=True),
    st.lists(st.lists(called(PERSON), min_size=PEOPLE, max_size=PEOPLE), min_size=GROUPS, max_size=GROUPS),
)


def test_whatever_people_and_units_are_called_no_judge_and_nobody_outside_hears_of_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    def no_child(*_: object, **asked: object) -> Answer:
        raise Refused("apart_busy")

    monkeypatch.setattr(Apart, "ask", no_child)  # papers and checks are test_papers', and slow

    @settings(
        max_examples=count(small=1, full=60),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @example(
        Called([f"一建{UNIT}", f"{UNIT}二建"], [[f"王{PERSON}", f"{PERSON}<b>"], [f"=1+1{PERSON}", f"{PERSON}j1"]])
    )
    @given(CASTS)
    def holds(cast: Called) -> None:
        contest = registered(hall, cast)
        nobody_is_named(contest, "entered")
        drawn_and_assigned(contest, cast)
        nobody_is_named(contest, "drawn")
        marked(contest)
        nobody_is_named(contest, "marked")
        unsealed(contest)
        named = [path for path, answer in answers(contest, contest.office) if signs(answer) == {PERSON, UNIT, CODE}]
        assert f"{contest.at}/progress" in named, "or it said nothing before either"
        assert PERSON not in at_their_desks(contest)
        assert UNIT not in at_their_desks(contest)

    holds()


def registered(hall: Hall, cast: Called) -> Drawing:
    """Every unit registered its people by its link; all are accepted and entered."""
    id = f"law-{len(hall.services.door.names())}"
    office = hall.staff("organizer", "chief")
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": wall()})
    for unit, people in zip(cast.units, cast.people, strict=True):
        contact = a_contact(hall, office, id, unit, items=["wall"])
        for k, name in enumerate(people):
            sent = contact.sends(f"{name}{k}")  # two of one name are asked to be told apart
            assert sent.status_code == 200, sent.text
    rows = [{"id": row["id"], "at": row["at"]} for row in office.get(f"/api/contests/{id}/roster").json["rows"]]
    said = {"rows": rows, "state": "accepted", "note": ""}
    assert office.post(f"/api/contests/{id}/roster/review", said).status_code == 200
    assert office.post(f"/api/contests/{id}/items/wall/entries").json == {"entered": GROUPS * PEOPLE}
    officers = [hall.staff("officer", contest=id) for _ in range(2)]
    return Drawing(hall, id, office, *officers)


def drawn_and_assigned(contest: Drawing, cast: Called) -> None:
    """Codes, groups, stations and order are drawn; judges of those units sit down, and entries are assigned."""
    assert contest.first.post(f"{contest.at}/draws/code", {"prefix": CODE}).status_code == 200
    for what, how in (("group", {"groups": 2, "apart": True}), ("station", {"stations": 2}), ("order", {})):
        assert contest.first.post(f"{contest.at}/draws/{what}", how).status_code == 200
    assert contest.office.post(f"{contest.at}/parts/work/seats", {"seats": 5}).status_code == 200
    people = contest.hall.services.people
    seats = [(f"wall-work-{k}", unit) for k, unit in enumerate(cast.units, start=1)]
    people.keep([people.name_seat(contest.id, seat, seat, seat, f"裁判 {seat}", unit) for seat, unit in seats])
    assert contest.office.post(f"{contest.at}/parts/work/assigning", {"way": "each"}).status_code == 200


def marked(contest: Drawing) -> None:
    """Every sheet that is due is in."""
    contest.office.act(contest.id, "open")
    door, item = contest.hall.services.door, contest.item
    for seat in door.current(contest.id).seats.values():
        for entry in item.entries.values():
            if not seat.marks(item.id, item.rulebook.part("work").id, entry.id):
                continue
            sheet = {"item": "wall", "code": entry.code, "part": "work", "marks": {"a": "70"}, "base": 0}
            values = sheet | {"confirm": True, "rulebook": item.version}
            door.record(contest.id, judge.submit_sheet, by=f"seat:{seat.id}", values=values)


def unsealed(contest: Drawing) -> None:
    assert contest.office.act(contest.id, "lock", missing_reason="理论未到").status_code == 200
    second = {"login": contest.hall.account("supervisor", contest=contest.id), "password": PASSWORD}
    assert contest.first.act(contest.id, "unseal", second=second).json["unsealed"]


def nobody_is_named(contest: Drawing, when: str) -> None:
    assert signs(public(contest)) & {PERSON, UNIT} == set(), when
    assert signs(at_their_desks(contest)) & {PERSON, UNIT} == set(), when
    for desk in (contest.office, contest.first):
        for path, answer in answers(contest, desk):
            found = signs(answer)
            assert CODE not in found or not found & {PERSON, UNIT}, (when, desk.login, path)


def public(contest: Drawing) -> str:
    """All that is told to somebody from outside."""
    paths = [
        "/boards",
        f"/boards?contest={contest.id}",
        *(f"/boards/{contest.id}.{name}" for name in ("wall", "units")),
    ]
    visitor = contest.hall.visitor()
    boards = "".join(read(visitor, path) for path in paths)
    return boards + "".join(answer for _, answer in answers(contest, visitor))


def at_their_desks(contest: Drawing) -> str:
    """All that stands on the judges' desks."""
    fold = contest.hall.services.door.current(contest.id)
    return "".join(json.dumps(judges_desk(fold, seat), ensure_ascii=False) for seat in fold.seats.values())


def answers(contest: Drawing, desk: Desk) -> Iterator[tuple[str, str]]:
    codes = sorted(map(str, contest.item.by_code)) or ["A-1"]
    for method, path, _ in everything(contest, codes[0]):  # type: ignore[arg-type]
        if method == "GET":
            yield path, read(desk, path)


def read(desk: Desk, path: str) -> str:
    return told(desk.get(path)).decode("utf-8", "replace")


def signs(text: str) -> set[str]:
    """Which of the three signs stand in a text, as they are or as JSON, Python and HTML may write them."""
    found = {CODE} if CODE in text else set()
    for sign in (PERSON, UNIT):
        n = ord(sign)
        if any(way in text for way in (sign, f"\\u{n:04x}", f"&#{n};", f"&#x{n:x};")):
            found.add(sign)
    return found
