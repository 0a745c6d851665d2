"""Simulated judges whom everything befalls: on every preset they end where the same judges end on a calm day."""

from __future__ import annotations

import dataclasses
import json
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from contest import presets
from contest.db import Reader, Writer
from contest.migrating import upgrade
from contest.opening import open_preset
from contest.people import People, token_digest
from contest.people_tables import Device
from contest.presets import ALL, Duty, Preset
from contest.record import Door
from contest.scoring.marking import read_marks
from contest.scoring.refused import Refused
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.simulate import Flaws, JudgeClient, Tally, marks_of, play
from contest.simulate.flaws import slip_of
from contest.simulate.run import Play
from tests.support.server import SERVE, Server, served

NAMES = presets.names()
ROUGH = Flaws(errors=25, corrections=25, doubles=25, breaks=10, offline=8)
ENTRIES = 6  # of each item; of the large contests all would take minutes
WHOLE = "datong-construction"  # teams, stations, processes: played over again, to see that the seed decides
COMMAND = ("stage-speech", "command")
REAL = ("stage-speech", "real")
OPENED = [(name, day) for name in NAMES for day in ("calm", "rough")] + [(WHOLE, "again"), COMMAND, REAL]
JUDGED = [
    (book, part)
    for name in NAMES
    for book in map(parse_rulebook, presets.load(name).rulebooks.values())
    for part in book.parts
    if part.panel is not None
]


@pytest.mark.parametrize(("book", "part"), JUDGED, ids=lambda each: each.id)
def test_a_slip_is_refused_by_the_scheme_whatever_aspect_it_hits(book: Any, part: Any) -> None:
    scheme = next(each for each in dump_rulebook(book)["parts"] if each["id"] == part.id)
    for number in range(40):
        slip = slip_of(scheme, marks_of(scheme, 7, book.id, "A01", "j1"), number)
        with pytest.raises(Refused):
            read_marks(part, slip)


def test_the_seed_says_what_befalls_a_sheet_and_shares_are_kept() -> None:
    places = [("7", "seat", "item", f"A{number}", "part") for number in range(2000)]
    assert [ROUGH.of(*place) for place in places] == [ROUGH.of(*place) for place in places]
    befell = [ROUGH.of(*place) for place in places]
    assert 0.2 < sum(each.slips for each in befell) / 2000 < 0.3
    assert 0.05 < sum(each.offline > 0 for each in befell) / 2000 < 0.11
    assert [ROUGH.of("8", *place[1:]) for place in places] != befell


def small(preset: Preset) -> Preset:
    """The contest with the first few entries of each item; votes that were counted for all of them are left out."""
    roster: list[Any] = []
    for item in preset.rulebooks:
        roster += [row for row in preset.roster if row.item == item][:ENTRIES]
    known = {(row.item, row.number) for row in roster}

    def cut(duty: Duty) -> Duty:
        if duty.entries == ALL:
            return duty
        return dataclasses.replace(duty, entries=tuple(n for n in duty.entries if (duty.item, n) in known))

    seats = tuple(dataclasses.replace(seat, duties=tuple(map(cut, seat.duties))) for seat in preset.seats)
    return dataclasses.replace(preset, roster=tuple(roster), seats=seats, counts=())


class Days:
    """Every contest, opened for several days alike, and a device on each seat."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._url = f"sqlite:///{var / 'contest.db'}"
        upgrade(self._url)
        self.tokens: dict[str, dict[str, str]] = {}
        writer, reader = Writer(self._url), Reader(self._url)
        door, people = Door(writer, reader), People(writer, reader)
        for name, day in OPENED:
            preset, contest = small(presets.load(name)), f"{name}-{day}"
            real = (name, day) == REAL
            open_preset(door, people, preset, contest, rehearsal=not real, seed=None if real else "7")
            self.tokens[contest] = {seat.id: secrets.token_urlsafe(16) for seat in preset.seats}
            self._seat(writer, contest)
        door.close()
        writer.close()
        reader.close()

    def _seat(self, writer: Writer, contest: str) -> None:
        common = {"contest_id": contest, "label": "test", "created_at": ""}
        rows = [{"token": token_digest(token), "seat": seat, **common} for seat, token in self.tokens[contest].items()]
        writer.run(lambda connection: connection.execute(insert(Device), rows))

    def state(self, contest: str) -> dict[str, Any]:
        """What the marks made of each entry: per item and code its sheets by part and owner, and its score."""
        writer, reader = Writer(self._url), Reader(self._url)
        door = Door(writer, reader)
        fold = door.current(contest)
        found = {
            (item.id, entry.code): (
                {
                    (part, owner): (sheet.marks, sheet.counts, set(sheet.confirmed_by))
                    for part, sheets in entry.sheets.items()
                    for owner, sheet in sheets.items()
                },
                entry.score,
            )
            for item in fold.items.values()
            for entry in item.entries.values()
        }
        assert not fold.aside
        door.close()
        writer.close()
        reader.close()
        return found


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    return Days(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="module")
def server(days: Days) -> Iterator[Server]:
    with served(days.var) as server:
        yield server


@dataclasses.dataclass
class Day:
    """One day of a contest: its answers, and where it ended."""

    tally: Tally
    state: dict[str, Any]


@pytest.fixture(scope="module")
def day(server: Server, days: Days) -> Callable[[str, str], Day]:
    @cache
    def played(name: str, which: str) -> Day:
        tokens = days.tokens[f"{name}-{which}"]
        clients = {seat: JudgeClient(server.origin, token) for seat, token in tokens.items()}
        tally = play(clients, Play(7, flaws=Flaws() if which == "calm" else ROUGH))
        return Day(tally, days.state(f"{name}-{which}"))

    return played


@pytest.mark.parametrize("name", NAMES)
def test_a_rough_day_ends_where_the_calm_one_ended(day: Callable[[str, str], Day], name: str) -> None:
    calm, rough = day(name, "calm"), day(name, "rough")
    assert (calm.tally.befell, calm.tally.refused, calm.tally.turned_away) == (Counter(), Counter(), [])
    assert (rough.tally.set_aside, rough.tally.turned_away, rough.tally.wrong) == (0, [], [])
    assert rough.tally.refused.total() == rough.tally.befell["errors"]
    assert rough.tally.sheets == calm.tally.sheets + rough.tally.befell["corrections"]
    assert rough.tally.confirmed == calm.tally.confirmed
    assert any(sheets for sheets, _ in calm.state.values())
    assert rough.state == calm.state


def test_everything_befalls_somebody_and_the_same_seed_befalls_the_same_sheets(day: Callable[[str, str], Day]) -> None:
    rough = day(WHOLE, "rough").tally
    assert set(rough.befell) == {field.name for field in dataclasses.fields(Flaws)}
    assert day(WHOLE, "again").tally == rough


def simulated(server: Server, days: Days, contest: tuple[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """The command, given the devices of all seats of a contest."""
    file = days.var / "tokens.json"
    file.write_text(json.dumps({seat: {"device": token} for seat, token in days.tokens["-".join(contest)].items()}))
    command = [sys.executable, *SERVE, "simulate", server.origin, "--tokens", str(file), "--pace", "max", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_says_what_befell_its_judges_and_single_shares_go_before_the_common_one(
    server: Server, days: Days
) -> None:
    done = simulated(server, days, COMMAND, "--judges", "2", "--flaws", "100", "--offline", "0", "--breaks", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    sheets = 2 * ENTRIES
    assert f"On the way: {sheets} corrections, {sheets} doubles, {sheets} slips" in done.stdout
    assert f"{2 * sheets} sheets in, {sheets} confirmations, 0 set aside, {sheets} refused" in done.stdout
    assert "{count}" not in done.stdout
    assert "See the red lines" in done.stdout


def test_simulated_judges_keep_out_of_a_real_contest(server: Server, days: Days) -> None:
    done = simulated(server, days, REAL)
    assert done.returncode == 1
    assert "no rehearsal" in done.stderr
    assert all(not sheets for sheets, _ in days.state("-".join(REAL)).values())
