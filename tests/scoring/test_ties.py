"""Tie rules that read more than an entry's own total: judges' places, attributes, what was recorded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.marking import total
from contest.scoring.parts import untrimmed_mean
from contest.scoring.ranking import standings
from contest.scoring.ties import Known, judges_places

from .builders import TWO, combined, criterion, entry, imported, judged, points, rulebook, trimmed


def places(rules, scores, known=None, statuses=None):
    return [(s.entry, s.rank, s.tied) for s in standings(rules, scores, statuses, known)]


def twins(rules, *names, value="80"):
    return {name: entry(rules, value) for name in names}


def test_a_second_place_is_shared_and_the_next_is_third_where_places_are_dense():
    rules = rulebook(imported("p"), ranking={"numbering": "dense"})
    scores = {e: entry(rules, p) for e, p in zip("abcd", ["80", "90", "80", "70"], strict=True)}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, True), ("c", 2, True), ("d", 3, False)]


def test_the_least_total_wins_where_the_order_is_ascending():
    """Its unrounded total and untrimmed mean follow; a part says for itself which value goes first."""
    rules = rulebook(
        imported("a", "50"),
        imported("b", "50"),
        ranking={"order": "ascending"},
        ties=[{"by": "part", "part": "b", "first": "lower"}],
    )
    scores = {"x": entry(rules, "10", "30"), "y": entry(rules, "20", "20"), "z": entry(rules, "9", "9")}
    assert places(rules, scores) == [("z", 1, False), ("y", 2, False), ("x", 3, False)]


def test_a_band_is_counted_from_the_best_of_its_group():
    """Within 2 points share (WorldSkills 2015, rules.md §2): 90 and 88 are within 2, 87.9 begins a group of its own
    though it is within 2 of 88; 86 is within 2 of 87.9."""
    rules = rulebook(imported("p"), ranking={"band": "2"})
    scores = {e: entry(rules, p) for e, p in zip("abcd", ["90", "88", "87.9", "86"], strict=True)}
    assert places(rules, scores) == [("a", 1, True), ("b", 1, True), ("c", 3, True), ("d", 3, True)]


def test_within_a_band_the_chain_goes_on():
    rules = rulebook(
        imported("a", "50"), imported("b", "50"), ranking={"band": "2"}, ties=[{"by": "part", "part": "b"}]
    )
    scores = {"x": entry(rules, "92", "88"), "y": entry(rules, "80", "98")}  # 90 and 89
    assert [(s.entry, s.rank, s.decided_by) for s in standings(rules, scores)] == [("y", 1, 0), ("x", 2, 0)]


def test_the_next_decimal_is_asked_to_as_many_digits_as_are_stated():
    """2 digits, 3 if tied (stage, rules.md §1): 90.1667 and 90.1700 are both 90.17; to 3 digits 90.167 and 90.170.
    a: (90 + 90 + 90.5) ÷ 3 = 90.1667 · b: (90 + 90.01 + 90.5) ÷ 3 = 90.17."""
    rules = rulebook(
        judged("p", criterion("c", points("a", step="0.01")), **trimmed(5)),
        ties=[{"by": "next_decimal", "digits": 3}],
        rounding={"judges": {"digits": 4}, "total": TWO},
    )
    marks = {"a": ["90", "90", "90.5", "90", "91"], "b": ["90", "90.01", "90.5", "90", "91"]}
    scores = {e: total(rules, {"p": combined(rules.parts[0], *m)}) for e, m in marks.items()}
    assert {str(score.total) for score in scores.values()} == {"90.17"}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, False)]
    fine = rulebook(imported("p"), ties=[{"by": "next_decimal", "digits": 3}])
    near = {"a": entry(fine, "90.1667"), "b": entry(fine, "90.17"), "c": entry(fine, "90.1668")}
    assert places(fine, near) == [("b", 1, False), ("a", 2, True), ("c", 2, True)]


def test_less_time_in_several_parts_together():
    """a: 30 + 40 min = 70, b: 50 + 15 = 65; c has no time in one of them and comes last."""
    clock = {"limit": "60"}
    rules = rulebook(
        imported("one", "50", time=clock),
        imported("two", "50", time=clock),
        ties=[{"by": "times", "parts": ["one", "two"]}],
    )
    used = {"a": {"one": 1800, "two": 2400}, "b": {"one": 3000, "two": 900}, "c": {"one": 60}}
    scores = {id: entry(rules, "80", "80", times=times) for id, times in used.items()}
    assert places(rules, scores) == [("b", 1, False), ("a", 2, False), ("c", 3, False)]


def test_a_group_of_aspects_is_added():
    """口味 and 质感 together (cooking, rules.md §1): 30 + 20 goes before 35 + 10."""
    scheme = criterion("dish", points("taste", "40"), points("texture", "30"), points("looks", "30"))
    rules = rulebook(judged("p", scheme), ties=[{"by": "aspects", "part": "p", "aspects": ["taste", "texture"]}])
    part = rules.parts[0]
    a = combined(part, {"taste": "35", "texture": "10", "looks": "25"})
    b = combined(part, {"taste": "30", "texture": "20", "looks": "20"})
    assert places(rules, {"a": total(rules, {"p": a}), "b": total(rules, {"p": b})}) == [
        ("b", 1, False),
        ("a", 2, False),
    ]


def test_count_back_asks_for_more_first_places_then_more_second_ones():
    """Numbers of 1sts, 2nds, … (rules.md §1). j1: a b c · j2: a b c · j3: c b a, all means 80 where a = 82 82 76,
    b = 80 80 80, c = 78 78 84: firsts a 2, c 1, b 0; so a, c, b."""
    rules = rulebook(judged("p", judges=3, combine={"method": "mean"}), ties=[{"by": "count_back", "part": "p"}])
    marks = {"a": ["82", "82", "76"], "b": ["80", "80", "80"], "c": ["78", "78", "84"]}
    scores = {e: total(rules, {"p": combined(rules.parts[0], *m)}) for e, m in marks.items()}
    assert places(rules, scores) == [("a", 1, False), ("c", 2, False), ("b", 3, False)]
    assert [s.decided_by for s in standings(rules, scores)] == [0, 0, 0]


def test_equal_sheets_of_a_judge_share_the_better_place_in_a_count_back():
    rules = rulebook(judged("p", judges=2, combine={"method": "mean"}), ties=[{"by": "count_back", "part": "p"}])
    marks = {"a": ["80", "80"], "b": ["80", "80"], "c": ["90", "70"]}  # j1: c 1st, a b 2nd · j2: a b 1st, c 3rd
    scores = {e: total(rules, {"p": combined(rules.parts[0], *m)}) for e, m in marks.items()}
    assert places(rules, scores) == [("a", 1, True), ("b", 1, True), ("c", 3, False)]


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=7))
def test_a_count_back_by_lists_of_places_is_one_by_counts_of_firsts_seconds_and_so_on(rows):
    """As it is told: how many judges placed an entry 1st, how many 2nd, …, to the last place; more goes first."""
    rules = rulebook(judged("p", judges=3, combine={"method": "mean"}), ties=[{"by": "count_back", "part": "p"}])
    scores = {f"e{k}": total(rules, {"p": combined(rules.parts[0], *map(str, row))}) for k, row in enumerate(rows)}
    theirs = [[sum(other[j] > row[j] for other in rows) for j in range(3)] for row in rows]
    counts = {f"e{k}": [-row.count(place) for place in range(len(rows))] for k, row in enumerate(theirs)}
    found = judges_places(rules, scores, "p")
    for one in scores:
        for other in scores:
            assert (found[one] < found[other]) == (counts[one] < counts[other])


def by_aspect(**tie):
    """a counts twice, its criterion three times; two judges, mean aspect by aspect of what was given."""
    scheme = [
        criterion("c", points("a", "20", factor="2"), points("b", "20"), factor="3"),
        criterion("d", points("e", "20")),
    ]
    panel = {"judges": 2, "combine": {"method": "mean", "level": "aspect", "missing": "given"}}
    return rulebook(judged("p", *scheme, weight="1", **panel), weighting="sum", ties=[{"part": "p", **tie}])


def scored(rules, **entries):
    return {id: total(rules, {"p": combined(rules.parts[0], *sheets)}) for id, sheets in entries.items()}


def test_an_aspect_left_empty_is_no_nought_in_the_untrimmed_mean():
    """Missing judge: the mean of those given (rules.md §1). Both entries got a 10, b 10, e 10 of everyone who gave
    them: (10 × 2 + 10) × 3 + 10 = 100 each, though one judge left b of `gap` empty. `less` got b 10 and 9: 9.5, so
    98.5, and 1.5 more by its e 11.5: its total is 100 too, and so is its mean."""
    rules = by_aspect(by="untrimmed_mean")
    whole = {"a": "10", "b": "10", "e": "10"}
    scores = scored(
        rules, gap=[whole, {"a": "10", "e": "10"}], full=[whole] * 2, less=[whole, whole | {"b": "9", "e": "13"}]
    )
    assert [score.total for score in scores.values()] == [100, 100, 100]
    assert {untrimmed_mean(score.parts["p"].part) for score in scores.values()} == {100}
    assert places(rules, scores) == [("full", 1, True), ("gap", 1, True), ("less", 1, True)]


def test_a_criterion_with_a_gap_counts_in_no_untrimmed_mean_by_criterion():
    """c: 12 + 6 = 18 of the one who gave it whole; d: 10 and 20, 15; 18 + 15 × 2 = 48."""
    scheme = [criterion("c", points("a", "20"), points("b", "20")), criterion("d", points("e", "20"), factor="2")]
    panel = {"judges": 2, "combine": {"method": "mean", "level": "criterion", "missing": "given"}}
    rules = rulebook(judged("p", *scheme, weight="1", **panel), weighting="sum")
    (score,) = scored(rules, x=[{"a": "12", "b": "6", "e": "10"}, {"a": "20", "e": "20"}]).values()
    assert (untrimmed_mean(score.parts["p"].part), score.total) == (48, 48)


def test_a_sheet_with_a_gap_places_nobody_in_a_count_back():
    """Both come to a 10, b 10, e 10. j1 gives x and y the same: two firsts. j2 left y's b empty, and has x alone: its
    first. So x has two firsts, y one."""
    rules = by_aspect(by="count_back")
    whole = {"a": "10", "b": "10", "e": "10"}
    scores = scored(rules, y=[whole, {"a": "10", "e": "10"}], x=[whole] * 2)
    assert places(rules, scores) == [("x", 1, False), ("y", 2, False)]


def test_a_group_of_aspects_stands_in_its_own_points_before_their_factors():
    """x: a 10 + b 4 = 14; y: a 8 + b 8 = 16, though a counts double: (20 + 4) × 3 = (16 + 8) × 3 = 72."""
    rules = by_aspect(by="aspects", aspects=["a", "b"])
    scores = scored(rules, x=[{"a": "10", "b": "4", "e": "1"}] * 2, y=[{"a": "8", "b": "8", "e": "1"}] * 2)
    assert [score.total for score in scores.values()] == [73, 73]
    assert places(rules, scores) == [("y", 1, False), ("x", 2, False)]


def test_the_younger_goes_first_and_who_told_no_age_last():
    rules = rulebook(imported("p"), ties=[{"by": "attribute", "attribute": "age", "first": "lower"}])
    known = {"old": Known({"age": "51"}), "young": Known({"age": "29"}), "odd": Known({"age": "–"})}
    found = places(rules, twins(rules, "old", "young", "odd", "none"), known)
    assert found == [("young", 1, False), ("old", 2, False), ("none", 3, True), ("odd", 3, True)]


def test_lots_the_chief_and_a_ballot_are_recorded_turns():
    rules = rulebook(imported("p"), ties=[{"by": "ballot"}, {"by": "lot"}])
    known = {"a": Known(decided={"ballot": 1, "lot": 2}), "b": Known(decided={"ballot": 1, "lot": 1})}
    known["c"] = Known(decided={"ballot": 0})
    assert places(rules, twins(rules, "a", "b", "c"), known) == [("c", 1, False), ("b", 2, False), ("a", 3, False)]


def test_a_guest_is_out_of_competition_and_takes_nobody_s_place():
    rules = rulebook(imported("p"))
    scores = {"g1": entry(rules, "95"), "g2": entry(rules, "99"), "a": entry(rules, "90"), "spoilt": entry(rules, "97")}
    statuses = {"g1": "guest", "g2": "guest", "spoilt": "void", "away": "absent"}
    found = standings(rules, scores, statuses)
    assert [(s.entry, s.rank, s.status) for s in found] == [
        ("a", 1, "present"),
        ("g2", None, "guest"),
        ("g1", None, "guest"),
        ("spoilt", None, "void"),
        ("away", None, "absent"),
    ]
