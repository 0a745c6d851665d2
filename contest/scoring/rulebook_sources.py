"""The rulebook's types of parts whose points come neither from judges' sheets nor from a file: votes and ballots."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .numbers import Points
from .rulebook_outcomes import Text


@dataclass(frozen=True, slots=True)
class Channel:
    """Where votes come from, and its share of the part in percent."""

    id: str
    name: Text
    weight: Decimal


@dataclass(frozen=True, slots=True)
class VoteRule:
    """What counted votes are worth, channel by channel. ratio: votes ÷ the highest × out_of · share: votes ÷ all votes
    × out_of · places: `points` by the place that the votes give. No channel gives more than `cap` points."""

    channels: tuple[Channel, ...]
    scale: Literal["ratio", "share", "places"] = "ratio"
    points: tuple[Points, ...] = ()
    cap: Points | None = None


@dataclass(frozen=True, slots=True)
class BallotRule:
    """A secret ballot. kind: each member names at most `choose`, or says for, against or abstains of each · quorum: the
    least percentage of members present · of: what the votes for are a share of · passes: the percentage that elects,
    more than it (`over`) or reaching it."""

    kind: Literal["choose", "each"]
    members: int
    choose: int | None = None
    quorum: Decimal = Decimal(50)
    of: Literal["present", "all", "valid"] = "present"
    passes: Decimal | None = None
    over: bool = True
