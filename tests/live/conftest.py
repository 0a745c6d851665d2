"""One server for all tests of this folder, with contests to spare: each test plays its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.played import Played, sheet
from tests.support.counts import count
from tests.support.server import Server, served
from tests.support.small import books, house, preset

CONTESTS = count(small=120, full=400)
ENTRIES = 6


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var: Path = tmp_path_factory.mktemp("live")  # what a disk does to a server is tested in tests/faults
    with house(var) as opened:
        opened.add_staff()
        for number in range(CONTESTS):
            opened.open(f"c{number}", preset(books(), ENTRIES))
    with served(var) as server:
        yield server


@pytest.fixture(scope="session")
def _fresh() -> Callable[[], int]:
    return itertools.count(2).__next__  # c0 is everybody's, c1 has a staff of its own


@pytest.fixture
def played(server: Server, _fresh: Callable[[], int]) -> Iterator[Played]:
    """A contest nobody has touched yet; its lines are closed behind the test."""
    number = _fresh()
    assert number < CONTESTS, "more tests than contests: raise CONTESTS"
    with Played(server, f"c{number}") as contest:
        yield contest


@pytest.fixture
def shared(server: Server) -> Iterator[Played]:
    """A contest for tests that change nothing."""
    with Played(server, "c0") as contest:
        yield contest


@pytest.fixture(scope="session")
def hasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with short times and a full board: 200 rows, half of its entries."""
    var = tmp_path_factory.mktemp("hasty")
    with house(var) as opened:
        opened.open("c0", preset(books(), 400))
    with served(var, ("-m", "tests.live.odd", "hasty")) as server:
        with Played(server, "c0") as played:
            judge = played.judge("b1")
            sent = [judge.ask("sheet", sheet(code=f"A{number:03d}", confirm=True)) for number in range(1, 201)]
            assert {judge.answer(number)["outcome"] for number in sent} == {"accepted"}
        yield server


@pytest.fixture
def hasty(hasty_server: Server) -> Iterator[Played]:
    """The contest there, of 400 entries."""
    with Played(hasty_server, "c0") as played:
        yield played
