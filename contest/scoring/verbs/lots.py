"""What the office deals out before an item begins: groups (sessions), stations, the order of appearance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..contest import Contest
from ..draws import WHAT
from ..events import Actor, EntryId, Event, LotsDrawn
from ..item import Item
from ..lots import dealt, dealt_apart, turns
from ..refused import Refused
from . import Values
from .finding import refuse_if_locked, the_item

MOST = 999


def draw_lots(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Deal out by `seed` (hex): `what` "group" by `sizes`, with `apart` the same unit's apart (`units`: entry → unit);
    "station", of which there are `stations`, or "order", within the groups."""
    item, what = _to_deal(contest, values)
    seed, entries = bytes.fromhex(values["seed"]), list(item.entries)
    sizes: list[int] = list(values.get("sizes", ()))
    apart = what == "group" and bool(values.get("apart", False))
    if what == "group":
        if not sizes or min(sizes) < 1 or sum(sizes) != len(entries):
            raise Refused("sizes_do_not_add_up", sum=sum(sizes), entries=len(entries))
        found = dealt_apart(seed, entries, sizes, values["units"]) if apart else dealt(seed, entries, sizes)
    else:
        sizes = []
        found = turns(seed, entries, _groups(item))
    if what == "station" and max(found.values()) > values["stations"]:
        raise Refused("too_few_stations", stations=values["stations"], most=max(found.values()))
    return LotsDrawn(item.id, what, _rows(found), values["seed"], sizes, apart)


def record_lots(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Note what people drew from a box: `what`, `lots` [{"entry", "lot"}], every entry once; no station and no turn
    twice within a group."""
    item, what = _to_deal(contest, values)
    found = {EntryId(row["entry"]): int(row["lot"]) for row in values["lots"]}
    if set(found) != set(item.entries) or len(found) != len(values["lots"]):
        raise Refused("drawn_not_all", item=item.id)
    if not all(1 <= lot <= MOST for lot in found.values()):
        raise Refused("drawn_unreadable", text=str(max(found.values())))
    groups = _groups(item)
    taken = Counter((groups.get(entry, 0), lot) for entry, lot in found.items())
    if what != "group" and max(taken.values()) > 1:
        raise Refused("drawn_twice", item=item.id)
    return LotsDrawn(item.id, what, _rows(found))


def _to_deal(contest: Contest, values: Values) -> tuple[Item, str]:
    item = the_item(contest, values)
    refuse_if_locked(item)
    if values["what"] not in WHAT:
        raise Refused("unknown_draw", what=values["what"])
    if not item.entries:
        raise Refused("missing_entries", item=item.id)
    return item, values["what"]


def _groups(item: Item) -> Mapping[EntryId, int]:
    drawn = item.draws.lots.get("group")
    return drawn.of if drawn else {}


def _rows(found: Mapping[EntryId, int]) -> list[dict[str, str | int]]:
    return [{"entry": str(entry), "lot": found[entry]} for entry in sorted(found)]
