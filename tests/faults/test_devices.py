"""Lost, doubled, reordered, replayed messages and killed tablets, at random: what stands is the in-order run."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from contest import journal, record
from contest.journal import Stored
from contest.record import Door
from contest.scoring.verbs import judge
from tests.faults.hall import TABLETS, halls
from tests.support.counts import count
from tests.support.doors import a_door

pytestmark = pytest.mark.faults
SEQUENCES = 500  # at one door

WHO, ENTRY, WHICH = st.integers(0, len(TABLETS) - 1), st.integers(0, 1), st.integers(0, 9)
MARKS = st.sampled_from(["60", "70.5", "80"])
FAULTS = st.sampled_from(["", "", "", "rolled back", "doubtful"])
STEPS = st.one_of(
    st.tuples(st.just("mark"), WHO, ENTRY, MARKS, st.booleans()),
    st.tuples(st.just("confirm"), WHO, ENTRY),
    st.tuples(st.just("look"), WHO, ENTRY),
    st.tuples(st.just("send"), WHO, ENTRY),
    st.tuples(st.just("send"), WHO, ENTRY),
    st.tuples(st.just("arrive"), st.lists(WHICH, min_size=1, max_size=4), st.booleans(), st.booleans(), FAULTS),
    st.tuples(st.just("arrive"), st.lists(WHICH, min_size=1, max_size=4), st.booleans(), st.booleans(), FAULTS),
    st.tuples(st.just("lose"), WHICH),
    st.tuples(st.just("kill"), WHO),
)


def play(door: Door, start: int, sequences: int, **more: Any) -> None:
    """Random stories, each on two entries of its own. A failing one is printed step by step, shrunk."""
    fresh = halls(door)

    @seed(start)
    @settings(max_examples=sequences, deadline=None, **more)
    @given(st.lists(STEPS, min_size=20, max_size=60))
    def story(steps: list[Any]) -> None:
        hall = next(fresh)
        for name, *told in steps:
            getattr(hall, name)(*told)
        hall.finish()

    story()


@pytest.fixture
def door(sqlite_url):
    with a_door(sqlite_url) as door:
        yield door


@pytest.mark.parametrize("round", range(count(small=1, full=100)))
def test_what_stands_is_the_in_order_run_of_what_was_acknowledged(door, round):
    start = int(os.environ.get("CONTEST_SEED") or random.SystemRandom().randrange(2**32)) + round
    print(f"CONTEST_SEED={start - round}, round {round}")
    play(door, start, SEQUENCES)


# --- the same stories, at a door that breaks its promise ---


def caught(door: Door) -> None:
    with pytest.raises(AssertionError):
        play(door, 1, 200, phases=[Phase.generate], database=None, report_multiple_bugs=False)


def test_a_door_that_knows_no_request_is_caught(door, monkeypatch):
    monkeypatch.setattr(Door, "_known", staticmethod(lambda contest, act: None))
    caught(door)


def test_a_door_that_writes_a_request_twice_is_caught(door, monkeypatch):
    append = journal.append

    def unkeyed(connection, contest, after, lines, also):
        return append(connection, contest, after, [Stored(each.seq, "", each.raw, each.hash) for each in lines], also)

    monkeypatch.setattr(Door, "_known", staticmethod(lambda contest, act: None))
    monkeypatch.setattr(record.journal, "append", unkeyed)
    caught(door)


def test_a_sheet_that_overwrites_what_its_judge_did_not_see_is_caught(door, monkeypatch):
    why = judge._why_aside
    monkeypatch.setattr(judge, "_why_aside", lambda *told: why(*told).replace("outdated", ""))
    caught(door)
