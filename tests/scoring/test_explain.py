"""Why this score, why this place, why this award."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import get_args, get_type_hints

import pytest

from contest.locale import catalogue
from contest.reasons import told
from contest.scoring.award_reasons import award_reasons
from contest.scoring.explain import explain, plain
from contest.scoring.ranking import standings
from contest.scoring.rulebook import Combine
from contest.scoring.rulebook_rank_build import TIES
from contest.scoring.ties import Known
from contest.scoring.verbs import chief
from tests.scoring.builders import TWO, criterion, data, entry, imported, judged, name, points, rulebook, trimmed
from tests.support.histories import ITEM, PENALTIES, a_book, a_contest

AWARDS = [{"id": "first", "name": name("一等奖"), "count": 1}, {"id": "second", "name": name("二等奖"), "count": 1}]


def played(**more):
    """Three entries of five judges, trimmed 1 + 1; 1 and 2 tie on the total and are parted by the untrimmed mean."""
    book = data(
        judged("p", **trimmed(5)),
        id=ITEM,
        penalties=PENALTIES,
        **{"awards": AWARDS, "ties": [{"by": "untrimmed_mean", "part": "p"}]} | more,
    )
    cup = a_contest().with_item(book, entries=3).open()
    for number, marks in enumerate(
        (("70", "80", "81", "82", "90"), ("75", "80", "81", "82", "90"), ("60",) * 5), start=1
    ):
        for seat, mark in enumerate(marks, start=1):
            cup.sheet(f"j{seat}", number, mark, part="p")
    return cup


def reasons(cup, number):
    return explain(cup.item(), cup.entry(number))


def sentences(cup, number, lang="zh"):
    return [each[lang] for each in told(cup.item(), reasons(cup, number), {})]


def test_every_mark_and_every_drop_is_told():
    (part,) = reasons(played(), 1).parts
    assert [(sheet.seat, str(sheet.total), sheet.dropped) for sheet in part.sheets] == [
        ("j1", "70", "low"),
        ("j2", "80", None),
        ("j3", "81", None),
        ("j4", "82", None),
        ("j5", "90", "high"),
    ]
    assert [(mark.aspect, mark.mark, mark.points) for mark in part.sheets[0].marks] == [("a", "70", Decimal(70))]


def test_each_stage_tells_what_it_made_of_what():
    """(80 + 81 + 82) ÷ 3 = 81; 0.5 off for a slip: 80.5."""
    cup = played()
    cup.of(1, chief.give_penalty, penalty="slip", count=1)
    found = reasons(cup, 1)
    assert [(stage.stage, str(stage.before), str(stage.after)) for stage in found.parts[0].stages] == [
        ("judges", "81.000000", "81.00"),
        ("weighted", "81.00", "81.00"),
    ]
    assert [(stage.stage, str(stage.before), str(stage.after)) for stage in found.stages] == [
        ("penalties", "81.00", "80.50"),
        ("total", "80.50", "80.50"),
    ]
    assert found.penalties == (("slip", Decimal("0.5")),)


def test_what_parted_neighbours_is_told_of_both():
    cup = played()
    (ahead,) = reasons(cup, 2).ties
    (behind,) = reasons(cup, 1).ties
    assert (ahead.neighbour, ahead.ahead, ahead.by) == (cup.code(1), True, "untrimmed_mean")
    assert (behind.neighbour, behind.ahead, behind.by) == (cup.code(2), False, "untrimmed_mean")
    (shared, *_) = reasons(played(ties=[]), 1).ties
    assert (shared.rule, shared.by) == (None, None)


def test_why_this_award_and_not_the_one_before():
    cup = played()
    assert [(each.award, each.code) for each in reasons(cup, 1).awards] == [("first", "cut"), ("second", "won")]
    assert [(each.award, each.code) for each in reasons(cup, 2).awards] == [("first", "won"), ("second", "has_another")]


def test_the_sentences_tell_it_in_order():
    said = sentences(played(), 1)
    assert said[1] == "j1 打 70 分，为最低分，去掉。"
    assert said[-4:] == [
        "名次：第 2 名。",
        f"与 {played().code(2)} 总分同为 81.00；“x”全部评分表的平均（不去分）：80.60，对方 81.60，高者在前，排在后面。",
        "一等奖：名额 1 个，排到第 1 名；本作品（选手）第 2 名。",
        "获得二等奖。",
    ]
    assert all("{" not in each for lang in ("zh", "en") for each in sentences(played(), 1, lang))


def test_reasons_travel_as_json():
    found = json.loads(json.dumps(plain(reasons(played(), 1)), ensure_ascii=False))
    assert found["parts"][0]["sheets"][0] == {
        "seat": "j1",
        "total": "70",
        "dropped": "low",
        "drops": [],
        "marks": [{"aspect": "a", "mark": "70", "points": "70", "worth": "70"}],
        "given": None,
        "criteria": [],
        "vetoed": [],
        "unfixed": None,
        "places": [],
    }


def test_while_sealed_nothing_is_told_that_unmasks_a_code():
    cup = a_contest().with_item(a_book(awards=AWARDS), entries=1).open().sheet("j1", 1, "80")
    assert reasons(cup, 1).missing == ()  # whoever knows whose theory is missing would know the code
    found = reasons(cup.scores("91"), 1)
    assert [part.part for part in found.parts] == ["practice"]
    assert (found.rank, found.stages, found.ties, found.awards) == (None, (), (), ())
    assert "91" not in json.dumps(plain(found))
    assert reasons(cup.lock().unseal(), 1).rank == 1


def test_an_entry_without_a_place_is_told_why():
    cup = played()
    cup.of(3, chief.set_status, status="disqualified")
    found = reasons(cup, 3)
    assert (found.rank, found.status) == (None, "disqualified")
    assert {each.code for each in found.awards} == {"no_place"}
    assert any("取消资格" in each or "取消" in each for each in sentences(cup, 3))


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ({"count": 1, "when": {"entries_over": 9}}, "entries_size"),
        ({"count": 1, "when": {"units_over": 3}}, "units_size"),
        ({"to_rank": 1}, "out_of_window"),
        ({"from_rank": 3}, "before_window"),
        ({"threshold": "85"}, "below_threshold"),
        ({"count": 9, "requires_pass": True}, "not_passed"),
        ({"count": 9, "where": [{"attribute": "sex", "equals": "f"}]}, "condition"),
        ({"count": 9, "limits": [{"attribute": "unit", "most": 1, "across": True}]}, "limit_full"),
        ({"count": 1}, "cut"),
        ({"percent": "10", "rounding": "down"}, "no_quota"),
    ],
)
def test_each_reason_for_no_award(level, code):
    rules = rulebook(imported("p", pass_mark="85"), awards=[{"id": "x", "name": name(), **level}])
    table = standings(rules, {"a": entry(rules, "90"), "b": entry(rules, "80")})
    known = {"a": Known({"unit": "u"}), "b": Known({"unit": "u"})}
    assert [each.code for each in award_reasons(rules, table, known, "b")] == [code]


def test_the_jury_s_award_is_told_as_the_jury_s():
    rules = rulebook(imported("p"), awards=AWARDS)
    table = standings(rules, {"a": entry(rules, "90"), "b": entry(rules, "80")})
    found = award_reasons(rules, table, {}, "b", {"b": "first"})
    assert [(each.code, dict(each.data)) for each in found] == [
        ("given_by_jury", {"given": given}) for given in (True, False)
    ]


def test_every_tie_rule_has_its_words():
    assert {f"explain.rule.{by}" for by in TIES if by != "shared"} <= set(catalogue("zh"))
    methods = get_args(get_type_hints(Combine)["method"])
    for way in ("combined", "each"):
        assert {f"explain.{way}.{method}" for method in methods} - {"explain.combined.trimmed_mean"} <= set(
            catalogue("zh")
        )


def test_each_mark_is_told_with_what_it_came_to():
    """Two faults of 2 points take 4 of 10; yes gives 4."""
    scheme = criterion(
        "c",
        points("a", "86") | {"name": name("口味")},
        {"id": "f", "name": name("质感"), "kind": "faults", "max": "10", "per_fault": "2"},
        {"id": "k", "name": name("劳保"), "kind": "check", "max": "4"},
    )
    cup = a_contest().with_item(data(judged("p", scheme), id=ITEM), entries=1).open()
    cup.sheet("j1", 1, {"a": "80", "f": "2", "k": True}, part="p")
    assert sentences(cup, 1)[1:3] == ["j1 打 90.00 分，计入。", "各项：口味 80、质感 2（6.00 分）、劳保 ✓（4 分）。"]


@pytest.mark.parametrize(("level", "low", "high"), [("aspect", "口味", "质感"), ("criterion", "风味", "规范")])
def test_what_was_dropped_of_a_sheet_is_told_by_its_name_and_its_end(level, low, high):
    """j1 is lowest in one and highest in the other; of equal extremes one is dropped, the first judge's here."""
    schemes = [criterion("c", points("a") | {"name": name("口味")}) | {"name": name("风味")}]
    schemes += [criterion("d", points("b") | {"name": name("质感")}) | {"name": name("规范")}]
    cup = a_contest().with_item(data(judged("p", *schemes, **trimmed(3, level=level)), id=ITEM), entries=1).open()
    for seat, marks in enumerate((("70", "90"), ("80", "80"), ("81", "81")), start=1):
        cup.sheet(f"j{seat}", 1, dict(zip("ab", marks, strict=True)), part="p")
    assert sentences(cup, 1)[1:4] == [
        "j1 打 160 分，部分计入。",
        f"其中为最低，去掉：{low}。",
        f"其中为最高，去掉：{high}。",
    ]


def test_the_time_that_counted_is_told():
    book = data(judged("p", time={"limit": 60, "per_started_minute": "0.5"}), id=ITEM)
    cup = a_contest().with_item(book, entries=1).open().sheet("j1", 1, "80", part="p")
    cup.of(1, chief.record_time, part="p", seconds=3725)
    said = sentences(cup, 1)
    assert "计用时 62 分 5 秒，超时扣 1.5 分。" in said
    assert "用时与扣分共减去 1.5，剩 78.5。" in said


def test_figures_are_told_without_the_noughts_of_their_rounding():
    """(80 + 81 + 82) ÷ 3 = 81 is told as 81.00 however many digits are kept; (80 + 80 + 81) ÷ 3 with all that are."""
    assert "5 张评分表去掉 1 个最低分、1 个最高分，其余 3 张平均，得 81.00。" in sentences(played(), 1)
    book = data(judged("p", judges=3, combine={"method": "mean"}), id=ITEM)
    cup = a_contest().with_item(book, entries=1).open()
    for seat, mark in enumerate(("80", "80", "81"), start=1):
        cup.sheet(f"j{seat}", 1, mark, part="p")
    assert "3 张评分表平均，得 80.333333，取 80.33。" in sentences(cup, 1)


def test_who_goes_without_by_a_tie_at_the_cut_is_told_so_and_who_is_behind_it_is_not():
    """Two prizes, one at 90, two equal at 80: at most two win, so one does; 70 is behind the cut."""
    rules = rulebook(imported("p"), awards=[{"id": "x", "name": name(), "count": 2, "ties": "at_most"}])
    table = standings(
        rules, {id: entry(rules, total) for id, total in zip("abcd", ("90", "80", "80", "70"), strict=True)}
    )
    found = {id: award_reasons(rules, table, {}, id)[0] for id in "abcd"}
    assert {id: each.code for id, each in found.items()} == {
        "a": "won",
        "b": "tie_at_cut",
        "c": "tie_at_cut",
        "d": "cut",
    }
    assert (found["b"].data["quota"], found["b"].data["left"], found["d"].data["last"]) == (2, 1, 1)


TABLE = {
    "levels": [{"id": "senior", "name": name("高级工")}, {"id": "technician", "name": name("技师")}],
    "steps": [{"to_rank": 1, "to": "technician"}, {"to_rank": 2, "to": "senior"}],
    "least_total": "60",
    "least_parts": [{"part": "p", "points": "65"}],
    "where": [{"attribute": "employee", "equals": "是"}],
}


@pytest.mark.parametrize(
    ("totals", "told_of", "sentence"),
    [
        (("90", "95"), {"level": "senior"}, "不晋升等级：第 2 名、现等级“高级工”，晋升表里没有更高的一档。"),
        (("90", "80"), {"level": "senior"}, "晋升为技师（原等级：高级工）。"),
        (("90", "95"), {}, "晋升为高级工（原等级：无）。"),
        (("90", "80"), {"level": "doctor"}, "不晋升等级：现等级“doctor”不在晋升表里。"),
        (("50", "40"), {}, "不晋升等级：总分 50.00，不到 60。"),
        (("62", "40"), {}, "不晋升等级：理论 62 分，不到 65。"),
        (("90", "80"), {"employee": "否"}, "不晋升等级：不符合条件（职工）。"),
    ],
)
def test_why_a_level_was_gained_or_not(totals, told_of, sentence):
    book = data(imported("p") | {"name": name("理论")}, id=ITEM, promotion=TABLE)
    cup = a_contest().with_item(book, entries=2).scores(*totals, part="p")
    cup.entry(1).known = Known({"employee": "是"} | told_of)
    assert sentences(cup, 1)[-1] == sentence
    english = sentences(cup, 1, "en")[-1]
    assert "{" not in english
    assert english.startswith("Rises to ")


def test_a_rulebook_that_promotes_nobody_says_nothing_of_levels():
    assert reasons(played(), 1).promotion is None


def test_what_a_judge_gave_is_told_beside_what_it_counts_with_where_judges_are_made_alike():
    """j1 60 to 80, mean 70; j2 80 to 100, mean 90; all 80. j1's 60 counts with 60 − 70 + 80 = 70."""
    adjust = {"method": "mean_shift", "assigned": "random", "least": 5, "rounding": TWO}
    one = judged("p", judges=1, panel={"judges": 1, "by": "station"}, adjust=adjust)
    cup = a_contest().with_item(data(one, id=ITEM), entries=10, seats=False)
    for seat, first in (("j1", 1), ("j2", 6)):
        cup.seat(seat, part="p", only=range(first, first + 5))
    cup.open()
    for number in range(10):
        seat, base = ("j1", 60) if number < 5 else ("j2", 80)
        cup.sheet(seat, number + 1, str(base + number % 5 * 5), part="p")
    assert sentences(cup, 1)[1] == "j1 打 60 分，松紧调成一致后为 70.00 分，计入。"
    assert reasons(cup, 1).parts[0].sheets[0].given == Decimal(60)
    assert all(sheet.given is None for sheet in reasons(played(), 1).parts[0].sheets)


def test_attributes_are_told_by_the_names_that_people_know_and_others_by_their_id():
    where = [{"attribute": "sex", "equals": "女"}, {"attribute": "shift", "equals": "夜"}]
    cup = played(awards=[{"id": "w", "name": name("巾帼"), "count": 1, "where": where}])
    assert sentences(cup, 1)[-1] == "巾帼：不符合条件（性别、shift）。"
    assert sentences(cup, 1, "en")[-1].endswith("a condition is not met (sex, shift).")


def awards_told(totals, known, **level):
    """What each entry, by its number, is told of one award `x`."""
    rules = rulebook(imported("p"), awards=[{"id": "x", "name": name(), **level}])
    ids = [f"e{k}" for k in range(1, len(totals) + 1)]
    table = standings(rules, {id: entry(rules, total) for id, total in zip(ids, totals, strict=True)})
    facts = dict(zip(ids, map(Known, known), strict=True))
    return [award_reasons(rules, table, facts, id)[0] for id in ids]


def test_a_level_that_is_not_drawn_says_which_field_is_the_wrong_size():
    """Three entries, enough of them, of one unit where more than three units are needed; then too few entries."""
    cup = played(awards=[AWARDS[0], AWARDS[1] | {"when": {"entries_over": 2, "units_over": 3}}])
    for number in (1, 2, 3):
        cup.entry(number).known = Known({"unit": "一建"})
    assert sentences(cup, 1)[-1] == "二等奖：参赛单位多于 3 个时才设，这次有 1 个。"
    assert sentences(cup, 1, "en")[-1].endswith("drawn only with more than 3 units; this time the number is 1.")
    few = played(awards=[AWARDS[0] | {"when": {"entries_over": 3, "entries_upto": 20}}])
    assert sentences(few, 1)[-1] == "一等奖：参赛对象多于 3 个、不超过 20 个时才设，这次有 3 个。"
    assert sentences(few, 1, "en")[-1].endswith("with more than 3 and at most 20 entries; this time the number is 3.")


def test_a_limit_is_told_by_its_attribute_and_its_value():
    """One work an author: the second of the same author is passed over, though both are of different units."""
    limits = [{"attribute": "unit", "most": 1}, {"attribute": "author", "most": 1}]
    known = [{"unit": f"u{k}", "author": author} for k, author in enumerate(("甲", "甲", "乙"))]
    won, over, other = awards_told(["90", "80", "70"], known, count=2, limits=limits)
    assert (won.code, over.code, other.code) == ("won", "limit_full", "won")
    assert dict(over.data) == {"attribute": "author", "value": "甲", "most": 1, "won": 1, "equal": 1}
    cup = played(awards=[AWARDS[0] | {"count": 3, "limits": limits[1:]}])
    for number in (1, 2, 3):
        cup.entry(number).known = Known({"author": "甲"})
    assert sentences(cup, 3)[-1] == "一等奖：作者为“甲”的至多 1 个，已由排在前面的占满。"
    assert sentences(cup, 3, "en")[-1].endswith(
        "at most 1 win whose author is “甲”, and those ahead take all of these."
    )


def test_equals_for_whom_a_limit_has_no_room_together_are_told_how_many_they_are():
    """Two of a unit may win, one has; two more are equal at 80, and at most two win: both go without."""
    limits = [{"attribute": "unit", "most": 2}]
    found = awards_told(["90", "80", "80"], [{"unit": "u"}] * 3, count=9, ties="at_most", limits=limits)
    assert [each.code for each in found] == ["won", "limit_tied", "limit_tied"]
    assert (found[1].data["won"], found[1].data["equal"], found[1].data["most"]) == (1, 2, 2)


def test_who_stands_behind_equals_who_all_went_without_is_told_that_nobody_won():
    found = awards_told(["90", "90", "80"], [{}] * 3, count=1, ties="at_most")
    assert [each.code for each in found] == ["tie_at_cut", "tie_at_cut", "cut_none"]
