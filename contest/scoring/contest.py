"""Contest: the fold of its events, in memory. `apply` takes a committed line and says what it touched.

May not be in here: deciding (a line that is here has happened, and is believed), clocks, dice, I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import events as e
from .events import ContestId, EntryId, ItemId, Line, PartId, SeatId
from .facts import APART, Answered, Aside, Duty, Restored, Seat, SharedRoles, Touched, Typed, shared
from .item import JOINT, Item, is_joint
from .rulebook import UnitTable
from .slices import Steps
from .taking import IN_SLICES, TAKE

__all__ = ["Answered", "Aside", "Contest", "Duty", "Restored", "Seat", "Touched", "fold"]

_OF_ONE = frozenset(
    (
        e.SheetSubmitted,
        e.SheetConfirmed,
        e.SheetReturned,
        e.PenaltyGiven,
        e.PenaltyLifted,
        e.TimeRecorded,
        e.VotesVoided,
        e.StatusSet,
    )
)
"""The kinds that change the facts of the one entry they name, as VotesCounted does of those it lists; what they move of
others, `settling` works out."""


@dataclass(slots=True)
class Contest:
    """A contest as its journal tells it up to `seq`. `head` is the chain's hash there (32 bytes)."""

    id: ContestId
    seq: int = 0
    head: bytes = e.GENESIS
    at: str = ""  # when line `seq` was written
    title: Mapping[str, str] = field(default_factory=dict)
    rehearsal: bool = False
    opened_at: str = ""
    preset: str = ""
    epoch: int = 0
    epoch_at: str = ""  # when the journal was restored last
    restored: Restored | None = None  # the same, and what of the lost journal came back
    items: dict[ItemId, Item] = field(default_factory=dict)
    seats: dict[SeatId, Seat] = field(default_factory=dict)
    requests: dict[str, Answered] = field(default_factory=dict)
    aside: dict[int, Aside] = field(default_factory=dict)
    typed: dict[tuple[ItemId, PartId, EntryId, str], dict[str, Typed]] = field(default_factory=dict)  # what waits
    unit_table: UnitTable | None = None
    roles: SharedRoles = APART

    def apply(self, line: Line, head: bytes, touched: Touched | None = None) -> Touched:
        """Take in a committed line, whose chain hash is `head`. ValueError: it does not follow the last one. touched:
        what it did, where `applying` has taken it in."""
        if line.seq != self.seq + 1:
            raise self._unexpected(line)
        if touched is None:
            touched = TAKE[type(line.event)](self, line, line.event)
        self.seq, self.head, self.at = line.seq, head, line.at
        if line.request:
            self.requests[line.request] = Answered(line.seq, head, shared(line.by), line.body)
        if touched.item is not None:
            self._note(self.items[touched.item], line, touched)
        return touched

    def applying(self, line: Line, head: bytes) -> Steps[Touched]:
        """The same in slices, for who has others to serve meanwhile. They find the contest as it was until the last
        slice; no other line may be taken in between."""
        if line.seq != self.seq + 1:
            raise self._unexpected(line)
        take = IN_SLICES.get(type(line.event))
        return self.apply(line, head, (yield from take(self, line, line.event)) if take else None)

    def _unexpected(self, line: Line) -> ValueError:
        return ValueError(f"line {line.seq} cannot follow line {self.seq}")

    @property
    def epoch_seq(self) -> int:
        """The line that says that the journal was restored last; 0 for never."""
        return self.restored.seq if self.restored else 0

    def _note(self, item: Item, line: Line, touched: Touched) -> None:
        item.line = line.seq
        if type(line.event) in _OF_ONE:
            item.entries[line.event.entry].line = line.seq  # type: ignore[attr-defined]
        elif isinstance(line.event, e.VotesCounted):
            for row in line.event.votes:
                item.entries[EntryId(row["entry"])].line = line.seq
        else:
            item.swept = line.seq
        if touched.entries is None or touched.entries:
            item.changed = line.seq
        if touched.public and item.frozen is None:
            item.public_n += 1
            item.public_at = line.at

    def owner(self, item: ItemId, part: PartId, seat: SeatId) -> str:
        """Under which name a seat's sheet stands: its own, or "joint" for a team's one sheet."""
        return JOINT if is_joint(self.items[item].rulebook.part(part)) else seat

    def typed_of(self, item: ItemId, part: PartId, entry: EntryId, seat: SeatId) -> dict[str, Typed]:
        """What recorders typed of a seat's paper sheet and nobody has typed alike: the newest of each person."""
        return self.typed.get((item, part, entry, self.owner(item, part, seat)), {})


def fold(id: ContestId, lines: Iterable[tuple[Line, bytes]]) -> Contest:
    """A contest from its journal: (line, head there) pairs in order."""
    contest = Contest(id)
    for line, head in lines:
        contest.apply(line, head)
    return contest
