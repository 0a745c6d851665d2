"""Formulas over named parts: read, refused, worked out by hand; difficulty, attempts and rounds made with them."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.formulas import FormulaFault, read_formula
from contest.scoring.marking import PenaltyTaken, total
from contest.scoring.marking import imported as imported_score
from contest.scoring.numbers import Points, text
from contest.scoring.rulebook import dump_rulebook, parse_rulebook

from .builders import TWO, combined, criterion, data, entry, imported, judged, name, of, points, rulebook
from .test_rulebook_scores import faults

ABC = {"a": Fraction(9), "b": Fraction(4), "part-c": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a + b * 2", 17),
        ("(a + b) * 2", 26),
        ("a - b - 1", 4),  # from the left: (9 − 4) − 1
        ("a − b ÷ 8 × 2", 8),  # 4 ÷ 8 × 2 = 1
        ("part-c * 3", Fraction(3, 2)),
        ("min(a, b, 7) + max(b, 5)", 9),
        ("best(2, a, b, part-c)", 13),
        ("best(1, a - 8, b)", 4),
        ("0.3 * a + 0.7*b", Fraction(55, 10)),
    ],
)
def test_a_formula_is_worked_out(formula, value):
    assert read_formula(formula).work_out(ABC) == value


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("a +", "formula_unreadable"),
        ("a b", "formula_unreadable"),
        ("(a", "formula_unreadable"),
        ("a; b", "formula_unreadable"),
        ("__import__", "formula_unreadable"),
        ("max()", "formula_unreadable"),
        ("a ** 2", "formula_unreadable"),
        ("a / b", "formula_divisor"),
        ("a / (2 - 2)", "formula_divisor"),
        ("best(3, a, b, c)", "formula_best"),
        ("best(a, b)", "formula_best"),
        ("(" * 21 + "a" + ")" * 21, "formula_too_deep"),
        ("a" + " + a" * 60, "formula_too_long"),
    ],
)
def test_what_is_no_formula_is_refused(formula, code):
    with pytest.raises(FormulaFault) as wrong:
        read_formula(formula)
    assert wrong.value.code == code


@given(st.text(alphabet="ab1.+-*/(), ÷×minxbest", max_size=30))
def test_whatever_is_written_is_read_or_refused(formula):
    with suppress(FormulaFault):
        assert read_formula(formula).divides() == any(sign in formula for sign in "/÷")


@given(*[st.fractions(0, 100)] * 3)
def test_a_value_lies_within_the_reach(a, b, c):
    values = {"a": a, "b": b, "c": c}
    for formula in ("best(2, a, b, c) - a / 4", "max(a, b) * min(b, c) - 3 * (a - b)", "a - b - c"):
        tree = read_formula(formula)
        low, high = tree.reach(dict.fromkeys(values, (Fraction(0), Fraction(100))))
        assert low <= tree.work_out(values) <= high


def aside(id, out_of="100"):
    """A part that counts only in formulas."""
    return imported(id, "0") | {"out_of": out_of}


SKILLED = {"levels": [{"id": "senior", "name": name()}], "steps": [{"to": "senior"}]}


def derived(formula, weight="100", **more):
    return {"id": "d", "name": name(), "source": "derived", "formula": formula, "weight": weight} | more


def test_execution_times_difficulty():
    """Diving: the sum of 3 × difficulty (rules.md §3): 24 × 3.2 = 76.8, out of 30 × 4.5 = 135."""
    book = rulebook(aside("dive", "30"), aside("difficulty", "4.5"), derived("dive * difficulty", "1"), weighting="sum")
    assert text(entry(book, "24", "3.2").total) == "76.80"
    assert book.part("d").out_of == 135


def test_the_best_two_of_three_attempts_and_what_was_carried_over():
    """Best n of m attempts; 2000: carry-over (rules.md §3)."""
    parts = [aside(id) for id in ("semi", "a1", "a2", "a3")]
    book = rulebook(
        *parts, derived("semi + best(2, a1, a2, a3) / 2", "1", rounding={"part": {"digits": 1}}), weighting="sum"
    )
    assert text(entry(book, "80.5", "70", "90.5", "60").total) == "160.80"  # 80.5 + 160.5 ÷ 2 = 160.75


def test_a_formula_takes_parts_after_their_penalties_and_waits_for_all_of_them():
    rules = [{"id": "late", "name": name(), "points": "2", "per": "once", "part": "a"}]
    book = rulebook(aside("a"), aside("b"), derived("(a + b) * 0.5"), penalties=rules)
    whole = total(book, {"a": of(80), "b": of(60)}, [PenaltyTaken("late")])
    assert (whole.total, list(whole.parts)) == (69, ["a", "b", "d"])
    assert list(total(book, {"a": of(80)}).parts) == ["a"]


def test_a_formula_is_not_below_nothing():
    book = rulebook(aside("a"), aside("b"), derived("a - b"))
    assert entry(book, "10", "60").total == 0


def test_a_part_may_count_by_itself_and_in_a_formula():
    book = rulebook(imported("a", "50"), aside("b"), derived("max(a, b)", "50"))
    assert entry(book, "60", "80").total == 70


def test_what_takes_off_below_nothing_widens_what_a_formula_can_come_to():
    """From −10 to 10, doubled: b − a is 100 + 20 at the most, for which 100 are too few. Of two judges who are added up
    it is 100 + 40; and where the least is 5, deductions may still take it down to 0."""

    def marked(least, **more):
        return judged("a", criterion("c", points("x", "10", min=least), factor="2"), weight="0", **more)

    over = data(marked("-10"), aside("b"), derived("b - a", out_of="100"))
    assert faults(over) == [("parts[2].out_of", "formula_over_out_of")]
    assert parse_rulebook(over, journaled=True).parts[2].out_of == 100
    two = {"judges": 2, "combine": {"method": "sum"}}
    for part, most in ((marked("-10"), 120), (marked("-10", **two), 140), (marked("5"), 100)):
        book = rulebook(part, aside("b"), derived("b - a"), rounding={"weighted": TWO})
        assert book.parts[2].out_of == most
    spanned = data(marked("-10"), aside("b"), derived("b - a"), rounding={})
    assert faults(spanned) == [("parts[2].out_of", "rounding_missing")]  # 100 ÷ 120 has no end; 100 ÷ 100 had one
    book = parse_rulebook(spanned, journaled=True)
    (sheet,) = [combined(book.parts[0], "-10")]
    assert total(book, {"a": sheet, "b": imported_score(book.parts[1], Points("100"))}).total == 100  # b − a = 120


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([aside("a"), derived("a * x")], ("parts[1].formula", "formula_part")),
        ([derived("a"), aside("a")], ("parts[0].formula", "formula_part")),
        ([aside("a"), derived("a / 3")], ("parts[1]", "rounding_missing")),
        ([aside("a"), derived("a * 2", out_of="150")], ("parts[1].out_of", "formula_over_out_of")),
        ([aside("a") | {"known_by_name": True}, derived("a")], ("parts[1].known_by_name", "formula_unmasks")),
        ([imported("b"), aside("a")], ("parts[1].weight", "weight_for_nothing")),
        ([imported("b", "-1")], ("parts[0].weight", "too_small")),
        ([aside("a"), derived("a +")], ("parts[1].formula", "formula_unreadable")),
    ],
)
def test_a_formula_that_does_not_fit_is_a_fault(parts, found):
    assert found in faults(data(*parts))


def test_a_part_without_an_end_cannot_be_in_a_formula():
    book = data(aside("a") | {"out_of": None}, derived("a"), weighting="sum")
    assert ("parts[1].formula", "formula_open") in faults(book)


def test_every_fault_of_a_formula_has_its_sentence():
    for formula in ("a" + " + a" * 60, "(" * 21 + "a" + ")" * 21, "a / 0", "best(2, a)"):
        assert faults(data(aside("a"), derived(formula)))


def test_a_derived_part_reads_back_as_itself():
    book = rulebook(aside("a"), aside("b"), derived("max(a, b) − 0", known_by_name=True))
    assert parse_rulebook(dump_rulebook(book)) == book


@pytest.mark.parametrize(
    ("more", "is_used"),
    [
        ({"awards": [{"id": "a", "name": name(), "count": 1, "requires_pass": True}]}, True),
        ({"advance": {"to": "final", "count": 1, "requires_pass": True}}, True),
        ({"promotion": SKILLED | {"least_parts": [{"part": "a", "points": "60"}]}}, True),
        ({"ties": [{"by": "part", "part": "a"}]}, True),
        ({"ties": [{"by": "times", "parts": ["a"]}]}, True),
        ({"ties": [{"by": "parts", "parts": ["a"]}]}, False),  # weighted, it is 0 for everybody
        ({"awards": [{"id": "a", "name": name(), "count": 1}]}, False),  # nobody asks whether it was passed
    ],
)
def test_a_part_without_weight_is_good_for_something_or_refused(more, is_used):
    practice, theory = imported("b"), imported("a", "0", pass_mark="60", time={"limit": 60})
    book = data(practice, theory, **more)
    if is_used:
        assert parse_rulebook(book).parts[1].weight == 0
    else:
        assert faults(book) == [("parts[1].weight", "weight_for_nothing")]
