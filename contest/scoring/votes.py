"""Votes and ballots made points: of the public channel by channel, of a jury's members by show of papers."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal
from fractions import Fraction

from .events import EntryId
from .numbers import Points, Rounding, divide
from .panels import RAW
from .parts import PartScore
from .rulebook_sources import BallotRule, VoteRule
from .rulebook_types import Part

Tally = Mapping[str, int]
"""Votes that count, by channel."""


def vote_scores(part: Part, tallies: Mapping[EntryId, Tally], field: Set[EntryId]) -> dict[EntryId, PartScore]:
    """The part's score of each entry that every channel has counted. The field are those who compete: who is out of
    competition is measured by them, and gets no more than the best of them. One vote can move everyone."""
    assert part.votes is not None
    assert part.out_of is not None
    rule, out_of = part.votes, Fraction(part.out_of)
    whole = {id: tally for id, tally in tallies.items() if all(channel.id in tally for channel in rule.channels)}
    added = dict.fromkeys(whole, Fraction(0))
    for channel in rule.channels:
        votes = {id: tally[channel.id] for id, tally in whole.items()}
        worth = _worth(rule, out_of, votes, [count for id, count in votes.items() if id in field])
        for id in added:
            added[id] += worth[id] * Fraction(channel.weight) / 100
    return {id: _score(part, points) for id, points in added.items()}


def _worth(rule: VoteRule, out_of: Fraction, votes: Mapping[EntryId, int], given: list[int]) -> dict[EntryId, Fraction]:
    """What one channel's votes are worth, before the channel's weight."""
    if rule.scale == "places":
        return {id: Fraction(_by_place(rule, sum(other > count for other in given))) for id, count in votes.items()}
    base = max(given, default=0) if rule.scale == "ratio" else sum(given)
    most = out_of if rule.cap is None else min(Fraction(rule.cap), out_of)
    return {id: min(out_of * count / base, most) if base else Fraction(0) for id, count in votes.items()}


def _by_place(rule: VoteRule, better: int) -> Points:
    """Points of the place behind so many better ones; equals share the place and its points, the next is left out."""
    return rule.points[better] if better < len(rule.points) else Decimal(0)


def _score(part: Part, points: Fraction) -> PartScore:
    assert part.stages.judges is not None, "a rulebook whose stage divides states its rounding"
    return PartScore(_rounded(points, part.stages.judges), _rounded(points, RAW))


def _rounded(points: Fraction, rounding: Rounding) -> Points:
    return divide(Decimal(points.numerator), Decimal(points.denominator), rounding.digits, rounding.mode)


def ballot_score(part: Part, held: Mapping[str, int], votes_for: int) -> PartScore:
    """votes for ÷ present, all or valid × out_of; `failed` where it takes a share to be elected and this is not it."""
    assert part.ballot is not None
    assert part.out_of is not None
    share = Fraction(votes_for, base_of(part.ballot, held))
    made = _score(part, share * Fraction(part.out_of))
    return PartScore(made.value, made.raw, failed=not _elects(part.ballot, share))


def base_of(rule: BallotRule, held: Mapping[str, int]) -> int:
    """What the votes for are a share of."""
    return {"present": held["present"], "valid": held["valid"], "all": rule.members}[rule.of]


def _elects(rule: BallotRule, share: Fraction) -> bool:
    if rule.passes is None:
        return True
    needed = Fraction(rule.passes) / 100
    return share > needed if rule.over else share >= needed
