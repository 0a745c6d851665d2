"""What stands behind a part that no judge marks: the votes of each channel, the ballots, the parts of a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from .derived import tree_of
from .entry import Entry
from .events import BallotHeld, PartId
from .field import COMPETING
from .item import Item
from .numbers import ZERO, Points, Rounding, divide
from .rulebook_types import Part
from .votes import channel_worth

SHOWN = Rounding(6)
"""Digits of a value before it was rounded: enough to see how it came to be rounded so."""


@dataclass(frozen=True, slots=True)
class VoteReason:
    """The votes of one channel, and how many of them are void. worth: the points of those that count, before the
    channel's weight · base: the most votes that anybody has in it, or those of all together, which they are measured
    by; of places, how many have more · capped: no channel gives more."""

    channel: str
    counted: int
    voided: int
    base: int = 0
    worth: Points = ZERO
    capped: bool = False


@dataclass(frozen=True, slots=True)
class BallotReason:
    """What one ballot said of the entry; yes alone where papers name those they choose."""

    round: int
    present: int
    valid: int
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class OperandReason:
    """A part that a formula reads, with its score after deductions."""

    part: PartId
    score: Points


def votes_of(item: Item, entry: Entry, part: Part) -> Iterator[VoteReason]:
    """Channel by channel, as the rulebook lists them."""
    for channel in part.votes.channels if part.votes else ():
        counted, voided = entry.votes.get((PartId(part.id), channel.id), (0, 0))
        given = item.once(f"votes in {channel.id} of {part.id}", partial(_given, item, part, channel.id))
        yield _measured(part, VoteReason(channel.id, counted, voided), given)


def _given(item: Item, part: Part, channel: str) -> list[int]:
    """The votes of everybody who competes and has a score."""
    there = (each for each in item.entries.values() if PartId(part.id) in each.parts)
    return [each.tally(PartId(part.id)).get(channel, 0) for each in there if item.status(each) in COMPETING]


def _measured(part: Part, told: VoteReason, given: list[int]) -> VoteReason:
    rule, out_of, count = part.votes, part.out_of, max(told.counted - told.voided, 0)
    assert rule is not None, "votes are of a part that is voted on"
    assert out_of is not None, "which says how many points there are"
    worth, bottom = channel_worth(rule, Fraction(out_of), given)
    points = divide(Decimal(worth(count)), Decimal(bottom), SHOWN.digits, SHOWN.mode)
    if rule.scale == "places":
        return replace(told, base=sum(each > count for each in given), worth=points)
    base = max(given, default=0) if rule.scale == "ratio" else sum(given)
    capped = bool(base) and rule.cap is not None and count * Fraction(out_of) / base > Fraction(rule.cap)
    return replace(told, base=base, worth=points, capped=capped)


def ballots_of(item: Item, entry: Entry, part: Part) -> Iterator[BallotReason]:
    """Every ballot that listed the entry, the first one first; the last one counts."""
    for line in item.ballots.get(PartId(part.id), ()):
        held = line.event
        assert isinstance(held, BallotHeld), "ballots are lines of ballots"
        for row in held.votes:
            if row["entry"] == entry.id:
                said = (row["for"], row.get("against", 0), row.get("abstain", 0))
                yield BallotReason(held.round, held.present, held.valid, *said)


def operands_of(entry: Entry, part: Part) -> Iterator[OperandReason]:
    """The parts that a derived part reads, each once, in the order of the rulebook."""
    if part.source == "derived" and entry.score is not None:
        wanted = set(tree_of(part).parts())
        for id, made in entry.score.parts.items():
            if id in wanted:
                yield OperandReason(PartId(id), made.score)
