"""Until when sheets are due and votes are counted, who is late, and who is behind: seats beside each other, and beside
the pace that would bring them there in time.

May not be in here: clocks. What time it is comes with the question, as lines are stamped: UTC, ISO 8601 with
milliseconds, so that texts compare as moments do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from .contest import Contest
from .entry import Sheet
from .events import PartId, SeatId
from .facts import DUE, Deadline, Seat
from .item import Item
from .refused import Refused
from .rulebook import Part


def stamp(said: str) -> str:
    """A moment as lines are stamped. Refused("deadline_unreadable"): it is none, or does not say its time zone."""
    try:
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is None:
            raise Refused("deadline_unreadable")
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter: the year 1, a few hours before UTC's
        raise Refused("deadline_unreadable") from None
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_over(item: Item, part: Part, at: str) -> bool:
    """Whether a part has a deadline and that time is past it."""
    due = item.deadlines.get(PartId(part.id))
    return due is not None and at > due.until


def is_late(item: Item, part: Part, at: str, standing: Sheet | None) -> bool:
    """Whether a sheet that comes at that time is late. One that the chief sent back may come again at any time."""
    return is_over(item, part, at) and not (standing is not None and standing.returned)


def due(item: Item, part: Any) -> dict[str, str] | None:
    """A part's deadline as JSON: `until` and `since`; None without one."""
    found = item.deadlines.get(PartId(part))
    return None if found is None else {"until": found.until, "since": found.since}


def pace(contest: Contest, item: Item, at: str) -> list[dict[str, Any]]:
    """Each part that may have a deadline, with it and, seat by seat, how many sheets are `done` of how many, how many
    the time that has passed would have `expected`, and when the last one came; who is furthest behind first."""
    return [
        {"part": part.id, "deadline": due(item, part.id), "seats": _seats(contest, item, part, at)}
        for part in item.rulebook.parts
        if part.source in DUE
    ]


def _seats(contest: Contest, item: Item, part: Part, at: str) -> list[dict[str, Any]]:
    found = [row for seat in contest.seats.values() if seat.active for row in _seat(contest, item, part, seat, at)]
    return sorted(found, key=lambda row: (row["done"] - row["expected"], -row["left"], row["seat"]))


def _seat(contest: Contest, item: Item, part: Part, seat: Seat, at: str) -> Iterator[dict[str, Any]]:
    """One row, or none where the seat does not mark the part. Shadows are nobody's to wait for."""
    id = PartId(part.id)
    mine = [each for each in item.entries.values() if each.status == "present" and seat.marks(item.id, id, each.id)]
    if not mine or seat.shadow:
        return
    owner = contest.owner(item.id, id, SeatId(seat.id))
    sheets = [sheet for each in mine if (sheet := each.sheet(id, owner)) is not None]
    done, of = sum(sheet.counts for sheet in sheets), len(mine)
    yield {
        "seat": seat.id,
        "done": done,
        "of": of,
        "left": of - done,
        "expected": _expected(of, item.deadlines.get(id), item.opened_at, at),
        "last": max((sheet.at for sheet in sheets), default=None),
    }


def _expected(of: int, deadline: Deadline | None, opened_at: str, at: str) -> int:
    """How many of them would be done by now at an even pace, rounded down; none without a deadline."""
    if deadline is None or not opened_at:
        return 0
    start, end, now = (_seconds(each) for each in (max(deadline.since, opened_at), deadline.until, at))
    if now >= end:
        return of
    return 0 if now <= start else of * (now - start) // (end - start)


def _seconds(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp())
