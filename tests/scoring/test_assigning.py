"""Assigning: even loads, nobody's own unit counts, and nothing on a judge's desk depends on the judge's unit."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contest import verify
from contest.check.journal import recomputed
from contest.scoring.assigning import Asked, Conflict, assign
from contest.scoring.desk import desk
from contest.scoring.events import EntryId, SeatId
from contest.scoring.refused import Refused
from contest.scoring.verbs.assigning import assign_entries
from contest.scoring.verbs.recusal import recuse
from tests.support.histories import ITEM, ORGANIZER, History, a_book, a_contest, refused

SEED = "0a" * 32


@st.composite
def halls(draw: st.DrawFn) -> tuple[Asked, dict[SeatId, str], dict[EntryId, str]]:
    """Entries and seats with units, a panel, a seed; sometimes groups."""
    judges = draw(st.integers(1, 3))
    seats = [SeatId(f"s{k}") for k in range(draw(st.integers(judges + 1, 9)))]
    entries = [EntryId(f"e{k}") for k in range(draw(st.integers(1, 24)))]
    units = st.sampled_from(["", "一建", "二建", "三建", "四建", "五建"])
    of_seats = {seat: draw(units) for seat in seats}
    of_entries = {entry: draw(units) for entry in entries}
    most = len(seats) // judges
    groups = {e: 1 + k % draw(st.integers(1, most)) for k, e in enumerate(entries)} if draw(st.booleans()) else {}
    return Asked(draw(st.binary(min_size=32, max_size=32)), entries, seats, judges, groups), of_seats, of_entries


def conflicts(seats: dict[SeatId, str], entries: dict[EntryId, str]) -> set[Conflict]:
    return {(seat, entry) for seat, unit in seats.items() for entry, of in entries.items() if unit and unit == of}


def given_or_none(asked: Asked, against: set[Conflict]) -> dict[SeatId, Any] | None:
    try:
        return dict(assign(asked, against))
    except Refused as fault:
        if fault.code not in ("assign_conflicts", "assign_too_few"):
            raise
        return None


@given(halls())
def test_every_entry_has_its_judges_and_no_sheet_of_the_own_unit_counts(hall: Any):
    asked, seats, entries = hall
    against = conflicts(seats, entries)
    found = given_or_none(asked, against)
    if found is None:
        return
    for entry in asked.entries:
        counting = [seat for seat, each in found.items() if entry in each.entries - each.recused]
        assert len(counting) == asked.judges
        assert not any((seat, entry) in against for seat in counting)
    assert all(each.recused == {e for e in each.entries if (s, e) in against} for s, each in found.items())


@given(halls())
def test_loads_differ_by_one_at_most_but_for_who_stands_in(hall: Any):
    """Without conflicts exactly so; each conflict is one sheet more for one seat."""
    asked, seats, entries = hall
    plain = Asked(asked.seed, asked.entries, asked.seats, asked.judges)
    loads = [len(each.entries) for each in assign(plain, set()).values()]
    assert max(loads) - min(loads) <= 1
    found = given_or_none(plain, conflicts(seats, entries))
    if found is not None:
        more = sum(len(each.recused) for each in found.values())
        assert sum(len(each.entries) for each in found.values()) == len(asked.entries) * asked.judges + more


@given(halls(), st.data())
def test_a_judges_desk_is_the_same_whatever_unit_the_judge_is_of(hall: Any, data: st.DataObject):
    asked, seats, entries = hall
    judge = data.draw(st.sampled_from(asked.seats))
    desks = []
    for unit in ("", *sorted({unit for unit in entries.values() if unit})):
        found = given_or_none(asked, conflicts(seats | {judge: unit}, entries))
        if found is not None:
            desks.append(found[judge].entries)
    assume(len(desks) > 1)
    assert len(set(desks)) == 1


@given(halls())
def test_an_assignment_follows_from_the_seed_alone(hall: Any):
    asked, seats, entries = hall
    again = asked._replace(entries=asked.entries[::-1], seats=asked.seats[::-1])
    against = conflicts(seats, entries)
    assert given_or_none(asked, against) == given_or_none(again, against)


@given(halls())
def test_verify_gives_the_same_entries_to_the_same_seats(hall: Any):
    """From what stands in the line: the seed, and which of a desk's entries do not count."""
    asked, seats, entries = hall
    found = given_or_none(asked, conflicts(seats, entries))
    if found is None:
        return
    desks = {str(seat): {str(entry) for entry in each.entries} for seat, each in found.items()}
    told = {(str(seat), str(entry)) for seat, each in found.items() for entry in each.recused}
    groups = {str(entry): group for entry, group in asked.groups.items()}
    assert verify._assigned(asked.seed, desks, asked.judges, groups, told) == desks


def test_groups_have_panels_of_their_own():
    entries = [EntryId(f"e{k}") for k in range(6)]
    seats = [SeatId(f"s{k}") for k in range(4)]
    groups = {entry: 1 + k % 2 for k, entry in enumerate(entries)}
    found = assign(Asked(bytes(32), entries, seats, 2, groups), set())
    panels = {frozenset(each.entries) for each in found.values()}
    assert panels == {frozenset(e for e in entries if groups[e] == group) for group in (1, 2)}
    with refused("assign_too_few", needed=4, seats=3):
        assign(Asked(bytes(32), entries, seats[:3], 2, groups), set())


# --- in a contest ---


def a_cup(seats: int = 4, entries: int = 5) -> History:
    """Two judges mark each entry, of four."""
    cup = a_contest().with_item(a_book(judges=2), entries=entries, seats=False)
    for k in range(1, seats + 1):
        cup.seat(f"j{k}", only=())
    return cup


def rows(cup: History, found: dict[SeatId, Any]) -> list[dict[str, Any]]:
    return [{"seat": s, "entries": sorted(g.entries), "recused": sorted(g.recused)} for s, g in found.items()]


def shared_out(cup: History, against: set[Conflict] = frozenset(), **kept: Any) -> dict[SeatId, Any]:  # type: ignore[assignment]
    asked = Asked(bytes.fromhex(SEED), sorted(cup.item().entries), sorted(cup.contest.seats), 2, **kept)
    return assign(asked, against)


def does(cup: History, found: dict[SeatId, Any]) -> History:
    values = {"item": ITEM, "part": "practice", "seed": SEED, "way": "each", "seats": rows(cup, found)}
    cup.does(assign_entries, ORGANIZER, **values)
    return cup


def marked(cup: History) -> History:
    """Every seat marks all that lies on its desk, each with a figure of its own."""
    for number, seat in enumerate(sorted(cup.contest.seats), start=1):
        for k in range(1, len(cup.item().entries) + 1):
            if cup.contest.seats[seat].marks(ITEM, "practice", cup.entry(k).id):  # type: ignore[arg-type]
                cup.sheet(str(seat), k, str(60 + number))
    return cup


def totals(cup: History) -> dict[str, Fraction]:
    return {str(id): Fraction(entry.score.total) for id, entry in cup.item().entries.items() if entry.score}


def test_what_is_expected_is_two_sheets_an_entry_and_a_conflict_adds_none():
    cup = a_cup()
    first = shared_out(cup)
    seat, entry = next((seat, min(each.entries)) for seat, each in first.items() if each.entries)
    found = shared_out(cup, {(seat, entry)})
    assert found[seat].entries == first[seat].entries
    does(cup, found).open().scores(*["80"] * 5)
    assert cup.item().expected_sheets() == 10
    marked(cup)
    assert cup.item().confirmed_sheets() == 10
    counting = cup.item().counting(cup.item().entries[entry], cup.item().rulebook.part("practice"))
    assert (len(counting), seat in counting) == (2, False)
    cup.lock().unseal()
    lines = [each.raw for each in cup.stored]
    told = recomputed(lines)[ITEM]["entries"]
    assert totals(cup) == {id: row["total"] for id, row in told.items()}
    assert cup.refold().items[ITEM].uncounted == cup.item().uncounted


def test_every_byte_of_a_desk_is_the_same_in_conflict_or_not():
    """The whole marking is played twice: what the seat's device is told never differs."""
    desks = []
    against: set[Conflict] = set()
    for _ in range(2):
        cup = a_cup()
        found = shared_out(cup, against)
        seat = next(seat for seat, each in sorted(found.items()) if each.entries)
        does(cup, found).open()
        at_first = json.dumps(desk(cup.contest, cup.contest.seats[seat]), sort_keys=True)
        for k in range(1, 6):
            if cup.contest.seats[seat].marks(ITEM, "practice", cup.entry(k).id):  # type: ignore[arg-type]
                cup.sheet(str(seat), k, "70")
        desks.append((at_first, json.dumps(desk(cup.contest, cup.contest.seats[seat]), sort_keys=True)))
        against = {(seat, min(found[seat].entries))}
    assert desks[0] == desks[1]


def test_a_recusal_by_hand_spares_a_sheet_only_where_the_seat_was_to_mark():
    """Before entries are assigned it is a conflict, for which another seat was given the entry; afterwards the panel
    does with one judge less."""
    book = a_book(judges=2)
    book["parts"][1]["combine"] = {"method": "mean", "missing": "given"}
    cup = a_contest().with_item(book, entries=4, seats=False)
    for k in range(1, 5):
        cup.seat(f"j{k}", only=())
    codes = [cup.code(k) for k in range(1, 5)]
    cup.does(recuse, item=ITEM, seat="j1", codes=codes, reason_digest="d")
    against = {(SeatId("j1"), entry) for entry in cup.item().entries}
    does(cup, shared_out(cup, against)).open().scores(*["80"] * 4)
    assert cup.item().expected_sheets() == 8
    mine = next(k for k in range(1, 5) if cup.contest.seats[SeatId("j2")].marks(ITEM, "practice", cup.entry(k).id))  # type: ignore[arg-type]
    cup.does(recuse, item=ITEM, seat="j2", codes=[cup.code(mine)], reason_digest="d")
    assert cup.item().expected_sheets() == 7
    marked(cup)
    assert cup.item().confirmed_sheets() == 7
    cup.lock().unseal()
    told = recomputed([each.raw for each in cup.stored])[ITEM]["entries"]
    assert totals(cup) == {id: row["total"] for id, row in told.items()}


def test_a_full_panel_has_a_place_for_who_stands_in_whoever_comes_first():
    cup = a_cup()
    seat, entry = next((seat, min(each.entries)) for seat, each in shared_out(cup).items() if each.entries)
    marked(does(cup, shared_out(cup, {(seat, entry)})).open())
    assert not cup.contest.aside


def test_an_assignment_that_is_not_whole_is_refused():
    cup = a_cup()
    found = shared_out(cup)
    seat = next(seat for seat, each in found.items() if each.entries)
    with refused("assign_not_whole"):
        does(cup, {each: given for each, given in found.items() if each != seat})


def test_what_was_marked_stays_where_it_is_when_entries_are_assigned_again():
    cup = does(a_cup(), shared_out(a_cup())).open()
    seat = next(
        seat for seat in sorted(cup.contest.seats) if cup.contest.seats[seat].marks(ITEM, "practice", cup.entry(1).id)
    )  # type: ignore[arg-type]
    cup.sheet(str(seat), 1, "70")
    others = [each for each in cup.contest.seats if each != seat]
    elsewhere = assign(Asked(bytes(32), sorted(cup.item().entries), others, 2), set())
    with refused("assign_marked"):
        does(cup, elsewhere)
    kept = tuple(each for each in cup.contest.seats if cup.contest.seats[each].marks(ITEM, "practice", cup.entry(1).id))  # type: ignore[arg-type]
    again = shared_out(cup, kept={cup.entry(1).id: kept})
    does(cup, again)
    assert all(cup.contest.seats[each].marks(ITEM, "practice", cup.entry(1).id) for each in kept)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", ["joint", "flash"])
def test_what_is_marked_together_is_not_assigned(how: str):
    book = a_book(judges=2, by="joint") if how == "joint" else a_book(judges=2)
    if how == "flash":
        book["parts"][1]["view"] = "flash"
    cup = a_contest().with_item(book, entries=2)
    with refused("assign_together"):
        cup.does(assign_entries, ORGANIZER, item=ITEM, part="practice", seed=SEED, way="each", seats=[])
