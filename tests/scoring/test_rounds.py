"""Rounds: the cut, carry-over, and the scale beside the totals, by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.check import item_result
from contest.course import Beside, course_of, places
from contest.scoring import deciding
from contest.scoring.carried import stale
from contest.scoring.course import carried, missing
from contest.scoring.numbers import Rounding, text
from contest.scoring.ranking import standings
from contest.scoring.results import results
from contest.scoring.rounds import advancing
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.scoring.scale import robust_700, scaled
from contest.scoring.verbs import chief, judge, officer, organizer
from contest.scoring.verbs.rounds import advance, carry_again
from tests.support.histories import OFFICER, ORGANIZER, SEED, a_contest, refused

from .builders import data, entry, imported, judged, rulebook
from .test_rulebook_scores import faults


def going(cut, **totals):
    book = rulebook(imported("p"), advance={"to": "final"} | cut)
    scores = {id: entry(book, value) for id, value in totals.items()}
    return advancing(book, standings(book, scores, dict.fromkeys(totals, "present")))


FIELD = {"a": "90", "b": "80", "c": "80", "d": "70", "e": "50"}


@pytest.mark.parametrize(
    ("cut", "who"),
    [
        ({"count": 2}, "abc"),  # the tie at the cut goes on together
        ({"count": 2, "ties": "at_most"}, "a"),
        ({"percent": "50", "rounding": "up"}, "abc"),  # 2.5 → 3 of 5
        ({"percent": "50", "rounding": "down", "ties": "at_most"}, "a"),  # 2, which b and c share
        ({"threshold": "70"}, "abcd"),
        ({"count": 4, "threshold": "75"}, "abc"),
    ],
)
def test_the_cut_by_count_percent_and_threshold_with_ties_at_it(cut, who):
    assert going(cut, **FIELD) == list(who)


def test_who_failed_a_part_does_not_go_on_where_passing_is_asked():
    """≥ 60 in both (rules.md §1): a 90 and 60, b 95 and 59, c 60 and 60; two go on: a and c."""
    parts = [imported(id, "50", pass_mark="60") for id in ("theory", "practice")]
    book = rulebook(*parts, advance={"to": "final", "count": 2, "requires_pass": True})
    scores = {"a": entry(book, "90", "60"), "b": entry(book, "95", "59"), "c": entry(book, "60", "60")}
    assert advancing(book, standings(book, scores)) == ["a", "c"]


def played():
    cup = a_contest()
    cut = {"to": "final", "count": 2, "into": "semi"}
    semi = data(judged("p"), id="semi", sealed=False, advance=cut)
    final = data(imported("semi", "40"), judged("practice", weight="60"), id="final", sealed=False)
    cup.with_item(semi, entries=3).does(organizer.set_rulebook, ORGANIZER, rulebook=final)
    cup.open("semi")
    for k, mark in enumerate(("80", "70", "90"), start=1):
        cup.sheet("j1", k, mark, item="semi", part="p")
    return cup.lock(item="semi")


def rows(cup, *numbers):
    return [{"entry": f"new{k}", "commitment": "c" * 64, "source": cup.entry(k, "semi").id} for k in numbers]


def test_those_who_made_the_cut_take_their_totals_along():
    cup = played().sign(item="semi")
    cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1, 3))
    entered = cup.item("final").entries
    assert {id: str(each.score.total) for id, each in entered.items()} == {"new1": "32.00", "new3": "36.00"}
    assert list(cup.refold().items["final"].entries) == ["new1", "new3"]
    with refused("already_advanced", item="semi"):
        cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1, 3))


def test_nobody_goes_on_before_the_round_is_signed_or_past_the_cut():
    cup = played()
    with refused("not_signed"):
        cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1, 3))
    cup.sign(item="semi")
    assert results(cup.contest, cup.item("semi")).final
    twice = [*rows(cup, 3), {**rows(cup, 3)[0], "entry": "another"}]
    for some in (rows(cup, 1, 2), rows(cup, 1, 2, 3), twice):
        with refused("not_the_cut", count=2):
            cup.does(advance, ORGANIZER, item="semi", entries=some)
    with refused("no_next_round"):
        cup.does(advance, ORGANIZER, item="final", entries=rows(cup, 1))


def test_a_round_goes_on_in_as_many_acts_as_it_takes():
    """1 and 3 made the cut: one act brings 3, the next brings 1; nobody comes twice, and then it is complete."""
    cup = played().sign(item="semi")
    cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 3))
    assert onward(cup)["done"] is False
    again = [{**row, "entry": "x" + row["entry"]} for row in rows(cup, 1, 3)]
    with refused("not_the_cut", count=1, found=2):
        cup.does(advance, ORGANIZER, item="semi", entries=again)
    cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1))
    assert onward(cup)["done"] is True
    assert list(cup.refold().items["final"].entries) == ["new3", "new1"]
    second = item_result([each.raw for each in cup.stored], "final")["entries"]
    assert {id: row["total"] for id, row in second.items()} == {"new1": 32, "new3": 36}  # 40 % of 80 and of 90
    with refused("already_advanced", item="semi"):
        cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 2))


def corrected():
    """Entry 3 takes 90 along, entry 1 the 80 that it keeps; the round is opened again, and 90 becomes 10. The final is
    marked and locked."""
    cup = played().sign(item="semi")
    cup.does(advance, ORGANIZER, item="semi", entries=rows(cup, 1, 3))
    cup.does(officer.draw_codes, OFFICER, item="final", seed=SEED, prefix="B")
    cup.seat("j1", item="final", part="practice").open("final")
    for id in ("new1", "new3"):
        cup.does(judge.submit_sheet, "seat:j1", **final_sheet(cup, id))
    return again(cup.unlock("semi"))


def again(cup, *marks):
    """The sheet of entry 3 goes back to its judge, who gives `marks`."""
    cup.of(3, chief.return_sheet, item="semi", part="p", owner="j1", reason_digest="d")
    for mark in marks:
        cup.sheet("j1", 3, mark, item="semi", part="p")
    return cup


def final_sheet(cup, id):
    item = cup.item("final")
    known = {"base": 0, "rulebook": item.version, "confirm": True}
    return {"item": "final", "code": item.entries[id].code, "part": "practice", "marks": {"a": "50"}} | known


def code(cup, id="new3"):
    return cup.item("final").entries[id].code


def test_a_score_carried_over_that_its_round_no_longer_has_is_told_before_signing_and_needs_a_reason():
    cup = corrected()
    item = cup.item("final")
    waits = [("carried", [f"{code(cup)} 90.00 → –"])]  # its sheet went back: there is no total now
    assert [(each.code, each.data["rows"]) for each in carried(item)] == waits
    signing = next(each for each in places(item, course_of(item.rulebook), Beside()) if each.step.id == "signing")
    assert (signing.state, [lack.code for lack in signing.lacks]) == ("ahead", ["carried"])
    cup.sheet("j1", 3, "10", item="semi", part="p").lock(item="final")
    (lack,) = missing(item)
    assert (lack.code, lack.data) == ("carried", {"rows": [f"{code(cup)} 90.00 → 10.00"], "count": 1})
    with refused("missing_carried", count=1):
        cup.sign(item="final")
    cup.sign("why", item="final")
    assert [(each.what, each.reason) for each in cup.item("final").excused] == [("carried", "why")]
    assert [each.what for each in cup.refold().items["final"].excused] == ["carried"]


def test_a_score_carried_over_is_put_right_by_an_import_or_where_the_round_comes_back_to_it():
    cup = corrected().sheet("j1", 3, "10", item="semi", part="p").lock(item="final")
    cup.does(
        organizer.import_part_scores, ORGANIZER, item="final", part="semi", scores=[{"entry": "new3", "score": "10"}]
    )
    assert missing(cup.item("final")) == []
    assert str(cup.item("final").entries["new3"].score.total) == "34.00"  # 40 % of 10 and 60 % of 50
    again(cup, "90")
    assert [each.told for each in stale(cup.item("final"))] == [f"{code(cup)} 10 → 90.00"]
    again(cup, "10").sign(item="final")


def test_a_corrected_total_is_brought_along_again_once_its_round_is_signed_anew():
    cup = corrected().sheet("j1", 3, "10", item="semi", part="p").lock(item="semi")
    with refused("not_signed"):
        cup.does(carry_again, item="semi")
    cup.sign(item="semi").does(carry_again, item="semi")
    scores = {id: str(each.score.total) for id, each in cup.item("final").entries.items()}
    assert scores == {"new1": "62.00", "new3": "34.00"}  # 40 % of 80 and of 10, and 60 % of 50
    assert stale(cup.item("final")) == []
    with refused("already_advanced"):
        cup.does(carry_again, item="semi")
    second = item_result([each.raw for each in cup.stored], "final")["entries"]
    assert {id: row["total"] for id, row in second.items()} == {"new1": 62, "new3": 34}


def test_nothing_is_brought_along_again_into_a_signed_item():
    cup = corrected().lock(item="final").sign("why", item="final")
    cup.sheet("j1", 3, "10", item="semi", part="p").lock(item="semi").sign(item="semi")
    with refused("already_signed", item="final"):
        cup.does(carry_again, item="semi")


def test_what_was_carried_over_into_a_sealed_item_is_told_once_it_is_unsealed():
    """Their round is known by name: beside the code it would tell whose it is."""
    cup = corrected().sheet("j1", 3, "10", item="semi", part="p")
    item = cup.item("final")
    item.rulebook = replace(item.rulebook, sealed=True)
    assert stale(item) == []
    item.unsealed = True
    assert len(stale(item)) == 1


def onward(cup):
    return deciding.onward(cup.contest, cup.item("semi"))


@pytest.mark.parametrize(
    ("cut", "place", "code"),
    [
        ({"to": "final"}, "advance", "advance_without_size"),
        ({"to": "final", "count": 1, "percent": "5"}, "advance", "count_and_percent"),
        ({"to": "final", "percent": "101"}, "advance.percent", "over_hundred"),
        ({"to": "x", "count": 1}, "advance.to", "advance_to_itself"),
        ({"to": "final", "count": 1, "requires_pass": True}, "advance.requires_pass", "no_pass_mark"),
        ({"count": 1}, "advance.to", "missing_key"),
    ],
)
def test_a_cut_that_cannot_be_is_a_fault(cut, place, code):
    assert (place, code) in faults(data(imported("p"), advance=cut))


def test_rounds_and_scales_read_back_as_themselves():
    book = rulebook(
        imported("p"), advance={"to": "final", "percent": "25", "into": "semi"}, scale={"kind": "robust_700"}
    )
    assert parse_rulebook(dump_rulebook(book)) == book


# --- the scale


def test_robust_700_by_hand():
    """700 + 30 · (x − median) ÷ (1.4826 · MAD) (rules.md §2): of 50, 60, 70, 75, 90 the median is 70, distances 20,
    10, 0, 5, 20, their median 10; 90 → 700 + 600 ÷ 14.826 = 740.469…, 50 → 659.530…"""
    totals = {id: Decimal(value) for id, value in zip("abcde", (50, 60, 70, 75, 90), strict=True)}
    found = robust_700(totals, Rounding(2))
    assert {id: text(value) for id, value in found.items()} == {
        "a": "659.53",
        "b": "679.77",
        "c": "700.00",
        "d": "710.12",
        "e": "740.47",
    }


def test_without_a_deviation_all_are_700():
    assert set(robust_700({k: Decimal(v) for k, v in zip("abc", (5, 5, 9), strict=True)}, Rounding(0)).values()) == {
        700
    }
    assert robust_700({}, Rounding(0)) == {}


def test_only_who_has_a_place_stands_on_the_scale():
    book = rulebook(imported("p"), scale={"kind": "robust_700", "digits": 1})
    scores = {id: entry(book, value) for id, value in {"a": "80", "b": "60", "c": "70"}.items()}
    table = standings(book, scores, {"a": "present", "b": "present", "c": "withdrawn"})
    assert {id: text(value) for id, value in scaled(book, table).items()} == {"a": "720.2", "b": "679.8"}
    assert scaled(rulebook(imported("p")), table) == {}
