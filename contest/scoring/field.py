"""Parts in which one mark or vote moves everyone: computed for the whole field at once, from values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain
from math import lcm
from operator import attrgetter, is_, itemgetter
from typing import cast

from .adjusting import alike, moves_steps
from .events import EntryId, SeatId
from .numbers import Points, divide, round_to
from .panels import RAW
from .parts import PartScore, combine
from .places import Twice, majority_steps, placed_steps, points_for, summed_steps
from .ranking import Status
from .rulebook_types import Part
from .sheets import SheetScore
from .slices import Steps, at_once, mapped, only, put_together, sliced
from .votes import NOTHING, Tally, vote_scores_steps

COMPETING = ("present",)
"""Whose votes and marks set the measure: not who withdrew, was disqualified, was too late or is out of competition."""
GUEST = ("guest",)
"""Who is measured where judges are made alike, and sets no measure."""

Sheets = Mapping[EntryId, Mapping[SeatId, SheetScore]]
Value = Callable[[Iterable[SheetScore]], Iterable[Points | None]]
"""What of a judge's sheets is compared with one another, sheet by sheet."""
_TOTAL: Value = partial(map, attrgetter("total"))
_CRITERIA = attrgetter("criteria")


def field_scores_steps(
    part: Part,
    sheets: Sheets,
    tallies: Mapping[EntryId, Tally],
    statuses: Mapping[EntryId, Status],
    final: bool = False,
    before: Mapping[EntryId, PartScore] = NOTHING,
    settled: Collection[EntryId] = frozenset(),
) -> Steps[Mapping[EntryId, PartScore]]:
    """The part's score of each entry that has one, worked out in slices. `statuses`: of every entry, who was too late
    is eliminated; `final`: the item is locked; `before`: the scores as this found them last, of which those that come
    out the same are given back: most do, and are spared the work; `settled`: of whom marks count that lie too far
    apart."""
    field: set[EntryId] = set()
    for some in sliced(statuses.items()):
        field.update([id for id, status in some if status in COMPETING])
        yield
    if part.votes is not None:
        return (yield from vote_scores_steps(part, tallies, field, before))
    competing = yield from only(lambda id, _: id in field, sheets)
    if part.adjust is not None:
        guests = {id: each for id, each in sheets.items() if statuses.get(id) in GUEST}
        moves = yield from moves_steps(part, competing, guests)
        each = ((id, (one, id in settled, before.get(id))) for id, one in chain(competing.items(), guests.items()))
        made = yield from mapped(lambda one: _combined(part, final, alike(one[0], moves), *one[1:]), each)
        whole = yield from only(lambda _, score: score is not None, made)
        return cast("Mapping[EntryId, PartScore]", whole)
    return (yield from _by_places(part, competing, before))


field_scores = at_once(field_scores_steps)


def _combined(
    part: Part, final: bool, sheets: Mapping[SeatId, SheetScore], settled: bool, before: PartScore | None
) -> PartScore | None:
    """As judges are combined; of a whole panel with the same sheets as before what they came to then, unless they
    counted only as long as it was `settled`."""
    assert part.panel is not None
    if before is not None and len(sheets) == part.panel.sheets and _same_sheets(part, sheets, before):
        held = any(gap.action == "again" for gap in before.apart)
        return combine(part, sheets, final, settled) if held and not settled else before
    return combine(part, sheets, final, settled)


def _same_sheets(part: Part, sheets: Mapping[SeatId, SheetScore], before: PartScore) -> bool:
    """Whether they are the same digit for digit (8.5 and 8.50 are equal, and read differently): so that a score does
    not hang on when somebody looked."""
    if before.part is not part or before.sheets.keys() != sheets.keys():
        return False
    if all(map(is_, sheets.values(), before.sheets.values())):
        return True
    return all(_same_sheet(sheet, before.sheets[seat]) for seat, sheet in sheets.items())


def _same_sheet(sheet: SheetScore, before: SheetScore) -> bool:
    if sheet is before:
        return True
    handed_in = sheet.aspects is before.aspects and sheet[3:] == before[3:]
    return handed_in and sheet.total == before.total and sheet.total.same_quantum(before.total)


def _by_places(part: Part, sheets: Sheets, before: Mapping[EntryId, PartScore]) -> Steps[Mapping[EntryId, PartScore]]:
    """Places of the entries whose panel is complete, turned into points."""
    assert part.panel is not None
    assert part.combine is not None
    wanted = part.panel.sheets
    whole = yield from only(lambda _, each: len(each) == wanted, sheets)
    worth, bottom = _worth(part.combine.points)
    if part.combine.method == "place_points":
        rows = yield from _rows(whole, (yield from _seats(whole)), _TOTAL)
        tops = yield from mapped(lambda row: _earned(worth, row), rows.items())
    else:
        places = yield from places_steps(part, whole)
        tops = yield from mapped(lambda place: (worth[place] if place < len(worth) else 0, 0), places.items())
    made = yield from mapped(
        lambda top: _made(part, top, bottom), ((top, top) for top in {top for top, _ in tops.values()})
    )
    scored = ((id, (made[tops[id][0]], tops[id][1], each, before.get(id))) for id, each in whole.items())
    return (yield from mapped(lambda one: _score(part, *one), scored))


def _earned(worth: Sequence[int], row: Sequence[Twice]) -> tuple[int, int]:
    """What an entry's places earn, added, and how many of them earn anything."""
    earned = [worth[place] for place in row if place < len(worth)]
    return sum(earned), len(earned) - earned.count(0)


def _worth(listed: Sequence[Points]) -> tuple[list[int], int]:
    """What each place earns as far as one earns anything, by the place times two, over one denominator."""
    each = [Fraction(0)] * 2 + [points_for(place, listed) for place in range(2, 2 * len(listed) + 2)]
    bottom = lcm(*(points.denominator for points in each))
    return [int(points * bottom) for points in each], bottom


def places_steps(part: Part, whole: Sheets) -> Steps[dict[EntryId, Twice]]:
    """Places by majority of the sheets; or of each criterion, and then over all criteria. `whole`: the sheets of those
    whose panel is complete."""
    assert part.combine is not None
    seats = yield from _seats(whole)
    if part.combine.level == "sheet":
        return (yield from majority_steps((yield from _rows(whole, seats, _TOTAL))))
    dances: list[Mapping[EntryId, Twice]] = []
    for i in range(len(part.criteria)):
        dances.append((yield from majority_steps((yield from _rows(whole, seats, _criterion(i))))))
    rows: Iterable[tuple[Twice, ...]] = zip(*(dance.values() for dance in dances), strict=True)
    return (yield from summed_steps((yield from put_together(whole, rows))))  # in the order of the entries


def _seats(whole: Sheets) -> Steps[Collection[SeatId]]:
    """Whoever marked any of them."""
    seats: dict[SeatId, SheetScore] = {}
    for some in sliced(whole.values()):
        for each in some:
            seats.update(each)
        yield
    return seats.keys()


def _rows(whole: Sheets, seats: Collection[SeatId], value: Value) -> Steps[Mapping[EntryId, Sequence[Twice]]]:
    """Per entry the places that its judges gave it, of those who gave a `value` at all."""
    own: dict[SeatId, list[Twice]] = {}
    for seat in seats:
        given = (sheets[seat] for sheets in whole.values() if seat in sheets)
        own[seat] = yield from placed_steps(value(given), highest_first=True)
    if all(len(places) == len(whole) and 0 not in places for places in own.values()):
        return (yield from put_together(whole, zip(*own.values(), strict=True)))  # as it mostly is: all gave to all
    rest = {seat: iter(places) for seat, places in own.items()}
    return (yield from mapped(lambda seats: [place for seat in seats if (place := next(rest[seat]))], whole.items()))


def _criterion(i: int) -> Value:
    return lambda sheets: map(itemgetter(i), map(_CRITERIA, sheets))


def _made(part: Part, top: int, bottom: int) -> tuple[Points, Points]:
    """The points as the part tells them, and unrounded."""
    assert part.stages.judges is not None, "a rulebook whose stage divides states its rounding"
    over = Decimal(bottom)
    value = divide(Decimal(top), over, part.stages.judges.digits, part.stages.judges.mode)
    return round_to(value, part.stages.part), divide(Decimal(top), over, RAW.digits, RAW.mode)


def _score(
    part: Part,
    points: tuple[Points, Points],
    givers: int,
    sheets: Mapping[SeatId, SheetScore],
    before: PartScore | None,
) -> PartScore:
    earned = (*points, givers)
    if (
        before is not None
        and earned == (before.value, before.raw, before.givers)
        and _same_sheets(part, sheets, before)
    ):
        return before
    return PartScore(*points, (), (), sheets, part, givers=givers)
