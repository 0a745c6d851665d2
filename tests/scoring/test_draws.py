"""Draws: by hand and by seed, in one layer and in two; what each layer's holder may, and what verify.py says of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest import verify
from contest.export.journal import dump
from contest.scoring.desk import desk
from contest.scoring.events import SeatId
from contest.scoring.lots import dealt, dealt_apart, even_sizes, turns
from contest.scoring.verbs import chief, officer
from contest.scoring.verbs.lots import draw_lots, record_lots
from tests.support.histories import (
    CHIEF,
    ITEM,
    OFFICER,
    ORGANIZER,
    SUPERVISOR,
    History,
    a_contest,
    a_plain_book,
    refused,
)

SECOND = "account:second-officer"
ONE, OTHER = "0e" * 32, "f1" * 32
UNITS = ("一建", "二建", "三建")


def a_cup(entries: int = 4) -> History:
    return a_contest().with_item(a_plain_book(), entries=entries)


def two_layers() -> History:
    """Numbers by the officer, codes by the second one."""
    cup = a_cup().does_layers()
    cup.does(officer.draw_numbers, OFFICER, item=ITEM, seed=ONE)
    cup.does(officer.draw_codes, SECOND, item=ITEM, seed=OTHER, prefix="A")
    return cup


def _does_layers(self: History, *holders: str) -> History:
    self.does(officer.set_layers, ORGANIZER, item=ITEM, holders=list(holders or (OFFICER, SECOND)))
    return self


History.does_layers = _does_layers  # type: ignore[attr-defined]


def locked(cup: History) -> History:
    cup.open()
    for number in range(1, len(cup.item().entries) + 1):
        cup.sheet("j1", number, "80", part="practice")
    return cup.lock()


def by_hand(cup: History, *codes: str) -> list[dict[str, str]]:
    return [{"entry": id, "code": code} for id, code in zip(cup.item().entries, codes, strict=True)]


def attributes(cup: History) -> list[dict[str, str]]:
    return [{"entry": id, "unit": UNITS[k % 3]} for k, id in enumerate(cup.item().entries)]


def verified(cup: History, tmp_path: Path) -> list[str]:
    """What verify.py says of the draws of a whole journal."""
    path = tmp_path / "cup.ndjson"
    path.write_text("".join(dump(cup.stored)), encoding="utf-8")
    (found,) = verify.check(path)
    assert found.fault == ""
    return found.draws


# --- by hand ---


def test_codes_drawn_from_a_box_stand_as_they_were_typed_and_no_seed_is_claimed():
    cup = a_cup()
    cup.does(officer.record_codes, OFFICER, item=ITEM, codes=by_hand(cup, "7", "C-3", "X9", "12"))
    assert [cup.code(k) for k in (1, 2, 3, 4)] == ["7", "C-3", "X9", "12"]
    assert cup.item().seed_digest == ""
    assert sorted(cup.refold().items[ITEM].by_code) == ["12", "7", "C-3", "X9"]


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (("1", "2", "3"), "drawn_not_all"),
        (("1", "2", "3", "3"), "drawn_twice"),
        (("1", "2", "3", "a b"), "drawn_unreadable"),
        (("1", "2", "3", "-4"), "drawn_unreadable"),
    ],
)
def test_a_table_is_taken_whole_or_not_at_all(codes: tuple[str, ...], code: str):
    cup = a_cup()
    rows = [{"entry": id, "code": each} for id, each in zip(cup.item().entries, codes, strict=False)]
    with refused(code):
        cup.does(officer.record_codes, OFFICER, item=ITEM, codes=rows)


def test_what_was_drawn_by_hand_is_unsealed_without_a_seed(tmp_path: Path):
    cup = a_cup()
    cup.does(officer.record_codes, OFFICER, item=ITEM, codes=by_hand(cup, "1", "2", "3", "4"))
    locked(cup).does(officer.request_unsealing, OFFICER, item=ITEM)
    values: dict[str, Any] = {"item": ITEM, "attributes": attributes(cup)}
    with refused("wrong_seed"):
        cup.does(officer.approve_unsealing, SUPERVISOR, seed=ONE, **values)
    cup.does(officer.approve_unsealing, SUPERVISOR, seed="", **values)
    assert cup.item().unsealed
    assert verified(cup, tmp_path) == [f"wall: codes (line {cup.item().draws.coded_at}) {verify.BY_HAND}"]


def test_a_draw_with_a_seed_is_never_unsealed_without_it():
    cup = locked(a_cup())
    cup.does(officer.request_unsealing, OFFICER, item=ITEM)
    with refused("wrong_seed"):
        cup.does(officer.approve_unsealing, SUPERVISOR, item=ITEM, seed="", attributes=attributes(cup))


# --- layers ---


def test_each_layer_is_drawn_by_its_own_holder():
    cup = a_cup().does_layers()
    assert not cup.item().by_code  # what was drawn in one layer is void
    with refused("not_your_layer", layer=2):
        cup.does(officer.draw_codes, OFFICER, item=ITEM, seed=ONE, prefix="A")
    with refused("missing_numbers"):
        cup.does(officer.draw_codes, SECOND, item=ITEM, seed=ONE, prefix="A")
    with refused("not_your_layer", layer=1):
        cup.does(officer.draw_numbers, SECOND, item=ITEM, seed=ONE)
    cup.does(officer.draw_numbers, OFFICER, item=ITEM, seed=ONE)
    cup.does(officer.draw_codes, SECOND, item=ITEM, seed=OTHER, prefix="A")
    assert sorted(cup.item().draws.numbers.values()) == ["01", "02", "03", "04"]
    assert sorted(cup.item().by_code) == ["A01", "A02", "A03", "A04"]
    assert cup.refold().items[ITEM].draws == cup.item().draws


def test_codes_of_two_layers_follow_from_the_numbers_alone():
    """Whoever draws again needs the numbers and the seed, and no entry's id."""
    cup = two_layers()
    codes = {cup.item().draws.numbers[entry.id]: str(code) for code, entry in cup.item().by_code.items()}
    again = a_contest("other").with_item(a_plain_book(), entries=4)
    _does_layers(again)
    numbers = [{"entry": id, "number": f"0{k}"} for k, id in enumerate(again.item().entries, start=1)]
    again.does(officer.record_numbers, OFFICER, item=ITEM, numbers=numbers)
    again.does(officer.draw_codes, SECOND, item=ITEM, seed=OTHER, prefix="A")
    assert codes == {again.item().draws.numbers[e.id]: str(code) for code, e in again.item().by_code.items()}


def test_numbers_drawn_anew_void_the_codes():
    cup = two_layers()
    cup.does(officer.draw_numbers, OFFICER, item=ITEM, seed=OTHER)
    assert not cup.item().by_code
    with refused("missing_codes"):
        cup.does(chief.open_marking, CHIEF, item=ITEM)


def test_two_layers_are_opened_from_the_outside_each_before_its_holder(tmp_path: Path):
    cup = two_layers()
    locked(cup).does(officer.request_unsealing, OFFICER, item=ITEM)
    inner = {"item": ITEM, "seed": ONE, "attributes": attributes(cup)}
    with refused("layer_sealed", layer=2):
        cup.does(officer.approve_unsealing, SUPERVISOR, **inner)
    with refused("layer_holder_needed", layer=2):
        cup.does(officer.unseal_layer, SUPERVISOR, item=ITEM, seed=OTHER)
    with refused("wrong_seed"):
        cup.does(officer.unseal_layer, SECOND, item=ITEM, seed=ONE)
    cup.does(officer.unseal_layer, SECOND, item=ITEM, seed=OTHER)
    assert (cup.item().draws.outer, cup.item().unsealed, cup.item().names_known) == (1, False, False)
    with refused("not_requested"):
        cup.does(officer.approve_unsealing, OFFICER, **inner)
    cup.does(officer.request_unsealing, SECOND, item=ITEM)
    with refused("layer_holder_needed", layer=1):
        cup.does(officer.approve_unsealing, SUPERVISOR, **inner)
    cup.does(officer.approve_unsealing, OFFICER, **inner)
    assert cup.item().unsealed
    said = verified(cup, tmp_path)
    assert [line.split(" (line")[0] for line in said] == ["wall: numbers", "wall: codes"]
    assert all("is what its seed draws" in line for line in said)


def test_verify_sees_a_table_that_its_seed_does_not_draw(tmp_path: Path):
    cup = a_cup()
    codes = sorted(str(code) for code in cup.item().by_code)

    def swapped(*_: Any) -> Any:
        event = officer.draw_codes(cup.contest, OFFICER, "", {"item": ITEM, "seed": ONE, "prefix": "A"})  # type: ignore[arg-type]
        rows = sorted(event.codes, key=lambda row: row["code"])  # type: ignore[attr-defined]
        rows[0]["code"], rows[1]["code"] = rows[1]["code"], rows[0]["code"]
        return event

    cup.does(swapped)
    assert sorted(cup.item().by_code) == codes
    locked(cup).does(officer.request_unsealing, OFFICER, item=ITEM)
    cup.does(officer.approve_unsealing, SUPERVISOR, item=ITEM, seed=ONE, attributes=attributes(cup))
    path = tmp_path / "cup.ndjson"
    path.write_text("".join(dump(cup.stored)), encoding="utf-8")
    (found,) = verify.check(path)
    assert "gives other codes than its seed draws" in found.fault


@pytest.mark.parametrize(
    ("holders", "code"),
    [((), "layers_one_or_two"), ((OFFICER,) * 2, "layers_same_holder"), (("a", "b", "c"), "layers_one_or_two")],
)
def test_who_may_hold_layers(holders: tuple[str, ...], code: str):
    with refused(code):
        a_cup().does(officer.set_layers, ORGANIZER, item=ITEM, holders=list(holders))


def test_another_holder_can_follow_and_the_number_of_layers_stays_once_the_item_is_open():
    cup = two_layers().open()
    with refused("already_open"):
        cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=[OFFICER])
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=[OFFICER, "account:third"], reason_digest="d")
    assert len(cup.item().by_code) == 4
    assert cup.item().draws.holder(2) == "account:third"


@pytest.mark.parametrize("holders", [(SECOND, OFFICER), ("account:third", OFFICER), (SECOND, "account:third")])
def test_who_knows_one_layer_never_comes_to_hold_the_other(holders: tuple[str, str]):
    """One after the other both layers are known as well as at once."""
    cup = two_layers()
    with refused("layers_knows_other"):
        cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=list(holders))


def test_a_former_holder_of_a_layer_stays_a_stranger_to_the_other():
    cup = two_layers()
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=["account:third", SECOND])
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=["account:fourth", SECOND])
    for former in (OFFICER, "account:third"):
        with refused("layers_knows_other", layer=2):
            cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=["account:fourth", former])
    assert cup.refold().items[ITEM].draws == cup.item().draws


def test_a_layer_drawn_anew_is_known_to_no_former_holder():
    cup = two_layers()
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=["account:third", SECOND])
    cup.does(officer.draw_numbers, "account:third", item=ITEM, seed=OTHER)
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=["account:third", OFFICER])
    assert cup.item().draws.holders == ("account:third", OFFICER)


def test_before_anything_is_drawn_holders_may_change_places():
    cup = a_cup().does_layers()
    cup.does(officer.set_layers, ORGANIZER, item=ITEM, holders=[SECOND, OFFICER])
    assert cup.item().draws.holders == (SECOND, OFFICER)


def test_a_look_at_a_sealed_table_is_recorded():
    cup = two_layers()
    with refused("not_your_layer"):
        cup.does(officer.show_table, SECOND, item=ITEM, layer=1)
    with refused("unknown_layer"):
        cup.does(officer.show_table, SECOND, item=ITEM, layer=3)
    cup.does(officer.show_table, OFFICER, item=ITEM, layer=1)
    assert [(look.layer, look.by) for look in cup.item().draws.looks] == [(1, OFFICER)]


# --- groups, stations, order ---


def test_groups_stations_and_order_can_be_drawn_again_by_anybody(tmp_path: Path):
    cup = a_cup(7)
    cup.does(draw_lots, OFFICER, item=ITEM, what="group", seed=ONE, sizes=[4, 3])
    cup.does(draw_lots, OFFICER, item=ITEM, what="station", seed=OTHER, stations=4)
    cup.does(draw_lots, OFFICER, item=ITEM, what="order", seed=ONE)
    drawn = cup.item().draws
    groups = drawn.lots["group"].of
    assert sorted(groups.values()) == [1, 1, 1, 1, 2, 2, 2]
    for what in ("station", "order"):
        assert sorted(drawn.lots[what].of[e] for e in groups if groups[e] == 2) == [1, 2, 3]
    said = [line for line in verified(cup, tmp_path) if "codes" not in line]
    assert len(said) == 3
    assert all(line.endswith("is what its seed draws") for line in said)


def test_groups_drawn_anew_void_stations_and_order():
    cup = a_cup()
    cup.does(draw_lots, OFFICER, item=ITEM, what="order", seed=ONE)
    cup.does(draw_lots, OFFICER, item=ITEM, what="group", seed=ONE, sizes=[2, 2])
    assert set(cup.item().draws.lots) == {"group"}


def test_what_does_not_fit_is_not_dealt_out():
    cup = a_cup()
    with refused("sizes_do_not_add_up", sum=3, entries=4):
        cup.does(draw_lots, OFFICER, item=ITEM, what="group", seed=ONE, sizes=[2, 1])
    with refused("too_few_stations", stations=3, most=4):
        cup.does(draw_lots, OFFICER, item=ITEM, what="station", seed=ONE, stations=3)
    with refused("unknown_draw"):
        cup.does(draw_lots, OFFICER, item=ITEM, what="lunch", seed=ONE)


def test_lots_drawn_from_a_box_keep_a_station_for_one_within_a_group():
    cup = a_cup()
    ids = list(cup.item().entries)

    def lots(*numbers: int) -> list[dict[str, Any]]:
        return [{"entry": id, "lot": number} for id, number in zip(ids, numbers, strict=True)]

    cup.does(record_lots, OFFICER, item=ITEM, what="group", lots=lots(1, 1, 2, 2))
    with refused("drawn_twice"):
        cup.does(record_lots, OFFICER, item=ITEM, what="station", lots=lots(1, 1, 2, 3))
    with refused("drawn_unreadable"):
        cup.does(record_lots, OFFICER, item=ITEM, what="station", lots=lots(0, 1, 2, 3))
    cup.does(record_lots, OFFICER, item=ITEM, what="station", lots=lots(1, 2, 1, 2))
    assert cup.item().draws.lots["station"].by_hand


@pytest.mark.parametrize(("sealed", "stations"), [(True, {None}), (False, {"1-1", "1-2", "2-1", "2-2"})])
def test_a_judge_is_told_the_station_only_where_names_are_no_secret(sealed: bool, stations: set[str | None]):
    """Beside a code it would be a name to whoever holds the calling list."""
    cup = a_contest().with_item(a_plain_book(sealed=sealed), entries=4)
    cup.does(draw_lots, OFFICER, item=ITEM, what="group", seed=ONE, sizes=[2, 2])
    cup.does(draw_lots, OFFICER, item=ITEM, what="station", seed=OTHER, stations=2)
    told = desk(cup.contest, cup.contest.seats[SeatId("j1")])
    assert {entry["station"] for entry in told["entries"]} == stations


SEEDS = st.binary(min_size=32, max_size=32)


@st.composite
def fields(draw: st.DrawFn) -> tuple[dict[str, str], list[int]]:
    """Entries with their units, and sizes of groups that add up."""
    counts = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    units = {f"e{unit}-{k}": f"u{unit}" for unit, count in enumerate(counts) for k in range(count)}
    groups = draw(st.integers(1, min(6, len(units))))
    return units, even_sizes(len(units), groups)


@given(fields(), SEEDS)
def test_units_are_spread_as_evenly_as_equal_groups_allow(field: tuple[dict[str, str], list[int]], seed: bytes):
    """In groups of equal size (but for one) each holds of every unit its share, rounded up or down: no two of a unit
    meet where that can be helped."""
    units, sizes = field
    found = dealt_apart(seed, units, sizes, units)  # type: ignore[arg-type]
    assert [sum(each == group for each in found.values()) for group in range(1, len(sizes) + 1)] == sizes
    for unit in set(units.values()):
        members = [entry for entry, of in units.items() if of == unit]
        least, more = divmod(len(members), len(sizes))
        there = [sum(found[entry] == group for entry in members) for group in range(1, len(sizes) + 1)]  # type: ignore[index]
        assert set(there) <= {least, least + 1} if more else set(there) == {least}


@given(st.integers(1, 40), st.integers(1, 6), SEEDS)
def test_dealing_depends_on_nothing_but_the_seed(count: int, groups: int, seed: bytes):
    names = [hashlib.sha256(bytes([k])).hexdigest() for k in range(count)]
    sizes = even_sizes(count, min(groups, count))
    once, again = dealt(seed, names, sizes), dealt(seed, reversed(names), sizes)  # type: ignore[arg-type]
    assert once == again
    assert turns(seed, names, once) == turns(seed, reversed(names), again)  # type: ignore[arg-type]
    assert verify._dealt(seed, names, sizes, {}, "group") == once
    assert verify._dealt(seed, names, [], once, "order") == turns(seed, names, once)  # type: ignore[arg-type]


@given(fields(), SEEDS)
def test_verify_keeps_units_apart_by_the_same_rule(field: tuple[dict[str, str], list[int]], seed: bytes):
    units, sizes = field
    assert verify._dealt_apart(seed, units, sizes, units) == dealt_apart(seed, units, sizes, units)  # type: ignore[arg-type]
