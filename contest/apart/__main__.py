"""The child: one question on stdin, its answer on stdout: a line of JSON, and behind it the bytes of a file, if any."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys

from ..scoring.refused import Refused
from .tasks import Asked

TASKS = {
    "signing": "signing",
    "judges": "looking",
    "robustness": "trying",
    "export": "exporting",
    "sheets": "printing",
    "cards": "carding",
    "ceremony": "packing",
    "slips": "slipping",
    "board": "standing",
    "was": "was",
    "draw": "drawing",
    "rulebook": "previewing",
}
"""Task → the module here whose `answer(asked)` does it."""
FILES = ("export", "sheets", "cards", "ceremony", "slips")
"""What people read: in the words of the contest."""
AWAITED = ("signing",)  # a person stands there with a pen
MOST_MEMORY = 4 * 2**30  # bytes of addresses


def main() -> None:
    """Answer one question."""
    asked = Asked(json.load(sys.stdin.buffer))
    _bound(lowered=asked["task"] not in AWAITED)
    task = importlib.import_module(f"contest.apart.{TASKS[asked['task']]}")
    body = b""
    try:
        with _speaking(asked) if asked["task"] in FILES else contextlib.nullcontext():
            told, body = task.answer(asked)
    except Refused as refused:
        told = {"refused": refused.code, "data": refused.data}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)


def _speaking(asked: Asked) -> contextlib.AbstractContextManager[None]:
    from ..called import terms_in
    from ..db import Reader
    from ..export.words import speaking

    return speaking(terms_in(Reader(asked["database"]), asked.contest, asked.get("item", "")))


def _bound(lowered: bool) -> None:
    """The server goes first where `lowered`; memory has an end; who soon ends need not look for garbage."""
    gc.disable()
    if lowered and sys.platform != "win32":
        os.nice(5)
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
