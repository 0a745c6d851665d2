"""One entry's numbers, each worked out when it is asked for: parts, deductions, shares, the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from . import ballots, formula
from .exact import ONE, ZERO, mean, number, rounded
from .onenumber import as_marked
from .tree import LEVELS, Scheme, nodes


class Book:
    """A rulebook as its file says it, with the tree of every part. `final`: a panel that may lack sheets lacks them
    for good."""

    def __init__(self, data: Mapping[str, Any], final: bool = True) -> None:
        self.data, self.final = data, final
        self.stages = data.get("rounding") or {}
        self.parts = {part["id"]: as_marked(part) for part in data["parts"]}
        self.schemes = {id: Scheme(part, self.stages) for id, part in self.parts.items()}
        self.penalties = {rule["id"]: rule for rule in data.get("penalties") or ()}
        self.ties = list(data.get("ties") or ())
        self.ranking = data.get("ranking") or {}
        self.lowest_first = self.ranking.get("order") == "ascending"

    def out_of(self, part: Mapping[str, Any]) -> Fraction:
        """The most a part can come to: what it says, or what its scheme, its formula or its places add up to."""
        if part.get("out_of") is not None:
            return number(part["out_of"])
        if part["source"] == "derived":
            tree = formula.read(part["formula"])
            return formula.most(tree, {id: self.out_of(self.parts[id]) for id in formula.names(tree)})
        scheme = self.schemes[part["id"]]
        if scheme.combine.get("points"):
            judges = scheme.panel.judges if scheme.panel.method == "place_points" else 1
            return number(scheme.combine["points"][0]) * judges
        low, high = scheme.panel.ends()
        sheets = (scheme.panel.judges - low - high) if scheme.panel.method == "sum" else 1
        return scheme.possible(part) * sheets * number(scheme.combine.get("factor") or 1)

    def wanted(self, part: Mapping[str, Any], spared: int = 0) -> int:
        """How many sheets make a part whole. `spared`: so many of its judges are recused and nobody stands in; a panel
        that may lack no sheet spares none."""
        combine, judges = part.get("combine") or {}, self.schemes[part["id"]].panel.judges
        if combine.get("missing") not in ("given", "replaced"):
            return judges
        least = int(combine.get("least") or 1)
        return least if self.final else max(least, judges - spared)


class Entry:
    """What was given for one entry, and what the rulebook makes of it."""

    def __init__(self, book: Book, name: str, given: Mapping[str, Any]) -> None:
        self.book, self.name, self.given = book, name, given
        self.times: dict[str, int] = dict(given.get("times") or {})
        told = given.get("attributes") or {}
        self.attributes = {name: value for name, value in told.items() if value not in (None, "")}
        self.wide: dict[str, Fraction] = {}
        self.givers: dict[str, int] = {}
        self.moved: dict[str, Mapping[str, Fraction]] = {}
        self.asked: dict[tuple[str, str], Fraction | None] = {}

    def sheets(self, part: str) -> Mapping[str, Any]:
        return (self.given.get("sheets") or {}).get(part) or {}

    def scheme(self, part: str) -> Scheme:
        """A part's scheme; where this entry's judges need not mark again, they are only told how far apart they lie."""
        usual = self.book.schemes[part]
        spread = usual.combine.get("spread") or {}
        if spread.get("action") != "again" or part not in (self.given.get("settled") or ()):
            return usual
        combine = {**usual.combine, "spread": {**spread, "action": "flag"}}
        return Scheme({**usual.part, "combine": combine}, self.book.stages)

    def is_marked(self, part: str) -> bool:
        """Whether a judged part has all the sheets it needs."""
        spared = (self.given.get("spared") or {}).get(part, 0)
        return len(self.sheets(part)) >= self.book.wanted(self.book.parts[part], spared)

    @cached_property
    def values(self) -> dict[str, Fraction]:
        """Each whole part before any deduction."""
        return self._parts(exact=False)

    @cached_property
    def exact(self) -> dict[str, Fraction]:
        """Each whole part before any deduction, with no stage from the judges on rounded."""
        return self._parts(exact=True)

    @cached_property
    def scores(self) -> dict[str, Fraction]:
        """Each whole part's score, less its time and penalties."""
        return {id: self._scored(id, value) for id, value in self.values.items()}

    @cached_property
    def weighted(self) -> dict[str, Fraction]:
        """Each whole part's share of the total."""
        stage = self.book.stages.get("weighted")
        return {id: rounded(self._share(id, score), stage) for id, score in self.scores.items()}

    @cached_property
    def total(self) -> Fraction:
        """The total of the parts there are."""
        left = less(sum(self.weighted.values(), ZERO), self.cost(None))
        return rounded(left, self.book.stages.get("total"))

    @cached_property
    def unrounded(self) -> Fraction:
        """The total with no stage from the judges on rounded."""
        scores = {id: self._scored(id, value) for id, value in self.exact.items()}
        return less(sum((self._share(id, score) for id, score in scores.items()), ZERO), self.cost(None))

    @cached_property
    def missing(self) -> list[str]:
        """Parts that are not whole."""
        return [id for id in self.book.parts if id not in self.values]

    @cached_property
    def passed(self) -> bool:
        """Whether every pass mark is reached and every ballot won."""
        parts = self.book.parts
        marks = {id: part["pass_mark"] for id, part in parts.items() if part.get("pass_mark") is not None}
        is_elected = all(
            ballots.is_elected(parts[id]["ballot"], self.ballot(id)) for id in parts if parts[id].get("ballot")
        )
        return is_elected and all(id in self.scores and self.scores[id] >= number(mark) for id, mark in marks.items())

    @cached_property
    def status(self) -> str:
        """The status that was set; of one that is present, eliminated if it was too late."""
        told = str(self.given.get("status") or "present")
        return "eliminated" if told == "present" and self.too_late else told

    @cached_property
    def too_late(self) -> bool:
        return any(self._is_out(id, part.get("time") or {}) for id, part in self.book.parts.items())

    def _is_out(self, part: str, time: Mapping[str, Any]) -> bool:
        late, over, start = self._late(part), time.get("out_over"), time.get("out_from")
        if part not in self.times:
            return False
        return (over is not None and late > 60 * number(over)) or (start is not None and late >= 60 * number(start))

    def _scored(self, id: str, value: Fraction) -> Fraction:
        """A part's value less its time and penalties, with its bonus, never beyond its most by it."""
        left, bonus = less(value, self.cost(id)), self.bonus(id)
        return max(left, min(left + bonus, self.book.out_of(self.book.parts[id]))) if bonus else left

    def cost(self, part: str | None) -> Fraction:
        """What penalties and time take from a part, or from the total (None)."""
        taken = sum((self.points(rule) for rule in self._taken() if rule.get("part") == part), ZERO)
        return taken + (self.overtime(part) if part else ZERO)

    def overtime(self, part: str) -> Fraction:
        """What lateness takes from a part."""
        time = self.book.parts[part].get("time") or {}
        late = self._late(part)
        rate = time.get("late") or {"points": time.get("per_started_minute") or 0}
        price = units(late, rate) * number(rate["points"])
        price += max(
            (number(step["points"]) for step in time.get("steps") or () if late > 60 * number(step["over"])),
            default=ZERO,
        )
        return price if time.get("cap") is None else min(price, number(time["cap"]))

    def bonus(self, part: str) -> Fraction:
        """What a part gains by the time left of its limit."""
        early = (self.book.parts[part].get("time") or {}).get("early")
        if not early or part not in self.times or self.scheme(part).is_void(self.sheets(part)):
            return ZERO
        left = max(ZERO, 60 * number(self.book.parts[part]["time"]["limit"]) - self.times[part])
        gain = units(left, early) * number(early["points"])
        return gain if early.get("cap") is None else min(gain, number(early["cap"]))

    def points(self, rule: Mapping[str, Any]) -> Fraction:
        """What all penalties of one rule take."""
        mine = [one for one in self.given.get("penalties") or () if one["rule"] == rule["id"]]
        if rule["per"] == "given":
            return sum((number(one["points"]) for one in mine), ZERO)
        times = sum(self.count(one) for one in mine)
        return number(rule["points"]) * (min(1, times) if rule["per"] == "once" else times)

    @staticmethod
    def count(penalty: Mapping[str, Any]) -> int:
        count = penalty.get("count")
        return 1 if count is None else int(count)

    @property
    def penalties(self) -> int:
        """How many penalties were given, counted ones by their count; what is taken once is one however often noted."""
        given = self.given.get("penalties") or ()
        once = {one["rule"] for one in given if self.book.penalties[one["rule"]]["per"] == "once"}
        return len(once) + sum(self.count(one) for one in given if one["rule"] not in once)

    def seconds(self, parts: Iterable[str]) -> int | None:
        """The times of these parts together; None where one is not recorded."""
        recorded = [self.times.get(part) for part in parts]
        return None if None in recorded else sum(second for second in recorded if second is not None)

    def node(self, part: str, name: str) -> Fraction | None:
        """A criterion or an aspect of a part, its judges combined on its own, before its own factor."""
        if (part, name) not in self.asked:  # a tie asks for it at every comparison
            self.asked[part, name] = self._node(part, name)
        return self.asked[part, name]

    def _node(self, part: str, name: str) -> Fraction | None:
        scheme = self.scheme(part)
        node = next(node for node in nodes(scheme.part) if node["id"] == name and node is not scheme.part)
        level = LEVELS[scheme.combine.get("level") or "sheet"]
        above = any(level in below for below in nodes(node)) and level not in node
        return scheme.agreed(node, self.sheets(part)) if above else scheme.met(node, self.sheets(part))

    def sums(self, part: str) -> dict[str, Fraction]:
        """Each judge's whole sheet, as it was adjusted; a sheet that lacks a mark has no sum."""
        if part in self.moved:
            return dict(self.moved[part])
        scheme = self.scheme(part)
        worths = {judge: scheme.worth(scheme.part, sheet) for judge, sheet in self.sheets(part).items()}
        return {judge: worth for judge, worth in worths.items() if worth is not None}

    def untrimmed(self, part: str) -> Fraction | None:
        """The mean of all sheets, the dropped ones too; where sheets have gaps, of what was given at each place."""
        sums = list(self.sums(part).values())
        if len(sums) == len(self.sheets(part)):
            return mean(sums)
        scheme = self.scheme(part)
        level = scheme.combine.get("level")
        plain = Scheme({**scheme.part, "combine": {"method": "mean", "level": level}}, self.book.stages)
        return plain.agreed(plain.part, self.sheets(part), exact=True)

    def _taken(self) -> list[Mapping[str, Any]]:
        given = {one["rule"] for one in self.given.get("penalties") or ()}
        return [self.book.penalties[rule] for rule in sorted(given)]

    def _late(self, part: str) -> Fraction:
        """Seconds over a part's limit."""
        time = self.book.parts[part].get("time")
        if not time or part not in self.times:
            return ZERO
        return max(ZERO, self.times[part] - 60 * number(time["limit"]))

    def _share(self, id: str, score: Fraction) -> Fraction:
        part = self.book.parts[id]
        weight = number(ONE if part.get("weight") is None else part["weight"])
        return score * weight / (1 if self.book.data.get("weighting") == "sum" else self.book.out_of(part))

    def _parts(self, exact: bool) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for id, part in self.book.parts.items():
            value = self._derived(part, found) if part["source"] == "derived" else self._part(id, part, exact)
            if value is not None:  # votes and ballots are rounded once, as judges are
                stage = None if exact or part["source"] in ("votes", "ballot") else self.scheme(id).stages.get("part")
                found[id] = self.scheme(id).finished(rounded(value, stage), self.sheets(id))
        return found

    def _derived(self, part: Mapping[str, Any], found: Mapping[str, Fraction]) -> Fraction | None:
        """What the formula makes of the parts before it, each after its own deductions."""
        tree = formula.read(part["formula"])
        if not formula.names(tree) <= found.keys():
            return None
        return max(ZERO, formula.value(tree, {id: self._scored(id, found[id]) for id in formula.names(tree)}))

    def _part(self, id: str, part: Mapping[str, Any], exact: bool) -> Fraction | None:
        stage = None if exact else self.scheme(id).stages.get("judges")
        if part["source"] == "imported":
            score = (self.given.get("scores") or {}).get(id)
            return None if score is None else number(score)
        if part["source"] == "ballot":
            share = self.ballot(id)
            return None if share is None else rounded(share * self.book.out_of(part), stage)
        if part["source"] == "votes":
            return rounded(self.wide[id], stage) if id in self.wide else None
        if not self.is_marked(id) or (part.get("adjust") and id not in self.moved):
            return None
        if self.scheme(id).panel.by_places:
            return self._at_place(id, stage)
        return self.scheme(id).score(self.sheets(id), exact, self.moved.get(id))

    def _at_place(self, id: str, stage: Mapping[str, Any] | None) -> Fraction | None:
        return rounded(self.wide[id], stage) if id in self.wide else None

    def ballot(self, id: str) -> Fraction | None:
        """The share of voters who are for it."""
        return ballots.share(self.book.parts[id]["ballot"], (self.given.get("ballots") or {}).get(id) or ())


def less(score: Fraction, cost: Fraction) -> Fraction:
    """A score after deductions: down to 0 at most; one that is below 0 of itself stays as it is."""
    return max(min(score, ZERO), score - cost)


def units(seconds: Fraction, rate: Mapping[str, Any]) -> int:
    """How many times `rate` has run: each so many seconds, started or whole."""
    times = seconds / int(rate.get("seconds") or 60)
    return int(times // 1) if rate.get("count") == "whole" else -int(-times // 1)
