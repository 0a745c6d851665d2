"""Who stands where, as awards, promotions and rounds ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .exact import number, whole


class Stand(NamedTuple):
    """Who stands where, of entries or of units; everything an award asks. `place` is None without one, `figure` is
    that of the scale; `lowest_first`: the lowest total is the best."""

    name: str
    place: int | None
    total: Fraction
    passed: bool
    attributes: Mapping[str, Any]
    figure: Fraction | None = None
    lowest_first: bool = False

    def reaches(self, threshold: Any) -> bool:
        """Whether the total is as good as a threshold, where there is one."""
        if threshold is None:
            return True
        return self.total <= number(threshold) if self.lowest_first else self.total >= number(threshold)


def meets_all(conditions: Sequence[Mapping[str, Any]], attributes: Mapping[str, Any]) -> bool:
    """Whether every condition of a `where` holds."""
    return all(meets(condition, attributes.get(condition["attribute"])) for condition in conditions)


def meets(condition: Mapping[str, Any], found: Any) -> bool:
    """Whether an attribute is as wanted; who has none meets nothing but other_than."""
    if condition.get("other_than") is not None and found == condition["other_than"]:
        return False
    wanted = [key for key in ("equals", "one_of", "least", "most", "below") if condition.get(key) is not None]
    if not wanted:
        return True
    return found is not None and all(_is(key, condition[key], found) for key in wanted)


def _is(key: str, wanted: Any, found: str) -> bool:
    if key in ("equals", "one_of"):
        return found == wanted if key == "equals" else found in wanted
    try:
        is_value, limit = number(found), number(wanted)
    except ValueError:
        return False
    return {"least": is_value >= limit, "most": is_value <= limit, "below": is_value < limit}[key]


def share(rule: Mapping[str, Any], field: Sequence[Stand]) -> int:
    """A percentage of the field in whole entries."""
    size = sum(one.place is not None for one in field) if rule.get("base") == "ranked" else len(field)
    return whole(number(rule["percent"]) * size / 100, rule.get("rounding") or "half_up")
