"""One number for a whole part (`entry: total`): the scheme that is marked instead of the written one, and its faults.

The written criteria stay as guidance. What is marked is one aspect of kind points, so that nothing else asks which way
a part is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from .events import AspectId
from .numbers import EXACT, ZERO, text, total_of
from .refused import Fault
from .rulebook_types import ONE, Aspect, Criterion, CriterionId, Part, Text

TOTAL = "total"
"""The id of that one aspect, and of its criterion."""

IN_POINTS = ("points", "judgement")
"""The kinds whose most is what a judge may give, so that they can be taken together in one number."""


def totalled(part: Part) -> Part:
    """The part as it is marked: unchanged, or with one aspect from 0 to what all its aspects can give together."""
    if part.entry != "total":
        return part
    aspect = Aspect(
        id=AspectId(TOTAL),
        name=part.name,
        kind="points",
        max=total_of(aspect.max for aspect in _aspects(part.criteria)),
        min=ZERO,
        step=_step(part),
        help=Text(*(_guide(part.criteria, language) for language in ("zh", "en"))),
    )
    return replace(part, criteria=(Criterion(CriterionId(TOTAL), part.name, (aspect,)),), guidance=part.criteria)


def _aspects(criteria: Sequence[Criterion]) -> list[Aspect]:
    return [aspect for criterion in criteria for aspect in criterion.aspects]


def _step(part: Part) -> Decimal | None:
    """The part's own, or the finest of its aspects; None where neither has one."""
    steps = [aspect.step for aspect in _aspects(part.criteria) if aspect.step is not None]
    return part.step or min(steps, default=None)


_JOINTS = {"zh": ("、", "：", "；"), "en": (", ", ": ", "; ")}


def _guide(criteria: Sequence[Criterion], language: str) -> str:
    """What to look at and how much of the number it may be: names with their most; criteria by name if several."""
    comma, colon, semicolon = _JOINTS[language]
    told = []
    for criterion in criteria:
        aspects = comma.join(f"{getattr(each.name, language)} {text(each.max)}" for each in criterion.aspects)
        told.append(aspects if len(criteria) == 1 else f"{getattr(criterion.name, language)}{colon}{aspects}")
    return semicolon.join(told)


def check_total(part: Part, place: str) -> Iterator[Fault]:
    """What cannot be taken together in one number, and a step that does not lead to the most."""
    if part.view == "flash":
        yield Fault(f"{place}.view", "total_flash", {})
    for c, criterion in enumerate(part.written):
        here = f"{place}.criteria[{c}]"
        if criterion.factor != ONE:
            yield Fault(f"{here}.factor", "total_factor", {"factor": text(criterion.factor)})
        for a, aspect in enumerate(criterion.aspects):
            yield from _check_aspect(aspect, f"{here}.aspects[{a}]")
    [marked] = part.aspects.values()
    if not marked.step:
        yield Fault(f"{place}.step", "total_without_step", {})
    elif EXACT.remainder(marked.max, marked.step):
        yield Fault(f"{place}.step", "total_off_step", {"step": text(marked.step), "max": text(marked.max)})


def _check_aspect(aspect: Aspect, here: str) -> Iterator[Fault]:
    if aspect.kind not in IN_POINTS:
        yield Fault(f"{here}.kind", "total_kind", {"kind": aspect.kind})
    elif aspect.max <= ZERO or (aspect.min is not None and aspect.min < ZERO):
        yield Fault(f"{here}.min", "total_takes_off", {})
    if aspect.factor != ONE:
        yield Fault(f"{here}.factor", "total_factor", {"factor": text(aspect.factor)})
