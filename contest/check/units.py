"""The table of units over several items: of each unit the best entries count, and the items add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .awards import drawn
from .exact import ZERO, mean, number, rounded
from .stands import Stand

Rule = Mapping[str, Any]


class One(NamedTuple):
    """An entry of an item: what a table may ask of it. Without a place it counts for nothing, but its unit stands in
    the table. `prizes`: ids of its awards."""

    item: str
    name: str
    unit: str
    place: int | None
    total: Fraction
    passed: bool
    scores: Mapping[str, Fraction]
    prizes: Sequence[str]
    seconds: int | None


class Unit(NamedTuple):
    """A unit's counted entries, its points in each item, and their sum."""

    name: str
    counted: Sequence[One]
    points: Mapping[str, Fraction]
    total: Fraction


def table(rule: Rule, everyone: Sequence[One]) -> dict[str, Any]:
    """{rows: {unit: {rank, tied, total}}, order: units, awards: {award: units}} of all entries."""
    units = [
        _unit(rule, name, everyone) for name in sorted({one.unit for one in everyone if one.item in rule["items"]})
    ]
    keys = {unit.name: _key(rule, unit, len(everyone)) for unit in units}
    units.sort(key=lambda unit: keys[unit.name])
    placed = [keys[unit.name] for unit in units if unit.counted]
    rows = {unit.name: _row(unit, keys[unit.name], placed) for unit in units}
    awards = list(rule.get("awards") or ())
    lowest_first = rule.get("order") == "ascending"
    stands = [
        Stand(name, row["rank"], row["total"], True, {"unit": name}, lowest_first=lowest_first)
        for name, row in rows.items()
    ]
    honours = {award: [unit.name for unit in winners] for award, winners in drawn(awards, stands).won.items()}
    return {"rows": rows, "order": list(rows), "awards": honours}


def _row(unit: Unit, key: list[Any], placed: Sequence[list[Any]]) -> dict[str, Any]:
    """A unit's place among those of which anything counts; nobody else has one. `placed`: the keys of those."""
    rank = 1 + sum(other < key for other in placed) if unit.counted else None
    return {"rank": rank, "tied": rank is not None and placed.count(key) > 1, "total": unit.total}


def _unit(rule: Rule, name: str, everyone: Sequence[One]) -> Unit:
    mine = [_best(rule, item, name, everyone) for item in rule["items"]]
    points = {item: _points(rule, best) for item, best in zip(rule["items"], mine, strict=True)}
    counted = [one for best in mine for one in best]
    return Unit(name, counted, points, rounded(sum(points.values(), ZERO), rule.get("rounding")))


def _best(rule: Rule, item: str, unit: str, everyone: Sequence[One]) -> list[One]:
    """The entries of a unit that count in an item: its highest places, or where prizes count, its highest prizes."""
    mine = [one for one in everyone if (one.item, one.unit) == (item, unit) and one.place is not None]
    mine.sort(key=lambda one: (-_worth(rule, one) if rule.get("of") == "prizes" else 0, one.place, one.name))
    return mine if rule.get("best") is None else mine[: int(rule["best"])]


def _points(rule: Rule, best: Sequence[One]) -> Fraction:
    """What a unit has in an item."""
    if not best:
        return ZERO
    if rule.get("of") == "parts":
        return sum((_mean_part(rule, part, best) for part in rule["parts"]), ZERO)
    worths = [_worth(rule, one) for one in best]
    return rounded(mean(worths), rule.get("means")) if rule.get("take") == "mean" else sum(worths, ZERO)


def _mean_part(rule: Rule, part: Mapping[str, Any], best: Sequence[One]) -> Fraction:
    scores = [one.scores[part["part"]] for one in best if part["part"] in one.scores]
    return rounded(mean(scores), rule.get("means")) * number(part["weight"]) / 100 if scores else ZERO


def _worth(rule: Rule, one: One) -> Fraction:
    """What an entry is worth: its total, the points of its place, or those of the best of its prizes."""
    floor = number(rule.get("floor") or 0)
    if rule.get("of") == "places":
        listed = dict(enumerate(rule["places"], start=1))
        return number(listed[one.place]) if one.place in listed else floor
    if rule.get("of") == "prizes":
        won = [number(prize["points"]) for prize in rule["prizes"] if prize["award"] in one.prizes]
        return max(won, default=floor if one.passed else ZERO)
    return one.total


def _key(rule: Rule, unit: Unit, places: int) -> list[Any]:
    """The lowest first: whether anything counts, the sum, then what each tie rule asks."""
    sign = 1 if rule.get("order") == "ascending" else -1
    ties = [{"by": tie} if isinstance(tie, str) else tie for tie in rule.get("ties") or ()]
    return [not unit.counted, sign * unit.total, *(_asked(tie, unit, places, sign) for tie in ties)]


def _asked(tie: Mapping[str, Any], unit: Unit, places: int, sign: int) -> Any:
    if tie["by"] == "best_rank":
        return min((one.place for one in unit.counted if one.place), default=places + 1)
    if tie["by"] == "count_back":
        return [-sum(one.place == place for one in unit.counted) for place in range(1, places + 1)]
    if tie["by"] == "time":
        recorded = [one.seconds for one in unit.counted if one.seconds is not None]
        return not recorded, sum(recorded)
    return sign * unit.points.get(tie["item"], ZERO) if tie["by"] == "item" else 0
