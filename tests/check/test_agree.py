"""The two calculations agree: on random rulebooks and fields, and on two real competitions."""

from __future__ import annotations

import copy
import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from contest import check
from tests import isu
from tests.support.counts import count

from .fields import Maker
from .folded import folded, of_contest
from .found import OF_CONTESTS, OF_RULEBOOKS, acts, corners
from .journals import Player
from .played import both


@pytest.mark.rules
def test_the_two_calculations_agree_on_random_rulebooks_and_fields(tmp_path):
    """A disagreement tells its seed: Maker(seed) makes the case again."""
    found = {}
    for seed in range(count(100, 10_000)):
        maker = Maker(seed)
        book = maker.rulebook()
        differences = check.differences(*both(tmp_path, book, maker.rows(book)))
        if differences:
            found[seed] = differences[:3]
    assert found == {}


@pytest.mark.rules
def test_the_two_calculations_agree_on_random_contests_from_their_lines():
    """Votes, ballots, quotas, promotions, rounds, decisions of the jury, tables of units. Player(seed) again."""
    found = {}
    for seed in range(count(25, 10_000)):
        player = Player(seed)
        lines = player.play()
        contest = folded(lines)
        for item in player.books:
            differences = check.differences(of_contest(contest, item), check.item_result(lines, item, with_units=True))
            if differences:
                found[seed, item] = differences[:3]
    assert found == {}


def test_random_contests_hold_what_a_marks_file_cannot_say():
    kinds, seen, told = set(), Counter(), dict.fromkeys(["promotions", "advancing", "units", "awards"], 0)
    for seed in range(50):
        player = Player(seed)
        lines = player.play()
        kinds |= {json.loads(line)["kind"] for line in lines}
        seen.update([*acts(lines), *(corner for book in player.books.values() for corner in corners(book))])
        for key, found in check.item_result(lines, "one", with_units=True).items():
            told[key] = told.get(key, 0) + len(found or ())
    assert kinds >= {"VotesCounted", "VotesVoided", "BallotHeld", "RoundAdvanced", "AwardOverrideApproved"}
    assert kinds >= {"TieDecided", "UnitTableSet", "AttributesTold", "PenaltyLifted", "StatusSet", "SeatRecused"}
    assert kinds >= {"SpreadSettled", "SheetObjected"}
    assert min(told.values()) > 3, told
    assert min(seen[each] for each in OF_CONTESTS) > 1, seen


def test_random_rulebooks_hold_the_corners_in_which_the_two_calculations_once_differed():
    seen = Counter(corner for seed in range(150) for corner in corners(Maker(seed).any_rulebook()))
    assert min(seen[each] for each in OF_RULEBOOKS) > 1, seen


def test_random_fields_have_places_ties_prizes_and_entries_without_a_place(tmp_path):
    rows, winners = [], []
    for seed in range(60):
        maker = Maker(seed)
        book = maker.rulebook()
        _, result = both(tmp_path, book, maker.rows(book))
        rows += result["entries"].values()
        winners += [entry for won in result["awards"].values() for entry in won]
    assert sum(row["rank"] is not None for row in rows) > 100
    assert sum(row["tied"] for row in rows) > 20
    assert len({row["decided_by"] for row in rows}) > 5
    assert {"guest", "void", "absent", "eliminated"} <= {row["status"] for row in rows}
    assert len(winners) > 50


@pytest.mark.parametrize("item", isu.items(), ids=lambda item: item.id)
def test_official_totals_and_ranks_come_out_of_both(tmp_path, item):
    first, result = both(tmp_path, item.rulebook, list(isu.mark_rows(item))[1:])
    official = {entry.id: (entry.rank, Fraction(Decimal(entry.total))) for entry in item.entries}
    assert {id: (row["rank"], row["total"]) for id, row in result["entries"].items()} == official
    assert check.differences(first, result) == []


@pytest.mark.parametrize("key", ["rank", "tied", "status", "total", "unrounded", "award"])
def test_any_difference_is_told(tmp_path, key):
    item = isu.items()[0]
    first, result = both(tmp_path, item.rulebook, list(isu.mark_rows(item))[1:])
    changed = copy.deepcopy(result)
    row = next(iter(changed["entries"].values()))
    row[key] = row[key] + Fraction(1, 100) if isinstance(row[key], Fraction) else "other"
    assert [key in line for line in check.differences(first, changed)] == [True]


def test_an_entry_or_a_winner_too_few_is_told(tmp_path):
    item = isu.items()[0]
    first, result = both(tmp_path, item.rulebook, list(isu.mark_rows(item))[1:])
    lost = copy.deepcopy(result)
    gone = lost["awards"]["podium"].pop()
    del lost["entries"][gone]
    assert [line.split(":")[0] for line in check.differences(first, lost)] == ["award podium", "entries"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "red"}, "rulebook: colour"),
        ({"ties": [{"by": "height"}]}, "ties.by: height"),
        ({"awards": [{"id": "a", "name": {}, "count": 1, "lucky": 1}]}, "awards.a: lucky"),
        ({"rounding": {"total": {"digits": 2, "mode": "ceiling"}}}, "rounding.total.mode: ceiling"),
    ],
)
def test_what_is_not_known_is_named_and_not_passed_over(change, told):
    with pytest.raises(check.NotCovered, match=told):
        check.result(isu.items()[0].rulebook | change, {})
