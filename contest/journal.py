"""The journal: one append-only, hash-chained table, the truth of every contest.

May not be in here: deciding what is written, or changing a line. The chain is over the stored bytes, so verifying never
re-serializes. See docs/decisions/0001 and 0002.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from .db import Base, PlainWrite
from .scoring import events

contests = Table(
    "contests",
    Base.metadata,
    Column("id", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
)
"""One row a contest: where its journal ends. Its row lock is what gives seq its order."""

journal = Table(
    "journal",
    Base.metadata,
    Column("contest_id", String(64), primary_key=True),
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("request", String(64), nullable=True),
    Column("line", LargeBinary, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    UniqueConstraint("contest_id", "request", name="uq_journal_request"),
)


AT_ONCE = 500  # lines whose JSON is read in one piece


class Stored(NamedTuple):
    """A line as it is stored: its canonical bytes and the chain's hash there."""

    seq: int
    request: str
    raw: bytes
    hash: bytes


class BrokenChain(RuntimeError):
    """The stored bytes do not give the stored hash: somebody or something changed the journal."""

    def __init__(self, contest: str, seq: int) -> None:
        super().__init__(f"journal of {contest} is broken at line {seq}")
        self.contest, self.seq = contest, seq


def seal(head: bytes, lines: Iterable[events.Line]) -> list[Stored]:
    """The lines ready to be stored behind `head`."""
    stored = []
    for line in lines:
        raw = events.to_bytes(line)
        head = events.chain(head, raw)
        stored.append(Stored(line.seq, line.request, raw, head))
    return stored


_END = select(contests.c.seq, contests.c.head).where(contests.c.id == bindparam("contest"))
_LOCKED_END = _END.with_for_update()
"""Where the journal ends, under the contest's lock."""
_HASH = select(journal.c.hash).where(journal.c.contest_id == bindparam("contest"), journal.c.seq == bindparam("seq"))
"""A statement of its own, behind the lock: joined to the locked row, PostgreSQL would show the line that was last
when the waiting began."""
_INSERT = insert(journal)
_MOVE = (
    update(contests)
    .where(contests.c.id == bindparam("contest"))
    .values(seq=bindparam("to_seq"), head=bindparam("to_head"))
)
_LINES = select(journal.c.seq, func.coalesce(journal.c.request, ""), journal.c.line, journal.c.hash).where(
    journal.c.contest_id == bindparam("contest")
)
_AFTER = _LINES.where(journal.c.seq > bindparam("after")).order_by(journal.c.seq)
_NEWEST_FIRST = _LINES.order_by(journal.c.seq.desc())


def append(
    connection: Connection, contest: str, after: int, lines: Sequence[Stored], also: Sequence[PlainWrite]
) -> list[Stored]:
    """Append `lines` behind line `after` with the plain writes that belong to them.

    Takes the contest's row lock. Where the journal has moved on, writes nothing and returns the lines that `after`
    lacks, for the caller to fold in and decide again; [] means appended. BrokenChain: the journal ends elsewhere, and
    the lines that would explain it are not there.
    """
    row = connection.execute(_LOCKED_END, {"contest": contest}).first()
    if row is None:
        _create(connection, contest)
        row = connection.execute(_LOCKED_END, {"contest": contest}).one()
    if row.seq and connection.scalar(_HASH, {"contest": contest, "seq": row.seq}) != row.head:
        raise BrokenChain(contest, row.seq)
    if row.seq != after:
        missed = read(connection, contest, after)
        if not missed:  # [] would say that the lines are written
            raise BrokenChain(contest, min(row.seq, after) + 1)
        return missed
    if events.chain(row.head, lines[0].raw) != lines[0].hash:
        raise BrokenChain(contest, after)
    rows = [
        {"contest_id": contest, "seq": each.seq, "request": each.request or None, "line": each.raw, "hash": each.hash}
        for each in lines
    ]
    connection.execute(_INSERT, rows)
    connection.execute(_MOVE, {"contest": contest, "to_seq": lines[-1].seq, "to_head": lines[-1].hash})
    for write in also:
        write(connection)
    return []


def _create(connection: Connection, contest: str) -> None:
    values = {"id": contest, "seq": 0, "head": events.GENESIS}
    if connection.dialect.name == "postgresql":  # another process may create it at the same moment
        connection.execute(postgresql_insert(contests).values(values).on_conflict_do_nothing())
    else:
        connection.execute(insert(contests).values(values))


def read(connection: Connection, contest: str, after: int = 0, most: int | None = None) -> list[Stored]:
    """The stored lines behind line `after`, in order, at most `most`."""
    rows = connection.execute(_AFTER.limit(most), {"contest": contest, "after": after})
    return [Stored._make(row) for row in rows]


def back(connection: Connection, contest: str, before: int | None, most: int) -> list[Stored]:
    """At most `most` stored lines before line `before` (None: of them all), the newest first."""
    asked = _NEWEST_FIRST if before is None else _NEWEST_FIRST.where(journal.c.seq < before)
    rows = connection.execute(asked.limit(most), {"contest": contest})
    return [Stored._make(row) for row in rows]


def settled(connection: Connection, contest: str, after: int) -> list[Stored]:
    """The stored lines behind line `after`, once no other transaction is still writing any: a commit whose answer was
    lost may be under way yet."""
    connection.execute(_END.with_for_update(), {"contest": contest})
    return read(connection, contest, after)


def page(connection: Connection, contest: str, after: int, head: bytes, most: int) -> list[Stored]:
    """The next lines behind line `after`, whose hash is `head`; [] at the journal's end. BrokenChain: it does not end
    where it says."""
    end = connection.execute(_END, {"contest": contest}).first()
    lines = read(connection, contest, after, most)
    if not lines and ((end.seq, end.head) if end else (0, events.GENESIS)) != (after, head):
        raise BrokenChain(contest, after + 1)
    return lines


def line_at(connection: Connection, contest: str, seq: int) -> Stored | None:
    """The stored line `seq`, if the journal has it."""
    found = read(connection, contest, seq - 1, 1)
    return found[0] if found and found[0].seq == seq else None


def ends(connection: Connection) -> dict[str, tuple[int, bytes]]:
    """Every contest's id with its last seq and head."""
    return {row.id: (row.seq, row.head) for row in connection.execute(select(contests))}


def checked(contest: str, head: bytes, after: int, stored: Iterable[Stored]) -> Iterator[tuple[events.Line, bytes]]:
    """The lines with their heads, each checked against the chain behind `head` at `after`. BrokenChain: it does not
    hold."""
    return ((events.line_of(told), hash) for told, hash in checked_told(contest, head, after, stored))


def checked_told(
    contest: str, head: bytes, after: int, stored: Iterable[Stored]
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The same, of each line what its bytes say."""
    rest = iter(stored)
    while several := list(islice(rest, AT_ONCE)):
        head = _chained(contest, head, after, several)
        for told, each in zip(events.told_by([each.raw for each in several]), several, strict=True):
            after += 1
            beside = events.request_of(told)[0]
            if (told["contest"], told["seq"], beside) != (contest, after, each.request):  # what stands beside the bytes
                raise BrokenChain(contest, after)
            yield told, each.hash


def _chained(contest: str, head: bytes, after: int, stored: Sequence[Stored]) -> bytes:
    """The chain's hash behind these lines, whose bytes lead to their hashes one by one."""
    for each in stored:
        after += 1
        head = events.chain(head, each.raw)
        if each.seq != after or each.hash != head:
            raise BrokenChain(contest, after)
    return head
