"""A real `contest serve`: a process of its own on a free port with a folder of its own, ended by its number."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.forked import ROOT as ROOT
from tests.support.forked import Forked

SERVE = ("-c", "from contest.cli import main; main()")
READY_WITHIN = 30.0
_READY = re.compile(r"http://127\.0\.0\.1:(\d+)/board/")


class NotServing(AssertionError):
    """The server ended, or did not become ready; what it said is in the message."""


@dataclass
class Server:
    """One server over one folder; it may be killed and started again, at the same port."""

    var: Path
    program: Sequence[str] = SERVE
    env: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _process: Forked | None = None

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What every start of this server has said so far."""
        path = self.var / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> float:
        """Start and wait until it serves; how many seconds that took."""
        begun, said = time.monotonic(), len(self.log)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONTEST_", "FLASK_"))}
        asked = [*self.program, "serve", "--port", str(self.port)]
        with (self.var / "server.log").open("ab") as log:
            self._process = Forked(asked, clean | {"CONTEST_VAR": str(self.var)} | self.env, log.fileno(), log.fileno())
        while time.monotonic() < begun + READY_WITHIN and self._process.poll() is None:
            ready = _READY.search(self.log[said:])
            if ready:
                self.port = int(ready[1])
                return time.monotonic() - begun
            time.sleep(0.01)
        raise NotServing(self.log[said:][-3000:])

    def kill(self) -> None:
        """SIGKILL: nothing of the process gets another instruction."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        """A polite end, then an impolite one."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def memory(self) -> float:
        """Resident memory now, in MB."""
        return self._status("VmRSS")

    def peak(self) -> float:
        """The most resident memory since `forget_peak`, in MB."""
        return self._status("VmHWM")

    def forget_peak(self) -> None:
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def _status(self, name: str) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
        raise NotServing("the process has no memory any more")


@contextlib.contextmanager
def served(var: Path, program: Sequence[str] = SERVE, env: dict[str, str] | None = None) -> Iterator[Server]:
    """A server that serves until the block ends."""
    server = Server(var, program, env or {})
    try:
        server.start()
        yield server
    finally:
        server.stop()


def eventually(true: object, within: float = 10.0, what: str = "") -> None:
    """Wait until a condition (a callable) holds. AssertionError if it does not in time."""
    assert callable(true)
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, what or "it did not come true in time"
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
