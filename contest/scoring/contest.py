"""Contest: the fold of its events, in memory. `apply` takes a committed line and says what it touched.

May not be in here: deciding (a line that is here has happened, and is believed), clocks, dice, I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from . import events as e
from . import marking
from .events import Code, ContestId, EntryId, Event, ItemId, Line, PartId, SeatId
from .item import JOINT, Entry, Frozen, Item, Sheet, Signature, is_joint, panel
from .marking import PenaltyTaken
from .numbers import parse
from .ranking import Status
from .rulebook import UnitTable, parse_rulebook, parse_unit_table
from .votes import ballot_score


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
    """A judge's place, with its duties, and those it had `before` (a device may still bring a sheet of theirs)."""

    id: SeatId
    judge: str
    duties: tuple[Duty, ...]
    active: bool
    before: tuple[Duty, ...] = ()

    def marks(self, item: ItemId, part: PartId, entry: EntryId) -> bool:
        """Whether it is this seat's duty to mark the part of the entry."""
        return _covers(self.duties, item, part, entry)

    def marked(self, item: ItemId, part: PartId, entry: EntryId) -> bool:
        """Whether it once was."""
        return _covers(self.before, item, part, entry)


def _covers(duties: tuple[Duty, ...], item: ItemId, part: PartId, entry: EntryId) -> bool:
    return any(duty.item == item and duty.part == part and duty.covers(entry) for duty in duties)


@dataclass(slots=True)
class Aside:
    """A sheet set aside by line `seq`, and what became of it: open, adopted or declined."""

    seq: int
    at: str
    event: e.SheetSetAside
    fate: str = "open"


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that is in the journal: asking again with the same body gets the same line."""

    seq: int
    head: bytes
    by: str
    body: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a line touched: `entries` of `item`, or all of it (None); `public` if a public board could show it."""

    item: ItemId | None = None
    entries: tuple[EntryId, ...] | None = ()
    public: bool = False


NOTHING = Touched()


@dataclass(slots=True)
class Contest:
    """A contest as its journal tells it up to `seq`. `head` is the chain's hash there (32 bytes)."""

    id: ContestId
    seq: int = 0
    head: bytes = e.GENESIS
    title: Mapping[str, str] = field(default_factory=dict)
    rehearsal: bool = False
    opened_at: str = ""
    preset: str = ""
    epoch: int = 0
    epoch_at: str = ""  # when the journal was restored last
    items: dict[ItemId, Item] = field(default_factory=dict)
    seats: dict[SeatId, Seat] = field(default_factory=dict)
    requests: dict[str, Answered] = field(default_factory=dict)
    aside: dict[int, Aside] = field(default_factory=dict)
    unit_table: UnitTable | None = None
    catching_up: bool = False  # many lines are read at once: what moves everyone is worked out after the last of them

    def apply(self, line: Line, head: bytes) -> Touched:
        """Take in a committed line, whose chain hash is `head`. ValueError: it does not follow the last one."""
        if line.seq != self.seq + 1:
            raise ValueError(f"line {line.seq} cannot follow line {self.seq}")
        touched = _APPLY[type(line.event)](self, line, line.event)
        if touched.item is not None and self.items[touched.item].stale and not self.catching_up:
            self.items[touched.item].settle()
            touched = Touched(touched.item, None, True)
        self.seq, self.head = line.seq, head
        if line.request:
            self.requests[line.request] = Answered(line.seq, head, line.by, line.body)
        if touched.item is not None:
            self._note(self.items[touched.item], line, touched)
        return touched

    def settle(self) -> None:
        """Work out what waited while many lines were read."""
        self.catching_up = False
        for item in self.items.values():
            if item.stale:
                item.settle()

    def _note(self, item: Item, line: Line, touched: Touched) -> None:
        if touched.entries is None or touched.entries:
            item.changed = line.seq
        if touched.public and item.frozen is None:
            item.public_n += 1
            item.public_at = line.at

    def owner(self, item: ItemId, part: PartId, seat: SeatId) -> str:
        """Under which name a seat's sheet stands: its own, or "joint" for a team's one sheet."""
        return JOINT if is_joint(self.items[item].rulebook.part(part)) else seat


def fold(id: ContestId, lines: Iterable[tuple[Line, bytes]]) -> Contest:
    """A contest from its journal: (line, head there) pairs in order."""
    contest = Contest(id, catching_up=True)
    for line, head in lines:
        contest.apply(line, head)
    contest.settle()
    return contest


def _opened(contest: Contest, line: Line, event: e.ContestOpened) -> Touched:
    contest.title, contest.rehearsal, contest.preset = event.title, event.rehearsal, event.preset
    contest.opened_at = line.at
    return NOTHING


def _rulebook(contest: Contest, line: Line, event: e.RulebookSet) -> Touched:
    rulebook = parse_rulebook(event.rulebook)
    item = contest.items.get(event.item)
    if item is None:
        contest.items[event.item] = Item(event.item, rulebook, line.seq)
    else:
        item.rulebook, item.version = rulebook, line.seq
        _reread_imported(item)
        _rescore_all(item)
    return Touched(event.item, None, True)


def _reread_imported(item: Item) -> None:
    """Scores that came in under another rulebook, as this one takes them; parts it does not have are gone."""
    kept = {PartId(part.id): part for part in item.rulebook.parts if part.source == "imported"}
    for entry in item.entries.values():
        entry.parts.clear()
        entry.imported = {
            id: marking.imported(kept[id], score.raw) for id, score in entry.imported.items() if id in kept
        }


def _rescore_all(item: Item) -> None:
    for entry in item.entries.values():
        for part in item.rulebook.parts:
            item.rescore(entry, part)
        item.refresh(entry)


def _unit_table(contest: Contest, line: Line, event: e.UnitTableSet) -> Touched:
    contest.unit_table = parse_unit_table(event.table)
    return NOTHING


def _entered(contest: Contest, line: Line, event: e.EntriesEntered) -> Touched:
    item = contest.items[event.item]
    for row in event.entries:
        item.entries[EntryId(row["entry"])] = Entry(EntryId(row["entry"]), row["commitment"])
    return Touched(event.item, None, True)


def _advanced(contest: Contest, line: Line, event: e.RoundAdvanced) -> Touched:
    item, before = contest.items[event.item], contest.items[event.round]
    item.rounds.add(event.round)
    for row in event.entries:
        entry = Entry(EntryId(row["entry"]), row["commitment"])
        item.entries[entry.id] = entry
        score = before.entries[EntryId(row["source"])].score
        if event.into and score is not None:
            part = item.rulebook.part(event.into)
            entry.imported[PartId(part.id)] = marking.imported(part, score.total)
            item.rescore(entry, part)
            item.refresh(entry)
    return Touched(event.item, None, True)


def _identity(contest: Contest, line: Line, event: e.IdentityChanged) -> Touched:
    contest.items[event.item].entries[event.entry].commitment = event.commitment
    return Touched(event.item, (event.entry,), contest.items[event.item].names_known)


def _codes(contest: Contest, line: Line, event: e.CodesDrawn) -> Touched:
    item = contest.items[event.item]
    item.seed_digest = event.seed_digest
    item.by_code.clear()
    for row in event.codes:
        entry = item.entries[EntryId(row["entry"])]
        entry.code = Code(row["code"])
        item.by_code[entry.code] = entry
    return Touched(event.item, None, True)


def _seat(contest: Contest, line: Line, event: e.SeatSet) -> Touched:
    duties = tuple(
        Duty(duty["item"], duty["part"], None if duty["entries"] is None else frozenset(duty["entries"]))
        for duty in event.duties
    )
    was = contest.seats.get(event.seat)
    before = tuple(dict.fromkeys(was.before + was.duties)) if was else ()
    contest.seats[event.seat] = Seat(event.seat, event.judge, duties, event.active, before)
    return NOTHING


def _marking_opened(contest: Contest, line: Line, event: e.MarkingOpened) -> Touched:
    contest.items[event.item].opened = True
    return Touched(event.item, None, True)


def _sheet(
    contest: Contest, line: Line, event: e.SheetSubmitted | e.SheetSetAside, confirmed_by: frozenset[SeatId]
) -> Touched:
    """Put a sheet in its place, instead of the one that stood there."""
    item = contest.items[event.item]
    entry, part = item.entries[event.entry], item.rulebook.part(event.part)
    score = marking.score_sheet(part, marking.read_marks(part, event.marks))
    sheet = Sheet(event.seat, event.marks, line.seq, line.at, score, note_digest=event.note_digest)
    owner = contest.owner(event.item, event.part, event.seat)
    places = entry.sheets.setdefault(event.part, {})
    before = places.get(owner)
    places[owner] = sheet
    return _confirm(item, entry, event.part, sheet, confirmed_by, before is not None and before.counts)


def _confirm(
    item: Item, entry: Entry, part_id: PartId, sheet: Sheet, confirmed_by: frozenset[SeatId], counted: bool
) -> Touched:
    """Count a sheet once all who must confirm it have; rescore only if a counted sheet came or went."""
    part = item.rulebook.part(part_id)
    needed = panel(part).judges if is_joint(part) else 1
    sheet.confirmed_by = confirmed_by
    sheet.counts = len(confirmed_by) >= needed
    if not (sheet.counts or counted):
        return Touched(item.id, (entry.id,), False)
    changed = item.rescore(entry, part) and item.refresh(entry)
    return Touched(item.id, (entry.id,), changed)


def _submitted(contest: Contest, line: Line, event: e.SheetSubmitted) -> Touched:
    return _sheet(contest, line, event, frozenset((event.seat,)) if event.confirmed else frozenset())


def _set_aside(contest: Contest, line: Line, event: e.SheetSetAside) -> Touched:
    contest.aside[line.seq] = Aside(line.seq, line.at, event)
    return NOTHING


def _confirmed(contest: Contest, line: Line, event: e.SheetConfirmed) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][contest.owner(event.item, event.part, event.seat)]
    sheet.returned = False  # its judge stands by it
    return _confirm(item, entry, event.part, sheet, sheet.confirmed_by | {event.seat}, sheet.counts)


def _returned(contest: Contest, line: Line, event: e.SheetReturned) -> Touched:
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    sheet = entry.sheets[event.part][event.owner]
    sheet.returned = True
    return _confirm(item, entry, event.part, sheet, frozenset(), sheet.counts)


def _adopted(contest: Contest, line: Line, event: e.SheetAdopted) -> Touched:
    aside = contest.aside[event.aside]
    aside.fate = "adopted"
    part = contest.items[event.item].rulebook.part(aside.event.part)
    # The chief's adoption stands for every confirmation the sheet would have needed.
    everyone = [aside.event.seat, *(SeatId(f"adopted-{k}") for k in range(1, panel(part).judges))]
    return _sheet(contest, line, aside.event, frozenset(everyone))


def _declined(contest: Contest, line: Line, event: e.SheetDeclined) -> Touched:
    contest.aside[event.aside].fate = "declined"
    return NOTHING


def _imported(contest: Contest, line: Line, event: e.PartScoresImported) -> Touched:
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    item.undecide()
    public = False
    for row in event.scores:
        entry = item.entries[EntryId(row["entry"])]
        if row["score"] is None:
            entry.imported.pop(event.part, None)
        else:
            entry.imported[event.part] = marking.imported(part, parse(row["score"]))
        item.rescore(entry, part)
        public |= item.refresh(entry)
    return Touched(event.item, tuple(EntryId(row["entry"]) for row in event.scores), public)


def _penalty(contest: Contest, line: Line, event: e.PenaltyGiven) -> Touched:
    points = None if event.points is None else parse(event.points)
    return _deduct(contest, event, lambda entry: entry.penalties.update({line.seq: _taken(event, points)}))


def _taken(event: e.PenaltyGiven, points: Any) -> PenaltyTaken:
    return PenaltyTaken(rule_id=event.penalty, points=points, count=event.count)


def _lifted(contest: Contest, line: Line, event: e.PenaltyLifted) -> Touched:
    return _deduct(contest, event, lambda entry: entry.penalties.pop(event.given))


def _timed(contest: Contest, line: Line, event: e.TimeRecorded) -> Touched:
    used = max(event.seconds - event.given_back, 0)
    return _deduct(contest, event, lambda entry: entry.times.update({event.part: used}))


def _deduct(contest: Contest, event: Any, change: Callable[[Entry], object]) -> Touched:
    """Change what is taken from one entry; no other entry is touched (rules.md §4, Band-O-Rama)."""
    item = contest.items[event.item]
    entry = item.entries[event.entry]
    change(entry)
    return Touched(event.item, (event.entry,), item.refresh(entry))


def _votes(contest: Contest, line: Line, event: e.VotesCounted) -> Touched:
    item = contest.items[event.item]
    for row in event.votes:
        votes = item.entries[EntryId(row["entry"])].votes
        votes[event.part, event.channel] = row["votes"], votes.get((event.part, event.channel), (0, 0))[1]
    item.stale = True
    return Touched(event.item, None, True)


def _votes_voided(contest: Contest, line: Line, event: e.VotesVoided) -> Touched:
    item = contest.items[event.item]
    votes = item.entries[event.entry].votes
    counted, voided = votes.get((event.part, event.channel), (0, 0))
    votes[event.part, event.channel] = counted, voided + event.votes
    item.stale = True
    return Touched(event.item, None, True)


def _ballot(contest: Contest, line: Line, event: e.BallotHeld) -> Touched:
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    item.ballots[event.part] = event.round
    held = {"present": event.present, "valid": event.valid}
    for row in event.votes:
        entry = item.entries[EntryId(row["entry"])]
        entry.imported[event.part] = ballot_score(part, held, row["for"])
        item.rescore(entry, part)
        item.refresh(entry)
    return Touched(event.item, None, True)


def _status(contest: Contest, line: Line, event: e.StatusSet) -> Touched:
    item = contest.items[event.item]
    item.entries[event.entry].status = cast("Status", event.status)
    item.stale = item.stale or bool(item.rulebook.field_parts)
    return Touched(event.item, (event.entry,), True)


def _frozen(contest: Contest, line: Line, event: e.BoardFrozen) -> Touched:
    item = contest.items[event.item]
    item.public_n += 1
    item.public_at = line.at
    if item.stale:
        item.settle()
    stood = (item.state, item.names_known, item.rulebook, item.shown_entries())
    item.frozen = Frozen(line.at, item.public_n, line.at, *stood)
    return Touched(event.item, (), False)


def _unfrozen(contest: Contest, line: Line, event: e.BoardUnfrozen) -> Touched:
    contest.items[event.item].frozen = None
    return Touched(event.item, None, True)


def _locked(contest: Contest, line: Line, event: e.ItemLocked) -> Touched:
    item = contest.items[event.item]
    item.locked = True
    _rescore_all(item)  # panels that lack a judge are combined now, where the rulebook says so
    return Touched(event.item, None, True)


def _unlock_asked(contest: Contest, line: Line, event: e.UnlockRequested) -> Touched:
    contest.items[event.item].unlock_by = line.by
    return Touched(event.item, (), False)


def _unlocked(contest: Contest, line: Line, event: e.UnlockApproved) -> Touched:
    item = contest.items[event.item]
    item.locked, item.signature, item.published, item.unlock_by = False, None, False, ""
    item.undecide()
    _rescore_all(item)
    return Touched(event.item, None, True)


def _unsealing_asked(contest: Contest, line: Line, event: e.UnsealingRequested) -> Touched:
    contest.items[event.item].unseal_by = line.by
    return Touched(event.item, (), False)


def _unsealed(contest: Contest, line: Line, event: e.IdentityUnsealed) -> Touched:
    item = contest.items[event.item]
    item.unsealed, item.unseal_by = True, ""
    _tell(item, event.attributes)
    for entry in item.entries.values():
        item.refresh(entry)
    return Touched(event.item, None, True)


def _tell(item: Item, rows: list[dict[str, str]]) -> None:
    for row in rows:
        entry = item.entries[EntryId(row["entry"])]
        told = {name: value for name, value in row.items() if name != "entry"}
        entry.unit = told.get("unit", "")
        entry.known = replace(entry.known, attributes=told)


def _told(contest: Contest, line: Line, event: e.AttributesTold) -> Touched:
    _tell(contest.items[event.item], event.attributes)
    return Touched(event.item, tuple(EntryId(row["entry"]) for row in event.attributes), True)


def _tie_decided(contest: Contest, line: Line, event: e.TieDecided) -> Touched:
    """Each entry of a group gets its turn; what another rule decided stays."""
    item = contest.items[event.item]
    for turn, group in enumerate(event.groups):
        for id in group:
            entry = item.entries[EntryId(id)]
            entry.known = replace(entry.known, decided={**entry.known.decided, event.rule: turn})
    return Touched(event.item, tuple(EntryId(id) for group in event.groups for id in group), True)


def _override_asked(contest: Contest, line: Line, event: e.AwardOverrideRequested) -> Touched:
    contest.items[event.item].override_by[event.entry] = (line.by, event.award)
    return Touched(event.item, (), False)


def _overridden(contest: Contest, line: Line, event: e.AwardOverrideApproved) -> Touched:
    item = contest.items[event.item]
    item.overrides[event.entry] = item.override_by.pop(event.entry)[1]
    return Touched(event.item, (event.entry,), True)


def _signed(contest: Contest, line: Line, event: e.ResultSigned) -> Touched:
    contest.items[event.item].signature = Signature(line.seq, event.digest, line.by, line.at)
    return Touched(event.item, (), True)


def _published(contest: Contest, line: Line, event: e.ResultPublished) -> Touched:
    item = contest.items[event.item]
    item.published, item.frozen = True, None
    # What a signature covers does not change by publishing: `changed` stays, hence no entries are named as touched.
    return Touched(event.item, (), True)


def _restored(contest: Contest, line: Line, event: e.JournalRestored) -> Touched:
    contest.epoch, contest.epoch_at = event.epoch, line.at
    return NOTHING


_APPLY: dict[type[Event], Callable[[Contest, Line, Any], Touched]] = {
    e.ContestOpened: _opened,
    e.RulebookSet: _rulebook,
    e.UnitTableSet: _unit_table,
    e.EntriesEntered: _entered,
    e.RoundAdvanced: _advanced,
    e.IdentityChanged: _identity,
    e.CodesDrawn: _codes,
    e.SeatSet: _seat,
    e.MarkingOpened: _marking_opened,
    e.SheetSubmitted: _submitted,
    e.SheetSetAside: _set_aside,
    e.SheetConfirmed: _confirmed,
    e.SheetReturned: _returned,
    e.SheetAdopted: _adopted,
    e.SheetDeclined: _declined,
    e.PartScoresImported: _imported,
    e.PenaltyGiven: _penalty,
    e.PenaltyLifted: _lifted,
    e.TimeRecorded: _timed,
    e.VotesCounted: _votes,
    e.VotesVoided: _votes_voided,
    e.BallotHeld: _ballot,
    e.StatusSet: _status,
    e.BoardFrozen: _frozen,
    e.BoardUnfrozen: _unfrozen,
    e.ItemLocked: _locked,
    e.UnlockRequested: _unlock_asked,
    e.UnlockApproved: _unlocked,
    e.UnsealingRequested: _unsealing_asked,
    e.IdentityUnsealed: _unsealed,
    e.AttributesTold: _told,
    e.TieDecided: _tie_decided,
    e.AwardOverrideRequested: _override_asked,
    e.AwardOverrideApproved: _overridden,
    e.ResultSigned: _signed,
    e.ResultPublished: _published,
    e.JournalRestored: _restored,
}
