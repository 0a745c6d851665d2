"""Places: any two entries are compared, the total first and then the tie chain; who is nobody's equal stands alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from .entry import Book, Entry
from .exact import ZERO, number, rounded
from .known import STATUSES

Place = tuple[int, bool, int | None]
"""Place, whether it is shared, and the rule that parted an entry from those above."""
Compared = tuple[int, int | None]
"""Below 0: the first is better; above 0: the second; 0: equal. And the tie rule that parted them, None for totals."""


class Field:
    """The entries that can have a place."""

    def __init__(self, book: Book, ranked: Sequence[Entry]) -> None:
        self.book, self.ranked = book, ranked
        self.groups = self._groups()
        self.judged: dict[str, dict[str, list[int]]] = {}

    def _groups(self) -> dict[str, int]:
        """Totals that count as equal: no further than the band from the best of their group."""
        band = number(self.book.ranking.get("band") or 0)
        sign = 1 if self.book.lowest_first else -1
        groups: dict[str, int] = {}
        best: Fraction | None = None
        for entry in sorted(self.ranked, key=lambda entry: sign * entry.total):
            if best is None or abs(entry.total - best) > band:
                best = entry.total
                groups[entry.name] = len(set(groups.values()))
            else:
                groups[entry.name] = max(groups.values())
        return groups

    def compare(self, a: Entry, b: Entry) -> Compared:
        """Who is better, and by which rule."""
        if self.groups[a.name] != self.groups[b.name]:
            return self.groups[a.name] - self.groups[b.name], None
        for place, rule in enumerate(self.book.ties):
            found = self.ask(rule, a, b)
            if found:
                return found, place
        return 0, None

    def better(self, a: Entry, b: Entry) -> int:
        """Below 0 if the first is better, above 0 if the second is, 0 if they are equal."""
        return self.compare(a, b)[0]

    def ask(self, rule: Mapping[str, Any], a: Entry, b: Entry) -> int:
        """One tie rule, asked of two entries."""
        ours, theirs = self.answer(rule, a), self.answer(rule, b)
        if ours == theirs:
            return 0
        if ours is None or theirs is None:
            return 1 if ours is None else -1
        lower = LOWER_FIRST.get(rule["by"], rule.get("first") == "lower")
        if rule["by"] in ("unrounded_total", "next_decimal", "untrimmed_mean"):
            lower = self.book.lowest_first
        return (-1 if ours < theirs else 1) * (1 if lower else -1)

    def answer(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        """What a tie rule asks an entry for; None comes last, whichever way round the rule is."""
        return getattr(self, "_" + rule["by"])(rule, entry)

    def _time(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.seconds([rule["part"]])

    def _times(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.seconds(rule["parts"])

    def _parts(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return sum((entry.weighted[part] for part in rule["parts"]), ZERO)

    def _part(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.scores[rule["part"]]

    def _criterion(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return self._node(rule["part"], rule["criterion"], entry)

    def _aspect(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return self._node(rule["part"], rule["aspect"], entry)

    def _aspects(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return sum((self._node(rule["part"], aspect, entry) or ZERO for aspect in rule["aspects"]), ZERO)

    def _node(self, part: str, name: str, entry: Entry) -> Fraction | None:
        """A criterion or an aspect, its judges combined on its own."""
        return entry.node(part, name)

    def _unrounded_total(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.unrounded

    def _next_decimal(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        mode = (self.book.stages.get("total") or {}).get("mode", "half_up")
        return rounded(entry.unrounded, {"digits": rule["digits"], "mode": mode})

    def _untrimmed_mean(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.untrimmed(rule["part"])

    def _count_back(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        part = rule["part"]
        if part not in self.judged:
            self.judged[part] = self._judged(part)
        return self.judged[part][entry.name]

    def _judged(self, part: str) -> dict[str, list[int]]:
        """Per entry how many judges put it first, how many second, and so on; equals share the better place."""
        counts = {entry.name: [0] * len(self.ranked) for entry in self.ranked}
        sums = {entry.name: entry.sums(part) for entry in self.ranked}
        for judge in {judge for said in sums.values() for judge in said}:
            mine = {name: said[judge] for name, said in sums.items() if judge in said}
            for name, worth in mine.items():
                counts[name][sum(self._beats(other, worth) for other in mine.values())] += 1
        return counts

    def _beats(self, ours: Fraction, theirs: Fraction) -> bool:
        return ours < theirs if self.book.lowest_first else ours > theirs

    def _givers(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.givers.get(rule["part"], 0)

    def _fewer_penalties(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return entry.penalties

    def _attribute(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        try:
            return number(str(entry.attributes[rule["attribute"]]))
        except (KeyError, ValueError):
            return None

    def _lot(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return (entry.given.get("decided") or {}).get(rule["by"])

    _chief = _ballot = _lot

    def _shared(self, rule: Mapping[str, Any], entry: Entry) -> Any:
        return None


LOWER_FIRST = {"time": True, "times": True, "fewer_penalties": True, "lot": True, "chief": True, "ballot": True}


def in_order(book: Book, everyone: Sequence[Entry]) -> tuple[list[Entry], dict[str, Place]]:
    """The entries, the best first and those without a place at the end; and the places of those who have one."""
    ranked = [entry for entry in everyone if entry.status == "present" and not entry.missing]
    field = Field(book, ranked)
    ranked = sorted(sorted(ranked, key=lambda e: e.name), key=cmp_to_key(field.better))
    places = _placed(field, ranked)
    others = [entry for entry in everyone if entry.name not in places]
    return [*ranked, *sorted(others, key=lambda e: (STATUSES.index(e.status), e.name))], places


def _placed(field: Field, ranked: Sequence[Entry]) -> dict[str, Place]:
    """Each one's place, in order."""
    places: dict[str, Place] = {}
    runs: list[list[Entry]] = []
    for entry in ranked:
        if runs and field.compare(runs[-1][0], entry)[0] == 0:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    dense = field.book.ranking.get("numbering") == "dense"
    for at, run in enumerate(runs):
        place = 1 + (at if dense else sum(map(len, runs[:at])))
        by = field.compare(runs[at - 1][0], run[0])[1] if at else None
        places |= {entry.name: (place, len(run) > 1, by) for entry in run}
    return places
