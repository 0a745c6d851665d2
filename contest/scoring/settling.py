"""A field in which one mark moves everyone, worked out in slices: as of one line, while others come.

What an entry's score is made of is gathered first, and what lines touched meanwhile once more: so it is the field as it
stood at one moment. From there on nothing is read of the item, and lines that come are not in what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from . import marking, slices
from .entry import Entry, Made, Shown
from .events import Code, EntryId, PartId, SeatId
from .field import field_scores_steps
from .marking import EntryScore, PartScore, PenaltyTaken, SheetScore
from .ranking import Status
from .rulebook_types import Rulebook
from .slices import Steps, mapped, sliced
from .ties import Known
from .votes import Tally

if TYPE_CHECKING:
    from .item import Item

T = TypeVar("T")
_NONE: Mapping[PartId, int] = MappingProxyType({})
TRIES = 3
"""How often a field is gathered anew because lines touched many of it, before it is gathered without a stop."""


class Facts(NamedTuple):
    """What an entry's score is made of at one moment; no line changes anything in here. sheets, tallies: of each part
    in which one mark moves everyone · made: score, open and shown as they were · held: nothing is revealed yet."""

    entry: Entry
    code: Code
    status: Status
    known: Known
    parts: dict[PartId, PartScore]
    hints: dict[PartId, PartScore]
    penalties: tuple[PenaltyTaken, ...]
    times: Mapping[PartId, int]
    sheets: tuple[Mapping[SeatId, SheetScore], ...]
    tallies: tuple[Tally, ...]
    made: tuple[EntryScore | None, EntryScore | None, EntryScore | None]
    held: bool


def nobody() -> None:
    """Whom it does not concern at which moment the field stood so."""


def settling(item: Item, stands: Callable[[], None] = nobody) -> Steps[dict[EntryId, Shown]]:
    """What the public may see of every entry as of one line. `stands` is called at that moment: every line before it is
    taken in, none behind it. Where none came since, the item keeps what was worked out and is `stale` no more."""
    if not item.stale:
        shown = yield from _gathered(item, lambda entry: shown_of(entry, item.status(entry), entry.made))
        if not item.stale:
            stands()
            return shown
    facts = yield from _gathered(item, lambda entry: _facts(item, entry))
    stands()
    line, book, final = item.line, item.rulebook, item.locked
    hidden = frozenset(part.id for part in book.parts if item.hidden(part))
    fresh = yield from _field_scores(book, facts, final)
    moved: list[tuple[Entry, Made]] = []
    shown = yield from mapped(lambda each: _worked(book, hidden, each, fresh, moved), facts.items())
    if item.line == line:
        for entry, made in moved:
            entry.made = made
        item.stale = False
    yield from _let_go(facts)
    return shown


def _let_go(facts: dict[EntryId, Facts]) -> Steps[None]:
    """Python takes as long to give memory back as to fill it."""
    while facts:
        for _ in range(min(slices.SLICE, len(facts))):
            facts.popitem()
        yield


def _gathered(item: Item, take: Callable[[Entry], T]) -> Steps[dict[EntryId, T]]:
    """`take` of every entry, all as of the line at which this ends."""
    for _ in range(TRIES):
        line, entries = item.line, list(item.entries.values())
        found = yield from mapped(take, ((entry.id, entry) for entry in entries))
        if item.swept <= line:
            found.update([(entry.id, take(entry)) for entry in entries if entry.line > line])
            return found
    return {id: take(entry) for id, entry in item.entries.items()}


def _facts(item: Item, entry: Entry) -> Facts:
    made, wide = entry.made, item.rulebook.field_parts
    return Facts(
        entry,
        entry.code,
        item.status(entry),
        entry.known,
        made.parts.copy(),
        made.hints.copy() if made.hints else {},
        tuple(entry.penalties.values()),
        entry.times.copy() if entry.times else _NONE,
        tuple([item.counting(entry, part) for part in wide]),
        tuple([entry.tally(PartId(part.id)) for part in wide]) if entry.votes else (),
        (made.score, made.open, made.shown),
        item.holds_back(entry),
    )


def _field_scores(
    book: Rulebook, facts: Mapping[EntryId, Facts], final: bool
) -> Steps[dict[PartId, Mapping[EntryId, PartScore]]]:
    statuses = yield from mapped(lambda each: each.status, facts.items())
    fresh: dict[PartId, Mapping[EntryId, PartScore]] = {}
    for k, part in enumerate(book.field_parts):
        sheets: dict[EntryId, Mapping[SeatId, SheetScore]] = {}
        tallies: dict[EntryId, Tally] = {}
        before: dict[EntryId, PartScore] = {}
        id = PartId(part.id)
        for some in sliced(facts.items()):
            sheets.update([(entry, each.sheets[k]) for entry, each in some if each.sheets[k]])
            tallies.update([(entry, each.tallies[k]) for entry, each in some if each.tallies])
            before.update([(entry, each.parts[id]) for entry, each in some if id in each.parts])
            yield
        fresh[id] = yield from field_scores_steps(part, sheets, tallies, statuses, final, before)
    return fresh


def _worked(
    book: Rulebook,
    hidden: frozenset[PartId],
    each: Facts,
    fresh: Mapping[PartId, Mapping[EntryId, PartScore]],
    moved: list[tuple[Entry, Made]],
) -> Shown:
    """What the public may see of an entry by the fresh scores, and what they made of it, if they `moved` anything."""
    made = Made(each.parts, each.hints, *each.made)
    if sum([_put(made.parts, id, scores.get(each.entry.id)) for id, scores in fresh.items()]):
        work_out(made, book, hidden, each.penalties, each.times, each.held)
        moved.append((each.entry, made))
    return Shown(each.code, each.status, made.shown, _provisional(made), each.known)


def _put(parts: dict[PartId, PartScore], part: PartId, fresh: PartScore | None) -> bool:
    """True if it is another score than before. The field gives back the one before where no digit of it is another;
    one that is merely equal does not stay, or what a score reads like would hang on when somebody looked."""
    before = parts.get(part)
    if fresh is None:
        parts.pop(part, None)
    else:
        parts[part] = fresh
    return before is not fresh


def shown_of(entry: Entry, status: Status, made: Made) -> Shown:
    """What the public may see of an entry, as it is worked out."""
    return Shown(entry.code, status, made.shown, _provisional(made), entry.known)


def _provisional(made: Made) -> tuple[PartId, ...]:
    if not made.hints:
        return ()
    open_parts: Mapping[Any, Any] = made.shown.parts if made.shown else {}
    return tuple(id for id in made.hints if id in open_parts)


def work_out(
    made: Made,
    book: Rulebook,
    hidden: frozenset[PartId],
    penalties: tuple[PenaltyTaken, ...],
    times: Mapping[PartId, int],
    held: bool,
) -> None:
    """An entry's totals from its parts."""
    parts = made.parts
    made.score = marking.total(book, parts, penalties, times) if parts else None
    known = {**made.hints, **parts} if made.hints else parts
    open_parts = {id: score for id, score in known.items() if id not in hidden} if hidden else known
    same = not made.hints and len(open_parts) == len(parts)
    made.open = made.score if same else marking.total(book, open_parts, penalties, times) if open_parts else None
    made.shown = None if held else made.open


def put_part(parts: dict[PartId, PartScore], part: PartId, fresh: PartScore | None) -> bool:
    """True if it is another score than before. Of two that are equal the old one stays, for what it remembers."""
    before = parts.get(part)
    if fresh is None:
        parts.pop(part, None)
        return before is not None
    if before is not None and before.part is fresh.part and before == fresh:
        return False
    parts[part] = fresh
    return before != fresh
