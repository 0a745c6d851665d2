"""Prizes, titles, promotions and quotas in the numbers of their papers, worked by hand from rules.md §1."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contest.scoring.awards import begun, draw_awards, drawn
from contest.scoring.promotions import promotions
from contest.scoring.ranking import standings
from contest.scoring.rulebook import Rulebook, parse_unit_table
from contest.scoring.teams import unit_awards, unit_draw, unit_table
from contest.scoring.ties import Known

from .builders import entry, imported, name, rulebook


def with_awards(*levels, **more) -> Rulebook:
    return rulebook(imported("p", pass_mark="60"), awards=[{"name": name(), **level} for level in levels], **more)


def placed(book, scores, statuses=None):
    """Standings of e1, e2, … in the order of their scores."""
    return standings(book, {f"e{k}": entry(book, str(score)) for k, score in enumerate(scores, start=1)}, statuses)


def counts(book, scores, told=None):
    """award id → how many won it."""
    known = {id: Known(attributes) for id, attributes in (told or {}).items()}
    given = [each.award_id for each in draw_awards(book, placed(book, scores), known)]
    return {award.id: given.count(award.id) for award in book.awards}


def field(size):
    """So many scores, all different, the best first."""
    return [Decimal(100) - Decimal(k) / 4 for k in range(size)]


# --- how many


SHARES = [
    {"id": "first", "percent": "10", "when": {"entries_over": 20}},
    {"id": "second", "percent": "20", "when": {"entries_over": 20}},
    {"id": "third", "percent": "30", "when": {"entries_over": 20}},
    {"id": "first-of-few", "count": 1, "when": {"entries_upto": 20}},
    {"id": "second-of-few", "count": 2, "when": {"entries_upto": 20}},
    {"id": "third-of-few", "count": 3, "when": {"entries_upto": 20}},
]


@pytest.mark.parametrize(
    ("size", "won"),
    [
        (40, (4, 8, 12, 0, 0, 0)),
        (52, (5, 10, 16, 0, 0, 0)),  # 5.2, 10.4, 15.6
        (25, (3, 5, 8, 0, 0, 0)),  # 2.5, 5, 7.5, halves up
        (20, (0, 0, 0, 1, 2, 3)),
    ],
)
def test_ten_twenty_and_thirty_percent_or_one_two_and_three(size, won):
    """10 / 20 / 30 % of the entrants of the item; ≤ 20 entrants 1/2/3 (defaults, construction)."""
    assert tuple(counts(with_awards(*SHARES), field(size)).values()) == won


def test_one_two_three_and_ten_of_merit():
    """Fixed counts 1/2/3 + 10 优胜: sixteen of twenty, four without."""
    levels = [{"id": id, "count": count} for id, count in (("a", 1), ("b", 2), ("c", 3), ("merit", 10))]
    assert counts(with_awards(*levels), field(20)) == {"a": 1, "b": 2, "c": 3, "merit": 10}


def test_bands_with_caps():
    """Bands 90/80/70 capped 10/20/30 % (defaults, cooking). Of 20: caps 2, 4, 6. Three have 90 or more: two gold, the
    third goes on to silver; with five of 80–89 that is six for four silver; two go on to bronze, with three of 70–79
    five, all below the cap; nine below 70 have nothing."""
    levels = [
        {"id": id, "threshold": least, "percent": most, "ties": "at_most"}
        for id, least, most in (("gold", "90", "10"), ("silver", "80", "20"), ("bronze", "70", "30"))
    ]
    scores = [95, 92, 90, 89, 88, 87, 86, 85, 78, 75, 70, *range(69, 60, -1)]
    assert counts(with_awards(*levels), scores) == {"gold": 2, "silver": 4, "bronze": 5}


@pytest.mark.parametrize(("size", "won"), [(4, (1, 0, 0)), (5, (1, 1, 0)), (6, (1, 1, 1)), (30, (1, 1, 1))])
def test_fields_too_small_have_fewer_medals(size, won):
    """≥ 6 gold, silver and bronze, 5 gold and silver, < 5 gold only."""
    gates = {"gold": {}, "silver": {"when": {"entries_over": 4}}, "bronze": {"when": {"entries_over": 5}}}
    levels = [{"id": id, "count": 1, **gate} for id, gate in gates.items()]
    assert tuple(counts(with_awards(*levels), field(size)).values()) == won


@pytest.mark.parametrize(("size", "units", "won"), [(19, 4, 0), (20, 3, 0), (20, 4, 2)])
def test_fewer_than_twenty_entrants_or_four_units_cancel_the_prizes(size, units, won):
    """< 20 entrants or < 4 units: at least 20 are more than 19, at least 4 more than 3."""
    book = with_awards({"id": "first", "percent": "10", "when": {"entries_over": 19, "units_over": 3}})
    told = {f"e{k}": {"unit": f"u{k % units}"} for k in range(1, size + 1)}
    assert counts(book, field(size), told) == {"first": won}


def test_prizes_left_empty_are_not_passed_down_unless_said():
    """空缺: 3 firsts from 90 up, of whom there is one; the 2 empty ones stay empty, or make 4 seconds of 2."""
    first, second = {"id": "first", "count": 3, "threshold": "90"}, {"id": "second", "count": 2, "threshold": "60"}
    scores = [95, 85, 84, 83, 82, 81]
    for carry, won, empty in (("none", 2, {"first": 2, "second": 0}), ("spare", 4, {"first": 0, "second": 0})):
        book = with_awards(first | {"carry": carry}, second)
        assert counts(book, scores) == {"first": 1, "second": won}
        assert drawn(book.awards, begun(book, placed(book, scores))).empty == empty


def test_money_goes_with_the_prize():
    """12,000 / 7,000 / 5,000 (连云港): one, two and three winners are 12,000 + 14,000 + 15,000 = 41,000."""
    levels = [
        {"id": id, "count": count, "money": money}
        for id, count, money in (("a", 1, "12000"), ("b", 2, "7000"), ("c", 3, "5000"))
    ]
    book = with_awards(*levels)
    money = {award.id: award.money for award in book.awards}
    assert sum(money[each.award_id] for each in draw_awards(book, placed(book, field(10)))) == 41000


# --- units


def test_units_four_to_thirteen_are_well_organized_and_hosts_besides():
    """优秀组织单位 for team ranks 4–13, plus hosts outside the quota: of fifteen units u1 … u15 ten by rank; of the
    hosts u2 and u5 only u2, since u5 has it already."""
    hosts = [{"attribute": "unit", "one_of": ["u2", "u5"]}]
    honours = [
        {"id": "good", "name": name(), "from_rank": 4, "to_rank": 13},
        {"id": "host", "name": name(), "from_rank": 1, "besides": True, "apart_from": ["good"], "where": hosts},
    ]
    table = parse_unit_table({"format": 1, "name": name(), "items": ["x"], "awards": honours})
    book = rulebook(imported("p"))
    scores = {f"e{k}": entry(book, str(100 - k)) for k in range(1, 16)}
    found = unit_table(table, {"x": standings(book, scores)}, {f"e{k}": f"u{k}" for k in range(1, 16)})
    given = [(each.award_id, each.entry) for each in unit_awards(table, unit_draw(table, found))]
    assert given == [("good", f"u{k}") for k in range(4, 14)] + [("host", "u2")]


def test_counties_send_five_with_one_deputy_and_city_bodies_ten():
    """Quotas per county: 5 each, 1 of them deputy; 10 from city bodies. Seven of county a, the first two deputies: the
    second deputy and whoever comes after five is passed over; twelve of the city bodies: ten."""
    limits = [
        {"attribute": "unit", "most": 5, "others": [{"value": "city", "most": 10}]},
        {"attribute": "unit", "most": 1, "where": [{"attribute": "post", "equals": "deputy"}]},
    ]
    book = with_awards({"id": "model", "count": 30, "limits": limits})
    told = {f"e{k}": {"unit": "a", "post": "deputy" if k < 3 else "worker"} for k in range(1, 8)}
    told |= {f"e{k}": {"unit": "city", "post": "worker"} for k in range(8, 20)}
    known = {id: Known(attributes) for id, attributes in told.items()}
    given = [each.entry for each in draw_awards(book, placed(book, field(19)), known)]
    assert given == ["e1", "e3", "e4", "e5", "e6", *(f"e{k}" for k in range(8, 18))]


# --- titles and promotion


LEVELS = [
    {"id": id, "name": name(id)} for id in ("senior", "technician", "senior-technician")
]  # 高级工, 技师, 高级技师


def promoting(*steps, **more):
    return rulebook(
        imported("theory", "30"), imported("practice", "70"), promotion={"levels": LEVELS, "steps": list(steps), **more}
    )


def raised(book, size, told=None):
    scores = {f"e{k}": entry(book, str(96 - k), str(96 - k)) for k in range(1, size + 1)}
    known = {id: Known(attributes) for id, attributes in (told or {}).items()}
    return {each.entry: each.to for each in promotions(book, standings(book, scores), known)}


def test_tianjin():
    """天津: top 10 → 技师, or 高级技师 if already held. Of twelve the third holds 技师, the eleventh is behind."""
    book = promoting(
        {"to_rank": 10, "held": ["technician"], "to": "senior-technician"}, {"to_rank": 10, "to": "technician"}
    )
    found = raised(book, 12, {"e3": {"level": "technician"}, "e4": {"level": "senior"}})
    assert found == {f"e{k}": "senior-technician" if k == 3 else "technician" for k in range(1, 11)}


def test_heilongjiang():
    """黑龙江 class 1: 1–3 → 高级技师, 4–10 → 技师, other passers → 高级工; theory, practice and total from 60: of
    40 with 95, 94, … 56 the 36th has 60, four do not pass."""
    sixty = [{"part": part, "points": "60"} for part in ("theory", "practice")]
    book = promoting(
        {"to_rank": 3, "to": "senior-technician"},
        {"from_rank": 4, "to_rank": 10, "to": "technician"},
        {"to": "senior"},
        least_total="60",
        least_parts=sixty,
    )
    found = list(raised(book, 40).values())
    assert found == ["senior-technician"] * 3 + ["technician"] * 7 + ["senior"] * 26


def test_national_printing():
    """National printing: 1–5 技术能手 + 技师, 6–20 → 高级工: a title besides the prizes, and a step of the level."""
    book = rulebook(
        imported("p"),
        awards=[
            {"id": "first", "name": name(), "count": 1},
            {"id": "expert", "name": name(), "to_rank": 5, "besides": True},
        ],
        promotion={
            "levels": LEVELS,
            "steps": [{"to_rank": 5, "to": "technician"}, {"from_rank": 6, "to_rank": 20, "to": "senior"}],
        },
    )
    table = placed(book, field(24))
    won = [(each.award_id, each.entry) for each in draw_awards(book, table)]
    assert won == [("first", "e1"), *(("expert", f"e{k}") for k in range(1, 6))]
    assert [each.to for each in promotions(book, table)] == ["technician"] * 5 + ["senior"] * 15


def test_titles_of_a_city():
    """技术能手 for top n, 五一劳动奖章 for no. 1, 青年岗位能手 (< 35 y), 巾帼建功标兵 (women); promoted once a year,
    employees or students alone."""
    among = {"to_rank": 3, "besides": True}
    book = with_awards(
        {"id": "expert", **among},
        {"id": "medal", "to_rank": 1, "besides": True},
        {"id": "youth", **among, "where": [{"attribute": "age", "below": "35"}]},
        {"id": "woman", **among, "where": [{"attribute": "sex", "equals": "女"}]},
        promotion={
            "levels": LEVELS,
            "steps": [{"to_rank": 3, "to": "technician"}],
            "where": [
                {"attribute": "employee", "one_of": ["职工", "学生"]},
                {"attribute": "promoted", "other_than": "2026"},
            ],
        },
    )
    told = {
        "e1": {"age": "35", "sex": "女", "employee": "职工", "promoted": "2026"},
        "e2": {"age": "34", "sex": "男", "employee": "学生"},
        "e3": {"age": "22", "sex": "女", "employee": "其他"},
        "e4": {"age": "20", "sex": "女", "employee": "职工"},
    }
    known = {id: Known(attributes) for id, attributes in told.items()}
    table = placed(book, field(4))
    won: dict[str, list[str]] = {}
    for each in draw_awards(book, table, known):
        won.setdefault(each.award_id, []).append(each.entry)
    assert won == {"expert": ["e1", "e2", "e3"], "medal": ["e1"], "youth": ["e2", "e3"], "woman": ["e1", "e3"]}
    assert [each.entry for each in promotions(book, table, known)] == ["e2"]
