"""CPU the server spends per delivered frame ÷ that of a stock Flask-SocketIO room emit of the same payloads.

500 listeners each, ten frames a second. The frames are those of a board on which 300 entries stand and one sheet after
the other comes in; both servers have them ready and only send them: ours to its streams, the stock one with
`emit(…, to=room)`.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from contest.scoring.board import ItemBoard
from contest.scoring.events import GENESIS

from .crowd import Crowd, members, spectators
from .field import BOARD, ITEM, Field, folded, lines, write
from .figure import tell
from .processes import Running, running

LISTENERS = 500
ROUNDS, SECONDS = 5, 3.0
FIELD = Field(entries=300, seats=10, panel=1, aspects=12)
FRAMES = 100
LIMIT = 0.25


def frames() -> list[str]:
    """Frames of a full board, each after one more sheet."""
    dice, found = random.Random(2), []
    contest = folded(FIELD, marked=True)
    board = ItemBoard(contest, ITEM, staff=False, names=lambda entry: None)
    before = board.view()
    while len(found) < FRAMES:
        entry = dice.randrange(FIELD.entries)
        for line in lines(iter([FIELD.sheet(entry, entry % FIELD.seats, dice)]), contest.seq):
            board.touch(contest.apply(line, GENESIS).entries)
        after = board.view()
        found.append(after.frame(before))
        before = after
    return found


def round_of(server: Running, crowd: Crowd) -> dict[str, float]:
    """Microseconds of CPU per delivered frame over some seconds."""
    crowd.frames = crowd.bytes = 0
    cpu = server.cpu()
    server.tell("speak")
    crowd.listen(SECONDS)
    server.tell("hush")
    crowd.listen(0.3)
    cpu = server.cpu() - cpu
    return {"us": cpu / crowd.frames * 1e6, "frames": crowd.frames, "bytes": crowd.bytes / crowd.frames}


def run() -> list[dict[str, Any]]:
    """Alternate rounds, the median of their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        write(FIELD, f"sqlite:///{Path(folder) / 'contest.db'}", marked=True)
        payloads = Path(folder) / "frames"
        payloads.write_text("\n".join(frames()), "utf-8")
        rounds: dict[str, list[dict[str, float]]] = {"ours": [], "stock": []}
        with running("servers", "ours", folder, payloads) as ours, running("servers", "stock", payloads) as stock:
            mine, theirs = spectators(ours.port, BOARD, LISTENERS), members(stock.port, LISTENERS)
            time.sleep(0.5)
            for _ in range(ROUNDS):
                rounds["ours"].append(round_of(ours, mine))
                rounds["stock"].append(round_of(stock, theirs))
            mine.close()
            theirs.close()
    medians = {side: statistics.median(each["us"] for each in found) for side, found in rounds.items()}
    ratio = statistics.median(a["us"] / b["us"] for a, b in zip(rounds["ours"], rounds["stock"], strict=True))
    return [tell("fanout", ratio, LIMIT, "lower", n=ROUNDS, listeners=LISTENERS, us_per_frame=medians, rounds=rounds)]
