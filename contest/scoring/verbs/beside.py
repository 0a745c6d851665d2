"""What the office sets beside the marking: until when sheets are due, and what lies beside them to read."""

from __future__ import annotations

from ..contest import Contest
from ..deadlines import stamp
from ..events import Actor, DeadlineSet, EntryId, Event, MaterialSet, PartId
from ..facts import DUE
from ..refused import Refused
from . import Values
from .finding import refuse_if_locked, refuse_if_signed, the_item, the_part


def set_deadline(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say until when a part's sheets are due, or its votes are counted: `part`, `until` (ISO 8601 with its time zone;
    "" for no deadline any more), and `reason_digest` where there was a deadline before."""
    item = the_item(contest, values)
    part = the_part(item, values, *DUE)
    if part.source == "judged":
        refuse_if_locked(item)
    refuse_if_signed(item)
    was = item.deadlines.get(PartId(part.id))
    until = stamp(values["until"]) if values["until"] else ""
    if until and until <= at:
        raise Refused("deadline_past")
    if until == (was.until if was else ""):
        raise Refused("deadline_same")
    if was and not values.get("reason_digest"):
        raise Refused("reason_needed")
    return DeadlineSet(item.id, PartId(part.id), until, values.get("reason_digest", ""))


def set_material(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say that what lies beside an entry's sheets is another: `entry`, `material_digest` ("" for nothing any more),
    `files` for judges; `was`: the digest of the list it grew from; `reason_digest` where something is taken away that
    judges may have read (`replaces`)."""
    item = the_item(contest, values)
    entry = EntryId(values["entry"])
    if entry not in item.entries:
        raise Refused("unknown_entry", item=item.id)
    refuse_if_locked(item)
    beside = item.material.get(entry)
    if values.get("was", "") != (beside.digest if beside else ""):
        raise Refused("material_changed")
    if item.opened and values.get("replaces") and not values.get("reason_digest"):
        raise Refused("reason_needed")
    more = {"files": values["files"], "reason_digest": values.get("reason_digest", "")}
    return MaterialSet(item.id, entry, values["material_digest"], **more)
