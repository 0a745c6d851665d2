"""Registrations (报名): who is to take part, until an item's list is entered in the journal. Plain tables: nothing here
changes a rank, and who was refused never stands in the chain.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ..db import PlainWrite
from ..people_tables import Registration
from .sessions import Sessions, now, run

MOST_NAMED = 500  # ids a statement names: databases have a limit
STATES = ("waiting", "accepted", "amend", "refused")
"""待审, 通过, 补正, 退回."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One registration. scores: imported part → decimal string · entry: its id in the journal once it was entered, ""
    before · note: why it is to be amended or was refused."""

    item: str
    number: str
    name: str
    unit: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)
    state: str = "accepted"
    note: str = ""
    entry: str = ""
    id: str = ""


class Registrations(Sessions):
    """Who registered for what. Read when asked for: no judge and no board waits for it."""

    def registered(self, contest: str, item: str = "", after: int = 0, most: int | None = None) -> list[Registered]:
        """The registrations of a contest or of one item, by item and number; at most so many from `after` on."""
        asked = select(Registration).where(*_of(contest, item)).offset(after).limit(most)
        asked = asked.order_by(Registration.item_id, Registration.number, Registration.id)
        return [_registered(row) for row in self.reader.run(lambda conn: conn.execute(asked).all())]

    def count_registered(self, contest: str, item: str = "") -> int:
        """How many those are."""
        counted = select(func.count()).select_from(Registration).where(*_of(contest, item))
        return self.reader.run(lambda conn: conn.scalar(counted)) or 0

    def to_be_entered(self, contest: str, item: str) -> dict[str, int]:
        """State → how many registrations of the item stand there and are not in the journal yet."""
        counted = select(Registration.state, func.count()).where(*_of(contest, item), Registration.entry == "")
        rows = self.reader.run(lambda conn: conn.execute(counted.group_by(Registration.state)).all())
        return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in rows}

    def registered_states(self, contest: str) -> dict[str, dict[str, int]]:
        """Item → state → how many of its registrations stand there, in the journal or not."""
        counted = select(Registration.item_id, Registration.state, func.count()).where(*_of(contest, ""))
        grouped = counted.group_by(Registration.item_id, Registration.state)
        found: dict[str, dict[str, int]] = {}
        for item, state, count in self.reader.run(lambda conn: conn.execute(grouped).all()):
            found.setdefault(item, {})[state] = count
        return found

    def keep_registrations(
        self, contest: str, by: str, kept: Sequence[Registered], gone: Iterable[str] = ()
    ) -> PlainWrite:
        """The write that keeps these registrations, new ones (without an id) and known ones, and forgets others."""
        fresh = [_row(contest, by, each) | {"id": "r" + secrets.token_hex(8)} for each in kept if not each.id]
        known = [_row(contest, by, each) | {"id": each.id} for each in kept if each.id]
        away = list(gone)

        def keep(connection: Connection) -> None:
            replaced = [*(row["id"] for row in known), *away]
            for start in range(0, len(replaced), MOST_NAMED):
                ids = replaced[start : start + MOST_NAMED]
                run(connection, delete(Registration).where(Registration.id.in_(ids)))
            run(connection, insert(Registration), [*fresh, *known])

        return keep

    def entered(self, entries: Mapping[str, str]) -> PlainWrite:
        """The write that notes which registrations (id → entry) are in the journal now."""

        rows = [{"registered": id, "entered": entry} for id, entry in entries.items()]
        kept: Any = Registration.__table__
        note = update(kept).where(kept.c.id == bindparam("registered")).values(entry=bindparam("entered"))

        def keep(connection: Connection) -> None:
            run(connection, note, rows)

        return keep


def _of(contest: str, item: str) -> list[Any]:
    where = [Registration.contest_id == contest]
    return where if not item else [*where, Registration.item_id == item]


def _registered(row: Any) -> Registered:
    return Registered(
        item=row.item_id,
        number=row.number,
        name=row.name,
        unit=row.unit,
        attributes=row.attributes or {},
        scores=row.scores or {},
        state=row.state,
        note=row.note,
        entry=row.entry,
        id=row.id,
    )


def _row(contest: str, by: str, each: Registered) -> dict[str, object]:
    about = {"contest_id": contest, "item_id": each.item, "number": each.number, "name": each.name, "unit": each.unit}
    read = {"attributes": dict(each.attributes), "scores": dict(each.scores)}
    return {**about, **read, "state": each.state, "note": each.note, "entry": each.entry, "by": by, "at": now()}
