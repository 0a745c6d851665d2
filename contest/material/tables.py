"""The plain table of material. Nothing in it can change a rank, and erasing a person deletes its rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class Material(Base):
    """One file, or link, of an entry. part: "" for every judged part; slot: "shown" to judges, or the "original" that
    only the office opens; name: what the file was called, which no judge is told; digest: SHA-256 of the file, or of
    the link; pages: `[{digest, width, height}]` of the pictures that judges see of it; gone_at: since when it lies
    there no more ("": it does), kept to prove what did."""

    __tablename__ = "material"
    contest_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64))
    entry: Mapped[str] = mapped_column(String(40), index=True)
    part: Mapped[str] = mapped_column(String(64))
    slot: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    url: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(String(40))
    gone_at: Mapped[str] = mapped_column(String(40))
