"""What the chief judge does where judges lie too far apart."""

from __future__ import annotations

from ..contest import Contest
from ..events import Actor, Event, PartId, SpreadSettled
from ..flash import round_of
from ..item import Entry, Item
from ..marking import apart
from ..refused import Refused
from ..rulebook import Part
from ..spreads import gate
from . import Values
from .finding import refuse_if_locked, the_entry, the_item, the_part


def settle_spread(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let marks count that lie too far apart, instead of having them given again: `code`, `part`, `reason_digest`."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    entry, part = the_entry(item, values), the_part(item, values, "judged")
    if part.combine is not None and part.combine.method == "consensus":
        raise Refused("settle_consensus", part=part.id)
    if not _waits(item, entry, part):
        raise Refused("nothing_apart", entry_code=entry.code)
    return SpreadSettled(item.id, entry.id, PartId(part.id), values["reason_digest"])


def _waits(item: Item, entry: Entry, part: Part) -> bool:
    """Whether the part has no score because its judges lie too far apart, or are marking again on that account."""
    rule = None if part.combine is None else gate(part.combine)
    if rule is None or rule.action != "again" or PartId(part.id) in entry.parts:
        return False
    owners = entry.sheets.get(PartId(part.id), ())
    if any(round_of(entry, PartId(part.id), owner) for owner in owners):
        return True
    sheets = item.counting(entry, part)
    return len(sheets) >= item.needed(entry, part) and bool(apart(part, sheets))
