"""Skill levels gained by rank, hand-worked from rules.md §1."""

from __future__ import annotations

from dataclasses import replace

from contest.scoring.promotions import promotions
from contest.scoring.ranking import standings
from contest.scoring.rulebook import Ranking
from contest.scoring.ties import Known

from .builders import entry, imported, name, rulebook

LEVELS = ("senior", "technician", "senior-technician")  # 高级工, 技师, 高级技师


def promoted(rules, scores, told=None, statuses=None):
    known = {entry_: Known(attributes) for entry_, attributes in (told or {}).items()}
    table = standings(rules, {f"e{i}": entry(rules, str(s), str(s)) for i, s in enumerate(scores, start=1)}, statuses)
    return {each.entry: each.to for each in promotions(rules, table, known)}


def rules(*steps, **more):
    levels = [{"id": id, "name": name()} for id in LEVELS]
    table = {"levels": levels, "steps": [dict(step) for step in steps]} | more
    return rulebook(imported("theory", "30", pass_mark="60"), imported("practice", "70"), promotion=table)


def test_tianjin_the_top_ten_rise_to_technician_or_beyond_where_that_is_held():
    """天津: top 10 → 技师, or 高级技师 if already held. Here the top 2."""
    steps = [
        {"to_rank": 2, "held": ["technician"], "to": "senior-technician"},
        {"to_rank": 2, "to": "technician"},
    ]
    told = {"e1": {"level": "technician"}, "e2": {"level": "senior"}, "e3": {"level": "senior"}}
    assert promoted(rules(*steps), [90, 80, 70], told) == {"e1": "senior-technician", "e2": "technician"}


def test_nobody_is_moved_down_or_to_the_level_held():
    steps = [{"to_rank": 9, "to": "technician"}]
    told = {"e1": {"level": "senior-technician"}, "e2": {"level": "technician"}, "e3": {"level": "doctor"}}
    assert promoted(rules(*steps), [90, 80, 70, 60], told) == {"e4": "technician"}


def test_heilongjiang_windows_of_ranks_and_all_other_passers():
    """黑龙江 class 1: 1–3 → 高级技师, 4–10 → 技师, other passers → 高级工. Here 1, 2–3, others; passing is 60 in
    theory and in all."""
    steps = [
        {"to_rank": 1, "to": "senior-technician"},
        {"from_rank": 2, "to_rank": 3, "to": "technician"},
        {"to": "senior"},
    ]
    least = {"least_total": "60", "least_parts": [{"part": "theory", "points": "60"}]}
    found = promoted(rules(*steps, **least), [90, 80, 80, 70, 59.5])
    assert found == {"e1": "senior-technician", "e2": "technician", "e3": "technician", "e4": "senior"}


def test_a_percentile_of_the_field_may_stand_for_a_rank():
    """Top 20 % of 8 entrants is 1.6: 1 rounded down."""
    steps = [{"percent": "20", "to": "senior"}]
    assert promoted(rules(*steps, rounding="down"), range(90, 82, -1)) == {"e1": "senior"}
    assert len(promoted(rules(*steps, rounding="up"), range(90, 82, -1))) == 2


def test_the_top_share_is_of_those_who_are_better_however_places_are_numbered():
    """Half of six are three. Two are better than the second pair, who share a place across the cut and rise together;
    four are better than the last two, whose place is 3 where places are numbered without gaps."""
    steps, totals = [{"percent": "50", "to": "senior"}], [99, 99, 98, 98, 97, 97]
    for numbering in ("gaps", "dense"):
        book = replace(rules(*steps), ranking=Ranking(numbering=numbering))
        assert list(promoted(book, totals)) == ["e1", "e2", "e3", "e4"]
    windowed = replace(rules({"percent": "50", "to_rank": 1, "to": "senior"}), ranking=Ranking(numbering="dense"))
    assert list(promoted(windowed, totals)) == ["e1", "e2"]


def test_only_employees_and_students_and_once_a_year():
    where = [
        {"attribute": "post", "one_of": ["employee", "student"]},
        {"attribute": "promoted", "other_than": "2026"},
    ]
    told = {"e1": {"post": "guest"}, "e2": {"post": "employee", "promoted": "2026"}, "e3": {"post": "student"}}
    assert promoted(rules({"to": "senior"}, where=where), [90, 80, 70], told) == {"e3": "senior"}


def test_the_least_total_is_the_most_where_the_lowest_total_wins():
    """Of 10, 20 and 30 fault points 20 is enough: the first two."""
    levels = [{"id": "senior", "name": name()}]
    table = {"levels": levels, "steps": [{"to": "senior"}], "least_total": "20"}
    faults = rulebook(imported("p"), ranking={"order": "ascending"}, promotion=table)
    found = standings(faults, {f"e{i}": entry(faults, str(10 * i)) for i in (1, 2, 3)})
    assert [each.entry for each in promotions(faults, found)] == ["e1", "e2"]


def test_only_who_has_a_place_is_promoted():
    statuses = {"e1": "guest", "e2": "disqualified"}
    assert promoted(rules({"to": "senior"}), [90, 80, 70], statuses=statuses) == {"e3": "senior"}
