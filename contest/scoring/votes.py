"""Votes and ballots made points: of the public channel by channel, of a jury's members by show of papers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Set
from decimal import Decimal
from fractions import Fraction
from math import lcm
from operator import itemgetter
from types import MappingProxyType

from .events import EntryId
from .numbers import Points, Rounding, divide
from .panels import RAW
from .parts import PartScore
from .rulebook_sources import BallotRule, VoteRule
from .rulebook_types import Part
from .slices import Steps, at_once, let_go, mapped, sliced

Tally = Mapping[str, int]
"""Votes that count, by channel."""
NOTHING: Mapping[EntryId, PartScore] = MappingProxyType({})


def vote_scores_steps(
    part: Part,
    tallies: Mapping[EntryId, Tally],
    field: Set[EntryId],
    before: Mapping[EntryId, PartScore] = NOTHING,
) -> Steps[dict[EntryId, PartScore]]:
    """The part's score of each entry that every channel has counted. The field are those who compete: who is out of
    competition is measured by them, and gets no more than the best of them. One vote can move everyone; of the scores
    `before` those are given back that come out the same."""
    assert part.votes is not None
    assert part.out_of is not None
    rule = part.votes
    ids = [channel.id for channel in rule.channels]
    whole: dict[EntryId, Tally] = {}
    for several in sliced(tallies.items()):
        whole.update([each for each in several if all(map(each[1].__contains__, ids))])
        yield
    added, bottom = dict.fromkeys(whole, 0), 1
    for channel in rule.channels:
        votes = yield from mapped(itemgetter(channel.id), whole.items())
        given = [count for id, count in votes.items() if id in field]
        yield
        worth, under = channel_worth(rule, Fraction(part.out_of), given)
        share = Fraction(channel.weight) / 100
        under, times = under * share.denominator, share.numerator
        for some in sliced(votes.items()):
            for id, each in some:
                added[id] = added[id] * under + worth(each) * times * bottom
            yield
        bottom *= under
    tops = ((top, top) for top in set(added.values()))
    made = yield from mapped(lambda top: _score(part, Fraction(top, bottom)), tops)
    tops_before = ((id, (made[top], before.get(id))) for id, top in added.items())
    found = yield from mapped(lambda both: _same_or_new(*both), tops_before)
    yield from let_go(made)  # most are as they were before
    return found


vote_scores = at_once(vote_scores_steps)


def _same_or_new(made: PartScore, before: PartScore | None) -> PartScore:
    """Digit for digit, since 8.5 and 8.50 are equal."""
    if before is None or before.part is not None or made != before or not made.value.same_quantum(before.value):
        return made
    return before


def channel_worth(rule: VoteRule, out_of: Fraction, given: list[int]) -> tuple[Callable[[int], int], int]:
    """What so many votes of one channel are worth before the channel's weight, as whole numbers over one common
    denominator: fractions each on its own take ten times as long. given: the votes of those who compete."""
    if rule.scale == "places":
        return _by_place(rule, given)
    base = max(given, default=0) if rule.scale == "ratio" else sum(given)
    if not base:
        return lambda count: 0, 1
    most = out_of if rule.cap is None else min(Fraction(rule.cap), out_of)
    bottom = base * out_of.denominator * most.denominator
    each, cap = out_of.numerator * most.denominator, most.numerator * base * out_of.denominator
    return lambda count: min(count * each, cap), bottom


def _by_place(rule: VoteRule, given: list[int]) -> tuple[Callable[[int], int], int]:
    """Points of the place behind so many better ones; equals share the place and its points, the next is left out."""
    points, counts = [Fraction(each) for each in rule.points], sorted(given)
    bottom = lcm(*(each.denominator for each in points))
    worth = [int(each * bottom) for each in points]

    def points_of(count: int) -> int:
        better = len(counts) - bisect_right(counts, count)
        return worth[better] if better < len(worth) else 0

    return points_of, bottom


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
