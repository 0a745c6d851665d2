"""Work in slices: the same result, and no slice that grows with the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sortedcontainers import SortedList

from contest.scoring.built import in_order
from contest.scoring.slices import RUN, SLICE, done, mapped, only, ordered, put_together


@given(st.lists(st.integers(0, 50), max_size=4_000))
def test_what_is_sorted_in_slices_is_sorted(values):
    assert done(ordered(values)) == sorted(values)


def test_equals_stay_in_the_order_in_which_they_came():
    values = [(k % 3, k) for k in range(5 * RUN * SLICE)]

    class ByFirst(tuple):
        def __lt__(self, other):
            return self[0] < other[0]

    assert done(ordered(map(ByFirst, values))) == sorted(values, key=lambda each: each[0])


class Counted:
    """A number that counts how often it is compared."""

    times = 0

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        Counted.times += 1
        return self.value < other.value


def test_no_slice_of_a_sort_compares_more_in_a_larger_field():
    for n in (2 * RUN * SLICE, 16 * RUN * SLICE):
        most, Counted.times = 0, 0
        for _ in ordered(Counted(k * 7919 % n) for k in range(n)):
            most, Counted.times = max(most, Counted.times), 0
        assert max(most, Counted.times) < 12 * RUN * SLICE


def test_what_is_mapped_in_slices_is_all_there():
    assert done(mapped(lambda value: value * 2, {k: k for k in range(450)}.items())) == {k: 2 * k for k in range(450)}


@given(st.dictionaries(st.integers(0, 900), st.integers(0, 9), max_size=700), st.integers(0, 9))
def test_what_is_kept_is_the_mapping_itself_where_that_is_all_of_it(values, most):
    kept = done(only(lambda id, value: value <= most, values))
    assert kept == {id: value for id, value in values.items() if value <= most}
    assert (kept is values) == (len(kept) == len(values))


def test_ids_and_values_are_put_together_and_none_may_lack():
    assert done(put_together("abc", iter((1, 2, 3)))) == {"a": 1, "b": 2, "c": 3}
    with pytest.raises(ValueError, match="shorter"):
        done(put_together("abc", (1, 2)))


@given(st.lists(st.integers(0, 5_000), max_size=4_000), st.integers(0, 5_000))
def test_a_list_in_order_is_one_that_was_sorted(values, one):
    in_one_go, kept = SortedList(values), in_order(sorted(values))
    assert list(kept) == list(in_one_go)
    for each in (in_one_go, kept):
        each.add(one)
    assert [kept.bisect_left(one), kept.index(one), len(kept)] == [
        in_one_go.bisect_left(one),
        in_one_go.index(one),
        len(in_one_go),
    ]
    kept.remove(one)
    assert list(kept) == sorted(values)
    kept._check()
