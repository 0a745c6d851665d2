"""Servers and helpers as processes of their own, each ended when its block ends, and with this process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

TICK = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Running:
    """A process that has said it is ready; `said` is what it said (a server: its port)."""

    process: subprocess.Popen[str]
    said: str

    @property
    def port(self) -> int:
        """Where a server listens."""
        return int(self.said)

    def cpu(self) -> float:
        """Seconds of CPU it has used so far, user and system, all its threads."""
        # After the name, which may hold blanks: state is field 3, utime and stime are 14 and 15.
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def waited(self) -> float:
        """Seconds its main thread was ready to run and others had the CPU."""
        return int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[1]) / 1e9

    def tell(self, line: str) -> None:
        """Say one line to it."""
        said = cast("IO[str]", self.process.stdin)
        said.write(line + "\n")
        said.flush()

    def hear(self) -> str:
        """The next line it says."""
        return cast("IO[str]", self.process.stdout).readline().strip()


@contextlib.contextmanager
def running(module: str, *arguments: object) -> Iterator[Running]:
    """`python -m bench.<module> …` until the block ends. It says a line when ready, and ends when its input does."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"bench.{module}", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        said = cast("IO[str]", process.stdout).readline().strip()
        if not said:
            raise RuntimeError(f"bench.{module} did not start")
        yield Running(process, said)
    finally:
        cast("IO[str]", process.stdin).close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
