"""Sentences of docs/rulebook.md that decide a corner, each worked by hand."""

from __future__ import annotations

from contest.scoring.awards import draw_awards
from contest.scoring.field import field_scores
from contest.scoring.numbers import text
from contest.scoring.promotions import promotions
from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_table
from contest.scoring.ties import Known
from contest.scoring.verbs import chief
from contest.scoring.verbs.rounds import advance
from contest.scoring.votes import ballot_score, vote_scores
from tests.support.histories import ORGANIZER

from .builders import TWO, entry, imported, judged, name, rulebook, sheets
from .test_rounds import played, rows

FINE = {"judges": TWO, "weighted": TWO, "total": TWO}


def of(rule, judges, **marks):
    """Points by entry; marks: a mark a judge."""
    (part,) = rulebook(judged("p", judges=judges, combine=rule), rounding=FINE).parts
    given = {id: sheets(part, *row) for id, row in marks.items()}
    found = field_scores(part, given, {}, dict.fromkeys(marks, "present"))
    return {id: text(score.value) for id, score in found.items()}


def test_a_majority_is_looked_for_at_half_places_too():
    """Judges 1 and 2 put x and y equal first (1½), judge 3 x and z; to 4 and 5 y is second, x fourth. At 1½ three of
    five are with x, two with y: x is first. At 2 it would be three with x and four with y. Then y at 2, z at 3."""
    rule = {"method": "majority", "points": ["12", "10", "8", "7"]}
    marks = {
        "x": ("90", "90", "90", "10", "10"),
        "y": ("90", "90", "50", "80", "80"),
        "z": ("50", "50", "90", "90", "50"),
        "w": ("10", "10", "10", "50", "90"),
    }
    assert of(rule, 5, **marks) == {"x": "12.00", "y": "10.00", "z": "8.00", "w": "7.00"}


def test_a_half_place_earns_the_mean_of_the_two_beside_it_and_a_whole_one_its_own_however_many_share_it():
    """a, b share 1½: (12 + 10) ÷ 2. Of three that share the second place each earns what the second does."""
    rule = {"method": "place_points", "points": ["12", "10", "8", "1"]}
    two = of(rule | {"points": ["12", "10", "8"]}, 2, a=("90", "90"), b=("90", "90"), c=("10", "10"))
    assert two == {"a": "22.00", "b": "22.00", "c": "16.00"}
    three = of(rule, 2, a=("50", "50"), b=("50", "50"), c=("50", "50"))
    assert three == {"a": "20.00", "b": "20.00", "c": "20.00"}


def test_the_stage_part_rounds_neither_votes_nor_ballots():
    """Two of three votes: 66.67 at the stage judges, not 67."""
    rounding = FINE | {"part": {"digits": 0}}
    part = {"id": "p", "name": name(), "out_of": "100", "weight": "100"}
    channel = {"id": "c", "name": name(), "weight": "100"}
    (voted,) = rulebook(part | {"source": "votes", "votes": {"channels": [channel]}}, rounding=rounding).parts
    found = vote_scores(voted, {"a": {"c": 2}, "b": {"c": 3}}, {"a", "b"})
    assert text(found["a"].value) == "66.67"
    ballot = {"kind": "choose", "members": 3, "choose": 1}
    (balloted,) = rulebook(part | {"source": "ballot", "ballot": ballot}, rounding=rounding).parts
    assert text(ballot_score(balloted, {"present": 3, "valid": 3}, 2).value) == "66.67"


def drawn(*levels, told=None):
    """award id → winners of 90, 80, 70, 70, 60."""
    book = rulebook(imported("p"), awards=[{"name": name(), **level} for level in levels])
    scores = {f"e{k}": entry(book, points) for k, points in enumerate(("90", "80", "70", "70", "60"), start=1)}
    known = {id: Known(attributes) for id, attributes in (told or {}).items()}
    won = {level["id"]: [] for level in levels}
    for each in draw_awards(book, standings(book, scores), known):
        won[each.award_id].append(each.entry)
    return won


def test_what_is_left_over_goes_to_the_next_level_that_is_drawn_one_given_besides_too():
    first = {"id": "first", "count": 2, "threshold": "85", "carry": "spare"}
    never = {"id": "never", "count": 1, "when": {"entries_over": 99}}
    beside = {"id": "beside", "count": 1, "besides": True}
    assert drawn(first, never, beside) == {"first": ["e1"], "never": [], "beside": ["e1", "e2"]}


def test_a_level_without_a_number_takes_nothing_up_and_leaves_it_to_the_next_that_has_one():
    first = {"id": "first", "count": 2, "threshold": "85", "carry": "spare"}
    rest = {"id": "rest", "threshold": "80"}
    assert drawn(first, rest, {"id": "last", "count": 1, "ties": "at_most"}) == {
        "first": ["e1"],
        "rest": ["e2"],
        "last": ["e3", "e4"],  # two prizes, not one, with which the two equals would go without
    }


def test_equals_of_a_unit_of_whom_some_would_be_too_many_follow_the_award_s_ties():
    """e3 and e4 share a place and a unit, which has room for one more: both or neither."""
    told = {f"e{k}": {"unit": unit} for k, unit in enumerate("abaac", start=1)}
    level = {"id": "a", "count": 5, "limits": [{"attribute": "unit", "most": 2}]}
    assert drawn(level | {"ties": "at_least"}, told=told) == {"a": ["e1", "e2", "e3", "e4", "e5"]}
    assert drawn(level | {"ties": "at_most"}, told=told) == {"a": ["e1", "e2", "e5"]}


def test_who_holds_a_level_that_the_table_does_not_know_is_not_promoted():
    rules = {"levels": [{"id": "senior", "name": name()}], "steps": [{"to": "senior"}]}
    book = rulebook(imported("p"), promotion=rules)
    table = standings(book, {"e1": entry(book, "90"), "e2": entry(book, "80")})
    known = {"e1": Known({"level": "master"}), "e2": Known({})}
    assert [each.entry for each in promotions(book, table, known)] == ["e2"]


def test_a_unit_with_nothing_counted_is_listed_with_nought_and_has_no_time():
    """Both have 0 points: v's entry took 10 minutes, u's only one is disqualified and counts for nothing."""
    book = rulebook(imported("p"))
    table = standings(book, {"u1": entry(book, "50"), "v1": entry(book, "0", times={"p": 600})}, {"u1": "disqualified"})
    rules = parse_unit_table({"format": 1, "name": name(), "items": ["x"], "ties": ["time"]})
    found = unit_table(rules, {"x": table}, {"u1": "u", "v1": "v"})
    assert [(each.unit, each.total, len(each.counted)) for each in found] == [("v", 0, 1), ("u", 0, 0)]


def test_what_is_carried_over_is_the_total_at_the_moment_of_advancing():
    """Entry 3 brought 90 along, 36.00 of the next total; the round before is unlocked and 90 becomes 10: it stays."""
    cup = played().sign(item="semi")
    cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1, 3))
    cup.unlock("semi").of(3, chief.return_sheet, item="semi", part="p", owner="j1", reason_digest="d")
    cup.sheet("j1", 3, "10", item="semi", part="p")
    assert cup.total(3, "semi") == "10.00"
    assert str(cup.item("final").entries["new3"].score.total) == "36.00"
    assert str(cup.refold().items["final"].entries["new3"].score.total) == "36.00"
