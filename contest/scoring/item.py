"""What a contest knows of one item: its entries, their sheets and scores, and how far it has come.

May not be in here: deciding whether an act is allowed (that is `verbs/`), or folding events (that is `contest.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from . import marking
from .draws import Draws
from .entry import Entry as Entry
from .entry import Made
from .entry import Sheet as Sheet
from .entry import Shown as Shown
from .events import Code, EntryId, ItemId, Line, PartId, SeatId
from .facts import Beside, Deadline, Excused, Voided
from .field import COMPETING
from .marking import PartScore, SheetScore
from .ranking import Status
from .remarking import counts_apart
from .rulebook import Part, Rulebook
from .rulebook_types import Panel
from .settling import Gathered, nothing_gathered, put_part, settling, shown_of, work_out
from .slices import done
from .stage import Stage
from .uncounted import Uncounted

_NOTHING: frozenset[PartId] = frozenset()
T = TypeVar("T")
JOINT = "joint"  # the owner of a team's one sheet


def panel(part: Part) -> Panel:
    """The panel of a judged part; a part without one is a fault of ours."""
    assert part.panel is not None, part.id
    return part.panel


def is_joint(part: Part) -> bool:
    """Whether a team marks the part on one joint sheet."""
    return part.panel is not None and part.panel.by == JOINT


@dataclass(frozen=True, slots=True)
class Frozen:
    """A board as it stood when it was frozen. withdrawn: as `Item.withdrawn`."""

    at: str
    n: int
    changed_at: str
    state: str
    withdrawn: bool | None
    unsealed: bool
    rulebook: Rulebook
    entries: Mapping[EntryId, Shown]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which digest, by which line."""

    seq: int
    digest: str
    by: str
    at: str


@dataclass(slots=True)
class Item:
    """One item of the contest: its rulebook, its entries, and the facts that make up its state."""

    id: ItemId
    rulebook: Rulebook
    version: int  # the seq of its RulebookSet line
    entries: dict[EntryId, Entry] = field(default_factory=dict)
    by_code: dict[Code, Entry] = field(default_factory=dict)
    seed_digest: str = ""  # of the codes' draw; "" before it, and for one by hand
    draws: Draws = field(default_factory=Draws)
    opened: bool = False
    opened_at: str = ""
    deadlines: dict[PartId, Deadline] = field(default_factory=dict)
    material: dict[EntryId, Beside] = field(default_factory=dict)
    locked: bool = False
    unlock_by: str = ""  # who asked to unlock, while a second person has not agreed
    unseal_by: str = ""
    unsealed: bool = False
    override_by: dict[EntryId, tuple[str, str, str]] = field(default_factory=dict)  # by whom, which award, why
    overrides: dict[EntryId, str] = field(default_factory=dict)  # awards the jury gave ("" for none)
    signature: Signature | None = None
    voided: Voided | None = None  # the last signature that was taken back
    excused: tuple[Excused, ...] = ()
    published: bool = False
    published_at: str = ""
    frozen: Frozen | None = None
    public_n: int = 0  # lines a public board could show (design decision 6)
    public_at: str = ""
    rounds: dict[ItemId, str] = field(default_factory=dict)  # whose entries went on to this one, into which part
    ballots: dict[PartId, list[Line]] = field(default_factory=dict)  # those held, the newest last
    uncounted: Uncounted = field(default_factory=Uncounted)  # whose sheets never count
    voids: list[Line] = field(default_factory=list)  # votes that were taken away, each with its reason
    stale: bool = False  # a part in which one mark moves everyone has to be worked out again, once somebody reads it
    stage: Stage = field(default_factory=Stage)
    changed: int = 0  # the seq of the last line that could change the result
    line: int = 0  # the seq of the last line that touched it
    swept: int = 0  # … that may have touched more of its entries than one
    known: dict[str, tuple[int, Any]] = field(default_factory=dict, repr=False, compare=False)  # see `once`
    gathered: Gathered = field(default_factory=nothing_gathered, repr=False, compare=False)  # for `settling` alone

    @property
    def state(self) -> str:
        """preparing → marking → locked → unsealed → signed → published."""
        if self.published:
            return "published"
        if self.signature:
            return "signed"
        if self.locked:
            return "unsealed" if self.unsealed and self.rulebook.sealed else "locked"
        return "marking" if self.opened else "preparing"

    @property
    def names_known(self) -> bool:
        """Whether a board, a paper or an export of this item may bear names."""
        return self.unsealed or not self.rulebook.sealed

    def marked_by_code(self, part: Part) -> bool:
        """Whether marks of a part may be told beside codes only: beside a name they would tell whose code it is."""
        return not (self.names_known or part.known_by_name)

    def shows_result(self, rehearsal: bool) -> bool:
        """Whether the public board shows the result: published, or in a rehearsal, where nothing is, signed."""
        return self.published or (rehearsal and self.signature is not None)

    @property
    def withdrawn(self) -> bool | None:
        """Whether a result that the public has seen holds no more and none has been signed since; None where that never
        happened."""
        return self.signature is None if self.voided and self.voided.shown else None

    def hidden(self, part: Part) -> bool:
        """Whether the public may not see this part yet: who is known by name would unmask the code."""
        return part.known_by_name and not self.names_known

    def holds_back(self, entry: Entry) -> bool:
        """Whether the public may not see the entry's result yet, since it was not revealed on stage."""
        return self.rulebook.board.stage is not None and not self.stage.is_out(entry.id)

    @property
    def veiled(self) -> bool:
        """Whether totals and places would unmask codes: a part that is known by name counts in them, and codes are
        sealed."""
        return any(self.hidden(part) for part in self.rulebook.parts)

    def expected_sheets(self) -> int:
        """How many sheets the item needs: one a judge, a part and an entry that is present; a joint part one."""
        parts = self.judged_parts()
        present = [entry for entry in self.entries.values() if entry.status == "present"]
        if not self.uncounted.recused:
            return len(present) * sum(panel(part).sheets for part in parts)
        return sum(self.needed(entry, part) for entry in present for part in parts)

    def needed(self, entry: Entry, part: Part) -> int:
        """How many sheets that count make a part of an entry complete."""
        return panel(part).sheets - self.uncounted.lacking(entry.id, part.id)

    def confirmed_sheets(self) -> int:
        """How many of those there are. One too many somewhere makes up for none that is missing elsewhere."""
        parts = self.judged_parts()
        return sum(
            min(self.needed(entry, part), len(self.counting(entry, part)))
            for entry in self.entries.values()
            if entry.status == "present"
            for part in parts
        )

    def judged_parts(self) -> list[Part]:
        """The parts that have a panel, in the rulebook's order."""
        return [part for part in self.rulebook.parts if part.source == "judged"]

    def once(self, what: str, work: Callable[[], T]) -> T:
        """What `work` finds of the item as it stands, worked out once until another line touches it. It is everybody's:
        nobody may change it."""
        line, found = self.known.get(what, (0, None))
        if line != self.line or not line:
            found = work()
            self.known[what] = self.line, found
        return cast("T", found)

    def undecide(self) -> bool:
        """Forget what was decided on the ground of scores that are no more: ties parted, awards of the jury. True if
        there was any: entries whose own score is as it was stand otherwise then."""
        decided = [entry for entry in self.entries.values() if entry.known.decided]
        for entry in decided:
            entry.known = replace(entry.known, decided={})
        undone = bool(decided or self.overrides)
        self.overrides.clear()
        self.override_by.clear()
        return undone

    def counting(self, entry: Entry, part: Part) -> dict[SeatId, SheetScore]:
        """The sheets of a part that count, by owner."""
        without, id = self.uncounted, part.id
        sheets: Mapping[Any, Sheet] = entry.sheets.get(id) or {}
        found = {owner: sheet.score for owner, sheet in sheets.items() if sheet.counts}
        if without:
            return {owner: score for owner, score in found.items() if not without.why(entry.id, id, owner)}
        return found

    def rescore(self, entry: Entry, part: Part) -> bool:
        """Recompute one part of one entry from the sheets that count. True if its score changed."""
        if part.field_wide or part.source == "derived":
            self.stale = self.stale or part.field_wide
            return False
        if part.source in ("imported", "ballot"):
            fresh = entry.imported.get(part.id)
        elif self._waits(entry, part):
            fresh = None
        else:
            sheets = self.counting(entry, part)
            fresh = self.combined(entry, part, sheets) if sheets else None
            if self.rulebook.board.provisional:
                put_part(entry.made.hints, part.id, _hint(part, sheets) if sheets and fresh is None else None)
                put_part(entry.made.parts, part.id, fresh)
                return True
        return put_part(entry.made.parts, part.id, fresh)

    def combined(self, entry: Entry, part: Part, sheets: Mapping[SeatId, SheetScore]) -> PartScore | None:
        """What these sheets of a part come to: as `marking.combine` has it, with what was decided of the entry."""
        final = self.locked or self._does_without(entry, part, sheets)
        return marking.combine(part, sheets, final, counts_apart(part, entry.remarked.get(part.id)))

    def _does_without(self, entry: Entry, part: Part, sheets: Mapping[SeatId, SheetScore]) -> bool:
        """Whether all have marked but those recused whom nobody stands in for."""
        return bool(self.uncounted.recused) and len(sheets) >= self.needed(entry, part)

    def _waits(self, entry: Entry, part: Part) -> bool:
        """Whether the panel is incomplete at a glance, as it is for most sheets that come: then nothing is combined."""
        if self.locked or self.rulebook.board.provisional:
            return False
        there, most = len(entry.sheets.get(part.id, ())), panel(part).sheets
        return there < most and (not self.uncounted.recused or there < self.needed(entry, part))

    def rescore_whole(self, entry: Entry) -> None:
        """Recompute every part of an entry, and its totals."""
        for part in self.rulebook.parts:
            self.rescore(entry, part)
        self.refresh(entry)

    def settle(self) -> None:
        """Work out anew the parts in which one mark moves everyone, and the totals of whom it moved. A line only marks
        the item `stale`, since a burst of sheets would work it out a hundred times; `Entry` does it for who reads, and
        boards do it in slices."""
        done(settling(self))

    def competing_sheets(self, part: Part) -> dict[EntryId, dict[SeatId, SheetScore]]:
        """The sheets that count of the entries that compete, where there are any."""
        return self._sheets((entry for entry in self.entries.values() if self.status(entry) in COMPETING), part)

    def _sheets(self, entries: Iterable[Entry], part: Part) -> dict[EntryId, dict[SeatId, SheetScore]]:
        found = ((entry.id, self.counting(entry, part)) for entry in entries)
        return {id: sheets for id, sheets in found if sheets}

    def refresh(self, entry: Entry) -> bool:
        """Recompute an entry's totals from its parts as far as they are worked out. True if what the public may see of
        it changed; always where one mark moves everyone: lines are counted alike whenever the field is settled."""
        progress = self.rulebook.board.while_sealed == "progress" and not self.names_known
        judged = progress and self._judged(entry)
        made = entry.made
        before, on_stage = made.shown, made.open
        penalties = tuple(entry.penalties.values())
        work_out(made, self.rulebook, self._hidden_parts(), penalties, entry.times, self.holds_back(entry))
        if self.rulebook.field_parts:
            return True
        if progress:
            return judged != self._judged(entry)
        return before != made.shown or (entry.id == self.stage.called and on_stage != made.open)

    def _hidden_parts(self) -> frozenset[PartId]:
        """Those that the public may not see yet."""
        if self.names_known or self.rulebook.coded == len(self.rulebook.parts):
            return _NOTHING
        return frozenset(part.id for part in self.rulebook.parts if self.hidden(part))

    def _judged(self, entry: Entry) -> bool:
        """Whether every part that the public may see of an entry is complete, as far as it is worked out."""
        return is_whole(self.rulebook, self.names_known, _shown_of(entry, entry.made))

    def shown_of(self, entry: Entry) -> Shown:
        """What the public may see of an entry now."""
        return _shown_of(entry, entry.settled())

    def status(self, entry: Entry) -> Status:
        """An entry's status with what the clock says: who is present and was too late somewhere is eliminated."""
        late = entry.status == "present" and marking.too_late(self.rulebook, entry.times)
        return "eliminated" if late else entry.status

    def complete(self, entry: Entry) -> bool:
        """Whether every part of an entry has its score."""
        return entry.score is not None and len(entry.score.parts) == len(self.rulebook.parts)

    def seen_whole(self, entry: Entry) -> bool:
        """Whether every part of an entry that may be seen now has its score. What is hidden does not count: a code that
        lacks theory would be as good as a name to who knows whose theory is missing."""
        there = entry.score.parts if entry.score else {}
        return all(part.id in there for part in self.rulebook.parts if not self.hidden(part))

    def shown_entries(self) -> dict[EntryId, Shown]:
        """What the public may see of every entry now."""
        return {id: self.shown_of(entry) for id, entry in self.entries.items()}

    def incomplete(self) -> Iterable[Entry]:
        """Entries that are present, not eliminated, and lack a part."""
        entries = self.entries.values()
        return (entry for entry in entries if self.status(entry) == "present" and not self.complete(entry))


def _shown_of(entry: Entry, made: Made) -> Shown:
    return shown_of(entry, entry.item.status(entry), made)


def is_whole(rulebook: Rulebook, named: bool, shown: Shown) -> bool:
    """Whether what is shown of an entry holds every part that the public may see, none of them provisional."""
    if shown.score is None or shown.provisional:
        return False
    return len(shown.score.parts) == (len(rulebook.parts) if named else rulebook.coded)


def _hint(part: Part, sheets: Mapping[SeatId, SheetScore]) -> PartScore | None:
    """What an incomplete panel makes of a part so far: combined as if the judges who are missing stayed away."""
    lenient = part.memo.get("provisional")
    if lenient is None:
        assert part.combine is not None
        lenient = replace(part, combine=replace(part.combine, missing="given"))
        part.memo["provisional"] = lenient
    return marking.combine(lenient, sheets, True)
