"""From what the rules made of an item to what its export shows: standings, sheets and prizes become an ItemView."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contest.export.view import (
    AwardView,
    Deduction,
    ItemView,
    JudgeTotal,
    MarkView,
    PartCell,
    PartView,
    RowView,
    SeatView,
    SheetView,
    Signature,
    Version,
    WinnerView,
)
from contest.scoring.awards import Awarded
from contest.scoring.events import EntryId
from contest.scoring.marking import EntryScore, PartResult, score_sheet
from contest.scoring.ranking import Standing
from contest.scoring.rulebook_types import Part, Rulebook, Text


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is behind a code."""

    number: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet as it counts: marks by aspect id, as read_marks gives them; seat: who sent it."""

    entry: str
    part: str
    seat: str
    marks: Mapping[Any, Any]
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class ItemResult:
    """Everything an item's export is made from. seats: by part id, all of them; codes: entry id → code;
    people: entry id → identity, or None while the item is sealed."""

    rulebook: Rulebook
    standings: Sequence[Standing]
    version: Version
    seats: Mapping[str, Sequence[SeatView]]
    codes: Mapping[str, str]
    people: Mapping[str, Identity] | None = None
    sheets: Iterable[FilledSheet] = ()
    drawn: Sequence[Awarded] = ()
    signed: Signature | None = None
    id: str | None = None
    names: Mapping[str, Text] = field(default_factory=dict)
    """Names of the seats that sent sheets, where `seats` does not hold them."""


def item_view(result: ItemResult) -> ItemView:
    """The item's result as plain values."""
    book = result.rulebook
    return ItemView(
        id=result.id or book.id,
        name=book.name,
        parts=tuple(_part(part, result.seats.get(part.id, ())) for part in book.parts),
        rows=tuple(_row(result, standing) for standing in result.standings),
        version=result.version,
        signed=result.signed,
        sealed=result.people is None,
        sheets=tuple(_sheets(result)),
        awards=tuple(_awards(result)),
    )


def _part(part: Part, seats: Sequence[SeatView]) -> PartView:
    """Columns for judges only where each of them marks every entry and a sheet's total is what is combined."""
    each = part.panel is not None and part.panel.by == "all" and part.panel.judges > 1
    by_sheet = part.combine is not None and part.combine.level == "sheet"
    out_of = part.max if part.out_of is None else part.out_of
    return PartView(
        part.id, part.name, part.weight, out_of, tuple(seats) if each and by_sheet else (), part.known_by_name
    )


def _row(result: ItemResult, standing: Standing) -> RowView:
    person = (result.people or {}).get(standing.entry)
    prizes = {prize.entry: prize.award_id for prize in result.drawn}
    named = {award.id: award.name for award in result.rulebook.awards}
    score = standing.score
    return RowView(
        rank=standing.rank,
        tied=standing.tied,
        code=result.codes[standing.entry],
        total=score.total if score else None,
        number=person.number if person else None,
        name=person.name if person else None,
        unit=person.unit if person else None,
        parts={part: _cell(found) for part, found in score.parts.items()} if score else {},
        deductions=tuple(_deductions(result.rulebook, score)) if score else (),
        status=standing.status,
        award=named.get(prizes.get(standing.entry, "")),
    )


def _cell(found: PartResult) -> PartCell:
    judges = {str(seat): JudgeTotal(share.total, share.dropped) for seat, share in found.part.judges.items()}
    return PartCell(found.score, found.deducted, found.weighted, judges)


def _deductions(book: Rulebook, score: EntryScore) -> Iterator[Deduction]:
    for rule, points in score.deductions:
        yield Deduction(book.penalty(rule).name, points, book.penalty(rule).part)


def _sheets(result: ItemResult) -> Iterator[SheetView]:
    names = {seat.id: seat.name for seats in result.seats.values() for seat in seats} | dict(result.names)
    place = {part.id: i for i, part in enumerate(result.rulebook.parts)}
    ordered = sorted(result.sheets, key=lambda s: (place[s.part], result.codes[s.entry], s.seat))  # type: ignore[index]
    for sheet in ordered:
        part = result.rulebook.part(sheet.part)
        seat = names.get(sheet.seat, Text(sheet.seat, sheet.seat))
        scored = score_sheet(part, sheet.marks)
        marks = tuple(_marks(part, sheet, scored.aspects))
        code = result.codes[sheet.entry]
        yield SheetView(code, part.name, seat, marks, scored.total, sheet.note, sheet.confirmed)


def _marks(part: Part, sheet: FilledSheet, points: Sequence[Any]) -> Iterator[MarkView]:
    at = 0
    for criterion in part.criteria:
        for aspect in criterion.aspects:
            score = points[at]
            at += 1
            if score is not None and aspect.id in sheet.marks:
                value = sheet.marks[aspect.id]
                yield MarkView(criterion.name, aspect.name, aspect.max, value, score, aspect.unit)


def _awards(result: ItemResult) -> Iterator[AwardView]:
    totals = {standing.entry: standing.score.total for standing in result.standings if standing.score}
    for award in result.rulebook.awards:
        won = [prize for prize in result.drawn if prize.award_id == award.id]
        if won:
            yield AwardView(award.name, tuple(_winner(result, prize, totals) for prize in won), award.money)


def _winner(result: ItemResult, prize: Awarded, totals: Mapping[EntryId, Any]) -> WinnerView:
    person = (result.people or {}).get(prize.entry)
    name, unit = (person.name, person.unit) if person else (None, None)
    return WinnerView(prize.rank, result.codes[prize.entry], totals[prize.entry], name, unit)
