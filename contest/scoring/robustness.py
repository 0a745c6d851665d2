"""How firm the awards are: which would change without one judge, or with one mark a step higher or lower.

Field-wide and slow by nature (every mark twice): for a child process, never for the loop (design decision 11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from . import marking
from .aspects import MOST_FAULTS, THREE
from .awards import draw_awards
from .events import AspectId, EntryId, PartId, SeatId
from .field import field_scores
from .item import Entry, Item
from .marking import EntryScore, PartScore, SheetScore
from .numbers import ZERO, Points, add
from .remarking import counts_apart
from .results import complete_scores, standings_of
from .rulebook_types import Aspect, Part, Rulebook

Awards = Mapping[EntryId, frozenset[str]]
Scores = Mapping[EntryId, EntryScore]
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry's awards as they are, and as they would be."""

    entry: EntryId
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithoutJudge:
    """What would change had one judge's sheets of a part not been there; those left are combined as if the panel were
    complete."""

    part: PartId
    seat: SeatId
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class OtherMark:
    """What would change had one mark been a step higher or lower (`by`, signed): in points the step of its aspect, of a
    judgement one of the 0 to 3, of faults one fault, of a check yes (+1) or no (−1)."""

    entry: EntryId
    part: PartId
    seat: SeatId
    aspect: AspectId
    by: Points
    changes: tuple[Change, ...]


def effort(item: Item) -> int:
    """How many places are worked out to answer both questions: (judges + moved marks) × entries."""
    scores = complete_scores(item)
    return (len(item.judged_parts()) + sum(1 for _ in _moves(item, scores))) * len(scores)


def without_each_judge(item: Item) -> list[WithoutJudge]:
    """One finding for each judge of each part that several mark."""
    scores, found = complete_scores(item), []
    now = _awards(item, scores)
    for part in item.judged_parts():
        if part.panel is None or part.panel.sheets < 2:
            continue
        for seat in sorted(
            {SeatId(owner) for entry in item.entries.values() for owner in entry.sheets.get(part.id, {})}
        ):
            changed = _less_a_judge(item, part, seat, scores)
            found.append(WithoutJudge(part.id, seat, _changes(now, _awards(item, changed))))
    return found


def with_each_mark_moved(item: Item) -> list[OtherMark]:
    """The marks that alone decide an award: those a step up or down from which some award would change."""
    scores = complete_scores(item)
    now = _awards(item, scores)
    found = []
    for entry, part, seat, aspect, by in _moves(item, scores):
        moved = _moved(item, entry, part, seat, aspect, by, scores)
        others = any(moved[id].total != scores[id].total for id in ((entry.id,) if not part.field_wide else scores))
        changes = _changes(now, _awards(item, moved)) if others else ()
        if changes:
            found.append(OtherMark(entry.id, part.id, seat, aspect.id, by, changes))
    return found


def _moves(item: Item, scores: Mapping[EntryId, EntryScore]) -> Iterator[tuple[Entry, Part, SeatId, Aspect, Points]]:
    """Every mark with steps that counts, one step up and one down within its range."""
    for id in sorted(scores):
        entry = item.entries[id]
        for part in item.judged_parts():
            for owner, sheet in sorted(entry.sheets.get(part.id, {}).items()):
                if not sheet.counts or item.uncounted.why(entry.id, PartId(part.id), owner):
                    continue
                for aspect in part.aspects.values():
                    for by in _steps(aspect, sheet.marks.get(aspect.id)):
                        yield entry, part, SeatId(owner), aspect, by


def _steps(aspect: Aspect, mark: Any) -> Iterator[Points]:
    """By how much a mark may move: a step up, a step down; readings and amounts have no steps, a veto is no matter of
    degree."""
    step, least, most = {
        "points": (aspect.step, aspect.min, aspect.max),
        "judgement": (ONE, ZERO, THREE),
        "faults": (ONE, ZERO, MOST_FAULTS),
        "check": (ONE, ZERO, ONE),
    }.get(aspect.kind, (None, ZERO, ZERO))
    if mark is None or step is None:
        return
    for by in (step, step.copy_negate()):
        if least <= add(Decimal(mark), by) <= most:
            yield by


def _moved(
    item: Item, entry: Entry, part: Part, seat: SeatId, aspect: Aspect, by: Points, scores: Scores
) -> dict[EntryId, EntryScore]:
    """Everyone's score with one mark moved."""
    sheets = item.counting(entry, part)
    given = entry.sheets[part.id][seat].marks
    moved = add(Decimal(given[aspect.id]), by)
    marks = {**marking.read_marks(part, given), aspect.id: bool(moved) if aspect.kind == "check" else moved}
    sheets[seat] = marking.score_sheet(part, marks)
    if part.field_wide:
        everyone = {id: item.counting(each, part) for id, each in item.entries.items()}
        return _whole_field(item, item.rulebook, part, {**everyone, entry.id: sheets}, scores)
    return {**scores, entry.id: _total(item, entry, part, item.combined(entry, part, sheets))}


def _less_a_judge(item: Item, part: Part, seat: SeatId, scores: Scores) -> dict[EntryId, EntryScore]:
    """Everyone's score without one judge of a part."""
    assert part.panel is not None, "a judged part has a panel"
    if part.field_wide:
        everyone = {id: item.counting(entry, part) for id, entry in item.entries.items()}
        left = {id: {who: each for who, each in sheets.items() if who != seat} for id, sheets in everyone.items()}
        book = _smaller(item.rulebook, part)
        return _whole_field(item, book, book.part(part.id), left, scores)
    return {id: _less_one(item, item.entries[id], part, seat, score) for id, score in scores.items()}


def _less_one(item: Item, entry: Entry, part: Part, seat: SeatId, score: EntryScore) -> EntryScore:
    sheets = item.counting(entry, part)
    if sheets.pop(seat, None) is None or not sheets:
        return score
    assert part.panel is not None, "a judged part has a panel"
    smaller = replace(part, panel=replace(part.panel, judges=len(sheets)))
    settled = counts_apart(part, entry.remarked.get(PartId(part.id)))
    return _total(item, entry, part, marking.combine(smaller, sheets, True, settled))


def _smaller(book: Rulebook, part: Part) -> Rulebook:
    """The rulebook with one judge less in a part; what their places can earn at most is less by one judge's, too."""
    assert part.panel is not None, "a judged part has a panel"
    fewer = replace(part.panel, judges=part.panel.judges - 1)
    less = replace(part, panel=fewer)
    if part.combine is not None and part.combine.method == "place_points":
        less = replace(less, out_of=less.max)
    return replace(book, parts=tuple(less if each.id == part.id else each for each in book.parts))


def _whole_field(
    item: Item,
    book: Rulebook,
    part: Part,
    sheets: Mapping[EntryId, Mapping[SeatId, SheetScore]],
    scores: Scores,
) -> dict[EntryId, EntryScore]:
    """Everyone's score with other sheets of a part in which one mark moves everyone."""
    statuses = {id: item.status(entry) for id, entry in item.entries.items()}
    marked = {id: each for id, each in sheets.items() if each}
    settled = {id for id, entry in item.entries.items() if counts_apart(part, entry.remarked.get(PartId(part.id)))}
    made = field_scores(part, marked, {}, statuses, True, settled=settled)
    return {id: _total(item, item.entries[id], part, made.get(id), book) for id in scores}


def _total(item: Item, entry: Entry, part: Part, made: PartScore | None, book: Rulebook | None = None) -> EntryScore:
    parts = dict(entry.parts) if made is None else {**entry.parts, part.id: made}
    return marking.total(book or item.rulebook, parts, tuple(entry.penalties.values()), entry.times)


def _awards(item: Item, scores: Mapping[EntryId, EntryScore]) -> Awards:
    known = {id: entry.known for id, entry in item.entries.items()}
    table = standings_of(item, scores)
    won: dict[EntryId, set[str]] = {}
    for each in draw_awards(item.rulebook, table, known, item.overrides):
        won.setdefault(each.entry, set()).add(each.award_id)
    return {entry: frozenset(given) for entry, given in won.items()}


def _changes(now: Awards, then: Awards) -> tuple[Change, ...]:
    nothing: frozenset[str] = frozenset()
    return tuple(
        Change(entry, tuple(sorted(now.get(entry, nothing))), tuple(sorted(then.get(entry, nothing))))
        for entry in sorted(now.keys() | then.keys())
        if now.get(entry, nothing) != then.get(entry, nothing)
    )
