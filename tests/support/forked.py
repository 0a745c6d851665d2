"""Programs of this house as processes of their own, forked from one that has read the modules already.

A server that starts from nothing reads 1,200 modules first: 2 s of CPU, where what it does of its own takes 0.4. That
the program starts from nothing too is for those tests to show that are about the program: test_cli, test_demo.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import reduction
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.support.ready"])


@dataclass(frozen=True)
class Inherited:
    """An open file that the other process gets too."""

    number: int

    def __reduce__(self) -> object:
        return _taken, (reduction.DupFd(self.number),)


def _taken(sent: reduction.DupFd) -> int:
    return int(sent.detach())


class Forked:
    """A running program. What one asks of it is named as in subprocess.Popen.

    program: what follows `python` on a command line, ("-m", module, …) or ("-c", text, …).
    stdout, stderr, stdin: numbers of open files; its stdin is empty where none is given.
    """

    def __init__(
        self, program: Sequence[str], env: Mapping[str, str], stdout: int, stderr: int, stdin: int | None = None
    ) -> None:
        streams = {1: Inherited(stdout), 2: Inherited(stderr)} | ({} if stdin is None else {0: Inherited(stdin)})
        self._process = _context.Process(target=_run, args=(list(program), dict(env), streams), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """What it ended with (minus the signal's number), or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """What it ended with. TimeoutExpired if it did not in time."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(str(self.pid), timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to what still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it politely to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it: it gets no other instruction."""
        self.send_signal(signal.SIGKILL)


class Heard(Forked):
    """A running program whose words are heard here, those on its stderr too where that is not another open file.
    `stdout`: what it says."""

    def __init__(self, program: Sequence[str], env: Mapping[str, str], stderr: int | None = None) -> None:
        hears, says = os.pipe()
        super().__init__(program, env, says, says if stderr is None else stderr)
        os.close(says)
        self.stdout = open(hears, encoding="utf-8")  # noqa: SIM115 - closed by `rest` or `leave`

    def rest(self, within: float) -> str:
        """What it still says before it ends. TimeoutExpired if it does not end in time."""
        said = self.stdout.read()
        self.wait(within)
        return said

    def leave(self) -> None:
        """End it, whatever it is about."""
        self.kill()
        self.wait(10)
        self.stdout.close()


def _run(program: list[str], env: dict[str, str], streams: dict[int, int]) -> None:
    """In the new process: be the program."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: a killed test run leaves none behind
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    for number, given in streams.items():
        os.dup2(given, number)
        os.close(given)
    # What stood there belongs to the files of the process that this one was forked from.
    sys.stdin, sys.stdout, sys.stderr = (_stream(number) for number in range(3))
    how, what, *more = program
    sys.argv = [what if how == "-m" else how, *more]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})


def _stream(number: int) -> TextIO:
    if number == 0:
        return open(0, encoding="utf-8", closefd=False)
    return open(number, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
