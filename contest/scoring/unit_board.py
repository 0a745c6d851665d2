"""The board of units: their table over the items that are unsealed.

May not be in here: how a table is computed (that is `teams.py`, through `results.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import results as whole
from .contest import Contest
from .events import EntryId, ItemId
from .item import Item
from .numbers import text
from .slices import Steps
from .view import Place, View, encode


class UnitBoard:
    """The table of units, over the items that are unsealed. Small: computed whole whenever one of them changes."""

    field_wide = True
    whole = True
    behind = False

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self.name = f"{contest.id}.units"
        self._n = 0
        self._rows: list[tuple[str, str, Place]] = []
        self.touch(None)

    def touch(self, entries: Iterable[EntryId] | None) -> None:
        """Compute the table anew."""
        self._rows = [
            (each.unit, encode(_unit_row(each)), (each.rank, int(each.tied)))
            for each in whole.unit_results(self._contest, self._open_items())
        ]
        table = self._contest.unit_table
        self._n = sum(self._contest.items[ItemId(id)].public_n for id in table.items) if table else 0

    def settling(self) -> Steps[None]:
        """Nothing waits: `touch` has worked it out."""
        yield from ()

    def _open_items(self) -> list[Item]:
        table = self._contest.unit_table
        items = [self._contest.items[ItemId(id)] for id in table.items] if table else []
        return [item for item in items if item.names_known and not item.frozen and not _on_stage(item)]

    def view(self) -> View:
        """The table now."""
        return self.seen()

    def seen(self) -> View:
        """The table as it was worked out last."""
        keys = tuple(key for key, _, _ in self._rows)
        rows = {key: row for key, row, _ in self._rows}
        return View(self.name, self._n, self._head(), keys, rows, tuple(place for _, _, place in self._rows))

    def _head(self) -> dict[str, Any]:
        table, items = self._contest.unit_table, self._open_items()
        name = {"zh": table.name.zh, "en": table.name.en} if table else {"zh": "", "en": ""}
        states = {item.state for item in items}
        return {
            "contest": dict(self._contest.title),
            "contest_id": self._contest.id,
            "epoch": self._contest.epoch,
            "item": name,
            "sealed": False,
            "state": states.pop() if len(states) == 1 else "marking",
            "frozen_at": None,
            "rehearsal": self._contest.rehearsal,
            "mode": "units",
            "judged": len(items),
            "of": len(table.items) if table else 0,
            "at": max((item.public_at for item in items), default="") or None,
            "parts": [],
            "entries": len(self._rows),
            "depth": len(self._rows),
        }


def _on_stage(item: Item) -> bool:
    """Whether sums would tell results that were not revealed yet."""
    return any(item.holds_back(entry) for entry in item.entries.values() if entry.score is not None)


def _unit_row(each: Any) -> dict[str, Any]:
    return {
        "key": each.unit,
        "code": "",
        "name": each.unit,
        "unit": None,
        "score": text(each.total),
        "parts": {},
        "done": [],
        "provisional": [],
        "status": None,
        "award": None,
    }
