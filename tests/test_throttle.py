"""Guessing gets slower with every try; who shares an address is not locked out by a neighbour."""

import pytest

from contest.throttle import FORGOTTEN_AFTER, MANY, Throttle
from tests.support.histories import refused


class Clock:
    """Seconds, as a test says."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def tries(throttle, times, key="seat"):
    for _ in range(times):
        throttle.attempt(key)


def test_the_first_tries_are_free_then_each_waits_twice_as_long(clock):
    throttle = Throttle(5, clock)
    tries(throttle, 5)
    for wait in (1, 2, 4, 8):
        with refused("too_many_tries", seconds=wait + 1):
            throttle.attempt("seat")
        clock.now += wait - 0.01
        with refused("too_many_tries", seconds=1):
            throttle.attempt("seat")
        clock.now += 0.02
        throttle.attempt("seat")


def test_nobody_waits_longer_than_five_minutes(clock):
    throttle = Throttle(5, clock)
    for _ in range(40):
        clock.now += 301
        throttle.attempt("seat")
    with refused("too_many_tries", seconds=301):
        throttle.attempt("seat")


def test_ten_thousand_pins_are_not_tried_in_a_day(clock):
    throttle = Throttle(5, clock)
    tried = 0
    for _ in range(24 * 3600):
        clock.now += 1
        try:
            throttle.attempt("seat")
            tried += 1
        except Exception:
            continue
    assert tried < 310


def test_a_thousand_tries_at_the_same_moment_are_a_thousand_tries(clock):
    throttle = Throttle(5, clock)
    passed = 0
    for _ in range(1000):  # none of them has an answer yet
        try:
            throttle.attempt("seat")
            passed += 1
        except Exception:
            continue
    assert passed == 5


def test_a_right_try_forgets_the_wrong_ones(clock):
    throttle = Throttle(5, clock)
    tries(throttle, 5)
    throttle.passed("seat")
    tries(throttle, 5)


def test_a_right_try_from_a_shared_address_takes_back_itself_alone(clock):
    throttle = Throttle(5, clock)
    tries(throttle, 3, "hall")
    for _ in range(50):
        throttle.attempt("hall")
        throttle.forgive("hall")
    tries(throttle, 2, "hall")
    with refused("too_many_tries"):
        throttle.attempt("hall")
    throttle.forgive("nobody")


def test_keys_wait_for_themselves_and_a_try_that_waits_counts_for_none(clock):
    throttle = Throttle(5, clock)
    tries(throttle, 5, "one")
    for _ in range(20):
        with refused("too_many_tries"):
            throttle.attempt("other", "one")
    tries(throttle, 5, "other")


def test_what_is_an_hour_old_is_forgotten(clock):
    throttle = Throttle(5, clock)
    tries(throttle, 5)
    clock.now += FORGOTTEN_AFTER
    tries(throttle, 5)


def test_keys_that_nobody_asks_for_again_take_no_room_for_ever(clock):
    throttle = Throttle(5, clock)
    for k in range(MANY + 1):
        throttle.attempt(f"login {k}")
    clock.now += FORGOTTEN_AFTER
    throttle.attempt("one more")
    assert len(throttle._tries) == 1
