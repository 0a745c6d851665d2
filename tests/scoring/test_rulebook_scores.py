"""Faults of the rules that turn marks into scores, each with its place: bands, vetoes, spreads, judges, time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from contest.scorefile.explained import explain
from contest.scoring.rulebook import RulebookRefused, dump_rulebook, parse_rulebook

from .builders import TWO, aspect, criterion, data, judged, points, trimmed

BANDS = [{"off": "10", "points": "3"}, {"off": "40", "points": "20"}]
SPREAD = {"apart": "0.6", "between": "middle", "action": "mean_of_all", "bands": [{"least": "8", "apart": "0.3"}]}
SPREAD["bands"] = [{"least": "8", "apart": "0.3"}, {"least": "7", "apart": "0.4"}]


def everything() -> dict[str, Any]:
    """A rulebook that uses every one of these keys."""
    dish = criterion(
        "dish",
        points("taste", "60"),
        aspect("bands", "quantity", max="20", unit="%", most="100", bands=deepcopy(BANDS)),
        aspect("measured", "size", max="20", unit="mm", nominal="30", readings=10, tolerance="2", per_outside="5")
        | {"allowed": 2},
        aspect("veto", "step", fixes="sheet", at="60", bound="at_most"),
        aspect("veto", "inedible", fixes="void", needs=3),
    )
    time = {"limit": "60", "late": {"points": "1", "seconds": 30, "count": "whole"}, "cap": "10", "out_from": "20"}
    time |= {"steps": [{"over": "5", "points": "1"}, {"over": "10", "points": "3"}], "give_back": "10"}
    time |= {"early": {"points": "0.5", "cap": "3"}}
    panel = trimmed(missing="replaced", least=4, spread=deepcopy(SPREAD))
    flow = criterion("flow", aspect("judgement", "flow", max="3"))
    gate = {"of": "judgement", "apart": "1", "action": "again"}
    drops = {"method": "sum", "low": 1, "high": 1, "factor": "0.6", "level": "aspect", "spread": gate}
    return data(
        judged("dish", dish, weight="60", time=time, **panel),
        judged("flow", flow, weight="40", judges=5, combine=drops),
        rounding={"aspect": TWO, "judges": TWO, "weighted": {"digits": 3, "mode": "truncate"}, "total": TWO},
    )


ASPECTS = ("parts", 0, "criteria", 0, "aspects")
SPREADS = "parts[0].combine.spread"
HERE = "parts[0].criteria[0].aspects"
FAULTS: list[tuple[tuple[Any, ...], Any, str, str]] = [
    (("parts", 0, "time", "per_started_minute"), "1", "parts[0].time.late", "late_twice"),
    (("parts", 0, "time", "out_over"), "1", "parts[0].time.out_from", "out_twice"),
    (("parts", 0, "time", "late", "cap"), "1", "parts[0].time.late.cap", "late_cap"),
    (("parts", 0, "time", "steps", 1, "over"), "5", "parts[0].time.steps[1]", "steps_not_rising"),
    (("parts", 0, "time", "early", "cap"), None, "parts[0].time.early.cap", "missing_key"),
    (("parts", 0, "time", "late", "seconds"), "0", "parts[0].time.late.seconds", "out_of_range"),
    (("parts", 0, "combine", "least"), 6, "parts[0].combine.least", "least_useless"),
    (("parts", 0, "combine", "missing"), "block", "parts[0].combine.least", "least_useless"),
    (("parts", 1, "combine", "high"), 4, "parts[1].combine", "too_few_to_trim"),
    (("parts", 0, "combine", "spread", "of"), "judgement", "parts[0].combine.spread.of", "spread_without_judgement"),
    (("parts", 1, "combine", "spread", "action"), "mean_of_all", "parts[1].combine.spread", "spread_of_judgement"),
    (("parts", 0, "combine", "method"), "median", "parts[0].combine.low", "unknown_key"),
    (("parts", 0, "combine", "spread", "bands", 1, "least"), "8", f"{SPREADS}.bands[1].least", "bands_not_falling"),
    ((*ASPECTS, 2, "allowed"), 10, f"{HERE}[2].allowed", "allowed_all"),
    ((*ASPECTS, 1, "bands", 1, "off"), "10", f"{HERE}[1].bands[1]", "deductions_not_rising"),
    ((*ASPECTS, 1, "bands", 1, "points"), "21", f"{HERE}[1].max", "deductions_over_max"),
    ((*ASPECTS, 3, "max"), "1", f"{HERE}[3].max", "veto_has_no_points"),
    (("parts", 0, "combine", "level"), "aspect", f"{HERE}[3].fixes", "veto_without_sheets"),
    ((*ASPECTS, 3, "at"), "101", f"{HERE}[3].at", "veto_over_max"),
    ((*ASPECTS, 4, "needs"), 6, f"{HERE}[4].needs", "veto_needs_more"),
    ((*ASPECTS, 4, "at"), "1", f"{HERE}[4].at", "unknown_key"),
    (("rounding", "judges"), None, "parts[0].combine", "rounding_missing"),
]
OTHERS = {"spread_of_one", "mean_of_all_drops_nothing"}
OTHERS |= {"formula_part", "formula_unreadable", "formula_divisor", "formula_best", "formula_open", "formula_unmasks"}
OTHERS |= {"formula_too_deep", "formula_too_long", "formula_over_out_of"}  # test_formulas.py
OTHERS |= {"adjust_needs_sheets", "places_need_all", "places_level", "places_alone"}  # test_field.py
OTHERS |= {"advance_to_itself"}  # test_rounds.py
OTHERS |= {"channels_not_hundred", "place_points_rise", "place_points_over"}  # test_votes.py
CODES = {code for _, _, _, code in FAULTS} | OTHERS


def faults(book: Any) -> list[tuple[str, str]]:
    with pytest.raises(RulebookRefused) as refused:
        parse_rulebook(book)
    assert len(explain(refused.value, "zh")) == len(explain(refused.value, "en")) == len(refused.value.faults)
    return [(fault.place, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize(("path", "value", "place", "code"), FAULTS, ids=[f"{c[3]}-{c[2]}" for c in FAULTS])
def test_a_fault_is_named_with_its_place(path, value, place, code):
    book = everything()
    at: Any = book
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert (place, code) in faults(book)


def test_a_spread_needs_several_judges_and_something_to_drop():
    one = judged("p", combine={"method": "single", "spread": {"apart": "1"}})
    assert faults(data(one)) == [("parts[0].combine.spread", "spread_of_one")]
    mean = judged("p", judges=3, combine={"method": "mean", "spread": {"apart": "1", "action": "mean_of_all"}})
    assert faults(data(mean)) == [("parts[0].combine.spread.action", "mean_of_all_drops_nothing")]


def test_a_rulebook_reads_back_as_itself():
    book = parse_rulebook(everything())
    assert parse_rulebook(dump_rulebook(book)) == book
