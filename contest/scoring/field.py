"""Parts in which one mark or vote moves everyone: computed for the whole field at once, from values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from .adjusting import adjusted
from .events import EntryId, SeatId
from .numbers import Points, divide, round_to
from .panels import RAW
from .parts import JudgeShare, PartScore, combine
from .places import Twice, majority, places_of, points_for, summed
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
    if part.combine.method == "place_points":
        rows: Mapping[EntryId, Sequence[Twice]] = _rows(whole, None)
    else:
        rows = {id: (place,) for id, place in _places(part, whole).items()}
    worth, bottom = _worth(part.combine.points)
    earned = {id: sum(worth[place] for place in row if place < len(worth)) for id, row in rows.items()}
    made = {top: _made(part, top, bottom) for top in set(earned.values())}
    return {id: _score(part, made[earned[id]], each) for id, each in whole.items()}


def _worth(listed: Sequence[Points]) -> tuple[list[int], int]:
    """What each place earns as far as one earns anything, by the place times two, over one denominator."""
    each = [Fraction(0)] * 2 + [points_for(place, listed) for place in range(2, 2 * len(listed) + 2)]
    bottom = lcm(*(points.denominator for points in each))
    return [int(points * bottom) for points in each], bottom


def _places(part: Part, whole: Sheets) -> dict[EntryId, Twice]:
    """Places by majority of the sheets; or of each criterion, and then over all criteria."""
    assert part.combine is not None
    if part.combine.level == "sheet":
        return majority(_rows(whole, None))
    dances = [majority(_rows(whole, i)) for i in range(len(part.criteria))]
    return summed({id: [dance[id] for dance in dances] for id in whole})


def _rows(whole: Sheets, criterion: int | None) -> dict[EntryId, list[Twice]]:
    """Per entry the place that each judge gave it, by whole sheets or by one criterion."""
    given: defaultdict[SeatId, dict[EntryId, Points]] = defaultdict(dict)
    for id, each in whole.items():
        for seat, sheet in each.items():
            value = sheet.total if criterion is None else sheet.criteria[criterion]
            if value is not None:
                given[seat][id] = value
    rows: dict[EntryId, list[Twice]] = {id: [] for id in whole}
    for seat in sorted(given):
        for id, place in places_of(given[seat]).items():
            rows[id].append(place)
    return rows


def _made(part: Part, top: int, bottom: int) -> tuple[Points, Points]:
    """The points as the part tells them, and unrounded."""
    assert part.stages.judges is not None, "a rulebook whose stage divides states its rounding"
    over = Decimal(bottom)
    value = divide(Decimal(top), over, part.stages.judges.digits, part.stages.judges.mode)
    return round_to(value, part.stages.part), divide(Decimal(top), over, RAW.digits, RAW.mode)


def _score(part: Part, points: tuple[Points, Points], sheets: Mapping[SeatId, SheetScore]) -> PartScore:
    judges = {seat: JudgeShare(sheet.total) for seat, sheet in sheets.items()}
    return PartScore(*points, judges, (), sheets, part)
