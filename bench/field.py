"""A contest to measure with: one item, entries, panels of judges who give points, as the lines of its journal."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

from contest import journal
from contest.db import PlainWrite, Writer
from contest.migrating import upgrade
from contest.people import token_digest
from contest.people_tables import Device
from contest.scoring import events as e
from contest.scoring.contest import Contest

CONTEST, ITEM, PART = e.ContestId("bench"), e.ItemId("work"), e.PartId("product")
BOARD = f"{CONTEST}.{ITEM}"
RULEBOOK = 2  # its version: the seq of its line
AT = "2026-11-21T08:00:00.000Z"
BULK = 1000
AT_ONCE = 50_000
TWO = {"digits": 2, "mode": "half_up"}


@dataclass(frozen=True, slots=True)
class Field:
    """How big the contest is. `panel` judges mark each entry; with a panel of one every seat has its own entries."""

    entries: int
    seats: int
    panel: int
    aspects: int
    depth: int = 200
    part: Mapping[str, Any] = field(default_factory=dict)  # what the part says else
    rules: Mapping[str, Any] = field(default_factory=dict)  # what the rulebook says else

    @property
    def rulebook(self) -> dict[str, Any]:
        """One sealed item whose coded part the board shows."""
        return {
            "format": 1,
            "id": ITEM,
            "name": {"zh": "砌筑", "en": "Masonry"},
            "ranks": "person",
            "sealed": True,
            "board": {"while_sealed": "parts", "depth": self.depth},
            "rounding": {"judges": TWO, "weighted": TWO, "total": TWO},
            "parts": [self._part()],
            "ties": [{"by": "criterion", "part": PART, "criterion": "c0"}, {"by": "shared"}],
            "awards": [{"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "count": 1}],
        } | dict(self.rules)

    def _part(self) -> dict[str, Any]:
        one = self.panel == 1
        return {
            "id": PART,
            "name": {"zh": "产品", "en": "Product"},
            "source": "judged",
            "weight": "100",
            "out_of": str(10 * self.aspects),
            "panel": {"judges": self.panel, "by": "station" if one else "all"},
            "combine": {"method": "single"} if one else {"method": "trimmed_mean", "low": 1, "high": 1},
            "criteria": [self._criterion(c) for c in range(2)],
        } | dict(self.part)

    def _criterion(self, c: int) -> dict[str, Any]:
        half = self.aspects // 2
        names = [f"a{k}" for k in (range(half) if c == 0 else range(half, self.aspects))]
        aspects = [
            {"id": id, "name": {"zh": id, "en": id}, "kind": "points", "max": "10", "step": "0.5"} for id in names
        ]
        return {"id": f"c{c}", "name": {"zh": f"第 {c} 项", "en": f"Criterion {c}"}, "aspects": aspects}

    @property
    def entry_ids(self) -> list[e.EntryId]:
        """Entry ids, in the order of their codes."""
        return [e.EntryId(f"e{k:015x}") for k in range(self.entries)]

    @staticmethod
    def code(k: int) -> str:
        """The code of entry number `k`."""
        return f"A{k:05d}"

    @staticmethod
    def seat(k: int) -> e.SeatId:
        """The id of seat number `k`."""
        return e.SeatId(f"seat-{k:02d}")

    @staticmethod
    def token(k: int) -> str:
        """What the device on seat number `k` signs in with."""
        return f"token-of-seat-{k:02d}"

    def own(self, seat: int) -> range:
        """The numbers of the entries that a seat marks."""
        if self.panel > 1:
            return range(self.entries)
        return range(seat, self.entries, self.seats)

    def setup(self) -> Iterator[e.Event]:
        """Everything until judges may mark."""
        ids = self.entry_ids
        yield e.ContestOpened({"zh": "量一量", "en": "Measured"}, False)
        yield e.RulebookSet(ITEM, self.rulebook)
        for start in range(0, self.entries, BULK):
            yield e.EntriesEntered(ITEM, [{"entry": id, "commitment": "c" * 64} for id in ids[start : start + BULK]])
        yield e.CodesDrawn(ITEM, "d" * 64, [{"entry": id, "code": self.code(k)} for k, id in enumerate(ids)])
        for k in range(self.seats):
            own = sorted(ids[j] for j in self.own(k)) if self.panel == 1 else None
            yield e.SeatSet(self.seat(k), self.seat(k), [{"item": ITEM, "part": PART, "entries": own}])
        yield e.MarkingOpened(ITEM)

    def marks(self, dice: random.Random) -> dict[str, str]:
        """A judge's marks of one entry."""
        return {f"a{k}": f"{dice.randrange(8, 21) / 2:g}" for k in range(self.aspects)}

    def sheet(self, entry: int, seat: int, dice: random.Random) -> e.SheetSubmitted:
        """A sheet handed in and confirmed in one."""
        id = e.EntryId(f"e{entry:015x}")
        return e.SheetSubmitted(ITEM, id, PART, self.seat(seat), self.marks(dice), confirmed=True)

    def sheets(self, dice: random.Random) -> Iterator[e.SheetSubmitted]:
        """Every sheet of every entry, entry by entry."""
        for entry in range(self.entries):
            seats = [entry % self.seats] if self.panel == 1 else range(self.panel)
            for seat in seats:
                yield self.sheet(entry, seat, dice)


def lines(events: Iterator[e.Event], after: int = 0) -> Iterator[e.Line]:
    """The events as lines behind line `after`; sheets as a device sends them, with request and digest."""
    for seq, event in enumerate(events, start=after + 1):
        if isinstance(event, e.SheetSubmitted):
            yield e.Line(CONTEST, seq, AT, e.Actor(f"seat:{event.seat}"), event, f"request-{seq:014d}", f"{seq:032x}")
        else:
            yield e.Line(CONTEST, seq, AT, e.Actor("system"), event)


def folded(field: Field, *, marked: bool) -> Contest:
    """The contest in memory, without a database."""
    contest, dice = Contest(CONTEST), random.Random(1)
    for line in lines(_events(field, dice, marked)):
        contest.apply(line, e.GENESIS)
    return contest


def write(field: Field, url: str, *, marked: bool) -> None:
    """The contest in a new database, with a device on every seat."""
    upgrade(url)
    writer, dice = Writer(url), random.Random(1)
    head, after, rest = e.GENESIS, 0, lines(_events(field, dice, marked))
    also = [lambda conn: _devices(conn, field)]
    while stored := journal.seal(head, islice(rest, AT_ONCE)):
        writer.run(functools.partial(_append, after=after, stored=stored, also=also))
        head, after, also = stored[-1].hash, stored[-1].seq, []
    writer.close()


def _append(connection: Connection, after: int, stored: Sequence[journal.Stored], also: Sequence[PlainWrite]) -> None:
    journal.append(connection, CONTEST, after, stored, also)


def _events(field: Field, dice: random.Random, marked: bool) -> Iterator[e.Event]:
    yield from field.setup()
    if marked:
        yield from field.sheets(dice)


def _devices(connection: Connection, field: Field) -> None:
    rows: Sequence[dict[str, str]] = [
        {
            "token": token_digest(field.token(k)),
            "contest_id": CONTEST,
            "seat": field.seat(k),
            "label": "bench",
            "created_at": AT,
        }
        for k in range(field.seats)
    ]
    connection.execute(insert(Device), rows)
