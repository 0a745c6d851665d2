"""What holds for every sheet, whoever marked it: laws, tried on generated panels."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from contest.scoring.marking import PenaltyTaken, combine, total
from contest.scoring.numbers import text
from contest.scoring.ranking import sort_key, standings
from contest.scoring.rulebook import Rulebook

from .builders import TWO, combined, criterion, imported, judged, of, part, points, rulebook, sheets, trimmed

marks = st.integers(0, 40).map(lambda halves: text(Decimal(halves) / 2))
methods = st.sampled_from(["mean", "trimmed_mean", "median", "sum"])
levels = st.sampled_from(["sheet", "criterion", "aspect"])
SCHEME = [
    criterion("c", points("a", "20"), points("b", "20", factor="1.5")),
    criterion("d", points("e", "20"), factor="2"),
]


@st.composite
def panels(draw) -> tuple[Any, list[dict[str, str]]]:
    """A part of 3–7 judges in any way of combining, and their marks."""
    judges = draw(st.integers(3, 7))
    rule = {"method": draw(methods), "level": draw(levels)}
    row = st.fixed_dictionaries(dict.fromkeys("abe", marks))
    return part(*SCHEME, judges=judges, combine=rule), draw(st.lists(row, min_size=judges, max_size=judges))


@given(panels(), st.randoms())
def test_the_order_of_sheets_never_matters(panel, dice):
    one, rows = panel
    given_ = list(sheets(one, *rows).items())
    shuffled = list(given_)
    dice.shuffle(shuffled)
    before, after = combine(one, dict(given_)), combine(one, dict(shuffled))
    assert before == after
    assert (before.criteria, before.aspects) == (after.criteria, after.aspects)


@given(panels(), st.randoms())
def test_who_gave_which_sheet_never_matters(panel, dice):
    """Which of two equal sheets is shown as dropped may differ; score and tie values may not."""
    one, rows = panel
    other = list(rows)
    dice.shuffle(other)
    before, after = combined(one, *rows), combined(one, *other)
    assert (before.value, before.raw) == (after.value, after.raw)
    assert (before.criteria, before.aspects) == (after.criteria, after.aspects)


@given(st.lists(marks, min_size=3, max_size=9), st.booleans())
def test_a_mark_added_at_a_dropped_extreme_changes_nothing(given_, at_the_top):
    """With one more dropped at that end: what was kept stays what is kept."""
    extreme = max(given_, key=Decimal) if at_the_top else min(given_, key=Decimal)
    before = part(**trimmed(len(given_)))
    after = part(**trimmed(len(given_) + 1, low=1 + (not at_the_top), high=1 + at_the_top))
    assert combined(before, *given_).value == combined(after, *given_, extreme).value


@given(st.lists(marks, min_size=3, max_size=9), marks)
def test_a_dropped_mark_may_be_anything_beyond_the_extreme(given_, other):
    ordered = sorted(given_, key=Decimal)
    assume(Decimal(other) >= Decimal(ordered[-2]))
    one = part(**trimmed(len(given_)))
    assert combined(one, *ordered).value == combined(one, *ordered[:-1], other).value


@given(st.lists(marks, min_size=3, max_size=9))
def test_a_dropped_extreme_is_one_instance_of_a_tied_extreme(given_):
    score = combined(part(**trimmed(len(given_))), *given_)
    dropped = [share for share in score.judges.values() if share.dropped]
    assert sorted(share.dropped for share in dropped) == ["high", "low"]
    kept = sorted(map(Decimal, given_))[1:-1]
    assert abs(Fraction(score.value) - sum(map(Fraction, kept)) / len(kept)) <= Fraction(1, 200)


@given(panels())
def test_a_score_stays_between_nothing_and_the_most_the_part_can_give(panel):
    one, rows = panel
    assert 0 <= combined(one, *rows).value <= one.max


TWO_PARTS = [imported("a", "30"), judged("p", weight="70", time={"limit": "1", "per_started_minute": "1"})]
PENALTIES = [{"id": "late", "name": {"zh": "x", "en": "x"}, "points": "1", "per": "count", "part": "p"}]
values = st.integers(0, 200).map(lambda halves: Decimal(halves) / 2)


def book() -> Rulebook:
    ties = [{"by": "part", "part": "p"}, {"by": "fewer_penalties"}, {"by": "time", "part": "p"}]
    return rulebook(*TWO_PARTS, penalties=PENALTIES, ties=ties)


@st.composite
def fields(draw) -> dict[str, Any]:
    """Up to eight entries: parts, penalty counts, seconds."""
    one = st.tuples(values, values, st.integers(0, 3), st.integers(0, 300))
    return {f"e{i}": row for i, row in enumerate(draw(st.lists(one, min_size=2, max_size=8)))}


def scored(rules: Rulebook, row: Any) -> Any:
    theory, practice, late, seconds = row
    taken = [PenaltyTaken("late", None, late)] if late else []
    return total(rules, {"a": of(theory), "p": of(practice)}, taken, {"p": seconds})


@given(fields(), st.integers(1, 99))
def test_a_penalty_never_touches_another_entry(field, more):
    """A time penalty on one entry broke the trim for every entry after it (Anguilla, rules.md §4)."""
    rules = book()
    before = {entry: scored(rules, row) for entry, row in field.items()}
    theory, practice, late, seconds = field["e0"]
    after = {
        entry: scored(rules, row) for entry, row in (field | {"e0": (theory, practice, late + more, seconds)}).items()
    }
    assert after["e0"].total <= before["e0"].total
    others = [entry for entry in field if entry != "e0"]
    assert [after[entry] for entry in others] == [before[entry] for entry in others]
    order = [s.entry for s in standings(rules, before) if s.entry != "e0"]
    assert [s.entry for s in standings(rules, after) if s.entry != "e0"] == order


@given(fields())
def test_a_place_is_one_more_than_the_number_of_better_entries(field):
    rules = book()
    scores = {entry: scored(rules, row) for entry, row in field.items()}
    keys = {entry: sort_key(rules, score) for entry, score in scores.items()}
    for standing in standings(rules, scores):
        assert standing.rank == 1 + sum(key < keys[standing.entry] for key in keys.values())
        assert standing.tied == (sum(key == keys[standing.entry] for key in keys.values()) > 1)


@given(fields(), values)
def test_more_points_never_cost_a_place(field, more):
    rules = book()
    theory, practice, late, seconds = field["e0"]
    better = field | {"e0": (theory, min(practice + more, Decimal(100)), late, seconds)}
    ranks = []
    for rows in (field, better):
        scores = {entry: scored(rules, row) for entry, row in rows.items()}
        ranks.append(next(s.rank for s in standings(rules, scores) if s.entry == "e0"))
    assert ranks[1] <= ranks[0]


@given(panels())
def test_the_exact_figure_rounds_to_the_score(panel):
    """`raw` is the same score with the rounding lifted: within what the roundings on the way can move."""
    one, rows = panel
    if one.combine.level == "sheet" and one.combine.method != "sum":
        score = combined(one, *rows)
        assert abs(score.value - score.raw) <= Decimal("0.005")
        assert TWO["digits"] == -score.value.as_tuple().exponent
