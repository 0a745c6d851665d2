"""Seating judges by a sheet: who sits where and of which unit, checked whole before the first of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from .db import PlainWrite
from .intake import Hall, JudgeRow, JudgeSheet, read_judges
from .intake.heads import named
from .intake.units import Spelling
from .locale import both
from .opening import SYSTEM
from .people import People
from .record import Door
from .scoring.contest import Contest
from .scoring.events import EntryId, ItemId, PartId, SeatId
from .scoring.facts import Seat
from .scoring.item import Item, is_joint, panel
from .scoring.refused import Fault, Faulty
from .scoring.rulebook import Part
from .scoring.verbs import Act, Verb, organizer

Named = dict[str, dict[str, str]]
"""Seat → {"zh", "en", "judge", "unit"}."""


class JudgesRefused(Faulty):
    """A sheet of judges that cannot be used; nothing of it was imported. Sentences `intake.<code>`."""

    area = "intake"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("judges_faults", faults)


def import_judges(door: Door, people: People, contest: str, file: Path) -> Iterator[str]:
    """Seat the judges of a file, all or none. A line a seat that changed: its id, who sits there, the unit."""

    def act(verb: Verb, values: dict[str, Any], also: Any = (), step: str = "") -> Any:
        return door.record(contest, verb, by=SYSTEM, values=values, also=also)

    seating = planned(door.current(contest), people.seat_names(contest), file, people.units(contest))
    for seat in seat_judges(act, people, seating):
        told = seating.named[seat]
        yield "  ".join(filter(None, (seat, told["judge"], told["unit"])))


def planned(fold: Contest, named: Named, file: Path, units: Iterable[str] = ()) -> Seating:
    """Who is to sit where by a file of judges. units: as they are written already, besides those of judges.
    JudgesRefused with every fault."""
    sheet = read_judges(file, hall_of(fold, named))
    spelling = Spelling([*units, *(told["unit"] for told in named.values() if told["unit"])])
    sheet = replace(sheet, rows=tuple(replace(row, unit=spelling.of(row.unit)) for row in sheet.rows))
    seating = Seating(fold, named, sheet, respelled=spelling.told)
    if faults := [*sheet.faults, *seating.place()]:
        raise JudgesRefused(faults)
    return seating


def seat_judges(act: Act, people: People, seating: Seating) -> list[str]:
    """Do what was planned; the seats that are new or changed."""
    contest = seating.fold.id
    for seat, values in seating.new.items():
        act(organizer.set_seat, values, also=[_name(people, contest, seat, seating)], step=f"seat-{seat}")
    people.keep([_name(people, contest, seat, seating) for seat in seating.renamed])
    return [*seating.new, *seating.renamed]


def seats_of(fold: Contest, item: Item, part: Part) -> list[Seat]:
    """The seats that count in a part."""
    return [
        seat
        for seat in fold.seats.values()
        if seat.active and not seat.shadow and any((d.item, d.part) == (item.id, part.id) for d in seat.duties)
    ]


def seats_needed(fold: Contest, item: Item) -> list[dict[str, Any]]:
    """Per judged part of an item: how many counting seats its panel needs, and has."""
    return [
        {
            "part": part.id,
            "needed": 1 if panel(part).by == "station" else panel(part).judges,
            "seats": len(seats_of(fold, item, part)),
        }
        for part in item.judged_parts()
    ]


def set_up_seats(act: Act, people: People, fold: Contest, item: Item) -> int:
    """A seat for each judge that the item's panels need and do not have (`masonry-product-3`), for every entry; one for
    a part marked at stations; how many are new."""
    places = zip(item.judged_parts(), seats_needed(fold, item), strict=True)
    return sum(add_seats(act, people, fold, item, part, at["needed"] - at["seats"], None) for part, at in places)


def add_seats(
    act: Act, people: People, fold: Contest, item: Item, part: Part, more: int, entries: list[EntryId] | None
) -> int:
    """So many more seats for a part, under the first ids that are free, for these entries (None: every one); how many,
    none where `more` is below zero."""
    free = (k for k in count(1) if f"{item.id}-{part.id}-{k}" not in fold.seats)
    fresh = list(islice(free, max(0, more)))
    for k in fresh:
        seat = f"{item.id}-{part.id}-{k}"
        zh, en = f"{item.rulebook.name.zh} · {part.name.zh} {k}", f"{item.rulebook.name.en} · {part.name.en} {k}"
        values = {"seat": seat, "judge": seat, "duties": [{"item": item.id, "part": part.id, "entries": entries}]}
        act(organizer.set_seat, values, also=[people.name_seat(fold.id, seat, zh, en, "")], step=f"seat-{seat}")
    return len(fresh)


def _name(people: People, contest: str, seat: str, seating: Seating) -> PlainWrite:
    told = seating.named[seat]
    return people.name_seat(contest, seat, told["zh"], told["en"], told["judge"], told["unit"])


def hall_of(fold: Contest, named: Named) -> Hall:
    """What a sheet of judges of this contest may name."""
    items = {str(item.id): (item.rulebook.name.zh, item.rulebook.name.en) for item in fold.items.values()}
    parts = {
        str(item.id): {str(part.id): (part.name.zh, part.name.en) for part in item.judged_parts()}
        for item in fold.items.values()
    }
    seats = {str(seat): tuple(named.get(seat, {}).get(lang, seat) for lang in ("zh", "en")) for seat in fold.seats}
    return Hall(items, parts, seats)


def judge_rows(fold: Contest, named: Named) -> list[JudgeRow]:
    """Who sits where, a row a duty; a seat that nobody has taken yet has no name."""
    return [
        JudgeRow(told.get("judge", ""), told.get("unit", ""), duty.item, duty.part, seat.id, seat.shadow)
        for seat in fold.seats.values()
        if seat.active
        for told in [named.get(seat.id, {})]
        for duty in seat.duties
    ]


@dataclass
class Seating:
    """named: what every seat will be called and who will sit there · new: the values of seats that are set up ·
    respelled: units as said → as they are written here."""

    fold: Contest
    before: Named
    sheet: JudgeSheet
    named: Named = field(default_factory=dict)
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    respelled: Mapping[str, str] = field(default_factory=dict)

    @property
    def renamed(self) -> list[str]:
        """The seats that are there and get another judge, or the judge another name or unit."""
        known = (seat for seat in self.named if seat not in self.new)
        return [seat for seat in known if self.named[seat] != self.before.get(seat)]

    def place(self) -> list[Fault]:
        """Find each row's seat; the faults. Seats that are named come first: nobody else is put there."""
        rows = sorted(self.sheet.rows, key=lambda row: not row.seat)
        return [fault for row in rows for fault in self._place(row)]

    def _place(self, row: JudgeRow) -> Iterator[Fault]:
        if row.seat in self.fold.seats:
            yield from self._sit(row, self.fold.seats[SeatId(row.seat)])
        elif row.seat:
            yield from self._set_up(row, row.seat)
        elif (seat := self._waiting(row)) is not None:
            yield from self._sit(row, seat)
        else:
            yield from self._set_up(row, self._fresh(row))

    def _sit(self, row: JudgeRow, seat: Seat) -> Iterator[Fault]:
        """Name who sits in a seat that is there."""
        if (row.item or row.part) and not _marks(seat, row):
            yield self.sheet.fault(row, "part", "seat_not_of_part", seat=seat.id)
        if row.shadow is not None and row.shadow != seat.shadow:
            yield self.sheet.fault(row, "role", "seat_shadow", seat=seat.id)
        sits = self._who(seat.id)["judge"]
        if sits and sits != row.name and _has_marked(self.fold, seat):
            yield self.sheet.fault(row, "name", "seat_taken", seat=seat.id, text=sits)
        self.named[seat.id] = self._who(seat.id) | {"judge": row.name, "unit": row.unit}

    def _set_up(self, row: JudgeRow, seat: str) -> Iterator[Fault]:
        """A seat of its own, or one duty more for one of this sheet."""
        part = self.fold.items[ItemId(row.item)].rulebook.part(row.part)
        shadow = bool(row.shadow)
        if shadow and is_joint(part):
            yield self.sheet.fault(row, "role", "shadow_of_joint", part=named((part.name.zh, part.name.en)))
        places = 1 if panel(part).by == "station" else panel(part).judges
        if not shadow and len(self._seats_of(row)) >= places:
            yield self.sheet.fault(
                row, "part", "panel_full", part=named((part.name.zh, part.name.en)), places=str(places)
            )
        duty = {"item": row.item, "part": row.part, "entries": None}
        values = self.new.setdefault(seat, {"seat": seat, "judge": seat, "duties": [], "shadow": shadow})
        values["duties"].append(duty)
        self.named.setdefault(seat, self._words(row, part, seat) | {"judge": row.name, "unit": row.unit})

    def _seats_of(self, row: JudgeRow) -> list[str]:
        """The seats that count in a part, those of this sheet too."""
        there = [
            str(seat.id) for seat in self.fold.seats.values() if seat.active and not seat.shadow and _marks(seat, row)
        ]
        duty = (row.item, row.part)
        return there + [
            seat
            for seat, values in self.new.items()
            if not values["shadow"] and duty in [(each["item"], each["part"]) for each in values["duties"]]
        ]

    def _waiting(self, row: JudgeRow) -> Seat | None:
        """The seat of this part where the judge sits already, or the first where nobody does."""
        seats = [
            seat
            for seat in self.fold.seats.values()
            if seat.active and _marks(seat, row) and seat.shadow == bool(row.shadow) and seat.id not in self.named
        ]
        own = [seat for seat in seats if self._who(seat.id)["judge"] == row.name]
        free = [seat for seat in seats if not self._who(seat.id)["judge"] and not self._asked(seat)]
        return next(iter(own + free), None)

    def _asked(self, seat: Seat) -> bool:
        return any(row.seat == seat.id for row in self.sheet.rows)

    def _fresh(self, row: JudgeRow) -> str:
        stem = f"{row.item}-{row.part}-" + "shadow-" * bool(row.shadow)
        taken = {*self.fold.seats, *self.new}
        return next(seat for k in count(1) if (seat := f"{stem}{k}") not in taken)

    def _who(self, seat: str) -> dict[str, str]:
        return self.before.get(seat) or {"zh": seat, "en": seat, "judge": "", "unit": ""}

    def _words(self, row: JudgeRow, part: Part, seat: str) -> dict[str, str]:
        item = self.fold.items[ItemId(row.item)].rulebook
        number = seat.rpartition("-")[2] if seat.rpartition("-")[2].isdigit() else seat
        what = "intake.seat_shadow_named" if row.shadow else "intake.seat_named"
        told = {lang: {"item": getattr(item.name, lang), "part": getattr(part.name, lang)} for lang in ("zh", "en")}
        return {lang: both(what, told[lang] | {"number": number})[lang] for lang in ("zh", "en")}


def _marks(seat: Seat, row: JudgeRow) -> bool:
    return any(duty.item == row.item and (not row.part or duty.part == row.part) for duty in seat.duties) or (
        not row.item and any(duty.part == row.part for duty in seat.duties)
    )


def _has_marked(fold: Contest, seat: Seat) -> bool:
    return any(
        entry.sheet(PartId(duty.part), fold.owner(duty.item, duty.part, seat.id)) is not None
        for duty in seat.duties
        for entry in fold.items[duty.item].entries.values()
    )
