"""Small contests, opened in a folder before a server starts there: seats with devices, accounts that may do all.

Items of each: `wall` with parts `build` (judge b1) and `finish` (judges f1 and f2, mean), `paint` with `look` (a team
of t1, t2, t3 on one joint sheet), `roof` with `deck` (judge r1). Every part is 10 points, codes are sealed, and the
public board shows the coded parts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from contest.db import Reader, Writer
from contest.intake.roster import RosterRow
from contest.migrating import upgrade
from contest.opening import open_preset
from contest.people import ROLES, People, token_digest
from contest.people_tables import Device
from contest.presets import Duty, Preset, Seat
from contest.record import Door
from tests.scoring.builders import TWO, criterion, data, judged, points
from tests.support import hashes
from tests.support.staff import hired

PASSWORD = "a long enough password"
STAFF = ("chief", "second")

SEATS: Mapping[str, Sequence[tuple[str, str]]] = {
    "b1": [("wall", "build")],
    "f1": [("wall", "finish")],
    "f2": [("wall", "finish")],
    "t1": [("paint", "look")],
    "t2": [("paint", "look")],
    "t3": [("paint", "look")],
    "r1": [("roof", "deck")],
}


def part(id: str, judges: int = 1, weight: str = "100", **more: Any) -> dict[str, Any]:
    """A judged part of one aspect `a`, 0 to 10 points."""
    found = judged(id, criterion("c", points("a", max="10")), judges=judges, weight=weight, **more)
    found["out_of"] = "10"
    return found


def book(id: str, *parts: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A sealed item whose public board shows the coded parts."""
    sealed = {"sealed": True, "weighting": "percent", "board": {"while_sealed": "parts"}}
    rounding = {"judges": TWO, "part": TWO, "weighted": TWO, "total": TWO}
    return data(*parts, id=id, name={"zh": "砌筑", "en": id}, rounding=rounding, **sealed) | more


def books() -> list[dict[str, Any]]:
    mean = {"combine": {"method": "mean"}}
    joint = part("look") | {"panel": {"judges": 3, "by": "joint"}, "combine": {"method": "single"}}
    return [
        book("wall", part("build", weight="50"), part("finish", judges=2, weight="50", **mean)),
        book("paint", joint),
        book("roof", part("deck")),
    ]


def preset(
    books: Sequence[Mapping[str, Any]], entries: int, seats: Mapping[str, Sequence[tuple[str, str]]] = SEATS
) -> Preset:
    """A preset of these rulebooks with `entries` in each item."""
    roster = [
        RosterRow(f"{number:04d}", f"选手{number}", f"单位{number % 3}", each["id"], {})
        for each in books
        for number in range(1, entries + 1)
    ]
    words = {"zh": "测试", "en": "Test"}
    return Preset(
        id="small",
        title=words,
        series=words,
        organizer=words,
        venue=words,
        dates=("2026-11-21",),
        invented=True,
        rulebooks={each["id"]: each for each in books},
        roster=tuple(roster),
        seats=tuple(
            Seat(id, {"zh": id, "en": id}, tuple(Duty(item, part) for item, part in duties), id)
            for id, duties in seats.items()
        ),
        unit_table=None,
    )


@dataclass(frozen=True)
class House:
    """The door and the people of a folder, without a server."""

    door: Door
    people: People

    def open(self, contest: str, preset: Preset) -> None:
        open_preset(self.door, self.people, preset, contest, rehearsal=False)
        rows = [
            {"token": token_digest(token(contest, seat.id)), "contest_id": contest, "seat": seat.id}
            | {"label": "", "created_at": ""}
            for seat in preset.seats
        ]
        self.people.writer.run(lambda connection: connection.execute(insert(Device), rows).rowcount)

    def add_staff(self) -> None:
        for login in STAFF:
            hired(self.people, login, login, PASSWORD, [("*", "", role) for role in ROLES])
        self.people.add_account("elsewhere", "elsewhere", PASSWORD, [("c1", "", "viewer")])


def token(contest: str, seat: str) -> str:
    """The device token of a seat (pairing is tested where it lives; here a device just has one)."""
    return f"{contest}-{seat}-device-token"


@contextlib.contextmanager
def house(var: Path) -> Iterator[House]:
    """A folder's database, upgraded and opened for setting up; closed before a server starts there."""
    url = f"sqlite:///{var / 'contest.db'}"
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    door = Door(writer, reader, var / "heads.log")
    try:
        with pytest.MonkeyPatch.context() as patch:
            hashes.quick(patch)
            yield House(door, People(writer, reader))
    finally:
        door.close()
        writer.close()
        reader.close()
