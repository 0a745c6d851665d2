"""Where two calculations of an item differ: every place, number and award, by value and not by spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from .exact import number
from .plain import plain

NEARLY = Fraction(1, 10**10)
"""The first calculation keeps what is not rounded to some digits beyond every stage; here it is exact."""
ROW = ("tied", "status", "missing", "total", "unrounded", "award", "scaled")
PART = ("value", "raw", "score", "weighted")


class Difference(NamedTuple):
    """One number or word that the two calculations tell differently. `part`: of which part, "" for the entry's own;
    `entry` is "" where they differ in who stands in the result, or in who wins the award that `part` names then or in
    which order those are listed, or in the table of units (`what` begins with "unit"; `part` is the unit, or the
    award)."""

    entry: str
    what: str
    part: str
    first: Any
    second: Any

    def __str__(self) -> str:
        if self.what in ("entries", "units"):
            return f"{self.what}: {sorted({*self.first} ^ {*self.second})} stand in one of the two"
        if self.what == "part":
            return f"{self.entry}: part {self.part} stands in one of the two"
        told = f"{plain(self.first)} ≠ {plain(self.second)}"
        if self.what in ("winners", "unit winners", "listing", "empty"):
            return f"{self.what.replace('winners', 'award')} {self.part}: {told}"
        if self.what.startswith("unit "):
            return f"unit {self.part}: {self.what.removeprefix('unit ')} {told}"
        return f"{self.entry}: ".removeprefix(": ") + f"{self.part} {self.what}".strip() + f" {told}"


def differences(first: Mapping[str, Any], check: Mapping[str, Any]) -> list[str]:
    """One line for each difference between the first calculation (`first`: the answer of `contest score`, or the same
    in the shape of `item_result`) and this one, none if they agree. What `first` leaves out is not compared, nor what
    only it tells (each judge's drops)."""
    return sorted(map(str, compared(first, check)))


def compared(first: Mapping[str, Any], check: Mapping[str, Any]) -> list[Difference]:
    """The same, difference by difference."""
    return [*_entries(first, check), *_outcomes(first, check), *_units(first, check)]


def _entries(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Difference]:
    theirs, ours = _by("entry", first["entries"]), check["entries"]
    yield from _same("", "entries", "", sorted(theirs), sorted(ours))
    for name in theirs.keys() & ours.keys():
        yield from _row(name, theirs[name], ours[name])


def _row(name: str, first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Difference]:
    yield from _same(name, "rank", "", first["rank"], check["rank"])
    for key in ROW if check["missing"] else (*ROW, "passed"):
        if key in first:
            yield from _same(name, key, "", first[key], check[key])
    # Here it is what parts an entry from those above; there, of some who share a place or are first, from those below.
    if first.get("decided_by") and check["decided_by"] and not check["tied"]:
        yield from _same(name, "decided_by", "", first["decided_by"], check["decided_by"])
    parts = first.get("parts", {part: {} for part in check["parts"]})
    for part in parts.keys() | check["parts"].keys():
        theirs, ours = parts.get(part), check["parts"].get(part)
        if theirs is None or ours is None:
            yield Difference(name, "part", part, theirs is not None, ours is not None)
            continue
        for key in PART:
            if key in theirs:
                yield from _same(name, key, part, theirs[key], ours[key])


def _outcomes(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Difference]:
    """Who wins what, gains which level, and goes on to the next round."""
    yield from _awards("winners", "entries", first["awards"], check["awards"])
    yield from _listing(first["awards"], check.get("listed") or {})
    yield from _empty(first, check)
    if "promotions" in first:
        theirs, ours = _by("entry", first["promotions"]), check["promotions"]
        for name in theirs.keys() | ours.keys():
            levels = [told.get(name, {}).get("to") for told in (theirs, ours)]
            yield from _same(name, "promotion", "", *levels)
    if "advancing" in first:
        yield from _same("", "advancing", "", sorted(first["advancing"]), sorted(check["advancing"]))


def _units(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Difference]:
    if "units" not in first:
        return
    tables = first["units"], check["units"]
    if None in tables:
        yield from _same("", "unit table", "", *[table is not None for table in tables])
        return
    theirs, ours = _by("unit", tables[0]["rows"]), tables[1]["rows"]
    yield from _same("", "units", "", sorted(theirs), sorted(ours))
    for unit in theirs.keys() & ours.keys():
        for key in ("rank", "tied", "total"):
            yield from _same("", f"unit {key}", unit, theirs[unit][key], ours[unit][key])
    yield from _awards("unit winners", "units", tables[0]["awards"], tables[1]["awards"])


def _awards(what: str, key: str, first: Any, check: Mapping[str, Iterable[str]]) -> Iterator[Difference]:
    theirs = _winners(key, first)
    for award in theirs.keys() | check.keys():
        told = [None if award not in each else sorted(each[award]) for each in (theirs, check)]
        yield from _same("", what, award, *told)


def _listing(first: Any, listed: Mapping[str, list[list[str]]]) -> Iterator[Difference]:
    """The order of winners who are not listed by place; who of equals is called first is for nobody to say."""
    for award, winners in _winners("entries", first).items():
        groups = [sorted(group) for group in listed.get(award, ())]
        if sorted(winners) != sorted(name for group in groups for name in group):
            continue
        left = list(winners)
        theirs = [sorted(left.pop(0) for _ in group) for group in groups]
        if theirs != groups:
            yield Difference("", "listing", award, tuple(winners), tuple(name for group in groups for name in group))


def _empty(first: Mapping[str, Any], check: Mapping[str, Any]) -> Iterator[Difference]:
    """How many of an award nobody has; 0 where it is not told."""
    if "empty" not in first:
        return
    theirs, ours = first["empty"], check["empty"]
    for award in theirs.keys() | ours.keys():
        yield from _same("", "empty", award, theirs.get(award, 0), ours.get(award, 0))


def _winners(key: str, awards: Any) -> dict[str, list[str]]:
    """Award → who has it, of a mapping or of rows."""
    return {id: list(told[key] if isinstance(told, Mapping) else told) for id, told in _by("id", awards).items()}


def _by(key: str, rows: Any) -> Mapping[str, Any]:
    """A mapping as it is; of a list its rows by their names."""
    return rows if isinstance(rows, Mapping) else {row[key]: row for row in rows}


def _same(name: str, key: str, part: str, first: Any, check: Any) -> Iterator[Difference]:
    if isinstance(check, Fraction) and first is not None:
        theirs = Fraction(first) if isinstance(first, Decimal) else number(first)
        is_same = abs(theirs - check) <= (NEARLY if key in ("raw", "unrounded") else 0)
    else:
        is_same = first == check
    if not is_same:
        yield Difference(name, key, part, first, check)
