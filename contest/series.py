"""Series: several contests under one name. Plain rows, for nothing of it changes a rank; a contest is in one at most.

May not be in here: what a contest is (record), who may (people).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from .db import Base, Reader
from .scoring.refused import Refused


class SeriesRow(Base):
    """A series and what it is called."""

    __tablename__ = "series"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    zh: Mapped[str] = mapped_column(String(120))
    en: Mapped[str] = mapped_column(String(120))


class SeriesContest(Base):
    """A contest of a series, at its place in it."""

    __tablename__ = "series_contests"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    series_id: Mapped[str] = mapped_column(String(40), index=True)
    place: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its name in both languages, and its contests in order."""

    id: str
    zh: str
    en: str
    contests: tuple[str, ...] = ()


def every(reader: Reader) -> list[Series]:
    """Every series, by its Chinese name."""
    return reader.run(_every)


def _every(connection: Connection) -> list[Series]:
    contests: dict[str, list[str]] = {}
    for row in connection.execute(select(SeriesContest).order_by(SeriesContest.place, SeriesContest.contest_id)):
        contests.setdefault(row.series_id, []).append(row.contest_id)
    rows = connection.execute(select(SeriesRow).order_by(SeriesRow.zh, SeriesRow.id))
    return [Series(row.id, row.zh, row.en, tuple(contests.get(row.id, ()))) for row in rows]


def keep(connection: Connection, series: Series, *, seen: Sequence[Series] | None, fresh: bool) -> None:
    """Write a series; contests that stand in another one move into this. `seen`: the list over which this was decided;
    Refused("changed_meanwhile") where it is another by now, ("series_exists"), ("unknown_series")."""
    there = _every(connection)
    if seen is not None and list(seen) != there:
        raise Refused("changed_meanwhile")
    known = series.id in {each.id for each in there}
    if fresh == known:
        raise Refused("series_exists" if known else "unknown_series", series=series.id)
    _clear(connection, SeriesContest.series_id == series.id)
    _clear(connection, SeriesContest.contest_id.in_(series.contests))
    connection.execute(delete(SeriesRow).where(SeriesRow.id == series.id))
    connection.execute(insert(SeriesRow).values(id=series.id, zh=series.zh, en=series.en))
    rows = [{"contest_id": id, "series_id": series.id, "place": place} for place, id in enumerate(series.contests)]
    if rows:
        connection.execute(insert(SeriesContest), rows)


def remove(connection: Connection, id: str) -> None:
    """Take a series apart; its contests stay. Refused("unknown_series")."""
    if not connection.execute(delete(SeriesRow).where(SeriesRow.id == id)).rowcount:
        raise Refused("unknown_series", series=id)
    _clear(connection, SeriesContest.series_id == id)


def _clear(connection: Connection, where: Any) -> None:
    connection.execute(delete(SeriesContest).where(where))
