"""Mistakes that crowned the wrong winner elsewhere, played again here: each must be impossible or be told.

What happened stands in each docstring, with where; the figures are worked by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from contest.export.csvfile import build_csv, read_csv
from contest.export.result import Joiner
from contest.record import NotSaved
from contest.scoring import office
from contest.scoring.course import missing
from contest.scoring.events import from_bytes
from contest.scoring.refused import MarksRefused
from contest.scoring.results import results
from contest.scoring.robustness import with_each_mark_moved
from contest.scoring.verbs import chief, judge
from tests.scoring.builders import criterion, data, judged, name, points, trimmed
from tests.support.audience import marked, public, seen
from tests.support.doors import a_door, opened
from tests.support.histories import ITEM, TIME, a_contest, a_plain_book, refused

FIRST = [{"id": "first", "name": name("一等奖"), "count": 1}]


class Nobody:
    """People of whom nothing is known."""

    def seat_names(self, _: str) -> dict[str, Any]:
        return {}

    def judge_names(self, _: str) -> dict[str, Any]:
        return {}

    def account_names(self) -> dict[str, str]:
        return {}

    def person(self, *_: Any) -> None:
        return None

    def texts(self, *_: Any) -> dict[str, str]:
        return {}


def exported(cup) -> list[dict[str, str]]:
    """The rows of the results that leave the house. Raises Refused."""
    view = Joiner(cup.contest, Nobody()).result([cup.item()], draft=False)  # type: ignore[arg-type]
    return read_csv(build_csv(view, "en"))


# --- Anguilla, Band-O-Rama


def test_band_o_rama_a_time_penalty_on_one_entry_leaves_the_trim_of_those_after_it():
    """A time penalty on one entry broke drop-highest-and-lowest for every entry after it. Marks 70, 80, 81, 82, 100 of
    each: (80 + 81 + 82) ÷ 3 = 81; the first, two started minutes over, 81 − 1 = 80."""
    book = data(judged("practice", time=TIME, **trimmed(5)), id=ITEM, sealed=False)
    cup = a_contest().with_item(book, entries=3).open()
    cup.of(1, chief.record_time, part="practice", seconds=3600 + 61)
    for number in (1, 2, 3):
        for seat, mark in enumerate(("70", "80", "81", "82", "100"), start=1):
            cup.sheet(f"j{seat}", number, mark)
    assert [cup.total(number) for number in (1, 2, 3)] == ["80.00", "81.00", "81.00"]
    cup.of(2, chief.record_time, part="practice", seconds=3600 + 61)
    assert [cup.total(number) for number in (1, 2, 3)] == ["80.00", "80.00", "81.00"]


# --- Miss Universe Canada 2013, and a cheer event


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("95", "above_max"),
        ("1,25", "decimal_comma"),
        ("9.55", "off_step"),
        ("９.5", "full_width"),
        ("9.5.", "not_a_number"),
    ],
)
def test_miss_universe_a_typo_is_refused_at_the_judge_s_hand_and_nothing_is_written(typed, code):
    """A decimal typo crowned the wrong winner in 2013; `1,25` typed for `1.25` took back a banner."""
    book = data(judged("practice", criterion("c", points("a", "10"))), id=ITEM, sealed=False)
    cup = a_contest().with_item(book, entries=1).open()
    before = cup.contest.seq
    with pytest.raises(MarksRefused) as caught:
        cup.sheet("j1", 1, typed)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert (cup.contest.seq, cup.total(1)) == (before, None)


def test_miss_universe_a_typo_that_could_be_a_mark_is_told_and_what_hangs_on_it():
    """5.9 typed for 9.5 is a mark a judge may give. But it lies 3.6 from the others, which the office is told; and (9.5
    + 9.5 + 5.9) ÷ 3 = 8.30 makes a tie with three times 8.3, so a step of this one mark alone decides the prize."""
    scheme = criterion("c", points("a", "10", step="0.1"))
    panel = {"method": "mean", "spread": {"apart": "2"}}
    book = data(judged("practice", scheme, judges=3, weight="1", combine=panel), id=ITEM, sealed=False, awards=FIRST)
    book["weighting"] = "sum"
    cup = a_contest().with_item(book, entries=2).open()
    for seat, mine, other in (("j1", "9.5", "8.3"), ("j2", "9.5", "8.3"), ("j3", "5.9", "8.3")):
        cup.sheet(seat, 1, mine).sheet(seat, 2, other)
    told = [(row["code"], row["found"], row["allowed"]) for row in office.apart(cup.item())]
    assert told == [(cup.code(1), "3.6", "2")]
    assert [cup.total(number) for number in (1, 2)] == ["8.30", "8.30"]
    hangs = {(each.seat, str(each.by)) for each in with_each_mark_moved(cup.item()) if each.entry == cup.entry(1).id}
    assert hangs >= {("j3", "0.1"), ("j3", "-0.1")}


# --- DOMjudge #146, CTFd #2320


def overtaken():
    """Frozen while the first led; then the second overtook, and all was signed."""
    cup = marked("80", "70", sealed=False, awards=FIRST)
    cup.does(chief.freeze, item=ITEM)
    frozen = public(cup.contest).view().snapshot()
    cup.of(1, chief.return_sheet, part="practice", owner="j1", reason_digest="d")
    return cup.sheet("j1", 1, "60").lock().sign(), frozen


def test_certificates_are_made_from_the_signed_result_not_from_the_frozen_board():
    """Certificates printed from the frozen board (DOMjudge #146): the board still shows 80 before 70, the prize goes to
    the 70 that beat 60."""
    cup, _ = overtaken()
    assert [row[0] for row in seen(public(cup.contest))] == [cup.code(1), cup.code(2)]
    found = results(cup.contest, cup.item())
    assert [(each.award_id, each.entry) for each in found.awards] == [("first", cup.entry(2).id)]
    won = [row for row in exported(cup) if "一等奖" in row.values()]
    assert [cup.code(2) in row.values() for row in won] == [True]


def test_a_frozen_board_does_not_move():
    """Frozen boards that still moved (CTFd #2320): its bytes are those of the freeze."""
    cup, frozen = overtaken()
    assert public(cup.contest).view().snapshot() == frozen
    cup.does(chief.unfreeze, item=ITEM)
    assert public(cup.contest).view().snapshot() != frozen


# --- 2015: entries that never reached the judges


def test_entries_that_never_reached_the_judges_stop_the_lock_and_the_signature():
    """A quarter of the entries never reached the judges, and 15 of 26 categories changed after the announcement: here
    one of four has no sheet. Neither lock nor signature goes on unless somebody says why, by name."""
    cup = a_contest().with_item(a_plain_book(sealed=False), entries=4).open()
    for number, mark in enumerate(("90", "80", "70"), start=1):
        cup.sheet("j1", number, mark)
    with refused("missing_sheets", short=1, expected=4):
        cup.lock()
    cup.lock("the fourth was ill")
    assert [(each.code, each.data["codes"]) for each in missing(cup.item())] == [("scores", [cup.code(4)])]
    with refused("missing_scores", codes=[cup.code(4)], count=1):
        cup.sign()
    cup.sign("the fourth was ill")
    assert from_bytes(cup.stored[-1].raw).event.missing_digest == "the fourth was ill"


# --- BCOE&M #1685


def test_one_source_of_truth_a_correction_is_in_every_view_at_once():
    """Scores that had to be imported from the judging table to the results table were not (BCOE&M #1685). Here board,
    result and export read one fold: after a correction from 80 to 95 all say 95, and nothing was imported."""
    cup = marked("80", "90", sealed=False)
    cup.of(1, chief.return_sheet, part="practice", owner="j1", reason_digest="d")
    cup.sheet("j1", 1, "95").lock().sign().publish()
    told = [(code, score) for code, _, _, score in seen(public(cup.contest))]
    found = results(cup.contest, cup.item()).standings
    assert told == [(cup.code(1), "95.00"), (cup.code(2), "90.00")]
    assert [str(each.score.total) for each in found if each.score] == ["95.00", "90.00"]
    assert ["95.00" in row.values() for row in exported(cup)] == [True, False]


# --- FTC #474


def test_of_two_tablets_that_score_the_same_side_one_counts_and_the_other_waits():
    """Two tablets scoring the same side (FTC #474): both typed over the same empty sheet; the first stands, the second
    is kept for a person to decide on, and changes nothing until then."""
    cup = a_contest().with_item(a_plain_book(sealed=False), entries=1).open()
    second = cup.filled("j1", 1, "40", confirm=True)
    cup.sheet("j1", 1, "80", confirm=False)
    line = cup.does(judge.submit_sheet, "seat:j1", **second)
    assert cup.contest.aside[line].event.reason == "outdated"
    assert cup.confirm("j1", 1).total(1) == "80.00"


# --- WCA #14816


def test_a_quit_of_everybody_can_be_undone():
    """A bulk "quit" that could not be undone (WCA #14816): all three are set to withdrawn and back; the result is the
    same to the last byte that is signed, and the journal tells both."""
    cup = marked("80", "90", "70", sealed=False, awards=FIRST)
    before = cup.digest()
    for number in (1, 2, 3):
        cup.of(number, chief.set_status, status="withdrawn", reason_digest="d")
    assert set(cup.ranks().values()) == {None}
    for number in (1, 2, 3):
        cup.of(number, chief.set_status, status="present", reason_digest="d")
    assert cup.digest() == before


# --- DOMjudge 2024


def test_numbers_are_given_in_the_order_of_commits_so_that_no_reader_skips_one(sqlite_url):
    """Event ids handed out before commit: a feed reader skipped events at a World Finals (DOMjudge, 2024). A commit
    that fails takes no number; who reads on behind the last line it saw has every line once, in order."""
    with a_door(sqlite_url) as door:
        cup = opened(door).with_item(a_plain_book(), entries=3).open()
        read = [line.seq for line in door.lines("cup")]
        cup.send("j1", 1, "80")
        door.writer.faults = ["rolled back"]
        with pytest.raises(NotSaved):
            cup.send("j1", 2, "70")
        read += [line.seq for line in door.lines("cup") if line.seq > read[-1]]
        cup.send("j1", 3, "60")
        cup.send("j1", 2, "70")
        read += [line.seq for line in door.lines("cup") if line.seq > read[-1]]
        assert read == list(range(1, cup.contest.seq + 1))
