"""What the seats are called, who sits there, and who sat there before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from ..db import PlainWrite
from ..people_tables import Device, JudgeName, Pairing, SeatName, SeatPin, Version, Waiting
from .sessions import Sessions


class SeatNames(Sessions):
    """Names of seats and of their judges, which the chain does not hold."""

    def name_seat(self, contest: str, seat: str, zh: str, en: str, judge: str, unit: str = "") -> PlainWrite:
        """The write that keeps what a seat is called, who sits there, and of which unit the judge is."""
        row = {"contest_id": contest, "seat": seat, "zh": zh, "en": en, "judge": judge, "unit": unit}

        def keep(connection: Connection) -> None:
            connection.execute(delete(SeatName).where(SeatName.contest_id == contest, SeatName.seat == seat))
            connection.execute(insert(SeatName).values(row))

        return keep

    def keep(self, writes: Sequence[PlainWrite]) -> None:
        """Plain writes that belong to no act, all or none."""

        def work(connection: Connection) -> None:
            for write in writes:
                write(connection)

        self.writer.run(work)

    def seat_names(self, contest: str) -> dict[str, dict[str, str]]:
        """Seat → {"zh", "en", "judge", "unit"}."""
        where = SeatName.contest_id == contest
        rows = self.reader.run(lambda conn: conn.execute(select(SeatName).where(where)).all())
        return {row.seat: {"zh": row.zh, "en": row.en, "judge": row.judge, "unit": row.unit or ""} for row in rows}

    def judge_names(self, contest: str) -> dict[str, str]:
        """Who is meant by the judges of the chain's seats: those of seats that were handed over once."""
        where = JudgeName.contest_id == contest
        rows = self.reader.run(lambda conn: conn.execute(select(JudgeName).where(where)).all())
        return {row.judge: row.name for row in rows}

    def hand_over_seat(self, contest: str, seat: str, before: str, after: str, name: str) -> PlainWrite:
        """The write that belongs to a handover from the chain's judge `before` to `after`, who is called `name`.

        The devices of the seat are former ones from here on: they only deliver what they hold, to be set aside. Links,
        card, PIN and who waits are void. Sweep after it.
        """
        place = {"contest_id": contest, "seat": seat}

        def keep(connection: Connection) -> None:
            for table in (Pairing, Waiting, SeatPin):
                connection.execute(delete(table).filter_by(**place))
            connection.execute(update(Device).filter_by(**place).values(former=True))
            sat = connection.scalar(select(SeatName.judge).filter_by(**place)) or ""
            connection.execute(update(SeatName).filter_by(**place).values(judge=name, unit=""))
            _name_judge(connection, contest, before, sat)
            _name_judge(connection, contest, after, name)
            connection.execute(update(Version).values(number=Version.number + 1))

        return keep


def _name_judge(connection: Connection, contest: str, judge: str, name: str) -> None:
    """Keep a judge's name, unless one is kept already."""
    where = (JudgeName.contest_id == contest, JudgeName.judge == judge)
    if connection.scalar(select(JudgeName.judge).where(*where)) is None:
        connection.execute(insert(JudgeName).values(contest_id=contest, judge=judge, name=name))
