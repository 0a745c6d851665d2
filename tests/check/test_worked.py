"""Rules of real contests (rules §1–§4), worked by hand and held against the second calculation alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from contest import check
from contest.check import formula, skating

from .schemes import named

TWO = {"digits": 2, "mode": "half_up"}


def imported(id: str, weight: str = "1", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": named(id), "source": "imported", "weight": weight, "out_of": "100"} | more


def book(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    head = {"format": 1, "id": "item", "name": named("item"), "weighting": "sum"}
    return head | {"rounding": {"judges": TWO, "part": TWO, "total": TWO}, "parts": list(parts)} | more


def scored(rules: dict[str, Any], *totals: str, **attributes: list[str]) -> dict[str, Any]:
    """The result of entries A, B, … with these scores of the part `p`."""
    given = {
        name: {"scores": {"p": total}, "attributes": {key: told[at] for key, told in attributes.items()}}
        for at, (name, total) in enumerate(zip("ABCDEFGH", totals, strict=False))
    }
    return check.result(rules, given)


def award(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": named(id)} | more


def test_public_votes_are_votes_through_the_highest_and_channels_weigh():
    """§1: votes ÷ highest × 100, channels weighted. A: 60 % of 50/100 + 40 % of 10/10 = 30 + 40 = 70."""
    channels = [
        {"id": "app", "name": named("app"), "weight": "60"},
        {"id": "web", "name": named("web"), "weight": "40"},
    ]
    rules = book(imported("p", source="votes", votes={"channels": channels}))
    counts = {"A": {"app": 50, "web": 10}, "B": {"app": 100, "web": 5}, "C": {"app": 100}}
    found = check.result(rules, {name: {"votes": {"p": each}} for name, each in counts.items()})
    assert [found["entries"][name]["total"] for name in "AB"] == [70, 80]
    assert found["entries"]["C"]["missing"] == ["p"]


def test_a_run_off_goes_before_the_first_ballot_and_half_is_not_more_than_half():
    """§1: for and against, a run-off. Of 10 present: A 6, B 5: half does not elect; in the run-off 7 of 9 do."""
    rule = {"kind": "each", "members": 15, "passes": "50"}
    rules = book(imported("p", source="ballot", ballot=rule))
    first = [{"for": 6, "present": 10, "valid": 10}], [{"for": 5, "present": 10, "valid": 10}]
    given = {name: {"ballots": {"p": held}} for name, held in zip("AB", first, strict=True)}
    assert [row["passed"] for row in check.result(rules, given)["entries"].values()] == [True, False]
    given["B"]["ballots"]["p"].append({"for": 7, "present": 9, "valid": 9})
    found = check.result(rules, given)["entries"]
    assert (found["B"]["passed"], found["B"]["total"]) == (True, Fraction("77.78"))


def test_diving_takes_the_sum_times_difficulty_and_what_is_carried_over():
    """§3: sum of 3 × difficulty and a semi-final carried over: 80 ÷ 2 + (8 + 7.5 + 8) × 3.1 = 112.85."""
    tree = formula.read("semi-final ÷ 2 + (first + second + third) × difficulty")
    scores = {"semi-final": "80", "first": "8", "second": "7.5", "third": "8", "difficulty": "3.1"}
    assert formula.value(tree, {part: Fraction(score) for part, score in scores.items()}) == Fraction("112.85")
    assert (
        formula.value(formula.read("best(2, first, second, third)"), {k: Fraction(v) for k, v in scores.items()}) == 16
    )


def test_a_majority_of_judges_at_the_first_place_decides_before_any_sum():
    """§3, Skating System: A has 3 of 5 firsts and two lasts, and wins; B and C have 5 and 2 seconds and better."""
    ranks = {"A": [1, 1, 1, 3, 3], "B": [2, 2, 2, 1, 2], "C": [3, 3, 3, 2, 1]}
    given = {name: {f"j{at}": Fraction(10 - rank) for at, rank in enumerate(mine)} for name, mine in ranks.items()}
    assert skating.by_majority(given) == [["A"], ["B"], ["C"]]


def test_the_larger_majority_goes_before_the_lower_sum():
    """Nobody has three firsts of five. At 2 and better A has four judges, 2 2 2 2, B three, 1 1 2: A, though 8 > 4."""
    ranks = {"A": [2, 2, 3, 2, 2], "B": [1, 1, 2, 3, 3], "C": [3, 3, 1, 1, 4], "D": [4, 4, 4, 4, 1]}
    given = {name: {f"j{at}": Fraction(10 - rank) for at, rank in enumerate(mine)} for name, mine in ranks.items()}
    assert skating.by_majority(given) == [["A"], ["B"], ["C"], ["D"]]


def test_points_per_place_are_added_over_the_judges():
    """§3: 12, 10, 8 …; two judges: A first and second, B second and first, C third twice."""
    order = [["A"], ["B"], ["C"]], [["B"], ["A"], ["C"]]
    each = [skating.earned(one, [Fraction(12), Fraction(10), Fraction(8)]) for one in order]
    assert {name: sum(mine[name] for mine in each) for name in "ABC"} == {"A": 22, "B": 22, "C": 16}


def test_gold_is_shared_within_the_band_and_then_there_is_no_silver():
    """§2: 2 points on the scale share (2015). 500 and 498.5: two gold, no silver, one bronze."""
    medals = [award("gold", count=1, band="2", carry="both"), award("silver", count=1, band="2", carry="both")]
    rules = book(imported("p"), awards=[*medals, award("bronze", count=1, band="2")])
    assert scored(rules, "500", "498.5", "490", "480")["awards"] == {"gold": ["A", "B"], "silver": [], "bronze": ["C"]}


def test_a_county_has_five_and_one_deputy_among_them():
    """§1: quotas per county (5 each, 1 of them deputy), here 2 and 1: who would be one too many is passed over."""
    limits = [
        {"attribute": "unit", "most": 2, "others": [{"value": "city", "most": 3}]},
        {"attribute": "unit", "most": 1, "where": [{"attribute": "post", "equals": "deputy"}]},
    ]
    rules = book(imported("p"), awards=[award("chosen", count=4, limits=limits)])
    units = ["north", "north", "north", "north", "city", "city"]
    posts = ["deputy", "deputy", "chief", "chief", "chief", "chief"]
    found = scored(rules, "90", "89", "88", "87", "86", "85", unit=units, post=posts)
    assert found["awards"] == {"chosen": ["A", "C", "E", "F"]}


def test_who_won_two_levels_is_one_of_the_two_that_a_quota_across_the_levels_allows():
    """Of unit a two may win: A, who won twice, and B."""
    limits = [{"attribute": "unit", "most": 2, "across": True}]
    levels = [award("first", count=1), award("best", count=1, besides=True)]
    rules = book(imported("p"), awards=[*levels, award("rest", count=9, from_rank=2, besides=True, limits=limits)])
    found = scored(rules, "90", "80", "70", "60", unit=["a", "a", "a", "b"])
    assert found["awards"]["rest"] == ["B", "D"]


def test_the_table_of_tianjin_goes_by_the_level_now_held():
    """§1, 天津: the top become technicians, or senior technicians where they are that already; from 60 points on."""
    levels = ["senior", "technician", "senior-technician"]
    steps = [{"to_rank": 3, "held": ["technician"], "to": "senior-technician"}, {"to_rank": 3, "to": "technician"}]
    rule = {"levels": [{"id": id, "name": named(id)} for id in levels], "least_total": "60", "steps": steps}
    found = scored(book(imported("p"), promotion=rule), "90", "80", "59", "50", level=["technician", "senior"] * 2)
    assert found["promotions"] == {
        "A": {"before": "technician", "to": "senior-technician"},
        "B": {"before": "senior", "to": "technician"},
    }


def test_the_robust_scale_puts_the_median_at_700():
    """§2: 700 + 30 × (x − median) ÷ (1.4826 × MAD). 50 60 70 80 100: median 70, MAD 10; 100 → 700 + 900 ÷ 14.826."""
    found = scored(book(imported("p"), scale={"kind": "robust_700"}), "50", "60", "70", "80", "100")["entries"]
    assert [found[name]["scaled"] for name in "CEA"] == [700, 761, 660]


def test_a_percentage_and_a_threshold_cut_who_goes_on():
    """A quarter of 6, rounded up, is 2; a tie across the cut goes on together."""
    advance = {"to": "final", "percent": "25", "rounding": "up", "threshold": "60"}
    found = scored(book(imported("p"), advance=advance), "90", "80", "80", "70", "60", "50")
    assert found["advancing"] == ["A", "B", "C"]


def test_places_of_weihai_make_a_table_of_units():
    """§1, 威海: 10, 9, 8 …, every other entrant 1. north: 10 + 1, south: 9 + 8; best 1: 10 and 9."""
    from contest.check.units import One, table

    entries = [("A", "north", 1), ("B", "south", 2), ("C", "south", 3), ("D", "north", 4), ("E", "west", None)]
    told = [One("wall", name, unit, place, Fraction(0), True, {}, (), None) for name, unit, place in entries]
    rule = {"items": ["wall"], "of": "places", "places": ["10", "9", "8"], "floor": "1"}
    totals = {unit: row["total"] for unit, row in table(rule, told)["rows"].items()}
    assert totals == {"south": 17, "north": 11, "west": 0}
    assert table(rule | {"best": 1}, told)["order"] == ["north", "south", "west"]


def test_strict_and_mild_judges_are_moved_to_the_same_mean():
    """§3: mean-shift per judge. J1 gives 10 … 18, mean 14; J2 20 … 28, mean 24; the mean of all is 19: +5 and −5."""
    aspect = {"id": "a", "name": named("a"), "kind": "points", "max": "100", "step": "1"}
    judged = {"id": "p", "name": named("p"), "source": "judged", "weight": "1", "panel": {"judges": 1, "by": "station"}}
    judged |= {"criteria": [{"id": "c", "name": named("c"), "aspects": [aspect]}]}
    judged |= {"adjust": {"method": "mean_shift", "assigned": "random", "rounding": TWO}}
    marks = {f"{judge}{n}": (judge, str(least + 2 * n)) for judge, least in (("J1", 10), ("J2", 20)) for n in range(5)}
    given = {name: {"sheets": {"p": {judge: {"a": mark}}}} for name, (judge, mark) in marks.items()}
    found = check.result(book(judged), given)["entries"]
    assert [(found["J10"]["total"], found["J24"]["total"])] == [(15, 23)]
    judged["adjust"]["method"] = "z_score"  # deviation of each √8, of all √33: 10 → 19 − 4 × √(33 ÷ 8) = 10.876…
    assert check.result(book(judged), given)["entries"]["J10"]["total"] == Fraction("10.88")


def test_majorities_run_through_half_places():
    """At 1½ B has two of three judges and is first. At 2½ C has all three, 2½ 1½ 2½, and A two, 2½ 1: C. Had k gone
    from 2 to 3, both would have had all three, and 6½ each."""
    places = {"A": ["2.5", "3", "1"], "B": ["1", "1.5", "2.5"], "C": ["2.5", "1.5", "2.5"]}
    given = {name: {f"j{at}": -Fraction(place) for at, place in enumerate(mine)} for name, mine in places.items()}
    assert skating.by_majority(given) == [["B"], ["C"], ["A"]]


def test_a_level_that_is_not_among_the_levels_is_not_promoted_and_none_is_below_all():
    """A holds a level that the rule does not know: nobody guesses. B holds none and becomes a senior, C stays one."""
    levels = [{"id": id, "name": named(id)} for id in ("senior", "technician")]
    rules = book(imported("p"), promotion={"levels": levels, "steps": [{"to": "senior"}]})
    given = {name: {"scores": {"p": "90"}} for name in "ABC"}
    given["A"]["attributes"], given["C"]["attributes"] = {"level": "master"}, {"level": "senior"}
    assert check.result(rules, given)["promotions"] == {"B": {"before": None, "to": "senior"}}


def test_whoever_is_too_late_sets_no_measure_for_votes():
    """A came 31 minutes late and is eliminated: B's 50 votes are the most, and 100 points; C's 25 are 50."""
    talk = imported("talk", weight="0", time={"limit": 60, "out_over": 30})
    likes = imported("p", source="votes", votes={"channels": [{"id": "app", "name": named("app")}]})
    counts = {"A": (100, 5460), "B": (50, 60), "C": (25, 60)}
    given = {
        name: {"votes": {"p": {"app": votes}}, "scores": {"talk": "1"}, "times": {"talk": seconds}}
        for name, (votes, seconds) in counts.items()
    }
    found = check.result(book(talk, likes), given)["entries"]
    assert [(found[name]["status"], found[name]["total"]) for name in "ABC"] == [
        ("eliminated", 100),
        ("present", 100),
        ("present", 50),
    ]


def test_a_ballot_with_a_pass_mark_asks_for_both():
    """9 of 10 are for A: elected, 90 points. 6 are for B: elected, but below 80. 5 are for C: not elected."""
    rule = {"kind": "each", "members": 15, "passes": "50"}
    rules = book(imported("p", source="ballot", ballot=rule, pass_mark="80"))
    given = {
        name: {"ballots": {"p": [{"for": votes, "present": 10, "valid": 10}]}}
        for name, votes in (("A", 9), ("B", 6), ("C", 5))
    }
    assert [row["passed"] for row in check.result(rules, given)["entries"].values()] == [True, False, False]
    rules["parts"][0]["pass_mark"] = "40"
    assert [row["passed"] for row in check.result(rules, given)["entries"].values()] == [True, True, False]


def test_whom_not_every_channel_has_counted_sets_no_measure_yet():
    """C has 100 votes of the app, but the web has not counted it: A's 50 are the most there, B's 25 half of them."""
    channels = [{"id": id, "name": named(id), "weight": "50"} for id in ("app", "web")]
    rules = book(imported("p", source="votes", votes={"channels": channels}))
    counts = {"A": {"app": 50, "web": 8}, "B": {"app": 25, "web": 8}, "C": {"app": 100}}
    given = {name: {"votes": {"p": each}} for name, each in counts.items()}
    found = check.result(rules, given)["entries"]
    assert [(found[name]["total"], found[name]["missing"]) for name in "ABC"] == [(100, []), (75, []), (0, ["p"])]
    given["C"]["votes"]["p"]["web"] = 0  # then A has 25 + 50
    assert [check.result(rules, given)["entries"][name]["total"] for name in "ABC"] == [75, Fraction("62.5"), 50]


def test_units_equal_in_points_are_parted_by_recorded_times_or_by_an_item():
    """north and south have 30 each. north took 100 s and one that nobody timed, south 90 + 20: north. In the item wall
    north has 10 and south 20: south, or north where the fewest points win. west is without a time, and last."""
    from contest.check.units import One, table

    entries = [("wall", "A", "north", 10, 100), ("roof", "B", "north", 20, None), ("wall", "C", "south", 20, 90)]
    entries += [("roof", "D", "south", 10, 20), ("wall", "E", "west", 30, None)]
    told = [One(item, name, unit, 1, Fraction(total), True, {}, (), time) for item, name, unit, total, time in entries]

    def order(tie: dict[str, str], **more: str) -> list[str]:
        return list(table({"items": ["wall", "roof"], "of": "total", "ties": [tie]} | more, told)["order"])

    assert order({"by": "time"}) == ["north", "south", "west"]
    wall = {"by": "item", "item": "wall"}
    assert order(wall) == ["west", "south", "north"]
    assert order(wall, order="ascending") == ["north", "south", "west"]


def test_what_is_carried_to_a_cumulative_level_is_added_before_nothing_is_the_least():
    """Two firsts from 90 up, one is left over. Of five, 10 % rounded down are none of both levels together: 0 less the
    one first, and the one carried, is 0."""
    first = award("first", count=2, threshold="90", carry="spare")
    second = award("second", percent="10", rounding="down", cumulative=True)
    found = scored(book(imported("p"), awards=[first, second]), "95", "80", "70", "60", "50")
    assert found["awards"] == {"first": ["A"], "second": []}
