"""The hub: the fold's changes become frames, the first at once, the others gathered; whoever was away catches up."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from types import SimpleNamespace

import gevent
import pytest

from contest import turns
from contest.live import boards
from contest.live.boards import Hub, since
from contest.people import Session
from contest.scoring import settling, slices
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, judge, organizer
from tests.scoring.builders import TWO
from tests.support.small import book, books, house, part, preset

CONTEST = "c0"
STAFF = Session("t", "account:1", "Chief", (("*", "", "chief"),))
UNITS = {
    "format": 1,
    "name": {"zh": "团体", "en": "Teams"},
    "items": ["roof"],
    "best": 1,
    "of": "total",
    "ties": [{"by": "shared"}],
}


class Room:
    """A contest at the door with a hub, without sockets."""

    def __init__(self, door, people):
        self.door, self.hub = door, Hub(door, people)
        self.frames = []
        self.hub.listeners.append(lambda channel, frame: self.frames.append((channel.name, frame, time.monotonic())))

    def channel(self, name, session=None):
        return self.hub.channel(f"{CONTEST}.{name}", session)

    def do(self, verb, by="account:chief", **values):
        return self.door.record(CONTEST, verb, by=by, values=values).seq

    def show(self, code, mark="5"):
        """A sheet on the roof that shows at once."""
        said = {"item": "roof", "code": code, "part": "deck", "marks": {"a": mark}}
        return self.do(judge.submit_sheet, "seat:r1", **said, base=0, rulebook=8, confirm=True, note_digest="")

    def told(self, within=10.0):
        """The next frame that comes."""
        before = len(self.frames)
        end = time.monotonic() + within
        while len(self.frames) == before and time.monotonic() < end:
            gevent.sleep(0.005)
        assert len(self.frames) > before, "no frame came"
        return self.frames[-1][1]


@pytest.fixture
def room(tmp_path):
    with house(tmp_path) as opened:
        opened.open(CONTEST, preset(books(), 20))
        yield Room(opened.door, opened.people)


def test_a_change_becomes_a_frame_that_leads_from_the_view_before_to_the_one_after(room):
    channel = room.channel("roof")
    before = channel.mark
    room.show("C01")
    frame = room.told()
    assert (frame.since, frame.to) == (before, channel.mark)
    assert json.loads(frame.json)["rows"][0]["code"] == "C01"
    assert json.loads(channel.snapshot())["digest"] == json.loads(frame.json)["digest"]


def test_a_snapshot_is_encoded_once_a_view(room):
    channel = room.channel("roof")
    first = channel.snapshot()
    assert channel.snapshot() is first
    room.show("C01")
    room.told()
    assert channel.snapshot() is not first


def test_a_board_nobody_asked_for_is_not_computed(room):
    room.channel("wall")
    room.show("C01")
    gevent.sleep(0.15)
    assert room.frames == []


def test_the_first_change_goes_at_once_and_those_close_behind_it_together(room):
    room.channel("roof")
    waits = []
    for number in range(1, 5):
        gevent.sleep(0.15)  # a calm board: longer than the pause between two frames
        room.show(f"C{number:02d}")
        recorded = time.monotonic()
        room.told()
        waits.append(room.frames[-1][2] - recorded)
    assert min(waits) < 0.05, waits
    room.frames.clear()
    begun = time.monotonic()
    for number in range(5, 20):
        room.show(f"C{number:02d}")
    room.told()
    gevent.sleep(0.3)
    assert len(room.frames) <= 2 + (time.monotonic() - begun) * 10
    assert all(later[2] - earlier[2] > 0.09 for earlier, later in pairwise(room.frames))


def test_the_table_of_units_is_computed_at_most_once_a_second(room):
    room.do(organizer.set_unit_table, table=UNITS)
    channel = room.channel("units")
    assert channel.pause == boards.FIELD_WIDE_PAUSE == 1.0
    computed = []
    touch = channel.board.touch
    channel.board.touch = lambda entries: (computed.append(time.monotonic()), touch(entries))
    begun = time.monotonic()
    for number in range(1, 12):
        room.show(f"C{number:02d}")
        gevent.sleep(0.02)
    gevent.sleep(1)
    assert 1 <= len(computed) <= 2 + int(time.monotonic() - begun)
    assert all(later - earlier > 0.9 for earlier, later in pairwise(computed))


def test_a_burst_of_sheets_where_one_moves_everyone_is_worked_out_at_most_once_a_second(tmp_path, monkeypatch):
    computed, scores = [], settling._field_scores
    monkeypatch.setattr(settling, "_field_scores", lambda *all: (computed.append(time.monotonic()), scores(*all))[1])
    alike = {"adjust": {"method": "z_score", "assigned": "random", "rounding": TWO}}
    wide = part("deck") | {"panel": {"judges": 1, "by": "station"}} | alike
    with house(tmp_path) as opened:
        opened.open(CONTEST, preset([*books()[:2], book("roof", wide)], 20))
        room = Room(opened.door, opened.people)
        assert room.channel("roof").pause == boards.FIELD_WIDE_PAUSE
        begun = time.monotonic()
        for number in range(1, 16):
            room.show(f"C{number:02d}", str(number / 2))
            gevent.sleep(0.02)
        took = time.monotonic() - begun
        gevent.sleep(1.1)
        # The first at once, all others in one; more only where the sheets themselves took longer than a second.
        assert len(room.frames) == len(computed) == 2 + int(took)
        assert all(later - earlier > 0.9 for earlier, later in pairwise(computed))
        assert json.loads(room.frames[-1][1].json)["head"]["judged"] == 15


def test_what_changes_nothing_that_the_audience_sees_makes_no_frame(room):
    room.channel("roof")
    inner = room.channel("roof.staff", STAFF)
    room.show("C01")
    gevent.sleep(0.15)
    room.frames.clear()
    room.do(chief.freeze, item="roof")
    gevent.sleep(0.15)
    room.frames.clear()
    room.show("C02")
    gevent.sleep(0.15)
    assert {name for name, _, _ in room.frames} == {inner.name}


def test_who_was_away_gets_the_frames_that_are_still_kept(room):
    channel = room.channel("roof")
    start = channel.mark
    for number in range(1, 4):
        room.show(f"C{number:02d}")
        room.told()
    assert [frame.since for frame in since(channel, start)] == [start, *[frame.to for _, frame, _ in room.frames[:-1]]]
    assert since(channel, channel.mark) == []
    assert since(channel, "1-00000000") is None


def test_only_so_many_frames_are_kept(room):
    channel = room.channel("roof")
    start = channel.mark
    channel.frames.extend(boards.Frame(f"{n}-x", f"{n + 1}-x", b"") for n in range(boards.KEPT + 1))
    assert len(channel.frames) == boards.KEPT
    assert since(channel, "0-x") is None
    assert len(since(channel, "1-x")) == boards.KEPT
    assert since(channel, start) == []


@pytest.mark.parametrize(
    "name", ["", ".", "c0", "c0.", "c0.nowhere", "nowhere.roof", "c0.roof.public", "c0.units", "c0..x"]
)
def test_a_board_that_is_not_there_is_unknown(room, name):
    with pytest.raises(Refused) as refused:
        room.hub.channel(name, STAFF)
    assert refused.value.code == "unknown_board"


@pytest.mark.parametrize(
    "session",
    [
        None,
        Session("t", "account:1", "Viewer elsewhere", (("c9", "", "viewer"),)),
        Session("t", "account:1", "Viewer of another item", (("c0", "wall", "viewer"),)),
        Session("t", "seat:r1", "Judge", (("c0", "", "seat"),), contest="c0", seat="r1"),
    ],
)
def test_staffs_board_is_forbidden_to_everybody_else_opened_or_not(room, session):
    for _ in range(2):
        with pytest.raises(Refused, match="forbidden"):
            room.channel("roof.staff", session)
        room.channel("roof.staff", STAFF)


def test_two_who_ask_at_once_watch_the_same_board(room):
    asked = [gevent.spawn(room.channel, "roof") for _ in range(5)]
    gevent.joinall(asked, raise_error=True)
    assert all(each.value is asked[0].value for each in asked)
    room.show("C01")
    gevent.sleep(0.2)
    assert len(room.frames) == 1


def test_asking_for_contests_that_are_not_there_leaves_nothing_behind(room):
    before = set(room.door._desks), set(room.hub._channels)
    for number in range(200):
        with pytest.raises(Refused):
            room.hub.channel(f"nowhere-{number}.roof", None)
    assert (set(room.door._desks), set(room.hub._channels)) == before


def test_a_board_is_placed_anew_in_slices_and_whoever_asks_meanwhile_gets_the_old_one(room, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 1)
    monkeypatch.setattr(turns, "TURN", 0)
    channel = room.channel("roof")
    room.show("C01")
    room.told()
    before = channel.mark
    stood = []

    def noted(seconds):
        stood.append(channel.mark)
        gevent.sleep(seconds)

    monkeypatch.setattr(turns, "gevent", SimpleNamespace(sleep=noted))
    room.do(chief.lock, item="roof", missing_digest="d")
    room.told()
    assert len(stood) >= 40  # the loop had its turn after every entry that was locked, and that was placed
    assert set(stood) == {before}
    assert channel.mark != before


def test_two_who_ask_for_a_board_at_once_get_the_same_one_whole(room, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 1)
    monkeypatch.setattr(turns, "TURN", 0)
    asked = [gevent.spawn(room.channel, "roof") for _ in range(2)]
    one, other = (each.get(timeout=5) for each in asked)
    assert one is other
    assert json.loads(one.snapshot())["head"]["of"] == 20
