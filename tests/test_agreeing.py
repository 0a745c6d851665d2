"""Simulated judges who talked it over come closer, and the same seed tells the same."""

from __future__ import annotations

from contest.simulate.agreeing import closer

CARDS = [{"a": "3", "b": "2"}, {"a": "0", "b": "2"}, {"a": "2", "b": "1"}]


def test_every_round_brings_them_nearer_to_the_middle_and_leaves_the_rest():
    for seed in range(20):
        second = [closer(own, CARDS, ["a"], seed, k) for k, own in enumerate(CARDS)]
        assert [each["b"] for each in second] == ["2", "2", "1"]
        assert [abs(int(each["a"]) - 2) for each in second] <= [1, 1, 0]
        third = [closer(own, second, ["a"], seed, k, "third") for k, own in enumerate(second)]
        values = [int(each["a"]) for each in third]
        assert max(values) - min(values) <= 1


def test_the_same_key_gives_the_same_mark():
    assert closer(CARDS[0], CARDS, ["a"], 7, "x") == closer(CARDS[0], CARDS, ["a"], 7, "x")


def test_marks_that_are_no_whole_numbers_become_the_one_in_the_middle():
    cards = [{"a": True}, {"a": False}, {"a": True}]
    assert closer({"a": False}, cards, ["a"], 1) == {"a": True}
    assert closer({"a": "1.5"}, [{"a": "1.5"}, {"a": "9"}, {"a": "8.5"}], ["a"], 1) == {"a": "8.5"}
