"""Sheets that never count, worked by hand from the lines alone, and held against the house where it tells a place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from contest.check import item_result, result
from contest.check.uncounted import spared
from contest.scoring.events import SheetSubmitted
from contest.scoring.verbs import chief, judge, organizer
from contest.scoring.verbs.beside import set_deadline
from contest.scoring.verbs.recusal import recuse
from tests.scoring.builders import data, judged
from tests.support.histories import ITEM, ORGANIZER, History, a_contest

REASON = {"reason_digest": "d" * 64}


def a_book(judges: int = 3, **combine: Any) -> dict[str, Any]:
    """Practice alone: the mean of its judges is the total."""
    combine = {"method": "mean"} | combine
    part = judged("practice", weight="100", panel={"judges": judges}, combine=combine)
    return data(part, id=ITEM, sealed=True)


def a_cup(*seats: str, entries: int = 1, **combine: Any) -> History:
    """Three judges and, beside them, these seats."""
    cup = a_contest().with_item(a_book(**combine), entries=entries)
    for seat in seats:
        cup.seat(seat)
    return cup.open()


def with_shadow(**combine: Any) -> History:
    cup = a_contest().with_item(a_book(**combine), entries=1)
    return seated(cup, shadow=True).open()


def seated(cup: History, **more: Any) -> History:
    """The trainee's seat, set up anew."""
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, **more)
    return cup


def recused(cup: History, seat: str, *numbers: int, **more: Any) -> History:
    codes = [cup.code(number) for number in numbers]
    cup.does(recuse, item=ITEM, seat=seat, codes=codes, **REASON | more)
    return cup


def totals(cup: History) -> list[Fraction | None]:
    """Of each entry with a place, in the order of entering; the house tells the same."""
    found = item_result([each.raw for each in cup.stored], ITEM)["entries"]
    rows = [found[str(entry)] for entry in cup.item().entries]
    assert {k: row["rank"] for k, row in enumerate(rows, 1) if row["rank"]} == cup.ranks()
    worked = [None if row["rank"] is None else row["total"] for row in rows]
    house = [cup.total(number) for number in range(1, len(rows) + 1)]
    assert all(mine is None or mine == Fraction(str(its)) for mine, its in zip(worked, house, strict=True))
    return worked


def test_a_panel_that_may_lack_sheets_is_whole_without_the_recused_before_any_lock():
    """10, 20 and the recused 90: (10 + 20) ÷ 2 = 15, whether the 90 came before or never. The other entry is whole:
    (10 + 20 + 90) ÷ 3 = 40."""
    cup = a_cup(entries=2, missing="given")
    for number in (1, 2):
        cup.sheet("j1", number, "10").sheet("j2", number, "20")
    assert totals(cup) == [None, None]
    recused(cup, "j3", 1)
    assert totals(cup) == [15, None]
    cup.sheet("j3", 1, "90").sheet("j3", 2, "90")
    assert totals(cup) == [15, 40]
    assert totals(cup.lock()) == [15, 40]


def test_of_a_panel_without_the_recused_the_mean_stands_in_before_ends_are_dropped():
    """Four judges, the ends dropped; 10, 20, 60 and their mean 30: (20 + 30) ÷ 2 = 25, and not the 20 of three."""
    cup = a_cup(judges=4, missing="replaced", method="trimmed_mean")
    cup.sheet("j1", 1, "10").sheet("j2", 1, "20").sheet("j4", 1, "90").sheet("j3", 1, "60")
    assert totals(cup) == [40]
    assert totals(recused(cup, "j4", 1)) == [25]


def test_less_than_the_least_blocks_a_panel_that_lost_its_recused():
    """Two of three are recused, yet two sheets are the least: one is too few, at any time."""
    given = {"sheets": {"practice": {"j1": {"a": "10"}}}, "spared": {"practice": 2}}
    for least, missing in ((1, []), (2, ["practice"])):
        for final in (False, True):
            found = result(a_book(missing="given", least=least), {"E": given}, final=final)
            assert found["entries"]["E"]["missing"] == missing


def test_where_somebody_stands_in_the_panel_waits_for_all_its_sheets():
    """10, 20, the recused 90 and the 30 of who stands in: (10 + 20 + 30) ÷ 3 = 20."""
    cup = recused(a_cup("j4"), "j3", 1, stand_in=True)
    cup.sheet("j1", 1, "10").sheet("j2", 1, "20").sheet("j3", 1, "90")
    assert totals(cup) == [None]
    assert totals(cup.sheet("j4", 1, "30")) == [20]


def test_a_stand_in_is_waited_for_where_sheets_may_be_lacking_too():
    cup = recused(a_cup("j4", missing="given"), "j3", 1, stand_in=True)
    assert totals(cup.sheet("j1", 1, "10").sheet("j2", 1, "20")) == [None]
    assert totals(cup.lock("d" * 64)) == [15]


def test_a_recusal_is_lifted_and_the_newest_word_on_a_seat_holds():
    """10, 20, 90: the mean of all is 40, without the 90 it is 15."""
    cup = a_cup(entries=2, missing="given")
    for number in (1, 2):
        cup.sheet("j1", number, "10").sheet("j2", number, "20").sheet("j3", number, "90")
    assert totals(recused(cup, "j3", 1)) == [15, 40]
    assert totals(recused(cup, "j3", 2)) == [40, 15]
    assert totals(recused(cup, "j3")) == [40, 40]


def test_a_sheet_that_was_adopted_does_not_count_either():
    cup = a_cup(missing="given").sheet("j1", 1, "10").sheet("j2", 1, "20").sheet("j3", 1, "90")
    cup.does(judge.submit_sheet, "seat:j3", request="again", **cup.filled("j3", 1, "60"))
    (aside,) = cup.contest.aside
    cup.does(chief.adopt_sheet, aside=aside, **REASON)
    assert totals(cup) == [30]
    assert totals(recused(cup, "j3", 1)) == [15]


def test_a_shadow_never_counts_and_no_panel_waits_for_it():
    """10, 20, 90 and the shadow's 50: 40. The shadow takes nobody's place: with two of three there is no score."""
    cup = with_shadow().sheet("s1", 1, "50").sheet("j1", 1, "10").sheet("j2", 1, "20")
    assert totals(cup) == [None]
    assert totals(cup.sheet("j3", 1, "90")) == [40]
    assert totals(cup.lock()) == [40]


def test_a_shadow_among_those_given_at_the_lock_does_not_count():
    cup = with_shadow(missing="given").sheet("s1", 1, "50").sheet("j1", 1, "10")
    assert totals(cup.lock("d" * 64)) == [10]


def test_what_a_seat_is_by_its_newest_line_holds_for_the_sheets_it_gave():
    """10, 20 and the 60 of a trainee who is set up as a judge, and as a trainee again."""
    cup = with_shadow(missing="given").sheet("s1", 1, "60").sheet("j1", 1, "10").sheet("j2", 1, "20")
    assert totals(cup) == [None]
    assert totals(seated(cup)) == [30]
    assert totals(seated(cup, shadow=True)) == [None]


@pytest.mark.parametrize(("shadows", "fewer"), [([], 1), (["j1"], 0)])
def test_a_recused_shadow_spares_no_sheet(shadows, fewer):
    told = {"j1": {"entries": ["e"], "parts": ["p"]}, "j2": {"entries": ["e"], "parts": ["p"], "stand_in": True}}
    assert spared("e", "p", told, shadows) == fewer
    assert (spared("e", "other", told, shadows), spared("other", "p", told, shadows)) == (0, 0)


# --- deadlines


def test_what_came_behind_the_deadline_counts_only_where_a_person_let_it():
    cup = a_cup(judges=1)
    cup.does(set_deadline, ORGANIZER, item=ITEM, part="practice", until="2026-11-21T09:05:00Z")
    cup.sheet("j1", 1, "80")
    assert totals(cup) == [Fraction(80)]
    cup.clock = 600
    cup.sheet("j1", 1, "60")
    assert totals(cup) == [Fraction(80)]
    cup.does(chief.return_sheet, item=ITEM, code=cup.code(1), part="practice", owner="j1", **REASON)
    cup.sheet("j1", 1, "70")
    assert totals(cup) == [Fraction(70)]


def test_a_late_sheet_that_the_house_let_in_is_not_believed():
    cup = a_cup(judges=1)
    cup.does(set_deadline, ORGANIZER, item=ITEM, part="practice", until="2026-11-21T09:05:00Z")
    cup.clock = 600
    values = cup.filled("j1", 1, "60")
    cup.does(lambda *_: SheetSubmitted(ITEM, cup.entry(1).id, "practice", "j1", values["marks"], confirmed=True))
    assert item_result([each.raw for each in cup.stored], ITEM)["entries"][cup.entry(1).id]["rank"] is None
    assert cup.total(1) is not None
