"""Each difference between the two calculations is a sentence and names what people know: codes, awards, levels."""

from __future__ import annotations

import pytest

from contest import check
from contest.apart.signing import settles_units
from contest.apart.wording import worded
from contest.check import Difference
from contest.locale import LANGUAGES, catalogue
from contest.scoring.verbs import organizer
from contest.web.signing import placed
from tests.support.histories import ORGANIZER, History, a_contest, a_plain_book

PRIZE = {"id": "gold", "name": {"zh": "金奖", "en": "Gold"}, "count": 1}
HONOUR = {"id": "gold", "name": {"zh": "先进单位", "en": "Honoured"}, "count": 1}
LEVELS = [{"id": "senior", "name": {"zh": "高级工", "en": "Senior Worker"}}]
NAME = {"zh": "团体总分", "en": "Team table"}
TABLE = {"format": 1, "name": NAME, "items": ["wall", "roof"], "awards": [HONOUR]}


@pytest.fixture
def cup() -> History:
    """Two items of two entries each, an award, a level to be gained, and a table of units over both."""
    more = {"awards": [PRIZE], "promotion": {"levels": LEVELS, "steps": [{"to": "senior"}]}, "sealed": True}
    history = a_contest()
    for id, prefix in (("wall", "A"), ("roof", "B")):
        history.with_item(a_plain_book(id, **more), prefix=prefix)
    history.does(organizer.set_unit_table, ORGANIZER, table=TABLE)
    return history


def words(cup: History, *difference: object) -> tuple[str, str, str]:
    """Where it is, and the sentence in both languages."""
    told = placed(worded(cup.contest, cup.item(), Difference(*difference)))
    return told["place"], told["message"]["zh"], told["message"]["en"]


def everything_differs() -> list[Difference]:
    """One difference of every kind that the comparison can tell."""
    part = {"raw": 1, "value": 1, "score": 1, "weighted": 1}
    row = {"rank": 1, "tied": True, "status": "present", "missing": ["a"], "total": 1, "unrounded": 1, "passed": True}
    row |= {"award": "gold", "scaled": 1, "decided_by": "time", "parts": {"a": part, "b": part}}
    other = dict.fromkeys(row) | {"decided_by": "lot", "parts": {"a": dict.fromkeys(part)}}
    unit = {"rank": 1, "tied": True, "total": 1}
    told = {"entries": {"x": row, "y": row}, "awards": {"gold": ["x"], "list": ["x", "y"]}, "empty": {"gold": 1}}
    told |= {"promotions": {"x": {"to": "senior"}}}
    told |= {"advancing": ["x"], "units": {"rows": {"u": unit, "v": unit}, "awards": {"gold": ["u"]}}}
    second = {"entries": {"x": other}, "awards": {"gold": [], "list": ["y", "x"]}, "promotions": {}, "advancing": []}
    second |= {"listed": {"list": [["y"], ["x"]]}, "empty": {}}
    second["units"] = {"rows": {"u": dict.fromkeys(unit)}, "awards": {"gold": []}}
    return [*check.compared(told, second), *check.compared(told, second | {"units": None})]


def test_every_kind_of_difference_has_its_sentence_in_both_languages(cup):
    codes = {worded(cup.contest, cup.item(), each)["code"] for each in everything_differs()}
    assert {"promotion", "advancing", "scaled", "unit_rank", "unit_winners", "unit_table", "units", "part"} <= codes
    assert {"listing", "empty", "decided_by"} <= codes
    for language in LANGUAGES:
        assert {f"differ.{code}" for code in codes} <= catalogue(language).keys()


def test_who_goes_on_stands_under_the_item_and_only_those_who_differ_are_named(cup):
    first, second = (str(cup.entry(number).id) for number in (1, 2))
    place, zh, en = words(cup, "", "advancing", "", [first, second], [first])
    name = cup.item().rulebook.name
    assert place == f"{name.zh} {name.en}"
    assert zh == f"晋级下一轮的名单：只有第一次算得的有 {cup.code(2)}，只有第二次算得的有 –。"
    assert en == f"Those who go on: only the first calculation has {cup.code(2)}, only the second –."


def test_an_award_is_told_by_its_name_and_its_winners_by_their_codes(cup):
    first, second = (str(cup.entry(number).id) for number in (1, 2))
    assert words(cup, "", "winners", "gold", [first], [second])[:2] == (
        "金奖 Gold",
        f"获奖者：只有第一次算得的有 {cup.code(1)}，只有第二次算得的有 {cup.code(2)}。",
    )


def test_the_order_of_those_listed_by_strokes_and_what_is_left_over_stand_under_the_award(cup):
    first, second = (str(cup.entry(number).id) for number in (1, 2))
    one, other = cup.code(1), cup.code(2)
    assert words(cup, "", "listing", "gold", (second, first), (first, second))[:2] == (
        "金奖 Gold",
        f"获奖者按姓氏笔画的排列：第一次排为 {other}、{one}，第二次排为 {one}、{other}。",
    )
    assert words(cup, "", "empty", "gold", 1, 0)[:2] == ("金奖 Gold", "空缺的名额：第一次算得 1，第二次算得 0。")


def test_a_promotion_names_the_level_and_a_status_the_word(cup):
    first = str(cup.entry(1).id)
    assert words(cup, first, "promotion", "", None, "senior")[:2] == (
        cup.code(1),
        "晋升：第一次算得 –，第二次算得 高级工 Senior Worker。",
    )
    assert (
        words(cup, first, "decided_by", "", "time", "lot")[1] == "区分同分的规则：第一次算得 用时少，第二次算得 抽签。"
    )
    assert words(cup, first, "status", "", "present", "eliminated")[1] == "状态：第一次算得 到场，第二次算得 淘汰。"


def test_a_units_place_stands_under_the_unit_and_an_honour_under_its_name_in_the_table(cup):
    assert words(cup, "", "unit rank", "一建", 1, 2) == (
        "一建",
        "单位名次：第一次算得 1，第二次算得 2。",
        "The unit's place: 1 in the first calculation, 2 in the second.",
    )
    assert words(cup, "", "unit winners", "gold", ["一建"], [])[0] == "先进单位 Honoured"
    assert words(cup, "", "units", "", ["一建"], ["二建"])[:2] == (
        "团体总分 Team table",
        "团体成绩表里的单位：只有第一次算得的有 一建，只有第二次算得的有 二建。",
    )


def test_a_long_list_is_told_in_part(cup):
    names = [f"unit {n}" for n in range(100, 125)]
    assert words(cup, "", "units", "", names, [])[2].count("unit 1") == 20


def test_the_table_of_units_is_compared_with_the_last_signature_that_it_waits_for(cup):
    assert not settles_units(cup.contest, cup.item("wall"))
    cup.open("roof")
    for number in (1, 2):
        cup.sheet("j1", number, "8", item="roof")
    cup.lock(item="roof").unseal("roof").sign(item="roof")
    assert settles_units(cup.contest, cup.item("wall"))
    cup.unlock("roof")
    assert not settles_units(cup.contest, cup.item("wall"))
