"""Rules of workers' contests as their papers state them, worked by hand from rules.md §1: schemes, teams, chains."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contest.scoring.marking import PenaltyTaken, read_penalty, total
from contest.scoring.numbers import text
from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_table
from contest.scoring.ties import Known

from .builders import aspect, combined, criterion, entry, imported, judged, name, points, rulebook, sheets, trimmed

LATE = {"limit": "60", "per_started_minute": "0.5", "out_over": "30"}


def marked(book, *sheets_, part=0, **more):
    """The total of an entry whose one judged part has these sheets."""
    found = book.parts[part]
    return total(book, {found.id: combined(found, *sheets_)}, **more)


# --- parts and schemes


@pytest.mark.parametrize(
    ("weights", "marks", "comes_to"),
    [
        (("30", "70"), ("80", "90"), "87.00"),  # 24 + 63
        (("20", "80"), ("80", "90"), "88.00"),  # 16 + 72
        (("15", "85"), ("80", "90"), "88.50"),  # 12 + 76.5
        (("10", "30", "30", "30"), ("80", "90", "70", "85"), "81.50"),  # 8 + 27 + 21 + 25.5
    ],
)
def test_theory_and_practice_are_weighted_as_the_papers_say(weights, marks, comes_to):
    """30:70, 20:80, 15:85 and 10:30:30:30 are all real."""
    parts = [imported(f"p{k}", weight) for k, weight in enumerate(weights)]
    assert text(entry(rulebook(*parts), *marks).total) == comes_to


def vocational():
    """Process 30 : product 70, five judges trimmed on the product."""
    process = criterion("process", points("flow", "50"), points("raw", "30"), points("clean", "20"))
    product = criterion(
        "product", points("taste", "40"), points("fire", "30"), points("form", "20"), points("plate", "10")
    )
    return rulebook(
        judged("process", process, weight="30"), judged("product", product, weight="70", **trimmed(none_below=5))
    )


def test_a_dish_is_judged_by_process_and_product():
    """National vocational cooking 2014: process 操作流程 50 / 原料加工 30 / 卫生安全 20, product 口味与质感 40 / 工艺与
    火候 30 / 形态与色泽 20 / 装盘与卫生 10. Process 45 + 27 + 18 = 90; sheets of the product 85, 80, 90, 70, 88:
    without 70 and 90 they are 253 ÷ 3 = 84.33; 0.3 × 90 + 0.7 × 84.33 = 27 + 59.031 = 86.03."""
    book = vocational()
    process = combined(book.parts[0], {"flow": "45", "raw": "27", "clean": "18"})
    tastes = {"35": "85", "30": "80", "40": "90", "20": "70", "38": "88"}
    product = [{"taste": taste, "fire": "25", "form": "17", "plate": "8"} for taste in tastes]
    made = combined(book.parts[1], *product)
    assert [text(share.total) for share in made.judges.values()] == list(tastes.values())
    assert text(total(book, {"process": process, "product": made}).total) == "86.03"


CANTEEN = criterion(
    "dish", points("look", "20"), points("taste", "40"), points("healthy", "20"), points("useful", "20")
)


@pytest.mark.parametrize(
    ("over", "left", "out"), [(0, "86.00", False), (61, "85.00", False), (1800, "71.00", False), (1801, "70.50", True)]
)
def test_a_canteen_dish_loses_half_a_point_a_started_minute(over, left, out):
    """观感 20, 味感 40, 营养卫生 20, 实用性 20: 17 + 36 + 16 + 17 = 86. 61 s are two started minutes; 30 min cost 15,
    30 min 1 s 15.5 and elimination."""
    book = rulebook(judged("p", CANTEEN, time=LATE))
    sheet = {"look": "17", "taste": "36", "healthy": "16", "useful": "17"}
    score = marked(book, sheet, times={"p": 3600 + over})
    assert (text(score.total), score.eliminated) == (left, out)


def test_a_team_has_the_sum_of_its_two_dishes():
    """Canteen: team = sum of its 2 dishes: north 86 + 80.5 = 166.5 (its third does not count), south 90 + 76 = 166."""
    book = rulebook(imported("p"))
    dishes = {"n1": "86", "n2": "80.5", "n3": "70", "s1": "90", "s2": "76"}
    table = parse_unit_table({"format": 1, "name": name(), "items": ["x"], "best": 2})
    found = unit_table(
        table,
        {"x": standings(book, {id: entry(book, mark) for id, mark in dishes.items()})},
        {id: {"n": "north", "s": "south"}[id[0]] for id in dishes},
    )
    assert [(each.unit, text(each.total)) for each in found] == [("north", "166.50"), ("south", "166.00")]


def test_two_set_dishes_and_one_of_ones_own():
    """Set dishes 30 % each + own dish 40 %; over 5 min late 1 point, ≥ 20 min void: 0.3 × 80 + 0.3 × (90 − 1) +
    0.4 × 85 = 24 + 26.7 + 34 = 84.7."""
    clock = {"limit": "60", "steps": [{"over": "5", "points": "1"}], "out_from": "20"}
    book = rulebook(
        imported("fish", "30", time=clock), imported("tofu", "30", time=clock), imported("own", "40", time=clock)
    )
    late = entry(book, "80", "90", "85", times={"fish": 3900, "tofu": 3901, "own": 3000})
    assert (text(late.total), late.eliminated) == ("84.70", False)
    assert entry(book, "80", "90", "85", times={"own": 3600 + 1200}).eliminated


def test_six_judges_and_nineteen_items_are_totalled():
    """荆州 防水 2020: six judges mark 19 items, the marks totalled. 19 items of 5 points are 95 a judge, 570 in all;
    five judges give 4 everywhere (76 each), one 4.5 (85.5): 380 + 85.5 = 465.5."""
    scheme = criterion("c", *(points(f"i{k}", "5") for k in range(19)))
    book = rulebook(judged("p", scheme, judges=6, weight="1", combine={"method": "sum"}), weighting="sum")
    assert book.parts[0].out_of == 570
    rows = [dict.fromkeys(book.parts[0].aspects, mark) for mark in ["4"] * 5 + ["4.5"]]
    assert text(marked(book, *rows).total) == "465.50"


def test_three_judges_take_their_deductions_from_a_hundred():
    """3 judges, plain mean, "100 − deductions" each: 100 − 4 × 2 = 92, 100 − 3 × 2 = 94, 100 − 5 × 2 = 90: mean 92."""
    scheme = criterion("c", aspect("faults", "a", max="100", per_fault="2"))
    book = rulebook(judged("p", scheme, judges=3, combine={"method": "mean"}))
    assert text(marked(book, "4", "3", "5").total) == "92.00"


def test_a_wall_loses_a_point_a_millimetre():
    """湖南 2016: a wall of 1865 × 1260 × 120 mm, joints 6 mm, 1 point per mm of error. 1867: − 2; 1259.5: − 0.5;
    120: 0; joints 6, 7 and 4: − 1 − 2. So 25 − 2, 25 − 0.5, 25, 25 − 3 = 94.5."""
    wall = {"kind": "measured", "max": "25", "unit": "mm", "tolerance": "0", "per_unit": "1", "name": name()}
    scheme = criterion(
        "wall",
        *(
            {"id": id, "nominal": size} | wall
            for id, size in (("length", "1865"), ("height", "1260"), ("depth", "120"))
        ),
        {"id": "joints", "nominal": "6", "readings": 3} | wall,
    )
    one = rulebook(judged("p", scheme, panel={"judges": 3, "by": "joint"}))
    readings = {"length": "1867", "height": "1259.5", "depth": "120", "joints": ["6", "7", "4"]}
    assert text(marked(one, readings).total) == "94.50"


@pytest.mark.parametrize(
    ("nominal", "tolerance", "readings", "left"),
    [
        ("0", "5", ["3", "5", "6"], "8"),  # verticality: one of three beyond 5 mm
        ("0", "8", ["8", "9", "12"], "6"),  # flatness of a rough wall: two beyond 8 mm
        ("10", "2", ["8", "12", "12.5"], "8"),  # joints 10 ± 2
    ],
)
def test_usual_tolerances_of_brickwork(nominal, tolerance, readings, left):
    """GB 50203: verticality 5 mm a storey, flatness 5 or 8 mm, joints 10 ± 2 mm; here 2 points a reading outside."""
    rule = {"unit": "mm", "nominal": nominal, "tolerance": tolerance, "readings": 3, "per_outside": "2"}
    scheme = criterion("c", aspect("measured", "m", max="10") | rule)
    (sheet,) = sheets(rulebook(judged("p", scheme, weight="100")).parts[0], {"m": readings}).values()
    assert sheet.total == Decimal(left)


@pytest.mark.parametrize(("limit", "seconds", "out"), [("60", 5400, False), ("60", 5401, True), ("150", 10801, True)])
def test_waterproofing_ends_half_an_hour_after_its_limit(limit, seconds, out):
    """60 or 150 min; > 30 min late = withdrawn."""
    book = rulebook(imported("p", time={"limit": limit, "out_over": "30"}))
    assert entry(book, "80", times={"p": seconds}).eliminated is out


def test_an_identity_mark_voids_the_score_and_leaves_everyone_else_alone():
    """An identity mark on the work or paper voids the score: no place, whatever the marks."""
    book = rulebook(imported("p"))
    scores = {id: entry(book, mark) for id, mark in {"a": "90", "b": "80", "c": "70"}.items()}
    found = standings(book, scores, {"a": "void"})
    assert [(each.entry, each.rank) for each in found] == [("b", 1), ("c", 2), ("a", None)]


def test_an_expert_and_a_public_share_of_eighty_and_twenty():
    """Experts : public 70:30 or 80:20: 0.8 × 85.5 + 0.2 × 66.67 = 68.4 + 13.334 = 81.734."""
    book = rulebook(imported("experts", "80"), imported("public", "20"))
    assert text(entry(book, "85.5", "66.67").total) == "81.73"


# --- chains of ties


def order(book, scores, known=None):
    return [(each.entry, each.rank, each.decided_by) for each in standings(book, scores, None, known)]


def test_cooking_is_parted_by_taste_then_texture_then_the_untrimmed_mean_then_shared():
    """口味 → 质感 → untrimmed mean → shared. Three judges, one in the middle counts, 100 each in the sum of taste,
    texture and looks: all have 90.
    a: taste 38 · b: taste 37, texture 28 · c, d, e: taste 37, texture 27, whose sheets dropped above and below are
    80 and 92 (c: (80 + 90 + 92) ÷ 3 = 87.33) or 80 and 91 (d, e: 87)."""
    scheme = criterion("dish", points("taste", "40"), points("texture", "30"), points("looks", "30"))
    chain = [{"by": "aspect", "part": "p", "aspect": id} for id in ("taste", "texture")]
    book = rulebook(
        judged("p", scheme, **trimmed(3)), ties=[*chain, {"by": "untrimmed_mean", "part": "p"}, {"by": "shared"}]
    )

    def dish(taste, texture, top):
        def sheet(whole):
            return {"taste": taste, "texture": texture, "looks": text(Decimal(whole) - int(taste) - int(texture))}

        return marked(book, sheet("80"), sheet("90"), sheet(top))

    scores = {"a": dish("38", "24", "91"), "b": dish("37", "28", "91"), "c": dish("37", "27", "92")}
    scores |= {id: dish("37", "27", "91") for id in "de"}
    assert {text(score.total) for score in scores.values()} == {"90.00"}
    assert order(book, scores) == [("a", 1, 0), ("b", 2, 0), ("c", 3, 1), ("d", 4, 2), ("e", 4, None)]


def test_craftsmen_are_parted_by_the_ballot_then_by_the_experts():
    """Ballot → expert mean: all three have 0.7 × experts + 0.3 × public = 80; b and c are equal in the ballot, a is not
    in it: behind both."""
    book = rulebook(
        imported("experts", "70"), imported("public", "30"), ties=[{"by": "ballot"}, {"by": "part", "part": "experts"}]
    )
    scores = {"a": entry(book, "80", "80"), "b": entry(book, "77", "87"), "c": entry(book, "74", "94")}
    known = {"b": Known(decided={"ballot": 0}), "c": Known(decided={"ballot": 0})}
    assert {text(score.total) for score in scores.values()} == {"80.00"}
    assert order(book, scores, known) == [("b", 1, 1), ("c", 2, 1), ("a", 3, 0)]


def test_modules_are_asked_one_after_the_other():
    """Module 1 → module 2 → …: all 80 in the sum; a has 30 in module 1; b and c 25, then 30 and 25 in module 2."""
    parts = [imported(f"m{k}", "1") for k in (1, 2, 3)]
    book = rulebook(*parts, weighting="sum", ties=[{"by": "part", "part": f"m{k}"} for k in (1, 2, 3)])
    scores = {
        "a": entry(book, "30", "20", "30"),
        "b": entry(book, "25", "30", "25"),
        "c": entry(book, "25", "25", "30"),
    }
    assert order(book, scores) == [("a", 1, 0), ("b", 2, 0), ("c", 3, 1)]


def test_a_practice_mark_parts_first_where_the_papers_say_so():
    """Practice mark → …: 0.3 × theory + 0.7 × practice = 80 for both."""
    book = rulebook(imported("theory", "30"), imported("practice", "70"), ties=[{"by": "part", "part": "practice"}])
    scores = {"a": entry(book, "87", "77"), "b": entry(book, "66", "86")}
    assert order(book, scores) == [("b", 1, 0), ("a", 2, 0)]


def test_late_and_over_time_are_penalties_of_a_point():
    """Late or over 5 min = 1 point, given once however often noted; the other dish keeps its marks."""
    late = [{"id": "late", "name": name(), "points": "1", "per": "once"}]
    book = rulebook(imported("p"), penalties=late)
    noted = [read_penalty(book, "late"), PenaltyTaken("late")]
    assert [entry(book, "90", penalties=taken).total for taken in (noted, [])] == [89, 90]
