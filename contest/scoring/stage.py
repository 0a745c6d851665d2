"""Marking on stage, one entry after the other: who is called, what of them the hall sees, and what comes next.

May not be in here: who may step on (verbs/stage.py). What is shown changes no score and no place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .events import EntryId, PartId, SeatId
from .facts import Seat
from .numbers import text

if TYPE_CHECKING:
    from .item import Entry, Item
    from .rulebook import Part, Rulebook

STEPS = ("marks", "struck", "result", "place")
"""What the operator's touches reveal, in order; `struck` only where a mark is dropped."""
ON_STAGE = ("present", "guest")

Names = Callable[[EntryId], tuple[str, str] | None]
PlaceOf = Callable[[EntryId], tuple[int | None, int] | None]


@dataclass(slots=True)
class Stage:
    """How far the stage has come. `order`: the entries in the order in which they were first called · `steps`: what the
    hall saw of each · `since`: the line by which the `called` one was · `seats`: who marks it · `seq`: of the last line
    here · `over`: the result is out as a whole."""

    called: EntryId | None = None
    since: int = 0
    seats: tuple[SeatId, ...] = ()
    order: list[EntryId] = field(default_factory=list)
    steps: dict[EntryId, str] = field(default_factory=dict)
    seq: int = 0
    over: bool = False

    def call(self, entry: EntryId, seats: tuple[SeatId, ...], seq: int) -> None:
        """The entry comes on; what was revealed of it stays revealed."""
        self.called, self.seats = entry, seats
        self.since = self.seq = seq
        if entry not in self.order:
            self.order.append(entry)

    def step(self, entry: EntryId) -> str:
        """What was revealed of an entry last; "" for nothing."""
        return self.steps.get(entry, "")

    def is_out(self, entry: EntryId) -> bool:
        """Whether the hall has seen the entry's result and place."""
        return self.over or self.step(entry) == STEPS[-1]

    def watches(self, book: Rulebook, entry: EntryId, part: Part) -> bool:
        """Whether the hall sees that somebody has marked this part of the entry, or that it holds nobody back more."""
        if book.board.stage != part.id:
            return False
        return entry == self.called or entry in self.order[: book.board.hold_first]


def sitting(seats: Iterable[Seat], item: Item, entry: EntryId) -> tuple[SeatId, ...]:
    """Who marks an entry on stage, in the order of the seats: the hall calls them 1, 2, 3 …"""
    part = item.rulebook.board.stage
    return () if part is None else tuple(seat.id for seat in seats if seat.active and seat.marks(item.id, part, entry))


def the_part(item: Item) -> PartId:
    """The part that is marked on stage; to be asked where there is one."""
    assert item.rulebook.board.stage is not None, item.id
    return item.rulebook.board.stage


def is_marked(item: Item, entry: Entry) -> bool:
    """Whether nothing more is waited for: the panel is complete, or the entry does not come on."""
    return entry.status not in ON_STAGE or the_part(item) in entry.parts


def held_for(item: Item, entry: EntryId) -> int:
    """How many must have been called and the last of them marked before this entry is revealed; 0 for nothing more."""
    coming = [id for id, each in item.entries.items() if each.status in ON_STAGE]
    first = min(item.rulebook.board.hold_first, len(coming))
    order = [id for id in item.stage.order if item.entries[id].status in ON_STAGE]
    if entry not in order[:first]:
        return 0
    return first if len(order) < first or not is_marked(item, item.entries[order[first - 1]]) else 0


def steps_of(item: Item, entry: Entry) -> tuple[str, ...]:
    """The steps in which the entry is revealed."""
    score = entry.parts.get(the_part(item))
    dropped = score is not None and any(share.dropped for share in score.judges.values())
    return STEPS if dropped else tuple(step for step in STEPS if step != "struck")


def step_on(item: Item, entry: Entry) -> str | None:
    """The step that comes next; None after the last."""
    order = STEPS.index(item.stage.step(entry.id)) if item.stage.step(entry.id) else -1
    return next((step for step in steps_of(item, entry) if STEPS.index(step) > order), None)


def step_back(item: Item, entry: Entry) -> str:
    """The step before the one that was revealed last; "" for nothing."""
    order = STEPS.index(item.stage.step(entry.id))
    return next((step for step in reversed(steps_of(item, entry)) if STEPS.index(step) < order), "")


def is_sealed(item: Item) -> bool:
    """Whether the public is told progress only while codes are sealed (design decision 4)."""
    return item.rulebook.board.while_sealed == "progress" and not item.names_known


def unseen(item: Item) -> bool:
    """Whether the public board shows no marks now, whatever is revealed."""
    return item.frozen is not None or is_sealed(item)


def shown(item: Item, names: Names, place_of: PlaceOf) -> dict[str, Any] | None:
    """What the hall sees of the called entry: who it is, which seats have marked, and what was revealed."""
    id = item.stage.called
    if id is None or item.rulebook.board.stage is None or item.stage.over:
        return None
    entry = item.entries[id]
    step = "" if unseen(item) or not is_marked(item, entry) else item.stage.step(id)
    done = STEPS[: STEPS.index(step) + 1] if step else ()
    known = names(id) if item.names_known else None
    return {
        "code": entry.code,
        "name": known[0] if known else None,
        "unit": known[1] if known else None,
        "status": entry.status,
        "order": item.stage.order.index(id) + 1,
        "held": held_for(item, id),
        "step": step,
        "seats": _seats(item, entry, "marks" in done, "struck" in done),
        **_result(item, entry, done, place_of),
    }


def _seats(item: Item, entry: Entry, marks: bool, struck: bool) -> list[dict[str, Any]]:
    sheets = entry.sheets.get(the_part(item), {})
    shadows = item.uncounted.shadows  # they only look on
    counting = {SeatId(owner): sheet for owner, sheet in sheets.items() if sheet.counts and owner not in shadows}
    score = entry.parts.get(the_part(item))
    judges: Mapping[Any, Any] = score.judges if score is not None and marks else {}
    seats = [seat for seat in item.stage.seats if seat not in shadows]
    others = sorted(seat for seat in counting if seat not in seats)  # who gave it before the seat changed
    return [
        {
            "n": n,
            "marked": seat in counting,
            # From the sheet itself: that a mark does not count, because of a recusal, nobody is to notice.
            "mark": text(counting[seat].score.total) if judges and seat in counting else None,
            "dropped": judges[seat].dropped if struck and seat in judges else None,
        }
        for n, seat in enumerate((*seats, *others), start=1)
    ]


def _result(item: Item, entry: Entry, done: tuple[str, ...], place_of: PlaceOf) -> dict[str, Any]:
    score, part = entry.settled().open, entry.parts.get(the_part(item))
    if "result" not in done or score is None or part is None:
        return {"part": None, "score": None, "place": None}
    return {
        "part": text(part.value),
        "score": text(score.total),
        "place": place_of(entry.id) if "place" in done else None,
    }
