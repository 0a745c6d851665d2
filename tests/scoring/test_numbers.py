"""Exact decimals: what is read, what is refused, and the one operation that rounds."""

from __future__ import annotations

from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.numbers import EXACT, NotANumber, Rounding, divide, is_finite_quotient, parse, round_to, text

plain = st.decimals(min_value=-10_000, max_value=10_000, places=3)


@pytest.mark.parametrize("written", ["8.50", "0", "-3", "100", "0.125", "007"])
def test_a_plain_decimal_is_read(written):
    assert parse(written) == Decimal(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,25", "decimal_comma"),
        ("８.5", "full_width"),
        ("8.5。", "full_width"),
        ("1" * 25, "too_long"),
        ("", "not_a_number"),
        (" 8", "not_a_number"),
        ("8\n", "not_a_number"),
        ("1e3", "not_a_number"),
        ("+5", "not_a_number"),
        (".5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("٣", "not_a_number"),
    ],
)
def test_anything_else_is_refused_and_says_why(written, code):
    """`1,25` for 1.25 took back a banner (rules.md §4)."""
    with pytest.raises(NotANumber) as refused:
        parse(written)
    assert refused.value.code == code


@given(plain)
def test_text_keeps_every_digit(number):
    assert parse(text(number)) == number
    assert text(Decimal("8.50")) == "8.50"


def test_text_has_no_exponent_and_no_minus_zero():
    assert text(Decimal("1E+3")) == "1000"
    assert text(Decimal("-0.00")) == "0.00"


@pytest.mark.parametrize(
    ("n", "d", "mode", "result"),
    [
        ("2", "3", "half_up", "0.67"),
        ("1", "3", "half_up", "0.33"),
        ("0.125", "1", "half_up", "0.13"),
        ("0.125", "1", "half_even", "0.12"),
        ("0.135", "1", "half_even", "0.14"),
        ("-0.125", "1", "half_up", "-0.13"),
        ("0.129", "1", "down", "0.12"),
        ("0.121", "1", "up", "0.13"),
        ("-0.121", "1", "down", "-0.12"),
    ],
)
def test_dividing_rounds_as_it_is_told(n, d, mode, result):
    assert text(divide(Decimal(n), Decimal(d), 2, mode)) == result


@given(plain, st.integers(1, 99), st.integers(0, 6))
def test_dividing_is_the_exact_quotient_rounded_once(n, d, digits):
    exact = Fraction(n) / d * 10**digits
    half_up = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    assert divide(n, d, digits, "half_up") == Decimal(half_up).scaleb(-digits)


def test_a_long_row_of_nines_is_not_rounded_twice():
    """0.00499…9 is below the half however many nines it has."""
    assert text(divide(Decimal("4" + "9" * 69), Decimal("1E+72"), 2, "half_up")) == "0.00"


def test_a_stage_without_rounding_is_exact():
    assert round_to(Decimal("7.6875"), None) == Decimal("7.6875")
    assert text(round_to(Decimal("7.6875"), Rounding(2))) == "7.69"


def test_a_lost_digit_is_loud():
    with pytest.raises(Inexact):
        EXACT.divide(Decimal(1), Decimal(3))


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_quotient_has_an_end_when_dividing_exactly_raises_nothing(n, d):
    try:
        EXACT.divide(Decimal(n), Decimal(d))
        ends = True
    except Inexact:
        ends = False
    assert is_finite_quotient(Decimal(n), Decimal(d)) == ends
