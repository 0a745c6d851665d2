"""Sheets taken in by the thousand come to what one sheet read by itself comes to, and share their texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.scoring.marking import read_marks, score_sheet, take_sheet
from contest.scoring.refused import MarksRefused

from .builders import aspect, criterion, part, points

TOLERANT = {"nominal": "60", "tolerance": "1", "per_unit": "1", "unit": "mm"}
PLAIN = (criterion("c", points("a"), points("b")), criterion("d", points("e"), factor="0.3"))
SCHEMES = {
    "plain": PLAIN,
    "factors": (criterion("c", points("a", factor="1.5"), points("b")), criterion("d", points("e"))),
    "checks": (criterion("c", points("a"), aspect("check", "b", max="5")), criterion("d", points("e"))),
    "readings": (
        criterion("c", points("a"), aspect("measured", "b", max="5", **TOLERANT)),
        criterion("d", points("e")),
    ),
    "vetoes": (
        criterion("c", points("a"), aspect("veto", "b", fixes="sheet", at="10")),
        criterion("d", points("e")),
    ),
}
OF_B = {"checks": st.booleans(), "vetoes": st.booleans(), "readings": st.sampled_from([["61"], ["64.5"]])}
TEXTS = st.sampled_from(["8", "8.5", "8.50", "0", "100"])


@given(data=st.data(), scheme=st.sampled_from(sorted(SCHEMES)))
def test_a_sheet_taken_in_comes_to_what_it_comes_to_by_itself(data, scheme):
    one = part(*SCHEMES[scheme])
    for _ in range(data.draw(st.integers(1, 6))):
        raw = {"a": data.draw(TEXTS), "b": data.draw(OF_B.get(scheme, TEXTS)), "e": data.draw(TEXTS)}
        marks, score = take_sheet(one, raw)
        fresh = part(*SCHEMES[scheme])
        alone = score_sheet(fresh, read_marks(fresh, raw))
        assert (dict(marks), score, str(score)) == (raw, alone, str(alone))  # 16.5 is not 16.50


def test_what_is_wrong_stays_wrong_after_right_ones():
    one = part(*PLAIN)
    for _ in range(2):
        take_sheet(one, {"a": "8", "b": "8", "e": "8"})
    for wrong in ({"a": "8", "b": "8"}, {"a": "8", "b": "8", "e": "8", "f": "8"}, {"a": "8", "b": "8", "e": "101"}):
        with pytest.raises(MarksRefused):
            take_sheet(one, wrong)


def test_sheets_share_the_texts_of_their_marks():
    one = part(*PLAIN)
    first, second = (take_sheet(one, {"a": "".join("8.5"), "b": "".join("8"), "e": "".join("7")}) for _ in range(2))
    again, _ = take_sheet(one, {"a": "".join(["8", ".5"]), "b": "8", "e": "7"})
    assert again["a"] is second[0]["a"]
    assert first[1] == second[1]
