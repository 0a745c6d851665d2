"""Parts worked out from other parts of the entry by a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from .events import PartId
from .formulas import Formula, Range, read_formula
from .numbers import EXACT, ZERO, Points, Rounding, divide, is_finite_quotient
from .panels import RAW
from .parts import PartScore
from .rulebook_types import Part


def tree_of(part: Part) -> Formula:
    """The part's formula, read once."""
    if "formula" not in part.memo:
        assert part.formula is not None
        part.memo["formula"] = read_formula(part.formula)
    tree: Formula = part.memo["formula"]
    return tree


def spanned(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts, where derived ones that state no out_of are out of the most their formula can come to."""
    found: dict[str, Part] = {}
    listed = []
    for part in parts:
        fits = part.source == "derived" and part.out_of is None and part.formula
        if fits and all(found.get(name) and found[name].out_of for name in tree_of(part).parts()):
            _, most = tree_of(part).reach({name: range_of(each) for name, each in found.items()})
            finite = is_finite_quotient(Decimal(most.numerator), Decimal(most.denominator)) and most > 0
            part = replace(part, out_of=_decimal(most, None)) if finite else part
        found[str(part.id)] = part
        listed.append(part)
    return tuple(listed)


def range_of(part: Part) -> Range:
    """The least and the most that a part can give to a formula."""
    return Fraction(part.min), Fraction(part.max)


def derive(part: Part, scores: Mapping[PartId, tuple[Points, Points]]) -> PartScore | None:
    """The part's score from (score, unrounded score) of the parts it names, after their deductions; None while one of
    them is not there. Worked out in fractions and rounded once, as the stage part says; not below 0."""
    tree = tree_of(part)
    if any(name not in scores for name in tree.parts()):
        return None
    value, raw = (tree.work_out({name: Fraction(pair[side]) for name, pair in scores.items()}) for side in (0, 1))
    return PartScore(_decimal(value, part.stages.part), _decimal(raw, RAW if tree.divides() else None))


def _decimal(value: Fraction, rounding: Rounding | None) -> Points:
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    if value <= 0:
        top = ZERO
    return divide(top, bottom, rounding.digits, rounding.mode) if rounding else EXACT.divide(top, bottom)
