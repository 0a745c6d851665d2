"""The shelf: which material lies beside which entry's sheets, and the writes that put it there.

May not be in here: lines of the journal. Who changes what lies there records it at the door, with the digest of
`sealed_list`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from ..db import PlainWrite, Reader
from ..scoring.events import canonical
from .files import Files
from .tables import Material


@dataclass(frozen=True, slots=True)
class Page:
    """A picture that judges see: its file's digest, and its size in pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One file or link of an entry; see tables.Material."""

    entry: str
    part: str
    slot: str
    kind: str
    digest: str
    size: int = 0
    name: str = ""
    url: str = ""
    pages: tuple[Page, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_hex(12))
    added_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    @property
    def shown(self) -> bool:
        """Whether judges see it."""
        return self.slot == "shown"


def sealed_list(kept: Iterable[Kept]) -> str:
    """What an entry has, as the text whose salted digest stands in the chain; "" for nothing."""
    told = [
        {"kind": each.kind, "part": each.part, "sha256": each.digest, "slot": each.slot}
        | {"pages": [page.digest for page in each.pages]}
        for each in kept
    ]
    return canonical(told).decode() if told else ""


class Shelf:
    """Material in the database, its files beside it."""

    def __init__(self, reader: Reader, files: Files) -> None:
        self._reader, self.files = reader, files

    def of(self, contest: str, *, item: str = "", entry: str = "") -> list[Kept]:
        """What lies there now, of an item, of an entry or of all; oldest first."""
        where = [Material.contest_id == contest, Material.gone_at == ""]
        where += [Material.item_id == item] if item else []
        where += [Material.entry == entry] if entry else []
        asked = select(Material).where(*where).order_by(Material.added_at, Material.id)
        return [_kept(row) for row in self._reader.run(lambda conn: conn.execute(asked).all())]

    def one(self, contest: str, id: str) -> Kept | None:
        """What bears this id, while it lies there."""
        asked = select(Material).where(Material.contest_id == contest, Material.id == id, Material.gone_at == "")
        row = self._reader.run(lambda conn: conn.execute(asked).first())
        return None if row is None else _kept(row)

    def weight(self, contest: str) -> int:
        """Bytes that the contest's material takes, what was replaced included: it is kept."""
        asked = select(func.coalesce(func.sum(Material.size), 0)).where(Material.contest_id == contest)
        return int(self._reader.run(lambda conn: conn.scalar(asked)) or 0)

    def write(self, contest: str, item: str, *, fresh: Sequence[Kept] = (), gone: Sequence[Kept] = ()) -> PlainWrite:
        """The write that puts `fresh` there and takes `gone` away."""
        rows = [_row(contest, item, each) for each in fresh]
        ids = [each.id for each in gone]
        now = datetime.now(UTC).isoformat()

        def keep(connection: Connection) -> None:
            if rows:
                connection.execute(insert(Material), rows)
            where = (Material.contest_id == contest, Material.id.in_(ids))
            connection.execute(update(Material).where(*where).values(gone_at=now))

        return keep


def _row(contest: str, item: str, kept: Kept) -> dict[str, Any]:
    names = ("id", "entry", "part", "slot", "kind", "digest", "size", "name", "url", "added_at")
    pages = [{"digest": page.digest, "width": page.width, "height": page.height} for page in kept.pages]
    own = {name: getattr(kept, name) for name in names}
    return {**own, "contest_id": contest, "item_id": item, "pages": pages, "gone_at": ""}


def _kept(row: Any) -> Kept:
    return Kept(
        entry=row.entry,
        part=row.part,
        slot=row.slot,
        kind=row.kind,
        digest=row.digest,
        size=row.size,
        name=row.name,
        url=row.url,
        pages=tuple(Page(**page) for page in row.pages),
        id=row.id,
        added_at=row.added_at,
    )
