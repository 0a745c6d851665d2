"""Work in slices: the same result, and no slice that grows with the field."""

from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.slices import RUN, SLICE, done, mapped, ordered


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
