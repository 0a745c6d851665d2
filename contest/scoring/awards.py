"""Ranks to prizes. Levels are drawn in the rulebook's order, each from those left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from .attributes import UNIT, meets, stroke_key
from .events import EntryId
from .numbers import ZERO, Points, divide, multiply, subtract
from .ranking import Standing
from .rulebook_outcomes import Award, Limit
from .rulebook_types import Rulebook
from .scale import scaled
from .ties import UNKNOWN, Known

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Awarded:
    """One entry's prize. rank: None where the jury gave it to one without a place."""

    award_id: str
    entry: EntryId
    rank: int | None


@dataclass(slots=True)
class Draw:
    """The awards as they come to be drawn. quotas: how many could win at each level that was drawn (None: no limit) ·
    empty: prizes nobody got (空缺), those that were passed on excepted; below 0: winners who were too many."""

    entered: Sequence[Standing]
    known: Mapping[EntryId, Known]
    lowest_first: bool = False
    scaled: Mapping[EntryId, Points] = field(default_factory=dict)
    won: dict[str, list[Standing]] = field(default_factory=dict)
    quotas: dict[str, int | None] = field(default_factory=dict)
    empty: dict[str, int] = field(default_factory=dict)
    taken: set[EntryId] = field(default_factory=set)
    carried: int = 0

    def attributes(self, standing: Standing) -> Mapping[str, str]:
        """What is known of an entry, namelessly."""
        return self.known.get(standing.entry, UNKNOWN).attributes

    def pool(self, award: Award) -> list[Standing]:
        """The ranked entries that may have it, before its quota: each level takes from those left, unless it is given
        besides others."""
        barred = {standing.entry for id in award.apart_from for standing in self.won.get(id, ())}
        barred |= set() if award.besides else self.taken
        return [each for each in self.entered if each.entry not in barred and self.able(award, each)]

    def able(self, award: Award, standing: Standing) -> bool:
        """Whether an entry meets what the award asks of it, apart from quotas."""
        score, rank = standing.score, standing.rank
        if score is None or rank is None or (award.requires_pass and not score.passed):
            return False
        if award.threshold is not None and not reaches(score.total, award.threshold, self.lowest_first):
            return False
        if award.least_scale is not None and self.scaled.get(standing.entry, ZERO) < award.least_scale:
            return False
        in_window = (award.from_rank or 1) <= rank and (award.to_rank is None or rank <= award.to_rank)
        return in_window and meets(self.attributes(standing), award.where)

    def limited(self, award: Award, pool: list[Standing]) -> list[Standing]:
        """Those whom no quota of their unit (or what else is limited) passes over, best first. Equals of one unit at
        its limit win or go without together, as `ties` says."""
        counts = [self.counted(limit) for limit in award.limits]
        chosen = []
        for _, same in groupby(pool, key=lambda each: each.rank):
            group = list(same)
            sizes = [Counter(self.value(limit, each) for each in group) for limit in award.limits]
            winners = [each for each in group if self._has_room(award, each, counts, sizes)]
            for limit, count in zip(award.limits, counts, strict=True):
                count.update(self.value(limit, each) for each in winners)
            chosen += winners
        return chosen

    def _has_room(self, award: Award, each: Standing, counts: list[Counter[str]], sizes: list[Counter[str]]) -> bool:
        for limit, count, size in zip(award.limits, counts, sizes, strict=True):
            value = self.value(limit, each)
            needed = size[value] if award.ties == "at_most" else 1
            if value and count[value] + needed > most_of(limit, value):
                return False
        return True

    def counted(self, limit: Limit) -> Counter[str]:
        """Winners so far, where the limit runs across the levels."""
        earlier = {each.entry: each for winners in self.won.values() for each in winners} if limit.across else {}
        return Counter(self.value(limit, each) for each in earlier.values())

    def value(self, limit: Limit, standing: Standing) -> str:
        """The value an entry is limited by; "" for one that the limit does not concern."""
        attributes = self.attributes(standing)
        return attributes.get(limit.attribute, "") if meets(attributes, limit.where) else ""


def reaches(total: Points, threshold: Points, lowest_first: bool) -> bool:
    """Whether a total is as good as a threshold or better: at least it, or at most where the lowest total wins."""
    return total <= threshold if lowest_first else total >= threshold


def most_of(limit: Limit, value: str) -> int:
    """How many with this value may win."""
    return next((other.most for other in limit.others if other.value == value), limit.most)


def draw_awards(
    rulebook: Rulebook,
    standings: Sequence[Standing],
    known: Mapping[EntryId, Known] | None = None,
    overrides: Mapping[EntryId, str] | None = None,
) -> list[Awarded]:
    """Every prize, level by level and by rank within it. Only ranked entries win; an entry wins once, except what is
    given `besides`. `overrides`: the jury's award ("" for none) of an entry instead of what it won, with a place or
    without; what is given `besides` stays, and nobody else's changes by it."""
    draw = drawn(rulebook.awards, begun(rulebook, standings, known))
    return list(listed(rulebook.awards, draw, standings, overrides or {}))


def chief_awards(rulebook: Rulebook, given: Sequence[Awarded]) -> dict[EntryId, str]:
    """The one award that stands beside an entry's name: what it won as a prize, else the first of what came besides."""
    besides = {award.id for award in rulebook.awards if award.besides}
    named = [each for each in given if each.award_id not in besides] + list(given)
    return {each.entry: each.award_id for each in reversed(named)}


def left_empty(draw: Draw, given: Iterable[Awarded]) -> dict[str, int]:
    """How many prizes of each award nobody got (空缺): those the draw left, and those the jury withheld."""
    counts = Counter(each.award_id for each in given)
    over = {id: len(won) - counts[id] for id, won in draw.won.items() if draw.quotas.get(id) is not None}
    return {id: empty for id, less in over.items() if (empty := draw.empty.get(id, 0) + less) > 0}


def begun(rulebook: Rulebook, standings: Sequence[Standing], known: Mapping[EntryId, Known] | None = None) -> Draw:
    """A draw of which no level is drawn yet."""
    return Draw(field_of(standings), known or {}, rulebook.ranking.order == "ascending", scaled(rulebook, standings))


def field_of(standings: Sequence[Standing]) -> list[Standing]:
    """Everyone who competes, with a place or without: guests are no part of the field."""
    return [each for each in standings if each.status != "guest"]


def drawn(awards: Sequence[Award], draw: Draw) -> Draw:
    """The draw with all levels drawn, before the jury's overrides."""
    for i, award in enumerate(awards):
        draw.won[award.id] = level(award, draw, awards[i + 1 :]) if holds(award, draw) else []
        if not award.besides:
            draw.taken.update(each.entry for each in draw.won[award.id])
    return draw


def level(award: Award, draw: Draw, later: Sequence[Award]) -> list[Standing]:
    """Draw one level; what is left over is noted for the next of the `later` ones that takes a number of prizes. Where
    none does, it is left empty (空缺); a title without a number in between leaves it as it is."""
    quota = _quota(award, draw)
    able = draw.limited(award, draw.pool(award)) if award.limits else draw.pool(award)
    winners = able if quota is None or len(able) <= quota else _cut(award, able, quota) if quota else []
    draw.quotas[award.id] = quota
    if quota is not None:
        spare = quota - len(winners)
        goes_on = any(other.takes_number and holds(other, draw) for other in later)
        passed_on = spare if goes_on and (award.carry == "both" or (award.carry == "spare" and spare > 0)) else 0
        draw.carried = passed_on
        draw.empty[award.id] = spare - passed_on
    return winners


def holds(award: Award, draw: Draw) -> bool:
    """Fields too small change the prizes (≤ 20 entrants 1/2/3; < 4 units, rules.md §1)."""
    when = award.when
    return between(len(draw.entered), when.entries_over, when.entries_upto) and between(
        units_of(draw), when.units_over, when.units_upto
    )


def units_of(draw: Draw) -> int:
    """How many units those who entered are of."""
    return len({draw.attributes(each).get(UNIT, "") for each in draw.entered} - {""})


def between(size: int, over: int | None, upto: int | None) -> bool:
    """Whether a size is more than `over` and at most `upto`; None asks nothing."""
    return (over is None or size > over) and (upto is None or size <= upto)


def _quota(award: Award, draw: Draw) -> int | None:
    """How many may win: the count, the share of the field (10/20/30 % of the entrants, rules.md §1), or no limit; less
    those before, where the share is cumulative (IOI, rules.md §3); with what the level before passed on."""
    quota = award.count if award.percent is None else share(award.percent, award.base, award.rounding, draw.entered)
    if quota is None:
        return None
    if award.cumulative:
        quota -= len(draw.taken)
    return max(quota + draw.carried, 0)


def share(percent: Decimal, base: str, rounding: str, entered: Sequence[Standing]) -> int:
    """A percentage of those who entered, or of those with a place, as a whole number."""
    size = sum(each.rank is not None for each in entered) if base == "ranked" else len(entered)
    return int(divide(multiply(percent, Decimal(size)), HUNDRED, 0, rounding))


def _cut(award: Award, able: list[Standing], quota: int) -> list[Standing]:
    """Those before the cut; a tie across it wins with `at_least` and goes without with `at_most` (IOI, rules.md §3).
    With a band, totals no further apart than it count as a tie (WorldSkills 2015, rules.md §2), wherever they stand:
    where a tie chain orders a band of places, totals do not fall from one to the next."""
    last, next_one = able[quota - 1], able[quota]
    if award.ties == "at_least":
        return able[:quota] + [each for each in able[quota:] if _tied(award, last, each)]
    return [each for each in able[:quota] if not _tied(award, each, next_one)]


def _tied(award: Award, one: Standing, other: Standing) -> bool:
    if one.rank == other.rank:
        return True
    if not award.band or one.score is None or other.score is None:
        return False
    return subtract(one.score.total, other.score.total).copy_abs() <= award.band


def listed(
    awards: Sequence[Award], draw: Draw, standings: Sequence[Standing], overrides: Mapping[EntryId, str]
) -> Iterator[Awarded]:
    """Who gets which award, level by level, best first or by strokes, with what the jury gave instead."""
    by_entry = {each.entry: each for each in standings}
    for award in awards:
        winners = [each for each in draw.won[award.id] if award.besides or each.entry not in overrides]
        there = {each.entry for each in winners}
        given = [id for id, award_id in overrides.items() if award_id == award.id and id not in there]
        winners += [by_entry[entry] for entry in given if entry in by_entry]
        if award.listed == "strokes":
            winners.sort(key=lambda each: stroke_key(draw.attributes(each)))
        for winner in winners:
            yield Awarded(award.id, winner.entry, winner.rank)
