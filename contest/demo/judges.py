"""The simulated judges of the demo: their devices on their seats, and the process in which they play."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from typing import Any

from gevent.pool import Pool

from ..people import People
from ..simulate import Rest
from .kept import Kept
from .offices import Offices

AT_ONCE = 3  # pairings side by side: each hashes a PIN
SIMULATED = "simulated"
"""What a simulated judge's device calls itself; a person's names its browser."""


class Devices:
    """A device for each seat, paired over REST and kept for the next run."""

    def __init__(self, people: People, offices: Offices, kept: Kept) -> None:
        self._people, self._offices, self._kept = people, offices, kept

    def tokens(self, seats: Iterable[str], told: Callable[[int, int], None] = lambda done, of: None) -> dict[str, str]:
        """Seat → the token of its simulated judge's device. `told`: how many of how many have paired."""
        wanted = list(seats)
        lacking = [seat for seat in wanted if not self._good(self._kept.seats.get(seat))]
        for done, _ in enumerate(Pool(AT_ONCE).imap_unordered(self._pair, lacking), 1):
            told(done, len(lacking))
        if lacking:
            self._kept.write()
        return {seat: self._kept.seats[seat] for seat in wanted}

    def _good(self, token: str | None) -> bool:
        return token is not None and self._people.session(token) is not None

    def _pair(self, seat: str) -> None:
        link, _ = self._people.new_pairing(self._kept.contest, seat)
        said = {"token": link, "pin": self._kept.pin, "device": SIMULATED}
        answer = self._offices.beside(Rest(self._offices.url).post, "/api/pair", said)
        if answer["waiting"]:
            self._let_in(seat)
        self._kept.seats[seat] = answer["token"]

    def _let_in(self, seat: str) -> None:
        """An earlier run was killed after it had paired the seat and before it had kept that: this device is a second
        one."""
        for waiter in self._people.waiting(self._kept.contest):
            if (waiter.seat, waiter.label) == (seat, SIMULATED):
                self._people.admit(self._kept.contest, waiter.id)


class Playing:
    """Judges at work in a process of their own, which never shares the server's loop and does not outlive it."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "contest.simulate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            # Ctrl-C is ours to handle: each system has its own word for it, and does not mind the other's.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it broke down at once: `fault` says why
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()  # and left open: when it ends, so do they

    def over(self) -> bool:
        """Whether they have gone home."""
        return self._process.poll() is not None

    def fault(self) -> str:
        """The last line of what went wrong, if the process broke down."""
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def close(self) -> None:
        """Send them home if they are still at work."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=5)
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                pipe.close()
