"""What the office says of single days, worked or not, and why: plain rows, for nothing of it changes a rank.

May not be in here: counting working days (workdays).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Boolean, Connection, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from .db import Base, Reader, Writer


class CalendarDay(Base):
    """A day that this office works, or does not, whatever is published."""

    __tablename__ = "calendar_days"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    works: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class Said:
    """What the office says of a day."""

    works: bool
    note: str


def said_days(reader: Reader) -> dict[date, Said]:
    """Day → what the office says of it."""
    rows = reader.run(lambda conn: conn.execute(select(CalendarDay)).all())
    return {date.fromisoformat(row.day): Said(row.works, row.note) for row in rows}


def keep_day(writer: Writer, day: date, said: Said | None) -> None:
    """Keep what the office says of a day; None: nothing any more."""

    def work(connection: Connection) -> None:
        connection.execute(delete(CalendarDay).where(CalendarDay.day == day.isoformat()))
        if said is not None:
            row = {"day": day.isoformat(), "works": said.works, "note": said.note}
            connection.execute(insert(CalendarDay).values(row))

    writer.run(work)
