"""Doors to a database: a history told there act by act, and writers that fail as disks and lines do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from contest.db import Reader, Writer
from contest.journal import Stored
from contest.migrating import upgrade
from contest.record import Door, Receipt
from contest.scoring.contest import Contest
from contest.scoring.verbs import Verb, judge, organizer
from tests.support.histories import CHIEF, ORGANIZER, History


class FaultyWriter(Writer):
    """A writer that can be held up, and whose next transactions can fail: each named fault is met once.

    "refused": nothing is run · "rolled back": all is run and undone · "doubtful": committed, but the answer is lost.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.faults: list[str] = []
        self.open = Event()
        self.open.set()

    def run(self, work: Callable[[Connection], Any]) -> Any:
        self.open.wait()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise _lost()
        result = super().run(_undone(work) if fault == "rolled back" else work)
        if fault == "doubtful":
            raise _lost()
        return result


def _undone(work: Callable[[Connection], Any]) -> Callable[[Connection], Any]:
    def undone(connection: Connection) -> Any:
        work(connection)
        raise _lost()

    return undone


def _lost() -> OperationalError:
    return OperationalError("COMMIT", None, Exception("database or disk is full"))


@contextmanager
def a_door(url: str, heads_log: Path | None = None) -> Iterator[Door]:
    """A door to a database, brought up to date, with a writer that can be made to fail."""
    upgrade(url)
    writer, reader = FaultyWriter(url), Reader(url)
    door = Door(writer, reader, heads_log)
    try:
        yield door
    finally:
        door.close()
        writer.close()
        reader.close()


class AtDoor(History):
    """A contest told at a door: the same words as a history's, every act on disk."""

    def __init__(self, door: Door, id: str = "cup") -> None:
        self.door, self.id = door, id
        self.groups: list[list[int]] = []  # seqs that were committed together
        door.listeners.append(self._hear)

    def _hear(self, contest: Contest, told: Any) -> None:
        if contest.id == self.id:
            self.groups.append([line.seq for line, _ in told])

    @property
    def contest(self) -> Contest:  # type: ignore[override]
        return self.door.current(self.id)

    @property
    def stored(self) -> list[Stored]:  # type: ignore[override]
        return self.door.lines(self.id)

    def does(self, verb: Verb, by: str = CHIEF, request: str = "", **values: Any) -> int:
        return self.door.record(self.id, verb, by=by, values=values, request=request).seq

    def send(self, seat: str, entry: int, marks: Any, request: str = "", **more: Any) -> Receipt:
        """A sheet as a judge's socket brings it, in the lane of its part of its entry; confirmed by default."""
        values = self.filled(seat, entry, marks, **{"confirm": True} | more)
        lane = (values["item"], values["code"], values["part"])
        return self.door.record(
            self.id, judge.submit_sheet, by=f"seat:{seat}", values=values, request=request, lane=lane
        )


def opened(door: Door, id: str = "cup", *, rehearsal: bool = False) -> AtDoor:
    """A contest that was just opened at a door."""
    told = AtDoor(door, id)
    told.does(organizer.open_contest, ORGANIZER, title={"zh": "工匠杯", "en": "Craftsman Cup"}, rehearsal=rehearsal)
    return told


@contextmanager
def held(door: Door) -> Iterator[None]:
    """While the block runs nothing is written: what is asked meanwhile waits together."""
    writer = door.writer
    assert isinstance(writer, FaultyWriter)
    writer.open.clear()
    try:
        yield
        gevent.sleep(0)
    finally:
        writer.open.set()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What becomes of acts that are begun at the same moment, in order: their results, or what they raised."""
    started = [gevent.spawn(act) for act in acts]
    for each in started:
        each.join(timeout=20)
        assert each.ready(), "an act never got its answer"
    return [each.value if each.successful() else each.exception for each in started]
