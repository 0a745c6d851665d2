"""The places behind a part in which places count, not points: those each judge gave, and what they made together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .events import EntryId, PartId, SeatId
from .field import COMPETING, Sheets, places_steps
from .numbers import Points, divide, text
from .panels import RAW
from .places import Twice, majority, places_of, points_for
from .rulebook_types import Combine, Part
from .slices import done

if TYPE_CHECKING:
    from .item import Item


@dataclass(frozen=True, slots=True)
class PlaceReason:
    """A place in the whole field: of a criterion, or of whole sheets (""). place: "2", or "1.5" where two share the
    first and second · points: what it earns, None where it is only on the way."""

    criterion: str
    place: str
    points: Points | None = None


@dataclass(frozen=True, slots=True)
class PlacesTold:
    """An entry's places. own: by each judge · together: what they made, the last one what counts; none where each
    judge's place earns points by itself."""

    own: Mapping[SeatId, tuple[PlaceReason, ...]]
    together: tuple[PlaceReason, ...] = ()


def places_told(item: Item, entry: EntryId, part: Part) -> PlacesTold:
    """The places of an entry in a part that has a score; none where points count."""
    if part.combine is None or not part.combine.by_places:
        return PlacesTold({})
    field = item.once(f"sheets of {part.id}", lambda: _field(item, part))
    if entry not in field:
        return PlacesTold({})
    by_judge = item.once(f"places by judge of {part.id}", lambda: _by_judge(part, field))
    earns = part.combine.method == "place_points"
    own = {seat: tuple(_own(part.combine, by_judge, seat, entry, earns=earns)) for seat in field[entry]}
    if earns:
        return PlacesTold(own)
    last = item.once(f"places of {part.id}", lambda: done(places_steps(part, field)))[entry]
    dances = [*_dances(by_judge, field, entry)] if part.combine.level == "criterion" else []
    return PlacesTold(own, (*dances, _reason(part.combine, "", last, earns=True)))


Given = Mapping[str, Mapping[SeatId, Mapping[EntryId, Twice]]]
"""Per criterion ("" for whole sheets) and judge everybody's place."""


def _field(item: Item, part: Part) -> Sheets:
    """The sheets of those who compete and whose panel is complete."""
    id = PartId(part.id)
    return {
        each.id: each.parts[id].sheets
        for each in item.entries.values()
        if id in each.parts and item.status(each) in COMPETING
    }


def _by_judge(part: Part, field: Sheets) -> Given:
    seats = dict.fromkeys(seat for sheets in field.values() for seat in sheets)
    if part.combine is None or part.combine.level == "sheet":
        return {
            "": {
                seat: places_of({id: each[seat].total for id, each in field.items() if seat in each}) for seat in seats
            }
        }
    found: dict[str, dict[SeatId, Mapping[EntryId, Twice]]] = {}
    for i, criterion in enumerate(part.criteria):
        found[criterion.id] = {}
        for seat in seats:
            given = ((id, each[seat].criteria[i]) for id, each in field.items() if seat in each)
            found[criterion.id][seat] = places_of({id: points for id, points in given if points is not None})
    return found


def _own(combine: Combine, given: Given, seat: SeatId, entry: EntryId, *, earns: bool) -> Iterator[PlaceReason]:
    for criterion, by_seat in given.items():
        if entry in by_seat.get(seat, {}):
            yield _reason(combine, criterion, by_seat[seat][entry], earns=earns)


def _dances(given: Given, field: Sheets, entry: EntryId) -> Iterator[PlaceReason]:
    """Each criterion by majority."""
    for criterion, by_seat in given.items():
        rows = {id: [by_seat[seat][id] for seat in sheets if id in by_seat[seat]] for id, sheets in field.items()}
        yield PlaceReason(criterion, _text(majority(rows)[entry]))


def _reason(combine: Combine, criterion: str, place: Twice, *, earns: bool) -> PlaceReason:
    if not earns:
        return PlaceReason(criterion, _text(place))
    worth = points_for(place, combine.points)
    points = divide(Decimal(worth.numerator), Decimal(worth.denominator), RAW.digits, RAW.mode)
    return PlaceReason(criterion, _text(place), points.normalize() if points else points)


def _text(place: Twice) -> str:
    """Places are kept times two, since equals share the mean of theirs."""
    return text(Decimal(place) / 2)
