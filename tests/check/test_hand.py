"""Small cases worked by hand, held against both calculations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from contest import check
from contest.check.exact import rounded
from contest.check.plain import text

from .played import both
from .schemes import named

TWO = {"digits": 2, "mode": "half_up"}
STAGES = {"aspect": TWO, "judges": TWO, "factor": TWO, "weighted": TWO, "total": TWO}


def points(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": named(id), "kind": "points", "max": "100", "step": "0.01"} | more


def part(id: str, *aspects: dict[str, Any], judges: int = 1, **more: Any) -> dict[str, Any]:
    criteria = [{"id": "c", "name": named("c"), "aspects": list(aspects)}]
    panel = {"judges": judges, "by": "all"}
    return {"id": id, "name": named(id), "source": "judged", "panel": panel, "criteria": criteria} | more


def book(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {"format": 1, "id": "item", "name": named("item"), "weighting": "sum", "rounding": STAGES}
    return head | {"parts": list(parts)} | more


def sheet(entry: str, judge: str, **marks: str) -> list[tuple[str, str, str, str]]:
    return [(entry, judge, aspect, mark) for aspect, mark in marks.items()]


def agreed(folder, rules, rows) -> dict[str, Any]:
    first, result = both(folder, rules, rows)
    assert check.differences(first, result) == []
    return result["entries"]


@pytest.mark.parametrize(
    ("mode", "plus", "minus"),
    [("half_up", "0.13", "-0.13"), ("half_even", "0.12", "-0.12"), ("down", "0.12", "-0.12"), ("up", "0.13", "-0.13")],
)
def test_an_exact_half_goes_as_its_mode_says_on_both_sides_of_zero(mode, plus, minus):
    stage = {"digits": 2, "mode": mode}
    assert text(rounded(Fraction(1, 8), stage)) == plus
    assert text(rounded(Fraction(-1, 8), stage)) == minus


def test_a_dropped_extreme_is_one_mark_not_all_equal_ones(tmp_path):
    """80 80 90 95: 80 and 95 go, (80 + 90) ÷ 2 = 85."""
    rules = book(part("p", points("a"), judges=4, combine={"method": "trimmed_mean"}))
    rows = [row for n, mark in enumerate(["80", "80", "90", "95"]) for row in sheet("E", f"J{n}", a=mark)]
    assert agreed(tmp_path, rules, rows)["E"]["total"] == 85


def test_where_judges_meet_changes_the_score(tmp_path):
    """Sheets a+b: 10+0, 0+10, 5+5 are 10 each: whole sheets give 10, each aspect's median gives 5 + 5 = 10; with
    10+0, 10+0, 0+9 whole sheets give 10, aspects 10 + 0 = 10; with 10+3, 4+9, 5+5: sheets 13 13 10, the median 13;
    aspects 5 + 5 = 10."""
    marks = [("10", "3"), ("4", "9"), ("5", "5")]
    rows = [row for n, (a, b) in enumerate(marks) for row in sheet("E", f"J{n}", a=a, b=b)]
    scores = {}
    for level in ("sheet", "aspect"):
        rules = book(part("p", points("a"), points("b"), judges=3, combine={"method": "median", "level": level}))
        scores[level] = agreed(tmp_path, rules, rows)["E"]["total"]
    assert scores == {"sheet": 13, "aspect": 10}


def test_rounding_at_the_panel_and_at_the_factor_is_not_rounding_at_the_end(tmp_path):
    """(1 + 1 + 2) ÷ 3 = 1.333 → 1.33; × 1.5 = 1.995 → 2.00 (exact: 2)."""
    rules = book(part("p", points("a", factor="1.15"), judges=3, combine={"method": "mean", "level": "aspect"}))
    rows = [row for n, mark in enumerate("112") for row in sheet("E", f"J{n}", a=mark)]
    row = agreed(tmp_path, rules, rows)["E"]
    assert (text(row["total"]), row["unrounded"]) == ("1.53", Fraction(23, 15))  # 1.33 × 1.15 = 1.5295


def test_time_and_penalties_stop_at_nothing_and_touch_nobody_else(tmp_path):
    """3601 s: one started minute, 0.5; 30 min over and a second: eliminated. 2 fouls of 3 points each."""
    time = {"limit": 60, "per_started_minute": "0.5", "cap": "10", "out_over": 30}
    foul = {"id": "foul", "name": named("foul"), "per": "count", "points": "3"}
    rules = book(part("p", points("a"), time=time), penalties=[foul])
    rows = [row for entry in "ABCD" for row in sheet(entry, "J", a="50")]
    rows += [("B", "", "time:p", "3601"), ("C", "", "time:p", "5401"), ("D", "", "penalty:foul", "2")]
    entries = agreed(tmp_path, rules, rows)
    assert {name: (row["rank"], text(row["total"]), row["status"]) for name, row in entries.items()} == {
        "A": (1, "50", "present"),
        "B": (2, "49.5", "present"),
        "C": (None, "40", "eliminated"),
        "D": (3, "44", "present"),
    }


def test_who_is_too_late_is_eliminated_though_nobody_marked_the_rest(tmp_path):
    late = part("p", points("a"), time={"limit": 60, "out_over": 30})
    rules = book(late, part("q", points("b")))
    rows = [*sheet("A", "J", a="50"), ("A", "", "time:p", "5401"), ("B", "", "time:p", "5401")]
    assert [row["status"] for row in agreed(tmp_path, rules, rows).values()] == ["eliminated", "eliminated"]


def test_places_after_a_shared_one_are_left_out_or_not(tmp_path):
    rows = [row for entry, mark in zip("ABCD", ["9", "8", "8", "7"], strict=True) for row in sheet(entry, "J", a=mark)]
    ranks = {}
    for numbering in ("gaps", "dense"):
        entries = agreed(tmp_path, book(part("p", points("a")), ranking={"numbering": numbering}), rows)
        ranks[numbering] = [entries[entry]["rank"] for entry in "ABCD"]
    assert ranks == {"gaps": [1, 2, 2, 4], "dense": [1, 2, 2, 3]}


def test_a_tie_across_the_cut_wins_together_or_goes_without(tmp_path):
    """Two prizes for 9, 8, 8: at_least gives three, at_most one, and the next level takes those left."""
    rows = [row for entry, mark in zip("ABC", "988", strict=True) for row in sheet(entry, "J", a=mark)]
    won = {}
    for ties in ("at_least", "at_most"):
        prizes = [
            {"id": "x", "name": named("x"), "count": 2, "ties": ties},
            {"id": "y", "name": named("y"), "count": 2},
        ]
        entries = agreed(tmp_path, book(part("p", points("a")), awards=prizes), rows)
        won[ties] = [entries[entry]["award"] for entry in "ABC"]
    assert won == {"at_least": ["x", "x", "x"], "at_most": ["x", "y", "y"]}


def test_a_gap_in_a_sheet_is_no_mark_of_nothing_in_the_untrimmed_mean():
    """Both entries were given a = 10 and b = 10 by everyone who marked; one judge left b of E out: they are equal."""
    rules = book(
        part(
            "p", points("a"), points("b"), judges=2, combine={"method": "mean", "level": "aspect", "missing": "given"}
        ),
        ties=[{"by": "untrimmed_mean", "part": "p"}],
    )
    full = {"a": "10", "b": "10"}
    given = {"E": {"J1": full, "J2": {"a": "10"}}, "F": {"J1": full, "J2": full}}
    found = check.result(rules, {entry: {"sheets": {"p": sheets}} for entry, sheets in given.items()})
    assert [row["rank"] for row in found["entries"].values()] == [1, 1]


def test_a_recorded_lot_and_an_attribute_part_equals_and_none_comes_last():
    rules = book(
        part("p", points("a")), ties=[{"by": "attribute", "attribute": "age", "first": "lower"}, {"by": "lot"}]
    )
    told = {"A": ({"age": "30"}, {"lot": 1}), "B": ({"age": "30"}, {"lot": 0}), "C": ({"age": "29"}, {}), "D": ({}, {})}
    given = {
        entry: {"sheets": {"p": {"J": {"a": "5"}}}, "attributes": attributes, "decided": decided}
        for entry, (attributes, decided) in told.items()
    }
    found = check.result(rules, given)
    assert [(entry, found["entries"][entry]["rank"]) for entry in found["order"]] == [
        ("C", 1),
        ("B", 2),
        ("A", 3),
        ("D", 4),
    ]


def test_whoever_is_behind_the_cut_but_within_the_band_wins_along_wherever_they_stand():
    """The ranking's band of 5 makes A 90, B 89.5, C 86 and D 89.2 equal, q parts them. One prize, band 1: B and D are
    within 1 of A, C between them is not. With at_most three prizes stop before D: who is within 1 of D goes without."""
    won = {}
    for ties, count in (("at_least", 1), ("at_most", 3)):
        prize = {"id": "x", "name": named("x"), "count": count, "ties": ties, "band": "1"}
        rules = book(
            part("p", points("a")),
            part("q", points("b"), weight="0"),
            ranking={"band": "5"},
            ties=[{"by": "part", "part": "q"}],
            awards=[prize],
        )
        given = {"A": ("90", "9"), "B": ("89.5", "8"), "C": ("86", "7"), "D": ("89.2", "6")}
        sheets = {name: {"p": {"J": {"a": a}}, "q": {"J": {"b": b}}} for name, (a, b) in given.items()}
        found = check.result(rules, {name: {"sheets": each} for name, each in sheets.items()})
        won[ties] = found["awards"]["x"]
    assert won == {"at_least": ["A", "B", "D"], "at_most": ["C"]}


def test_the_field_is_everybody_but_guests_whole_or_not(tmp_path):
    """Four with a place, E with a part missing, F a guest: 30 % of five is 1.5, two prizes; of the four ranked 1.2,
    one. More than four are entered, so the third level is drawn."""
    prizes = [
        {"id": "of-all", "name": named("x"), "percent": "30"},
        {"id": "of-ranked", "name": named("y"), "percent": "30", "base": "ranked"},
        {"id": "large", "name": named("z"), "count": 1, "when": {"entries_over": 4, "entries_upto": 5}},
    ]
    rules = book(part("p", points("a")), part("q", points("b")), awards=prizes)
    rows = [row for entry, mark in zip("ABCD", "9876", strict=True) for row in sheet(entry, "J", a=mark, b="1")]
    rows += [*sheet("E", "J", a="5"), *sheet("F", "J", a="99", b="1"), ("F", "", "status", "guest")]
    entries = agreed(tmp_path, rules, rows)
    assert [entries[name]["award"] for name in "ABCDEF"] == ["of-all", "of-all", "of-ranked", "large", None, None]


def test_whoever_is_too_late_takes_nobodys_place_from_a_judge(tmp_path):
    """A, first with both judges, is eliminated: B has two first places, 10 + 10, C two second ones, 8 + 8."""
    combine = {"method": "place_points", "points": ["10", "8", "6"]}
    rules = book(part("p", points("a"), judges=2, combine=combine, time={"limit": 60, "out_from": 30}))
    rows = [(entry, judge, "a", mark) for entry, mark in zip("ABC", "987", strict=True) for judge in ("J1", "J2")]
    entries = agreed(tmp_path, rules, [*rows, ("A", "", "time:p", "5400")])
    assert [(entries[name]["status"], entries[name]["total"]) for name in "BC"] == [("present", 20), ("present", 16)]
    assert (entries["A"]["status"], entries["A"]["rank"]) == ("eliminated", None)


def test_guests_are_adjusted_but_neither_they_nor_whoever_is_too_late_set_a_measure(tmp_path):
    """J1 gives 10 to 18, mean 14; J2 20 to 28, mean 24; the mean of all is 19. X and Y are guests: the 100 that J1
    gives X moves nobody, and itself by 5, but not beyond 100; Y's 50 come to 55. Z is too late and has no score."""
    adjust = {"method": "mean_shift", "assigned": "random", "rounding": TWO}
    rules = book(part("p", points("a"), adjust=adjust, time={"limit": 60, "out_over": 30}))
    rules["parts"][0]["panel"] = {"judges": 1, "by": "station"}
    rows = [
        (f"{judge}{n}", judge, "a", str(least + 2 * n)) for judge, least in (("J1", 10), ("J2", 20)) for n in range(5)
    ]
    late = ("time:p", "5460")
    for name, mark, *out in (("X", "100", "status", "guest"), ("Y", "50", "status", "guest"), ("Z", "80", *late)):
        rows += [(name, "J1", "a", mark), (name, "", *out)]
    entries = agreed(tmp_path, rules, rows)
    assert [entries[name]["parts"]["p"]["value"] for name in ("J10", "J24", "X", "Y")] == [15, 23, 100, 55]
    assert (entries["Z"]["status"], entries["Z"]["missing"]) == ("eliminated", ["p"])
