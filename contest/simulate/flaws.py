"""What goes wrong at a judge's place, from a seed: slips of the finger, corrections, doubles, breaks, offline spells.

The same seed, seat and sheet have the same flaws on any machine, whatever the pace and whoever marks first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .marks import marks_of

LONGEST_SPELL = 6  # sheets that are marked without a line, at most
BEYOND = "1000000"  # no aspect allows so much
COMMA = "1,25"  # what many hands type: refused, never guessed at


@dataclass(frozen=True, slots=True)
class Flaws:
    """How often each flaw comes, in percent of the sheets."""

    errors: float = 0.0
    """A mark that cannot be: out of range, or with a comma. It is refused and typed again."""
    corrections: float = 0.0
    """Other marks are handed in first, looked at, and corrected before the judge confirms."""
    doubles: float = 0.0
    """The same sheet is sent a second time although it was answered."""
    breaks: float = 0.0
    """The line breaks after the sheet has left and before its answer came."""
    offline: float = 0.0
    """The device loses the network for some sheets, which wait on it and are sent on return."""

    def of(self, *key: object) -> Befalls:
        """What befalls the sheet of this key (seed, seat, item, code, part)."""
        dice = random.Random("/".join(map(str, ("flaws", *key))))
        shares = (self.errors, self.corrections, self.doubles, self.breaks, self.offline)
        slips, corrects, doubled, breaks, leaves = (dice.random() * 100 < share for share in shares)
        return Befalls(slips, corrects, doubled, breaks, dice.randint(2, LONGEST_SPELL) if leaves else 0)


NONE = Flaws()


@dataclass(frozen=True, slots=True)
class Befalls:
    """The flaws of one sheet. `offline`: how many sheets, this one first, are marked without a line."""

    slips: bool = False
    corrects: bool = False
    doubled: bool = False
    breaks: bool = False
    offline: int = 0


NOTHING = Befalls()


def slip_of(part: Mapping[str, Any], marks: Mapping[str, Any], *key: object) -> dict[str, Any]:
    """The sheet with one mark in it that no scheme takes; `part` as hello gives it."""
    dice = random.Random("/".join(map(str, ("slip", *key))))
    aspect = dice.choice(list(_aspects(part)))
    wrong: Any = dice.choice((BEYOND, COMMA)) if isinstance(marks[aspect["id"]], str) else COMMA
    return {**marks, aspect["id"]: wrong}


def mistaken(part: Mapping[str, Any], seed: object, item: str, code: str, seat: str) -> dict[str, Any]:
    """The marks of the entry beside it, which the judge will take back."""
    return marks_of(part, f"{seed}/mistaken", item, code, seat)


def _aspects(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for criterion in part["criteria"]:
        yield from criterion["aspects"]
