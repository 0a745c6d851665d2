"""What a clock shows, and when a press happened: pauses, time given back, clocks that jump, presses that come late."""

import json
from itertools import permutations

import pytest

from contest.scoring.timekeeping import Press, moment_of, newest_reason, reading, scopes_of, standing
from contest.scoring.verbs import chief
from tests.scoring.builders import data, judged
from tests.support.histories import ITEM, a_contest, refused
from tests.support.imports import ROOT

CASES = json.loads((ROOT / "frontend/shared/timekeeping.json").read_text(encoding="utf-8"))


def presses(told) -> list[Press]:
    return [
        Press(
            each["n"],
            each.get("scope", ""),
            each["kind"],
            each["at"],
            each.get("seconds", 0),
            each.get("undoes", 0),
        )
        for each in told
    ]


def shows(found) -> dict[str, object]:
    return {name: getattr(found, name) for name in ("state", "ran", "given", "started", "stopped")}


@pytest.mark.parametrize("case", CASES["readings"], ids=lambda case: case["name"])
def test_a_clock_shows(case):
    assert shows(reading(presses(case["presses"]), case["now"])) == case["shows"]


@pytest.mark.parametrize("case", CASES["readings"], ids=lambda case: case["name"])
def test_it_shows_the_same_in_whatever_order_the_presses_arrived(case):
    """A restart reads them anew, and tablets without a line bring them late."""
    told = presses(case["presses"])
    for order in permutations(told) if len(told) < 5 else [told[::-1], told[2:] + told[:2]]:
        assert shows(reading(order, case["now"])) == case["shows"]


@pytest.mark.parametrize("case", CASES["moments"], ids=lambda case: case["name"])
def test_a_press_happened(case):
    assert moment_of(case["device"], case["offset"], case["waited"], case["received"]) == case["is"]


def test_a_second_counts_once_it_is_over():
    """180 minutes allowed; 0.9 s more is not late by a started minute."""
    assert reading([Press(1, "", "start", 0), Press(2, "", "stop", 10_800_900)], 0).seconds == 10_800


def test_an_entry_is_reached_by_all_its_group_its_station_and_itself():
    assert scopes_of("A01", "1", "7") == ("", "group:1", "station:7", "code:A01")
    assert scopes_of("A01") == ("", "code:A01")


def test_the_reason_that_stands_is_of_the_newest_press_that_has_one():
    told = [
        Press(1, "", "give", 1000, 60, reason_digest="one"),
        Press(2, "", "give", 3000, 60, reason_digest="two"),
        Press(3, "", "stop", 4000),
        Press(4, "", "undo", 5000, undoes=2, reason_digest="taken back"),
    ]
    assert newest_reason(told[:3]) == "two"
    assert newest_reason(told) == "one"
    assert [each.n for each in standing(told)] == [1, 3]


def test_a_time_that_is_taken_back_costs_nothing_any_more():
    rule = {"limit": "60", "per_started_minute": "0.5", "out_over": "30"}
    cup = a_contest().with_item(data(judged("practice", time=rule), id=ITEM), entries=1).open().sheet("j1", 1, "80")
    cup.of(1, chief.record_time, part="practice", seconds=3900)
    assert cup.total(1) == "77.50"
    cup.of(1, chief.record_time, part="practice", seconds=0, taken_back=True, reason_digest="d")
    assert (cup.total(1), cup.entry(1).times) == ("80.00", {})
    cup.of(1, chief.record_time, part="practice", seconds=5461)
    assert cup.item().status(cup.entry(1)) == "eliminated"
    cup.of(1, chief.record_time, part="practice", seconds=0, taken_back=True, reason_digest="d")
    assert cup.item().status(cup.entry(1)) == "present"
    assert cup.refold().items[ITEM].entries[cup.entry(1).id].times == {}


def test_nothing_is_given_back_beyond_the_rulebook_for_a_reason_either():
    rule = {"limit": "60", "give_back": "1.5"}
    cup = a_contest().with_item(data(judged("practice", time=rule), id=ITEM), entries=1).open()
    with refused("given_back", most=90):
        cup.of(1, chief.record_time, part="practice", seconds=3900, given_back=91, reason_digest="d")
    cup.of(1, chief.record_time, part="practice", seconds=3900, given_back=90, reason_digest="d")
    assert cup.entry(1).times == {"practice": 3810}
