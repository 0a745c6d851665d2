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
    able = [each for each in field if _reaches(rules, each, lowest_first)]
    found = (_promoted(rules, each, (known or {}).get(each.entry, UNKNOWN), field) for each in able)
    return [each for each in found if each is not None]


def _reaches(rules: Promotion, standing: Standing, lowest_first: bool) -> bool:
    """The least total, or the most where the lowest total wins."""
    if rules.least_total is None or standing.score is None:
        return True
    return reaches(standing.score.total, rules.least_total, lowest_first)


def _promoted(rules: Promotion, standing: Standing, known: Known, field: Sequence[Standing]) -> Promoted | None:
    levels = [level.id for level in rules.levels]
    held = known.attributes.get(rules.attribute, "")
    if (held and held not in levels) or not _able(rules, standing, known):
        return None
    height = levels.index(held) if held else -1
    for step in rules.steps:
        if (
            levels.index(step.to) > height
            and (not step.held or held in step.held)
            and _fits(rules, step, standing, field)
        ):
            return Promoted(standing.entry, held, step.to)
    return None


def _able(rules: Promotion, standing: Standing, known: Known) -> bool:
    """A place, the least scores, the conditions (employee or student, not promoted this year)."""
    score = standing.score
    if score is None or standing.rank is None or not meets(known.attributes, rules.where):
        return False
    return all(each.part in score.parts and score.parts[each.part].score >= each.points for each in rules.least_parts)


def _fits(rules: Promotion, step: Step, standing: Standing, field: Sequence[Standing]) -> bool:
    rank = standing.rank or 0
    last = step.to_rank
    if step.percent is not None:
        top = share(step.percent, rules.base, rules.rounding, field)
        last = top if last is None else min(last, top)
    return (step.from_rank or 1) <= rank and (last is None or rank <= last)
