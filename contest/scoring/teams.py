"""Standings of several items to one table of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .attributes import UNIT
from .awards import Awarded, Draw, drawn
from .events import EntryId, ItemId
from .numbers import ZERO, Points, add, divide, multiply, round_to, total_of
from .ranking import Standing
from .rulebook_outcomes import UnitTable, UnitTie
from .ties import Known
from .totals import EntryScore

NO_RANK = 10**9
HUNDREDTH = Decimal("0.01")
Prizes = Mapping[ItemId, Mapping[EntryId, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit's place. rank: None where nobody of it counts · counted: the entries that made its total, as (item,
    entry, points), best first in each item · decided_by: the index in the table's tie chain of the rule that parted it
    from a neighbour with the same total."""

    unit: str
    rank: int | None
    tied: bool
    total: Points
    counted: tuple[tuple[ItemId, EntryId, Points], ...]
    decided_by: int | None = None


@dataclass(slots=True)
class _Tally:
    unit: str
    total: Points = ZERO
    counted: list[tuple[ItemId, EntryId, Points]] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    per_item: dict[ItemId, Points] = field(default_factory=dict)


def unit_table(
    table: UnitTable,
    results: Mapping[ItemId, Sequence[Standing]],
    units: Mapping[EntryId, str],
    prizes: Prizes | None = None,
) -> list[UnitStanding]:
    """The units, best first, places shared as 1-2-2-4. `units` says which unit sent an entry; one without a ranked
    entry has no place and stands last with 0. `prizes`: what each entry won, needed where prizes make the points."""
    tallies = {unit: _Tally(unit) for unit in sorted(set(units.values()))}
    for item in table.items:
        _add_item(table, item, results.get(item, ()), units, (prizes or {}).get(item, {}), tallies)
    for tally in tallies.values():
        tally.total = round_to(total_of(tally.per_item.values()), table.rounding)
    keyed = sorted((_key(table, tally), tally.unit) for tally in tallies.values())
    return _placed(keyed, tallies)


def _placed(keyed: list[tuple[tuple[Any, ...], str]], tallies: Mapping[str, _Tally]) -> list[UnitStanding]:
    placed: list[UnitStanding] = []
    rank = 0
    for i, (key, unit) in enumerate(keyed):
        before = keyed[i - 1][0] if i else None
        after = keyed[i + 1][0] if i + 1 < len(keyed) else None
        rank = rank if key == before else i + 1
        tally = tallies[unit]
        if tally.standings:
            decided = _decided_by(key, before, after)
            placed.append(UnitStanding(unit, rank, key in (before, after), tally.total, tuple(tally.counted), decided))
        else:
            placed.append(UnitStanding(unit, None, False, tally.total, ()))
    return placed


def _decided_by(key: tuple[Any, ...], *neighbours: tuple[Any, ...] | None) -> int | None:
    for other in neighbours:
        if other is not None and other[0] == key[0] and other != key:
            return next(i for i, (a, b) in enumerate(zip(key[1:], other[1:], strict=True)) if a != b)
    return None


def _add_item(
    table: UnitTable,
    item: ItemId,
    standings: Sequence[Standing],
    units: Mapping[EntryId, str],
    prizes: Mapping[EntryId, Sequence[str]],
    tallies: Mapping[str, _Tally],
) -> None:
    """Give each unit what its best entries of an item are worth: by place; where prizes make the points, by those."""
    ours: dict[str, list[tuple[Points, Standing]]] = {}
    for standing in standings:
        if standing.rank is not None and standing.score is not None and standing.entry in units:
            points = _WORTH[table.of](table, standing, standing.score, prizes.get(standing.entry, ()))
            ours.setdefault(units[standing.entry], []).append((points, standing))
    for unit, worth in ours.items():
        if table.of == "prizes":
            worth.sort(key=lambda each: -each[0])
        best = worth[: table.best]
        tally = tallies[unit]
        tally.counted += [(item, standing.entry, points) for points, standing in best]
        tally.standings += [standing for _, standing in best]
        tally.per_item[item] = _of_item(table, best)


def _of_item(table: UnitTable, best: Sequence[tuple[Points, Standing]]) -> Points:
    """The sum of the counted entries' points, their mean, or the weighted means of their parts."""
    if table.of == "parts":
        return _weighted_means(table, [standing.score for _, standing in best if standing.score is not None])
    added = total_of(points for points, _ in best)
    return added if table.take == "sum" else _mean(table, added, len(best))


def _mean(table: UnitTable, added: Points, number: int) -> Points:
    assert table.means is not None, "a table of means states their rounding"
    return divide(added, number, table.means.digits, table.means.mode)


def _weighted_means(table: UnitTable, scores: Sequence[EntryScore]) -> Points:
    """10 % mean theory + 3 × 30 % module means (广西 2024, rules.md §1). A part that an item lacks adds nothing."""
    added = ZERO
    for each in table.parts:
        found = [score.parts[each.part].score for score in scores if each.part in score.parts]
        if found:
            mean = _mean(table, total_of(found), len(found))
            added = add(added, multiply(mean, multiply(each.weight, HUNDREDTH)))
    return added


def _by_total(table: UnitTable, standing: Standing, score: EntryScore, prizes: Sequence[str]) -> Points:
    """Sum of the best 3 per item (邹城); sum of all members (rules.md §1)."""
    return score.total


def _by_place(table: UnitTable, standing: Standing, score: EntryScore, prizes: Sequence[str]) -> Points:
    """Places 1–6 → 10, 9, 8, 7, 6, 5, places 7–10 → 4, every other entrant 1 (威海, rules.md §1)."""
    rank = standing.rank or NO_RANK
    return table.places[rank - 1] if rank <= len(table.places) else table.floor


def _by_prize(table: UnitTable, standing: Standing, score: EntryScore, prizes: Sequence[str]) -> Points:
    """8/4/2 per first/second/third prize, 1 if no prize but all parts passed (machinery industry 2024, rules.md §1).
    The best of several prizes counts."""
    found = [each.points for each in table.prizes if each.award in prizes]
    if found:
        return max(found)
    return table.floor if score.passed else ZERO


_WORTH: dict[str, Callable[[UnitTable, Standing, EntryScore, Sequence[str]], Points]] = {
    "total": _by_total,
    "places": _by_place,
    "prizes": _by_prize,
    "parts": _by_total,
}


def _key(table: UnitTable, tally: _Tally) -> tuple[Any, ...]:
    """Smaller is better: who has anything to add up, the total, then the chain; a shared place is an equal key."""
    rules = [tie for tie in table.ties if tie.by != "shared"]
    total = tally.total if table.order == "ascending" else tally.total.copy_negate()
    return ((not tally.standings, total), *(_TIES[tie.by](table, tie, tally) for tie in rules))


def _best_rank(_: UnitTable, __: UnitTie, tally: _Tally) -> Any:
    """The unit whose best counted entry stands higher."""
    return min((standing.rank or NO_RANK for standing in tally.standings), default=NO_RANK)


def _count_back(_: UnitTable, __: UnitTie, tally: _Tally) -> Any:
    """For teams: compare numbers of 1sts, 2nds, … (rules.md §1). Places that nobody has compare as none."""
    counts = Counter(standing.rank or NO_RANK for standing in tally.standings)
    return (*((rank, -counts[rank]) for rank in sorted(counts)), (NO_RANK + 1, 0))


def _time(_: UnitTable, __: UnitTie, tally: _Tally) -> Any:
    """The smaller total time of the members (rules.md §1); without any recorded, last."""
    seconds = [used for each in tally.standings if each.score is not None for used in each.score.times.values()]
    return (0, sum(seconds)) if seconds else (1, 0)


def _item(table: UnitTable, tie: UnitTie, tally: _Tally) -> Any:
    """The more points in one item."""
    points = tally.per_item.get(tie.item, ZERO) if tie.item else ZERO
    return points if table.order == "ascending" else points.copy_negate()


_TIES: dict[str, Callable[[UnitTable, UnitTie, _Tally], Any]] = {
    "best_rank": _best_rank,
    "count_back": _count_back,
    "time": _time,
    "item": _item,
}


def unit_draw(table: UnitTable, units: Sequence[UnitStanding]) -> Draw:
    """The honours of units (优秀组织单位 for team ranks 4–13, rules.md §1), drawn as an item's awards are; the `entry`
    of each is a unit, and the one attribute it has is `unit` (hosts outside the quota). Who has no place gets none."""
    table_of = [
        Standing(EntryId(each.unit), each.rank, each.tied, "present", EntryScore(each.total, each.total, {}))
        for each in units
    ]
    known = {each.entry: Known({UNIT: str(each.entry)}) for each in table_of}
    return drawn(table.awards, Draw(table_of, known, table.order == "ascending"))


def unit_awards(table: UnitTable, draw: Draw) -> list[Awarded]:
    """Which unit gets which honour, award by award."""
    return [Awarded(award.id, each.entry, each.rank) for award in table.awards for each in draw.won[award.id]]
