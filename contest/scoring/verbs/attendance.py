"""What follows from the check-in: who did not come is absent, who came late is given a penalty. By the entry, for
whoever checks people in knows names and numbers and no code; what is refused speaks of the number."""

from __future__ import annotations

import re
from typing import Any

from ..contest import Contest
from ..events import Actor, EntryId, Event, StatusSet
from ..item import Entry, Item
from ..refused import Refused
from . import Values
from .chief import penalty_of
from .finding import refuse_if_locked, the_item

LATE = re.compile(r"\blate\b", re.IGNORECASE)
"""Not a dirty plate."""


def set_attendance(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say that an entry is absent after all, or present after all: `entry`, its `number`, `status`, `reason_digest`."""
    item, entry = _found(contest, values)
    before = {"absent": "present", "present": "absent"}[values["status"]]
    if entry.status != before:
        raise Refused("attendance_stands", number=values["number"])
    return StatusSet(item.id, entry.id, values["status"], values.get("reason_digest", ""))


def penalise_late(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give who came late the rulebook's penalty for it: `entry`, its `number`, `penalty`, `count`, `reason_digest`. For
    nothing else: who gives it may know whose code it is, and has no hand in marks."""
    item, entry = _found(contest, values)
    if values["penalty"] not in late_penalties(item):
        raise Refused("unknown_penalty", penalty=values["penalty"])
    if any(each.rule_id == values["penalty"] for each in entry.penalties.values()):
        raise Refused("late_penalty_stands", number=values["number"])
    return penalty_of(item, entry, values)


def _found(contest: Contest, values: Any) -> tuple[Item, Entry]:
    item = the_item(contest, values)
    refuse_if_locked(item)
    return item, item.entries[EntryId(values["entry"])]


def late_penalties(item: Item) -> list[str]:
    """The ids of the penalties that are for coming late. A rulebook does not say what a penalty is for; its name
    does."""
    fixed = [each for each in item.rulebook.penalties if each.per != "given"]
    return [each.id for each in fixed if "迟到" in each.name.zh or LATE.search(each.name.en)]
