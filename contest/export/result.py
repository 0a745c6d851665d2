"""A contest as an export shows it: joins the fold's result with names, seats' names and notes into a ResultView."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from ..office_time import day
from ..people import People
from ..scoring import marking
from ..scoring import results as whole
from ..scoring.awards import chief_awards
from ..scoring.contest import Contest, Seat
from ..scoring.events import EntryId, ItemId, PartId, SeatId, digest
from ..scoring.item import JOINT, Entry, Item, Sheet
from ..scoring.marking import EntryScore
from ..scoring.numbers import ZERO, Points, add
from ..scoring.ranking import Standing
from ..scoring.refused import MarksRefused
from ..scoring.remarking import to_mark_again
from ..scoring.rulebook_types import Part, Text
from ..scoring.scale import scaled
from ..scoring.teams import UnitStanding
from .statistics import compared
from .view import (
    AwardView,
    Deduction,
    ExcuseView,
    HonourView,
    ItemView,
    JudgeTotal,
    MarkValue,
    MarkView,
    PartCell,
    PartView,
    PromotionView,
    ResultView,
    RowView,
    SeatView,
    SheetView,
    Signature,
    UnitRow,
    Version,
    WinnerView,
)

JOINT_NAME = Text("测量组合评", "Joint sheet")


class Joiner:
    """Builds views of one contest. Names appear only where the item is unsealed."""

    def __init__(self, contest: Contest, people: People) -> None:
        self.contest, self.people = contest, people
        self.seat_names = people.seat_names(contest.id)
        self.judge_names = people.judge_names(contest.id)
        self.accounts = people.account_names()

    def result(self, items: Sequence[Item], *, draft: bool) -> ResultView:
        """The result of these items; with all items of the contest, the table of units too."""
        views = tuple(self.item(item) for item in items)
        everything = len(items) == len(self.contest.items)
        version = views[0].version if len(views) == 1 else self._version(views)
        table = self.contest.unit_table if everything else None
        honours = whole.unit_honours(self.contest) if table else None
        return ResultView(
            contest=Text(self.contest.title["zh"], self.contest.title["en"]),
            items=views,
            version=version,
            draft=draft,
            date=day(self.contest.opened_at),
            rehearsal=self.contest.rehearsal,
            roles_shared=self.contest.roles.since,
            units_name=table.name if table else None,
            units=tuple(map(self._unit, honours.units)) if honours else (),
            honours=tuple(self._honours(honours)) if honours else (),
        )

    def compared(self, view: ResultView, items: Sequence[Item]) -> ResultView:
        """The view with its judges beside each other."""
        return replace(view, items=tuple(map(self._compared, view.items, items)))

    def _compared(self, view: ItemView, item: Item) -> ItemView:
        found = [compared(item, part, self._seat_name) for part in item.judged_parts()]
        return replace(
            view, judges=tuple(each for judges, _ in found for each in judges), agreement=tuple(a for _, a in found)
        )

    @staticmethod
    def _version(views: Sequence[ItemView]) -> Version:
        return Version(max(each.version.seq for each in views), digest([each.version.digest for each in views]))

    def item(self, item: Item) -> ItemView:
        """One item's result with its sheets and awards."""
        found = whole.results(self.contest, item)
        given = chief_awards(item.rulebook, found.awards)
        names = {award.id: award.name for award in item.rulebook.awards}
        beside = scaled(item.rulebook, found.standings)
        money, sign = _money(item, found), item.signature
        promotions = {each.who.code: each for each in self._promotions(item, found)}
        rows = [
            self._row(item, each, names.get(given.get(each.entry, "")), beside.get(each.entry))
            for each in whole.as_seen(item, found)
        ]
        return ItemView(
            id=item.id,
            name=item.rulebook.name,
            parts=tuple(self._part(item, part) for part in item.rulebook.parts),
            rows=tuple(replace(row, money=money.get(row.code), promotion=promotions.get(row.code)) for row in rows),
            version=Version(sign.seq if sign else item.changed, found.digest),
            signed=Signature(self.accounts.get(sign.by, sign.by), sign.at) if sign and found.final else None,
            voided=item.voided.seq if item.voided and not sign else 0,
            excused=self._excused(item),
            by_hand=item.draws.by_hand(item.seed_digest),
            sealed=not item.names_known,
            sheets=tuple(self._sheets(item)),
            awards=tuple(self._awards(item, found)),
            promotions=tuple(promotions.values()),
        )

    def _excused(self, item: Item) -> tuple[ExcuseView, ...]:
        texts = self.people.texts(self.contest.id, [each.reason for each in item.excused])
        return tuple(
            ExcuseView(each.what, self.accounts.get(each.by, each.by), texts.get(each.reason, ""))
            for each in item.excused
        )

    def _part(self, item: Item, part: Part) -> PartView:
        panel = part.panel
        seats = [seat for seat in self._seats(item, part) if panel is not None and panel.by == "all"]
        return PartView(part.id, part.name, part.weight, part.out_of, tuple(map(self._seat, seats)), part.known_by_name)

    def _seats(self, item: Item, part: Part) -> Iterator[Seat]:
        for seat in self.contest.seats.values():
            if any((duty.item, duty.part) == (item.id, part.id) for duty in seat.duties):
                yield seat

    def _seat(self, seat: Seat) -> SeatView:
        now = self.seat_names.get(seat.id, {}).get("judge")
        before = [self.judge_names.get(judge, "") for _, judge in seat.judges[:-1]]
        return SeatView(seat.id, self._seat_name(seat.id), " → ".join(filter(None, [*before, now])) or None)

    def _seat_then(self, owner: str, sheet: Sheet) -> Text:
        """What a sheet's seat is called; with who gave the sheet there, where the seat was handed over."""
        name, seat = self._seat_name(owner), self.contest.seats.get(SeatId(owner))
        judge = "" if seat is None else who_gave(self.judge_names, seat, sheet)
        return Text(f"{name.zh}（{judge}）", f"{name.en} ({judge})") if judge else name

    def _seat_name(self, seat: str) -> Text:
        if seat == JOINT:
            return JOINT_NAME
        named: Mapping[str, str] = self.seat_names.get(seat, {})
        return Text(named.get("zh", seat), named.get("en", seat))

    def _row(self, item: Item, standing: Standing, award: Text | None, figure: Points | None) -> RowView:
        entry, score = item.entries[standing.entry], standing.score
        person = self.people.person(self.contest.id, entry.id) if item.names_known else None
        rules = {rule.id: rule for rule in item.rulebook.penalties}
        taken = () if score is None else score.deductions
        return RowView(
            rank=standing.rank,
            code=entry.code,
            total=None if score is None else score.total,
            tied=standing.tied,
            number=person.number if person else None,
            name=person.name if person else None,
            unit=person.unit if person else None,
            parts={} if score is None else _cells(score),
            deductions=tuple(Deduction(rules[id].name, points, rules[id].part) for id, points in taken),
            status=standing.status,
            award=award,
            scaled=figure,
        )

    def _sheets(self, item: Item) -> Iterator[SheetView]:
        digests = [sheet.note_digest for entry in item.entries.values() for _, _, sheet in _sheets_of(item, entry)]
        notes = self.people.texts(self.contest.id, digests)
        for entry in sorted(item.entries.values(), key=lambda each: each.code):
            for part, owner, sheet in _sheets_of(item, entry):
                yield SheetView(
                    code=entry.code,
                    part=part.name,
                    seat=self._seat_then(owner, sheet),
                    marks=tuple(_marks(part, sheet, _before(entry, part, owner))),
                    total=sheet.score.total,
                    note=notes.get(sheet.note_digest, ""),
                    confirmed=sheet.counts,
                    uncounted=_uncounted(item, entry, part, owner),
                )

    def _awards(self, item: Item, found: whole.Results) -> Iterator[AwardView]:
        standing = {each.entry: each for each in found.everyone}
        for award in item.rulebook.awards:
            winners = [standing[each.entry] for each in found.awards if each.award_id == award.id]
            rows = [self._winner(item, each) for each in winners]
            if award.listed == "strokes":
                rows = [replace(row, rank=None) for row in rows]
            yield AwardView(award.name, tuple(rows), award.money, found.empty.get(award.id, 0))

    def _winner(self, item: Item, standing: Standing) -> WinnerView:
        entry, score = item.entries[standing.entry], standing.score
        person = self.people.person(self.contest.id, entry.id) if item.names_known else None
        name, unit = (person.name, person.unit) if person else (None, None)
        return WinnerView(standing.rank, entry.code, score.total if score else ZERO, name, unit)

    def _promotions(self, item: Item, found: whole.Results) -> Iterator[PromotionView]:
        """None while the item is sealed: nobody knows who holds what."""
        rules = item.rulebook.promotion
        if rules is None or not item.names_known:
            return
        levels = {level.id: level.name for level in rules.levels}
        standing = {each.entry: each for each in found.standings}
        for each in found.promotions:
            score = standing[each.entry].score
            parts = {str(id): part.score for id, part in score.parts.items()} if score else {}
            who = self._winner(item, standing[each.entry])
            yield PromotionView(who, levels[each.to], levels.get(each.before), parts)

    def _unit(self, each: UnitStanding) -> UnitRow:
        counted = tuple((str(item), self._who(item, entry), points) for item, entry, points in each.counted)
        return UnitRow(each.rank, each.unit, each.total, each.tied, counted)

    def _honours(self, honours: whole.Honours) -> Iterator[HonourView]:
        rows = {each.unit: self._unit(each) for each in honours.units}
        for award in self.contest.unit_table.awards if self.contest.unit_table else ():
            given = tuple(rows[each.entry] for each in honours.given if each.award_id == award.id)
            yield HonourView(award.name, given, award.money, honours.empty.get(award.id, 0))

    def _who(self, item: ItemId, entry: EntryId) -> str:
        person = self.people.person(self.contest.id, entry)
        return person.name if person else self.contest.items[item].entries[entry].code


def who_gave(judge_names: Mapping[str, str], seat: Seat, sheet: Sheet) -> str:
    """The judge who gave a sheet at a seat that was handed over; "" where it never was. A device of those who sat there
    before does not say whose it was: then all who may have given it."""
    if len(seat.judges) < 2:
        return ""
    return " / ".join(
        filter(
            None,
            (judge_names.get(judge, "") for judge in seat.judges_of(sheet.aside or sheet.version, former=sheet.former)),
        )
    )


def _uncounted(item: Item, entry: Entry, part: Part, owner: str) -> Literal["", "recused", "shadow"]:
    """Why a sheet never counts. A recusal is not told before the item is locked and names are known."""
    why = item.uncounted.why(entry.id, PartId(part.id), owner)
    if why == "shadow":
        return "shadow"
    return "recused" if why and item.locked and item.names_known else ""


def _money(item: Item, found: whole.Results) -> dict[str, Decimal]:
    """What each entry's awards are worth together, by its code."""
    worth = {award.id: award.money for award in item.rulebook.awards if award.money is not None}
    money: dict[str, Decimal] = {}
    for each in found.awards:
        if each.award_id in worth:
            code = item.entries[each.entry].code
            money[code] = add(money.get(code, ZERO), worth[each.award_id])
    return money


def _sheets_of(item: Item, entry: Entry) -> Iterator[tuple[Part, str, Sheet]]:
    for part in item.judged_parts():
        for owner, sheet in sorted(entry.sheets.get(part.id, {}).items()):
            yield part, owner, sheet


def _before(entry: Entry, part: Part, owner: str) -> dict[str, tuple[MarkValue, ...]]:
    """Per aspect what this owner had given before it was marked again, the first mark first."""
    found: dict[str, tuple[MarkValue, ...]] = {}
    remarked = entry.remarked.get(PartId(part.id))
    for round in remarked.rounds if remarked else ():
        try:
            values = marking.read_marks(part, round.marks.get(owner, {}))
        except MarksRefused:  # the scheme is another by now, or this owner had given none
            continue
        for aspect in to_mark_again(part, round) & set(values):
            found[aspect] = (*found.get(aspect, ()), values[aspect])
    return found


def _marks(part: Part, sheet: Sheet, before: Mapping[str, tuple[MarkValue, ...]]) -> Iterator[MarkView]:
    values = marking.read_marks(part, sheet.marks)
    scores = iter(sheet.score.aspects)
    for criterion in part.criteria:
        for aspect in criterion.aspects:
            score = next(scores)
            if aspect.id in values and score is not None:
                was = before.get(aspect.id, ())
                yield MarkView(criterion.name, aspect.name, aspect.max, values[aspect.id], score, aspect.unit, was)


def _cells(score: EntryScore) -> dict[str, PartCell]:
    return {
        str(id): PartCell(
            score=part.score,
            deducted=part.deducted,
            weighted=part.weighted,
            judges={seat: JudgeTotal(share.total, share.dropped) for seat, share in part.part.judges.items()},
        )
        for id, part in score.parts.items()
    }
