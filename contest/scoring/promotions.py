"""Ranks to skill levels (晋升技能等级, rules.md §1): rank or percentile, least scores, the level now held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .attributes import meets
from .awards import field_of, reaches, share
from .events import EntryId
from .ranking import Standing
from .rulebook_outcomes import Promotion, Step
from .rulebook_types import Rulebook
from .ties import UNKNOWN, Known


@dataclass(frozen=True, slots=True)
class Promoted:
    """An entry's step up. before: the level it held, "" for none."""

    entry: EntryId
    before: str
    to: str


def promotions(
    rulebook: Rulebook, standings: Sequence[Standing], known: Mapping[EntryId, Known] | None = None
) -> list[Promoted]:
    """Who is promoted, best first. Nobody is moved down or to the level held already; a level that the table does not
    know is nobody's guess: no promotion."""
    rules = rulebook.promotion
    if rules is None:
        return []
    field = field_of(standings)
    lowest_first = rulebook.ranking.order == "ascending"
    better, steps = _better(field), _sized(rules, field)
    able = [each for each in field if _reaches(rules, each, lowest_first)]
    found = (_promoted(rules, steps, each, (known or {}).get(each.entry, UNKNOWN), better) for each in able)
    return [each for each in found if each is not None]


def _better(field: Sequence[Standing]) -> dict[int, int]:
    """How many of the field are better than who stands at a place: one less than the place, where places have gaps."""
    better: dict[int, int] = {}
    for i, rank in enumerate(each.rank for each in field if each.rank is not None):
        better.setdefault(rank, i)
    return better


def _sized(rules: Promotion, field: Sequence[Standing]) -> list[tuple[Step, int | None]]:
    """Each step with how many the top share is that it is for; None for everyone."""
    percents = ((step, step.percent) for step in rules.steps)
    return [(s, None if p is None else share(p, rules.base, rules.rounding, field)) for s, p in percents]


def _reaches(rules: Promotion, standing: Standing, lowest_first: bool) -> bool:
    """The least total, or the most where the lowest total wins."""
    if rules.least_total is None or standing.score is None:
        return True
    return reaches(standing.score.total, rules.least_total, lowest_first)


def _promoted(
    rules: Promotion,
    steps: Sequence[tuple[Step, int | None]],
    standing: Standing,
    known: Known,
    better: Mapping[int, int],
) -> Promoted | None:
    levels = [level.id for level in rules.levels]
    held = known.attributes.get(rules.attribute, "")
    if (held and held not in levels) or not _able(rules, standing, known):
        return None
    height, rank = levels.index(held) if held else -1, standing.rank or 0
    for step, top in steps:
        rises = levels.index(step.to) > height and (not step.held or held in step.held)
        if rises and _in_window(step, rank) and (top is None or better[rank] < top):
            return Promoted(standing.entry, held, step.to)
    return None


def _able(rules: Promotion, standing: Standing, known: Known) -> bool:
    """A place, the least scores, the conditions (employee or student, not promoted this year)."""
    score = standing.score
    if score is None or standing.rank is None or not meets(known.attributes, rules.where):
        return False
    return all(each.part in score.parts and score.parts[each.part].score >= each.points for each in rules.least_parts)


def _in_window(step: Step, rank: int) -> bool:
    return (step.from_rank or 1) <= rank and (step.to_rank is None or rank <= step.to_rank)
