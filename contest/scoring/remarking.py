"""Marking again: what judges had given who lay too far apart, and whether such marks count all the same.

May not be in here: who may mark (that is `verbs/`), or who of a panel has marked (that is `flash.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .events import AspectId
from .rulebook_types import Part
from .spreads import Apart, gate


@dataclass(frozen=True, slots=True)
class Round:
    """Marks that all showed and lay too far `apart`, by line `seq`: every sheet of the part, by owner."""

    seq: int
    at: str
    marks: Mapping[str, Mapping[str, Any]]
    apart: tuple[Apart, ...]


@dataclass(slots=True)
class Remarked:
    """The rounds of one part of one entry, the newest last. settled: the chief lets the marks count as they are."""

    rounds: list[Round] = field(default_factory=list)
    settled: bool = False


def counts_apart(part: Part, remarked: Remarked | None) -> bool:
    """Whether marks that lie too far apart count as they are: the chief said so, or the rounds are used up."""
    return remarked is not None and (remarked.settled or used_up(part, remarked))


def used_up(part: Part, remarked: Remarked | None) -> bool:
    """Whether nobody is called to mark again any more."""
    rule = None if part.combine is None else gate(part.combine)
    most = None if rule is None else rule.rounds
    return most is not None and remarked is not None and len(remarked.rounds) >= most


def to_mark_again(part: Part, round: Round) -> frozenset[AspectId]:
    """The aspects that are marked again: those in which judges lay too far apart; where whole sheets do, or the scheme
    is another by now, all of them."""
    by_criterion = part.combine is not None and part.combine.level == "criterion"
    of = {str(criterion.id): [aspect.id for aspect in criterion.aspects] for criterion in part.criteria}
    found: set[AspectId] = set()
    for gap in round.apart:
        if gap.action == "again":
            within = of.get(gap.place, []) if by_criterion and gap.of == "values" else [gap.place]
            found |= part.aspects.keys() & {AspectId(each) for each in within} or set(part.aspects)
    return frozenset(found or part.aspects)
