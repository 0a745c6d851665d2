"""Items in which one mark moves everyone: when the field is worked out is never to be seen in what comes out."""

import json
import sys
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.scoring import settling, slices
from contest.scoring.contest import Contest, fold
from contest.scoring.events import ContestId, from_bytes
from contest.scoring.refused import Refused
from contest.scoring.results import results
from contest.scoring.verbs import chief, organizer
from contest.scoring.verbs.votes import count_votes
from tests.support.audience import Reader, public, staff
from tests.support.counts import count
from tests.support.histories import CHIEF, ITEM, ORGANIZER, PENALTIES, a_contest, entry_id

from .builders import TWO, data, imported, judged

ENTRIES, JUDGES = 4, 2
POINTS = ["12", "10", "8", "7"]
STATUSES = ("present", "guest", "withdrawn", "disqualified")
SHOWN = ({"while_sealed": "parts"}, {"while_sealed": "progress"}, {"while_sealed": "parts", "provisional": True})


def a_wide_book(board=SHOWN[0], sealed=True):
    """Theory by name 20, practice by judges' places 50, votes 30; one more part that moves nobody else."""
    by_places = {"method": "place_points", "points": POINTS}
    channels = [{"id": "hall", "name": {"zh": "现场", "en": "Hall"}, "weight": "100"}]
    votes = {"id": "liked", "name": {"zh": "投票", "en": "Votes"}, "source": "votes", "weight": "30", "out_of": "100"}
    return data(
        imported("theory", weight="10", known_by_name=True),
        judged("practice", judges=JUDGES, weight="50", combine=by_places),
        judged("product", judges=JUDGES, weight="10", combine={"method": "mean"}),
        votes | {"votes": {"scale": "ratio", "channels": channels}},
        id=ITEM,
        sealed=sealed,
        board=board,
        penalties=PENALTIES,
        rounding={"judges": TWO, "weighted": TWO, "total": TWO},
    )


def sheet(cup, entry, value, part):
    cup.sheet(f"j{value % JUDGES + 1}", entry, str(80 + value), part=part)


def theory(cup, entry, value):
    rows = [{"entry": entry_id(ITEM, entry), "score": str(70 + value)}]
    cup.does(organizer.import_part_scores, ORGANIZER, item=ITEM, part="theory", scores=rows)


def votes(cup, entry, value):
    rows = [{"entry": entry_id(ITEM, entry), "votes": value}]
    cup.does(count_votes, ORGANIZER, item=ITEM, part="liked", channel="hall", votes=rows)


ACTS = {
    "practice": lambda cup, entry, value: sheet(cup, entry, value, "practice"),
    "product": lambda cup, entry, value: sheet(cup, entry, value, "product"),
    "theory": theory,
    "votes": votes,
    "slip": lambda cup, entry, value: cup.of(entry, chief.give_penalty, penalty="slip", count=value + 1),
    "status": lambda cup, entry, value: cup.of(entry, chief.set_status, status=STATUSES[value % 4], reason_digest="d"),
    "return": lambda cup, entry, value: cup.of(
        entry, chief.return_sheet, part="practice", owner=f"j{value % JUDGES + 1}", reason_digest="d"
    ),
    "freeze": lambda cup, entry, value: cup.does(chief.freeze, CHIEF, item=ITEM),
    "unfreeze": lambda cup, entry, value: cup.does(chief.unfreeze, CHIEF, item=ITEM),
    "lock": lambda cup, entry, value: cup.lock("d"),
    "unlock": lambda cup, entry, value: cup.unlock(),
    "unseal": lambda cup, entry, value: cup.unseal(),
    "rulebook": lambda cup, entry, value: cup.does(
        organizer.set_rulebook, ORGANIZER, rulebook=a_wide_book(SHOWN[value % 3])
    ),
}
OFTEN = ["practice", "product", "votes"] * 4
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*ACTS, *OFTEN]), st.integers(1, ENTRIES), st.integers(0, 6), st.booleans()),
    min_size=1,
    max_size=30,
)


def told(acts, board):
    """A history, and after which of its lines somebody reads the scores."""
    cup, read_at = a_contest().with_item(a_wide_book(board), entries=ENTRIES).open(), set()
    for kind, entry, value, reads in acts:
        try:
            ACTS[kind](cup, entry, value)
        except Refused:
            continue
        if reads:
            read_at.add(cup.contest.seq)
    return cup, read_at


def read(contest):
    """What whoever needs the truth is given."""
    item = contest.items[ITEM]
    return results(contest, item), item.shown_entries(), item.public_n, item.public_at, item.changed, item.frozen


def folded(cup, read_at):
    """The fold of the same lines, read after some of them; and what each line touched."""
    contest, touched = Contest(ContestId("cup")), []
    for each in cup.stored:
        line = from_bytes(each.raw)
        touched.append(contest.apply(line, each.hash))
        if line.seq in read_at:
            read(contest)
    return contest, touched


@settings(max_examples=count(small=80, full=5_000))
@given(acts=HISTORIES, board=st.sampled_from(SHOWN))
def test_who_reads_when_changes_nothing_of_what_comes_out(acts, board):
    cup, some = told(acts, board)
    everywhere = set(range(cup.item().version, cup.contest.seq + 1))
    (never, said), (now_and_then, also_said), (always, said_too) = (folded(cup, at) for at in (set(), some, everywhere))
    assert said == also_said == said_too == cup.touched
    assert read(never) == read(now_and_then) == read(always) == read(cup.contest)
    for audience in (public, staff):
        assert audience(never).view().snapshot() == audience(always).view().snapshot()


@settings(max_examples=count(small=80, full=5_000))
@given(acts=HISTORIES, board=st.sampled_from(SHOWN))
def test_a_board_that_is_looked_at_now_and_then_is_what_its_frames_lead_to(acts, board):
    cup, read_at = told(acts, board)
    contest = Contest(ContestId("cup"))
    boards, readers, views = [], [], []
    for each in cup.stored:
        line = from_bytes(each.raw)
        touched = contest.apply(line, each.hash)
        if not boards and ITEM in contest.items:
            boards = [public(contest), staff(contest)]
            views = [each.view() for each in boards]
            readers = [Reader(view.snapshot()) for view in views]
        for k, each_board in enumerate(boards):
            if touched.item is not None:
                each_board.touch(touched.entries)
            if line.seq in read_at or line.seq == cup.contest.seq:
                view = each_board.view()
                readers[k].apply(view.frame(views[k]))
                assert readers[k].sees() == json.loads(view.snapshot())
                assert view.n > views[k].n or view.snapshot() == views[k].snapshot(), "changed under the same number"
                views[k] = view
    for audience, view in zip((public, staff), views, strict=True):
        assert view.snapshot() == audience(cup.refold()).view().snapshot()


@pytest.fixture
def settled(monkeypatch):
    """How often the field was worked out."""
    times, scores = [], settling._field_scores
    monkeypatch.setattr(settling, "_field_scores", lambda book, *more: (times.append(book.id), scores(book, *more))[1])
    return times


def test_a_burst_of_sheets_works_the_field_out_once_for_who_reads_it(settled):
    cup = a_contest().with_item(a_wide_book(), entries=ENTRIES).open()
    settled.clear()
    for entry in range(1, ENTRIES + 1):
        for value in range(JUDGES):
            sheet(cup, entry, entry + value, "practice")
            sheet(cup, entry, entry + value, "product")
        votes(cup, entry, entry)
    assert settled == []
    assert cup.entry(1).score is not None
    assert cup.entry(2).score is not None
    assert settled == [ITEM]


def test_a_freeze_keeps_what_was_worked_out_up_to_it():
    cup = a_contest().with_item(a_wide_book(sealed=False), entries=2).open()
    votes(cup, 1, 10)
    cup.does(chief.freeze, CHIEF, item=ITEM)
    votes(cup, 2, 20)
    first, second = (cup.item().frozen.entries[entry_id(ITEM, number)] for number in (1, 2))
    assert (str(first.score.total), second.score) == ("30.00", None)
    assert cup.total(1) == "15.00"


def test_who_is_looked_up_between_two_views_is_found_as_the_last_one_had_them(settled):
    cup = a_contest().with_item(a_wide_book(sealed=False), entries=2).open()
    votes(cup, 1, 10)
    board = public(cup.contest)
    board.view()
    settled.clear()
    votes(cup, 2, 20)
    board.touch(None)
    row, place = board.found(cup.code(1))
    assert (json.loads(row)["score"], place, board.found(cup.code(2)), settled) == ("30.00", (1, 0), None, [])
    board.view()
    row, place = board.found(cup.code(1))
    assert (json.loads(row)["score"], place, settled) == ("15.00", (2, 0), [ITEM])


def board_of(cup, upto, audience):
    """A board that sees the contest for the first time at a line."""
    lines = [(from_bytes(each.raw), each.hash) for each in cup.stored[:upto]]
    return audience(fold(ContestId("cup"), lines)).view().snapshot()


@pytest.mark.parametrize("audience", [public, staff])
@settings(max_examples=count(small=40, full=2_000))
@given(acts=HISTORIES, board=st.sampled_from(SHOWN), steps=st.lists(st.integers(0, 12), min_size=1))
def test_lines_that_come_between_two_slices_never_make_a_board_that_there_never_was(audience, acts, board, steps):
    cup, _ = told(acts, board)
    contest, seen = Contest(ContestId("cup")), []
    with mock.patch.object(slices, "SLICE", 1):
        for k, each in enumerate(cup.stored):
            touched = contest.apply(from_bytes(each.raw), each.hash)
            if ITEM not in contest.items:
                continue
            if not seen:
                watched, begun = audience(contest), contest.seq
                work = watched.settling()
            if touched.item is not None:
                watched.touch(touched.entries)
            for _ in range(steps[k % len(steps)]):
                if next(work, "whole") == "whole":
                    seen.append(watched.seen().snapshot())
                    work = watched.settling()
            seen = seen or [None]
        for _ in work:
            pass
        seen.append(watched.seen().snapshot())
    there = {board_of(cup, upto, audience) for upto in range(begun, len(cup.stored) + 1)}
    assert set(seen) - {None} <= there
    assert watched.view().snapshot() == board_of(cup, len(cup.stored), audience)


@settings(max_examples=count(small=60, full=3_000))
@given(acts=HISTORIES, board=st.sampled_from(SHOWN), steps=st.lists(st.integers(0, 9), min_size=1))
def test_two_boards_that_are_worked_out_at_once_leave_what_was_told(acts, board, steps):
    cup, _ = told(acts, board)
    contest, boards, work = Contest(ContestId("cup")), [], []
    with mock.patch.object(slices, "SLICE", 1):
        for k, each in enumerate(cup.stored):
            touched = contest.apply(from_bytes(each.raw), each.hash)
            if ITEM in contest.items and not boards:
                boards = [public(contest), staff(contest)]
                work = [watched.settling() for watched in boards]
            for which, watched in enumerate(boards):
                if touched.item is not None:
                    watched.touch(touched.entries)
                for _ in range(steps[(2 * k + which) % len(steps)]):
                    if next(work[which], "whole") == "whole":
                        work[which] = watched.settling()
        for rest in work:
            list(rest)
    assert read(contest) == read(cup.refold())
    for audience, watched in zip((public, staff), boards, strict=True):
        assert watched.view().snapshot() == audience(cup.refold()).view().snapshot()


def test_who_works_the_field_out_slower_than_another_leaves_it_to_the_next_one():
    cup = a_contest().with_item(a_wide_book(), entries=2).open()
    for entry in (1, 2):
        for value in range(JUDGES):
            sheet(cup, entry, 4 * entry + value, "practice")
    before = read(cup.contest)[1]
    ACTS["status"](cup, 2, STATUSES.index("withdrawn"))
    with mock.patch.object(slices, "SLICE", 1):
        slow = settling.settling(cup.item())
        next(slow)
        assert read(cup.contest)[1] != before
        ACTS["status"](cup, 2, STATUSES.index("present"))
        slices.done(slow)
    assert read(cup.contest) == read(cup.refold())
    assert [each.score.total for each in read(cup.contest)[1].values()] == [
        each.score.total for each in before.values()
    ]


def test_who_gathers_the_field_while_another_works_it_out_sees_what_came_of_it():
    cup = a_contest().with_item(a_wide_book(), entries=2).open()
    for value in range(JUDGES):
        sheet(cup, 1, value, "practice")
    with mock.patch.object(slices, "SLICE", 1):
        slow = settling.settling(cup.item())
        next(slow)
        there = read(cup.contest)[1]
        assert slices.done(slow) == there
    assert there[entry_id(ITEM, 1)].score is not None


def test_of_a_field_that_was_worked_out_only_those_are_gathered_again_whom_lines_touched(monkeypatch):
    cup = a_contest().with_item(a_wide_book(), entries=ENTRIES).open()
    for entry in range(1, ENTRIES + 1):
        for value in range(JUDGES):
            sheet(cup, entry, entry + value, "practice")
    boards, gathered, facts = [public(cup.contest), staff(cup.contest)], [], settling._facts
    monkeypatch.setattr(settling, "_facts", lambda entry: (gathered.append(entry.code), facts(entry))[1])
    for work in (lambda: None, lambda: ACTS["status"](cup, 2, 2), lambda: cup.lock("d")):
        work()
        for each in boards:
            each.touch(None)
            each.view()
        gathered.append("-")
    everyone = [cup.code(entry) for entry in range(1, ENTRIES + 1)]
    assert gathered == [*everyone, "-", cup.code(2), "-", *everyone, "-"]


WIDE = {
    "places": {"method": "place_points", "points": POINTS},
    "majority": {"method": "majority", "level": "criterion", "points": POINTS},
}


def most_in_a_slice(entries, book):
    """The most calls of a function between two stops, while a board of so many entries is worked out."""
    cup = a_contest().with_item(book, entries=entries).open()
    for entry in range(1, entries + 1):
        for judge in range(JUDGES):
            sheet(cup, entry, (entry * 7 + judge * 3) % 20, "practice")
    calls, most = 0, 0

    def counting(frame, event, arg):
        nonlocal calls
        calls += event in ("call", "c_call")

    board = public(cup.contest)
    sys.setprofile(counting)
    try:
        for _ in board.settling():
            calls, most = 0, max(most, calls)
    finally:
        sys.setprofile(None)
    return max(most, calls)


@pytest.mark.parametrize("method", WIDE)
@pytest.mark.parametrize("ties", [[{"by": "count_back", "part": "practice"}], []])
def test_no_slice_does_more_in_a_larger_field(monkeypatch, method, ties):
    monkeypatch.setattr(slices, "SLICE", 10)
    part = judged("practice", judges=JUDGES, weight="100", combine=WIDE[method])
    book = data(part, id=ITEM, ties=[*ties, {"by": "shared"}], rounding={"judges": TWO, "weighted": TWO, "total": TWO})
    small, large = (most_in_a_slice(entries, book) for entries in (40, 160))
    assert large < 1.2 * small
