"""Who marks what where not everybody marks everything: so many judges an entry, loads even, nobody's own unit counts.

Nothing a judge can see may depend on the judge's own unit (docs/decisions/0024): a judge from whom the own unit's
entries are kept knows that what lies on the desk is another's. So each entry has an order of all seats that the seed
alone decides; it goes to the first of them until so many have it whose unit it is not. Those before them whose unit it
is mark it too, and their sheets do not count. Whether a seat is reached depends on those who come before it in the
order, never on itself.

May not be in here: units (who is in conflict with what is told), deciding whether it may be done (verbs/assigning.py).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from .events import EntryId, SeatId
from .lots import in_order
from .refused import Refused

Conflict = tuple[SeatId, EntryId]


class Given(NamedTuple):
    """What a seat is given: `entries` to mark, and those of them of which its sheets do not count."""

    entries: frozenset[EntryId]
    recused: frozenset[EntryId]


Assignment = Mapping[SeatId, Given]


class Asked(NamedTuple):
    """What an assignment is made of. judges: how many an entry needs · groups: entry → the group whose panel marks it,
    {} where every seat may mark every entry · kept: entries that were marked stay with whom they were."""

    seed: bytes
    entries: Sequence[EntryId]
    seats: Sequence[SeatId]
    judges: int
    groups: Mapping[EntryId, int] = {}
    kept: Mapping[EntryId, Collection[SeatId]] = {}


def assign(asked: Asked, conflicts: Collection[Conflict]) -> dict[SeatId, Given]:
    """Who marks what. Refused("assign_too_few"): a panel has fewer seats than an entry needs judges;
    ("assign_conflicts"): too many judges are of one unit."""
    orders = _orders(asked)
    found: dict[SeatId, tuple[set[EntryId], set[EntryId]]] = {seat: (set(), set()) for seat in asked.seats}
    for entry in asked.entries:
        reached = asked.kept[entry] if entry in asked.kept else _reached(asked, entry, orders[entry], conflicts)
        for seat in reached:
            given, recused = found.setdefault(seat, (set(), set()))
            given.add(entry)
            if (seat, entry) in conflicts:
                recused.add(entry)
    return {seat: Given(frozenset(given), frozenset(recused)) for seat, (given, recused) in found.items()}


def _reached(
    asked: Asked, entry: EntryId, order: Sequence[SeatId], conflicts: Collection[Conflict]
) -> Iterable[SeatId]:
    counting = 0
    for at, seat in enumerate(order, start=1):
        counting += (seat, entry) not in conflicts
        if counting == asked.judges:
            return order[:at]
    raise Refused("assign_conflicts")


def _orders(asked: Asked) -> dict[EntryId, list[SeatId]]:
    """Each entry's order of seats: first so many of its panel who have least so far, which keeps loads even but for
    one; then whoever of all has least in the end, should somebody have to stand in."""
    panels = _panels(asked)
    loads = dict.fromkeys(asked.seats, 0)
    for entry in asked.kept:
        for seat in asked.kept[entry]:
            loads[seat] = loads.get(seat, 0) + 1
    first: dict[EntryId, list[SeatId]] = {}
    for entry in in_order(asked.seed, [entry for entry in asked.entries if entry not in asked.kept]):
        panel = panels[asked.groups.get(entry, 0)]
        ranked = sorted(panel, key=lambda seat: (loads[seat], _turn(asked.seed, entry, seat)))
        first[entry] = ranked[: asked.judges]
        for seat in first[entry]:
            loads[seat] += 1
    return {entry: chosen + _others(asked, entry, chosen, loads) for entry, chosen in first.items()}


def _others(asked: Asked, entry: EntryId, chosen: Collection[SeatId], loads: Mapping[SeatId, int]) -> list[SeatId]:
    rest = [seat for seat in asked.seats if seat not in chosen]
    return sorted(rest, key=lambda seat: (loads[seat], _turn(asked.seed, entry, seat)))


def _panels(asked: Asked) -> dict[int, list[SeatId]]:
    """Seats dealt out over the groups, as evenly as can be, by the seed; all of them where there are no groups."""
    groups = sorted({asked.groups.get(entry, 0) for entry in asked.entries}) or [0]
    order = in_order(asked.seed, asked.seats)
    panels = {group: order[at :: len(groups)] for at, group in enumerate(groups)}
    least = min(len(panel) for panel in panels.values())
    if least < asked.judges:
        raise Refused("assign_too_few", needed=asked.judges * len(groups), seats=len(asked.seats))
    return panels


def _turn(seed: bytes, entry: EntryId, seat: SeatId) -> bytes:
    return hmac.digest(seed, f"{entry}/{seat}".encode(), "sha256")
