"""Registrations (报名): who is to take part, until an item's list is entered in the journal. Plain tables: nothing here
changes a rank, and who was refused never stands in the chain.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, or_, select, update

from ..db import PlainWrite
from ..people_tables import Registration, RegistrationPhoto, RegistrationStep
from ..scoring.refused import Refused
from ..underway import EVERY, Told, silent
from .sessions import Sessions, now, run

MOST_NAMED = 500  # ids a statement names: databases have a limit
STATES = ("waiting", "accepted", "amend", "refused")
"""待审, 通过, 补正, 退回."""
SUBSTITUTE = "substitute"
"""Asked for instead of a state: those whose substitute waits for review."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One registration. scores: imported part → decimal string · entry: its id in the journal once it was entered, ""
    before · note: why it is to be amended or was refused · substitute: who is to take the place once accepted, {"name",
    "attributes", "note"}, or None · by, at: who wrote it last, and when; set when it is kept."""

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
    substitute: Mapping[str, Any] | None = None
    by: str = field(default="", compare=False)
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Which:
    """Which registrations of a contest: of an item, in a state (or "substitute"), of a unit, or with `find` in number,
    name or unit; "" for any."""

    item: str = ""
    state: str = ""
    unit: str = ""
    find: str = ""


class Registrations(Sessions):
    """Who registered for what. Read when asked for: no judge and no board waits for it."""

    def registered(self, contest: str, item: str = "") -> list[Registered]:
        """The registrations of a contest or of one item, by item and number."""
        return self.some_registered(contest, Which(item))

    def some_registered(
        self, contest: str, which: Which, after: int = 0, most: int | None = None, *, newest: bool = False
    ) -> list[Registered]:
        """The registrations that are asked for, by item and number, or the ones written last first."""
        order: list[Any] = [Registration.item_id, Registration.number, Registration.id]
        asked = select(Registration).where(*_of(contest, which)).offset(after).limit(most)
        asked = asked.order_by(Registration.at.desc(), Registration.id) if newest else asked.order_by(*order)
        return [_registered(row) for row in self.reader.run(lambda conn: conn.execute(asked).all())]

    def registered_by_id(self, contest: str, ids: Sequence[str]) -> list[Registered]:
        """Those of the contest's registrations that bear one of these ids."""
        asked = select(Registration).where(Registration.contest_id == contest)
        return [_registered(row) for row in self._named(asked, Registration.id, ids)]

    def _named(self, asked: Select[Any], column: Any, ids: Sequence[str]) -> list[Any]:
        """The rows that are asked for in which the column bears one of these ids."""

        def work(connection: Connection) -> list[Any]:
            return [row for some in portions(ids) for row in connection.execute(asked.where(column.in_(some)))]

        return self.reader.run(work)

    def count_registered(self, contest: str, which: Which = Which()) -> dict[str, int]:
        """How many those are, in each state and whose substitute waits; "all" for all of them."""
        where = _of(contest, which)
        counted = select(Registration.state, func.count()).where(*where).group_by(Registration.state)
        replaced = select(func.count()).select_from(Registration).where(*where, Registration.substitute.is_not(None))
        rows = self.reader.run(lambda conn: conn.execute(counted).all())
        found = dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in rows}
        found["all"] = sum(found.values())
        return found | {SUBSTITUTE: self.reader.run(lambda conn: conn.scalar(replaced)) or 0}

    def to_be_entered(self, contest: str, item: str) -> dict[str, int]:
        """State → how many registrations of the item stand there and are not in the journal yet."""
        where = (*_of(contest, Which(item)), Registration.entry == "")
        counted = select(Registration.state, func.count()).where(*where)
        rows = self.reader.run(lambda conn: conn.execute(counted.group_by(Registration.state)).all())
        return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in rows}

    def registered_states(self, contest: str) -> dict[str, dict[str, int]]:
        """Item → state → how many of its registrations stand there, in the journal or not."""
        counted = select(Registration.item_id, Registration.state, func.count()).where(*_of(contest, Which()))
        grouped = counted.group_by(Registration.item_id, Registration.state)
        found: dict[str, dict[str, int]] = {}
        for item, state, count in self.reader.run(lambda conn: conn.execute(grouped).all()):
            found.setdefault(item, {})[state] = count
        return found

    def used_by_units(self, contest: str) -> dict[str, int]:
        """Unit → how many of it are registered and not refused: what its quota is held against."""
        where = (*_of(contest, Which()), Registration.state != "refused")
        counted = select(Registration.unit, func.count()).where(*where).group_by(Registration.unit)
        return {row[0]: row[1] for row in self.reader.run(lambda conn: conn.execute(counted).all())}

    def keep_registrations(
        self, contest: str, by: str, kept: Sequence[Registered], gone: Iterable[str] = (), told: Told = silent
    ) -> PlainWrite:
        """The write that keeps these registrations, new ones (without an id) and known ones, and forgets others, with
        all that was kept of them. told: hears how many are written."""
        fresh = [_row(contest, by, each) | {"id": new_id()} for each in kept if not each.id]
        known = [_row(contest, by, each) | {"id": each.id} for each in kept if each.id]
        away = list(gone)

        def keep(connection: Connection) -> None:
            _delete(connection, Registration.id, [*(row["id"] for row in known), *away])
            for column in (RegistrationStep.registration, RegistrationPhoto.registration):
                _delete(connection, column, away)
            rows = [*fresh, *known]
            for start in range(0, len(rows), EVERY):
                told("writing", start, len(rows))
                run(connection, insert(Registration), rows[start : start + EVERY])

        return keep

    def entered(self, entries: Mapping[str, str]) -> PlainWrite:
        """The write that notes which registrations (id → entry) are in the journal now. Refused("entered_meanwhile"):
        one of them is already, by another process: ids are random, so nothing else would see that."""

        rows = [{"registered": id, "entered": entry} for id, entry in entries.items()]
        kept: Any = Registration.__table__
        note = update(kept).where(kept.c.id == bindparam("registered")).values(entry=bindparam("entered"))

        def keep(connection: Connection) -> None:
            for ids in portions(list(entries)):
                there = select(kept.c.id).where(kept.c.id.in_(ids), kept.c.entry != "").limit(1)
                if connection.scalar(there) is not None:
                    raise Refused("entered_meanwhile")
            run(connection, note, rows)

        return keep

    def keep_scores(self, contest: str, part: str, scores: Mapping[str, str | None]) -> PlainWrite:
        """The write that notes imported marks (entry → mark, None: none) with who is registered, so that a roster that
        is uploaded later does not bring the old ones back."""
        table: Any = Registration.__table__
        put = update(table).where(table.c.id == bindparam("registered")).values(scores=bindparam("read"))

        def keep(connection: Connection) -> None:
            asked = select(table.c.id, table.c.entry, table.c.scores).where(table.c.contest_id == contest)
            rows = [row for row in connection.execute(asked.where(table.c.entry != "")) if row.entry in scores]
            read = [{**(row.scores or {}), part: scores[row.entry]} for row in rows]
            kept = [{id: score for id, score in each.items() if score is not None} for each in read]
            run(connection, put, [{"registered": row.id, "read": each} for row, each in zip(rows, kept, strict=True)])

        return keep


def new_id() -> str:
    """An id that nobody guesses, for a registration or what belongs to one."""
    return "r" + secrets.token_hex(8)


def portions(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The ids, as many at a time as one statement names."""
    for start in range(0, len(ids), MOST_NAMED):
        yield ids[start : start + MOST_NAMED]


def _delete(connection: Connection, column: Any, ids: Sequence[Any]) -> None:
    for some in portions(ids):
        run(connection, delete(column.class_).where(column.in_(some)))


def _of(contest: str, which: Which) -> list[Any]:
    where: list[Any] = [Registration.contest_id == contest]
    if which.item:
        where.append(Registration.item_id == which.item)
    if which.unit:
        where.append(Registration.unit == which.unit)
    if which.state == SUBSTITUTE:
        where.append(Registration.substitute.is_not(None))
    elif which.state:
        where.append(Registration.state == which.state)
    if which.find:
        texts = (Registration.number, Registration.name, Registration.unit)
        found = [column.contains(which.find, autoescape=True) for column in texts]
        number = Registration.number.contains(normalize("NFKC", which.find), autoescape=True)
        where.append(or_(number, *found))
    return where


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
        substitute=row.substitute,
        by=row.by,
        at=row.at,
    )


def _row(contest: str, by: str, each: Registered) -> dict[str, Any]:
    about = {"contest_id": contest, "item_id": each.item, "number": each.number, "name": each.name, "unit": each.unit}
    read = {"attributes": dict(each.attributes), "scores": dict(each.scores)}
    there = {"state": each.state, "note": each.note, "entry": each.entry}
    replaced = None if each.substitute is None else dict(each.substitute)
    return {**about, **read, **there, "substitute": replaced, "by": by, "at": now()}
