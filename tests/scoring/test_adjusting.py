"""Judges made alike in whole numbers: to the last digit what fractions, sheet by sheet, come to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.adjusting import FINE, alike, judges_of, moves_steps
from contest.scoring.numbers import ZERO, divide, square_root, text, total_of
from contest.scoring.rulebook import Part
from contest.scoring.sheets import SheetScore
from contest.scoring.slices import done

from .builders import criterion, points
from .builders import part as one_part

totals = st.builds(lambda top, digits: Decimal(top).scaleb(-digits), st.integers(0, 10_000), st.integers(0, 4))
fields = st.lists(st.lists(totals, min_size=4, max_size=8), min_size=1, max_size=3).map(
    lambda judges: [(k, total) for k, own in enumerate(judges) for total in own]
)
"""Judges' numbers and what they gave: some judges with too few entries, so that nobody is adjusted."""


def figures(totals: list[Decimal]) -> tuple[Decimal, Decimal]:
    exact = Fraction(total_of(totals)) / len(totals)
    squares = sum(((Fraction(total) - exact) ** 2 for total in totals), Fraction(0))
    return divide(total_of(totals), len(totals), FINE, "half_even"), square_root(squares / len(totals), FINE)


def moved(part: Part, total: Decimal, own: Any, pooled: tuple[Decimal, Decimal]) -> Decimal:
    """The rule as it is told, one sheet at a time."""
    off = Fraction(total) - Fraction(own.mean)
    if part.adjust.method == "z_score":
        off = off / Fraction(own.deviation) * Fraction(pooled[1])
    most = sum((Fraction(c.max) * Fraction(c.factor) for c in part.criteria), Fraction(0))
    found = min(max(off + Fraction(pooled[0]), Fraction(0)), most)
    rounding = part.adjust.rounding
    top, bottom = Decimal(found.numerator), Decimal(found.denominator)
    return divide(top, bottom, rounding.digits, rounding.mode) if found else ZERO


@pytest.mark.parametrize("method", ["z_score", "mean_shift"])
@given(field=fields, digits=st.integers(0, 6), mode=st.sampled_from(["half_up", "half_even", "down", "up"]))
def test_whole_numbers_give_to_the_last_digit_what_fractions_give(method, field, digits, mode):
    rounding = {"digits": digits, "mode": mode}
    rule = {"method": method, "assigned": "random", "least": 5, "rounding": rounding}
    scheme = criterion("c", points("a", "60.5", step="0.5"))
    panel = {"judges": 1, "by": "station"}
    part = one_part(scheme, judges=1, panel=panel, adjust=rule)
    sheets = {f"e{k}": {f"j{judge}": SheetScore(total, (), ())} for k, (judge, total) in enumerate(field)}
    moves = done(moves_steps(part, sheets, {}))
    found = {id: alike(each, moves) for id, each in sheets.items()}
    judges = {one.seat: one for one in judges_of(part, sheets)}
    for one in judges.values():
        own = [total for judge, total in field if f"j{judge}" == one.seat]
        assert (one.entries, one.mean, one.deviation) == (len(own), *figures(own))
    if any(one.lacks for one in judges.values()):
        assert found == sheets
        return
    pooled = figures([total for _, total in field])
    for id, each in sheets.items():
        for seat, sheet in each.items():
            total = moved(part, sheet.total, judges[seat], pooled)
            assert found[id][seat] == sheet._replace(total=total)
            assert text(found[id][seat].total) == text(total)
