"""The server's side: starts a child for a question, waits beside the loop, and hands its answer or its refusal on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import structlog
from gevent.threadpool import ThreadPool

from ..scoring.contest import Contest
from ..scoring.refused import Refused

log = structlog.get_logger()
AT_ONCE = 2  # children that run
MOST_WAITING = 8
SECONDS = 120
# Windows: no console window pops up, and the server's loop goes first (elsewhere the child lowers itself).
FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child said: values, and beside them the bytes of a file or a board."""

    told: dict[str, Any]
    body: bytes


class ChildFailed(RuntimeError):
    """A child ended without an answer; the message holds the end of what it said."""


class Apart:
    """The children of this process. `module`: what Python runs as the child."""

    def __init__(self, database_url: str, module: str = "contest.apart", seconds: float = SECONDS) -> None:
        self._url, self._module, self._seconds = database_url, module, seconds
        self._pool = ThreadPool(AT_ONCE)
        self._asked = 0
        self._running: set[subprocess.Popen[bytes]] = set()

    def ask(self, task: str, contest: Contest, **asked: Any) -> Answer:
        """Have a task done on the contest as it stands now, and wait for it while the loop goes on.

        Refused: as the child refused; ("apart_busy"): too many wait; ("apart_slow"): it did not end in time.
        ChildFailed: it fell.
        """
        if self._asked >= AT_ONCE + MOST_WAITING:
            raise Refused("apart_busy")
        said = {"task": task, "contest": contest.id, "seq": contest.seq, "head": contest.head.hex(), **asked}
        self._asked += 1
        try:
            return _read(*self._pool.apply(self._run, (json.dumps({**said, "database": self._url}).encode(),)))
        finally:
            self._asked -= 1

    def _run(self, asked: bytes) -> tuple[int | None, bytes, bytes]:
        """In a thread of its own. The question goes by stdin: a database's password stands in no list of processes."""
        pipe = subprocess.PIPE
        command = [sys.executable, "-X", "utf8", "-m", self._module]
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=FLAGS)
        self._running.add(child)
        try:
            out, err = child.communicate(asked, timeout=self._seconds)
            return child.returncode, out, err
        except subprocess.TimeoutExpired:
            child.kill()
            return None, *child.communicate()
        finally:
            self._running.discard(child)

    def close(self) -> None:
        """End what still runs."""
        for child in list(self._running):
            child.kill()
        self._pool.kill()


def _read(code: int | None, out: bytes, err: bytes) -> Answer:
    said = err.decode("utf-8", "replace")[-4000:]
    if code is None:
        log.error("apart_slow", said=said)
        raise Refused("apart_slow")
    if code != 0:
        raise ChildFailed(f"exit {code}: {said}")
    if said:
        log.warning("apart_said", said=said)
    head, _, body = out.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Refused(told["refused"], **told["data"])
    return Answer(told, body)
