"""Which devices need a person: silence with something owed or in the middle of marking, and two on one seat."""

from __future__ import annotations

import pytest

from contest.roll import Heard, Roll, alarms

NOW = 10_000.0


def device(quiet: float = 0, *, lines: int = 0, unsent: int = 0, marked_before: float | None = None) -> Heard:
    """A device heard `quiet` seconds ago, whose last sheet came `marked_before` seconds before that."""
    seen = NOW - quiet
    return Heard("c", "j1", seen, lines, 0.0 if marked_before is None else seen - marked_before, unsent)


@pytest.mark.parametrize(
    ("heard", "alarm"),
    [
        (device(31, unsent=1), True),
        (device(30, unsent=1), False),
        (device(31, unsent=1, lines=1), False),
        (device(50_000, unsent=1), True),
        (device(31), False),
        (device(31, marked_before=0), True),
        (device(31, marked_before=120), True),
        (device(31, marked_before=121), False),
        (device(600, marked_before=5), True),
        (device(601, marked_before=5), False),
    ],
)
def test_silence_alarms_while_something_is_owed_or_it_broke_off_the_marking(heard: Heard, alarm: bool):
    assert alarms(heard, [heard], NOW) == (["silent"] if alarm else [])


def test_where_nothing_is_to_be_marked_silence_alarms_only_while_sheets_are_unsent():
    assert alarms(device(31, marked_before=0), [], NOW, marking=False) == []
    assert alarms(device(31, unsent=1), [], NOW, marking=False) == ["silent"]


def test_two_devices_alarm_only_while_both_are_online():
    first, second, away = device(lines=1), device(lines=1), device(5)
    assert alarms(first, [first, second], NOW) == alarms(second, [first, second], NOW) == ["two_devices"]
    assert alarms(first, [first, away], NOW) == []
    assert alarms(away, [first, second, away], NOW) == []


def test_one_device_with_an_old_line_beside_its_new_one_is_one_device():
    roll = Roll()
    for _ in range(2):
        heard = roll.opened("token", "c", "j1", NOW)
    assert alarms(heard, roll.of("c").values(), NOW) == []
    assert heard.lines == 2


def test_a_device_that_comes_back_keeps_what_it_last_said():
    roll = Roll()
    first = roll.opened("token", "c", "j1", NOW)
    first.unsent, first.lines = 3, 0
    assert roll.opened("token", "c", "j1", NOW + 60) is first
    assert (first.unsent, first.seen, first.state) == (3, NOW + 60, "online")


def test_a_revoked_device_is_on_no_roll():
    roll = Roll()
    roll.opened("token", "c", "j1", NOW)
    roll.forget({"token", "never"})
    assert roll.of("c") == {}
