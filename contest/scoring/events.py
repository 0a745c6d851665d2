"""The event vocabulary of a contest, and its canonical bytes.

May not be in here: anything that decides, computes or looks something up. Kinds and fields are only ever added
(docs/decisions/0001-the-journal-is-the-truth.md); a kind is the class's `kind`, which outlives the class's name.

Grammar: an event is a fact in the past tense, told in the words of docs/tour.md. Its fields are JSON values: text,
whole numbers, booleans, lists and objects of these. Decimals are text; a float is refused. Free text, names and
phones are never in an event: it holds their salted digest (`…_digest`), so that a person can be erased and the chain
still verifies. docs/events.md is made from this file: `python scripts/events_page.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, NewType

ContestId = NewType("ContestId", str)
ItemId = NewType("ItemId", str)
PartId = NewType("PartId", str)
AspectId = NewType("AspectId", str)
EntryId = NewType("EntryId", str)
SeatId = NewType("SeatId", str)
Code = NewType("Code", str)
Actor = NewType("Actor", str)  # "seat:m-p1", "account:3f…", "system"
Marks = Mapping[str, Any]  # aspect id → "8.5" | true | ["3", "5"], see scoring.marking.read_marks

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded fact. Subclasses name their `kind`, the name under which it stands in journals for good."""

    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class ContestOpened(Event):
    """The contest began; the first line of every journal. A rehearsal can never be published as a result."""

    kind: ClassVar[str] = "ContestOpened"
    title: Mapping[str, str]  # {"zh": …, "en": …}
    rehearsal: bool
    preset: str = ""


@dataclass(frozen=True, slots=True)
class RulebookSet(Event):
    """An item got its rulebook (docs/rulebook.md), whole. The line's seq is the rulebook's version. Where marks rested
    on another one, `agreed_by` is the second person who agreed and `reason_digest` says why; every sheet that stands
    is read again by this rulebook, which it fits."""

    kind: ClassVar[str] = "RulebookSet"
    item: ItemId
    rulebook: Mapping[str, Any]
    reason_digest: str = ""
    agreed_by: str = ""


@dataclass(frozen=True, slots=True)
class UnitTableSet(Event):
    """The contest got its table of units, whole."""

    kind: ClassVar[str] = "UnitTableSet"
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RolesShared(Event):
    """One person may hold several roles in the contest that otherwise exclude each other, from here on (`shared`), or
    no longer. What was done while it was so stays so: papers say that it ever was."""

    kind: ClassVar[str] = "RolesShared"
    shared: bool
    reason_digest: str


@dataclass(frozen=True, slots=True)
class EntriesEntered(Event):
    """Entries were entered in an item: `[{"entry": random id, "commitment": sha256 over the salted identity}]`, ≤
    1,000."""

    kind: ClassVar[str] = "EntriesEntered"
    item: ItemId
    entries: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class RoundAdvanced(Event):
    """Entries of the item `round` went on to this one, at most 1,000 a line: `[{"entry": new id, "commitment",
    "source": entry there}]`; their totals there became their score of the part `into` ("" for none)."""

    kind: ClassVar[str] = "RoundAdvanced"
    item: ItemId
    round: ItemId
    into: str
    entries: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class IdentityChanged(Event):
    """Who stands behind an entry was corrected: the new commitment."""

    kind: ClassVar[str] = "IdentityChanged"
    item: ItemId
    entry: EntryId
    commitment: str


@dataclass(frozen=True, slots=True)
class CodesDrawn(Event):
    """Codes were drawn from a seed whose digest alone is told until unsealing: `[{"entry", "code"}]`. An empty digest:
    they were drawn by hand, and the table was typed in. In an item of two layers they were drawn over the numbers."""

    kind: ClassVar[str] = "CodesDrawn"
    item: ItemId
    seed_digest: str
    codes: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class LayersSet(Event):
    """Who holds which layer of an item's codes (加密): one account, or two. Of two the first holds entry → number, the
    second number → code. Where there are fewer or more layers than before, what was drawn is void."""

    kind: ClassVar[str] = "LayersSet"
    item: ItemId
    holders: list[str]
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class NumbersDrawn(Event):
    """The first of two layers: each entry's number (抽签号), `[{"entry", "number"}]`, by a seed whose digest alone is
    told until unsealing; "" for a draw by hand. Codes drawn over other numbers are void."""

    kind: ClassVar[str] = "NumbersDrawn"
    item: ItemId
    seed_digest: str
    numbers: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class TableShown(Event):
    """Somebody looked at the table of a sealed layer, or had it printed."""

    kind: ClassVar[str] = "TableShown"
    item: ItemId
    layer: int


@dataclass(frozen=True, slots=True)
class LotsDrawn(Event):
    """Entries were dealt out: `what` is "group" (session), "station" or "order" (of appearance), the latter two within
    each group; `[{"entry", "lot"}]` from 1. `seed` (hex) decided alone, so that anybody can draw again; "" for a draw
    by hand. `sizes` of the groups; `apart`: entries of one unit went to different groups as far as that was possible.
    Groups drawn anew void stations and order."""

    kind: ClassVar[str] = "LotsDrawn"
    item: ItemId
    what: str
    lots: list[dict[str, Any]]
    seed: str = ""
    sizes: list[int] = field(default_factory=list)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class SeatSet(Event):
    """A seat was set up or changed: `judge` sits there; duties `[{"item", "part", "entries": [entry ids] or None
    for all}]`. `reason_digest`: why it was handed over to another judge, or counts from now on or not; "" where nobody
    had to say. `shadow`: it only looks on (a trainee): no sheet of it ever counts, and no panel waits for one."""

    kind: ClassVar[str] = "SeatSet"
    seat: SeatId
    judge: str
    duties: list[dict[str, Any]]
    active: bool = True
    reason_digest: str = ""
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class SeatRecused(Event):
    """A seat is recused from these entries of the item ([]: from none any more); the newest line for item and seat
    holds. Whatever sheet stands under the seat for them in these `parts`, earlier or later, confirmed or adopted, does
    not count. With `stand_in` another seat marks in its place and the panel still needs all its sheets; without, it is
    complete with one sheet less for each seat recused so, and those given are combined as they are after locking
    (`missing: given` or `replaced`). Joint sheets are not concerned."""

    kind: ClassVar[str] = "SeatRecused"
    item: ItemId
    seat: SeatId
    entries: list[EntryId]
    parts: list[PartId]
    stand_in: bool = False
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class EntriesAssigned(Event):
    """Not every seat marks every entry of a part: `seats` `[{"seat", "entries", "recused"}]`, so many counting seats an
    entry as its panel has judges, by `seed` (hex) in one `way`: "each" entry by itself, a panel for each "group" or
    each "station". Sheets of the entries in `recused` do not count (a judge's own unit): another seat marks these too.
    The newest line for item and part holds."""

    kind: ClassVar[str] = "EntriesAssigned"
    item: ItemId
    part: PartId
    seed: str
    seats: list[dict[str, Any]]
    way: str = "each"


@dataclass(frozen=True, slots=True)
class MarkingOpened(Event):
    """Judges may mark the item from here on."""

    kind: ClassVar[str] = "MarkingOpened"
    item: ItemId


@dataclass(frozen=True, slots=True)
class DeadlineSet(Event):
    """Sheets of a part are due `until` then (UTC, ISO 8601 with milliseconds; "" for no deadline any more); the newest
    line for item and part holds. A sheet that comes later is set aside as late, unless the chief had sent the one that
    stands back; confirming what was handed in has no deadline. Of a part of votes: no count is noted later."""

    kind: ClassVar[str] = "DeadlineSet"
    item: ItemId
    part: PartId
    until: str
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class MaterialSet(Event):
    """What lies beside the sheets of an entry is another from here on: `material_digest` is the salted digest of the
    list of its files (each one's kind, slot, part and SHA-256), "" for none; `files` of them are for judges to see."""

    kind: ClassVar[str] = "MaterialSet"
    item: ItemId
    entry: EntryId
    material_digest: str
    files: int = 0
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class SheetSubmitted(Event):
    """A judge handed in the sheet of one part of one entry, every mark of it; `confirmed` when handed in and
    confirmed in one. `offered`: a device brought it again after a restore; the line its receipt named in the journal
    that was lost. `typed_by`: two recorders typed it alike from the judge's paper. `again`: with it all marks of the
    part showed and lay too far apart; every sheet of it, this one too, counts no more and has to be marked again."""

    kind: ClassVar[str] = "SheetSubmitted"
    item: ItemId
    entry: EntryId
    part: PartId
    seat: SeatId
    marks: Marks
    confirmed: bool = False
    note_digest: str = ""
    offered: int = 0
    typed_by: list[str] = field(default_factory=list)
    again: bool = False


@dataclass(frozen=True, slots=True)
class SheetTyped(Event):
    """A recorder typed a judge's paper sheet. It counts nothing until a second person types the same."""

    kind: ClassVar[str] = "SheetTyped"
    item: ItemId
    entry: EntryId
    part: PartId
    seat: SeatId
    marks: Marks
    note_digest: str = ""


@dataclass(frozen=True, slots=True)
class SheetSetAside(Event):
    """A sheet came that cannot count by itself (`reason`: late, outdated, …). It is kept whole for a person to
    decide on. `former`: it is of a judge who sat there before the seat was handed over."""

    kind: ClassVar[str] = "SheetSetAside"
    item: ItemId
    entry: EntryId
    part: PartId
    seat: SeatId
    marks: Marks
    reason: str
    note_digest: str = ""
    offered: int = 0
    former: bool = False


@dataclass(frozen=True, slots=True)
class SheetConfirmed(Event):
    """A judge confirmed the sheet's `version` (the seq it was handed in with); of a joint sheet, one member of the
    team. `again`: as with SheetSubmitted."""

    kind: ClassVar[str] = "SheetConfirmed"
    item: ItemId
    entry: EntryId
    part: PartId
    seat: SeatId
    version: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class SheetObjected(Event):
    """A member of a measuring team does not agree with the joint sheet's `version`: nobody's confirmation of it holds,
    and it goes back to who typed it."""

    kind: ClassVar[str] = "SheetObjected"
    item: ItemId
    entry: EntryId
    part: PartId
    seat: SeatId
    version: int
    reason_digest: str


@dataclass(frozen=True, slots=True)
class SheetReturned(Event):
    """The chief sent a sheet back to its judge to be marked again; the old marks stay in the journal."""

    kind: ClassVar[str] = "SheetReturned"
    item: ItemId
    entry: EntryId
    part: PartId
    owner: str  # the seat, or "joint"
    reason_digest: str


@dataclass(frozen=True, slots=True)
class SheetAdopted(Event):
    """A sheet that was set aside (line `aside`) counts after all. `again`: as with SheetSubmitted."""

    kind: ClassVar[str] = "SheetAdopted"
    item: ItemId
    aside: int
    reason_digest: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class SpreadSettled(Event):
    """The chief lets the marks of a part count although they lie too far apart: those that had to be marked again and
    were not, count as they are. It holds until a sheet of the part comes or is sent back."""

    kind: ClassVar[str] = "SpreadSettled"
    item: ItemId
    entry: EntryId
    part: PartId
    reason_digest: str


@dataclass(frozen=True, slots=True)
class SheetDeclined(Event):
    """A sheet that was set aside (line `aside`) stays uncounted."""

    kind: ClassVar[str] = "SheetDeclined"
    item: ItemId
    aside: int
    reason_digest: str


@dataclass(frozen=True, slots=True)
class PartScoresImported(Event):
    """Scores of an imported part came in: `[{"entry", "score"}]`, score as text or None for none, ≤ 1,000;
    `reason_digest` where they correct scores that stood."""

    kind: ClassVar[str] = "PartScoresImported"
    item: ItemId
    part: PartId
    scores: list[dict[str, Any]]
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class PenaltyGiven(Event):
    """An entry was given a penalty of the rulebook: `count` times, or `points` where the giver states them."""

    kind: ClassVar[str] = "PenaltyGiven"
    item: ItemId
    entry: EntryId
    penalty: str
    count: int = 1
    points: str | None = None
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class PenaltyLifted(Event):
    """The penalty of line `given` was taken back."""

    kind: ClassVar[str] = "PenaltyLifted"
    item: ItemId
    entry: EntryId
    given: int
    reason_digest: str


@dataclass(frozen=True, slots=True)
class TimeRecorded(Event):
    """An entry's time used for a part, whole seconds; `given_back` of them were somebody else's fault. `taken_back`:
    the one recorded before does not hold, and there is none."""

    kind: ClassVar[str] = "TimeRecorded"
    item: ItemId
    entry: EntryId
    part: PartId
    seconds: int
    given_back: int = 0
    reason_digest: str = ""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class VotesCounted(Event):
    """Votes of a channel were counted: `[{"entry", "votes"}]`, all that the entry has by now, ≤ 1,000 rows."""

    kind: ClassVar[str] = "VotesCounted"
    item: ItemId
    part: PartId
    channel: str
    votes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class VotesVoided(Event):
    """So many `votes` of an entry in a channel do not count, now or in a later count."""

    kind: ClassVar[str] = "VotesVoided"
    item: ItemId
    entry: EntryId
    part: PartId
    channel: str
    votes: int
    reason_digest: str


@dataclass(frozen=True, slots=True)
class BallotHeld(Event):
    """A secret ballot was held: members present, papers issued, returned and valid, and `[{"entry", "for", "against",
    "abstain"}]`. Round 2 and later are run-offs, which go before what was said of those entries."""

    kind: ClassVar[str] = "BallotHeld"
    item: ItemId
    part: PartId
    round: int
    present: int
    issued: int
    returned: int
    valid: int
    votes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StatusSet(Event):
    """An entry is present, absent, withdrawn or disqualified."""

    kind: ClassVar[str] = "StatusSet"
    item: ItemId
    entry: EntryId
    status: str
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class EntryCalled(Event):
    """An entry was called to the stage: its judges' devices open it, the hall sees who it is."""

    kind: ClassVar[str] = "EntryCalled"
    item: ItemId
    entry: EntryId


@dataclass(frozen=True, slots=True)
class EntryRevealed(Event):
    """The hall sees of the called entry all up to `step`: marks, struck, result, place; "" for nothing. A step back is
    one more of these."""

    kind: ClassVar[str] = "EntryRevealed"
    item: ItemId
    entry: EntryId
    step: str


@dataclass(frozen=True, slots=True)
class StageCleared(Event):
    """Nobody is called any more: the hall sees the list again."""

    kind: ClassVar[str] = "StageCleared"
    item: ItemId


@dataclass(frozen=True, slots=True)
class BoardFrozen(Event):
    """The item's public board stands still from here on."""

    kind: ClassVar[str] = "BoardFrozen"
    item: ItemId


@dataclass(frozen=True, slots=True)
class BoardUnfrozen(Event):
    """The item's public board moves again."""

    kind: ClassVar[str] = "BoardUnfrozen"
    item: ItemId


@dataclass(frozen=True, slots=True)
class ItemLocked(Event):
    """The chief closed the item: no sheet counts from here on. `missing_digest` says why, where sheets were missing."""

    kind: ClassVar[str] = "ItemLocked"
    item: ItemId
    missing_digest: str = ""


@dataclass(frozen=True, slots=True)
class UnlockRequested(Event):
    """One person asked to open a locked item again."""

    kind: ClassVar[str] = "UnlockRequested"
    item: ItemId
    reason_digest: str


@dataclass(frozen=True, slots=True)
class UnlockApproved(Event):
    """A second person agreed: the item is open for marks again and its signature void."""

    kind: ClassVar[str] = "UnlockApproved"
    item: ItemId


@dataclass(frozen=True, slots=True)
class UnsealingRequested(Event):
    """One person asked to unseal the item's codes."""

    kind: ClassVar[str] = "UnsealingRequested"
    item: ItemId


@dataclass(frozen=True, slots=True)
class LayerUnsealed(Event):
    """A second person agreed: the outer of two layers is open, and the seed of its draw ("" where it was drawn by
    hand). Codes lead to numbers from here on; who bears which number is still sealed."""

    kind: ClassVar[str] = "LayerUnsealed"
    item: ItemId
    layer: int
    seed: str


@dataclass(frozen=True, slots=True)
class IdentityUnsealed(Event):
    """A second person agreed: the seed of the draw ("" where it was drawn by hand) and, per entry, what the rulebook
    reads of it: `[{"entry", "unit"}]`."""

    kind: ClassVar[str] = "IdentityUnsealed"
    item: ItemId
    seed: str
    attributes: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class AttributesTold(Event):
    """Nameless attributes that the rulebook reads of entries whose names are known: `[{"entry", "unit", "age", …}]`,
    ≤ 1,000."""

    kind: ClassVar[str] = "AttributesTold"
    item: ItemId
    attributes: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class TieDecided(Event):
    """Equal entries were parted by `rule`: lot, chief or ballot. `groups` of entries, the first before the others;
    `seed` (hex) where lots were drawn by it, `votes` where they were counted: `{entry: votes}`."""

    kind: ClassVar[str] = "TieDecided"
    item: ItemId
    rule: str
    groups: list[list[str]]
    seed: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class AwardOverrideRequested(Event):
    """One person asked that an entry have this award ("" for none) whatever the rules give it."""

    kind: ClassVar[str] = "AwardOverrideRequested"
    item: ItemId
    entry: EntryId
    award: str
    reason_digest: str


@dataclass(frozen=True, slots=True)
class AwardOverrideApproved(Event):
    """A second person agreed to it."""

    kind: ClassVar[str] = "AwardOverrideApproved"
    item: ItemId
    entry: EntryId


@dataclass(frozen=True, slots=True)
class ResultSigned(Event):
    """The chief signed exactly what was shown: `digest` over the result, its awards and the entries' commitments.

    `checked`: a second, independent calculation came to the same; where there was none, `unchecked_digest` is of the
    reason why it was signed nevertheless.
    """

    kind: ClassVar[str] = "ResultSigned"
    item: ItemId
    digest: str
    missing_digest: str = ""
    checked: bool = False
    unchecked_digest: str = ""


@dataclass(frozen=True, slots=True)
class CeremonyPackGiven(Event):
    """The order of the awards and the cards for who calls them out left before everybody knew them: of the result
    `digest`, to persons of whose names this is the salted digest."""

    kind: ClassVar[str] = "CeremonyPackGiven"
    item: ItemId
    digest: str
    to_digest: str


@dataclass(frozen=True, slots=True)
class ResultPublished(Event):
    """The signed result went to the public board."""

    kind: ClassVar[str] = "ResultPublished"
    item: ItemId


@dataclass(frozen=True, slots=True)
class JournalRestored(Event):
    """The journal was restored from a backup and goes on in a new epoch; devices offer their sheets again."""

    kind: ClassVar[str] = "JournalRestored"
    epoch: int


# Not Event.__subclasses__(): dataclasses with slots leave a second class of each name there.
KINDS: dict[str, type[Event]] = {
    each.kind: each
    for each in list(globals().values())
    if isinstance(each, type) and issubclass(each, Event) and each.kind
}
_FIELDS = {kind: tuple(field.name for field in fields(event)) for kind, event in KINDS.items()}


class Line(NamedTuple):
    """One event in a journal: who (`by`) when (`at`, UTC, ISO 8601), under which request, and the chain's hash there.

    `request` and `body` are the idempotency key a device chose and the digest of what it asked; both "" for acts
    without.
    """

    contest: ContestId
    seq: int
    at: str
    by: Actor
    event: Event
    request: str = ""
    body: str = ""


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: equal values give equal bytes. TypeError: JSON has no form for it."""
    return _encoder.encode(value).encode()


def _refuse_unknown(value: Any) -> Any:
    raise TypeError(f"{type(value).__name__} has no canonical form")


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse_unknown)


_decode = json.JSONDecoder().decode


def to_bytes(line: Line) -> bytes:
    """The bytes that are hashed and stored; `from_bytes` reads them back. A float raises TypeError."""
    event = line.event
    data = {name: getattr(event, name) for name in _FIELDS[event.kind]}
    _refuse_floats(data)
    whole = {"at": line.at, "by": line.by, "contest": line.contest, "data": data, "kind": event.kind, "seq": line.seq}
    if line.request:
        whole["request"] = {"body": line.body, "id": line.request}
    return canonical(whole)


def _refuse_floats(value: Any) -> None:
    """Journals hold exact numbers only; a float in one would be a fault of ours."""
    if type(value) is float:
        raise TypeError("a float cannot be journalled")
    within: Iterable[Any] = ()
    if isinstance(value, dict | Mapping):
        within = value.values()
    elif isinstance(value, list | tuple):
        within = value
    for each in within:
        if type(each) is not str:  # most are: marks are texts
            _refuse_floats(each)


def from_bytes(raw: bytes) -> Line:
    """A line from its stored bytes. KeyError: a kind this version does not know (a newer journal)."""
    return line_of(_decode(raw.decode()))


def told_by(raws: Sequence[bytes]) -> list[dict[str, Any]]:
    """What the bytes of many lines say, read in one piece: that takes two thirds of the time, and their keys are
    shared."""
    read: list[dict[str, Any]] = _decode((b"[%b]" % b",".join(raws)).decode())
    if len(read) != len(raws):
        raise ValueError("a line is more than one value")
    return read


def line_of(told: Mapping[str, Any]) -> Line:
    """The line of what its bytes say."""
    event, (request, body) = KINDS[told["kind"]](**told["data"]), request_of(told)
    return Line(told["contest"], told["seq"], told["at"], told["by"], event, request, body)


def request_of(told: Mapping[str, Any]) -> tuple[str, str]:
    """The request of a line and its body's digest, "" for none, of what its bytes say."""
    request = told.get("request")
    return ("", "") if request is None else (request["id"], request.get("body", ""))


def values_of(told: Mapping[str, Any]) -> list[Any]:
    """The event's values in the order of its fields, of what its bytes say: for `KINDS[kind](*values)`."""
    kind, data = told["kind"], told["data"]
    if len(data) == len(_FIELDS[kind]):
        return [data[name] for name in _FIELDS[kind]]
    event = KINDS[kind](**data)  # of an older version: what it does not say has its default
    return [getattr(event, name) for name in _FIELDS[kind]]


def chain(previous: bytes, raw: bytes) -> bytes:
    """The hash (32 bytes) of a line whose stored bytes are `raw` behind the head `previous` (GENESIS before the
    first)."""
    return hashlib.sha256(previous + raw).digest()


def digest(value: Any) -> str:
    """Hex SHA-256 of a value's canonical bytes."""
    return hashlib.sha256(canonical(value)).hexdigest()
