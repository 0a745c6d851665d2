"""What a judge's seat sees: its own entries by code, its own sheets, the scheme it marks by."""

import pytest

from contest.scoring.desk import desk
from contest.scoring.verbs import chief, judge, organizer
from tests.scoring.builders import data, judged
from tests.support.histories import CHIEF, ITEM, a_book, a_contest, a_plain_book

REASON = {"reason_digest": "d"}


def seen(cup, seat="j1"):
    return desk(cup.contest, cup.contest.seats[seat])


def codes(cup, seat="j1"):
    return [entry["code"] for entry in seen(cup, seat)["entries"]]


def test_a_seat_sees_its_own_entries_in_the_order_of_their_codes():
    cup = a_contest().with_item(a_plain_book(), entries=5, seats=False).seat("j1", only=[1, 4, 5]).seat("j2")
    assert codes(cup) == sorted(cup.code(k) for k in (1, 4, 5))
    assert codes(cup, "j2") == sorted(cup.code(k) for k in range(1, 6))


def test_nobody_sees_an_entry_before_the_draw():
    cup = a_contest()
    cup.does(organizer.set_rulebook, rulebook=a_plain_book())
    cup.does(organizer.enter_entries, item=ITEM, entries=[{"entry": "e1", "commitment": "c"}])
    cup.seat("j1")
    assert seen(cup) == {"items": [], "entries": [], "sheets": [], "called": [], "flash": []}


def test_the_scheme_has_what_one_marks_by_and_not_what_is_at_stake():
    cup = a_contest().with_item(a_book())
    (item,) = seen(cup)["items"]
    assert (item["id"], item["state"], item["rulebook"]) == (ITEM, "preparing", cup.item().version)
    (part,) = item["parts"]  # theory is nobody's to mark
    assert set(part) == {"id", "name", "out_of", "criteria", "panel", "partial", "stages", "limit"}
    assert (part["out_of"], part["panel"]) == ("100", {"judges": 1, "by": "all"})


def test_a_seat_sees_its_own_sheet_and_no_other_judges():
    cup = a_contest().with_item(a_book(judges=2)).open().sheet("j1", 1, "80", confirm=False).sheet("j2", 1, "33")
    (sheet,) = seen(cup)["sheets"]
    assert sheet == {
        "item": ITEM,
        "code": cup.code(1),
        "part": "practice",
        "version": cup.entry(1).sheet("practice", "j1").version,
        "marks": {"a": "80"},
        "note_digest": "",
        "confirmed": False,
        "mine_confirmed": False,
        "confirmed_by": 0,
        "typed_by": "j1",
        "returned": False,
        "recorded": False,
        "again": [],
        "team": None,
        "set_aside": None,
    }
    assert "33" not in str(seen(cup))


def test_sheets_come_in_the_order_of_their_codes_not_in_that_of_the_roster():
    cup = a_contest().with_item(a_plain_book(), entries=6).open()
    for entry in range(1, 7):
        cup.sheet("j1", entry, "80")
    told = [sheet["code"] for sheet in seen(cup)["sheets"]]
    assert told == sorted(told)
    assert told != [cup.code(entry) for entry in range(1, 7)]


def test_every_member_of_a_team_sees_the_one_sheet_and_whether_they_confirmed_it():
    cup = a_contest().with_item(a_book(judges=3, by="joint")).open().sheet("j1", 1, "80").confirm("j2", 1)
    sheets = [seen(cup, seat)["sheets"][0] for seat in ("j1", "j2", "j3")]
    assert [sheet["mine_confirmed"] for sheet in sheets] == [True, True, False]
    assert {(sheet["typed_by"], sheet["confirmed"], sheet["confirmed_by"]) for sheet in sheets} == {("j1", False, 2)}


def test_a_sheet_that_was_set_aside_is_seen_until_it_is_decided_on():
    cup = a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80")
    cup.does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 1, "90"))
    waiting = cup.contest.seq
    told = [(sheet["marks"], sheet["set_aside"]) for sheet in seen(cup)["sheets"]]
    assert told == [({"a": "80"}, None), ({"a": "90"}, {"reason": "confirmed", "seq": waiting})]
    cup.does(chief.decline_sheet, CHIEF, aside=waiting, **REASON)
    assert [sheet["set_aside"] for sheet in seen(cup)["sheets"]] == [None]


def test_a_seat_with_two_stations_of_one_part_sees_each_sheet_once():
    cup = a_contest().with_item(a_plain_book(), seats=False).seat("j1", only=[1]).seat("j1", only=[2]).open()
    cup.sheet("j1", 1, "80").does(judge.submit_sheet, "seat:j1", **cup.filled("j1", 1, "90"))
    assert len(seen(cup)["sheets"]) == 2
    assert len(seen(cup)["entries"]) == 2


def test_a_returned_sheet_says_so():
    cup = a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80")
    cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    assert [(sheet["returned"], sheet["confirmed"]) for sheet in seen(cup)["sheets"]] == [(True, False)]


def test_no_byte_a_judge_sees_depends_on_who_sent_the_entry():
    def told(units):
        cup = a_contest().with_item(a_plain_book(), entries=3).open().lock("d").unseal(units=units).unlock()
        return seen(cup)

    assert told(("一建", "二建", "三建")) == told(("丙", "丁"))


@pytest.mark.parametrize(
    ("missing", "level", "partial"),
    [("given", "aspect", True), ("given", "criterion", True), ("given", "sheet", False), ("block", "aspect", False)],
)
def test_a_part_says_whether_a_sheet_may_leave_aspects_empty(missing, level, partial):
    combine = {"method": "mean", "missing": missing, "level": level}
    cup = a_contest().with_item(data(judged("practice", weight="100", judges=2, combine=combine), id=ITEM))
    (item,) = seen(cup)["items"]
    assert item["parts"][0]["partial"] is partial
