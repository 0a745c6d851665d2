"""What a contest holds beside its items: seats with their duties, sheets set aside, requests that were answered; and
what a line touched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from . import events as e
from .events import EntryId, ItemId, PartId, SeatId


@lru_cache(maxsize=4096)
def shared(text: str) -> str:
    """An equal text that many lines share: each line's bytes would make one of their own."""
    return text


@dataclass(frozen=True, slots=True)
class Excused:
    """Why an item was closed or signed although something was missing: which of sheets, scores, scores carried over
    from a round that says otherwise by now (carried) or the second calculation (check), who says so, and the digest of
    why."""

    what: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Voided:
    """A signature that holds no more since the item was opened again at `at`. shown: the public saw what it covered, or
    a result before it that was opened again."""

    seq: int
    by: str
    signed_at: str
    at: str
    shown: bool


@dataclass(frozen=True, slots=True)
class SharedRoles:
    """Whether one person may hold several roles now, and since when this was first so (`since`, "" for never); the line
    that said so last, and the digest of its reason."""

    now: bool = False
    since: str = ""
    seq: int = 0
    reason: str = ""


APART = SharedRoles()


@dataclass(frozen=True, slots=True)
class Duty:
    """A seat marks a part of an item: of every entry, or of its own (`entries`)."""

    item: ItemId
    part: PartId
    entries: frozenset[EntryId] | None

    def covers(self, entry: EntryId) -> bool:
        """Whether this duty includes the entry."""
        return self.entries is None or entry in self.entries


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge's place, with its duties, and those it had `before` (a device may still bring a sheet of theirs).
    `judges`: who sat there, each from a line of the journal on."""

    id: SeatId
    judge: str
    duties: tuple[Duty, ...]
    active: bool
    before: tuple[Duty, ...] = ()
    judges: tuple[tuple[int, str], ...] = ()
    shadow: bool = False

    @property
    def since(self) -> int:
        """The line from which on the present judge sits there."""
        return self.judges[-1][0] if self.judges else 0

    def judge_at(self, seq: int) -> str:
        """Who sat there at a line of the journal."""
        return next((judge for since, judge in reversed(self.judges) if since <= seq), self.judge)

    def judges_of(self, came: int, *, former: bool = False) -> tuple[str, ...]:
        """Who gave a sheet that line `came` brought: who sat there then; of a `former` device, those who sat there
        before."""
        sat = tuple(judge for since, judge in self.judges if since <= came) or (self.judge,)
        return sat[:-1] if former and len(sat) > 1 else sat[-1:]

    def marks(self, item: ItemId, part: PartId, entry: EntryId) -> bool:
        """Whether it is this seat's duty to mark the part of the entry."""
        return _covers(self.duties, item, part, entry)

    def marked(self, item: ItemId, part: PartId, entry: EntryId) -> bool:
        """Whether it once was."""
        return _covers(self.before, item, part, entry)


def _covers(duties: tuple[Duty, ...], item: ItemId, part: PartId, entry: EntryId) -> bool:
    return any(duty.item == item and duty.part == part and duty.covers(entry) for duty in duties)


DUE = ("judged", "votes")
"""The parts that may have a deadline: of their sheets, or of their counts."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a part's sheets are due or its votes counted, and since when there is a deadline (UTC, as lines are
    stamped)."""

    until: str
    since: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside an entry's sheets: the digest of its list, and how many `files` of it judges see."""

    digest: str
    files: int


@dataclass(slots=True)
class Aside:
    """A sheet set aside by line `seq`, and what became of it: open, adopted or declined."""

    seq: int
    at: str
    event: e.SheetSetAside
    fate: str = "open"


@dataclass(frozen=True, slots=True)
class Typed:
    """What `by` typed of a paper sheet, by line `seq`: it waits for another person to type the same."""

    seq: int
    at: str
    by: str
    marks: e.Marks
    note_digest: str


class Answered(NamedTuple):
    """A request that is in the journal: asking again with the same body gets the same line."""

    seq: int
    head: bytes
    by: str
    body: str


@dataclass(slots=True)
class Restored:
    """The journal goes on from a backup since line `seq`, written at `at`. What happened after `since`, when the
    backup's last line was written, is lost, except for the sheets that devices `offered` again; the journal that was
    lost went to line `upto` at least."""

    seq: int
    at: str
    since: str
    offered: int = 0
    upto: int = 0


class Touched(NamedTuple):
    """What a line touched: `entries` of `item`, or all of it (None); `public` if a public board could show it."""

    item: ItemId | None = None
    entries: tuple[EntryId, ...] | None = ()
    public: bool = False


NOTHING = Touched()
