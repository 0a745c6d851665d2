"""Where two calculations of an item differ: every entry's place and every number, by value and not by spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from .exact import number
from .plain import plain

NEARLY = Fraction(1, 10**10)
"""The first calculation keeps what is not rounded to some digits beyond every stage; here it is exact."""


class Difference(NamedTuple):
    """One number or word that the two calculations tell differently. `part`: of which part, "" for the entry's own;
    `entry` is "" where they differ in who stands in the result, or in who wins the award that `part` names then."""

    entry: str
    what: str
    part: str
    first: Any
    second: Any

    def __str__(self) -> str:
        if self.what == "entries":
            return f"entries: {sorted({*self.first} ^ {*self.second})} stand in one of the two"
        if self.what == "winners":
            return f"award {self.part}: {self.first} ≠ {self.second}"
        if self.what == "part":
            return f"{self.entry}: part {self.part} stands in one of the two"
        return f"{self.entry}: {f'{self.part} {self.what}'.strip()} {plain(self.first)} ≠ {plain(self.second)}"


def differences(first: Mapping[str, Any], check: Mapping[str, Any]) -> list[str]:
    """One line for each difference between the answer of `contest score` (`first`) and this result, none if they
    agree. What only one of them tells (each judge's drops, the rule that broke a tie) is not compared."""
    return sorted(map(str, compared(first, check)))


def compared(first: Mapping[str, Any], check: Mapping[str, Any]) -> list[Difference]:
    """The same, difference by difference."""
    entries = {row["entry"]: row for row in first["entries"]}
    found = []
    if set(entries) != set(check["entries"]):
        found.append(Difference("", "entries", "", sorted(entries), sorted(check["entries"])))
    for name in entries.keys() & check["entries"].keys():
        found += [Difference(name, *each) for each in _row(entries[name], check["entries"][name])]
    awards = {award["id"]: sorted(award["entries"]) for award in first["awards"]}
    for award in awards.keys() | check["awards"].keys():
        theirs, ours = awards.get(award), sorted(check["awards"].get(award) or ())
        if theirs != ours:
            found.append(Difference("", "winners", award, theirs, ours))
    return found


Differs = tuple[str, str, Any, Any]


def _row(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Differs]:
    keys = ["rank", "tied", "status", "missing", "total", "unrounded", "award"]
    for key in keys if check["missing"] else [*keys, "passed"]:
        yield from _values(key, "", first[key], check[key])
    for part in {*first["parts"], *check["parts"]}:
        theirs, ours = first["parts"].get(part), check["parts"].get(part)
        if theirs is None or ours is None:
            yield "part", part, theirs is not None, ours is not None
            continue
        for key in ("value", "raw", "score", "weighted"):
            yield from _values(key, part, theirs[key], ours[key])


def _values(key: str, part: str, first: Any, check: Any) -> Iterator[Differs]:
    if isinstance(check, Fraction) and first is not None:
        is_same = abs(number(first) - check) <= (NEARLY if key in ("raw", "unrounded") else 0)
    else:
        is_same = first == check
    if not is_same:
        yield key, part, first, check
