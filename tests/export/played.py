"""The preset played through with seeded marks and the real rules: a result like the ones that are handed in."""

import random
from decimal import Decimal
from functools import cache

from contest import presets
from contest.export.view import ResultView, SeatView, Signature, UnitRow, Version
from contest.scoring.awards import draw_awards
from contest.scoring.marking import combine, imported, read_imported, read_penalty, score_sheet, total
from contest.scoring.ranking import standings
from contest.scoring.rulebook import parse_rulebook, parse_unit_table
from contest.scoring.rulebook_types import Text
from contest.scoring.teams import unit_table
from tests.export.joined import FilledSheet, Identity, ItemResult, item_view

PRESET = presets.load("datong-construction")
VERSION = Version(2188, "3fa2b1c07d9e5a6480c1b2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3021")
SIGNED = Signature("郝春生", "2026-11-21T08:27:00.000Z")


@cache
def played(draft: bool = False, sealed: bool = False, items: tuple[str, ...] = ()) -> ResultView:
    """The whole contest, or some of its items."""
    results = {item: _play(item, draft, sealed) for item in items or PRESET.rulebooks}
    ranked = {item: result.standings for item, result in results.items()}
    units = {entry: who.unit for result in results.values() for entry, who in (result.people or {}).items()}
    names = {entry: who.name for result in results.values() for entry, who in (result.people or {}).items()}
    table = unit_table(parse_unit_table(PRESET.unit_table), ranked, units) if units and not items else []
    rows = [
        UnitRow(row.rank, row.unit, row.total, row.tied, tuple((i, names[e], p) for i, e, p in row.counted))
        for row in table
    ]
    return ResultView(
        contest=Text(**PRESET.title),
        items=tuple(item_view(result) for result in results.values()),
        version=VERSION,
        draft=draft,
        date=" – ".join(PRESET.dates),
        venue=Text(**PRESET.venue),
        organizer=Text(**PRESET.organizer),
        units_name=Text(**PRESET.unit_table["name"]),
        units=tuple(rows),
    )


def _play(item: str, draft: bool, sealed: bool) -> ItemResult:
    dice = random.Random(item)
    book = parse_rulebook(PRESET.rulebooks[item])
    entries = [row for row in PRESET.roster if row.item == item]
    codes = {row.number: f"{letter}{n}" for row, (letter, n) in zip(entries, _codes(dice, len(entries)), strict=True)}
    scores, statuses, sheets = {}, {}, []
    for row in entries:
        skill = dice.gauss(0.82, 0.07)
        mine = [sheet for part in book.parts if part.panel for sheet in _sheets(book, part, row.number, skill, dice)]
        parts = {}
        for part in book.parts:
            if part.source == "imported":
                parts[part.id] = imported(part, read_imported(part, row.scores["theory"]))
            else:
                given = {s.seat: score_sheet(part, s.marks) for s in mine if s.part == part.id}
                parts[part.id] = combine(part, given)
        sheets += mine
        penalties = [read_penalty(book, "late")] if dice.random() < 0.1 else []
        limit = int(book.part("process").time.limit) * 60
        scores[row.number] = total(book, parts, penalties, {"process": int(limit * dice.uniform(0.85, 1.03))})
    statuses[entries[-1].number] = "withdrawn"
    ranked = standings(book, scores, statuses)
    people = None if sealed else {row.number: Identity(row.number, row.name, row.unit) for row in entries}
    seats = {part.id: _seats(item, part.id) for part in book.parts}
    drawn = draw_awards(book, ranked)
    signed = None if draft else SIGNED
    return ItemResult(book, ranked, VERSION, seats, codes, people, sheets, drawn, signed)


def _codes(dice, count):
    return [("K", n) for n in dice.sample(range(100, 999), count)]


def _seats(item, part):
    return [
        SeatView(seat.id, Text(**seat.name), seat.judge)
        for seat in PRESET.seats
        if any((duty.item, duty.part) == (item, part) for duty in seat.duties)
    ]


def _sheets(book, part, number, skill, dice):
    """One sheet of each seat whose duty it is; of a joint team, one in all."""
    duties = [(s.id, d) for s in PRESET.seats for d in s.duties if (d.item, d.part) == (book.id, part.id)]
    mine = [seat for seat, duty in duties if duty.entries == "all" or number in duty.entries]
    for seat in mine[: part.panel.sheets]:
        marks = {aspect.id: _mark(aspect, skill, dice) for aspect in part.aspects.values()}
        yield FilledSheet(number, part.id, seat, marks, "灰缝局部偏宽" if dice.random() < 0.03 else "")


def _mark(aspect, skill, dice):
    luck = min(1, max(0, dice.gauss(skill, 0.06)))
    if aspect.kind == "points":
        return (Decimal(int(luck * float(aspect.max) / float(aspect.step))) * aspect.step).quantize(Decimal("0.1"))
    if aspect.kind == "judgement":
        return Decimal(round(luck * 3))
    if aspect.kind == "check":
        return dice.random() < 0.85
    if aspect.kind == "faults":
        return Decimal(dice.choice([0, 0, 1, 1, 2, 3]))
    last = float(aspect.ladder[-1].upto) if aspect.ladder else float(aspect.tolerance) + 4
    spread = last * (1 - luck) * 1.6
    off = [dice.uniform(-spread, spread) for _ in range(aspect.readings)]
    return tuple(Decimal(str(round(float(aspect.nominal) + (x if aspect.nominal else abs(x)), 1))) for x in off)
