"""Who comes to a sheet at the same moment: exactly one is first, the other is set aside whole, with a receipt."""

from __future__ import annotations

import functools
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import pytest
from gevent.event import Event

from contest.record import Door, Receipt
from contest.scoring.events import from_bytes
from contest.scoring.refused import Refused
from contest.scoring.verbs import Verb, chief, judge, organizer
from tests.support.counts import count
from tests.support.doors import a_door, at_once, opened
from tests.support.histories import CHIEF, ITEM, ORGANIZER, a_plain_book

pytestmark = pytest.mark.faults
RACES = count(small=24, full=500)
HEAD_START = 0.004  # seconds at most: about two commits, so that every overlap comes up
SEED = int(os.environ.get("CONTEST_SEED") or random.SystemRandom().randrange(2**32))
OTHER_BOOK = a_plain_book(name={"zh": "砌墙", "en": "Walls"})


@pytest.fixture
def door(database_url: str) -> Iterator[Door]:
    with a_door(database_url) as door:
        yield door


class Race:
    """A contest of its own, on which several act."""

    def __init__(self, door: Door, number: int) -> None:
        self.dice = random.Random(SEED + number)
        self.cup = opened(door, f"race{number}").with_item(a_plain_book(), entries=3).open()

    def run(self, *acts: Callable[[], Receipt]) -> list[Any]:
        """Every act stands at the barrier; it opens, and each starts within HEAD_START, in no order. What each got:
        a receipt, or why it was refused."""
        barrier = Event()
        waits = [self.dice.choice([0, self.dice.random() * HEAD_START]) for _ in acts]
        order = self.dice.sample(range(len(acts)), len(acts))
        gevent.spawn(barrier.set)
        results = at_once(*[functools.partial(_started, barrier, waits[k], acts[k]) for k in order])
        return [results[order.index(k)] for k in range(len(acts))]

    def sheet(self, mark: str, request: str, entry: int = 1, **more: Any) -> Callable[[], Receipt]:
        """A sheet that was filled before the race, on its way."""
        values = self.cup.filled("j1", entry, mark, **{"confirm": False} | more)
        lane = (values["item"], values["code"], values["part"])
        how: Any = {"by": "seat:j1", "values": values, "request": request, "lane": lane}
        return lambda: self.cup.door.record(self.cup.id, judge.submit_sheet, **how)

    def act(self, verb: Verb, by: str, **values: Any) -> Callable[[], Receipt]:
        """What somebody else does, with no lane."""
        return lambda: self.cup.door.record(self.cup.id, verb, by=by, values=values)

    def event(self, receipt: Any) -> Any:
        """What the journal holds where the receipt says; the receipt is the chain's."""
        assert isinstance(receipt, Receipt), receipt
        stored = self.cup.stored[receipt.seq - 1]
        assert (stored.seq, stored.hash.hex()) == (receipt.seq, receipt.head)
        return from_bytes(stored.raw).event

    def is_whole(self, sheets: int) -> None:
        """Every sheet is one line, no more; the fold is the one that the journal tells from its beginning."""
        kinds = [from_bytes(each.raw).event.kind for each in self.cup.stored]
        assert sum(kind in ("SheetSubmitted", "SheetSetAside") for kind in kinds) == sheets
        assert self.cup.refold() == self.cup.contest


def _started(barrier: Event, wait: float, act: Callable[[], Receipt]) -> Receipt | Refused:
    barrier.wait()
    gevent.sleep(wait)
    try:
        return act()
    except Refused as refused:
        return refused


def outcome(event: Any) -> str:
    """Whether it "stands", or the reason why it was set aside."""
    return "stands" if event.kind == "SheetSubmitted" else str(event.reason)


def two_devices(race: Race) -> bool:
    """One sheet, two devices of its seat: one stands, the other's marks are kept whole."""
    confirm = race.dice.random() < 0.5
    sent = [race.sheet(mark, f"r{mark}", confirm=confirm) for mark in ("60", "80")]
    results = race.run(*sent)
    first, second = sorted(results, key=lambda receipt: receipt.seq)
    stands, aside = race.event(first), race.event(second)
    assert [outcome(stands), outcome(aside)] == ["stands", "confirmed" if confirm else "outdated"]
    assert sorted([stands.marks["a"], aside.marks["a"]]) == ["60", "80"]
    race.is_whole(2)
    assert race.cup.entry(1).sheet("practice", "j1").marks == stands.marks
    assert [each() for each in sent] == results  # whoever asks again is told the same
    return bool(first == results[0])


def sheets_and_the_lock(race: Race) -> bool:
    """What comes behind the lock's line is set aside as late; what came before it stands."""
    lock = race.act(chief.lock, CHIEF, item=ITEM, missing_digest="d")
    *receipts, locked = race.run(*[race.sheet("60", f"r{k}", entry=k) for k in (1, 2, 3)], lock)
    for receipt in receipts:
        assert outcome(race.event(receipt)) == ("stands" if receipt.seq < locked.seq else "late")
    race.is_whole(3)
    behind = [from_bytes(each.raw).event.kind for each in race.cup.stored[locked.seq :]]
    assert set(behind) <= {"SheetSetAside"}
    return bool(receipts[0].seq < locked.seq)


def a_sheet_and_another_rulebook(race: Race) -> bool:
    """Either the sheet stands and its rulebook stays, or the rulebook is another and the sheet is set aside."""
    change = race.act(organizer.set_rulebook, ORGANIZER, rulebook=OTHER_BOOK)
    receipt, changed = race.run(race.sheet("60", "r"), change)
    if isinstance(changed, Refused):
        assert (changed.code, outcome(race.event(receipt))) == ("rulebook_in_use", "stands")
    else:
        assert changed.seq < receipt.seq
        assert outcome(race.event(receipt)) == "rulebook_changed"
    race.is_whole(1)
    return isinstance(changed, Refused)


def a_sheet_and_another_judge(race: Race) -> bool:
    """A sheet of who sat there before stands only if it came before the seat was handed over."""
    hand_over = race.act(organizer.hand_over, ORGANIZER, seat="j1", judge="p2", reason_digest="d")
    receipt, handed = race.run(race.sheet("60", "r", judge="j1"), hand_over)
    assert outcome(race.event(receipt)) == ("stands" if receipt.seq < handed.seq else "handed_over")
    race.is_whole(1)
    return bool(receipt.seq < handed.seq)


KINDS = [two_devices, sheets_and_the_lock, a_sheet_and_another_rulebook, a_sheet_and_another_judge]
UNCHECKED = list(zip(KINDS, ["outdated", "late", "rulebook_changed", "handed_over"], strict=True))


def play(door: Door, kind: Callable[[Race], bool], races: int) -> list[bool]:
    """Whether the (first) sheet was first, race by race."""
    print(f"CONTEST_SEED={SEED}")
    return [kind(Race(door, number)) for number in range(races)]


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_one_is_first_and_the_other_is_set_aside(door, kind):
    assert set(play(door, kind, RACES)) == {True, False}, "no race: the same side was always first"


@pytest.mark.parametrize(("kind", "reason"), UNCHECKED)
def test_a_server_that_does_not_check_is_caught(door, kind, reason, monkeypatch):
    why = judge._why_aside
    monkeypatch.setattr(judge, "_why_aside", lambda *told: why(*told).replace(reason, ""))
    with pytest.raises(AssertionError):
        play(door, kind, 50)
