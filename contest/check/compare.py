"""Where two calculations of an item differ: every entry's place and every number, by value and not by spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from .exact import number
from .plain import plain

NEARLY = Fraction(1, 10**10)
"""The first calculation keeps what is not rounded to some digits beyond every stage; here it is exact."""


def differences(first: Mapping[str, Any], check: Mapping[str, Any]) -> list[str]:
    """One line for each difference between the answer of `contest score` (`first`) and this result, none if they
    agree. What only one of them tells (each judge's drops, the rule that broke a tie) is not compared."""
    entries = {row["entry"]: row for row in first["entries"]}
    found = []
    if set(entries) != set(check["entries"]):
        found.append(f"entries: {sorted(set(entries) ^ set(check['entries']))} stand in one of the two")
    for name in entries.keys() & check["entries"].keys():
        found += [f"{name}: {each}" for each in _row(entries[name], check["entries"][name])]
    awards = {award["id"]: sorted(award["entries"]) for award in first["awards"]}
    for award in awards.keys() | check["awards"].keys():
        theirs, ours = awards.get(award), sorted(check["awards"].get(award) or ())
        if theirs != ours:
            found.append(f"award {award}: {theirs} ≠ {ours}")
    return sorted(found)


def _row(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[str]:
    keys = ["rank", "tied", "status", "missing", "total", "unrounded", "award"]
    for key in keys if check["missing"] else [*keys, "passed"]:
        yield from _values(key, first[key], check[key])
    for part in {*first["parts"], *check["parts"]}:
        theirs, ours = first["parts"].get(part), check["parts"].get(part)
        if theirs is None or ours is None:
            yield f"part {part} stands in one of the two"
            continue
        for key in ("value", "raw", "score", "weighted"):
            yield from _values(f"{part} {key}", theirs[key], ours[key])


def _values(key: str, first: Any, check: Any) -> Iterator[str]:
    if isinstance(check, Fraction) and first is not None:
        is_same = abs(number(first) - check) <= (NEARLY if key.endswith(("raw", "unrounded")) else 0)
    else:
        is_same = first == check
    if not is_same:
        yield f"{key} {plain(first)} ≠ {plain(check)}"
