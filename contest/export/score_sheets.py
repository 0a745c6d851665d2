"""Score sheets on paper: blank ones to mark on by hand, the same filled in as recorded, and each judge's table to sign.

Codes only: no sheet ever bears a name of whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..office_time import stamp
from ..people import People
from ..scoring.contest import Contest, Seat
from ..scoring.events import PartId
from ..scoring.item import JOINT, Entry, Item, Sheet, is_joint, panel
from ..scoring.numbers import Points, text
from ..scoring.refused import Refused
from ..scoring.rulebook_types import Aspect, Part
from .paper import build_paper, qr_svg
from .result import who_gave
from .sheet_rows import mark_words, scheme_rows
from .view import Lang
from .words import Words, words

KINDS = ("blank", "filled", "summary")
MOST_SHEETS = 1_000
"""On one paper: a sheet takes some 10 ms to set, and a child of the server has an end."""

MOST_COLUMNS = 20
"""Of a judge's table on A4 lying."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: of one item, of a part and a seat or of all (""). `url`: where the console stands, for the codes."""

    kind: str
    item: str
    part: str = ""
    seat: str = ""
    lang: Lang = "zh"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet lies: whose it is, and of which part. `team`: all who sign it, more than one of a joint sheet."""

    part: Part
    owner: str
    team: tuple[Seat, ...]
    entries: tuple[Entry, ...]


def sheets_paper(contest: Contest, people: People, wanted: Wanted) -> tuple[str, bytes]:
    """A paper's file name and its PDF. Refused: ("unknown_item"), ("unknown_part"), ("unknown_seat"), ("no_sheets")
    where there is nothing to print, ("too_many_sheets")."""
    item = next((each for each in contest.items.values() if each.id == wanted.item), None)
    if item is None:
        raise Refused("unknown_item", item=wanted.item)
    paper = _Paper(contest, people, item, wanted)
    places = list(paper.places())
    data = paper.head() | (paper.tables(places) if wanted.kind == "summary" else paper.sheets(places))
    template = "judge_summary" if wanted.kind == "summary" else "score_sheet"
    named = "-".join(filter(None, [contest.id, item.id, wanted.part, wanted.seat, f"{wanted.kind}-{contest.seq}"]))
    return f"{named}.pdf", build_paper(template, data, wanted.lang)


class _Paper:
    """One paper in the making."""

    def __init__(self, contest: Contest, people: People, item: Item, wanted: Wanted) -> None:
        self._contest, self._people, self._item, self._wanted = contest, people, item, wanted
        self._named, self._judges = people.seat_names(contest.id), people.judge_names(contest.id)
        self._words: Words = words(wanted.lang)

    def head(self) -> dict[str, Any]:
        """What every page bears."""
        contest, lang = self._contest, self._wanted.lang
        return {
            "title": contest.title[lang],
            "item": self._words.pick(self._item.rulebook.name),
            "version": f"{contest.id} #{contest.seq} · {contest.head.hex()[:12]}",
            "rehearsal": contest.rehearsal,
            "roles_shared": bool(contest.roles.since),
        }

    def places(self) -> Iterator[Place]:
        """Every place a sheet of the paper lies at, in the rulebook's order. Refused where none does."""
        wanted, found = self._wanted, 0
        parts = [part for part in self._item.judged_parts() if wanted.part in ("", part.id)]
        if not parts:
            raise Refused("unknown_part", part=wanted.part)
        for part in parts:
            for owner, team in self._teams(part):
                entries = tuple(self._entries(part, team))
                found += len(entries)
                if entries and wanted.seat in ("", *(seat.id for seat in team)):
                    yield Place(part, owner, team, entries)
        if wanted.seat and wanted.seat not in self._contest.seats:
            raise Refused("unknown_seat", seat=wanted.seat)

    def _teams(self, part: Part) -> Iterator[tuple[str, tuple[Seat, ...]]]:
        seats = [
            seat
            for seat in self._contest.seats.values()
            if seat.active and any((duty.item, duty.part) == (self._item.id, part.id) for duty in seat.duties)
        ]
        if is_joint(part):
            if seats:
                yield JOINT, tuple(seats)
        else:
            yield from ((seat.id, (seat,)) for seat in seats)

    def _entries(self, part: Part, team: Iterable[Seat]) -> Iterator[Entry]:
        for code in sorted(self._item.by_code):
            entry = self._item.by_code[code]
            if any(seat.marks(self._item.id, PartId(part.id), entry.id) for seat in team):
                yield entry

    def sheets(self, places: list[Place]) -> dict[str, Any]:
        """One sheet a place and entry: blank of all, filled of those that were handed in."""
        filled = self._wanted.kind == "filled"
        found = [(place, entry) for place in places for entry in place.entries]
        if filled:
            found = [(place, entry) for place, entry in found if entry.sheet(PartId(place.part.id), place.owner)]
        _refuse_wrong(len(found))
        notes = self._notes(found) if filled else {}
        return {
            "filled": filled,
            "parts": {place.part.id: self._part(place.part) for place in places},
            "sheets": [self._sheet(place, entry, notes, filled) for place, entry in found],
        }

    def _notes(self, found: list[tuple[Place, Entry]]) -> Mapping[str, str]:
        sheets = [entry.sheet(PartId(place.part.id), place.owner) for place, entry in found]
        return self._people.texts(self._contest.id, [sheet.note_digest for sheet in sheets if sheet])

    def _part(self, part: Part) -> dict[str, Any]:
        return {
            "name": self._words.pick(part.name),
            "max": text(part.max),
            "criteria": scheme_rows(part, self._words),
            "signatures": panel(part).judges if is_joint(part) else 1,
        }

    def _sheet(self, place: Place, entry: Entry, notes: Mapping[str, str], filled: bool) -> dict[str, Any]:
        seat = self._wanted.seat or place.team[0].id
        path = "/".join(
            quote(each, safe="") for each in (self._contest.id, self._item.id, "type", place.part.id, seat, entry.code)
        )
        told = {"part": place.part.id, "code": entry.code, "seats": self._team(place, entry)}
        told["qr"] = qr_svg(f"{self._wanted.url}/console#/{path}")
        sheet = entry.sheet(PartId(place.part.id), place.owner)
        return told | (self._filled(place.part, sheet, notes) if filled and sheet else {})

    def _team(self, place: Place, entry: Entry | None = None) -> list[dict[str, str]]:
        """Who signs; of a sheet that an earlier judge of the seat gave, who gave it."""
        sheet = entry and self._wanted.kind == "filled" and entry.sheet(PartId(place.part.id), place.owner)
        told = []
        for seat in place.team:
            named = self._named.get(seat.id, {})
            gave = who_gave(self._judges, seat, sheet) if sheet and place.owner != JOINT else ""
            told.append({"seat": named.get(self._wanted.lang, seat.id), "judge": gave or named.get("judge", "")})
        return told

    def _filled(self, part: Part, sheet: Sheet, notes: Mapping[str, str]) -> dict[str, Any]:
        worths = zip(part.aspects.values(), sheet.score.aspects, strict=True)
        return {
            "marks": {
                aspect.id: {
                    "said": mark_words(aspect, sheet.marks.get(aspect.id), self._words),
                    "worth": "" if worth is None or aspect.kind == "veto" else text(worth),
                }
                for aspect, worth in worths
            },
            "total": text(sheet.score.total),
            "seq": sheet.version,
            "at": _minute(sheet.at),
            "state": "returned" if sheet.returned else "confirmed" if sheet.counts else "unconfirmed",
            "note": notes.get(sheet.note_digest, ""),
        }

    def tables(self, places: list[Place]) -> dict[str, Any]:
        """A table a judge and part: codes × aspects, and the total; what was not handed in stays empty."""
        _refuse_wrong(len(places))
        return {"tables": [self._table(place) for place in places]}

    def _table(self, place: Place) -> dict[str, Any]:
        part = place.part
        told = {"part": self._words.pick(part.name), "max": text(part.max), "columns": self._columns(part)}
        rows = aligned([self._line(place, entry) for entry in place.entries])
        return told | {"rows": rows, "seats": self._team(place)}

    def _columns(self, part: Part) -> list[dict[str, str]]:
        """An aspect a column where they find room on a page, else a criterion."""
        if len(part.aspects) <= MOST_COLUMNS:
            return [{"name": self._words.pick(each.name), "max": _most(each)} for each in part.aspects.values()]
        return [{"name": self._words.pick(each.name), "max": text(each.max)} for each in part.criteria]

    def _line(self, place: Place, entry: Entry) -> dict[str, Any]:
        """What each column is worth: the judge signs for points that add up to the total."""
        part = place.part
        sheet = entry.sheet(PartId(part.id), place.owner)
        if sheet is None:
            marks = [""] * len(self._columns(part))
            return {"code": entry.code, "state": "none", "marks": marks, "total": "", "seq": ""}
        marks = [self._cell(*each, sheet) for each in zip(part.aspects.values(), sheet.score.aspects, strict=True)]
        if len(part.aspects) > MOST_COLUMNS:
            marks = ["" if each is None else text(each) for each in sheet.score.criteria]
        state = "confirmed" if sheet.counts else "unconfirmed"
        told = {"code": entry.code, "state": state, "marks": marks}
        return told | {"total": text(sheet.score.total), "seq": f"#{sheet.version}"}

    def _cell(self, aspect: Aspect, worth: Points | None, sheet: Sheet) -> str:
        if aspect.kind == "veto":
            return mark_words(aspect, sheet.marks.get(aspect.id), self._words)
        return "" if worth is None else text(worth)


def aligned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With as many digits behind the point in a column as its longest figure has, so that points stand below each
    other."""
    columns = [_filled(column) for column in zip(*(row["marks"] for row in rows), strict=True)]
    totals = _filled([row["total"] for row in rows])
    marks = list(zip(*columns, strict=True)) or [()] * len(rows)
    return [row | {"marks": list(marks[n]), "total": totals[n]} for n, row in enumerate(rows)]


def _filled(figures: Sequence[str]) -> list[str]:
    most = max((len(each.partition(".")[2]) for each in figures if _is_figure(each)), default=0)
    return [_with_digits(each, most) if most and _is_figure(each) else each for each in figures]


def _with_digits(said: str, digits: int) -> str:
    whole, _, behind = said.partition(".")
    return f"{whole}.{behind.ljust(digits, '0')}"


def _is_figure(said: str) -> bool:
    return said.lstrip("-").replace(".", "", 1).isdigit()


def _minute(at: str) -> str:
    """A line's time as the hall's clocks showed it."""
    return stamp(at)[:-3]


def _most(aspect: Aspect) -> str:
    return "" if aspect.kind == "veto" else text(aspect.max)


def _refuse_wrong(sheets: int) -> None:
    if not sheets:
        raise Refused("no_sheets")
    if sheets > MOST_SHEETS:
        raise Refused("too_many_sheets", sheets=sheets, most=MOST_SHEETS)
