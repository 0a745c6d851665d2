"""A long journal read ahead: a child process reads its lines, checks their chain and reads their JSON, while this one
folds those before.

May not be in here: folding. Whoever opens a contest reads on by themselves where this ends: a child that falls, or that
finds the chain broken, costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import json
import marshal
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import structlog
from gevent.threadpool import ThreadPool

from . import journal
from .db import Reader, make_engine
from .scoring.events import KINDS, Line, request_of, values_of

log = structlog.get_logger()
START = 20_000
"""The first line that a child reads: until it is there, who asked has done those before."""
LONG = 3 * START  # lines of a journal for which a child is worth its start
FRAME = 1000  # lines it sends at a time
COMMAND = [sys.executable, "-X", "utf8", "-m", __name__]  # imported it is `contest.ahead`
ROOM = 2**20
"""Bytes of the pipe, where the system lets one choose: three frames, so that neither waits for the other's turn on a
busy machine."""
FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console window pops up
_LENGTH = struct.Struct("!Q")

Lines = list[tuple[Line, bytes]]
"""Lines with their heads, as `journal.checked` gives them."""


class Ahead:
    """What a child brings of the lines behind `after`, whose hash is `head`; None where no child was started."""

    def __init__(self, after: int | None = None, head: bytes = b"") -> None:
        self.after, self.head = after, head
        self._pool = ThreadPool(1)
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, asked: dict[str, Any]) -> None:
        """Let a child read. The question goes by stdin: a database's password stands in no list of processes."""
        try:
            self._child = self._pool.apply(_started, (json.dumps(asked).encode(),))
        except OSError as fault:
            log.warning("ahead_not_started", fault=str(fault))

    def follows(self, seq: int, head: bytes) -> bool:
        """Whether what it brings comes next to one who has checked the chain up to there."""
        return (seq, head) == (self.after, self.head)

    def lines(self) -> Lines:
        """The next of them, in order; [] where it brings no more."""
        if self._child is None or self._child.stdout is None:
            return []
        frame: bytes = self._pool.apply(_frame, (self._child.stdout,))
        return [_unpacked(each) for each in marshal.loads(frame)] if frame else []

    def close(self) -> None:
        """End the child, if it has not ended."""
        if self._child is not None:
            code = self._pool.apply(_ended, (self._child,))
            if code:
                log.warning("ahead_failed", code=code)
        self._pool.kill()


@contextlib.contextmanager
def reading_ahead(reader: Reader, contest: str) -> Iterator[Ahead]:
    """A child that reads ahead in a contest's journal, if that is long."""
    seq, _ = reader.run(journal.ends).get(contest, (0, b""))
    from_here = reader.run(lambda connection: journal.line_at(connection, contest, START)) if seq >= LONG else None
    ahead = Ahead(from_here.seq, from_here.hash) if from_here else Ahead()
    try:
        if from_here is not None:
            url = reader.engine.url.render_as_string(hide_password=False)
            ahead.start({"database": url, "contest": contest, "after": START, "head": from_here.hash.hex()})
        yield ahead
    finally:
        ahead.close()


def _started(asked: bytes) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    child = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, pipesize=ROOM, creationflags=FLAGS)
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin:  # one that fell already sends nothing
        child.stdin.write(asked)
    return child


def _frame(pipe: IO[bytes]) -> bytes:
    """The next frame; b"" where the child ended, in the middle of one too."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    frame = pipe.read(length)
    return frame if len(frame) == length else b""


def _ended(child: subprocess.Popen[bytes]) -> int:
    assert child.stdout is not None
    at_the_end = not child.stdout.read(1)  # else whoever asked has enough
    child.stdout.close()
    if not at_the_end:
        child.kill()
    code = child.wait()
    return code if at_the_end else 0


# --- the child


def main() -> None:
    """Send the lines behind `after`, whose hash is `head`, of a contest's journal."""
    gc.disable()  # who soon ends need not look for garbage
    asked = json.load(sys.stdin.buffer)
    contest, after, head = asked["contest"], asked["after"], bytes.fromhex(asked["head"])
    with make_engine(asked["database"], readonly=True).connect() as connection:
        while stored := journal.read(connection, contest, after, FRAME):
            known: dict[str, str] = {}
            lines = journal.checked_told(contest, head, after, stored)
            frame = marshal.dumps([_packed(told, at, known) for told, at in lines])
            sys.stdout.buffer.write(_LENGTH.pack(len(frame)) + frame)
            sys.stdout.buffer.flush()
            after, head = stored[-1].seq, stored[-1].hash


def _packed(told: dict[str, Any], head: bytes, known: dict[str, str]) -> tuple[Any, ...]:
    """What a line says as plain values, and its head. Of equal texts there is one (`known`): it is sent, and made, once
    a frame."""
    values = [_shared(value, known) for value in values_of(told)]
    contest, at, by, kind = (known.setdefault(told[name], told[name]) for name in ("contest", "at", "by", "kind"))
    return contest, told["seq"], at, by, kind, values, *request_of(told), head


def _shared(value: Any, known: dict[str, str]) -> Any:
    if type(value) is str:
        return known.setdefault(value, value)
    if type(value) is dict:  # its names are shared already
        return {name: known.setdefault(each, each) if type(each) is str else each for name, each in value.items()}
    return value


def _unpacked(packed: tuple[Any, ...]) -> tuple[Line, bytes]:
    contest, seq, at, by, kind, values, request, body, head = packed
    return Line(contest, seq, at, by, KINDS[kind](*values), request, body), head


if __name__ == "__main__":
    main()
