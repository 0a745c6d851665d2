"""What the judges of one run share: how it is to go, and what becomes of it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .flaws import NONE, Flaws

PACES = {"slow": 600.0, "normal": 190.0, "fast": 40.0, "max": 0.0}
"""Seconds over which the judges spread the sheets of a whole contest."""


@dataclass(slots=True)
class Tally:
    """What became of it: sheets handed in, confirmations, sheets set aside, refusals, seats turned away.

    `refused`: how often each sentence was the answer; `befell`: how many sheets each flaw came over; `wrong`: answers
    that no server should give.
    """

    sheets: int = 0
    confirmed: int = 0
    set_aside: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    turned_away: list[str] = field(default_factory=list)
    befell: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Play:
    """What the judges of one run share. `span`: seconds their work would take if every sheet were missing (0: at
    once)."""

    seed: object
    span: float = 0.0
    flaws: Flaws = NONE
    stop: threading.Event = field(default_factory=threading.Event)
    tally: Tally = field(default_factory=Tally)
    told: Callable[[Tally], None] = lambda tally: None
    teams: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Mapping[str, Any], *, sheet: bool) -> None:
        """Count an answer."""
        with self.lock:
            outcome = answer["outcome"]
            self.tally.sheets += sheet and outcome == "accepted"
            self.tally.confirmed += bool(answer.get("mine_confirmed"))
            self.tally.set_aside += outcome == "set_aside"
            if outcome == "refused":
                self.tally.refused[" ".join(answer["message"].values())] += 1
            self.told(self.tally)

    def befell(self, flaw: str, wrong: str = "") -> None:
        """Count a flaw, and the answer that it should not have had."""
        with self.lock:
            self.tally.befell[flaw] += 1
            self.tally.wrong += [wrong] if wrong else []
