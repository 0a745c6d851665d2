"""Children of the server (contest.apart) that are forked like the tests' servers: 0.1 s of CPU each instead of 0.7.

The same program in a process of its own, asked by its stdin; that Python starts it from nothing is for tests/apart to
show.
"""

from __future__ import annotations

import os
import tempfile
from subprocess import TimeoutExpired

import pytest

from contest.apart.children import Apart
from tests.support.forked import Forked


def quick(patch: pytest.MonkeyPatch) -> None:
    """Let every child be forked."""
    patch.setattr(Apart, "_run", _run)


def _run(self: Apart, asked: bytes) -> tuple[int | None, bytes, bytes]:
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
        question.write(asked)
        question.seek(0)
        child = Forked(("-m", self._module), os.environ, said.fileno(), wrong.fileno(), question.fileno())
        self._running.add(child)
        try:
            code = child.wait(self._seconds)
        except TimeoutExpired:
            child.kill()
            code = None
        finally:
            self._running.discard(child)
        said.seek(0)
        wrong.seek(0)
        return code, said.read(), wrong.read()
