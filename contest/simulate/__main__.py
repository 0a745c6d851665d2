"""The judges as a process of their own, for `contest demo` and tests: its job is one line of JSON on standard input.

`{"url", "seats": {id: device token}, "seed", "span"}`. It ends with its work, or when its standard input ends, so that
it never outlives whoever started it. Its last line is the tally as JSON.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import threading
import time

from .client import JudgeClient
from .playing import play
from .run import Play


def main() -> int:
    """Do the job; 0 if no seat was turned away."""
    job = json.loads(sys.stdin.readline())
    run = Play(job["seed"], job["span"])
    threading.Thread(target=_end_with_parent, args=(run.stop,), daemon=True).start()
    tally = play({seat: JudgeClient(job["url"], token) for seat, token in job["seats"].items()}, run)
    print(json.dumps(dataclasses.asdict(tally), ensure_ascii=False))
    return 1 if tally.turned_away else 0


def _end_with_parent(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()
    time.sleep(2)  # whoever still waits for an answer of a server that is gone, waits in vain
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
