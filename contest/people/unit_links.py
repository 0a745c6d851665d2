"""Links by which units register their people themselves (报名链接), and how many each unit may register (名额)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Label, delete, func, insert, select, tuple_, union, update
from sqlalchemy.orm import aliased

from ..db import PlainWrite, Reader, Writer
from ..people_tables import Registration, UnitLink, UnitQuota
from ..scoring.refused import Refused
from ..throttle import Throttle
from .hashing import token_digest
from .registrations import Registered, new_id
from .reviews import Reviews, Step, keep_steps
from .sessions import now, run

EVERY = ""
"""The unit of a quota that holds for every unit, and the item of one that holds for all items together."""
MOST_OF_A_UNIT = 2000
"""People by one link, whatever its quota: nobody fills the disk by it."""
SEEN_AGAIN = timedelta(minutes=1)
Quotas = Mapping[tuple[str, str], int]
"""(unit, item) → how many at most."""


@dataclass(frozen=True, slots=True)
class Link:
    """A unit's link. closes, substitutes_until: ISO 8601 in UTC, the latter "" for none · ordinal: which link of its
    contest it is, from 1."""

    id: str
    contest: str
    unit: str
    items: tuple[str, ...]
    closes: str
    substitutes_until: str
    by: str = ""
    created_at: str = ""
    withdrawn_at: str = ""
    opened_at: str = ""
    ordinal: int = 1

    @property
    def is_open(self) -> bool:
        """Whether people may still be registered by it."""
        return now() < self.closes

    @property
    def takes_substitutes(self) -> bool:
        """Whether a person may still be replaced by another."""
        return now() < self.substitutes_until

    @property
    def actor(self) -> str:
        """Who acts by it, as tables and journal name them: nobody's name stands in the chain."""
        return f"link:{self.id}"


class UnitLinks(Reviews):
    """Links are read at every request, so that one that is withdrawn ends at once in every process."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        super().__init__(writer, reader)
        self._by_links = Throttle(free=300, longest=5.0)
        self._read_by_links = Throttle(free=3000, longest=1.0)
        self._photos_by_links = Throttle(free=20_000, longest=1.0)  # a page asks for each person's

    def new_unit_link(self, link: Link, most: Mapping[str, int] | None = None) -> tuple[str, str]:
        """A link's token, which is told this once, and its id; `link.id` is ignored. most: quotas that the unit gets
        with it, item or "" for all items together → how many; those for other items stay."""
        token, id = secrets.token_urlsafe(24), new_id()
        names = ("unit", "closes", "substitutes_until", "by")
        row = {name: getattr(link, name) for name in names} | {"id": id, "items": list(link.items)}
        row |= {"contest_id": link.contest, "token": token_digest(token), "created_at": now()}
        row |= {"withdrawn_at": "", "opened_at": ""}

        def work(connection: Connection) -> None:
            run(connection, insert(UnitLink).values(row))
            _add_quotas(connection, link.contest, link.unit, most or {})

        self.writer.run(work)
        return token, id

    def unit_links(self, contest: str) -> list[Link]:
        """The contest's links, oldest first."""
        asked = select(UnitLink).where(UnitLink.contest_id == contest).order_by(UnitLink.created_at, UnitLink.id)
        rows = self.reader.run(lambda conn: conn.execute(asked).all())
        return [_link(row, ordinal) for ordinal, row in enumerate(rows, 1)]

    def withdraw_unit_link(self, contest: str, id: str) -> None:
        """End a link. Refused("unknown_link")."""
        if id not in {link.id for link in self.unit_links(contest)}:
            raise Refused("unknown_link")
        where = (UnitLink.id == id, UnitLink.withdrawn_at == "")
        self.writer.run(lambda conn: run(conn, update(UnitLink).where(*where).values(withdrawn_at=now())))

    def by_unit_link(self, token: str, address: str) -> Link:
        """The link of a token. Refused("link_over"): there is none, or it was withdrawn; ("too_many_tries"): too many
        wrong ones came from the address. Right ones are never slowed down: nobody guesses 192 bits."""
        asked = select(UnitLink, _ordinal()).where(UnitLink.token == token_digest(token), UnitLink.withdrawn_at == "")
        row = self.reader.run(lambda conn: conn.execute(asked).first()) if token.isascii() else None
        if row is None:
            self._unknown_secret("link", address)
            raise Refused("link_over")
        return _link(row, row.ordinal)

    def opened_unit_link(self, link: Link) -> None:
        """Note that it was looked at; once a minute at most, so that looking writes nothing over and over."""
        if link.opened_at and datetime.now(UTC) - datetime.fromisoformat(link.opened_at) < SEEN_AGAIN:
            return
        self.writer.run(lambda conn: run(conn, update(UnitLink).where(UnitLink.id == link.id).values(opened_at=now())))

    def writes_by(self, link: Link) -> None:
        """Something is to be written by a link. Refused("too_many_tries"): three hundred times within the hour were
        enough, from then on it goes slowly."""
        self._by_links.attempt(link.id)

    def reads_by(self, link: Link) -> None:
        """The unit's page or sheet is to be made. Refused("too_many_tries"): after three thousand there is one a
        second, which no person notices."""
        self._read_by_links.attempt(link.id)

    def photo_by(self, link: Link) -> None:
        """A photo is to be shown by a link; likewise, counted by itself."""
        self._photos_by_links.attempt(link.id)

    def quotas(self, contest: str) -> dict[tuple[str, str], int]:
        """(unit or "" for every, item or "" for all together) → how many."""
        rows = self.reader.run(lambda conn: conn.execute(select(UnitQuota).filter_by(contest_id=contest)).all())
        return {(row.unit, row.item_id): row.most for row in rows}

    def set_quotas(self, contest: str, unit: str, most: Mapping[str, int]) -> None:
        """Set a unit's quotas, or those of every unit (""): item, or "" for all items together → how many."""

        def work(connection: Connection) -> None:
            run(connection, delete(UnitQuota).filter_by(contest_id=contest, unit=unit))
            _add_quotas(connection, contest, unit, most)

        self.writer.run(work)

    def enrol(self, link: Link, fresh: Sequence[Registered], quotas: Quotas) -> PlainWrite:
        """The write that registers people by a link, under new ids, waiting for review. Refused("quota_over"),
        ("quota_over_all"): then nothing is kept."""
        keep = self.keep_registrations(link.contest, link.actor, fresh)
        at = now()
        steps = [Step(each.id, "sent", by=link.actor, at=at) for each in fresh]

        def work(connection: Connection) -> None:
            # One at a time: two who count at the same moment would both find room.
            connection.execute(select(UnitLink.id).where(UnitLink.id == link.id).with_for_update())
            keep(connection)
            keep_steps(connection, steps)
            _refuse_too_many(connection, link, quotas)

        return work

    def each_number_once(self, contest: str, kept: Sequence[Registered]) -> PlainWrite:
        """What follows a write, to undo it where a number is taken in its item. Refused("number_taken")."""

        def work(connection: Connection) -> None:
            for each in kept:
                where = (Registration.item_id == each.item, Registration.number == each.number)
                counted = (
                    select(func.count()).select_from(Registration).where(Registration.contest_id == contest, *where)
                )
                if (connection.scalar(counted) or 0) > 1:
                    raise Refused("number_taken", number=each.number)

        return work

    def numbers(self, contest: str, start: str) -> set[str]:
        """The numbers in a contest that begin with `start`."""
        begins = Registration.number.startswith(start, autoescape=True)
        asked = select(Registration.number).where(Registration.contest_id == contest, begins)
        return set(self.reader.run(lambda conn: conn.scalars(asked).all()))

    def units(self, contest: str) -> set[str]:
        """The units of whom somebody is registered, or that have a link."""
        asked = select(Registration.unit).where(Registration.contest_id == contest)
        linked = select(UnitLink.unit).where(UnitLink.contest_id == contest)
        return set(self.reader.run(lambda conn: conn.scalars(union(asked, linked)).all()))


def _ordinal() -> Label[int]:
    """Which link of its contest one is, in the order of `unit_links`, beside its row."""
    other = aliased(UnitLink)
    before = tuple_(other.created_at, other.id) <= tuple_(UnitLink.created_at, UnitLink.id)
    counted = select(func.count()).select_from(other).where(other.contest_id == UnitLink.contest_id, before)
    return counted.correlate(UnitLink).scalar_subquery().label("ordinal")


def _add_quotas(connection: Connection, contest: str, unit: str, most: Mapping[str, int]) -> None:
    """Put these in the place of what the unit has for the same items; what it has for others stays."""
    where = (UnitQuota.contest_id == contest, UnitQuota.unit == unit, UnitQuota.item_id.in_(most))
    run(connection, delete(UnitQuota).where(*where))
    place = {"contest_id": contest, "unit": unit}
    run(connection, insert(UnitQuota), [{**place, "item_id": item, "most": n} for item, n in most.items()])


def limits_of(quotas: Quotas, unit: str, items: Iterable[str]) -> dict[str, int]:
    """Item, or "" for all together → how many this unit may register; what has no limit is left out. A row of the unit
    goes before the one for every unit."""
    found = {item: quotas.get((unit, item), quotas.get((EVERY, item))) for item in (EVERY, *items)}
    return {item: most for item, most in found.items() if most is not None}


def _refuse_too_many(connection: Connection, link: Link, quotas: Quotas) -> None:
    where = (
        Registration.contest_id == link.contest,
        Registration.unit == link.unit,
        Registration.state != "refused",
    )
    counted = select(Registration.item_id, func.count()).where(*where).group_by(Registration.item_id)
    there = {row[0]: row[1] for row in connection.execute(counted)}
    there[EVERY] = sum(there.values())
    limits = limits_of(quotas, link.unit, link.items)
    limits[EVERY] = min(limits.get(EVERY, MOST_OF_A_UNIT), MOST_OF_A_UNIT)
    for item, most in limits.items():
        if there.get(item, 0) > most:
            raise Refused("quota_over_all" if item == EVERY else "quota_over", item=item, most=most)


def _link(row: Any, ordinal: int) -> Link:
    return Link(
        row.id,
        row.contest_id,
        row.unit,
        tuple(row.items),
        row.closes,
        row.substitutes_until,
        row.by,
        row.created_at,
        row.withdrawn_at,
        row.opened_at,
        ordinal,
    )
