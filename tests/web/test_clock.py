"""Hand-in desk and clocks by REST: presses are kept once, times are recorded as they stand, and no name is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from contest import create_app
from contest.floor import store
from contest.opening import open_preset
from contest.scoring.events import ItemId, LotsDrawn
from contest.scoring.verbs import chief
from tests.web.hall import NAMES, NUMBERS, UNITS, Desk, Hall, Play, a_preset, refused, wall

RULE = {"limit": "60", "per_started_minute": "0.5", "out_over": "30", "give_back": "10"}
MINUTE = 60_000
HOUR = 60 * MINUTE


def timed_wall() -> dict[str, Any]:
    """`wall`, whose work has a clock: 60 minutes, half a point a started minute late, out beyond 30; 10 may be given
    back."""
    book = wall()
    return book | {"parts": [part | ({"time": RULE} if part["id"] == "work" else {}) for part in book["parts"]]}


class Timed(Play):
    """A contest of this item, sealed or by name."""

    sealed = True

    def __post_init__(self) -> None:
        preset = replace(a_preset(("wall",)), rulebooks={"wall": timed_wall() | {"sealed": self.sealed}})
        open_preset(self.services.door, self.services.people, preset, self.id, rehearsal=False)


class ByName(Timed):
    """The same, by name from the start."""

    sealed = False


@pytest.fixture
def play(hall: Hall) -> Play:
    return Timed(hall.services)


@pytest.fixture(scope="module")
def keeper(hall: Hall) -> Desk:
    return hall.staff("recorder")


def at(play: Play, what: str = "") -> str:
    return f"/api/contests/{play.id}/items/wall/clock{what}"


def press(desk: Desk, play: Play, kind: str, scope: str = "", ago: int = 0, *, key: str = "", **more: Any):
    """A press that happened `ago` milliseconds ago, on a tablet whose clock is right."""
    now = time.time_ns() // 1_000_000
    body = {"part": "work", "scope": scope, "kind": kind, "device": now - ago, "offset": 0, **more}
    return desk.post(at(play), body, key=key)


def times(play: Play) -> dict[str, int]:
    found = play.item().entries.values()
    return {str(entry.code): entry.times["work"] for entry in found if "work" in entry.times}


def kinds(play: Play) -> list[str]:
    return [line.raw.decode().split('"kind":"')[1].split('"')[0] for line in play.services.door.lines(play.id)]


def test_the_clock_from_start_to_penalty(keeper: Desk, play: Play):
    """61 minutes and a bit: one started minute late; with 2 minutes given back in time."""
    play.marked()
    first, second, third = play.codes()
    assert press(keeper, play, "start", ago=61 * MINUTE + 500).json["recorded"] == []
    press(keeper, play, "give", f"code:{first}", seconds=120, reason="断电")
    assert press(keeper, play, "hand_in", f"code:{first}").json["recorded"] == [first]
    assert press(keeper, play, "stop").json["recorded"] == [second, third]
    used = times(play)
    assert (used[first], used[second]) == (61 * 60 - 120, 61 * 60)
    works = {code: play.item().by_code[code].score.parts["work"] for code in (first, second)}
    assert [str(each.deducted) for each in works.values()] == ["0", "0.5"]


def test_times_follow_what_is_given_or_taken_back_after_the_stop(keeper: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR + 5 * MINUTE)
    stopped = press(keeper, play, "stop", f"code:{first}").json["press"]["n"]
    assert times(play) == {first: 3900}
    given = press(keeper, play, "give", f"code:{first}", seconds=240, reason="等料 4 分钟").json["press"]["n"]
    assert times(play) == {first: 3660}
    press(keeper, play, "undo", undoes=given, reason="记错工位")
    assert times(play) == {first: 3900}
    press(keeper, play, "undo", undoes=stopped, reason="还没做完")
    assert times(play) == {}
    assert refused(press(keeper, play, "undo", undoes=stopped, reason="x"), 404, "unknown_press")
    assert refused(press(keeper, play, "undo", undoes=given), 409, "reason_needed")


def test_a_press_that_is_sent_again_is_one_and_records_one_time(keeper: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    once = press(keeper, play, "hand_in", f"code:{first}", key="press-0001").json
    lines = kinds(play).count("TimeRecorded")
    again = press(keeper, play, "hand_in", f"code:{first}", key="press-0001").json
    assert (again["press"], again["recorded"]) == (once["press"], [])
    assert kinds(play).count("TimeRecorded") == lines == 1
    assert refused(press(keeper, play, "stop", f"code:{first}", key="press-0001"), 409, "request_reused")
    assert refused(press(keeper, play, "hand_in", f"code:{first}"), 409, "handed_in_before")


def test_a_press_made_without_a_line_stands_where_it_happened(keeper: Desk, play: Play):
    """All were stopped at the hour; a work that was handed in before comes to be known after."""
    first, second, third = play.codes()
    press(keeper, play, "start", ago=2 * HOUR)
    press(keeper, play, "stop", ago=HOUR)
    assert set(times(play).values()) == {3600}
    late = press(keeper, play, "hand_in", f"code:{first}", ago=90 * MINUTE)
    assert late.json["recorded"] == [first]
    assert times(play) == {first: 1800, second: 3600, third: 3600}
    assert late.json["press"]["late"] >= 90 * MINUTE


def test_a_tablet_whose_clock_is_wrong_is_corrected(keeper: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    behind = 7 * HOUR
    now = time.time_ns() // 1_000_000
    body = {"part": "work", "scope": f"code:{first}", "kind": "stop", "device": now - behind - 30 * MINUTE}
    keeper.post(at(play), body | {"offset": behind, "waited": 30 * MINUTE})
    assert times(play) == {first: 1800}


def test_a_wrong_code_is_put_right_with_a_reason_and_takes_its_time_with_it(keeper: Desk, play: Play):
    first, second, _ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    wrong = press(keeper, play, "hand_in", f"code:{second}", ago=10 * MINUTE).json["press"]
    press(keeper, play, "undo", undoes=wrong["n"], reason="看错号")
    press(keeper, play, "hand_in", f"code:{first}", ago=10 * MINUTE, reason="看错号")
    assert times(play) == {first: 3000}


def test_what_means_nothing_is_refused(keeper: Desk, play: Play):
    first, second, _ = play.codes()
    play.does(chief.set_status, item="wall", code=second, status="absent")
    assert refused(press(keeper, play, "hand_in", "code:Z99"), 404, "unknown_code")
    assert refused(press(keeper, play, "hand_in"), 404, "unknown_scope")
    assert refused(press(keeper, play, "hand_in", f"code:{second}"), 409, "handed_in_absent")
    assert refused(press(keeper, play, "start", "group:9"), 404, "unknown_scope")
    assert refused(press(keeper, play, "start", part="theory"), 404, "unknown_part")
    assert refused(press(keeper, play, "give", f"code:{first}", seconds=60), 409, "reason_needed")
    assert refused(press(keeper, play, "give", f"code:{first}", seconds=601, reason="x"), 409, "given_back")
    press(keeper, play, "give", f"code:{first}", seconds=500, reason="x")
    assert refused(press(keeper, play, "give", f"code:{first}", seconds=101, reason="x"), 409, "given_back")
    assert refused(
        press(keeper, play, "give", seconds=101, reason="x"), 409, "given_back"
    )  # one of all has 500 already
    assert refused(press(keeper, play, "burst"), 422, "malformed")


def test_who_is_absent_gets_no_time_when_all_are_stopped(keeper: Desk, play: Play):
    first, second, third = play.codes()
    play.does(chief.set_status, item="wall", code=second, status="absent")
    press(keeper, play, "start", ago=HOUR)
    assert press(keeper, play, "stop").json["recorded"] == [first, third]


def test_nothing_is_given_back_where_the_rulebook_does_not_let_it(hall: Hall, keeper: Desk):
    play = hall.contest("wall")
    told = keeper.get(at(play)).json
    assert told["parts"] == []
    assert refused(press(keeper, play, "give", part="", seconds=60, reason="x"), 409, "nothing_given_back")
    press(keeper, play, "start", part="")  # a stopwatch for the hall, that records nothing
    assert press(keeper, play, "stop", part="").json["recorded"] == []
    assert "TimeRecorded" not in kinds(play)


def test_a_locked_item_takes_no_press(keeper: Desk, play: Play):
    play.brought_to("locked")
    assert refused(press(keeper, play, "start"), 409, "locked")


def test_a_restart_loses_no_press(hall: Hall, keeper: Desk, play: Play):
    press(keeper, play, "start", ago=MINUTE)
    press(keeper, play, "note", reason="3 号工位换砂浆")
    before = keeper.get(at(play)).json["presses"]
    app = create_app(hall.services.settings)
    after = app.extensions["contest"].floor.presses(play.id, "wall")
    for end in app.extensions["contest-ends"]:
        end()
    assert [(each.n, each.kind, each.moment) for each in after] == [(p["n"], p["kind"], p["at"]) for p in before]
    assert before[1]["reason"] == "3 号工位换砂浆"
    assert keeper.get(at(play) + f"?after={before[0]['n']}").json["presses"] == before[1:]


def test_the_journal_says_who_changed_a_time_and_why(keeper: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    press(keeper, play, "stop", f"code:{first}")
    press(keeper, play, "give", f"code:{first}", seconds=240, reason="等料 4 分钟")
    play.marked()
    for step in (play._lock, play._unseal):
        step()
    lines = keeper.get(f"/api/contests/{play.id}/story?code={first}").json["lines"]
    told = [(line["message"]["zh"], line["text"]) for line in lines if line["kind"] == "TimeRecorded"]
    assert "补时 240 秒" in told[0][0]
    assert told[0][1] == "等料 4 分钟"
    assert all(line["who"]["zh"].startswith("Recorder") for line in lines if line["kind"] == "TimeRecorded")


# --- times recorded by hand ---


@pytest.fixture(scope="module")
def head(hall: Hall) -> Desk:
    return hall.staff("chief")


def by_hand(head: Desk, play: Play, code: str, seconds: int) -> None:
    asked = f"/api/contests/{play.id}/items/wall/entries/{code}/times"
    assert head.post(asked, {"part": "work", "seconds": seconds}).status_code == 200


def test_a_time_set_by_hand_outlives_a_press_that_does_not_change_its_clock(keeper: Desk, head: Desk, play: Play):
    """The work was handed in; who stops all the others says nothing of it."""
    first, second, third = play.codes()
    press(keeper, play, "start", ago=280_500)
    press(keeper, play, "hand_in", f"code:{first}")
    by_hand(head, play, first, 300)
    assert press(keeper, play, "stop").json["recorded"] == [second, third]
    assert times(play) == {first: 300, second: 280, third: 280}


def test_a_start_by_mistake_that_is_undone_takes_no_time_set_by_hand(keeper: Desk, head: Desk, play: Play):
    first, second, _ = play.codes()
    by_hand(head, play, first, 300)
    by_hand(head, play, second, 310)
    started = press(keeper, play, "start").json["press"]["n"]
    assert press(keeper, play, "undo", undoes=started, reason="按错").json["recorded"] == []
    assert times(play) == {first: 300, second: 310}


def test_a_stop_by_mistake_that_is_undone_brings_the_time_set_by_hand_back(keeper: Desk, head: Desk, play: Play):
    """Also where it was set while the clock ran, and a second time; who had none has none."""
    first, second, third = play.codes()
    by_hand(head, play, first, 300)
    press(keeper, play, "start", ago=HOUR)
    by_hand(head, play, second, 310)
    for _ in range(2):
        stopped = press(keeper, play, "stop").json["press"]["n"]
        assert times(play) == {first: 3600, second: 3600, third: 3600}
        assert press(keeper, play, "undo", undoes=stopped, reason="按错").json["recorded"] == [first, second, third]
        assert times(play) == {first: 300, second: 310}


def test_time_given_by_mistake_and_taken_back_leaves_the_time_set_by_hand(keeper: Desk, head: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    press(keeper, play, "hand_in", f"code:{first}")
    by_hand(head, play, first, 3000)
    given = press(keeper, play, "give", f"code:{first}", seconds=240, reason="等料").json["press"]["n"]
    press(keeper, play, "undo", undoes=given, reason="不是他")
    assert times(play) == {first: 3000}


def test_a_time_set_by_hand_after_the_stop_goes_with_the_stop(keeper: Desk, head: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    stopped = press(keeper, play, "hand_in", f"code:{first}").json["press"]["n"]
    by_hand(head, play, first, 3000)
    press(keeper, play, "undo", undoes=stopped, reason="还没做完")
    assert times(play) == {}


def test_a_press_that_changes_the_clock_still_changes_a_time_set_by_hand(keeper: Desk, head: Desk, play: Play):
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    press(keeper, play, "hand_in", f"code:{first}")
    by_hand(head, play, first, 3000)
    press(keeper, play, "give", f"code:{first}", seconds=240, reason="等料")
    assert times(play) == {first: 3360}


def test_a_press_whose_times_could_not_be_recorded_records_them_when_sent_again(
    keeper: Desk, play: Play, monkeypatch: pytest.MonkeyPatch
):
    """The server fell over between the press and the first time; another press came between."""
    press(keeper, play, "start", ago=HOUR)
    with monkeypatch.context() as broken:
        broken.setattr("contest.web.clock.settled", lambda *_: [])
        press(keeper, play, "stop", key="press-0002")
        press(keeper, play, "stop", key="press-0003")
    assert times(play) == {}
    assert press(keeper, play, "stop", key="press-0002").json["recorded"] == play.codes()
    assert set(times(play).values()) == {3600}


def test_a_press_that_is_sent_again_overwrites_no_time_set_by_hand_since(keeper: Desk, head: Desk, play: Play):
    """Its answer was lost: the tablet sends it once more, after the chief has put the time right."""
    first, *_ = play.codes()
    press(keeper, play, "start", ago=HOUR)
    press(keeper, play, "hand_in", f"code:{first}", key="press-0004")
    by_hand(head, play, first, 3000)
    assert press(keeper, play, "hand_in", f"code:{first}", key="press-0004").json["recorded"] == []
    assert times(play) == {first: 3000}


def test_who_was_absent_by_mistake_is_timed_by_the_next_stop(keeper: Desk, play: Play):
    first, second, third = play.codes()
    play.does(chief.set_status, item="wall", code=second, status="absent")
    press(keeper, play, "start", ago=HOUR)
    press(keeper, play, "stop")
    play.does(chief.set_status, item="wall", code=second, status="present")
    assert press(keeper, play, "stop").json["recorded"] == [second]
    assert set(times(play)) == {first, second, third}


# --- groups and stations ---


def deal(play: Play, what: str, *lots: int) -> None:
    by_code = [play.item().by_code[code] for code in play.codes()]  # type: ignore[index]
    rows = [{"entry": entry.id, "lot": lot} for entry, lot in zip(by_code, lots, strict=True)]
    play.does(lambda *_: LotsDrawn(ItemId("wall"), what, rows))


def drawn(keeper: Desk, play: Play) -> list[tuple[str, str]]:
    return [(each["group"], each["station"]) for each in keeper.get(at(play)).json["entries"]]


def test_a_group_starts_and_stops_by_itself(hall: Hall, keeper: Desk):
    play = ByName(hall.services)
    first, second, _ = play.codes()
    deal(play, "group", 1, 1, 2)
    deal(play, "station", 1, 2, 1)
    assert drawn(keeper, play) == [("1", "1-1"), ("1", "1-2"), ("2", "2-1")]
    press(keeper, play, "start", "group:1", ago=HOUR)
    assert press(keeper, play, "stop", "station:1-2", ago=30 * MINUTE).json["recorded"] == [second]
    assert press(keeper, play, "stop").json["recorded"] == [first]
    assert times(play) == {first: 3600, second: 1800}
    assert refused(press(keeper, play, "stop", "station:3-1"), 404, "unknown_scope")
    halls = hall_presses(keeper, play)
    assert halls == [("start", "group:1"), ("stop", "")]


def hall_presses(desk: Desk, play: Play) -> list[tuple[str, str]]:
    return [(each["kind"], each["scope"]) for each in desk.get(at(play, "/hall")).json["presses"]]


def test_no_station_stands_beside_a_sealed_code_nor_a_group_of_two(keeper: Desk, play: Play):
    """The calling list has both beside the name, and of two each knows the other."""
    deal(play, "group", 1, 1, 1)
    deal(play, "station", 1, 2, 3)
    assert drawn(keeper, play) == [("1", "")] * 3
    deal(play, "group", 1, 1, 2)
    assert drawn(keeper, play) == [("", "")] * 3
    first = play.codes()[0]
    assert press(keeper, play, "hand_in", f"code:{first}", place="3").json["press"]["place"] == ""


def test_who_is_absent_makes_no_group_larger(keeper: Desk, play: Play):
    """An absence shows beside the codes: two who are left would be told apart like a group of two."""
    deal(play, "group", 1, 1, 1)
    play.does(chief.set_status, item="wall", code=play.codes()[2], status="absent")
    assert drawn(keeper, play) == [("", "")] * 3
    assert refused(press(keeper, play, "start", "group:1"), 404, "unknown_scope")


def test_a_groups_clock_reaches_whom_it_reached_though_somebody_turns_absent(keeper: Desk, play: Play):
    deal(play, "group", 1, 1, 1)
    press(keeper, play, "start", "group:1", ago=HOUR)
    play.does(chief.set_status, item="wall", code=play.codes()[2], status="absent")
    assert press(keeper, play, "stop", "group:1").json["recorded"] == play.codes()[:2]


# --- no name on the hand-in desk and the clock ---


def answers(desk: Desk, play: Play) -> Iterator[bytes]:
    first, *_ = play.codes()
    yield press(desk, play, "start", ago=HOUR).data
    yield press(desk, play, "give", f"code:{first}", seconds=60, reason="x").data
    yield press(desk, play, "hand_in", f"code:{first}").data
    yield press(desk, play, "hand_in", f"code:{first}").data
    yield press(desk, play, "stop").data
    yield press(desk, play, "note", reason="x").data
    yield desk.get(at(play)).data
    yield desk.get(at(play, "/hall")).data


@pytest.mark.parametrize("role", ["chief", "recorder"])
@pytest.mark.parametrize("sealed", [True, False])
def test_no_byte_of_clock_and_hand_in_holds_a_name(hall: Hall, role: str, sealed: bool):
    play = Timed(hall.services) if sealed else ByName(hall.services)
    told = b"".join(answers(hall.staff(role), play))
    telling = [*NAMES, *UNITS, *NUMBERS, *map(str, play.item().entries)]
    assert not [each for each in telling if each.encode() in told]
    assert play.codes()[0].encode() in told


def test_the_halls_clock_is_public_and_tells_neither_codes_nor_who_pressed(hall: Hall, keeper: Desk, play: Play):
    list(answers(keeper, play))
    seen = hall.visitor().get(at(play, "/hall"))
    assert [(each["kind"], each["scope"]) for each in seen.json["presses"]] == [("start", ""), ("stop", "")]
    assert seen.json["parts"][0]["limit"] == 3600
    assert not [code for code in play.codes() if code.encode() in seen.data]
    assert b"by" not in seen.data
    assert abs(seen.json["now"] - time.time_ns() // 1_000_000) < 60_000


def test_whoever_asks_for_the_halls_clock_has_only_what_it_shows_read(
    hall: Hall, keeper: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Anybody may ask, and hand-ins are many: what is not shown is left in the database."""
    play = ByName(hall.services)
    first, second, _ = play.codes()
    deal(play, "station", 1, 2, 3)
    start = press(keeper, play, "start", ago=HOUR).json["press"]["n"]
    press(keeper, play, "note", reason="x")
    press(keeper, play, "hand_in", f"code:{first}")
    press(keeper, play, "stop", f"code:{second}")
    press(keeper, play, "pause", "station:3")
    press(keeper, play, "pause")
    build, built = store._pressed, []
    monkeypatch.setattr(store, "_pressed", lambda row: built.append(row.kind) or build(row))
    assert hall_presses(hall.visitor(), play) == [("start", ""), ("pause", "")]
    assert built == ["start", "pause"]
    later = hall.visitor().get(at(play, f"/hall?after={start}")).json["presses"]
    assert [each["kind"] for each in later] == ["pause"]
