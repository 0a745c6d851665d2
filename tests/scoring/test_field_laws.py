"""What holds for every field: scaling, who withdraws, what one entry is charged, in whatever order it is told."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.awards import draw_awards
from contest.scoring.field import field_scores
from contest.scoring.marking import EntryScore, total
from contest.scoring.numbers import text
from contest.scoring.ranking import standings
from contest.scoring.results import results
from contest.scoring.rulebook import Rulebook
from contest.scoring.verbs import chief
from contest.scoring.verbs.votes import count_votes
from tests.support.histories import ITEM, ORGANIZER, PENALTIES, TIME, a_contest

from .builders import TWO, combined, criterion, data, judged, name, points, rulebook, sheets

halves = st.integers(0, 40)
rows = st.lists(st.lists(halves, min_size=5, max_size=5), min_size=2, max_size=7)
methods = st.sampled_from(["mean", "trimmed_mean", "median", "sum"])
FIVE = {"judges": 5}
LEVELS = [{"id": "first", "name": name(), "count": 1}, {"id": "second", "name": name(), "count": 2, "ties": "at_most"}]


def mark(half: int, times: int = 1) -> str:
    return text(Decimal(half * times) / 2)


def scored(book: Rulebook, field: dict[str, list[int]], times: int = 1) -> dict[Any, EntryScore]:
    """Each entry's score from its judges' marks, all of them `times` as high."""
    (part,) = book.parts
    return {
        id: total(book, {part.id: combined(part, *(mark(half, times) for half in row))}) for id, row in field.items()
    }


def named(rows: list[list[int]]) -> dict[str, list[int]]:
    return {f"e{k}": row for k, row in enumerate(rows)}


# --- scaling


@given(rows, methods, st.integers(2, 9))
def test_marks_and_maximum_times_the_same_keep_every_place(rows, method, times):
    """Out of 20 or out of 20 × times: totals are times as high, as exact figures, and places and ties are the same."""
    found = []
    for k in (1, times):
        scheme = criterion("c", points("a", mark(40, k), step="0.5"))
        exact = {"judges": {"digits": 9}}
        book = rulebook(
            judged("p", scheme, weight="1", combine={"method": method}, **FIVE), weighting="sum", rounding=exact
        )
        found.append((book, scored(book, named(rows), k)))
    (book, before), (larger, after) = found
    for id, score in before.items():
        assert abs(after[id].unrounded - times * score.unrounded) <= Decimal("1E-10")
    places = [
        [(each.entry, each.rank, each.tied) for each in standings(*one)] for one in ((book, before), (larger, after))
    ]
    assert places[0] == places[1]


@given(rows, methods, st.integers(1, 9))
def test_a_mark_more_from_every_judge_is_a_mark_more_in_the_score(rows, method, more):
    """Moving all marks by the same moves means, trimmed means and medians by as much, and a sum five times."""
    scheme = criterion("c", points("a", "100", step="0.5"))
    book = rulebook(
        judged("p", scheme, weight="1", combine={"method": method}, **FIVE),
        weighting="sum",
        rounding={"judges": {"digits": 9}},
    )
    before, after = (scored(book, named([[half + by for half in row] for row in rows])) for by in (0, 2 * more))
    moved = more * (5 if method == "sum" else 1)
    assert all(abs(after[id].total - before[id].total - moved) <= Decimal("1E-8") for id in before)


# --- who withdraws


PLACES = {"combine": {"method": "place_points", "points": ["12", "10", "8", "7"]}}
MAJORITY = {"combine": {"method": "majority", "points": ["12", "10", "8", "7"]}}
ADJUST = {"method": "mean_shift", "assigned": "random", "least": 5, "rounding": TWO}
WIDE = {
    "place_points": judged("p", weight="1", **FIVE, **PLACES),
    "majority": judged("p", weight="1", **FIVE, **MAJORITY),
    "adjust": judged("p", weight="1", panel={"judges": 1, "by": "station"}, adjust=ADJUST),
    "votes": {"id": "p", "name": name(), "source": "votes", "out_of": "100", "weight": "1"}
    | {"votes": {"channels": [{"id": "c", "name": name()}]}},
}


def whole_field(book: Rulebook, field: dict[str, list[int]], competing: set[str]) -> dict[Any, Any]:
    """Every entry's score in a part in which one mark moves everyone."""
    (part,) = book.parts
    if part.votes is not None:
        return dict(
            field_scores(
                part, {}, {id: {"c": row[0]} for id, row in field.items()}, dict.fromkeys(competing, "present")
            )
        )
    if part.adjust is not None:
        given = {
            id: {f"j{k % 2}": sheets(part, mark(row[0]))["j1"]} for k, (id, row) in enumerate(sorted(field.items()))
        }
        return dict(field_scores(part, given, {}, dict.fromkeys(competing, "present")))
    return dict(
        field_scores(
            part,
            {id: sheets(part, *map(mark, row)) for id, row in field.items()},
            {},
            dict.fromkeys(competing, "present"),
        )
    )


@pytest.mark.parametrize("kind", WIDE)
@given(rows=st.lists(st.lists(halves, min_size=5, max_size=5), min_size=3, max_size=14))
def test_where_one_mark_moves_everyone_who_withdrew_moves_nobody(kind, rows):
    book = rulebook(WIDE[kind], weighting="sum")
    field = named(rows)
    gone = max(field)  # the last, so that judges keep the same entries
    left = {id: row for id, row in field.items() if id != gone}
    with_it, without = whole_field(book, field, set(left)), whole_field(book, left, set(left))
    assert {id: with_it[id].value for id in left} == {id: without[id].value for id in left}


@given(rows, st.sampled_from(["withdrawn", "absent", "disqualified", "void", "guest"]), st.data())
def test_removing_who_withdrew_changes_no_place_and_no_prize(rows, status, dice):
    """Places, ties and prizes by number are those of a field in which it never was (a percentage of those who entered
    is another matter: it entered)."""
    book = rulebook(judged("p", weight="1", combine={"method": "trimmed_mean"}, **FIVE), weighting="sum", awards=LEVELS)
    field = named(rows)
    gone = dice.draw(st.sampled_from(sorted(field)))
    scores = scored(book, field)
    table = standings(book, scores, {gone: status})
    less = standings(book, {id: score for id, score in scores.items() if id != gone})
    assert [each for each in table if each.entry != gone] == less
    assert draw_awards(book, table) == draw_awards(book, less)


# --- what one entry is charged, and the order of telling


def cup_of(rows: list[list[int]], dice: random.Random | None = None, fouls: tuple[int, ...] = ()) -> Any:
    """A contest of five trimmed judges, of places given by judges, and of votes; penalties for some of its entries.
    Acts come in order, or as the dice say."""
    trimmed = judged("practice", weight="50", time=TIME, combine={"method": "trimmed_mean"}, **FIVE)
    placed = judged("places", weight="30", **FIVE, **PLACES)
    liked = WIDE["votes"] | {"id": "liked", "weight": "20"}
    stages = dict.fromkeys(("aspect", "judges", "weighted", "total"), TWO)
    book = data(trimmed, placed, liked, id=ITEM, sealed=False, penalties=PENALTIES, rounding=stages, awards=LEVELS)
    cup = a_contest().with_item(book, entries=len(rows)).open()
    acts: list[Any] = []
    for k, row in enumerate(rows, start=1):
        for part in ("practice", "places"):
            acts += [lambda k=k, j=j, h=h, p=part: cup.sheet(f"j{j}", k, mark(h), part=p) for j, h in enumerate(row, 1)]
        acts.append(lambda k=k, row=row: _count(cup, k, row[0]))
        acts.append(lambda k=k, row=row: cup.of(k, chief.record_time, part="practice", seconds=3500 + 10 * row[1]))
    acts += [lambda k=k: cup.of(k, chief.give_penalty, penalty="slip", count=3) for k in fouls]
    acts += [lambda k=k: cup.of(k, chief.give_penalty, penalty="late") for k in fouls]
    if dice is not None:
        dice.shuffle(acts)
    for act in acts:
        act()
    return cup


def _count(cup: Any, number: int, votes: int) -> None:
    row = {"entry": cup.entry(number).id, "votes": votes}
    cup.does(count_votes, ORGANIZER, item=ITEM, part="liked", channel="c", votes=[row])


@given(st.lists(st.lists(halves, min_size=5, max_size=5), min_size=2, max_size=4), st.randoms())
def test_in_whatever_order_anything_arrives_the_result_is_the_same(rows, dice):
    one, other = cup_of(rows, fouls=(1,)), cup_of(rows, dice, fouls=(1,))
    before, after = results(one.contest, one.item()), results(other.contest, other.item())
    assert (before.digest, before.awards) == (after.digest, after.awards)


@given(st.lists(st.lists(halves, min_size=5, max_size=5), min_size=2, max_size=4))
def test_a_penalty_in_a_contest_changes_one_entry_s_score_and_no_other_part_of_it(rows):
    """Band-O-Rama (rules.md §4): a time penalty on one entry broke the trim for every entry after it."""
    plain, fouled = cup_of(rows), cup_of(rows, fouls=(1,))
    for number in range(2, len(rows) + 1):
        assert fouled.entry(number).score == plain.entry(number).score
    parts = [{id: part.part.value for id, part in cup.entry(1).score.parts.items()} for cup in (plain, fouled)]
    assert parts[0] == parts[1]
    assert fouled.entry(1).score.total <= plain.entry(1).score.total
