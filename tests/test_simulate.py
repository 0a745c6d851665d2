"""Simulated judges: marks from a seed, a device that asks until it is answered, a contest over the real sockets."""

from __future__ import annotations

import json
import secrets
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from contest import presets
from contest.commands import simulated
from contest.db import Reader, Writer
from contest.migrating import upgrade
from contest.opening import open_preset
from contest.people import People, token_digest
from contest.people_tables import Device
from contest.record import Door
from contest.scoring.marking import read_marks, score_sheet
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.simulate import JudgeClient, Lost, Refusal, TurnedAway, marks_of, play
from contest.simulate.run import Play
from contest.simulate.wire import Line
from tests.support.server import SERVE, Server, eventually, served

CONTEST = "datong-construction"
PRESET = presets.load(CONTEST)
BOOKS = [parse_rulebook(book) for book in PRESET.rulebooks.values()]
PARTS = [(book, part) for book in BOOKS for part in book.parts if part.source == "judged"]
FREE = "masonry-product-5"
SHEETS = 364
Clients = Callable[..., dict[str, JudgeClient]]


def scheme(book: Any, part: Any) -> dict[str, Any]:
    """A part as hello gives it."""
    return next(each for each in dump_rulebook(book)["parts"] if each["id"] == part.id)


def named(pair: Any) -> str:
    return f"{pair[0].id}-{pair[1].id}"


# --- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", PARTS, ids=named)
def test_every_sheet_fits_its_scheme_and_is_neither_empty_nor_perfect(pair):
    book, part = pair
    shares = []
    for number in range(60):
        marks = marks_of(scheme(book, part), 7, book.id, f"A{number:02d}", "judge")
        shares.append(score_sheet(part, read_marks(part, marks)).total / part.max)
    assert 0.55 < sum(shares) / len(shares) < 0.95
    assert len(set(shares)) > 20


def test_the_seed_alone_decides_and_every_seat_has_a_hand_of_its_own():
    book, part = PARTS[-1]
    sheet = scheme(book, part)
    first = marks_of(sheet, 7, book.id, "C01", "j1")
    assert marks_of(sheet, 7, book.id, "C01", "j1") == first
    others = [marks_of(sheet, *key) for key in [(8, book.id, "C01", "j1"), (7, book.id, "C02", "j1")]]
    assert first not in [*others, marks_of(sheet, 7, book.id, "C01", "j2")]


# --- seats that have a device already ---------------------------------------------------------------------------------


class Knocking:
    """A device that is let in at once on seat `free`, and must wait anywhere else."""

    order: list[str] = []

    def __init__(self, url: str, token: str) -> None:
        self.token = token

    def knock(self, pairing: str, pin: str) -> dict[str, Any]:
        self.order.append(f"knocks {pairing}")
        self.token = f"device {pairing}"
        return {"waiting": None if pairing == "free" else "2026-11-29T07:05:00+00:00"}

    def admitted(self, said: dict[str, Any]) -> dict[str, Any]:
        self.order.append("waits" if said["waiting"] else "is in")
        return said


def test_all_that_must_be_let_in_knock_first_and_one_sentence_says_what_they_wait_for(monkeypatch, capsys):
    monkeypatch.setattr(simulated, "JudgeClient", Knocking)
    monkeypatch.setattr(Knocking, "order", [])
    seats = {seat: {"pairing": seat, "pin": "2468"} for seat in ("one", "free", "two")} | {"old": {"device": "kept"}}
    simulated._devices("http://hall", seats)
    assert Knocking.order == ["knocks one", "knocks free", "knocks two", "waits", "is in", "waits"]
    assert seats == {seat: {"device": f"device {seat}"} for seat in ("one", "free", "two")} | {
        "old": {"device": "kept"}
    }
    told = capsys.readouterr().out
    assert "2 个席位已有设备在用（one、two）：模拟设备在等裁判长确认" in told
    assert "2 (one, two)" in told


# --- a served contest -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all: the tests before the last one keep to seats of their own, the last one plays what is left."""
    var = tmp_path_factory.mktemp("served")
    tokens = opened(var)
    with served(var) as server:
        server.env["TOKENS"] = json.dumps(tokens)
        yield server


def opened(var: Path) -> dict[str, str]:
    """The preset in a database in `var`, a device on every seat; seat → its token."""
    url = f"sqlite:///{var / 'contest.db'}"
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    door, people = Door(writer, reader), People(writer, reader)
    open_preset(door, people, PRESET, CONTEST, rehearsal=True, seed="7")
    tokens = {seat.id: secrets.token_urlsafe(32) for seat in PRESET.seats}
    common = {"contest_id": CONTEST, "label": "test", "created_at": ""}
    rows = [{"token": token_digest(token), "seat": seat, **common} for seat, token in tokens.items()]
    writer.run(lambda connection: connection.execute(insert(Device), rows))
    door.close()
    writer.close()
    reader.close()
    return tokens


@pytest.fixture
def clients(server: Server) -> Clients:
    tokens = json.loads(server.env["TOKENS"])

    def some(*seats: str, **how: Any) -> dict[str, JudgeClient]:
        """Devices on these seats (default: on all)."""
        return {seat: JudgeClient(server.origin, tokens[seat], **how) for seat in seats or tokens}

    return some


def lines(server: Server) -> list[dict[str, Any]]:
    with sqlite3.connect(server.var / "contest.db") as connection:
        found = [json.loads(row[0]) for row in connection.execute("select line from journal order by seq")]
    connection.close()
    return found


def owners(server: Server) -> Counter[tuple[str, ...]]:
    """How often each seat handed in a sheet of each part of each entry."""
    told = [line["data"] for line in lines(server) if line["kind"] == "SheetSubmitted"]
    return Counter((each["item"], each["entry"], each["part"], each["seat"]) for each in told)


def test_a_sheet_without_an_answer_is_sent_again_and_counts_once(server, clients, monkeypatch):
    told: list[tuple[str, Any]] = []
    seat = "waterproofing-product-1"
    judge = clients(seat, ledger=lambda what, event, said, answer: told.append((what, said.get("request"))))[seat]
    place = first_place(judge)
    real = Line.receive

    def swallow(line: Line, until: float) -> Any:
        heard = real(line, until)
        assert heard is not None
        monkeypatch.setattr(Line, "receive", real)
        raise Lost("the line broke before the answer came")

    told.clear()
    monkeypatch.setattr(Line, "receive", swallow)
    answer = judge.sheet(place, marks(judge, place), confirm=True)
    judge.close()
    assert answer["outcome"] == "accepted"
    assert [what for what, _ in told] == ["sent", "sent", "answered"]
    assert len({request for _, request in told}) == 1
    assert {count for place, count in owners(server).items() if place[-1] == seat} == {1}


def first_place(judge: JudgeClient, at: int = 0) -> tuple[str, str, str]:
    entry = judge.hello()["entries"][at]
    return entry["item"], entry["code"], entry["parts"][0]


def marks(judge: JudgeClient, place: tuple[str, str, str], seed: int = 99) -> dict[str, Any]:
    item, code, part = place
    schemes = next(each for each in judge.desk["items"] if each["id"] == item)["parts"]
    return marks_of(next(each for each in schemes if each["id"] == part), seed, item, code, "person")


def test_a_device_that_does_nothing_stays_on_the_line(server, clients):
    judge = clients(FREE)[FREE]
    judge.hello()
    judge.idle(9.5)  # longer than the server's ping interval and timeout together
    assert judge.connected
    assert not judge.changed
    judge.close()


def test_a_device_nobody_knows_is_turned_away_with_the_reason(server):
    with pytest.raises(TurnedAway) as turned:
        JudgeClient(server.origin, "nobody's token").hello()
    assert turned.value.code == "revoked"
    assert turned.value.message["zh"]
    with pytest.raises(Refusal) as refused:
        JudgeClient(server.origin).pair("no such token", "4821")
    assert refused.value.code == "pairing_over"


def test_the_command_plays_from_a_file_of_tokens_and_keeps_paired_devices_in_it(server, tmp_path):
    tokens = json.loads(server.env["TOKENS"])
    known = {seat: {"device": tokens[seat]} for seat in tokens if seat.startswith("painting")}
    file = tmp_path / "tokens.json"
    link = pairing(server, "masonry-process-3")
    file.write_text(json.dumps(known | {"masonry-process-3": {"pairing": link, "pin": "4821"}}))
    command = [sys.executable, *SERVE, "simulate", server.origin, "--tokens", str(file), "--pace", "max"]
    for sheets in (84 + 6, 0):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as playing:
            if sheets:
                let_in(server, "masonry-process-3")  # it has a device already
            said, fault = playing.communicate(timeout=60)
        assert f"{sheets} sheets in" in said, fault
        assert playing.returncode == 0, said
    assert set(json.loads(file.read_text())["masonry-process-3"]) == {"device"}
    assert file.stat().st_mode & 0o077 == 0


def let_in(server: Server, seat: str) -> None:
    """The chief says yes to the device that waits for the seat."""
    url = f"sqlite:///{server.var / 'contest.db'}"
    writer, reader = Writer(url), Reader(url)
    people = People(writer, reader)
    eventually(lambda: people.waiting(CONTEST), 30, "no device waits")
    (waiter,) = people.waiting(CONTEST)
    assert waiter.seat == seat
    people.admit(CONTEST, waiter.id)
    writer.close()
    reader.close()


def pairing(server: Server, seat: str) -> str:
    """A pairing token, written beside the running server as `contest account` writes accounts."""
    url = f"sqlite:///{server.var / 'contest.db'}"
    writer, reader = Writer(url), Reader(url)
    token, _ = People(writer, reader).new_pairing(CONTEST, seat)
    writer.close()
    reader.close()
    return token


def test_judges_play_all_that_is_left_and_the_next_run_finds_nothing_to_do(server, clients):
    before = owners(server).total()
    tally = play(clients(), Play(7))
    assert (before + tally.sheets, tally.set_aside, tally.refused, tally.turned_away) == (SHEETS, 0, Counter(), [])
    assert set(owners(server).values()) == {1}
    measured = clients("masonry-measured-2")["masonry-measured-2"]
    sheets = measured.hello()["sheets"]
    assert len(sheets) == 22
    assert all(sheet["confirmed"] and sheet["confirmed_by"] == 3 for sheet in sheets)
    assert len({sheet["typed_by"] for sheet in sheets}) == 3
    measured.close()
    again = play(clients(), Play(7))
    assert (again.sheets, again.confirmed) == (0, 0)
