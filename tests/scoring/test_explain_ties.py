"""What is told of equals: the rule that parted them, by the names in it, and what it made of both."""

from __future__ import annotations

import json

import pytest

from contest.locale import catalogue
from contest.reasons import told
from contest.scoring.explain import explain, plain
from contest.scoring.rulebook_rank_build import TIES
from contest.scoring.ties import Known
from contest.scoring.verbs import chief, jury
from tests.scoring.builders import criterion, data, imported, judged, name, points
from tests.support.histories import CHIEF, ITEM, PENALTIES, a_contest


def two(*scores, **more):
    """Two entries with imported scores of 理论 and 实操, half the total each."""
    parts = [imported("theory", "50") | {"name": name("理论")}, imported("practice", "50") | {"name": name("实操")}]
    cup = a_contest().with_item(data(*parts, id=ITEM, sealed=False, **more), entries=2).open()
    for part, row in zip(("theory", "practice"), zip(*scores, strict=True), strict=True):
        cup.scores(*row, part=part)
    return cup


def tie(cup, number=1, lang="zh"):
    """The one sentence of a tie, the neighbour's code left out."""
    found = explain(cup.item(), cup.entry(number))
    assert json.loads(json.dumps(plain(found)))
    (reason,) = found.ties
    sentences = [each[lang] for each in told(cup.item(), found, {})]
    (said,) = [each for each in sentences if reason.neighbour in each]
    assert "{" not in said
    return said.replace(reason.neighbour, "B")


def test_a_part_that_parted_equals_is_named_with_both_scores():
    """90 + 80 and 80 + 90: 85 both; 实操 80 against 90."""
    cup = two(("90", "80"), ("80", "90"), ties=[{"by": "part", "part": "practice"}])
    assert tie(cup, 1) == "与 B 总分同为 85.00；“实操”的成绩：80，对方 90，高者在前，排在后面。"
    assert tie(cup, 2) == "与 B 总分同为 85.00；“实操”的成绩：90，对方 80，高者在前，排在前面。"
    assert tie(cup, 2, "en") == (
        "The same total as B, 85.00; the score of “实操”: 90, the other 80; the higher goes first, "
        "so this one stands ahead."
    )
    lower = two(("90", "80"), ("80", "90"), ties=[{"by": "part", "part": "practice", "first": "lower"}])
    assert tie(lower, 1) == "与 B 总分同为 85.00；“实操”的成绩：80，对方 90，低者在前，排在前面。"


def test_totals_within_the_band_are_not_said_to_be_equal():
    """90 and 88.5 within 2: no rule parts them; the part does."""
    band = {"ranking": {"band": "2"}}
    cup = two(("90", "90"), ("90", "87"), **band)
    assert tie(cup, 2) == (
        "总分 88.50 与 B 的 90.00 在同一档（离档内最好的总分不超过 2），视为相同；规则书没有写同分怎样区分，名次并列。"
    )
    cup = two(("92", "88"), ("80", "98"), ties=[{"by": "part", "part": "practice"}], **band)
    assert tie(cup, 2).endswith("视为相同；“实操”的成绩：98，对方 88，高者在前，排在前面。")
    assert "lie in one band, no further than 2 from its best, and count as equal" in tie(cup, 2, "en")


def test_where_no_rule_parts_equals_that_is_told_and_not_that_all_is_equal():
    cup = two(("90", "80"), ("80", "90"))
    assert tie(cup) == "与 B 总分同为 85.00；规则书没有写同分怎样区分，名次并列。"
    cup = two(("90", "80"), ("90", "80"), ties=[{"by": "part", "part": "practice"}, {"by": "shared"}])
    assert tie(cup) == "与 B 总分同为 85.00；逐条比较“实操”的成绩，都相同，名次并列。"


def test_what_somebody_decides_is_told_as_decided_or_as_still_open():
    cup = two(("90", "80"), ("80", "90"), ties=[{"by": "parts", "parts": ["theory", "practice"]}, {"by": "chief"}])
    assert tie(cup) == "与 B 总分同为 85.00；还要由裁判长裁定来分，现在名次并列。"
    cup.lock()
    groups = [[cup.code(2)], [cup.code(1)]]
    cup.does(jury.decide_tie, CHIEF, item=ITEM, rule="chief", groups=groups, reason_digest="d" * 64)
    assert tie(cup) == "与 B 总分同为 85.00；由裁判长裁定排在后面。"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"by": "time", "part": "p"}, "“制作”的用时：50 分 5 秒，对方 40 分 0 秒，少者在前，排在后面。"),
        ({"by": "times", "parts": ["p"]}, "“制作”合计用时：50 分 5 秒，对方 40 分 0 秒，少者在前，排在后面。"),
        ({"by": "criterion", "part": "p", "criterion": "c"}, "“制作”的评分项“风味”：50，对方 45，高者在前，排在前面。"),
        ({"by": "aspect", "part": "p", "aspect": "b"}, "“制作”的评分点“质感”：30，对方 20，高者在前，排在前面。"),
        (
            {"by": "aspects", "part": "p", "aspects": ["b", "d"]},
            "“制作”的评分点“质感”、“装盘”合计：60，对方 54，高者在前，排在前面。",
        ),
        ({"by": "fewer_penalties"}, "扣分次数：2，对方 0，少者在前，排在后面。"),
        ({"by": "attribute", "attribute": "age", "first": "lower"}, "年龄：30，对方 无，低者在前，排在前面。"),
    ],
)
def test_each_rule_is_named_with_what_it_made_of_both(rule, sentence):
    """1: 口味 20, 质感 30, 装盘 30, less two slips of 0.5: 79; 2: 25 + 20 + 34 = 79. 风味 is 口味 and 质感."""
    flavour = criterion("c", points("a", "30") | {"name": name("口味")}, points("b", "30") | {"name": name("质感")})
    looks = criterion("k", points("d", "40") | {"name": name("装盘")}) | {"name": name("外观")}
    part = judged("p", flavour | {"name": name("风味")}, looks, time={"limit": "60"}) | {"name": name("制作")}
    book = data(part, id=ITEM, sealed=False, ties=[rule], penalties=PENALTIES)
    cup = a_contest().with_item(book, entries=2).open()
    cup.sheet("j1", 1, {"a": "20", "b": "30", "d": "30"}, part="p").sheet(
        "j1", 2, {"a": "25", "b": "20", "d": "34"}, part="p"
    )
    cup.of(1, chief.give_penalty, penalty="slip", count=2)
    for number, seconds in ((1, 3005), (2, 2400)):
        cup.of(number, chief.record_time, part="p", seconds=seconds)
    cup.entry(1).known = Known({"age": "30"})
    assert tie(cup) == f"与 B 总分同为 79.00；{sentence}"


def test_places_counted_back_are_told_by_the_first_place_of_which_one_has_more():
    """j1 and j2 put 1 before 2, j3 the other way round by twice as much: 80 both; two first places against one."""
    part = judged("p", judges=3, combine={"method": "mean"}) | {"name": name("制作")}
    cup = a_contest().with_item(data(part, id=ITEM, sealed=False, ties=[{"by": "count_back", "part": "p"}]), entries=2)
    cup.open()
    for seat, (one, other) in enumerate((("82", "80"), ("82", "80"), ("76", "80")), start=1):
        cup.sheet(f"j{seat}", 1, one, part="p").sheet(f"j{seat}", 2, other, part="p")
    assert tie(cup) == "与 B 总分同为 80.00；“制作”中排其第 1 的裁判数：2，对方 1，多者在前，排在前面。"


def test_long_figures_are_told_with_as_many_digits_as_show_that_they_differ():
    """(90 + 90 + 90.5) ÷ 3 = 90.1666… against 90.17."""
    part = judged("p", criterion("c", points("a", step="0.01")), judges=3, combine={"method": "mean"})
    book = data(part, id=ITEM, sealed=False, ties=[{"by": "unrounded_total"}])
    cup = a_contest().with_item(book, entries=2).open()
    for seat, (one, other) in enumerate((("90", "90"), ("90", "90.01"), ("90.5", "90.5")), start=1):
        cup.sheet(f"j{seat}", 1, one, part="p").sheet(f"j{seat}", 2, other, part="p")
    assert tie(cup) == "与 B 总分同为 90.17；未取整的总分：90.166667，对方 90.17，高者在前，排在后面。"


def test_every_tie_rule_has_its_words():
    assert {f"explain.rule.{by}" for by in TIES if by != "shared"} <= set(catalogue("zh"))
