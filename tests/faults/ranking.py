"""The ranking of the faults' contest, worked out anew from an exported journal with fractions: no line of `contest`.

The rule: eight judges, aspects a and b (10 points together); the highest and the lowest total are dropped, the mean of
the others is rounded half up to two digits; the item's total is that mean × 10.
"""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

JUDGES = 8


def confirmed_totals(exported: Path, item: str) -> dict[str, dict[str, Fraction]]:
    """Code → seat → total of the confirmed sheet that stands, from NDJSON."""
    codes: dict[str, str] = {}
    sheets: dict[tuple[str, str], dict[str, Any]] = {}
    for text in exported.read_text(encoding="utf-8").splitlines():
        said = json.loads(json.loads(text)["line"])
        data = said["data"]
        if data.get("item") != item:
            continue
        if said["kind"] == "CodesDrawn":
            codes = {row["entry"]: row["code"] for row in data["codes"]}
        elif said["kind"] == "SheetSubmitted":
            counts = data.get("confirmed", False)
            sheets[data["entry"], data["seat"]] = {"marks": data["marks"], "counts": counts, "version": said["seq"]}
        elif said["kind"] == "SheetConfirmed":
            sheet = sheets[data["entry"], data["seat"]]
            assert sheet["version"] == data["version"]
            sheet["counts"] = True
    totals: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for (entry, seat), sheet in sheets.items():
        if sheet["counts"]:
            totals[codes[entry]][seat] = sum((Fraction(mark) for mark in sheet["marks"].values()), Fraction())
    return totals


def two_digits(value: Fraction) -> Fraction:
    """Rounded half up."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def ranked(totals: dict[str, dict[str, Fraction]]) -> list[tuple[int, str, Fraction]]:
    """Place, code, score; shared places as 1-2-2-4, codes in order within them."""
    scores = {}
    for code, judges in totals.items():
        assert len(judges) == JUDGES, (code, sorted(judges))
        middle = sorted(judges.values())[1:-1]
        scores[code] = two_digits(sum(middle, Fraction()) / len(middle)) * 10
    places = {code: 1 + sum(other > score for other in scores.values()) for code, score in scores.items()}
    return sorted((places[code], code, scores[code]) for code in scores)
