"""What is told of a part: the numbers of each sentence follow from the marks and figures told before it."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise

import pytest

from contest.reason_replies import Explanation as Told
from contest.reasons import chapters, told
from contest.scoring.explain import explain, plain
from contest.scoring.verbs import chief
from contest.scoring.verbs.spread import settle_spread
from tests.scoring.builders import TWO, aspect, criterion, data, imported, judged, name, points, trimmed
from tests.support.histories import ITEM, PENALTIES, a_contest


def marked(part, *rows, entries=1, **more):
    """A contest of one part, in which judge k gives rows[k] to entry 1 (or row[n] to entry n, where rows are lists)."""
    rounding = dict.fromkeys(("aspect", "judges", "factor", "weighted", "total"), TWO)
    more = {"sealed": False, "rounding": rounding} | more
    cup = a_contest().with_item(data(part, id=ITEM, **more), entries=entries).open()
    for seat, row in enumerate(rows, start=1):
        for number, marks in enumerate(row if isinstance(row, list) else [row], start=1):
            cup.sheet(f"j{seat}", number, marks, part="p")
    return cup


def reasons(cup, number=1):
    return explain(cup.item(), cup.entry(number))


def said(cup, number=1, lang="zh"):
    """The sentences of the part, without its head."""
    found = reasons(cup, number)
    assert json.loads(json.dumps(plain(found)))
    sentences = [each[lang] for each in told(cup.item(), found, {})]
    assert all("{" not in each for each in sentences)
    return sentences[1:]


def stages(cup, number=1):
    return [(each.stage, each.before, each.after) for each in reasons(cup, number).parts[0].stages]


def veto(**more):
    return criterion("c", points("a"), aspect("veto", "v", **more) | {"name": name("漏做")})


VETOED = [{"a": "90", "v": True}, {"a": "80", "v": False}, {"a": "85", "v": False}]


def test_a_veto_on_the_part_is_told_after_what_the_judges_made():
    """80, 85 and 90 less the lowest and the highest: 85; the veto makes it 60."""
    cup = marked(judged("p", veto(fixes="part", at="60"), **trimmed(3)), *VETOED)
    assert said(cup)[6:10] == [
        "3 张评分表去掉 1 个最低分、1 个最高分，余下 1 张平均，得 85.00。",
        "否定项“漏做”在 3 张评分表中有 1 张认定：这一部分定为 60 分。",
        "成绩由 85.00 改为 60。",
        "原分计入总分：60.00。",
    ]
    assert stages(cup)[:2] == [("judges", 85, 85), ("veto", 85, 60)]
    assert said(cup, lang="en")[6] == (
        "The mean of the one sheet left of 3, without the lowest and the highest, is 85.00."
    )


def test_a_void_part_and_a_veto_that_too_few_said_are_told_as_such():
    cup = marked(judged("p", veto(fixes="void"), **trimmed(3)), *VETOED)
    assert said(cup)[7:9] == ["否定项“漏做”在 3 张评分表中有 1 张认定：这一部分不计成绩。", "成绩由 85.00 改为 0。"]
    cup = marked(judged("p", veto(fixes="part", at="60", needs=2), **trimmed(3)), *VETOED)
    assert said(cup)[7:9] == [
        "否定项“漏做”在 3 张评分表中有 1 张认定，要有 2 张才算，这次不算。",
        "原分计入总分：85.00。",
    ]


def test_a_veto_that_is_a_ceiling_above_the_score_leaves_it():
    cup = marked(judged("p", veto(fixes="part", at="95", bound="at_most"), **trimmed(3)), *VETOED)
    assert said(cup)[7:9] == ["否定项“漏做”在 3 张评分表中有 1 张认定：这一部分最高 95 分。", "成绩仍为 85.00。"]


def test_a_veto_on_a_sheet_is_told_beside_what_the_marks_add_up_to():
    """90 is made 60; (60 + 80 + 85) ÷ 3 = 75."""
    three = {"judges": 3, "combine": {"method": "mean"}}
    cup = marked(judged("p", veto(fixes="sheet", at="60"), **three), *VETOED)
    assert said(cup)[:2] == [
        "j1 打 90 分，因否定项“漏做”（定为 60 分）改为 60 分，计入。",
        "各项：a 90、漏做 ✓。".replace("a", "x"),
    ]
    assert "3 张评分表平均，得 75.00。" in said(cup)
    assert said(cup, lang="en")[0] == "j1 gave 90, made 60 by the veto “漏做” (exactly 60); it counts."
    low = marked(judged("p", veto(fixes="sheet", at="95", bound="at_most"), **three), *VETOED)
    assert said(low)[0] == "j1 打 90 分，另有否定项“漏做”（最高 95 分），不影响这个分，计入。"


@pytest.mark.parametrize(
    ("between", "marks", "gap", "mean"),
    [
        ("middle", ("90", "80", "85", "70"), "各评分表居中的两个相差 5，超过 1：", "4 张评分表平均，得 81.25。"),
        ("middle", ("1", "2", "9"), "各评分表中间一个的上下两个相差 8，超过 1：", "3 张评分表平均，得 4.00。"),
        ("extremes", ("1", "2", "9"), "各评分表最高与最低相差 8，超过 1：", "3 张评分表平均，得 4.00。"),
    ],
)
def test_the_mean_of_all_is_told_as_that_and_why(between, marks, gap, mean):
    """80 and 85 in the middle: (70 + 80 + 85 + 90) ÷ 4 = 81.25, nobody dropped; 1, 2, 9: 12 ÷ 3 = 4."""
    spread = {"between": between, "apart": "1", "action": "mean_of_all"}
    cup = marked(judged("p", **trimmed(len(marks), spread=spread)), *marks)
    assert said(cup)[len(marks) : len(marks) + 2] == [gap + "一个也不去掉，全部平均。", mean]
    assert "none is dropped, and the mean of all counts" in said(cup, lang="en")[len(marks)]


def test_judges_who_count_though_they_lie_apart_are_told_how_far():
    """1, 9 and 9, settled by the chief: (1 + 9 + 9) ÷ 3 = 6.33."""
    combine = {"method": "mean", "spread": {"apart": "2", "action": "again"}}
    cup = marked(judged("p", judges=3, combine=combine), "1", "9", "9")
    cup.of(1, settle_spread, part="p", reason_digest="d")
    assert said(cup)[3:5] == [
        "各评分表最高与最低相差 8，超过 2：仍按现有打分计算。",
        "3 张评分表平均，得 6.333333，取 6.33。",
    ]
    flagged = combine | {"spread": {"apart": "2", "action": "flag"}}
    assert said(marked(judged("p", judges=2, combine=flagged), "1", "9"))[2].endswith("：已标出，照常计算。")


def test_who_stands_in_for_a_missing_judge_is_told_with_its_figure():
    """(70 + 80 + 84 + 90) ÷ 4 = 81; without 70 and 90: (80 + 81 + 84) ÷ 3 = 81.67."""
    cup = marked(judged("p", **trimmed(5, missing="replaced")), "70", "80", "84", "90")
    cup.lock("ill")
    assert said(cup)[4:6] == [
        "缺 1 张，以已有评分表的平均 81.00 分补上，一同合成。",
        "5 张评分表去掉 1 个最低分、1 个最高分，其余 3 张平均，得 81.666667，取 81.67。",
    ]


def test_a_stand_in_counts_with_the_digits_that_are_told_of_it():
    """(1 + 1 + 2) ÷ 3 is told as 1.33, and so it counts: (1 + 1.33 + 1.33) ÷ 3 = 1.22, not 1.2222…"""
    cup = marked(judged("p", **trimmed(5, missing="replaced")), "1", "1", "2")
    cup.lock("ill")
    assert said(cup)[3:5] == [
        "缺 2 张，各以已有评分表的平均 1.33 分补上，一同合成。",
        "5 张评分表去掉 1 个最低分、1 个最高分，其余 3 张平均，得 1.22。",
    ]


def test_a_sum_with_a_factor_is_told_with_it():
    """(7.5 + 8 + 8) × 0.6 = 14.10, of 3 × 100 × 0.6 = 180: 14.10 × 100 ÷ 180 = 7.83."""
    combine = {"method": "sum", "low": 1, "high": 1, "factor": "0.6"}
    cup = marked(judged("p", judges=5, combine=combine), "7", "7.5", "8", "8", "9")
    assert said(cup)[5:7] == [
        "5 张评分表去掉 1 个最低分、1 个最高分，其余 3 张相加，再乘 0.6，得 14.10。",
        "按权重折算：14.10 × 100 ÷ 180，得 7.83。",
    ]


def test_fewer_sheets_than_it_takes_to_drop_any_are_told():
    cup = marked(judged("p", **trimmed(5, missing="given", none_below=5)), "70", "80", "90")
    cup.lock("ill")
    assert said(cup)[3:5] == ["只有 3 张评分表，不去最高、最低分。", "3 张评分表平均，得 80.00。"]


def weighed():
    """Two criteria: the first × 1.5, its aspect × 2."""
    return criterion("c", points("a", "10", factor="2") | {"name": name("口味")}, factor="1.5") | {
        "name": name("风味")
    }, criterion("d", points("e", "10") | {"name": name("装盘")}) | {"name": name("外观")}


def test_factors_on_the_way_are_told_where_each_aspect_is_combined():
    """口味 (9 + 8) ÷ 2 = 8.50 × 2 = 17 × 1.5 = 25.50; 装盘 (8 + 7.5) ÷ 2 = 7.75; 33.25 of 40."""
    combine = {"method": "mean", "level": "aspect"}
    cup = marked(judged("p", *weighed(), judges=2, combine=combine), {"a": "9", "e": "8"}, {"a": "8", "e": "7.5"})
    assert said(cup)[:3] == [
        "j1 打 35.00 分，其中各项分别计入。",
        "各项：口味 9 × 2 = 18.00、装盘 8。",
        "各评分项：风味 18.00 × 1.5 = 27.00。",
    ]
    assert said(cup)[6:10] == [
        "每个评分点分别合成（平均）：口味 8.50 × 2 = 17.00、装盘 7.75。",
        "各评分项：风味 17.00 × 1.5 = 25.50。",
        "合成后的各项相加，得 33.25。",
        "按权重折算：33.25 × 100 ÷ 40，得 83.13。",
    ]


def test_factors_on_the_way_are_told_where_whole_sheets_or_criteria_are_combined():
    """Sheets: 9 × 2 × 1.5 + 8 = 35 and 8 × 2 × 1.5 + 7.5 = 31.5, mean 33.25; criteria: 18 and 16, mean 17, × 1.5."""
    rows = {"a": "9", "e": "8"}, {"a": "8", "e": "7.5"}
    whole = said(marked(judged("p", *weighed(), judges=2, combine={"method": "mean"}), *rows))
    assert whole[:3] == [
        "j1 打 35.00 分，计入。",
        "各项：口味 9 × 2 = 18.00、装盘 8。",
        "各评分项：风味 18.00 × 1.5 = 27.00。",
    ]
    assert whole[6] == "2 张评分表平均，得 33.25。"
    by_criterion = marked(judged("p", *weighed(), judges=2, combine={"method": "mean", "level": "criterion"}), *rows)
    assert said(by_criterion)[6:8] == [
        "每个评分项分别合成（平均）：风味 17.00 × 1.5 = 25.50、外观 7.75。",
        "合成后的各项相加，得 33.25。",
    ]


def test_a_factor_that_is_rounded_is_not_said_to_be_equal():
    """9.5 × 0.333 = 3.1635, taken as 3.16."""
    part = judged("p", criterion("c", points("a", "10", factor="0.333")), out_of="3.33")
    assert said(marked(part, "9.5"))[1] == "各项：x 9.5 × 0.333 ≈ 3.16。"


@pytest.mark.parametrize(
    ("level", "told_of", "made"),
    [
        ("criterion", "风味 5 × 2 = 10.00（有缺项，不计）", "每个评分项分别合成（平均）：风味 15.00 × 2 = 30.00。"),
        ("aspect", "风味 5 × 2 = 10.00", "每个评分点分别合成（平均）：口味 6.50、质感 7.00。"),
    ],
)
def test_a_criterion_with_a_gap_is_told_and_whether_it_counts(level, told_of, made):
    """j1 gives 8 and 7, j2 but 5: 15 counts alone by criterion; by aspect (8 + 5) ÷ 2 = 6.5 and 7."""
    scheme = criterion(
        "c", points("a", "10") | {"name": name("口味")}, points("b", "10") | {"name": name("质感")}, factor="2"
    )
    combine = {"method": "mean", "level": level, "missing": "given"}
    part = judged("p", scheme | {"name": name("风味")}, judges=2, combine=combine)
    cup = marked(part, {"a": "8", "b": "7"}, {"a": "5"})
    cup.lock("ill")
    assert said(cup)[5] == f"各评分项：{told_of}。"
    assert said(cup)[6] == made


def placed(method, level="sheet", schemes=()):
    return judged("p", *schemes, judges=3, combine={"method": method, "level": level, "points": ["10", "8", "6"]})


FIELD = [["90", "80"], ["80", "90"], ["70", "70"]]


def test_places_by_majority_are_told_judge_by_judge():
    """j1 puts 1 first and 2 second, j2 the other way round, j3 both at 1.5: places 1, 1.5, 2 for either, so they share
    1.5, which earns (10 + 8) ÷ 2 = 9."""
    cup = marked(placed("majority"), *FIELD, entries=2)
    assert said(cup)[:4] == [
        "j1 打 90 分，在全场排第 1。",
        "j2 打 80 分，在全场排第 2。",
        "j3 打 70 分，在全场排第 1.5。",
        "各裁判所排名次按多数合成，排第 1.5，得 9.00 分。",
    ]


def test_points_per_place_are_told_with_what_each_place_earns():
    """1 → 10, 2 → 8, 1.5 → 9: 27."""
    cup = marked(placed("place_points"), *FIELD, entries=2)
    assert said(cup)[:4] == [
        "j1 打 90 分，在全场排第 1，得 10 分。",
        "j2 打 80 分，在全场排第 2，得 8 分。",
        "j3 打 70 分，在全场排第 1.5，得 9 分。",
        "各裁判的名次分相加，得 27.00。",
    ]


def test_places_of_criteria_are_told_before_the_place_over_all():
    """风味: first by all three; 外观: second by all three: sum 3 for both entries; of equals who has more first places
    goes before, one each: they share 1.5."""
    rows = [[{"a": "9", "e": "5"}, {"a": "8", "e": "6"}]] * 3
    cup = marked(placed("majority", "criterion", weighed()), *rows, entries=2)
    assert said(cup)[0] == "j1 打 32.00 分；各评分项在全场的名次：风味第 1、外观第 2。"
    assert said(cup)[9:11] == [
        "各评分项按多数合成的名次：风味第 1、外观第 2。",
        "各评分项的名次相加，排第 1.5，得 9.00 分。",
    ]


def test_what_would_fall_below_0_is_told_with_what_there_was_to_take():
    """1.5 late and 0.5 for each of 3 slips of the part: 3 of the 2 there are."""
    book = {"penalties": [PENALTIES[0] | {"id": "slip", "per": "count", "points": "0.5", "part": "p"}]}
    cup = marked(judged("p", time={"limit": 60, "per_started_minute": "0.5"}), "2", **book)
    cup.of(1, chief.record_time, part="p", seconds=3725)
    cup.of(1, chief.give_penalty, penalty="slip", count=3)
    found = said(cup)
    assert found[2] == "计用时 62 分 5 秒，超时扣 1.5 分。"
    assert found[3].endswith("：扣 1.5 分。")
    assert found[4] == "用时与扣分共 3.0，但不减到 0 以下：2 减为 0。"
    assert found[5:7] == ["原分计入总分：0.00。", "总分 0.00。"]


def test_a_bonus_that_would_pass_the_most_is_told_with_what_it_was_worth():
    """98 of 100, ten minutes early at 0.5: 5, of which 2 are left."""
    early = {"points": "0.5", "seconds": 60, "count": "whole", "cap": "10"}
    cup = marked(judged("p", time={"limit": 60, "early": early}), "98")
    cup.of(1, chief.record_time, part="p", seconds=3000)
    assert "提前完成可加 5.0，但不超过满分：98 加到 100。" in said(cup)
    assert ("bonus", 98, 100) in stages(cup)


def test_the_parts_are_told_as_a_sum():
    """80 × 40 ÷ 100 + 91 × 60 ÷ 100 = 32 + 54.6 = 86.6."""
    book = data(imported("p", "40"), imported("q", "60"), id=ITEM, sealed=False)
    cup = a_contest().with_item(book, entries=1).scores("80", part="p").scores("91", part="q")
    assert {"按权重折算：80 × 40 ÷ 100，得 32.0。", "各部分合计：32.0 + 54.6 = 86.6。"} <= set(said(cup))
    assert "The parts add up: 32.0 + 54.6 = 86.6." in said(cup, lang="en")


NUMBER = r"-?\d+(?:\.\d+)?"


def every_case():
    """One contest of each kind above."""
    combine = {"method": "mean", "level": "aspect"}
    rows = {"a": "9", "e": "8"}, {"a": "8", "e": "7.5"}
    spread = {"between": "middle", "apart": "1", "action": "mean_of_all"}
    yield marked(judged("p", veto(fixes="part", at="60"), **trimmed(3)), *VETOED)
    yield marked(judged("p", veto(fixes="void"), **trimmed(3)), *VETOED)
    yield marked(judged("p", **trimmed(4, spread=spread)), "90", "80", "85", "70")
    yield marked(judged("p", **trimmed(5, missing="replaced")), "70", "80", "84", "90").lock("ill")
    yield marked(judged("p", *weighed(), judges=2, combine=combine), *rows)
    yield marked(judged("p", **trimmed(3), rounding={"part": {"digits": 0}}), "70.5", "80.5", "81")
    yield marked(placed("place_points"), *FIELD, entries=2)


def test_every_stage_begins_where_the_one_before_ended_and_every_equation_holds():
    for cup in every_case():
        for part in reasons(cup).parts:
            assert all(before.after == after.before for before, after in pairwise(part.stages))
            assert part.stages[-1].after == cup.entry(1).score.parts[part.part].weighted
        for sentence in said(cup):
            for one, factor, worth in re.findall(rf"({NUMBER}) × ({NUMBER}) = ({NUMBER})", sentence):
                assert Fraction(one) * Fraction(factor) == Fraction(worth)


def test_what_is_told_has_the_shape_that_the_document_tells():
    for cup in every_case():
        found = reasons(cup)
        words = {"sentences": told(cup.item(), found, {}), "chapters": plain(chapters(cup.item(), found, {}))}
        assert Told().validate(json.loads(json.dumps(plain(found) | words))) == {}
