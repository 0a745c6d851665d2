"""Points per place, 12, 10, 8, 7 …, of juries and the public, with the chain that parts equals (rules.md §3)."""

from __future__ import annotations

from contest.scoring.field import field_scores
from contest.scoring.marking import imported as entry_score
from contest.scoring.marking import total
from contest.scoring.numbers import Points, text
from contest.scoring.ranking import standings

from .builders import data, imported, judged, rulebook, sheets
from .test_rulebook_scores import faults

CHAIN = [{"by": "part", "part": "public"}, {"by": "givers", "part": "public"}, {"by": "count_back", "part": "public"}]


def song(jury, public):
    """Juries and public, each giver a judge; only the first three places earn points: 12, 10, 8."""
    rule = {"combine": {"method": "place_points", "points": ["12", "10", "8"]}, "weight": "1"}
    parts = [judged("jury", judges=jury, **rule), judged("public", judges=public, **rule)]
    return rulebook(*parts, weighting="sum", ties=CHAIN)


def order(jury, public):
    """Places and the rule that decided, of entries whose givers each name the best first."""
    book = song(len(jury), len(public))
    entries, parts = sorted(jury[0]), {}
    for part, givers in zip(book.parts, (jury, public), strict=True):
        given = {id: sheets(part, *(str(100 - 10 * giver.index(id)) for giver in givers)) for id in entries}
        parts[part.id] = field_scores(part, given, {}, dict.fromkeys(entries, "present"))
    scores = {id: total(book, {part: made[id] for part, made in parts.items()}) for id in entries}
    return [(each.entry, each.rank, str(each.score.total), each.decided_by) for each in standings(book, scores)]


def test_of_equals_the_public_goes_first():
    """Juries: a 12 + 12, b 10 + 10; public: a 10 + 10, b 12 + 12: both 44, and the public gave b more (24 to 20)."""
    assert order(["ab", "ab"], ["ba", "ba"]) == [("b", 1, "44.00", 0), ("a", 2, "44.00", 0)]


def test_then_who_has_points_from_more_givers():
    """Public: x 12 + 12 + 0 = 24 of two givers, y 8 + 8 + 8 = 24 of three; z 10 + 10 + 12 = 32, w 0 + 0 + 10.
    Juries: x and y 12 + 10 = 22 each; z 8 + 0, w 0 + 8. So x and y have 46, z 40, w 18; y goes before x, though x has
    the twelves."""
    found = order(["xyzw", "yxwz"], ["xzyw", "xzyw", "zwyx"])
    assert found == [("y", 1, "46.00", 1), ("x", 2, "46.00", 1), ("z", 3, "40.00", None), ("w", 4, "18.00", None)]


def test_then_who_has_more_twelves():
    """Public: x 12 + 8 + 0 = 20 of two givers, y 10 + 10 + 0 = 20 of two; x has a twelve. z 8 + 12 + 12, w and v the
    rest. Juries: x and y 12 + 10 = 22 each, so 42 and 42; z 8 + 8 + 32 = 48."""
    found = order(["xyzwv", "yxzwv"], ["xyzwv", "zyxwv", "zwvxy"])
    assert [each[:2] for each in found[:3]] == [("z", 1), ("x", 2), ("y", 3)]
    assert [each[2:] for each in found[1:3]] == [("42.00", 2), ("42.00", 2)]


def test_a_giver_who_put_two_equal_where_one_place_earns_points_gave_to_both():
    """Places 3 and 4 shared: (8 + 0) ÷ 2 = 4 points each, and both have their giver; the other giver has e alone third
    (8), f fourth (0)."""
    book = song(2, 2)
    part = book.parts[1]
    marks = {"c": ("90", "80"), "d": ("80", "90"), "e": ("70", "70"), "f": ("70", "60")}
    made = field_scores(
        part, {id: sheets(part, *row) for id, row in marks.items()}, {}, dict.fromkeys(marks, "present")
    )
    scores = {id: total(book, {"public": score}) for id, score in made.items()}
    assert {id: text(score.total) for id, score in scores.items()} == {
        "c": "22.00",
        "d": "22.00",
        "e": "12.00",
        "f": "4.00",
    }
    assert {id: score.givers for id, score in made.items()} == {"c": 2, "d": 2, "e": 2, "f": 1}


def test_givers_are_counted_over_the_field_that_the_points_go_by_who_has_no_place_in_the_end_too():
    """First places alone earn points, 10. J0 puts c first, J1 b: a has no giver, though without c, who lacks part q and
    has no place, J0 would have put a first. So a 10 + 0 and b 0 + 10, and b goes first by its giver."""
    public = judged("public", judges=2, weight="1", combine={"method": "place_points", "points": ["10"]})
    ties = [{"by": "givers", "part": "public"}]
    book = rulebook(public, imported("q", "1"), weighting="sum", ties=ties)
    marks = {"a": ("8", "7"), "b": ("7", "9"), "c": ("9", "8")}
    given = {id: sheets(book.parts[0], *row) for id, row in marks.items()}
    made = field_scores(book.parts[0], given, {}, dict.fromkeys(marks, "present"))
    q = {id: entry_score(book.parts[1], Points(points)) for id, points in (("a", "10"), ("b", "0"))}
    scores = {id: total(book, {"public": made[id], "q": q[id]}) for id in q}
    found = [(each.entry, each.rank, str(each.score.total)) for each in standings(book, scores)]
    assert found == [("b", 1, "10.00"), ("a", 2, "10.00")]


def test_only_places_that_earn_points_have_givers():
    mean = {"combine": {"method": "mean"}, "judges": 2}
    for part, code in ((judged("p", **mean), "tie_not_points"), (imported("p"), "tie_not_judged")):
        assert ("ties[0]", code) in faults(data(part, ties=[{"by": "givers", "part": "p"}]))
