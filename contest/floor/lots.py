"""Which group and station an entry drew, as far as the clocks may know it beside the entry's code.

The calling list has names with groups and stations, and is no secret. While codes are sealed a station beside a code
would say whose it is, and so would a group of one; a larger group is the session in which everybody sees it marked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..scoring.events import EntryId
from ..scoring.item import Item

FEWEST = 3
"""Of how many entries each group must be to be told beside sealed codes: of two, each knows whose the other code is."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What an entry drew; "" for what was not, or is not to be known. Stations are counted within a group: "2-7"."""

    station: str = ""
    group: str = ""


def lots_of(item: Item, begun: bool = False) -> dict[EntryId, Lot]:
    """Entry → what it drew. begun: a clock was pressed for a group, so that they were told, and must reach whom they
    reached whatever happens to an entry later; before that who is absent does not count: it shows beside the codes, and
    would leave a group smaller than it seems."""
    groups, stations = (item.draws.lots.get(what) for what in ("group", "station"))
    group = {} if groups is None else {id: str(lot) for id, lot in groups.of.items()}
    if not item.names_known and _too_small(item, group, begun):
        group = {}
    station: dict[EntryId, str] = {}
    if stations is not None and item.names_known:
        station = {id: f"{group[id]}-{lot}" if id in group else str(lot) for id, lot in stations.of.items()}
    return {id: Lot(station.get(id, ""), group.get(id, "")) for id in item.entries}


def _too_small(item: Item, group: dict[EntryId, str], begun: bool) -> bool:
    """Whether one of the groups has hardly anybody whom its entries could be taken for."""
    there = Counter(lot for id, lot in group.items() if begun or item.entries[id].status != "absent")
    return any(there[lot] < FEWEST for lot in set(group.values()))
