"""Reviewing registrations (资格审查): what was decided, by whom, when and why; and the photo of who is registered."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from ..db import PlainWrite
from ..people_tables import Registration, RegistrationPhoto, RegistrationStep
from ..scoring.refused import Refused
from .registrations import Registered, Registrations, portions
from .sessions import now, run

REVIEWS = ("accepted", "amend", "refused")
"""Kinds of steps that a review takes, and that can be undone."""


@dataclass(frozen=True, slots=True)
class Step:
    """What befell a registration; `was`, `was_note`: its state and note before. See people_tables.RegistrationStep."""

    registration: str
    kind: str
    note: str = ""
    was: str = ""
    was_note: str = ""
    by: str = ""
    at: str = ""


class Reviews(Registrations):
    """Steps, and the writes that take them. All of a write happens, or nothing of it."""

    def named_registrations(self, contest: str, ids: Sequence[str]) -> list[Registered]:
        """The registrations of these ids, in their order. Refused("unknown_registration")."""
        known = {each.id: each for each in self.registered_by_id(contest, ids)}
        if missing := [id for id in ids if id not in known]:
            raise Refused("unknown_registration", id=missing[0])
        return [known[id] for id in ids]

    def steps_of(self, ids: Iterable[str]) -> dict[str, list[Step]]:
        """Registration → its steps, oldest first."""
        wanted = list(ids)
        asked = select(RegistrationStep).order_by(RegistrationStep.at, RegistrationStep.id)
        found: dict[str, list[Step]] = {id: [] for id in wanted}
        for row in self._named(asked, RegistrationStep.registration, wanted):
            found[row.registration].append(_step(row))
        return found

    def change_registered(
        self, by: str, changed: Sequence[tuple[Registered, Registered]], kind: str, note: str = ""
    ) -> PlainWrite:
        """The write that makes (as seen → as it shall be), with a step each. Refused("registration_moved") where one of
        them is no longer as it was seen; then nothing changes."""
        at = now()
        table: Any = Registration.__table__
        seen = {old.id: (old.at, old.entry) for old, _ in changed}
        rows = [_changes(new) | {"of": old.id, "by": by, "at": at} for old, new in changed]
        steps = [Step(old.id, kind, note, old.state, old.note, by, at) for old, _ in changed]
        names = rows[0].keys() - {"of"} if rows else ()
        put: Any = update(table).where(table.c.id == bindparam("of"))
        put = put.values({name: bindparam(f"new_{name}") for name in names})

        def keep(connection: Connection) -> None:
            _refuse_moved(connection, seen)
            run(connection, put, [{("of" if key == "of" else f"new_{key}"): row[key] for key in row} for row in rows])
            keep_steps(connection, steps)

        return keep

    def unmoved(self, seen: Sequence[Registered]) -> PlainWrite:
        """What goes before a write, to refuse it where one of these is no longer as it was seen.
        Refused("roster_moved")."""
        known = {each.id: (each.at, each.entry) for each in seen}

        def check(connection: Connection) -> None:
            _refuse_moved(connection, known, "roster_moved")

        return check

    def photo(self, id: str) -> bytes | None:
        """The photo of a registration as JPEG."""
        asked = select(RegistrationPhoto.jpeg).where(RegistrationPhoto.registration == id)
        found = self.reader.run(lambda conn: conn.scalar(asked))
        return None if found is None else base64.b64decode(found)

    def photographed(self, ids: Iterable[str]) -> set[str]:
        """Those of these registrations that have a photo."""
        column = RegistrationPhoto.registration
        return {row[0] for row in self._named(select(column), column, list(ids))}

    def keep_photo(self, id: str, jpeg: bytes | None) -> PlainWrite:
        """The write that keeps a registration's photo in place of the one before; None: takes it away."""
        row = {"registration": id, "jpeg": base64.b64encode(jpeg or b"").decode(), "at": now()}

        def keep(connection: Connection) -> None:
            run(connection, delete(RegistrationPhoto).where(RegistrationPhoto.registration == id))
            run(connection, insert(RegistrationPhoto), [row] if jpeg else [])

        return keep


def keep_steps(connection: Connection, steps: Sequence[Step]) -> None:
    """Write steps down."""
    names = ("registration", "kind", "note", "was", "was_note", "by", "at")
    rows = [{name: getattr(each, name) for name in names} | {"id": secrets.token_hex(10)} for each in steps]
    run(connection, insert(RegistrationStep), rows)


def _refuse_moved(
    connection: Connection, seen: Mapping[str, tuple[str, str]], code: str = "registration_moved"
) -> None:
    asked = select(Registration.id, Registration.at, Registration.entry).with_for_update()
    for ids in portions(list(seen)):
        there = {row.id: (row.at, row.entry) for row in connection.execute(asked.where(Registration.id.in_(ids)))}
        if any(there.get(id) != seen[id] for id in ids):
            raise Refused(code)


def _changes(new: Registered) -> dict[str, Any]:
    replaced = None if new.substitute is None else dict(new.substitute)
    about = {"number": new.number, "name": new.name, "attributes": dict(new.attributes), "substitute": replaced}
    return {**about, "state": new.state, "note": new.note}


def _step(row: Any) -> Step:
    return Step(row.registration, row.kind, row.note, row.was, row.was_note, row.by, row.at)
