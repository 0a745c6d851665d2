"""Which nameless attributes of its entries a rulebook reads: these, and no others, come into the open at unsealing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .rulebook_types import Rulebook

UNIT = "unit"
LONGEST = 80


def reads(rulebook: Rulebook) -> frozenset[str]:
    """Their names. The unit is always read: a contest may have a table of units over the item."""
    return frozenset([UNIT, *(tie.attribute for tie in rulebook.ties if tie.attribute)])


def readable(rulebook: Rulebook, rows: Iterable[Mapping[str, Any]], entries: Iterable[str]) -> list[dict[str, str]]:
    """Rows `{"entry", attribute: text}` as they may stand in the chain for good: known entries, read attributes."""
    wanted, known = reads(rulebook), frozenset(entries)
    return [
        {"entry": row["entry"], UNIT: row.get(UNIT, "")}
        | {name: str(value)[:LONGEST] for name, value in sorted(row.items()) if name in wanted - {UNIT} and value}
        for row in rows
        if row["entry"] in known
    ]
