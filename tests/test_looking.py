"""Judges beside each other: what is compared is whole sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contest.apart.looking import answer
from tests.scoring.builders import criterion, data, judged, points
from tests.support.histories import ITEM, a_contest


class Asked(dict[str, str]):
    """A question about a contest that is told, not stored."""

    item: Any = None
    units: Mapping[str, str] = {}


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


def test_how_much_better_a_judge_marks_entries_of_the_own_unit_is_told_once_codes_are_unsealed():
    """Both give everyone 6; only j1, of 一公司, gives its own entry 9: +3 there, 0 for the other, 3 apart."""
    scheme = criterion("c", points("a", "10"))
    book = data(judged("practice", scheme, judges=2, combine={"method": "mean"}), id=ITEM, sealed=True)
    cup = a_contest().with_item(book, entries=2).open()
    for seat, number, mark in (("j1", 1, "9"), ("j2", 1, "6"), ("j1", 2, "6"), ("j2", 2, "6")):
        cup.sheet(seat, number, mark)
    asked = Asked(part="practice")
    asked.item, asked.units = cup.item(), {"j1": "一公司"}

    def told() -> dict[str, str | None]:
        return {judge["seat"]: judge["own_unit"] for judge in answer(asked)[0]["judges"]}  # type: ignore[arg-type]

    assert told() == {"j1": None, "j2": None}
    cup.lock().unseal(units=("一公司", "二公司"))
    asked.item = cup.item()
    assert told() == {"j1": "3.00", "j2": None}
