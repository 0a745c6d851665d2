"""A sheet sent → the last of 500 spectators has it: milliseconds, p50 and p99.

50 judges send 20 sheets a second at random moments (panel of one, confirmed, so that each shows); a preview computes
the whole contest over and over beside the server. Server, judges, spectators and preview share the machine's cores.
"""

from __future__ import annotations

import random
import select
import statistics
import tempfile
import time
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .crowd import newest, spectators
from .field import BOARD, Field, write
from .figure import tell
from .judges import Judge
from .processes import Running, running

LISTENERS, JUDGES = 500, 50
PER_SECOND, SECONDS = 20, 20.0
FIELD = Field(entries=2_000, seats=JUDGES, panel=1, aspects=12)
LIMIT = 200.0


def send_all(port: int) -> None:
    """Judges as a process of their own: says `ready`, then for each sheet when it was sent, its line's seq, and when it
    was acknowledged."""
    judges = [Judge(FIELD, seat) for seat in range(JUDGES)]
    for each in judges:
        each.prepare(FIELD.entries // JUDGES)
        each.connect(port)
    under_way: dict[int, deque[float]] = {each.line.sock.fileno(): deque() for each in judges}
    by_number = {each.line.sock.fileno(): each for each in judges}
    poll = select.epoll()
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    dice = random.Random(3)
    print("ready", flush=True)
    input()
    at, end = time.monotonic(), time.monotonic() + SECONDS
    while at < end or any(under_way.values()):
        for number, _ in poll.poll(max(0.0, at - time.monotonic()) if at < end else 5):
            for ack in by_number[number].acks():
                print(under_way[number].popleft(), _seq(ack), time.monotonic(), flush=True)
        if time.monotonic() >= at and at < end:
            judge = dice.choice(judges)
            under_way[judge.line.sock.fileno()].append(time.monotonic())
            judge.send()
            at += dice.expovariate(PER_SECOND)
    print("done", flush=True)


def _seq(ack: bytes) -> int:
    return int(ack.partition(b'"seq":')[2].partition(b",")[0])


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet: when it was sent and acknowledged (seconds), and the seq of its line."""

    at: float
    seq: int
    acked: float


def run() -> list[dict[str, Any]]:
    """One run of 20 s."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'contest.db'}"
        write(FIELD, url, marked=False)
        with (
            running("servers", "ours", folder, "-") as ours,
            running("latency", ours.port) as judges,
            running("preview", url) as preview,
        ):
            waited = ours.waited()
            sent, heard = _listen(ours, judges)
            waited = ours.waited() - waited
            preview.tell("enough")
            previews = int(preview.hear())
    p50, p99, most = _spread(_took(sent, heard))
    acks = dict(zip(("p50", "p99", "max"), _spread([(each.acked - each.at) * 1e3 for each in sent]), strict=True))
    raw = {"n": len(sent), "listeners": LISTENERS, "per_second": PER_SECOND, "p50": p50, "max": most, "ack": acks}
    return [tell("latency p99", p99, LIMIT, "lower", **raw, previews=previews, server_waited_for_cpu_s=waited)]


def _spread(took: list[float]) -> tuple[float, float, float]:
    """The middle, the last but 1 %, and the largest."""
    return statistics.median(took), sorted(took)[int(len(took) * 0.99)], max(took)


def _listen(ours: Running, judges: Running) -> tuple[list[Sent], list[list[tuple[int, float]]]]:
    """What was sent; and what each spectator got, as (number of the board, moment), in order."""
    crowd = spectators(ours.port, BOARD, LISTENERS)
    heard: dict[int, list[tuple[int, float]]] = {}

    def note(number: int, data: bytes) -> None:
        found = newest(data)
        if found:
            heard.setdefault(number, []).append((found, time.monotonic()))

    judges.tell("go")
    crowd.listen(SECONDS + 2, note)
    sent = []
    while (line := judges.hear()) != "done":
        at, seq, acked = line.split()
        sent.append(Sent(float(at), int(seq), float(acked)))
    crowd.close()
    return sent, list(heard.values())


def _took(sent: list[Sent], heard: list[list[tuple[int, float]]]) -> list[float]:
    """Milliseconds from each sheet to the last spectator. Every line here shows on the board, so the board's number
    runs beside the lines' seq."""
    if len(heard) != LISTENERS:
        raise RuntimeError(f"{LISTENERS - len(heard)} spectators heard nothing")
    last = max(each.seq for each in sent)
    offset = last - max(n for n, _ in heard[0])
    return [(max(_when(reader, each.seq - offset) for reader in heard) - each.at) * 1e3 for each in sent]


def _when(reader: list[tuple[int, float]], n: int) -> float:
    """When the reader first had a board of at least that number."""
    return reader[bisect_left(reader, n, key=lambda each: each[0])][1]


if __name__ == "__main__":
    import sys

    send_all(int(sys.argv[1]))
