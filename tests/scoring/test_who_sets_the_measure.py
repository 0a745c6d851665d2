"""Whose marks and votes set the measure of a field, and which entries a percentage is of: in a contest's course, and
alike in the file of marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contest.scorefile.markfile import Given
from contest.scorefile.report import report
from contest.scoring.awards import draw_awards
from contest.scoring.field import field_scores
from contest.scoring.marking import too_late, total
from contest.scoring.numbers import text
from contest.scoring.ranking import standings
from contest.scoring.results import results
from contest.scoring.rounds import advancing
from contest.scoring.rulebook import parse_unit_table
from contest.scoring.teams import unit_table
from contest.scoring.ties import Known
from contest.scoring.verbs import chief, jury
from contest.scoring.verbs.votes import count_votes
from tests.support.audience import public
from tests.support.histories import ITEM, ORGANIZER, SUPERVISOR, TIME, a_contest, a_plain_book

from .builders import TWO, data, entry, imported, judged, name, of, rulebook, sheets

FINE = {"judges": TWO, "weighted": TWO, "total": TWO}
OUT = 60 * 60 + 30 * 60 + 1
"""Seconds: an hour's time, eliminated when more than 30 minutes late."""


def prize(id, **rules):
    return {"id": id, "name": name(), **rules}


def placed(**more):
    """Places by two judges, 12, 10, 8 points; an hour's time."""
    rule = {"method": "place_points", "points": ["12", "10", "8"]}
    part = judged("practice", judges=2, combine=rule, time=TIME) | more
    return data(part, id=ITEM, sealed=False, rounding=FINE)


# --- lateness


def test_who_is_eliminated_for_lateness_takes_no_place_of_the_judges_and_gets_it_back_with_the_time():
    cup = a_contest().with_item(placed(), entries=2).open()
    for seat, first, second in (("j1", "90", "80"), ("j2", "90", "70")):
        cup.sheet(seat, 1, first).sheet(seat, 2, second)
    assert [cup.total(k) for k in (1, 2)] == ["100.00", "83.33"]  # 24 and 20 of 24
    cup.of(1, chief.record_time, part="practice", seconds=OUT)
    assert [cup.total(k) for k in (1, 2)] == [None, "100.00"]
    assert cup.touched[-1].entries is None
    assert cup.refold().items[ITEM].entries[cup.entry(2).id].score.total == 100
    cup.of(1, chief.record_time, part="practice", seconds=OUT - 1)  # 30 minutes late: 10 points off, still in
    assert [cup.total(k) for k in (1, 2)] == ["58.33", "83.33"]  # (24 − 10) ÷ 24


def test_who_is_eliminated_for_lateness_blocks_no_signature_and_stands_on_the_board_as_such():
    cup = a_contest().with_item(placed(), entries=2).open()
    cup.sheet("j1", 2, "80").sheet("j2", 2, "70")
    assert [each.code for each in cup.item().incomplete()] == [cup.code(1)]
    cup.of(1, chief.record_time, part="practice", seconds=OUT)
    assert [*cup.item().incomplete()] == []
    (last,) = [row for row in results(cup.contest, cup.item()).standings if row.rank is None]
    assert (last.entry, last.status) == (cup.entry(1).id, "eliminated")
    assert '"status":"eliminated"' in public(cup.contest).view().rows[cup.code(1)].replace(" ", "")


def test_votes_of_who_was_too_late_set_no_measure():
    """Votes ÷ the highest × 100: beside 200 votes of one who was too late, 100 are the highest."""
    channels = [{"id": "hall", "name": name(), "weight": "100"}]
    liked = {"id": "liked", "name": name(), "source": "votes", "out_of": "100", "weight": "50"}
    liked |= {"votes": {"channels": channels}}
    book = data(judged("practice", weight="50", time=TIME), liked, id=ITEM, sealed=False, rounding=FINE)
    cup = a_contest().with_item(book, entries=2).open()
    rows = [{"entry": cup.entry(k).id, "votes": votes} for k, votes in ((1, 200), (2, 100))]
    cup.does(count_votes, ORGANIZER, item=ITEM, part="liked", channel="hall", votes=rows)
    assert cup.total(2) == "25.00"
    cup.of(1, chief.record_time, part="practice", seconds=OUT)
    assert [cup.total(k) for k in (1, 2)] == ["50.00", "50.00"]


def test_lateness_in_one_part_frees_the_places_of_another_in_the_file_of_marks_too():
    rule = {"method": "place_points", "points": ["12", "10", "8"]}
    book = rulebook(
        judged("a", weight="50", time=TIME), judged("b", judges=2, weight="50", combine=rule), rounding=FINE
    )
    marks = {"x": "90", "y": "80"}
    given = {
        id: Given(sheets={"a": sheets(book.part("a"), mark), "b": sheets(book.part("b"), mark, mark)})
        for id, mark in marks.items()
    }
    given["x"].times["a"] = OUT
    told = {row["entry"]: row for row in report(book, given)["entries"]}
    assert (told["x"]["status"], told["x"]["missing"]) == ("eliminated", ["b"])
    assert told["y"]["parts"]["b"]["value"] == "24.00"
    assert too_late(book, {"a": OUT})
    assert not too_late(book, {"b": OUT})


# --- judges made alike


def test_a_guest_is_moved_by_the_figures_of_those_who_compete_and_adds_nothing_to_them():
    """Mean-shift: strict judges' mean 70, mild ones' 80, of all 75: a guest's 66 by the strict judge becomes 71, and
    nobody else's total is another for it. Who withdrew has no score; a judge of guests alone has no figures."""
    rule = {"method": "mean_shift", "assigned": "random", "rounding": TWO}
    (part,) = rulebook(judged("p", judges=1, panel={"judges": 1, "by": "station"}, adjust=rule)).parts
    fields = {"strict": ("50", "60", "70", "80", "90"), "mild": ("70", "75", "80", "85", "90")}
    given = {f"{seat}{k}": {seat: sheets(part, m)["j1"]} for seat, row in fields.items() for k, m in enumerate(row)}
    statuses = dict.fromkeys(given, "present") | {"guest": "guest", "gone": "withdrawn", "apart": "guest"}
    before = field_scores(part, given, {}, statuses)
    more = {"guest": {"strict": "66"}, "gone": {"strict": "99"}, "apart": {"other": "40"}}
    given |= {id: {seat: sheets(part, mark)["j1"] for seat, mark in each.items()} for id, each in more.items()}
    after = field_scores(part, given, {}, statuses)
    assert {id: text(each.value) for id, each in after.items() if id not in before} == {"guest": "71.00", "apart": "40"}
    assert {id: each.value for id, each in before.items()} == {id: after[id].value for id in before}


# --- what a percentage is of


def field_of_ten(**rules):
    """Ten entries: four marked, four not yet, one absent, one a guest with the best mark."""
    cup = a_contest().with_item(a_plain_book(sealed=False, **rules), entries=10).open()
    for number, mark in enumerate(("90", "80", "70", "60"), start=1):
        cup.sheet("j1", number, mark)
    cup.of(9, chief.set_status, status="absent")
    cup.of(10, chief.set_status, status="guest", reason_digest="d")
    return cup.sheet("j1", 10, "99")


@pytest.mark.parametrize(
    ("rule", "winners"),
    [
        ({"percent": "34", "rounding": "down"}, 3),  # of nine: all but the guest
        ({"percent": "50", "rounding": "up", "base": "ranked"}, 2),  # of the four with a place
        ({"count": 1, "when": {"entries_over": 8}}, 1),
        ({"count": 1, "when": {"entries_over": 9}}, 0),
    ],
)
def test_the_field_is_every_entry_but_guests_whole_or_lacking_a_part(rule, winners):
    cup = field_of_ten(awards=[prize("a", **rule)])
    found = results(cup.contest, cup.item())
    assert [each.rank for each in found.awards] == [1, 2, 3][:winners]
    book = cup.item().rulebook
    given = {
        id: Given(sheets={"practice": cup.item().counting(one, book.parts[0])} if one.sheets else {}, status=one.status)
        for id, one in cup.item().entries.items()
    }
    (told,) = report(book, given)["awards"]
    assert told["entries"] == [each.entry for each in found.awards]


def test_promotion_and_the_cut_of_a_round_are_of_the_same_field():
    levels = [{"id": "up", "name": name()}]
    promotion = {"levels": levels, "steps": [{"percent": "34", "to": "up"}], "rounding": "down"}
    advance = {"to": "final", "percent": "34", "rounding": "down"}
    cup = field_of_ten(promotion=promotion, advance=advance)
    found = results(cup.contest, cup.item())
    best = [cup.entry(k).id for k in (1, 2, 3)]
    assert [each.entry for each in found.promotions] == best
    assert advancing(cup.item().rulebook, found.everyone) == best


def test_who_lacks_a_part_is_no_row_of_the_result():
    cup = field_of_ten()
    found = results(cup.contest, cup.item())
    assert len(found.standings) == 6
    assert len(found.everyone) == 10


# --- both must be reached


@pytest.mark.parametrize(
    ("points", "failed", "passed"), [("70", False, True), ("70", True, False), ("50", False, False)]
)
def test_a_ballot_with_a_pass_mark_must_elect_and_reach_it(points, failed, passed):
    ballot = {"kind": "choose", "members": 9, "choose": 3, "passes": "50", "of": "present"}
    part = {"id": "jury", "name": name(), "source": "ballot", "out_of": "100", "weight": "100"}
    book = rulebook(part | {"ballot": ballot, "pass_mark": "60"}, rounding=FINE)
    assert total(book, {"jury": replace(of(points), failed=failed)}).passed is passed


# --- awards of the jury, bands


def overridden(cup, number, award):
    cup.of(number, jury.request_override, award=award, reason_digest="d")
    cup.of(number, jury.approve_override, by=SUPERVISOR)


def test_the_jury_gives_an_award_to_one_without_a_place_too():
    """Whether absent or lacking a part: the rank is none."""
    cup = a_contest().with_item(a_plain_book(sealed=False, awards=[prize("first", count=1)]), entries=3).open()
    cup.sheet("j1", 1, "90").of(2, chief.set_status, status="absent")
    cup.lock("d")
    for number in (2, 3):
        overridden(cup, number, "first")
    given = [(each.entry, each.rank) for each in results(cup.contest, cup.item()).awards]
    assert given[0] == (cup.entry(1).id, 1)
    assert sorted(given[1:]) == sorted((cup.entry(k).id, None) for k in (2, 3))


def test_the_jury_takes_the_ordinary_award_and_leaves_what_is_given_besides():
    levels = [prize("first", count=1), prize("best", to_rank=1, besides=True)]
    book = rulebook(imported("p"), awards=levels)
    table = standings(book, {"e1": entry(book, "90"), "e2": entry(book, "80")})
    for given, expected in (("", ["best"]), ("first", ["first", "best"]), ("best", ["best"])):
        assert [each.award_id for each in draw_awards(book, table, {}, {"e1": given})] == expected


@pytest.mark.parametrize(("ties", "winners"), [("at_least", ["e1", "e2", "e4"]), ("at_most", ["e2"])])
def test_a_band_at_the_cut_reaches_whoever_is_near_wherever_they_stand(ties, winners):
    """Totals within 8 of the best count as equal and age orders them: 92, 86, 91, 84, then 80. The cut is after the
    second: of those behind, 84 is no further than 4 from the last winner's 86, 91 and 80 are. With at_most the first
    loser has 91: 92 is no further than 4 from it, 86 is."""
    book = rulebook(
        imported("p"),
        ranking={"band": "8"},
        ties=[{"by": "attribute", "attribute": "age", "first": "lower"}],
        awards=[prize("a", count=2, band="4", ties=ties)],
    )
    scores = {f"e{k}": entry(book, total) for k, total in enumerate(("92", "86", "91", "84", "80"), start=1)}
    known = {id: Known({"age": str(20 + k)}) for k, id in enumerate(scores)}
    table = standings(book, scores, {}, known)
    assert [each.entry for each in table] == [*scores]
    assert [each.entry for each in draw_awards(book, table, known)] == winners


def test_the_best_of_a_unit_go_by_prize_worth_and_otherwise_by_place():
    """The second's prize is worth more than the first's; where places earn points, the place goes first."""
    book = rulebook(imported("p"))
    table = standings(book, {"e1": entry(book, "90"), "e2": entry(book, "80")})
    units, won = dict.fromkeys(("e1", "e2"), "u"), {"x": {"e1": ["small"], "e2": ["big"]}}
    prizes = [{"award": "small", "points": "1"}, {"award": "big", "points": "9"}]
    for rule, counted in (({"of": "prizes", "prizes": prizes}, "e2"), ({"of": "places", "places": ["1", "9"]}, "e1")):
        rules = parse_unit_table({"format": 1, "name": name(), "items": ["x"], "best": 1} | rule)
        (unit,) = unit_table(rules, {"x": table}, units, won)
        assert [id for _, id, _ in unit.counted] == [counted]
