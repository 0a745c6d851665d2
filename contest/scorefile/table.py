"""The answer of `contest score` as a table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from .explained import sentences


def table(result: Mapping[str, Any], lang: str = "zh") -> str:
    """Place, entry, parts, total, prize; numbers to the right. Wide letters count as two columns."""
    said = sentences(lang, "score")
    names = {award["id"]: award["name"][lang] for award in result["awards"]}
    head = [said["score.rank"], said["score.entry"]]
    head += [part["name"][lang] for part in result["parts"]]
    head += [said["score.total"], said["score.award"]]
    rows = [_row(entry, result["parts"], names, said) for entry in result["entries"]]
    return result["name"][lang] + "\n" + _drawn([head, *rows])


def _row(
    entry: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], names: Mapping[str, str], said: Mapping[str, str]
) -> list[str]:
    scores = [entry["parts"][part["id"]]["score"] if part["id"] in entry["parts"] else "–" for part in parts]
    whole = not entry["missing"]
    last = names.get(entry["award"] or "", "") if entry["rank"] else _why(entry, said)
    return [_place(entry), entry["entry"], *scores, entry["total"] if whole else "–", last]


def _place(entry: Mapping[str, Any]) -> str:
    if entry["rank"] is None:
        return "–"
    return f"{entry['rank']}=" if entry["tied"] else str(entry["rank"])


def _why(entry: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """Why an entry has no place."""
    if entry["status"] != "present":
        return said[f"score.{entry['status']}"]
    return said["score.missing"].format(parts=", ".join(entry["missing"]))


def _drawn(rows: list[list[str]]) -> str:
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: list[str], widths: list[int]) -> str:
    cells = []
    for i, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - _width(cell))
        cells.append(cell + space if i in (1, len(row) - 1) else space + cell)
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
