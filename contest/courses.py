"""What a contest says of its own course: plain rows, for nothing of it changes a rank.

May not be in here: what a course is (course).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Connection, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from .db import Base, Reader, Writer


class CourseRow(Base):
    """What a contest says of its course itself: words and the days of its notice."""

    __tablename__ = "courses"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)


def said_course(reader: Reader, contest: str) -> dict[str, Any]:
    """What the contest says of its course; nothing where it never did."""
    asked = select(CourseRow.said).where(CourseRow.contest_id == contest)
    return reader.run(lambda conn: conn.scalar(asked)) or {}


def keep_course(writer: Writer, contest: str, said: Mapping[str, Any]) -> None:
    """Keep it."""

    def work(connection: Connection) -> None:
        connection.execute(delete(CourseRow).where(CourseRow.contest_id == contest))
        connection.execute(insert(CourseRow).values(contest_id=contest, said=dict(said)))

    writer.run(work)
