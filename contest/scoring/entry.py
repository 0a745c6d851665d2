"""What a contest knows of one entry: its sheets, what came from elsewhere, and what the rules made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .events import Code, EntryId, PartId, SeatId
from .marking import EntryScore, PartScore, PenaltyTaken, SheetScore
from .ranking import Status
from .remarking import Remarked
from .ties import UNKNOWN, Known

if TYPE_CHECKING:
    from .item import Item

NO_CODE = Code("")


@dataclass(frozen=True, slots=True)
class Objection:
    """A member of a measuring team said no to its joint sheet."""

    seat: SeatId
    at: str
    reason_digest: str


@dataclass(slots=True)
class Sheet:
    """One owner's marks of one part of one entry. `version` is the seq it was handed in with; `confirmed_by` the
    seats that did. Of a joint sheet: whose confirmation of an earlier version was `withdrawn`, and the aspects
    `changed` since the version that anybody confirmed last."""

    seat: SeatId
    marks: Mapping[str, Any]
    version: int
    at: str
    score: SheetScore
    confirmed_by: frozenset[SeatId] = frozenset()
    counts: bool = False
    note_digest: str = ""
    returned: bool = False
    typed_by: tuple[str, ...] = ()  # the recorders who typed it from paper
    withdrawn: frozenset[SeatId] = frozenset()
    changed: frozenset[str] = frozenset()
    objection: Objection | None = None
    aside: int = 0  # the line that set it aside, where it was adopted
    former: bool = False  # it is of a judge who sat there before


@dataclass(slots=True)
class Made:
    """What the rules made of an entry's marks, as far as it is worked out: for `Item` alone, see `Entry`."""

    parts: dict[PartId, PartScore] = field(default_factory=dict)
    hints: dict[PartId, PartScore] = field(default_factory=dict)
    score: EntryScore | None = None
    open: EntryScore | None = None
    """Over the parts that a public board may show, at the latest once it is revealed."""
    shown: EntryScore | None = None
    """The same, where nothing holds it back."""


@dataclass(slots=True)
class Entry:
    """Who or what is ranked. What is worked out of its marks is read through `score`, `shown`, `parts` and `hints`:
    these look first whether the whole field has to be worked out again (`Item.settle`), so that nobody can forget."""

    id: EntryId
    commitment: str
    item: Item = field(repr=False, compare=False)
    code: Code = NO_CODE
    unit: str = ""  # known from unsealing on
    known: Known = UNKNOWN  # nameless attributes, and how ties were decided
    status: Status = "present"
    sheets: dict[PartId, dict[str, Sheet]] = field(default_factory=dict)
    imported: dict[PartId, PartScore] = field(default_factory=dict)
    penalties: dict[int, PenaltyTaken] = field(default_factory=dict)
    times: dict[PartId, int] = field(default_factory=dict)
    votes: dict[tuple[PartId, str], tuple[int, int]] = field(default_factory=dict)  # counted and voided, by channel
    remarked: dict[PartId, Remarked] = field(default_factory=dict)  # where judges lay too far apart
    source: Entry | None = field(default=None, repr=False, compare=False)  # who it was in the round it comes from
    made: Made = field(default_factory=Made)
    line: int = 0  # the seq of the last line that was about this entry alone

    @property
    def score(self) -> EntryScore | None:
        """Over every part that is complete."""
        return self.settled().score

    @property
    def shown(self) -> EntryScore | None:
        """Over those parts that a public board may show."""
        return self.settled().shown

    @property
    def parts(self) -> Mapping[PartId, PartScore]:
        """The parts that have a score."""
        return self.settled().parts

    @property
    def hints(self) -> Mapping[PartId, PartScore]:
        """The parts whose panel is incomplete, where a board shows those too."""
        return self.settled().hints

    def settled(self) -> Made:
        """All of it, worked out if it has to be."""
        if self.item.stale:
            self.item.settle()
        return self.made

    def sheet(self, part: PartId, owner: str) -> Sheet | None:
        """The sheet of a part that `owner` (a seat, or "joint") handed in, if any."""
        return self.sheets.get(part, {}).get(owner)

    def tally(self, part: PartId) -> dict[str, int]:
        """The votes that count, by channel."""
        return {
            channel: max(counted - voided, 0) for (id, channel), (counted, voided) in self.votes.items() if id == part
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """What a public board may say of an entry: also what a freeze keeps."""

    code: Code
    status: Status
    score: EntryScore | None
    provisional: tuple[PartId, ...] = ()  # parts in the score whose panel is not complete
    known: Known = UNKNOWN
