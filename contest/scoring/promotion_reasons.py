"""Why an entry was promoted, or was not: the table once more, with an eye on one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .attributes import meets
from .awards import reaches
from .events import EntryId
from .numbers import text
from .promotions import promotions
from .ranking import Standing
from .rulebook_outcomes import Promotion
from .rulebook_types import Rulebook
from .ties import UNKNOWN, Known


@dataclass(frozen=True, slots=True)
class PromotionReason:
    """code: promoted, no_place, unknown_level, below_total, above_total, below_part, condition or no_step. data: levels
    and parts by their ids; before: "" for none."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


def promotion_reason(
    rulebook: Rulebook, standings: Sequence[Standing], known: Mapping[EntryId, Known], entry: EntryId
) -> PromotionReason | None:
    """None where the rulebook promotes nobody."""
    rules = rulebook.promotion
    if rules is None:
        return None
    raised = next((each for each in promotions(rulebook, standings, known) if each.entry == entry), None)
    if raised is not None:
        return PromotionReason("promoted", {"before": raised.before, "to": raised.to})
    mine = next((each for each in standings if each.entry == entry), None)
    if mine is None or mine.rank is None or mine.score is None:
        return PromotionReason("no_place")
    return _lacking(rules, mine, known.get(entry, UNKNOWN), rulebook.ranking.order == "ascending")


def _lacking(rules: Promotion, mine: Standing, known: Known, lowest_first: bool) -> PromotionReason:
    """The first thing of several that the entry lacks."""
    score, held = mine.score, known.attributes.get(rules.attribute, "")
    assert score is not None, "who has a place has a score"
    if held and held not in {level.id for level in rules.levels}:
        return PromotionReason("unknown_level", {"before": held})
    least = rules.least_total
    if least is not None and not reaches(score.total, least, lowest_first):
        code = "above_total" if lowest_first else "below_total"
        return PromotionReason(code, {"total": text(score.total), "least": text(least)})
    for each in rules.least_parts:
        there = score.parts[each.part].score
        if there < each.points:
            return PromotionReason("below_part", {"part": each.part, "score": text(there), "least": text(each.points)})
    failed = [where.attribute for where in rules.where if not meets(known.attributes, [where])]
    if failed:
        return PromotionReason("condition", {"attribute": ", ".join(failed)})
    return PromotionReason("no_step", {"before": held, "rank": mine.rank})
