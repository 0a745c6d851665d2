"""Whether the database keeps what is written: something is written, and read again through another connection."""

from __future__ import annotations

import secrets
import time

from sqlalchemy import Connection, delete, insert, select

from ..db import UnsafeDatabase
from ..people_tables import Secret
from .sessions import Sessions

NAME = "probe"


def written_and_read(people: Sessions) -> int:
    """How many milliseconds the write took. UnsafeDatabase if something else is read; what the database raises goes
    through."""
    value = secrets.token_hex(16)

    def write(connection: Connection) -> None:
        connection.execute(delete(Secret).where(Secret.name == NAME))
        connection.execute(insert(Secret).values(name=NAME, value=value))

    begun = time.monotonic()
    people.writer.run(write)
    took = round((time.monotonic() - begun) * 1000)
    found = people.reader.run(lambda connection: connection.scalar(select(Secret.value).where(Secret.name == NAME)))
    if found != value:
        raise UnsafeDatabase("what was written was not read again")
    return took
