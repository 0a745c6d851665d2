"""A faulty rulebook is told all its faults, each with its place; a sound one reads back as itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scorefile.explained import explain, sentences
from contest.scoring.rulebook import RulebookRefused, dump_rulebook, parse_rulebook, parse_unit_table

from .builders import TWO, aspect, criterion, data, imported, judged, name, points, trimmed
from .test_rulebook_scores import CODES as OF_SCORES

LADDER = [{"upto": "3", "points": "10"}, {"upto": "5", "points": "6"}]


def everything() -> dict[str, Any]:
    """A rulebook that uses every key."""
    wall = {"unit": "mm", "nominal": "1865", "readings": 3, "tolerance": "5", "per_unit": "1"}
    flat = {"unit": "mm", "nominal": "0", "readings": 2, "ladder": deepcopy(LADDER), "pick": "mean"}
    work = criterion(
        "work",
        points("finish", "20", min="0", factor="0.5", help=name()),
        aspect("judgement", "flow", max="3", descriptors=[name(word) for word in "0123"]),
        aspect("measured", "length", max="10") | wall,
        aspect("measured", "level", max="10") | flat,
        aspect("check", "tidy", max="5"),
        aspect("faults", "bond", max="10", per_fault="2"),
        factor="2",
    )
    panel = trimmed(none_below=5, missing="given", level="aspect", fallback="mean")
    process = judged("process", work, weight="70", out_of="96", pass_mark="50", **panel)
    process |= {"time": {"limit": "180", "per_started_minute": "0.5", "cap": "10", "out_over": "30"}}
    process |= {"rounding": {"judges": {"digits": 3}}}
    return data(
        imported("theory", "30", pass_mark="60", known_by_name=True),
        process,
        ranks="team",
        sealed=True,
        weighting="percent",
        board={"while_sealed": "progress", "provisional": True, "depth": 100},
        rounding=dict.fromkeys(("aspect", "judges", "factor", "part", "weighted", "total"), TWO),
        penalties=[
            {"id": "late", "name": name(), "points": "1", "per": "once", "part": None},
            {"id": "foul", "name": name(), "points": "2", "per": "count", "part": "process"},
            {"id": "conduct", "name": name(), "max": "10", "per": "given"},
        ],
        ties=[
            {"by": "time", "part": "process"},
            {"by": "parts", "parts": ["process", "theory"]},
            {"by": "part", "part": "theory"},
            {"by": "criterion", "part": "process", "criterion": "work"},
            {"by": "aspect", "part": "process", "aspect": "finish"},
            {"by": "unrounded_total"},
            {"by": "untrimmed_mean", "part": "process"},
            {"by": "fewer_penalties"},
            {"by": "shared"},
        ],
        ranking={"order": "ascending", "numbering": "dense", "band": "0.5"},
        awards=[
            {"id": "first", "name": name(), "count": 1, "ties": "at_most", "money": "7000"},
            {"id": "second", "name": name(), "percent": "20", "base": "ranked", "rounding": "up"}
            | {"when": {"entries_over": 20, "entries_upto": 100}, "requires_pass": True, "cumulative": True},
            {"id": "third", "name": name(), "threshold": "80"},
            {"id": "young", "name": name(), "to_rank": 3, "from_rank": 1, "band": "2", "besides": True}
            | {"where": [{"attribute": "age", "below": "35", "least": "18", "most": "40"}], "listed": "strokes"}
            | {"apart_from": ["first"], "when": {"units_over": 3, "units_upto": 9}},
            {"id": "quota", "name": name(), "percent": "25", "carry": "both"}
            | {"limits": [{"attribute": "unit", "most": 5, "across": True, "others": [{"value": "市直", "most": 10}]}]},
        ],
        promotion={
            "levels": [{"id": "senior", "name": name()}, {"id": "technician", "name": name()}],
            "steps": [
                {"to": "technician", "from_rank": 1, "to_rank": 3, "held": ["senior"]},
                {"to": "senior", "percent": "20"},
            ],
            "attribute": "grade",
            "where": [{"attribute": "post", "one_of": ["employee", "student"], "other_than": "guest"}],
            "least_total": "60",
            "least_parts": [{"part": "theory", "points": "60"}],
            "base": "ranked",
            "rounding": "down",
        },
    )


def faults(book: Any) -> list[tuple[str, str]]:
    with pytest.raises(RulebookRefused) as refused:
        parse_rulebook(book)
    assert len(explain(refused.value, "zh")) == len(explain(refused.value, "en")) == len(refused.value.faults)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Put a value at a path like `parts.1.weight`; ... removes it."""

    def apply(book: dict[str, Any]) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = book
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value

    return apply


WORK = "parts.1.criteria.0.aspects"
HERE = "parts[1].criteria[0].aspects"
SPREAD = "parts[1].combine.spread"


def in_one_number(*aspects: dict[str, Any], factor: str = "1", **more: Any) -> dict[str, Any]:
    return judged("process", criterion("c", *aspects, factor=factor), weight="70") | {"entry": "total"} | more


AGREED = {"judges": 2, "view": "flash", "combine": {"method": "consensus"}}
AGREED["combine"] |= {"spread": {"apart": "0", "action": "again", "rounds": 2}}
ONE_FAULT = [
    ("id", ..., "id", "missing_key"),
    ("colour", "red", "colour", "unknown_key"),
    ("board", "parts", "board", "not_a_mapping"),
    ("board", {"hold_first": 3}, "board.hold_first", "hold_without_stage"),
    ("board", {"stage": "theory"}, "board.stage", "stage_part"),
    ("board", {"stage": "theorie"}, "board.stage", "unknown_part"),
    ("ties", "time", "ties", "not_a_list"),
    ("parts.1.criteria.0", None, "parts[1].criteria[0]", "not_a_mapping"),
    ("promotion.where.0.one_of.0", None, "promotion.where[0].one_of[0]", "bad_text"),
    ("parts.1.criteria", [], "parts[1].criteria", "empty_list"),
    ("ties", [{"by": "fewer_penalties"}] * 21, "ties", "list_too_long"),
    ("id", "7", "id", "bad_id"),
    ("parts.0.id", "Theory", "parts[0].id", "bad_id"),
    ("ties.1.parts.0", "9", "ties[1].parts[0]", "bad_id"),
    ("ranks", "dog", "ranks", "not_one_of"),
    ("ties.0.by", "coin", "ties[0].by", "not_one_of"),
    ("sealed", "yes", "sealed", "not_a_flag"),
    ("board.depth", "many", "board.depth", "not_whole"),
    ("board.depth", 0, "board.depth", "out_of_range"),
    ("format", 2, "format", "format_newer"),
    ("parts.1.time.out_over", "-1", "parts[1].time.out_over", "too_small"),
    ("parts.0.out_of", "0", "parts[0].out_of", "not_above"),
    ("parts", [imported("a"), imported("b", "0")], "parts[1].weight", "weight_for_nothing"),
    ("parts.1.weight", 70.0, "parts[1].weight", "float"),
    ("parts.1.weight", "seventy", "parts[1].weight", "not_a_number"),
    ("parts.1.weight", True, "parts[1].weight", "not_a_number"),
    ("parts.1.weight", "70,0", "parts[1].weight", "decimal_comma"),
    ("parts.1.weight", "７０", "parts[1].weight", "full_width"),
    ("parts.1.weight", "7" * 25, "parts[1].weight", "too_long"),
    ("name.zh", " ", "name.zh", "bad_text"),
    ("name.en", "a\u202eb", "name.en", "hidden_letter"),
    (f"{WORK}.1.descriptors.3", ..., f"{HERE}[1].descriptors", "not_four"),
    ("parts.1.id", "theory", "parts[1].id", "duplicate"),
    (f"{WORK}.1.id", "finish", f"{HERE}[1].id", "duplicate"),
    ("penalties.1.id", "late", "penalties[1].id", "duplicate"),
    ("awards.1.id", "first", "awards[1].id", "duplicate"),
    ("ties.8", {"by": "fewer_penalties"}, "ties[8]", "duplicate"),
    ("parts.1.weight", "71", "parts", "weights_over"),
    ("parts.1.weight", "69.5", "parts", "weights_under"),
    (f"{WORK}.0.min", "20", f"{HERE}[0].max", "min_not_below_max"),
    (f"{WORK}.0.step", "3", f"{HERE}[0].max", "max_off_step"),
    (f"{WORK}.3.ladder.1.upto", "3", f"{HERE}[3].ladder[1].upto", "ladder_not_ascending"),
    (f"{WORK}.3.ladder.1.points", "10", f"{HERE}[3].ladder[1].points", "ladder_points_rise"),
    (f"{WORK}.3.ladder.0.points", "9", f"{HERE}[3].max", "ladder_max"),
    (f"{WORK}.4.step", "1", f"{HERE}[4].step", "unknown_key"),
    ("parts.1.combine", {"method": "single"}, "parts[1].combine.method", "single_with_panel"),
    ("parts.1.combine", ..., "parts[1].combine", "missing_key"),
    ("parts.1.panel.by", "joint", "parts[1].combine.method", "joint_is_single"),
    ("parts.1.combine.none_below", 2, "parts[1].combine.none_below", "none_below_small"),
    ("parts.1.combine", {"method": "trimmed_mean", "low": 0, "high": 0}, "parts[1].combine", "trims_nothing"),
    ("parts.1.combine", {"method": "trimmed_mean", "low": 2, "high": 3}, "parts[1].combine", "too_few_to_trim"),
    ("parts.1.out_of", "90", "parts[1].out_of", "max_over_out_of"),
    ("parts.1.out_of", "100", "parts[1].out_of", "max_under_out_of"),
    ("parts.1.pass_mark", "97", "parts[1].pass_mark", "pass_mark_unreachable"),
    ("penalties.1.part", "nowhere", "penalties[1].part", "unknown_part"),
    ("ties.2.part", "nowhere", "ties[2]", "unknown_part"),
    ("ties.3.criterion", "nowhere", "ties[3].criterion", "unknown_criterion"),
    ("ties.4.aspect", "nowhere", "ties[4].aspect", "unknown_aspect"),
    ("ties.0.part", "theory", "ties[0]", "tie_without_time"),
    ("ties.6.part", "theory", "ties[6]", "tie_not_judged"),
    ("ties.7", {"by": "shared"}, "ties[7]", "shared_not_last"),
    ("ties.7", {"by": "times", "parts": ["theory"]}, "ties[7]", "tie_without_time"),
    ("ties.7", {"by": "next_decimal", "digits": 2}, "ties[7].digits", "tie_no_more_digits"),
    ("ties.7", {"by": "aspects", "part": "process", "aspects": ["x"]}, "ties[7].aspects[0]", "unknown_aspect"),
    ("ties.7", {"by": "count_back", "part": "theory"}, "ties[7]", "tie_not_judged"),
    ("ties.7", {"by": "attribute"}, "ties[7].attribute", "missing_key"),
    ("ties.7", {"by": "lot", "first": "lower"}, "ties[7].first", "unknown_key"),
    ("ranking.order", "upwards", "ranking.order", "not_one_of"),
    ("ranking.band", "-1", "ranking.band", "too_small"),
    ("awards.0.percent", "10", "awards[0]", "count_and_percent"),
    ("awards.2.threshold", ..., "awards[2]", "award_without_size"),
    ("advance", {"to": "final"}, "advance", "advance_without_size"),
    ("awards.1.percent", "101", "awards[1].percent", "over_hundred"),
    ("awards.3.where.0", {"attribute": "age"}, "awards[3].where[0]", "condition_says_nothing"),
    ("awards.3.carry", "spare", "awards[3].carry", "carry_without_quota"),
    ("awards.4.cumulative", True, "awards[4].carry", "carry_cumulative"),
    ("awards.0.carry", "spare", "awards[0].carry", "carry_cumulative"),
    ("awards.3.apart_from", ["quota"], "awards[3].apart_from[0]", "unknown_award"),
    ("awards.3.from_rank", 4, "awards[3].to_rank", "window_empty"),
    ("promotion.steps.0.to", "doctor", "promotion.steps[0]", "unknown_level"),
    ("promotion.least_parts.0.part", "nowhere", "promotion.least_parts[0].part", "unknown_part"),
    ("awards.1.when.entries_upto", 20, "awards[1].when", "when_never"),
    ("parts.1.view", "flash", "board.provisional", "flash_provisional"),
    ("parts.1", judged("process", weight="70", view="flash"), "parts[1].view", "flash_alone"),
    ("parts.1.combine.spread", {"apart": "1", "rounds": 2}, f"{SPREAD}.rounds", "rounds_without_again"),
    ("parts.1", judged("process", weight="70", **AGREED), f"{SPREAD}.rounds", "rounds_of_consensus"),
    ("parts.1", in_one_number(aspect("check", max="5")), f"{HERE}[0].kind", "total_kind"),
    ("parts.1", in_one_number(points("a", "5", min="-5")), f"{HERE}[0].min", "total_takes_off"),
    ("parts.1", in_one_number(points("a", factor="0.5")), f"{HERE}[0].factor", "total_factor"),
    ("parts.1", in_one_number(points("a"), factor="2"), "parts[1].criteria[0].factor", "total_factor"),
    ("parts.1", in_one_number(aspect("judgement", max="9")), "parts[1].step", "total_without_step"),
    ("parts.1", in_one_number(points("a"), step="3"), "parts[1].step", "total_off_step"),
    ("parts.1", in_one_number(points("a"), judges=2, view="flash"), "parts[1].view", "total_flash"),
    ("parts.1", judged("process", weight="70", step="1"), "parts[1].step", "unknown_key"),
]


@pytest.mark.parametrize(("path", "value", "place", "code"), ONE_FAULT, ids=[f"{c[3]}-{c[2]}" for c in ONE_FAULT])
def test_a_fault_is_named_with_its_place(path, value, place, code):
    book = everything()
    change(path, value)(book)
    assert (place, code) in faults(book)


def test_each_stage_that_divides_must_state_its_rounding():
    book = everything()
    book["rounding"] = {}
    book["parts"][1]["rounding"] = {}
    assert sorted(faults(book)) == [
        ("parts[1].combine", "rounding_missing"),
        (f"{HERE}[1]", "rounding_missing"),
        (f"{HERE}[3]", "rounding_missing"),
        ("parts[1].out_of", "rounding_missing"),
    ]


def test_a_sum_cannot_do_without_a_judge():
    part = judged("p", judges=6, combine={"method": "sum", "missing": "given"})
    assert ("parts[0].combine.missing", "given_needs_mean") in faults(data(part))


def test_what_a_cumulative_share_would_take_in_twice_is_refused_of_units_too_and_read_where_a_journal_has_it():
    """A gold that nobody reaches leaves its prize to the silver's share of both: passed on as well, it is two."""
    gold = {"id": "gold", "name": name(), "count": 1, "carry": "spare"}
    title, silver = (
        {"id": "title", "name": name(), "threshold": "60"},
        {"id": "silver", "name": name(), "percent": "30"},
    )
    double = [gold, title, silver | {"cumulative": True}]
    table = {"format": 1, "name": name(), "items": ["x"], "awards": double}
    assert faults(data(imported("p"), awards=double)) == [("awards[0].carry", "carry_cumulative")]
    with pytest.raises(RulebookRefused):
        parse_unit_table(table)
    assert parse_rulebook(data(imported("p"), awards=double), journaled=True).awards
    assert parse_unit_table(table, journaled=True).awards
    assert parse_rulebook(data(imported("p"), awards=[gold, silver, double[2] | {"id": "bronze"}])).awards


def test_passing_needs_a_pass_mark():
    book = data(imported("p"), awards=[{"id": "a", "name": name(), "count": 1, "requires_pass": True}])
    assert faults(book) == [("awards[0].requires_pass", "no_pass_mark")]


def test_a_figure_on_the_scale_needs_a_scale():
    award = {"id": "a", "name": name(), "least_scale": "700"}
    assert faults(data(imported("p"), awards=[award])) == [("awards[0].least_scale", "no_scale")]
    assert parse_rulebook(data(imported("p"), awards=[award], scale={"kind": "robust_700"})).awards


def test_a_fault_says_by_how_much_the_weights_are_off():
    with pytest.raises(RulebookRefused) as refused:
        parse_rulebook(data(imported("a", "30"), imported("b", "69.5")))
    assert explain(refused.value) == ["parts  各部分权重之和为 99.5，比 100 少 0.5，请调整。"]
    assert dict(refused.value.faults[0].data) == {"sum": "99.5", "by": "0.5"}


def test_all_faults_are_told_at_once():
    """Of shape and of meaning, wherever they stand."""
    together = {"bad_text", "float", "max_off_step", "ladder_max", "tie_without_time", "count_and_percent"}
    book, places = everything(), []
    for path, value, place, code in ONE_FAULT:
        if code in together:
            change(path, value)(book)
            places.append((place, code))
    assert sorted(faults(book)) == sorted(places)


def test_every_sentence_of_the_catalogue_answers_a_fault_that_happens():
    tested = (
        {code for _, _, _, code in ONE_FAULT}
        | {"rounding_missing", "given_needs_mean", "no_pass_mark", "no_scale", "tie_not_points", "unknown_item"}
        | {"format_unknown"}
        | OF_SCORES
    )
    of_the_file = {"file_too_large", "not_utf8", "not_readable"}  # tests/test_scorefile.py
    of_the_file |= {"cell_unreadable", "column_unknown", "row_unknown", "sheet_unknown", "row_without_part"}
    of_the_file |= {"cis_no_head", "cis_row", "cis_criterion", "cis_mark"}  # tests/rulebooks/test_cis.py
    of_the_file |= {
        f"cis_{each}" for each in ("new", "gone", "renamed", "words", "plain", "dropped")
    }  # test_cis_base.py
    of_the_file |= {"criterion_told_twice"}  # tests/rulebooks/test_workbook.py
    assert {key.removeprefix("rulebook.") for key in sentences("zh", "rulebook")} == tested | of_the_file


def test_a_rulebook_reads_back_as_itself():
    book = parse_rulebook(everything())
    assert parse_rulebook(dump_rulebook(book)) == book
    assert dump_rulebook(parse_rulebook(dump_rulebook(book))) == dump_rulebook(book)


def test_what_is_left_out_has_its_usual_value():
    book = parse_rulebook(data(judged("p")))
    part = book.parts[0]
    assert (book.ranks, book.sealed, book.weighting, book.board.depth) == ("person", False, "percent", 200)
    assert (part.out_of, part.combine.method, part.combine.level, part.combine.missing) == (
        100,
        "single",
        "sheet",
        "block",
    )


def test_a_part_s_own_rounding_goes_before_the_rulebook_s():
    part = parse_rulebook(everything()).parts[1]
    assert (part.stages.judges.digits, part.stages.aspect.digits) == (3, 2)


def test_an_added_panel_is_out_of_what_all_its_judges_can_give():
    """Six judges mark and their marks are totalled (荆州 防水 2020, rules.md §1)."""
    part = parse_rulebook(data(judged("p", judges=6, combine={"method": "sum"}), rounding={"weighted": TWO})).parts[0]
    assert part.out_of == part.max == 600


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([case[0] for case in ONE_FAULT]), anything)
def test_whatever_stands_in_a_rulebook_it_is_read_or_refused_and_never_breaks(path, value):
    book = deepcopy(everything())
    change(path, value)(book)
    with suppress(RulebookRefused):
        parse_rulebook(book)


@pytest.mark.parametrize("book", [None, [], "text", 5, {}])
def test_what_is_no_rulebook_is_refused(book):
    assert faults(book)


def test_a_unit_table_is_checked_the_same_way():
    table = parse_unit_table(
        {"format": 1, "name": name(), "items": ["a", "b"], "best": 3, "ties": ["best_rank", "shared"]}
    )
    assert (table.items, table.best, [tie.by for tie in table.ties]) == (("a", "b"), 3, ["best_rank", "shared"])
    with pytest.raises(RulebookRefused) as refused:
        parse_unit_table({"format": 1, "name": name(), "items": ["a", "a"], "best": 0, "ties": ["shared", "best_rank"]})
    codes = [(fault.place, fault.code) for fault in refused.value.faults]
    assert codes == [("best", "out_of_range"), ("items[1]", "duplicate"), ("ties[0]", "shared_not_last")]


def test_what_a_unit_table_needs_it_must_state():
    def codes(**more):
        with pytest.raises(RulebookRefused) as refused:
            parse_unit_table({"format": 1, "name": name(), "items": ["a"]} | more)
        return [(fault.place, fault.code) for fault in refused.value.faults]

    assert codes(take="mean") == [("means", "rounding_missing")]
    assert codes(of="places") == [("places", "missing_key")]
    assert codes(of="places", places=["10", "x"]) == [("places[1]", "not_a_number")]
    assert codes(ties=[{"by": "item", "item": "b"}]) == [("ties[0].item", "unknown_item")]
    assert codes(ties=[{"by": "time", "item": "a"}]) == [("ties[0].item", "unknown_key")]
    honour = {"id": "h", "name": name(), "to_rank": 3}
    assert codes(awards=[honour, honour]) == [("awards[1].id", "duplicate")]
    assert codes(awards=[honour | {"requires_pass": True}]) == [("awards[0].requires_pass", "no_pass_mark")]


def test_what_an_award_may_be_sized_by_is_said_whole():
    """A window, a scale and limits do too: the one who meets the fault is told so, in the words of the file."""
    told = {}
    for lang in ("zh", "en"):
        with pytest.raises(RulebookRefused) as refused:
            parse_rulebook(data(imported("p"), awards=[{"id": "a", "name": name()}]))
        (told[lang],) = explain(refused.value, lang)
    sizes = ("count", "percent", "threshold", "from_rank", "to_rank", "least_scale", "limits")
    assert all(f"“{size}”" in sentence for size in sizes for sentence in told.values())


def test_a_tie_by_judges_of_a_part_without_judges_is_not_told_that_it_is_imported():
    votes = {"id": "v", "name": name(), "source": "votes", "out_of": "100", "weight": "100"}
    votes |= {"votes": {"channels": [{"id": "app", "name": name(), "weight": "100"}]}}
    with pytest.raises(RulebookRefused) as refused:
        parse_rulebook(data(votes, ties=[{"by": "count_back", "part": "v"}]))
    assert explain(refused.value) == ["ties[0]  v 没有裁判打分，不能比评分项、评分点或裁判，请改为比“part”。"]
