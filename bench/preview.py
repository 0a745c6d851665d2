"""A preview that runs beside the server: reads the journal, folds it and computes the result, again and again.

`python -m bench.preview URL` says `ready` after the first one, and how many there were when its input ends.
"""

from __future__ import annotations

import select
import sys

from contest import journal
from contest.db import make_engine
from contest.scoring.contest import fold
from contest.scoring.events import GENESIS
from contest.scoring.results import results

from .field import CONTEST, ITEM


def preview(url: str) -> None:
    """Compute the contest's result once, from its journal alone."""
    engine = make_engine(url, readonly=True)
    with engine.connect() as connection:
        stored = journal.read(connection, CONTEST)
    engine.dispose()
    contest = fold(CONTEST, journal.checked(CONTEST, GENESIS, 0, stored))
    results(contest, contest.items[ITEM])


if __name__ == "__main__":
    preview(sys.argv[1])
    print("ready", flush=True)
    count = 1
    while not select.select([sys.stdin], [], [], 0)[0]:
        preview(sys.argv[1])
        count += 1
    print(count, flush=True)
