"""Views and frames: bytes that a browser makes too, and differences that hold no more than what differs."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.view import View, encode
from tests.support.audience import Reader

HEAD = {"judged": 0, "of": 9}
PLACES = st.tuples(st.none() | st.integers(1, 9), st.integers(0, 1))
ROWS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(st.integers(0, 3), PLACES), max_size=8)


def view(n, rows, **head):
    """A view of rows in the order given: key → (what its row says, place)."""
    told = {key: encode({"key": key, "score": str(score)}) for key, (score, _) in rows.items()}
    return View("cup.wall", n, HEAD | head, tuple(rows), told, tuple(place for _, place in rows.values()))


@given(st.lists(st.tuples(ROWS, st.randoms(use_true_random=False)), min_size=2, max_size=6))
def test_a_reader_who_puts_each_frame_on_the_last_holds_each_board(steps):
    views = []
    for n, (rows, dice) in enumerate(steps):
        keys = dice.sample(sorted(rows), len(rows))
        views.append(view(n, {key: rows[key] for key in keys}, judged=len(rows)))
    reader = Reader(views[0].snapshot())
    for before, after in pairwise(views):
        reader.apply(after.frame(before))
        assert reader.sees() == json.loads(after.snapshot())


def test_a_frame_tells_only_the_rows_and_the_stretch_that_changed():
    before = view(1, {"A": (9, (1, 0)), "B": (8, (2, 0)), "C": (7, (3, 0)), "D": (6, (4, 0))})
    after = view(2, {"A": (9, (1, 0)), "C": (9, (2, 0)), "B": (8, (3, 0)), "D": (6, (4, 0))}, judged=1)
    frame = json.loads(after.frame(before))
    assert frame["rows"] == [{"key": "C", "score": "9"}]
    assert frame["window"] == {"at": 1, "remove": 2, "keys": ["C", "B"], "places": [[2, 0], [3, 0]]}
    assert frame["head"] == {"judged": 1}
    assert (frame["since"], frame["n"], frame["digest"]) == (1, 2, after.digest)


def test_where_no_order_changed_there_is_no_window():
    before, after = view(1, {"A": (9, (1, 0))}), view(2, {"A": (8, (1, 0))})
    assert json.loads(after.frame(before))["window"] is None


def test_a_row_is_written_as_a_browser_writes_it():
    assert encode({"name": "买买提·艾力", "score": "8.50", "unit": None}) == (
        '{"name":"买买提·艾力","score":"8.50","unit":null}'
    )


def test_the_digest_tells_rows_and_places_apart():
    rows = {"A": (9, (1, 0)), "B": (9, (1, 1))}
    others = [{"A": (9, (1, 1)), "B": (9, (1, 1))}, {"B": (9, (1, 1)), "A": (9, (1, 0))}, {"A": (9, (1, 0))}, {}]
    assert len({view(1, each).digest for each in [rows, *others]}) == 5
    assert view(1, {}).digest == "00000000"


def test_nobody_without_a_place_has_place_nought():
    told = view(1, {"A": (9, (None, 0))})
    reader = Reader(told.snapshot())
    assert reader.digest() == told.digest
    assert json.loads(told.snapshot())["places"] == [[None, 0]]
