"""Sheets are due at a moment: who is late is set aside, and who is behind shows."""

from __future__ import annotations

from typing import Any

import pytest

from contest.scoring.deadlines import pace, stamp
from contest.scoring.desk import desk
from contest.scoring.verbs import chief, recorder
from contest.scoring.verbs.beside import set_deadline, set_material
from tests.support.histories import ITEM, ORGANIZER, RECORDER, History, a_contest, a_plain_book, refused

REASON = {"reason_digest": "d" * 64}
NINE = "2026-11-21T09:00:00.000Z"  # when a history begins; every act takes a second


def due(cup: History, until: str, **more: Any) -> History:
    cup.does(set_deadline, ORGANIZER, item=ITEM, part="practice", until=until, **more)
    return cup


def a_cup(judges: int = 1, **more: Any) -> History:
    return a_contest().with_item(a_plain_book(**more), entries=2).open()


def at(cup: History, clock: str) -> History:
    """The next act happens at that time of the day."""
    hours, minutes = map(int, clock.split(":"))
    cup.clock = (hours - 9) * 3600 + minutes * 60
    return cup


def asides(cup: History) -> list[str]:
    return [each.event.reason for each in cup.contest.aside.values()]


def test_a_sheet_behind_the_deadline_is_set_aside_as_late_and_can_be_adopted():
    cup = due(a_cup(), "2026-11-21T12:00:00+00:00")
    at(cup, "12:00").sheet("j1", 1, "80")
    assert asides(cup) == [], "at the very moment it is in time"
    at(cup, "12:01").sheet("j1", 2, "70")
    assert (asides(cup), cup.total(2)) == (["late"], None)
    cup.does(chief.adopt_sheet, aside=next(iter(cup.contest.aside)), **REASON)
    assert cup.total(2) == "70.00"


def test_what_was_handed_in_in_time_may_be_confirmed_later_but_not_changed():
    cup = due(a_cup(), "2026-11-21T12:00:00+00:00").sheet("j1", 1, "80", confirm=False)
    at(cup, "13:00").sheet("j1", 1, "90")
    assert asides(cup) == ["late"]
    assert cup.confirm("j1", 1).total(1) == "80.00"


def test_a_sheet_that_the_chief_sent_back_may_come_again_late():
    cup = due(a_cup(), "2026-11-21T12:00:00+00:00").sheet("j1", 1, "80")
    at(cup, "13:00").of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    assert cup.sheet("j1", 1, "75").total(1) == "75.00"


def test_what_two_recorders_type_from_paper_has_no_deadline():
    cup = at(due(a_cup(), "2026-11-21T12:00:00+00:00"), "13:00")
    for who in (RECORDER, "account:another"):
        cup.does(recorder.type_sheet, who, seat="j1", **cup.filled("j1", 1, "80"))
    assert cup.total(1) == "80.00"


def test_a_deadline_is_of_its_part_alone_and_can_be_lifted():
    cup = due(a_cup(), "2026-11-21T10:00:00+00:00")
    at(due(cup, "", **REASON), "11:00").sheet("j1", 1, "80")
    assert (asides(cup), cup.total(1)) == ([], "80.00")


def test_setting_it_needs_a_moment_to_come_and_moving_it_a_reason():
    cup = a_cup()
    for until, code in {
        "2026-11-21T08:00:00Z": "deadline_past",
        "2026-12-03T17:00": "deadline_unreadable",  # whose five o'clock?
        "tomorrow": "deadline_unreadable",
        "0001-01-01T00:00:00+14:00": "deadline_unreadable",  # before all time
        "": "deadline_same",
    }.items():
        with refused(code):
            due(cup, until)
    due(cup, "2026-12-03T17:00+08:00")
    with refused("reason_needed"):
        due(cup, "2026-12-04T17:00+08:00")
    with refused("deadline_same"):
        due(cup, "2026-12-03T09:00Z", **REASON)
    with refused("unknown_part"):
        cup.does(set_deadline, item=ITEM, part="theory", until="2026-12-03T17:00+08:00")
    due(cup, "2026-12-04T17:00+08:00", **REASON)
    with refused("locked"):
        due(cup.lock("d" * 64), "2026-12-05T17:00+08:00", **REASON)


@pytest.mark.parametrize("said", ["2026-12-03T17:00:00+08:00", "2026-12-03T09:00Z"])
def test_moments_are_kept_as_lines_are_stamped(said: str):
    assert stamp(said) == "2026-12-03T09:00:00.000Z"


def test_a_judge_is_told_until_when_and_nobody_else_s_part():
    cup = due(a_cup(), "2026-12-03T17:00+08:00")
    (part,) = desk(cup.contest, cup.contest.seats["j1"])["items"][0]["parts"]
    assert part["due"] == "2026-12-03T09:00:00.000Z"


def test_who_is_behind_is_told_first_by_an_even_pace():
    cup = a_contest().with_item(a_plain_book(), entries=4)
    cup.seat("j2", only=[1, 2]).seat("j3").open()
    due(cup, "2026-11-21T13:00:00Z")
    cup.sheet("j1", 1, "80").sheet("j1", 2, "80", confirm=False).sheet("j2", 1, "70")
    opened = cup.item().deadlines["practice"].since
    (part,) = pace(cup.contest, cup.item(), "2026-11-21T11:00:00.000Z")
    assert part["deadline"] == {"until": "2026-11-21T13:00:00.000Z", "since": opened}
    told = [(row["seat"], row["done"], row["of"], row["expected"]) for row in part["seats"]]
    assert told == [("j3", 0, 4, 1), ("j1", 1, 4, 1), ("j2", 0, 2, 0)], "half of the time is not quite over"
    (part,) = pace(cup.contest, cup.item(), "2026-11-21T13:00:00.000Z")
    assert [row["expected"] for row in part["seats"]] == [4, 4, 2]
    (part,) = pace(cup.contest, cup.item(), NINE)
    assert [row["expected"] for row in part["seats"]] == [0, 0, 0]


def test_an_entry_that_is_not_there_and_a_shadow_are_nobodys_to_wait_for():
    cup = a_contest().with_item(a_plain_book(), entries=2).seat("s1", shadow=True).open()
    cup.of(2, chief.set_status, status="absent", **REASON)
    (part,) = pace(cup.contest, cup.item(), NINE)
    assert [(row["seat"], row["of"]) for row in part["seats"]] == [("j1", 1)]


def test_material_is_a_digest_and_taking_away_what_was_read_takes_a_reason():
    cup = a_contest().with_item(a_plain_book(), entries=1)
    entry = cup.entry(1).id

    def put(digest: str, was: str = "", **more: Any) -> None:
        values = {"material_digest": digest, "was": was, "files": 1}
        cup.does(set_material, ORGANIZER, item=ITEM, entry=entry, **values | more)

    put("a")
    put("b", "a", replaces=True)
    with refused("material_changed"):
        put("c", "a")
    cup.open()
    put("c", "b")  # one more file beside those that were there
    with refused("reason_needed"):
        put("d", "c", replaces=True)
    (told,) = desk(cup.contest, cup.contest.seats["j1"])["entries"]
    assert told["material"] == 1
    put("", "c", replaces=True, files=0, **REASON)
    assert cup.item().material == {}
    (told,) = desk(cup.contest, cup.contest.seats["j1"])["entries"]
    assert told["material"] == 0
    with refused("unknown_entry"):
        cup.does(set_material, ORGANIZER, item=ITEM, entry="nobody", material_digest="", files=0)
    cup.sheet("j1", 1, "80").lock()
    with refused("locked"):
        put("e")
