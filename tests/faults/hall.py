"""Tablets, a line that loses, doubles, reorders and replays, and a real door: every fault is one step of a story."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contest import journal
from contest.record import Door, NotSaved, Receipt
from contest.scoring.events import Line, from_bytes
from contest.scoring.refused import Refused
from contest.scoring.verbs import judge
from tests.faults.tablet import Answer, Job, Tablet
from tests.support.doors import AtDoor, FaultyWriter, at_once, opened
from tests.support.histories import ITEM, a_book, entry_id

PART = "practice"
TABLETS = [("a", "j1"), ("b", "j1"), ("c", "j2")]  # two of them are of one seat
STORIES = 100  # in one contest; then comes the next
PATIENCE = 20  # an outbox that is not empty after so many rounds on a good line never will be


@dataclass(frozen=True)
class Flying:
    """A message under way, and which life of its tablet waits for the answer."""

    tablet: Tablet
    life: int
    job: Job


@dataclass
class Standing:
    """A sheet as the in-order run has it."""

    mark: str = ""
    version: int = 0
    confirmed: bool = False


@dataclass
class Hall:
    """The tablets of a story, and the two entries of the contest that are this story's alone."""

    cup: AtDoor
    number: int
    flying: list[Flying] = field(default_factory=list)
    sent: dict[str, tuple[Tablet, Job]] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.door = self.cup.door
        self.begun = self.cup.contest.seq
        self.tablets = [Tablet(f"{self.number}{name}", seat) for name, seat in TABLETS]
        self.entries = [2 * self.number - 1, 2 * self.number]

    # --- steps of a story ---

    def mark(self, who: int, entry: int, mark: str, confirm: bool) -> None:
        self.tablets[who].mark(self.entries[entry], mark, confirm)

    def confirm(self, who: int, entry: int) -> None:
        self.tablets[who].confirm(self.entries[entry])

    def look(self, who: int, entry: int) -> None:
        """Says hello and sees what stands, where nothing of its own is waiting."""
        tablet, number = self.tablets[who], self.entries[entry]
        if not tablet.waiting(number):
            tablet.versions[number] = self._version(tablet, number)

    def send(self, who: int, entry: int) -> None:
        """A message leaves, perhaps once more."""
        tablet = self.tablets[who]
        job = tablet.tell(self.entries[entry])
        if job is not None:
            self.flying.append(Flying(tablet, tablet.lives, job))
            assert self.sent.setdefault(job.request, (tablet, job)) == (tablet, job), "a request changed its words"

    def lose(self, which: int) -> None:
        """A message is lost before the server saw it."""
        if self.flying:
            self.flying.pop(which % len(self.flying))

    def kill(self, who: int) -> None:
        """A tablet is killed and comes back with its outbox."""
        self.tablets[who].lives += 1

    def arrive(self, which: list[int], again: bool, answered: bool, fault: str) -> None:
        """Messages reach the server at one moment, in any order; `again`: the line keeps them and brings them later."""
        came = [self.flying.pop(k % len(self.flying)) for k in which if self.flying]
        self.flying += came if again else []
        assert isinstance(self.door.writer, FaultyWriter)
        self.door.writer.faults = [fault] if fault else []
        results = at_once(*[functools.partial(self._record, each.tablet, each.job) for each in came])
        self.door.writer.faults = []
        for each, result in zip(came, results, strict=True):
            answer = self._answer(each.tablet, each.job, result)
            if answer and answered and each.life == each.tablet.lives:
                each.tablet.settle(each.job, answer)

    # --- the server's side ---

    def _record(self, tablet: Tablet, job: Job) -> Receipt | Refused:
        where = {"item": ITEM, "code": self.cup.code(job.entry), "part": PART}
        if job.kind == "confirm":
            verb, values = judge.confirm_sheet, where | {"version": job.base}
        else:
            ground = {"base": job.base, "rulebook": self.cup.item().version}
            verb, values = judge.submit_sheet, where | ground | {"marks": {"a": job.mark}, "confirm": job.confirm}
        how: Any = {"by": f"seat:{tablet.seat}", "request": job.request, "lane": tuple(where.values())}
        try:
            return self.door.record(self.cup.id, verb, values=values, **how)
        except Refused as refused:
            return refused

    def _answer(self, tablet: Tablet, job: Job, result: Any) -> Answer | None:
        """What the tablet would be told; None where it is to try again. The same request gets the same receipt."""
        if isinstance(result, NotSaved):
            return None
        if isinstance(result, Refused):
            assert job.request not in self.receipts, f"{job} was acknowledged, and now: {result.code}"
            return Answer("refused")
        assert isinstance(result, Receipt), result
        assert self.receipts.setdefault(job.request, result) == result, f"{job} got another receipt"
        if result.seq in self.cup.contest.aside:
            return Answer("set_aside", self._version(tablet, job.entry))
        return Answer("accepted", result.seq if job.kind == "sheet" else job.base)

    def _version(self, tablet: Tablet, entry: int) -> int:
        sheet = self.cup.entry(entry).sheet(PART, tablet.seat)
        return sheet.version if sheet else 0

    # --- the end of every story ---

    def finish(self) -> None:
        """The line is good again: all is delivered, all is replayed, and the journal is held against the outboxes."""
        self._drain()
        seq = self.cup.contest.seq
        for tablet, job in self.sent.values():
            assert self._answer(tablet, job, self._record(tablet, job)), f"{job} is not known when it is replayed"
        assert self.cup.contest.seq == seq, "a replay was written"
        stored = self.door.reader.run(lambda connection: journal.read(connection, self.cup.id, self.begun))
        lines = [from_bytes(each.raw) for each in stored]
        self._holds_once(lines, [each.hash.hex() for each in stored])
        self._stands_in_order(lines)

    def _drain(self) -> None:
        for _ in range(PATIENCE):
            for who in range(len(self.tablets)):
                for entry in range(len(self.entries)):
                    self.send(who, entry)
                    self.arrive([-1], again=False, answered=True, fault="")
        assert not any(tablet.outbox for tablet in self.tablets), "an outbox never got its answers"

    def _holds_once(self, lines: list[Line], heads: list[str]) -> None:
        """Every acknowledged message is in the journal exactly once, as it was sent, where its receipt says."""
        held = [(line.request, Receipt(line.seq, head)) for line, head in zip(lines, heads, strict=True)]
        assert held == sorted(self.receipts.items(), key=lambda each: each[1].seq)
        for line in lines:
            tablet, job = self.sent[line.request]
            said: Any = line.event
            assert (said.seat, said.entry) == (tablet.seat, entry_id(ITEM, job.entry))
            assert job.kind == "confirm" or said.marks == {"a": job.mark}

    def _stands_in_order(self, lines: list[Line]) -> None:
        """What stands is what comes of each sheet's messages one after the other: who did not see it overwrites
        nothing."""
        sheets = {(seat, entry): Standing() for _, seat in TABLETS for entry in self.entries}
        for line in lines:
            tablet, job = self.sent[line.request]
            sheet = sheets[tablet.seat, job.entry]
            assert line.event.kind == _follows(sheet, job, line.seq), job
        for (seat, entry), sheet in sheets.items():
            stands = self.cup.entry(entry).sheet(PART, seat)
            told = Standing(stands.marks["a"], stands.version, stands.counts) if stands else Standing()
            assert told == sheet


def _follows(sheet: Standing, job: Job, seq: int) -> str:
    """What a message does to its sheet, in the plainest words: the kind of its line."""
    if job.kind == "confirm":
        assert (job.base, sheet.confirmed) == (sheet.version, False)
        sheet.confirmed = True
        return "SheetConfirmed"
    if sheet.confirmed or job.base != sheet.version:
        return "SheetSetAside"
    sheet.mark, sheet.version, sheet.confirmed = job.mark, seq, job.confirm
    return "SheetSubmitted"


def halls(door: Door) -> Iterator[Hall]:
    """Fresh halls without end. A contest that was used up is read from its beginning once more."""
    for k in itertools.count(1):
        cup = opened(door, f"c{k}").with_item(a_book(judges=2), entries=2 * STORIES).open()
        yield from (Hall(cup, number) for number in range(1, STORIES + 1))
        assert cup.refold() == cup.contest
