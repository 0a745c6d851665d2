"""Outliers and spreads as the office is told of them: once a panel is complete, and never of one that is not."""

from __future__ import annotations

from decimal import Decimal

from contest.scoring.alarms import alarms, usual_distance
from contest.scoring.verbs import judge
from tests.support.histories import ITEM, History, a_book, a_contest

SEATS = ("j1", "j2", "j3")


def marked(*panels: tuple[str, ...], spread: str | None = None) -> History:
    book = a_book(judges=3)
    (practice,) = [part for part in book["parts"] if part["source"] == "judged"]
    practice["combine"] = {"method": "mean"} | ({"spread": {"apart": spread, "action": "flag"}} if spread else {})
    cup = a_contest().with_item(book, entries=len(panels)).open()
    for entry, marks in enumerate(panels, start=1):
        for seat, mark in zip(SEATS, marks, strict=False):
            cup.sheet(seat, entry, mark)
    return cup


USUAL = (("80", "81", "82"), ("70", "71", "73"), ("60", "62", "63"))


def test_a_judge_far_from_the_panel_is_told_with_the_panels_middle():
    cup = marked(*USUAL, ("80", "81", "50"))
    (told,) = alarms(cup.item())
    seat = {"kind": "outlier", "seat": "j3", "found": "50", "allowed": "80"}
    assert told == {"code": cup.code(4), "part": "practice"} | seat


def test_usual_differences_and_too_few_marks_are_no_alarm():
    assert alarms(marked(*USUAL, ("80", "81", "83")).item()) == []
    assert alarms(marked(("80", "81", "50")).item()) == []


def test_nothing_is_told_of_a_panel_before_it_is_complete():
    cup = marked(*USUAL, USUAL[0], ("80", "50"))
    assert alarms(cup.item()) == []
    cup.sheet("j3", 5, "81")
    assert [each["seat"] for each in alarms(cup.item())] == ["j2"]


def test_judges_further_apart_than_the_rulebook_allows_are_told():
    cup = marked(("80", "81", "90"), spread="5")
    (told,) = alarms(cup.item())
    assert (told["kind"], told["seat"], told["found"], told["allowed"]) == ("spread", None, "10", "5")


def test_the_judge_in_the_middle_does_not_make_judges_look_closer_than_they_are():
    panel = {"a": Decimal(1), "b": Decimal(3), "c": Decimal(5)}
    assert usual_distance([panel] * 4) == 2
    assert usual_distance([panel] * 3) is None


def test_a_member_who_does_not_agree_with_the_team_s_sheet_is_told_until_it_is_typed_anew():
    cup = a_contest().with_item(a_book(judges=2, by="joint")).open().sheet("j1", 1, "80")
    said = {"item": ITEM, "code": cup.code(1), "part": "practice", "version": cup.contest.seq, "reason_digest": "d"}
    cup.does(judge.object_to_sheet, "seat:j2", **said)
    where = {"code": cup.code(1), "part": "practice", "kind": "objected", "seat": "j2"}
    assert alarms(cup.item()) == [where | {"found": "", "allowed": "", "reason": "d"}]
    cup.sheet("j1", 1, "81")
    assert alarms(cup.item()) == []
