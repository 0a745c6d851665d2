"""A field in which one mark moves everyone, worked out in slices: as of one line, while others come.

What an entry's score is made of is gathered first, and what lines touched meanwhile once more: so it is the field as it
stood at one moment. From there on nothing is read of the item, and lines that come are not in what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from . import marking
from .entry import Entry, Made, Shown
from .events import Code, EntryId, PartId, SeatId
from .field import field_scores_steps
from .marking import EntryScore, PartScore, PenaltyTaken, SheetScore
from .ranking import Status
from .remarking import counts_apart
from .rulebook_types import Rulebook
from .slices import Steps, let_go, mapped, sliced
from .ties import Known
from .votes import Tally

if TYPE_CHECKING:
    from .item import Item

_NONE: Mapping[PartId, int] = MappingProxyType({})
TRIES = 3
"""How often a field is gathered anew because lines touched many of it, before it is gathered without a stop."""


class Facts(NamedTuple):
    """What an entry's score is made of at one moment; no line changes anything in here. sheets, tallies, settled: of
    each part in which one mark moves everyone; settled: marks count that lie too far apart · made: score, open and
    shown as they were · held: nothing is revealed yet · seen: what the public might see of the entry then."""

    entry: Entry
    code: Code
    status: Status
    known: Known
    parts: Mapping[PartId, PartScore]
    hints: Mapping[PartId, PartScore]
    penalties: tuple[PenaltyTaken, ...]
    times: Mapping[PartId, int]
    sheets: tuple[Mapping[SeatId, SheetScore], ...]
    tallies: tuple[Tally, ...]
    settled: tuple[bool, ...]
    made: tuple[EntryScore | None, EntryScore | None, EntryScore | None]
    held: bool
    seen: Shown


class Gathered(NamedTuple):
    """The facts of every entry as of a line, kept by the item: the next time those alone are gathered that a line
    touched since."""

    line: int
    facts: dict[EntryId, Facts]


def nothing_gathered() -> Gathered:
    """Before the first time."""
    return Gathered(-1, {})


def nobody() -> None:
    """Whom it does not concern at which moment the field stood so."""


def settling(item: Item, stands: Callable[[], None] = nobody) -> Steps[dict[EntryId, Shown]]:
    """What the public may see of every entry as of one line. `stands` is called at that moment: every line before it is
    taken in, none behind it. Where none came since, the item keeps what was worked out and is `stale` no more."""
    kept = item.gathered
    facts = yield from _gathered(item)
    stands()
    line, book, final = item.line, item.rulebook, item.locked
    stale = item.stale or item.gathered is not kept  # else another has put scores in place while these were gathered
    if stale:
        hidden = frozenset(part.id for part in book.parts if item.hidden(part))
        fresh = yield from _field_scores(book, facts, final)
        moved = yield from _moved(book, hidden, facts, fresh)
        facts.update([(id, each) for id, (each, _) in moved.items()])
    if item.line == line and item.gathered is kept:  # nobody else worked it out meanwhile
        if stale:
            for each, made in moved.values():
                each.entry.made = made
            item.stale = False
        item.gathered = Gathered(line, facts.copy())
        yield from let_go(kept.facts)
    return (yield from mapped(_seen, facts.items()))


def _gathered(item: Item) -> Steps[dict[EntryId, Facts]]:
    """The facts of every entry, all as of the line at which this ends."""
    for _ in range(TRIES):
        line, entries, kept = item.line, list(item.entries.values()), item.gathered
        found, since = (kept.facts.copy(), kept.line) if item.swept <= kept.line else ({}, -1)
        found.update((yield from mapped(_facts, ((entry.id, entry) for entry in entries if entry.line > since))))
        if item.swept <= line:
            found.update([(entry.id, _facts(entry)) for entry in entries if entry.line > line])
            return found
    return {id: _facts(entry) for id, entry in item.entries.items()}


def _facts(entry: Entry) -> Facts:
    item, made = entry.item, entry.made
    wide, status = item.rulebook.field_parts, item.status(entry)
    return Facts(
        entry,
        entry.code,
        status,
        entry.known,
        made.parts.copy(),
        made.hints.copy() if made.hints else {},
        tuple(entry.penalties.values()),
        entry.times.copy() if entry.times else _NONE,
        tuple([item.counting(entry, part) for part in wide]),
        tuple([entry.tally(PartId(part.id)) for part in wide]) if entry.votes else (),
        tuple([counts_apart(part, entry.remarked.get(PartId(part.id))) for part in wide]) if entry.remarked else (),
        (made.score, made.open, made.shown),
        item.holds_back(entry),
        shown_of(entry, status, made),
    )


def _seen(each: Facts) -> Shown:
    return each.seen


def _field_scores(
    book: Rulebook, facts: Mapping[EntryId, Facts], final: bool
) -> Steps[dict[PartId, Mapping[EntryId, PartScore]]]:
    statuses = yield from mapped(lambda each: each.status, facts.items())
    fresh: dict[PartId, Mapping[EntryId, PartScore]] = {}
    for k, part in enumerate(book.field_parts):
        sheets: dict[EntryId, Mapping[SeatId, SheetScore]] = {}
        tallies: dict[EntryId, Tally] = {}
        before: dict[EntryId, PartScore] = {}
        settled: set[EntryId] = set()
        id = PartId(part.id)
        for some in sliced(facts.items()):
            sheets.update([(entry, each.sheets[k]) for entry, each in some if each.sheets[k]])
            tallies.update([(entry, each.tallies[k]) for entry, each in some if each.tallies])
            before.update([(entry, each.parts[id]) for entry, each in some if id in each.parts])
            settled.update([entry for entry, each in some if each.settled and each.settled[k]])
            yield
        fresh[id] = yield from field_scores_steps(part, sheets, tallies, statuses, final, before, settled)
    return fresh


def _moved(
    book: Rulebook,
    hidden: frozenset[PartId],
    facts: Mapping[EntryId, Facts],
    fresh: Mapping[PartId, Mapping[EntryId, PartScore]],
) -> Steps[dict[EntryId, tuple[Facts, Made]]]:
    """Whom the fresh scores move, and what they make of each. The field gives the score before back where no digit of
    it is another; one that is merely equal does not stay, or what a score reads like would hang on when somebody
    looked."""
    moved: dict[EntryId, tuple[Facts, Made]] = {}
    for some in sliced(facts.items()):
        for id, each in some:
            now = {part: scores.get(id) for part, scores in fresh.items()}
            if not all(map(is_, now.values(), map(each.parts.get, now))):
                moved[id] = _worked(book, hidden, each, now)
        yield
    return moved


def _worked(
    book: Rulebook, hidden: frozenset[PartId], each: Facts, fresh: Mapping[PartId, PartScore | None]
) -> tuple[Facts, Made]:
    """An entry by its fresh scores: its facts from now on, and what they make of it."""
    parts = {**each.parts, **fresh}
    made = Made({id: score for id, score in parts.items() if score is not None}, {**each.hints}, *each.made)
    work_out(made, book, hidden, each.penalties, each.times, each.held)
    seen = Shown(each.code, each.status, made.shown, _provisional(made), each.known)
    now = (made.score, made.open, made.shown)
    return each._replace(parts=made.parts.copy(), made=now, seen=seen), made


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
