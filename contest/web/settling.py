"""From presses to times: what is recorded in the journal once a clock stands, and again where that changes.

A time set by hand holds until the clock shows something else than it did when it was set; a press that wrote over it
and is taken back leaves it standing again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from ..floor import Lot, Pressed, lots_of
from ..scoring.events import EntryId, PartId, TimeRecorded, from_bytes
from ..scoring.item import Entry, Item
from ..scoring.refused import Refused
from ..scoring.rulebook import Part
from ..scoring.timekeeping import ALL, most_back, newest_reason, reading, scopes_of
from ..scoring.verbs.chief import record_time
from ..scoring.verbs.finding import the_entry
from .services import services

TIMED = ("present", "guest")
KIND = f'"{TimeRecorded.kind}"'.encode()


def lots_by(item: Item, presses: Iterable[Pressed]) -> dict[EntryId, Lot]:
    """presses: all of the item's."""
    return lots_of(item, any(each.scope.startswith("group:") for each in presses))


def covered_by(item: Item, scope: str, lots: dict[EntryId, Lot]) -> list[Entry]:
    """The entries that a scope reaches. Refused("unknown_code") or ("unknown_scope")."""
    kind, _, name = scope.partition(":")
    if kind == "code":
        return [the_entry(item, {"code": name})]
    there = [e for e in item.entries.values() if e.code and scope in scopes_of(e.code, *_drawn(lots.get(e.id, Lot())))]
    if scope != ALL and not there:
        raise Refused("unknown_scope")
    return sorted(there, key=lambda entry: entry.code)


def _drawn(lot: Lot) -> tuple[str, str]:
    return lot.group, lot.station


def settled(contest: str, item: Item, kept: Pressed, presses: list[Pressed], besides: set[EntryId]) -> list[str]:
    """Record the times that changed by a press, `besides` these entries' own; the codes of those. What stands recorded
    alike is left alone, so that it may be asked again after a failure. presses: all of the item's."""
    if not kept.part or kept.kind == "note" or item.locked:
        return []
    here = [each for each in presses if each.part == kept.part]
    part = item.rulebook.part(PartId(kept.part))
    lots = lots_by(item, presses)
    recorded, reach = [], Reach(lots, here)
    lines = _recorded(contest, item, part) if kept.kind == "undo" else {}
    for entry in covered_by(item, kept.scope, lots):
        if entry.id in besides:
            continue
        of_it = reach.of(entry)
        values = _to_record(part, entry, of_it, kept, lines.get(entry.id, ()))
        if values is not None and entry.status in TIMED:
            given = newest_reason([each for each in of_it if each.kind in ("give", "undo")])
            values |= {"item": item.id, "reason_digest": kept.reason_digest or given}
            services().door.record(contest, record_time, by=kept.by, values=values)
            recorded.append(str(entry.code))
    return recorded


def timed_since(contest: str, item: Item, kept: Pressed) -> set[EntryId]:
    """The entries whose time was recorded after a press that is now sent again: that knew of the press, or is the
    chief's word, and is not to be overwritten by an answer that was lost."""
    since = datetime.fromtimestamp(kept.received / 1000, UTC)
    newest_first = (from_bytes(each.raw) for page in services().door.pages_back(contest) for each in page)
    newer = takewhile(lambda line: datetime.fromisoformat(line.at) >= since, newest_first)
    timed = (line.event for line in newer if isinstance(line.event, TimeRecorded))
    return {each.entry for each in timed if (each.item, each.part) == (item.id, kept.part)}


Recorded = tuple[int, TimeRecorded]
"""When a time was recorded, in milliseconds since 1970, and which."""


def _recorded(contest: str, item: Item, part: Part) -> dict[EntryId, list[Recorded]]:
    """Entry → the times recorded of a part, the newest first."""
    found: dict[EntryId, list[Recorded]] = {}
    for page in services().door.pages_back(contest):
        for each in page:
            if KIND not in each.raw:  # most lines are not read: a journal is long, and this is asked at an undo alone
                continue
            line = from_bytes(each.raw)
            if isinstance(line.event, TimeRecorded) and (line.event.item, line.event.part) == (item.id, part.id):
                at = int(datetime.fromisoformat(line.at).timestamp() * 1000)
                found.setdefault(line.event.entry, []).append((at, line.event))
    return found


def _to_record(
    part: Part, entry: Entry, presses: list[Pressed], kept: Pressed, lines: Iterable[Recorded]
) -> dict[str, Any] | None:
    """What is to be recorded of an entry by a press; None for nothing. What its clock shows is held against what it
    showed before the press: a time that the press does not change may have been set by hand, without a clock. lines: of
    a press that takes another back, the times recorded before."""
    used, before = _used(part, presses), entry.times.get(part.id)
    unchanged = used == _used(part, (each for each in presses if each.n < kept.n))
    if unchanged and (used is None or before is not None):
        return None
    used = _by_hand(part, presses, lines) or used
    where = {"code": entry.code, "part": part.id}
    if used is None:
        return None if before is None else where | {"taken_back": True}
    seconds, back = used
    return None if before == seconds - back else where | {"seconds": seconds, "given_back": back}


def _by_hand(part: Part, presses: list[Pressed], lines: Iterable[Recorded]) -> tuple[int, int] | None:
    """The time set by hand that holds again, before which the clock's own were recorded: the clock shows by now what it
    showed when that was set."""
    for at, line in lines:
        then = _used(part, (each for each in presses if each.received <= at))
        if line.taken_back:
            return None
        if (line.seconds, line.given_back) != then:
            return (line.seconds, line.given_back) if then == _used(part, presses) else None
    return None


def _used(part: Part, presses: Iterable[Pressed]) -> tuple[int, int] | None:
    """The seconds that the presses come to, and how many are given back; None while the clock does not stand."""
    shown = reading(presses, 0)
    if shown.state != "stopped":
        return None
    return shown.seconds, min(shown.given, most_back(part.time), shown.seconds)


class Reach:
    """Which presses reach an entry, found without looking through all of them for each."""

    def __init__(self, lots: dict[EntryId, Lot], presses: Iterable[Pressed]) -> None:
        self._lots = lots
        self._by_scope: dict[str, list[Pressed]] = {}
        for each in presses:
            self._by_scope.setdefault(each.scope, []).append(each)

    def of(self, entry: Entry) -> list[Pressed]:
        """The presses that reach the entry. One that takes another back has its scope."""
        scopes = scopes_of(entry.code, *_drawn(self._lots.get(entry.id, Lot())))
        return [each for scope in scopes for each in self._by_scope.get(scope, ())]
