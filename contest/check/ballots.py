"""Secret ballots: of an entry the last word counts, for a run-off goes before what was said of those it lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .exact import ZERO, number

Held = Mapping[str, Any]
"""{for, against, abstain, present, valid} of an entry in one ballot."""


def share(rule: Mapping[str, Any], held: Sequence[Held]) -> Fraction | None:
    """The share of an entry, 0 to 1; None where no ballot lists it."""
    if not held:
        return None
    last = held[-1]
    base = {"present": last.get("present"), "all": rule["members"], "valid": last.get("valid")}
    voters = int(base[rule.get("of") or "present"] or 0)
    return Fraction(int(last["for"]), voters) if voters else ZERO


def is_elected(rule: Mapping[str, Any], found: Fraction | None) -> bool:
    """Whether a share passes, where one is needed."""
    if rule.get("passes") is None:
        return True
    needed = number(rule["passes"]) / 100
    return found is not None and (found >= needed if rule.get("over") is False else found > needed)
