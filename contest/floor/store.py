"""The floor's acts in the database: added once for each key, read in the order in which they came."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, not_, or_, select
from sqlalchemy.exc import IntegrityError

from ..db import PlainWrite, Reader, Writer
from ..scoring.refused import Refused
from .checkins import Arrival, Arrivals
from .clocks import Pressed
from .tables import CheckinAct, ClockAct

_SAME = ("item_id", "by", "kind")
OF_ONE = ("code:", "station:")
"""How the scopes of one entry begin."""
TRIES = 5


class Floor:
    """What happened on the floor. Read when asked for: no judge and no board waits for it."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer, self._reader = writer, reader
        self._arrived: dict[str, Arrivals] = {}

    def arrivals(self, contest: str) -> Arrivals:
        """What holds of everybody who was checked in. Only acts that are new since it was last asked for are read."""
        known = self._arrived.setdefault(contest, Arrivals())
        asked = select(CheckinAct).filter_by(contest_id=contest).where(CheckinAct.n > known.upto).order_by(CheckinAct.n)
        for row in self._reader.run(lambda conn: conn.execute(asked).all()):
            known.take(row.n, row.item_id, Arrival(row.entry, row.kind, row.minutes, row.at, row.by))
        return known

    def check_in(self, row: Mapping[str, Any]) -> None:
        """Keep a touch (a row of CheckinAct without its `n`)."""
        self._once(CheckinAct, row, ())

    def presses(self, contest: str, item: str, after: int = 0) -> list[Pressed]:
        """The presses of an item's clocks behind press `after`, in the order in which they came."""
        return self._presses(contest, item, ClockAct.n > after)

    def presses_for_all(self, contest: str, item: str, kinds: Collection[str], after: int = 0) -> list[Pressed]:
        """Those of these kinds that are for all or a group, not for one entry. The database leaves the others out: who
        asks may be anybody, and hand-ins are many."""
        own = [ClockAct.scope.startswith(start) for start in OF_ONE]
        return self._presses(contest, item, ClockAct.n > after, ClockAct.kind.in_(kinds), not_(or_(*own)))

    def _presses(self, contest: str, item: str, *where: ColumnElement[bool]) -> list[Pressed]:
        asked = select(ClockAct).filter_by(contest_id=contest, item_id=item).where(*where).order_by(ClockAct.n)
        return [_pressed(row) for row in self._reader.run(lambda conn: conn.execute(asked).all())]

    def begun_by_group(self, contest: str, item: str) -> bool:
        """Whether a clock of the item was ever pressed for a group."""
        asked = select(ClockAct.n).filter_by(contest_id=contest, item_id=item)
        asked = asked.where(ClockAct.scope.startswith("group:")).limit(1)
        return self._reader.run(lambda conn: conn.execute(asked).first()) is not None

    def press(self, row: Mapping[str, Any], also: Sequence[PlainWrite] = ()) -> Pressed:
        """Keep a press (a row of ClockAct without its `n`), with the writes that belong to it; the first one again
        where its key is known."""
        return _pressed(self._once(ClockAct, row, also))

    def known(self, contest: str, key: str) -> Pressed | None:
        """The press that bears this key."""
        asked = select(ClockAct).filter_by(contest_id=contest, key=key)
        row = self._reader.run(lambda conn: conn.execute(asked).first())
        return None if row is None else _pressed(row)

    def _once(self, table: Any, row: Mapping[str, Any], also: Sequence[PlainWrite]) -> Any:
        asked = select(table).filter_by(contest_id=row["contest_id"], key=row["key"])

        def work(connection: Connection) -> Any:
            there = connection.execute(asked).first()
            if there is None:
                last = select(func.coalesce(func.max(table.n), 0)).filter_by(contest_id=row["contest_id"])
                connection.execute(insert(table).values(dict(row) | {"n": connection.scalar(last) + 1}))
                for write in also:
                    write(connection)
                there = connection.execute(asked).first()
            return there

        kept = self._run(work)
        if any(getattr(kept, name) != row[name] for name in _SAME):
            raise Refused("request_reused")
        return kept

    def _run(self, work: Any) -> Any:
        """Another process may have taken the same number (PostgreSQL): then the next one."""
        for _ in range(TRIES - 1):
            try:
                return self._writer.run(work)
            except IntegrityError:
                continue
        return self._writer.run(work)


def _pressed(row: Any) -> Pressed:
    told = {name: getattr(row, name) for name in Pressed.__dataclass_fields__}
    return Pressed(**told)
