"""What stands behind a part that no judge marks: the votes of each channel, the ballots, the parts of a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .derived import tree_of
from .entry import Entry
from .events import BallotHeld, PartId
from .item import Item
from .numbers import Points
from .rulebook_types import Part


@dataclass(frozen=True, slots=True)
class VoteReason:
    """The votes of one channel, and how many of them are void."""

    channel: str
    counted: int
    voided: int


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


def votes_of(entry: Entry, part: Part) -> Iterator[VoteReason]:
    """Channel by channel, as the rulebook lists them."""
    for channel in part.votes.channels if part.votes else ():
        counted, voided = entry.votes.get((PartId(part.id), channel.id), (0, 0))
        yield VoteReason(channel.id, counted, voided)


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
