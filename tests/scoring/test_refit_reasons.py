"""Each reason for which another rulebook has no room for what was noted: a small history, the other rulebook, and this
reason alone. The list is held to the source, so that no reason comes without its history."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contest.locale import say
from contest.scoring import refit
from contest.scoring.refit import misfits
from contest.scoring.rulebook import parse_rulebook
from contest.scoring.verbs import chief, organizer, stage
from contest.scoring.verbs.rounds import advance
from contest.scoring.verbs.votes import count_votes, hold_ballot
from tests.scoring import test_flash, test_rounds, test_stage, test_votes
from tests.scoring.builders import criterion, data, imported, judged, name, points
from tests.support.histories import ITEM, ORGANIZER, PENALTIES, History, a_book, a_contest, a_plain_book

Case = Callable[[], tuple[History, dict[str, Any]]]
CASES: list[tuple[str, Case]] = []
WALLS = {"format": 1, "name": name("团体"), "items": [ITEM], "best": 1}


def because(code: str) -> Callable[[Case], Case]:
    """The history below is refused the other rulebook for this reason."""

    def keep(case: Case) -> Case:
        CASES.append((code, case))
        return case

    return keep


def two_aspects(**second: Any) -> dict[str, Any]:
    """Practice alone, of two aspects; keys of the second may differ."""
    return of_aspects(points("a", max="60"), points("b", max="40") | second)


def of_aspects(*aspects: dict[str, Any]) -> dict[str, Any]:
    part = judged("practice", criterion("c", *aspects), weight="1")
    return data(part, id=ITEM, sealed=True, weighting="sum")


def other_team(judges: int, by: str) -> dict[str, Any]:
    return a_book(judges=judges, by=by)


# --- what keeps codes secret


@because("sealed")
def opened() -> Any:
    return a_contest().with_item(a_book()), a_book(sealed=False)


@because("while_sealed")
def showing_more() -> Any:
    cup = a_contest().with_item(a_book(board={"while_sealed": "progress"}))
    return cup, a_book(board={"while_sealed": "parts"})


@because("known_by_name")
def theory_shown() -> Any:
    book = a_book()
    book["parts"][0]["known_by_name"] = False
    return a_contest().with_item(a_book()), book


# --- what stands around the item


@because("seat")
def a_seat_without_its_part() -> Any:
    book = a_book()
    book["parts"][1]["id"] = "skill"
    return a_contest().with_item(a_book()), book


@because("seat")
def a_seat_of_what_nobody_judges() -> Any:
    return a_contest().with_item(a_plain_book()), data(imported("practice"), id=ITEM, sealed=True)


@because("shadow_joint")
def a_trainee_in_a_team() -> Any:
    return a_contest().with_item(a_book(judges=2)).seat("s1", shadow=True), other_team(2, "joint")


@because("stage")
def another_stage() -> Any:
    cup = test_stage.a_stage()
    test_stage.act(cup, stage.call_entry, code=cup.code(1))
    return cup, data(judged("practice", **test_stage.trimmed(5)), id=ITEM)


@because("ballot")
def another_ballot() -> Any:
    return balloted(), data(test_votes.jury(passes="66"), id=ITEM, sealed=False)


@because("ballot")
def no_ballot() -> Any:
    return balloted(), data(imported("theory"), id=ITEM, sealed=False)


def balloted() -> History:
    cup = a_contest().with_item(data(test_votes.jury(), id=ITEM, sealed=False), entries=1).open()
    papers = dict.fromkeys(("present", "issued", "returned", "valid"), 10)
    rows = [{"entry": cup.entry(1).id, "for": 8, "against": 1, "abstain": 1}]
    cup.does(hold_ballot, item=ITEM, part="jury", **papers, votes=rows)
    return cup


@because("gone_on")
def a_round_that_was_left() -> Any:
    cup = test_rounds.played().sign(item="semi")
    cup.does(advance, ORGANIZER, item="semi", entries=test_rounds.rows(cup, 1, 3))
    cut = {"to": "final", "count": 2, "into": "semi"}
    return cup.unlock("semi"), data(judged("p"), id="semi", sealed=False, advance=cut)


@because("table_award")
def a_prize_that_units_count() -> Any:
    cup = a_contest().with_item(a_plain_book(awards=[{"id": "first", "name": name(), "count": 1}]))
    table = WALLS | {"of": "prizes", "prizes": [{"award": "first", "points": "8"}]}
    cup.does(organizer.set_unit_table, table=table)
    return cup, a_plain_book(awards=[{"id": "gold", "name": name(), "count": 1}])


@because("table_part")
def a_part_that_units_count() -> Any:
    cup = a_contest().with_item(a_book(), seats=False)
    table = WALLS | {"of": "parts", "parts": [{"part": "theory", "weight": "100"}], "means": {"digits": 2}}
    cup.does(organizer.set_unit_table, table=table)
    return cup, a_plain_book()


# --- sheets


@because("part_gone")
def sheets_of_no_part() -> Any:
    book = a_plain_book()
    book["parts"][0]["id"] = "skill"
    return unseated(), book


@because("part_gone")
def sheets_of_what_nobody_judges() -> Any:
    return unseated(), data(imported("practice"), id=ITEM, sealed=True)


def unseated() -> History:
    """A sheet is in, and its judge's seat marks something else now."""
    cup = a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80")
    cup.does(organizer.set_seat, ORGANIZER, seat="j1", judge="j1", duties=[])
    return cup


@because("panel_by")
def each_alone_and_not_together() -> Any:
    return a_contest().with_item(other_team(2, "joint")).open().sheet("j1", 1, "80"), other_team(2, "all")


@because("team_size")
def a_larger_team() -> Any:
    return a_contest().with_item(other_team(2, "joint")).open().sheet("j1", 1, "80"), other_team(3, "joint")


@because("panel_smaller")
def a_smaller_panel() -> Any:
    cup = a_contest().with_item(other_team(2, "all")).open().sheet("j1", 1, "80").sheet("j2", 1, "80")
    return cup, other_team(1, "all")


@because("remarked")
def other_rules_after_a_second_round() -> Any:
    return test_flash.apart(test_flash.marking()), test_flash.a_book(apart="2")


@because("aspect_gone")
def one_aspect_less() -> Any:
    return whole(), of_aspects(points("a", max="60"))


@because("aspect_new")
def one_aspect_more() -> Any:
    return whole(), of_aspects(points("a", max="60"), points("b", max="40"), points("z", max="10"))


@because("mark")
def marked_above_the_most() -> Any:
    return whole(), two_aspects(max="30")


@because("mark")
def marked_between_the_steps() -> Any:
    return whole(), two_aspects(step="10")


def whole() -> History:
    return a_contest().with_item(two_aspects()).open().sheet("j1", 1, {"a": "50", "b": "35"})


# --- what else was noted


@because("penalty")
def a_penalty_without_its_rule() -> Any:
    cup = a_contest().with_item(a_book()).open()
    cup.of(1, chief.give_penalty, penalty="slip", count=2)
    return cup, a_book(penalties=[rule for rule in PENALTIES if rule["id"] != "slip"])


@because("penalty")
def a_penalty_above_the_most() -> Any:
    cup = a_contest().with_item(a_book()).open()
    cup.of(1, chief.give_penalty, penalty="conduct", points="9")
    return cup, a_book(penalties=[*PENALTIES[:2], PENALTIES[2] | {"max": "5"}])


@because("time")
def a_time_of_no_part() -> Any:
    cup = a_contest().with_item(a_book(), seats=False).open()
    cup.of(1, chief.record_time, part="practice", seconds=600)
    book = a_book()
    book["parts"][1]["id"] = "skill"
    return cup, book


@because("votes")
def votes_of_no_part() -> Any:
    return voted(), data(imported("theory"), id=ITEM, sealed=False)


@because("votes")
def votes_of_no_channel() -> Any:
    book = data(test_votes.public("50", "50"), id=ITEM, sealed=False)
    book["parts"][0]["votes"]["channels"][1]["id"] = "paper"
    return voted(), book


def voted() -> History:
    cup = a_contest().with_item(data(test_votes.public("50", "50"), id=ITEM, sealed=False), entries=1).open()
    rows = [{"entry": cup.entry(1).id, "votes": 7}]
    cup.does(count_votes, ORGANIZER, item=ITEM, part="public", channel="c2", votes=rows)
    return cup


@because("scores_gone")
def scores_of_no_part() -> Any:
    return a_contest().with_item(a_book()).open().scores("90", "60"), a_plain_book()


@because("scores_gone")
def scores_of_what_judges_mark() -> Any:
    book, other = a_book(), a_book()
    book["parts"][0].pop("known_by_name")
    other["parts"][0] = judged("theory", weight="30")
    return a_contest().with_item(book).open().scores("90", "60"), other


@because("scores_over")
def scores_above_the_most() -> Any:
    book = a_book()
    book["parts"][0]["out_of"] = "80"
    return a_contest().with_item(a_book()).open().scores("90", "60"), book


# --- each alone, all of them, and none without cause

HISTORIES = pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}-{case.__name__}" for code, case in CASES])


@HISTORIES
def test_what_was_noted_keeps_another_rulebook_out_for_this_reason_alone(code: str, case: Case):
    cup, book = case()
    found = misfits(cup.contest, cup.item(book["id"]), parse_rulebook(book))
    assert [fault.code for fault in found] == [code]
    assert say("zh", f"refit.{code}", found[0].data) != say("en", f"refit.{code}", found[0].data)


@HISTORIES
def test_the_rulebook_that_stands_has_room_for_what_was_noted_by_it(code: str, case: Case):
    cup, book = case()
    item = cup.item(book["id"])
    told = [fault.code for fault in misfits(cup.contest, item, item.rulebook)]
    assert told == (["gone_on"] if code == "gone_on" else [])


def test_no_reason_of_the_source_is_without_its_history():
    assert {code for code, _ in CASES} == set(reasons_of(ast.parse(inspect.getsource(refit))))


def reasons_of(source: ast.AST) -> Iterator[str]:
    """The codes in refit.py: the first of three that a function yields, and what `_other_team` gives back."""
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef) and node.name == "_other_team":
            yield from (code for each in ast.walk(node) if isinstance(each, ast.Return) for code in texts(each))
        value = node.value if isinstance(node, ast.Yield) else getattr(node, "elt", None)
        if isinstance(value, ast.Tuple) and len(value.elts) == 3:
            yield from texts(value.elts[0])


def texts(node: ast.AST) -> Iterator[str]:
    """The codes an expression may come to; that of a table of units is made of what it does not find."""
    match node:
        case ast.JoinedStr():
            assert ast.unparse(node) == "f'table_{code}'"
            yield from ("table_award", "table_part")
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp():
            yield from (*texts(node.body), *texts(node.orelse))
        case ast.Return(value=ast.expr() as value):
            yield from texts(value)
