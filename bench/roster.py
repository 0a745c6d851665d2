"""A roster of 30,000 rows: read from CSV and from a workbook with every check, held against quotas and against who is
registered, told as a difference. Seconds, and what a row costs ÷ in a roster of 3,000."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from contest.people import Registered
from contest.registering import held, read
from contest.roster_changes import Room
from contest.scoring.contest import Contest

from .field import ITEM, Field, folded
from .figure import tell

BIG, SMALL, ROUNDS = 30_000, 3_000, 3
LIMIT, MOST_SECONDS = 1.5, 5.0
UNITS = 500


def run() -> list[dict[str, Any]]:
    """By turns, so that a busy machine disturbs both sizes alike."""
    contest = folded(Field(entries=1, seats=1, panel=1, aspects=4), marked=False)
    return [line for kind in ("csv", "xlsx") for line in _measured(contest, kind)]


def _measured(contest: Contest, kind: str) -> list[dict[str, Any]]:
    name = "roster" if kind == "csv" else f"roster {kind}"
    rounds = [(_taken(contest, BIG, kind), _taken(contest, SMALL, kind)) for _ in range(ROUNDS)]
    ratios = [(big / BIG) / (small / SMALL) for big, small in rounds]
    raw = {"n": ROUNDS, "rows": BIG, "against": SMALL, "seconds": [big for big, _ in rounds]}
    return [
        tell(name, statistics.median(ratios), LIMIT, "lower", **raw, rounds=ratios),
        tell(f"{name} s", statistics.median(big for big, _ in rounds), MOST_SECONDS, "lower", **raw),
    ]


def _taken(contest: Contest, rows: int, kind: str) -> float:
    """Seconds for a roster in which every tenth row is another one than is registered."""
    there = [Registered(str(ITEM), f"{n:05d}", f"选手{n}", f"单位{n % UNITS}", id=f"r{n}") for n in range(rows)]
    sent = ((f"{n:05d}", f"{'改名' if n % 10 == 0 else '选手'}{n}", f"单位{n % UNITS}", str(ITEM)) for n in range(rows))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"roster.{kind}")
        _write(file, sent)
        start = time.perf_counter()
        room = Room({("", ""): rows}, there)
        found = held(room, read(contest, file, None, room))
        took = time.perf_counter() - start
    if len(found.changed) != rows // 10:
        raise RuntimeError("the difference is not what was changed")
    return took


def _write(file: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """A roster's file, of the kind its name ends with."""
    all_rows = [("编号", "姓名", "单位", "项目"), *rows]
    if file.suffix == ".csv":
        file.write_text("\n".join(map(",".join, all_rows)), encoding="utf-8-sig")
        return
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(all_rows):
            sheet.write_row(n, 0, row)
