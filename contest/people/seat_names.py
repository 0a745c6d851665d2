"""What the seats are called, and who sits there."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from ..db import PlainWrite
from ..people_tables import SeatName
from .sessions import Sessions


class SeatNames(Sessions):
    """Names of seats and of their judges, which the chain does not hold."""

    def name_seat(self, contest: str, seat: str, zh: str, en: str, judge: str) -> PlainWrite:
        """The write that keeps what a seat is called and who sits there."""
        row = {"contest_id": contest, "seat": seat, "zh": zh, "en": en, "judge": judge}

        def keep(connection: Connection) -> None:
            connection.execute(delete(SeatName).where(SeatName.contest_id == contest, SeatName.seat == seat))
            connection.execute(insert(SeatName).values(row))

        return keep

    def seat_names(self, contest: str) -> dict[str, dict[str, str]]:
        """Seat → {"zh", "en", "judge"}."""
        where = SeatName.contest_id == contest
        rows = self.reader.run(lambda conn: conn.execute(select(SeatName).where(where)).all())
        return {row.seat: {"zh": row.zh, "en": row.en, "judge": row.judge} for row in rows}
