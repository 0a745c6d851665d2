"""Where one mark or vote moves everyone: the board worked out whole and its frame after a line, 30,000 entries, for
each rule that does so. CPU seconds; what else the machine does shows in `seconds`. Beside them the longest piece in
milliseconds, during which nothing else has its turn: there, and in a field of 1,000."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contest.scoring.board import ItemBoard
from contest.scoring.events import GENESIS, EntryId, Event, VotesCounted
from contest.serving import GARBAGE
from contest.turns import TURN

from .field import BULK, ITEM, PART, TWO, Field, folded, lines
from .figure import tell

ROUNDS = 3
LARGE, USUAL = 30_000, 1_000
LIMIT = 1.0
POINTS = [str(20 - k) for k in range(20)]
CHANNELS: list[dict[str, Any]] = [{"id": id, "name": {"zh": id, "en": id}, "weight": "50"} for id in ("hall", "net")]

VOTED = {
    "id": PART,
    "name": {"zh": "人气", "en": "Likes"},
    "source": "votes",
    "weight": "100",
    "out_of": "100",
    "votes": {"scale": "ratio", "channels": CHANNELS},
}


def _alike(method: str) -> dict[str, Any]:
    return {"seats": 10, "panel": 1, "part": {"adjust": {"method": method, "assigned": "random", "rounding": TWO}}}


def _placed(out_of: str, **combine: Any) -> dict[str, Any]:
    return {"seats": 5, "panel": 5, "part": {"out_of": out_of, "combine": {"points": POINTS} | combine}}


RULES: Mapping[str, dict[str, Any]] = {
    "z_score": _alike("z_score"),
    "mean_shift": _alike("mean_shift"),
    "place_points": _placed("100", method="place_points"),
    "majority": _placed("20", method="majority"),
    "majority by criterion": _placed("20", method="majority", level="criterion"),
    "votes": {"seats": 0, "panel": 1, "rules": {"parts": [VOTED], "ties": [{"by": "shared"}]}},
    "band": {"seats": 5, "panel": 5, "rules": {"ranking": {"band": "0.5"}}},
    "count_back": {"seats": 5, "panel": 5, "rules": {"ties": [{"by": "count_back", "part": PART}]}},
}


class Looked:
    """A marked field with its board, and what each look cost: seconds, CPU seconds, and those of its longest piece."""

    def __init__(self, entries: int, rules: Mapping[str, Any]) -> None:
        self._field, self._dice = Field(entries=entries, aspects=10, **rules), random.Random(2)
        self._contest = folded(self._field, marked=self._field.seats > 0)
        for line in lines(self._counted(self._field.entry_ids), self._contest.seq):
            self._contest.apply(line, GENESIS)
        self._board = ItemBoard(self._contest, ITEM, staff=False, names=lambda entry: None)
        self._view = self._board.view()
        self.looks: list[tuple[float, float, float]] = []

    def _counted(self, ids: Sequence[EntryId]) -> Iterator[Event]:
        """Votes of some entries, where it is votes that count."""
        for channel in CHANNELS if self._field.seats == 0 else ():
            for at in range(0, len(ids), BULK):
                rows = [{"entry": id, "votes": self._dice.randrange(10_000)} for id in ids[at : at + BULK]]
                yield VotesCounted(ITEM, PART, channel["id"], rows)

    def look(self) -> None:
        """One more line, and the board worked out as the hub does: in pieces."""
        k = self._dice.randrange(self._field.entries)
        seats = self._field.seats
        counted = self._counted([self._field.entry_ids[k]])
        event = self._field.sheet(k, k % seats, self._dice) if seats else next(counted)
        (line,) = lines(iter([event]), self._contest.seq)
        start, cpu = time.perf_counter(), time.process_time()
        self._board.touch(self._contest.apply(line, GENESIS).entries)
        longest, since, turn = 0.0, cpu, start
        for _ in self._board.settling():  # the loop has its turn at the first stop behind TURN
            if time.perf_counter() - turn > TURN:
                now, turn = time.process_time(), time.perf_counter()
                longest, since = max(longest, now - since), now
        before, self._view = self._view, self._board.seen()
        self._view.frame(before)
        end = time.process_time()
        self.looks.append((time.perf_counter() - start, end - cpu, max(longest, end - since)))


def run() -> list[dict[str, Any]]:
    """The medians of several looks, rule by rule; the slowest rule is the figure."""
    before = gc.get_threshold()
    gc.set_threshold(*GARBAGE)  # as the server does
    found = {rule: _looked(LARGE, more) for rule, more in RULES.items()}
    usual = {rule: _looked(USUAL, more)[2] * 1000 for rule, more in RULES.items()}
    gc.set_threshold(*before)
    seconds, cpu, longest = ({rule: each[k] for rule, each in found.items()} for k in range(3))
    pieces = {"longest_ms": {rule: each * 1000 for rule, each in longest.items()}, "longest_ms_of_1000": usual}
    return [tell("wide", max(cpu.values()), LIMIT, "lower", n=ROUNDS, cpu_seconds=cpu, seconds=seconds, **pieces)]


def _looked(entries: int, more: Mapping[str, Any]) -> tuple[float, float, float]:
    looked = Looked(entries, more)
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        looked.look()
    gc.unfreeze()
    seconds, cpu, longest = (statistics.median(each[k] for each in looked.looks) for k in range(3))
    return seconds, cpu, longest
