"""`contest serve` with one promise broken on purpose: what the tests must notice.

`python -m tests.faults.sabotaged FAULT serve --port N`; FAULT is the name of a function here.
"""

from __future__ import annotations

import sys
from typing import Any

import gevent

from contest import journal, record
from contest.cli import main
from contest.live import judging


def ack_before_commit() -> None:
    """Receipts go out, and a little later the lines are written."""
    commit = record.Door._commit

    def early(door: record.Door, desk: Any, acts: list[Any], lines: list[Any]) -> None:
        for act, each in zip(acts, journal.seal(desk.contest.head, lines), strict=True):
            act.answer.set(record.Receipt(each.seq, each.hash.hex()))
        gevent.sleep(0.05)
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


def confirm_explodes() -> None:
    """Confirming a sheet runs into a fault of ours."""

    def explode(*args: Any) -> Any:
        raise ZeroDivisionError("a fault of ours")

    judging.judge.confirm_sheet = explode


if __name__ == "__main__":
    globals()[sys.argv.pop(1)]()
    main()
