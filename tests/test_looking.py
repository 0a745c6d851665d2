"""Judges beside each other: what is compared is whole sheets."""

from __future__ import annotations

from typing import Any

from contest.apart.looking import answer
from tests.scoring.builders import criterion, data, judged, points
from tests.support.histories import ITEM, a_contest


class Asked(dict[str, str]):
    """A question about a contest that is told, not stored."""

    item: Any = None


def test_a_sheet_with_a_gap_is_not_compared_as_if_the_gap_were_nought():
    """Both judges gave a 8 and b 6 = 14; the third left b of the second entry empty: no 8 against 14 and 14."""
    scheme = criterion("c", points("a", "10"), points("b", "10"))
    panel = {"method": "mean", "level": "aspect", "missing": "given"}
    book = data(judged("practice", scheme, judges=3, combine=panel), id=ITEM, sealed=False)
    cup = a_contest().with_item(book, entries=2).open()
    whole = {"a": "8", "b": "6"}
    for number, third in ((1, whole), (2, {"a": "8"})):
        for seat, marks in (("j1", whole), ("j2", whole), ("j3", third)):
            cup.sheet(seat, number, marks)
    asked = Asked(part="practice")
    asked.item = cup.item()
    told, _ = answer(asked)  # type: ignore[arg-type]
    differences = {judge["seat"]: [look["difference"] for look in judge["looks"]] for judge in told["judges"]}
    assert differences == {"j1": ["0.00", "0.00"], "j2": ["0.00", "0.00"], "j3": ["0.00"]}
