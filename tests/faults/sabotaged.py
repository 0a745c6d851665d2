"""`contest serve` with one promise broken on purpose: what the tests must notice.

`python -m tests.faults.sabotaged FAULT serve --port N`; FAULT is the name of a function here.
"""

from __future__ import annotations

import sys
from typing import Any

import gevent

from contest import journal, record
from contest.cli import main
from contest.live import driver, judging, stream


def ack_before_commit() -> None:
    """Receipts go out, and a little later the lines are written."""
    commit = record.Door._commit

    def early(door: record.Door, desk: Any, acts: list[Any], lines: list[Any]) -> None:
        for act, each in zip(acts, journal.seal(desk.contest.head, lines), strict=True):
            act.answer.set(record.Receipt(each.seq, each.hash.hex()))
        gevent.sleep(0.03)
        commit(door, desk, acts, lines)

    record.Door._commit = early


def no_known_request() -> None:
    """A request that is in the journal is taken for a new one, and the database does not object."""
    append = journal.append

    def unkeyed(connection: Any, contest: str, after: int, lines: Any, also: Any) -> Any:
        bare = [journal.Stored(each.seq, "", each.raw, each.hash) for each in lines]
        return append(connection, contest, after, bare, also)

    record.Door._known = staticmethod(lambda contest, act: None)
    journal.append = unkeyed


def no_lock_check() -> None:
    """A locked item still takes sheets."""
    why_aside = judging.judge._why_aside

    def lenient(*args: Any) -> str:
        reason = why_aside(*args)
        return "" if reason == "late" else reason

    judging.judge._why_aside = lenient


def no_offers() -> None:
    """A sheet that is brought again after a restore is held to a base that was lost with the journal's tail."""
    judging.judge._goes_on = lambda *args: False


def confirm_explodes() -> None:
    """Confirming a sheet runs into a fault of ours."""

    def explode(*args: Any) -> Any:
        raise ZeroDivisionError("a fault of ours")

    judging.judge.confirm_sheet = explode


def stock_driver() -> None:
    """simple-websocket as it comes: deflate offered, no bound on a message."""
    driver.install = lambda: None


def unbounded_answers() -> None:
    """Answers pile up for a device that does not read."""
    driver.MOST_UNSENT = 10**9


def keep_every_frame() -> None:
    """Nothing is skipped for a reader who is behind."""

    def write(reader: stream.Reader, data: bytes) -> None:
        if not reader.tail:
            gevent.spawn(reader._finish)
        reader.tail += data

    stream.Reader.write = write


def half_sends() -> None:
    """A send may stop in the middle of a frame, as the stock driver's does."""

    def send(sock: driver._WholeSends, data: bytes) -> int:
        return int(sock._sock.send(data))

    driver._WholeSends.send = send


if __name__ == "__main__":
    globals()[sys.argv.pop(1)]()
    main()
