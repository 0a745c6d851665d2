"""What one audience of an item may see of it: rows, head and number, and by which rules.

What the public may not see yet never reaches a row, the head or `n`; what is frozen is read from nowhere else. May not
be in here: where anybody stands (board.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Literal

from .awards import chief_awards
from .contest import Contest
from .entry import Entry, Shown
from .events import EntryId, ItemId
from .item import Frozen, Item
from .numbers import text
from .results import prizes
from .rulebook import Rulebook
from .stage import shown as on_stage
from .view import Place

Names = Callable[[EntryId], tuple[str, str] | None]  # entry → (name, unit), where they may be shown
Mode = Literal["progress", "parts", "result"]


class Audience:
    """The public or the staff before one item; `names` where they may be shown."""

    def __init__(self, contest: Contest, item: ItemId, *, staff: bool, names: Names) -> None:
        self._contest, self._id, self._staff, self._names = contest, item, staff, names

    @property
    def item(self) -> Item:
        """The item as it is now."""
        return self._contest.items[self._id]

    @property
    def frozen(self) -> Frozen | None:
        """What it stands still at for this audience, if it does."""
        return None if self._staff else self.item.frozen

    @property
    def book(self) -> Rulebook:
        """By which rules."""
        return self.frozen.rulebook if self.frozen else self.item.rulebook

    @property
    def named(self) -> bool:
        """Whether by names."""
        return self.frozen.unsealed if self.frozen else self.item.names_known

    @property
    def mode(self) -> Mode:
        """How much of it: who is marked, the parts that may be seen, or the result with its prizes."""
        item = self.item
        if not self.frozen and (item.shows_result(self._contest.rehearsal) or (item.signature and self._staff)):
            return "result"
        if not self._staff and self.book.board.while_sealed == "progress" and not self.named:
            return "progress"
        return "parts"

    @property
    def n(self) -> int:
        """The number that what is seen bears (design decision 6)."""
        if self._staff:
            return self._contest.seq
        return self.frozen.n if self.frozen else self.item.public_n

    @property
    def at(self) -> str:
        """When it changed last."""
        return self.frozen.changed_at if self.frozen else self.item.public_at

    def standing(self) -> tuple[Any, ...]:
        """What, when it changes, changes every row."""
        item = self.item
        frozen = item.frozen.n if item.frozen else 0
        return item.version, item.state, frozen, item.names_known, len(item.entries), item.draws.coded_at

    def awards(self) -> dict[EntryId, str]:
        """Who has which prize."""
        return chief_awards(self.book, prizes(self.item))

    def row(self, entry: Entry, shown: Shown, won: str) -> dict[str, Any]:
        """An entry, of which so much is `shown`; `won`: its prize, "" without one."""
        known = self._names(entry.id) if self.named else None
        score, status = shown.score, shown.status
        return {
            "key": shown.code,
            "code": shown.code,
            "name": known[0] if known else None,
            "unit": known[1] if known else None,
            "score": None if score is None else text(score.total),
            "parts": {} if score is None else {id: text(part.score) for id, part in score.parts.items()},
            "done": done_parts(self.book, shown),
            "provisional": list(shown.provisional),
            "status": None if status == "present" else status,
            "award": self._award(won),
        }

    def _award(self, won: str) -> dict[str, Any] | None:
        found = (each for each in self.book.awards if each.id == won)
        return next(({"id": each.id, "name": {"zh": each.name.zh, "en": each.name.en}} for each in found), None)

    def head(
        self,
        judged: Collection[EntryId],
        present: Collection[EntryId],
        at: str,
        place_of: Callable[[EntryId], Place | None],
    ) -> dict[str, Any]:
        """What stands above the rows: who is `judged` whole of those `present`, as of `at`, "" before there is any."""
        item, frozen, book = self.item, self.frozen, self.book
        return {
            "contest": dict(self._contest.title),
            "contest_id": self._contest.id,
            "epoch": self._contest.epoch,
            "item": {"zh": book.name.zh, "en": book.name.en},
            "ranks": book.ranks,
            "sealed": not self.named,
            "state": frozen.state if frozen else item.state,
            "frozen_at": item.frozen.at if item.frozen else None,
            "rehearsal": self._contest.rehearsal,
            "mode": self.mode,
            "judged": len(judged),
            "of": len(present),
            "at": at or None,
            "parts": self._parts(),
            "entries": len(frozen.entries if frozen else item.entries),
            "depth": book.board.depth,
            **self._stage(place_of),
            **self._withdrawn(),
        }

    def _parts(self) -> list[dict[str, Any]]:
        return [
            {
                "id": part.id,
                "name": {"zh": part.name.zh, "en": part.name.en},
                "weight": text(part.weight),
                "shown": self.named or not part.known_by_name,
            }
            for part in self.book.parts
        ]

    def _stage(self, place_of: Callable[[EntryId], Place | None]) -> dict[str, Any]:
        """Who is on stage, where entries are marked there one by one: the head tells it, so that frames stay small."""
        if self.book.board.stage is None:
            return {}
        return {"stage": None if self.frozen else on_stage(self.item, self._names, place_of)}

    def _withdrawn(self) -> dict[str, bool]:
        withdrawn = self.frozen.withdrawn if self.frozen else self.item.withdrawn
        return {} if withdrawn is None else {"withdrawn": withdrawn}


def done_parts(book: Rulebook, shown: Shown) -> list[str]:
    """The parts in what is shown of an entry, in the rulebook's order."""
    parts = {} if shown.score is None else shown.score.parts
    return [part.id for part in book.parts if part.id in parts]
