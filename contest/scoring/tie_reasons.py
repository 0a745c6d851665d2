"""What parted an entry from a neighbour with the same total: the rule of the chain, and what it made of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from .entry import Entry
from .events import Code
from .item import Item
from .numbers import Points, Rounding, round_to, text
from .ranking import Key, Standing, order_keys
from .rulebook_outcomes import Tie

DECIDED = ("lot", "chief", "ballot")
"""The rules of which somebody decides, and nothing is computed."""
TIMED = ("time", "times")
BETTER = ("unrounded_total", "next_decimal", "untrimmed_mean")
"""The rules in which the better figure is the one that ranks better in the total."""
CLEAR = (6, 9, 12)
"""Digits to which a long figure is told: the first of them that shows the two differ."""


@dataclass(frozen=True, slots=True)
class TieReason:
    """A neighbour with the same total, or in the same band: `totals` are both. rule, by: the rule of the chain that
    parted the two, None where nothing did · mine, theirs: what it made of each, None where it knows nothing of one
    (seconds, points, a number) · place: of which place there were so many, where places are counted back · first: which
    goes before · asked: the rules that found them equal · open: those among them of which nobody has decided yet."""

    neighbour: Code
    ahead: bool
    rule: int | None
    by: str | None
    totals: tuple[Points, Points] = field(default=(Points(0), Points(0)))
    mine: str | None = None
    theirs: str | None = None
    place: int | None = None
    first: str | None = None
    asked: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


def tie_reasons(item: Item, entry: Entry, table: list[Standing]) -> Iterator[TieReason]:
    """The neighbours above and below that have the same total (or stand in the same band)."""
    ranked = {each.entry: each.score for each in table if each.rank is not None and each.score is not None}
    keys = order_keys(item.rulebook, ranked, {id: item.entries[id].known for id in ranked})
    order = list(ranked)
    at = order.index(entry.id)
    for place in (at - 1, at + 1):
        if 0 <= place < len(order) and keys[order[place]][0] == keys[entry.id][0]:
            other = item.entries[order[place]]
            totals = ranked[entry.id].total, ranked[other.id].total
            yield _reason(item, other.code, (keys[entry.id], keys[other.id]), totals)


def _reason(item: Item, neighbour: Code, keys: tuple[Key, Key], totals: tuple[Points, Points]) -> TieReason:
    mine, theirs = keys
    parted = next((i for i, (a, b) in enumerate(zip(mine[1:], theirs[1:], strict=True)) if a != b), None)
    rules = [(i, tie) for i, tie in enumerate(item.rulebook.ties) if tie.by != "shared"]
    told = TieReason(neighbour, mine < theirs, parted, None, totals)
    if parted is None:
        undecided = (i for i, tie in rules if tie.by in DECIDED and mine[1 + i] == (1, 0))
        return replace(told, asked=tuple(i for i, _ in rules), open=tuple(undecided))
    tie = item.rulebook.ties[parted]
    told = replace(told, by=tie.by, first=_first(item, tie))
    return told if tie.by in DECIDED else _with_values(told, item, tie, mine[1 + parted], theirs[1 + parted])


def _first(item: Item, tie: Tie) -> str | None:
    """Which value goes before."""
    if tie.by in DECIDED:
        return None
    if tie.by in (*TIMED, "fewer_penalties"):
        return "less"
    if tie.by in ("count_back", "givers"):
        return "more"
    if tie.by in BETTER:
        return "higher" if item.rulebook.ranking.order == "descending" else "lower"
    return tie.first


def _with_values(told: TieReason, item: Item, tie: Tie, mine: Any, theirs: Any) -> TieReason:
    """With what the rule made of both: the key once more, as people read it."""
    if tie.by == "count_back":
        place = next(min(a, b) for a, b in zip(mine, theirs, strict=False) if a != b)
        return replace(told, mine=str(mine.count(place)), theirs=str(theirs.count(place)), place=place + 1)
    if tie.by in TIMED:
        values = [None if lacks else str(seconds) for lacks, seconds in (mine, theirs)]
    elif tie.by in ("givers", "fewer_penalties"):
        values = [str(abs(each)) for each in (mine, theirs)]
    else:
        pairs = (mine, theirs) if tie.by == "attribute" else ((0, mine), (0, theirs))
        turned = told.first == "higher"  # so that the smaller key goes first
        values = _figures([None if lacks else each.copy_negate() if turned else each for lacks, each in pairs])
    return replace(told, mine=values[0], theirs=values[1])


def _figures(values: list[Decimal | None]) -> list[str | None]:
    """Figures with every digit; long ones with as many as show that they differ."""
    for digits in CLEAR:
        short = [None if each is None else round_to(each, Rounding(digits)) for each in values]
        if short[0] != short[1]:
            return [
                each if each is None else text(each)
                for each in (_shorter(*both) for both in zip(values, short, strict=True))
            ]
    return [None if each is None else text(each) for each in values]


def _shorter(whole: Decimal | None, short: Decimal | None) -> Decimal | None:
    return whole if whole == short else short
