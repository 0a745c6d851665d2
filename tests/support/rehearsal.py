"""The demo of the construction preset, played to its end: once for all tests that only look at what is left of it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.forked import Heard
from tests.support.server import SERVE, free_port

CONTEST = "datong-construction"
SEED = "7"


@contextmanager
def demo(var: Path, *options: str, seed: str = SEED) -> Iterator[Heard]:
    """The demo as a process of its own, which ends with the block."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONTEST_", "FLASK_"))}
    command = [*SERVE, "demo", "--port", str(free_port()), "--seed", seed, *options]
    process = Heard(command, clean | {"CONTEST_VAR": str(var)})
    try:
        yield process
    finally:
        process.leave()


def played(var: Path, *preset: str, seed: str = SEED) -> str:
    """What a whole demo at full speed says; it must end well."""
    with demo(var, "--once", "--pace", "max", *preset, seed=seed) as process:
        said = process.rest(100)
    assert process.poll() == 0, said
    return said


def rehearsed(folders: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of the caller's own in which a demo was played to its end, and what it said. It is a copy: the first who
    asks has it played, in whichever of the workers."""
    base = folders.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    var, heard = shared / "rehearsal", shared / "rehearsal.txt"
    with (shared / "rehearsal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not heard.exists():
            shutil.rmtree(var, ignore_errors=True)
            heard.write_text(played(var), encoding="utf-8")
    own = folders.mktemp("rehearsal")
    shutil.copytree(var, own, dirs_exist_ok=True)
    return own, heard.read_text(encoding="utf-8")
