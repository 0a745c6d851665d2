"""What the rules make of many sheets, for the judge's page to agree with: frontend/judge/worths.json.

`python -m tests.support.worths` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from contest.scoring.desk import scheme
from contest.scoring.marking import read_marks, score_sheet
from contest.scoring.numbers import text
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from tests.support.imports import ROOT

FILE = ROOT / "frontend" / "judge" / "worths.json"
MODES = ("half_up", "half_even", "down", "up", "truncate")
SHEETS = 8
"""Of each rulebook."""


def _aspect(id: str, kind: str, maximum: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": {"zh": id, "en": id}, "kind": kind, "max": maximum, **more}


RUNGS = [{"upto": "2", "points": "10"}, {"upto": "5", "points": "7"}, {"upto": "9", "points": "2.5"}]
ASPECTS = [
    _aspect("points", "points", "20", min="0", step="0.25", factor="1.5"),
    _aspect("grade", "judgement", "10"),
    _aspect("grade-weighted", "judgement", "7", factor="0.7"),
    _aspect("check", "check", "4"),
    _aspect("faults", "faults", "6", per_fault="0.7"),
    _aspect("off", "measured", "10", unit="mm", nominal="1865", readings=3, tolerance="2", per_unit="0.35"),
    _aspect("rungs", "measured", "10", unit="mm", nominal="0", readings=3, ladder=RUNGS, pick="mean"),
    _aspect("worst", "measured", "10", unit="mm", nominal="12.5", readings=2, ladder=RUNGS, pick="worst"),
    _aspect(
        "outside", "measured", "10", unit="mm", nominal="0", readings=3, tolerance="4", per_outside="3.5", allowed=1
    ),
    _aspect("short", "bands", "20", bands=[{"off": "10", "points": "3"}, {"off": "40", "points": "20"}], most="100"),
    _aspect("raw", "veto", "0", fixes="sheet", at="18", bound="at_most"),
]


def _book(digits: int, mode: str, factor: str) -> dict[str, Any]:
    how = {"digits": digits, "mode": mode}
    half = len(ASPECTS) // 2
    criteria = [
        {"id": "one", "name": {"zh": "一", "en": "one"}, "factor": factor, "aspects": ASPECTS[:half]},
        {"id": "two", "name": {"zh": "二", "en": "two"}, "aspects": ASPECTS[half:]},
    ]
    part = {"id": "part", "name": {"zh": "部分", "en": "Part"}, "source": "judged", "weight": "100"}
    part |= {"panel": {"judges": 1, "by": "all"}, "criteria": criteria}
    book = {"format": 1, "id": "item", "name": {"zh": "项目", "en": "Item"}, "ranks": "person", "weighting": "percent"}
    return book | {"rounding": dict.fromkeys(("aspect", "factor", "weighted", "total"), how), "parts": [part]}


def _mark(dice: Random, aspect: dict[str, Any]) -> Any:
    kind = aspect["kind"]
    if kind == "points":
        return text_of(dice.randrange(0, 81) * 25)
    if kind in ("judgement", "faults"):
        return str(dice.randrange(0, 4))
    if kind in ("check", "veto"):
        return dice.random() < (0.7 if kind == "check" else 0.2)
    if kind == "bands":
        return dice.choice(["0", "9.9", "10", "12", "40", "77"])
    near = float(aspect["nominal"])
    return [
        text_of(round((near + dice.choice([-12, -5, -3.33, -2, 0, 1.1, 4, 5, 6.25, 9])) * 100))
        for _ in range(aspect["readings"])
    ]


def text_of(hundredths: int) -> str:
    """8.25 of 825, as judges type it."""
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _cases() -> Iterator[dict[str, Any]]:
    for n, mode in enumerate(MODES):
        book = parse_rulebook(_book(n % 3, mode, "1" if n % 2 else "0.85"))
        part, dice = book.parts[0], Random(n)
        sheets = []
        for _ in range(SHEETS):
            marks = {aspect["id"]: _mark(dice, aspect) for aspect in ASPECTS}
            score = score_sheet(part, read_marks(part, marks))
            aspects = [None if points is None else text(points) for points in score.aspects]
            criteria = [None if points is None else text(points) for points in score.criteria]
            sheets.append({"marks": marks, "aspects": aspects, "criteria": criteria, "total": text(score.total)})
        yield {"part": scheme(dump_rulebook(book)["parts"][0], part), "sheets": sheets}


def table() -> str:
    """The file's text."""
    cases = [json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in _cases()]
    return "[\n" + ",\n".join(cases) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
