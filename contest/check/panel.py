"""Where judges meet: their numbers for one place of the scheme, made one as `combine` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .exact import ONE, ZERO, mean, number, rounded

Stage = Mapping[str, Any] | None


class Panel:
    """`combine` of a part whose every place has so many `judges`."""

    def __init__(self, combine: Mapping[str, Any], judges: int) -> None:
        self.combine, self.judges = combine, judges
        self.method = combine.get("method") or "single"
        self.by_places = self.method in ("majority", "place_points")
        self.spread: Mapping[str, Any] = combine.get("spread") or {}

    def meet(
        self, said: Sequence[Fraction], grades: Sequence[Sequence[Fraction]], stage: Stage, exact: bool
    ) -> Fraction | None:
        """One number of many; None where they may not be combined. `grades`: the judges' 0 to 3 of each judgement
        below; `exact`: not rounded, but judges lie too far apart where they do so rounded."""
        action = self.spread.get("action") or "flag"
        is_far = bool(self.spread) and action != "flag" and self.too_far(sorted(said), grades, self.one(said, stage))
        if is_far and action == "again":
            return None
        return self.one(said, None if exact else stage, drops=not is_far)

    def one(self, said: Sequence[Fraction], stage: Stage, drops: bool = True) -> Fraction | None:
        """The method, with those who stand in for the missing, rounded."""
        return self.rounded(self.combined(sorted([*said, *self.stand_ins(said, stage)]), drops), stage)

    def stand_ins(self, said: Sequence[Fraction], stage: Stage) -> list[Fraction]:
        """What stands in for those who are missing: a mean, rounded like every number of judges."""
        lacking = max(0, self.judges - len(said)) if self.combine.get("missing") == "replaced" else 0
        return [rounded(mean(list(said)), stage)] * lacking

    def rounded(self, made: Fraction | None, stage: Stage) -> Fraction | None:
        is_combined = self.method not in ("single", "consensus")  # one sheet, or one opinion: nothing was combined
        return rounded(made, stage) if made is not None and is_combined else made

    def combined(self, ranked: list[Fraction], drops: bool = True) -> Fraction | None:
        """The method alone, of values from the lowest up."""
        kept = ranked[slice(*self.kept(len(ranked)))] if drops else ranked
        if self.method == "sum":
            return sum(kept, ZERO) * number(self.combine.get("factor") or ONE)
        if self.method == "median" and drops:  # the middle alone leaves out all others; the mean of all does not
            return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
        if self.method == "consensus":
            return ranked[0] if ranked[0] == ranked[-1] else None
        if self.method == "single" and len(ranked) > 1:
            raise ValueError("several sheets where one stands alone")
        return mean(kept)

    def ends(self) -> tuple[int, int]:
        """How many are dropped below and above."""
        usual = {"trimmed_mean": 1}.get(self.method, 0)
        low, high = (self.combine.get(end) for end in ("low", "high"))
        return usual if low is None else int(low), usual if high is None else int(high)

    def kept(self, given: int) -> tuple[int, int]:
        """From and to which of so many ranked values count."""
        low, high = self.ends() if self.method in ("trimmed_mean", "sum") else (0, 0)
        enough = given >= int(self.combine.get("none_below") or 0) and given > low + high
        return (low, given - high) if enough else (0, given)

    def too_far(self, values: list[Fraction], grades: Sequence[Sequence[Fraction]], made: Fraction | None) -> bool:
        """Whether judges lie further apart than they may."""
        seen = grades if self.spread.get("of") == "judgement" else [values]
        allowed = number(self.spread["apart"])
        for band in self.spread.get("bands") or ():
            if made is not None and made >= number(band["least"]):
                allowed = number(band["apart"])
                break
        return any(self.apart(sorted(each)) > allowed for each in seen if each)

    def apart(self, ranked: list[Fraction]) -> Fraction:
        if self.spread.get("between") == "middle":
            beside = (len(ranked) - 1) // 2 - len(ranked) % 2  # of an odd number the middle three
            ranked = ranked[max(0, beside) : len(ranked) - max(0, beside)]
        return ranked[-1] - ranked[0]
