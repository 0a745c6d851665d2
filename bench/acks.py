"""Durable acknowledged sheets per second ÷ the echo acks of a bare Flask-SocketIO server.

50 clients, each with one sheet of 12 aspects under way. Ours: SQLite with synchronous=FULL, every sheet a new one that
counts at once (panel of one, confirmed), so that it is ranked and shown; the board is open and watched.
"""

from __future__ import annotations

import select
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from .field import BOARD, Field, write
from .figure import tell
from .judges import OURS, STOCK, Judge
from .processes import running
from .wire import watch

CLIENTS = 50
ROUNDS, SECONDS = 9, 1.5
FIELD = Field(entries=60_000, seats=CLIENTS, panel=1, aspects=12)
READERS = 5
LIMIT = 0.5


def prepared(namespace: str, sheets: int) -> list[Judge]:
    """The clients of a server, with so many sheets ready among them."""
    judges = [Judge(FIELD, seat, namespace) for seat in range(CLIENTS)]
    for each in judges:
        each.prepare(sheets // CLIENTS)
    return judges


def play(judges: list[Judge], seconds: float) -> float:
    """Acks per second, each judge with one sheet under way, for so long, or as far as the sheets reach."""
    by_number = {each.line.sock.fileno(): each for each in judges}
    poll = select.epoll()
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    start, acks = time.monotonic(), 0
    for each in judges:
        each.send()
    under_way = len(judges)
    while under_way:
        for number, _ in poll.poll(5):
            judge = by_number[number]
            got = len(judge.acks())
            acks, under_way = acks + got, under_way - got
            if got and judge.ready and time.monotonic() - start < seconds:
                judge.send()
                under_way += 1
    poll.close()
    return acks / (time.monotonic() - start)


def run() -> list[dict[str, Any]]:
    """Alternate rounds, the median of their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        write(FIELD, f"sqlite:///{Path(folder) / 'contest.db'}", marked=False)
        judges = {"ours": prepared(OURS, FIELD.entries), "stock": prepared(STOCK, 1_000)}
        with running("servers", "ours", folder, "-") as ours, running("servers", "stock", "-") as stock:
            boards = [watch(ours.port, BOARD)[0] for _ in range(READERS)]
            for side, server in (("ours", ours), ("stock", stock)):
                for judge in judges[side]:
                    judge.connect(server.port)
            rates: dict[str, list[float]] = {"ours": [], "stock": []}
            cpu: dict[str, list[float]] = {"ours": [], "stock": []}
            for each in judges.values():
                play(each, 0.5)
            for _ in range(ROUNDS):
                for side, server in (("ours", ours), ("stock", stock)):
                    before = server.cpu()
                    rates[side].append(play(judges[side], SECONDS))
                    cpu[side].append((server.cpu() - before) / (rates[side][-1] * SECONDS) * 1e6)
            for sock in boards:
                sock.close()
    ratio = statistics.median(a / b for a, b in zip(rates["ours"], rates["stock"], strict=True))
    raw = {
        "n": ROUNDS,
        "clients": CLIENTS,
        "aspects": FIELD.aspects,
        "per_second": {side: statistics.median(each) for side, each in rates.items()},
        "cpu_us_per_ack": {side: statistics.median(each) for side, each in cpu.items()},
        "rounds": rates,
    }
    return [tell("acks", ratio, LIMIT, "higher", **raw)]
