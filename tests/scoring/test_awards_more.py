"""Awards that read more than a rank: quotas of units, conditions, what is passed on, medals, titles, the jury."""

from __future__ import annotations

from contest.scoring.awards import begun, draw_awards, drawn
from contest.scoring.ranking import standings
from contest.scoring.ties import Known

from .builders import entry, imported, name, rulebook


def given(scores, *levels, told=None, statuses=None, overrides=None):
    """award id → winners; entries e1, e2, … by the order of their scores; `told`: entry → attributes."""
    rules = rulebook(imported("p", pass_mark="60"), awards=[{"name": name(), **level} for level in levels])
    table = standings(rules, {f"e{i}": entry(rules, str(s)) for i, s in enumerate(scores, start=1)}, statuses)
    won: dict[str, list[str]] = {level["id"]: [] for level in levels}
    for one in draw_awards(rules, table, known(told or {}), overrides):
        won[one.award_id].append(one.entry)
    return won


def known(told):
    return {entry_: Known(attributes) for entry_, attributes in told.items()}


def units(*names):
    return {f"e{i}": {"unit": unit} for i, unit in enumerate(names, start=1)}


def test_a_window_of_ranks_needs_no_count():
    """优秀组织单位 for ranks 4–13 (rules.md §1), here 2–3; equals at its end are inside together."""
    assert given([90, 80, 70, 70, 60], {"id": "a", "from_rank": 2, "to_rank": 3}) == {"a": ["e2", "e3", "e4"]}


def test_titles_go_besides_prizes_to_those_who_meet_their_conditions():
    """技术能手 for the top 3, 青年岗位能手 (< 35), 巾帼建功标兵 (women) (rules.md §1)."""
    told = {"e1": {"age": "35", "sex": "f"}, "e2": {"age": "34.9", "sex": "m"}, "e4": {"age": "20", "sex": "f"}}
    young = {"id": "young", "to_rank": 3, "besides": True, "where": [{"attribute": "age", "below": "35"}]}
    woman = {"id": "woman", "to_rank": 3, "besides": True, "where": [{"attribute": "sex", "equals": "f"}]}
    levels = [{"id": "first", "count": 1}, {"id": "master", "to_rank": 3, "besides": True}, young, woman]
    assert given([90, 80, 70, 60], *levels, told=told) == {
        "first": ["e1"],
        "master": ["e1", "e2", "e3"],
        "young": ["e2"],
        "woman": ["e1"],
    }


def test_conditions_read_texts_and_numbers():
    told = {"e1": {"post": "deputy", "years": "9"}, "e2": {"post": "worker", "years": "12"}, "e3": {"years": "x"}}
    table = [
        ({"equals": "worker"}, ["e2"]),
        ({"other_than": "deputy"}, ["e2", "e3", "e4"]),
        ({"one_of": ["worker", "deputy"]}, ["e1", "e2"]),
    ]
    for condition, winners in table:
        level = {"id": "a", "count": 9, "where": [{"attribute": "post", **condition}]}
        assert given([90, 80, 70, 60], level, told=told) == {"a": winners}
    for condition, winners in [({"least": "9"}, ["e1", "e2"]), ({"most": "9"}, ["e1"]), ({"below": "9"}, [])]:
        level = {"id": "a", "count": 9, "where": [{"attribute": "years", **condition}]}
        assert given([90, 80, 70, 60], level, told=told) == {"a": winners}


def test_a_unit_wins_no_more_than_its_quota():
    """County quotas (5 each; 10 from city bodies, rules.md §1), here 1 and 2; who has no unit is not limited."""
    limit = {"attribute": "unit", "most": 1, "others": [{"value": "city", "most": 2}]}
    told = units("a", "a", "city", "city", "city", "b") | {"e7": {}}
    found = given([90, 89, 88, 87, 86, 85, 84], {"id": "x", "count": 5, "limits": [limit]}, told=told)
    assert found == {"x": ["e1", "e3", "e4", "e6", "e7"]}


def test_of_a_unit_s_five_one_may_be_a_deputy():
    """5 each, 1 of them deputy (rules.md §1), here 2 each."""
    limits = [
        {"attribute": "unit", "most": 2},
        {"attribute": "unit", "most": 1, "where": [{"attribute": "post", "equals": "deputy"}]},
    ]
    posts = ("deputy", "deputy", "worker", "worker")
    told = {f"e{i}": {"unit": "a", "post": post} for i, post in enumerate(posts, start=1)}
    assert given([90, 80, 70, 60], {"id": "x", "count": 9, "limits": limits}, told=told) == {"x": ["e1", "e3"]}


def test_equals_at_a_unit_s_limit_win_or_go_without_together():
    told = units("a", "a", "a", "b")
    for ties, winners in (("at_least", ["e1", "e2", "e3", "e4"]), ("at_most", ["e1", "e4"])):
        level = {"id": "x", "count": 9, "ties": ties, "limits": [{"attribute": "unit", "most": 2}]}
        assert given([90, 80, 80, 70], level, told=told) == {"x": winners}


def test_a_quota_may_run_across_the_levels():
    limit = {"attribute": "unit", "most": 1, "across": True}
    levels = [{"id": "first", "count": 1}, {"id": "second", "count": 2, "limits": [limit]}]
    assert given([90, 80, 70], *levels, told=units("a", "a", "b")) == {"first": ["e1"], "second": ["e3"]}


def test_who_won_two_levels_is_one_of_those_that_a_quota_across_the_levels_allows():
    """Of unit a two may win: e1, who won twice, and e2."""
    limit = {"attribute": "unit", "most": 2, "across": True}
    levels = [{"id": "first", "count": 1}, {"id": "best", "count": 1, "besides": True}]
    rest = {"id": "rest", "count": 9, "from_rank": 2, "besides": True, "limits": [limit]}
    found = given([90, 80, 70, 60], *levels, rest, told=units("a", "a", "a", "b"))
    assert found == {"first": ["e1"], "best": ["e1"], "rest": ["e2", "e4"]}


def test_one_prize_a_person_and_best_of_unit_besides():
    """Works of one person (exclusions); Best of Nation (WorldSkills, rules.md §2)."""
    told = {f"e{i}": {"unit": unit, "author": who} for i, (unit, who) in enumerate(["ax", "ax", "by", "az"], start=1)}
    levels = [
        {"id": "prize", "count": 3, "limits": [{"attribute": "author", "most": 1}]},
        {"id": "best", "besides": True, "limits": [{"attribute": "unit", "most": 1}]},
    ]
    assert given([90, 80, 70, 60], *levels, told=told) == {"prize": ["e1", "e3", "e4"], "best": ["e1", "e3"]}


def test_medals_within_a_band_are_shared_and_take_from_the_next():
    """Within 2 points share; two golds, then no silver (WorldSkills 2015, rules.md §2)."""
    medal = {"count": 1, "band": "2", "carry": "both"}
    levels = [{"id": id, **medal} for id in ("gold", "silver", "bronze")]
    excellence = {"id": "excellence", "threshold": "70"}  # Medallion for Excellence: above a scale without a medal
    found = given([96, 94, 90, 87, 75, 69], *levels, excellence)
    assert found == {"gold": ["e1", "e2"], "silver": [], "bronze": ["e3"], "excellence": ["e4", "e5"]}


def test_a_prize_nobody_reaches_is_left_empty_or_passed_on():
    """空缺 (rules.md §1)."""
    first, second = {"id": "first", "count": 2, "threshold": "90"}, {"id": "second", "count": 1}
    assert given([91, 80, 70], first, second) == {"first": ["e1"], "second": ["e2"]}
    assert given([91, 80, 70], first | {"carry": "spare"}, second) == {"first": ["e1"], "second": ["e2", "e3"]}


def left(points: list[int], *levels: dict[str, object]) -> dict[str, int]:
    """How many prizes of each level nobody got."""
    rules = rulebook(imported("p"), awards=[{"name": name(), **level} for level in levels])
    scores = {f"e{k}": entry(rules, str(each)) for k, each in enumerate(points, start=1)}
    return drawn(rules.awards, begun(rules, standings(rules, scores))).empty


SPARE = {"carry": "spare"}


def test_what_is_left_empty_is_counted_of_the_last_level_too():
    """Two of `a` from 90 up, of whom there is one: 1 is left. Two of `b` from 85 up, and nobody: 2, which no level
    follows to take."""
    levels = [{"id": "a", "count": 2, "threshold": "90"}, {"id": "b", "count": 2, "threshold": "85"} | SPARE]
    assert left([91], *levels) == {"a": 1, "b": 2}


def test_what_is_left_over_is_empty_where_no_level_with_a_number_is_drawn_after_it():
    gold = {"id": "gold", "count": 2, "threshold": "98"} | SPARE
    never = {"id": "never", "count": 1, "when": {"entries_over": 99}}
    assert left([99, 97], gold, {"id": "merit", "threshold": "60"}, never) == {"gold": 1}


def test_what_is_left_over_passes_a_title_without_a_number():
    """One of two golds is won; one silver and the gold that is left are two."""
    gold = {"id": "gold", "count": 2, "threshold": "98"} | SPARE
    title, silver = {"id": "title", "threshold": "50", "besides": True}, {"id": "silver", "count": 1}
    assert given([99, 97, 96, 95], gold, title, silver)["silver"] == ["e2", "e3"]
    assert left([99, 97, 96, 95], gold, title, silver) == {"gold": 0, "silver": 0}


def test_who_was_one_too_many_is_taken_off_the_level_behind_a_title():
    """Two golds at 99 where there is one: no silver is left, whatever title stands between."""
    gold, title = {"id": "gold", "count": 1, "carry": "both"}, {"id": "title", "threshold": "50", "besides": True}
    assert given([99, 99, 97], gold, title, {"id": "silver", "count": 1})["silver"] == []


def test_too_few_units_cancel_a_prize():
    """< 4 units (rules.md §1)."""
    level = {"id": "a", "count": 1, "when": {"units_over": 1}}
    assert given([90, 80], level, told=units("a", "a")) == {"a": []}
    assert given([90, 80], level, told=units("a", "b")) == {"a": ["e1"]}


def test_winners_without_a_rank_are_listed_by_strokes():
    """20 craftsmen, unranked, by 姓氏笔画 (rules.md §1): 丁一 2 1, 王五 4 4, 王二 4 2."""
    told = {"e1": {"strokes": "4 4"}, "e2": {}, "e3": {"strokes": "4 2"}, "e4": {"strokes": "2 1"}}
    assert given([90, 80, 70, 60], {"id": "x", "count": 4, "listed": "strokes"}, told=told) == {
        "x": ["e4", "e3", "e1", "e2"]
    }


def test_guests_are_no_part_of_the_field():
    found = given([99, 90, 80], {"id": "a", "percent": "50", "rounding": "up"}, statuses={"e1": "guest"})
    assert found == {"a": ["e2"]}


def test_the_jury_s_award_changes_nobody_else_s():
    levels = [{"id": "first", "count": 1}, {"id": "second", "count": 1}, {"id": "title", "count": 1, "besides": True}]
    found = given([90, 80, 70], *levels, overrides={"e1": "", "e3": "first"})
    assert found == {"first": ["e3"], "second": ["e2"], "title": ["e1"]}


def test_who_won_one_thing_may_be_kept_from_another_that_is_given_besides():
    levels = [{"id": "medal", "count": 1}, {"id": "merit", "threshold": "70", "besides": True, "apart_from": ["medal"]}]
    assert given([90, 80, 60], *levels) == {"medal": ["e1"], "merit": ["e2"]}
