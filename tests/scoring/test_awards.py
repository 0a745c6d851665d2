"""Ranks to prizes: counts, shares, thresholds, and what a tie at the cut does."""

from __future__ import annotations

import pytest

from contest.scoring.award_reasons import award_reasons
from contest.scoring.awards import draw_awards
from contest.scoring.ranking import standings

from .builders import entry, imported, name, rulebook


def drawn(scores, *awards, statuses=None, pass_mark="60"):
    """award id → winners, for entries named by their order."""
    levels = [{"name": name(), **award} for award in awards]
    rules = rulebook(imported("p", pass_mark=pass_mark), awards=levels)
    found = standings(rules, {f"e{i}": entry(rules, str(s)) for i, s in enumerate(scores, start=1)}, statuses)
    won: dict[str, list[str]] = {award["id"]: [] for award in awards}
    for one in draw_awards(rules, found):
        won[one.award_id].append(one.entry)
    return won


def test_each_level_takes_from_those_left():
    """1 / 2 / 3 (rules.md §1)."""
    levels = [{"id": "first", "count": 1}, {"id": "second", "count": 2}, {"id": "third", "count": 3}]
    assert drawn([90, 80, 70, 60, 50], *levels) == {"first": ["e1"], "second": ["e2", "e3"], "third": ["e4", "e5"]}


@pytest.mark.parametrize(("rounding", "winners"), [("half_up", 3), ("half_even", 2), ("down", 2), ("up", 3)])
def test_a_share_of_the_entrants_rounds_as_stated(rounding, winners):
    """10 / 20 / 30 % of the entrants, rounding is a setting (rules.md §1)."""
    scores = range(99, 74, -1)
    assert len(drawn(scores, {"id": "a", "percent": "10", "rounding": rounding})["a"]) == winners


def test_the_share_is_of_all_who_entered_or_of_the_ranked():
    scores, gone = [90, 80, 70, 60], {"e3": "absent", "e4": "withdrawn"}
    assert drawn(scores, {"id": "a", "percent": "50"}, statuses=gone) == {"a": ["e1", "e2"]}
    assert drawn(scores, {"id": "a", "percent": "50", "base": "ranked"}, statuses=gone) == {"a": ["e1"]}


@pytest.mark.parametrize(("ties", "winners"), [("at_least", ["e1", "e2", "e3"]), ("at_most", ["e1"])])
def test_a_tie_at_the_cut_wins_or_goes_without_as_one(ties, winners):
    """Equal scores share (IOI medals, rules.md §3)."""
    assert drawn([90, 80, 80, 70], {"id": "a", "count": 2, "ties": ties}) == {"a": winners}


def test_who_went_without_at_one_level_is_first_at_the_next():
    levels = [{"id": "a", "count": 2, "ties": "at_most"}, {"id": "b", "count": 2, "ties": "at_most"}]
    assert drawn([90, 80, 80, 70], *levels) == {"a": ["e1"], "b": ["e2", "e3"]}


def test_a_threshold_can_be_capped():
    """Bands 90 / 80 / 70 capped at a share (cooking, rules.md §1)."""
    levels = [{"id": "gold", "threshold": "90", "percent": "25"}, {"id": "silver", "threshold": "80"}]
    assert drawn([95, 92, 85, 70], *levels) == {"gold": ["e1"], "silver": ["e2", "e3"]}


def test_small_fields_have_other_prizes():
    """10 / 20 / 30 % of entrants; ≤ 20 entrants 1 / 2 / 3 (rules.md §1)."""
    small = {"id": "small", "count": 1, "when": {"entries_upto": 20}}
    large = {"id": "large", "percent": "10", "when": {"entries_over": 20}}
    assert drawn(range(80, 60, -1), small, large) == {"small": ["e1"], "large": []}
    assert drawn(range(81, 60, -1), small, large) == {"small": [], "large": ["e1", "e2"]}


@pytest.mark.parametrize(("order", "winners"), [("descending", ["e3", "e2"]), ("ascending", ["e1", "e2"])])
def test_a_threshold_is_the_least_total_or_the_most_where_the_lowest_wins(order, winners):
    """Of 10, 20, 30: 20 or better is 30 and 20 where the highest wins, 10 and 20 where the lowest does."""
    level = {"id": "a", "name": name(), "threshold": "20"}
    rules = rulebook(imported("p"), awards=[level], ranking={"order": order})
    found = standings(rules, {f"e{i}": entry(rules, str(10 * i)) for i in (1, 2, 3)})
    assert [one.entry for one in draw_awards(rules, found)] == winners
    worst = found[-1].entry
    code = "below_threshold" if order == "descending" else "above_threshold"
    assert [(reason.code, reason.data["threshold"]) for reason in award_reasons(rules, found, {}, worst)] == [
        (code, "20")
    ]


def test_the_field_of_a_gate_is_everyone_but_guests():
    """< 20 entrants (rules.md §1), here < 3: who is absent entered, a guest did not."""
    level = {"id": "a", "count": 1, "when": {"entries_over": 2}}
    assert drawn([90, 80, 70], level, statuses={"e3": "absent"}) == {"a": ["e1"]}
    assert drawn([90, 80, 70], level, statuses={"e3": "guest"}) == {"a": []}


def test_a_prize_may_require_passing():
    levels = [{"id": "a", "count": 3, "requires_pass": True}, {"id": "b", "count": 1}]
    assert drawn([90, 60, 59], *levels) == {"a": ["e1", "e2"], "b": ["e3"]}


def test_only_ranked_entries_win():
    assert drawn([90, 80], {"id": "a", "count": 2}, statuses={"e1": "disqualified"}) == {"a": ["e2"]}


def test_a_share_that_rounds_to_nobody_gives_nothing():
    assert drawn([90, 80], {"id": "a", "percent": "10", "rounding": "down"}) == {"a": []}
