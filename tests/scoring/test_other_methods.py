"""Methods of other judged sports, each worked on paper from rules.md §2 and §3: diving, ISU ties, IOI, WorldSkills."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contest.scoring.awards import draw_awards
from contest.scoring.marking import total
from contest.scoring.numbers import text
from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_table

from .builders import TWO, aspect, combined, criterion, entry, imported, judged, name, of, part, points, rulebook


def won(book, scores):
    """award id → winners, of entries e1, e2, … by the order of their totals."""
    table = standings(book, {f"e{k}": entry(book, str(score)) for k, score in enumerate(scores, start=1)})
    given: dict[str, list[str]] = {award.id: [] for award in book.awards}
    for each in draw_awards(book, table):
        given[each.award_id].append(each.entry)
    return given


# --- diving


def aside(id, out_of):
    return imported(id, "0") | {"out_of": out_of}


def test_a_dive_is_the_sum_of_the_middle_three_times_its_difficulty():
    """7 judges, drop 2 + 2, sum of 3 × difficulty: of 6.5, 7, 7, 7.5, 7.5, 8, 9 stay 7, 7.5, 7.5 = 22; × 3.2 = 70.4."""
    judges = judged(
        "dive", criterion("c", points("a", "10")), judges=7, weight="0", combine={"method": "sum", "low": 2, "high": 2}
    )
    score = {"id": "score", "name": name(), "source": "derived", "formula": "dive × difficulty", "weight": "1"}
    book = rulebook(judges, aside("difficulty", "4.5"), score, weighting="sum")
    made = combined(book.parts[0], "6.5", "7", "7", "7.5", "7.5", "8", "9")
    assert (made.value, sorted(share.dropped for share in made.judges.values() if share.dropped)) == (
        22,
        ["high", "high", "low", "low"],
    )
    assert text(total(book, {"dive": made, "difficulty": of("3.2")}).total) == "70.40"


def test_in_2000_five_counted_times_six_tenths_and_the_semi_final_was_carried_over():
    """2000: drop 1 + 1, sum of 5 × 0.6 × difficulty, carry-over: of 7, 7, 7.5, 8, 8, 8.5, 9 stay 39, × 0.6 = 23.4, ×
    3 = 70.2; with the 210.45 of the semi-final 280.65."""
    rule = {"method": "sum", "low": 1, "high": 1, "factor": "0.6"}
    judges = judged("dive", criterion("c", points("a", "10")), judges=7, weight="0", combine=rule)
    score = {"id": "score", "name": name(), "source": "derived", "formula": "semi + dive × difficulty", "weight": "1"}
    book = rulebook(judges, aside("semi", "300"), aside("difficulty", "4.5"), score, weighting="sum")
    made = combined(book.parts[0], "7", "7", "7.5", "8", "8", "8.5", "9")
    parts = {"dive": made, "semi": of("210.45"), "difficulty": of("3")}
    assert (text(made.value), text(total(book, parts).total)) == ("23.40", "280.65")


# --- ISU


@pytest.mark.parametrize(("first", "winner"), [("elements", "jumper"), ("components", "skater")])
def test_equal_programmes_go_by_elements_in_the_short_and_by_components_in_the_free(first, winner):
    """Ties: short programme → higher element score; free → higher component score: 45 + 35 = 38 + 42 = 80."""
    parts = [imported("elements", "1"), imported("components", "1")]
    book = rulebook(*parts, weighting="sum", ties=[{"by": "part", "part": first}])
    found = standings(book, {"jumper": entry(book, "45", "35"), "skater": entry(book, "38", "42")})
    assert [(each.rank, each.decided_by) for each in found] == [(1, 0), (2, 0)]
    assert found[0].entry == winner


def test_rounding_at_both_stages_or_at_one_is_not_the_same():
    """Component = round2(trim1(marks)); then round2(component × factor). 8.00, 8.25, 8.25 stay: 8.1666… → 8.17,
    × 2.75 = 22.4675 → 22.47; without the first rounding 22.4583 → 22.46."""
    marks = ("7.75", "8.00", "8.25", "8.25", "9.00")
    rule = {"judges": 5, "combine": {"method": "trimmed_mean", "level": "aspect"}}
    scheme = criterion("c", points("a", "10", step="0.25", factor="2.75"))
    both = part(scheme, rounding={"judges": TWO, "factor": TWO}, **rule)
    end = part(scheme, rounding={"judges": {"digits": 9}, "factor": TWO}, **rule)
    assert (text(combined(both, *marks).value), text(combined(end, *marks).value)) == ("22.47", "22.46")


# --- IOI


IOI = [
    {"id": "gold", "percent": "8.333333333", "rounding": "up", "cumulative": True},
    {"id": "silver", "percent": "25", "rounding": "up", "cumulative": True},
    {"id": "bronze", "percent": "50", "rounding": "down", "cumulative": True, "ties": "at_most"},
]


@pytest.mark.parametrize(
    ("scores", "medals"),
    [
        ([*range(99, 87, -1)], (1, 2, 3)),  # 12: ≥ 1 gold, ≥ 3 gold or silver, ≤ 6 medals
        ([*range(99, 86, -1)], (2, 2, 2)),  # 13: 13/12 → 2, 13/4 → 4, 13/2 → 6
        ([99, 98, 97, 97, 95, 94, 93, 92, 91, 90, 89, 88], (1, 3, 2)),  # the third and fourth share silver
        ([99, 98, 97, 96, 95, 94, 94, 92, 91, 90, 89, 88], (1, 2, 2)),  # the sixth and seventh would be 7: both without
        ([*range(99, 75, -1)], (2, 4, 6)),
    ],
)
def test_medals_for_a_twelfth_a_quarter_and_a_half(scores, medals):
    """Gold: largest score with ≥ 1/12 getting gold; silver ≥ 1/4 gold or silver; bronze: ≤ 1/2 get a medal; equal
    scores share."""
    book = rulebook(imported("p"), awards=[{"name": name(), **level} for level in IOI])
    assert tuple(len(winners) for winners in won(book, scores).values()) == medals


# --- WorldSkills


def test_a_judgement_of_three_judges():
    """mark = mean ÷ 3 × max, 2 decimals: (1 + 2 + 2) ÷ 3 ÷ 3 × 1.5 = 0.8333 → 0.83."""
    rule = {"judges": 3, "combine": {"method": "mean", "level": "aspect"}}
    one = part(
        criterion("c", aspect("judgement", "j", max="1.5")), rounding={"aspect": {"digits": 9}, "judges": TWO}, **rule
    )
    assert text(combined(one, "1", "2", "2").value) == "0.83"


def test_a_medallion_goes_to_seven_hundred_without_a_medal():
    """Medallion for Excellence: scale ≥ 700 without a medal; 700 is the median competitor. Of 95, 90, 85, 80, 75,
    70, 60 the median is 80: one has it beside the three medals, at 80 exactly."""
    medals = [{"id": id, "name": name(), "count": 1} for id in ("gold", "silver", "bronze")]
    levels = [*medals, {"id": "medallion", "name": name(), "least_scale": "700"}]
    book = rulebook(imported("p"), awards=levels, scale={"kind": "robust_700"})
    assert won(book, [95, 90, 85, 80, 75, 70, 60])["medallion"] == ["e4"]
    assert won(book, [95, 90, 85, 84, 83, 70, 60, 50, 40])["medallion"] == ["e4", "e5"]  # the median of nine is 83


def test_a_figure_on_the_scale_is_asked_for_as_it_is_told():
    """65, 75 and 85: median 75, distances 10, 0, 10, their median 10: 85 → 700 + 300 ÷ 14.826 = 720.23, told as 720."""
    level = {"id": "a", "name": name(), "least_scale": "720"}
    book = rulebook(imported("p"), awards=[level], scale={"kind": "robust_700"})
    assert won(book, [85, 75, 65]) == {"a": ["e1"]}
    finer = rulebook(
        imported("p"), awards=[level | {"least_scale": "720.3"}], scale={"kind": "robust_700", "digits": 1}
    )
    assert won(finer, [85, 75, 65]) == {"a": []}


def test_members_are_compared_by_four_three_two_and_one():
    """Member tables 4/3/2/1: gold 4, silver 3, bronze 2, medallion 1. north gold + medallion = 5, south silver + bronze
    = 5, east medallion = 1; the gold parts north from south by numbers of firsts."""
    prizes = {"gold": 4, "silver": 3, "bronze": 2, "medallion": 1}
    listed = [{"award": award, "points": points} for award, points in prizes.items()]
    table = parse_unit_table(
        {"format": 1, "name": name(), "items": ["x"], "of": "prizes", "prizes": listed, "ties": ["count_back"]}
    )
    book = rulebook(imported("p"))
    marks = {"n1": 95, "s1": 90, "s2": 85, "n2": 80, "e1": 79}
    given = dict(zip(marks, [["gold"], ["silver"], ["bronze"], ["medallion"], ["medallion"]], strict=True))
    units = {id: {"n": "north", "s": "south", "e": "east"}[id[0]] for id in marks}
    table_of = standings(book, {id: entry(book, str(mark)) for id, mark in marks.items()})
    found = unit_table(table, {"x": table_of}, units, {"x": given})
    assert [(each.unit, each.total) for each in found] == [("north", Decimal(5)), ("south", 5), ("east", 1)]
