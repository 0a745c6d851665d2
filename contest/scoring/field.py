"""Parts in which one mark or vote moves everyone: computed for the whole field at once, from values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from .adjusting import adjusted
from .events import EntryId, SeatId
from .numbers import Points, divide, round_to
from .panels import RAW
from .parts import JudgeShare, PartScore, combine
from .places import majority, places_of, points_for, summed
from .ranking import Status
from .rulebook_types import Part
from .sheets import SheetScore
from .votes import Tally, vote_scores

COMPETING = ("present",)
"""Whose votes and marks set the measure: not who withdrew, was disqualified, was too late or is out of competition."""
GUEST = ("guest",)
"""Who is measured where judges are made alike, and sets no measure."""

Sheets = Mapping[EntryId, Mapping[SeatId, SheetScore]]


def field_scores(
    part: Part,
    sheets: Sheets,
    tallies: Mapping[EntryId, Tally],
    statuses: Mapping[EntryId, Status],
    final: bool = False,
) -> Mapping[EntryId, PartScore]:
    """The part's score of each entry that has one. `statuses`: of every entry, who was too late is eliminated; `final`:
    the item is locked."""
    field = {id for id, status in statuses.items() if status in COMPETING}
    if part.votes is not None:
        return vote_scores(part, tallies, field)
    competing = {id: each for id, each in sheets.items() if id in field}
    if part.adjust is not None:
        guests = {id: each for id, each in sheets.items() if statuses.get(id) in GUEST}
        made = {id: combine(part, each, final) for id, each in adjusted(part, competing, guests).items()}
        return {id: score for id, score in made.items() if score is not None}
    return _by_places(part, competing)


def _by_places(part: Part, sheets: Sheets) -> Mapping[EntryId, PartScore]:
    """Places of the entries whose panel is complete, turned into points."""
    assert part.panel is not None
    assert part.combine is not None
    wanted = part.panel.sheets
    whole = {id: each for id, each in sheets.items() if len(each) == wanted}
    if not whole:
        return {}
    listed = part.combine.points
    if part.combine.method == "place_points":
        worth = {
            id: sum((points_for(place, listed) for place in row), Fraction(0)) for id, row in _rows(whole, None).items()
        }
    else:
        worth = {id: points_for(place, listed) for id, place in _places(part, whole).items()}
    return {id: _score(part, worth[id], each) for id, each in whole.items()}


def _places(part: Part, whole: Sheets) -> dict[EntryId, Fraction]:
    """Places by majority of the sheets; or of each criterion, and then over all criteria."""
    assert part.combine is not None
    if part.combine.level == "sheet":
        return majority(_rows(whole, None))
    dances = [majority(_rows(whole, i)) for i in range(len(part.criteria))]
    return summed({id: [dance[id] for dance in dances] for id in whole})


def _rows(whole: Sheets, criterion: int | None) -> dict[EntryId, list[Fraction]]:
    """Per entry the place that each judge gave it, by whole sheets or by one criterion."""
    rows: dict[EntryId, list[Fraction]] = {id: [] for id in whole}
    for seat in sorted({seat for each in whole.values() for seat in each}):
        seen = {id: each[seat] for id, each in whole.items() if seat in each}
        values = {id: sheet.total if criterion is None else sheet.criteria[criterion] for id, sheet in seen.items()}
        for id, place in places_of({id: value for id, value in values.items() if value is not None}).items():
            rows[id].append(place)
    return rows


def _score(part: Part, points: Fraction, sheets: Mapping[SeatId, SheetScore]) -> PartScore:
    assert part.stages.judges is not None, "a rulebook whose stage divides states its rounding"
    top, bottom = Decimal(points.numerator), Decimal(points.denominator)
    value = divide(top, bottom, part.stages.judges.digits, part.stages.judges.mode)
    judges = {seat: JudgeShare(sheet.total) for seat, sheet in sheets.items()}
    raw: Points = divide(top, bottom, RAW.digits, RAW.mode)
    return PartScore(round_to(value, part.stages.part), raw, judges, (), sheets, part)
