"""Opening a preset: everything it says is recorded, once, wherever an earlier run stopped."""

import hashlib
from dataclasses import replace

import pytest

from contest.intake.roster import RosterRow
from contest.material import Files, Shelf
from contest.opening import open_preset
from contest.people import People
from contest.presets import Duty, Preset, Seat
from contest.record import NotSaved
from contest.scoring.contest import Contest
from tests.support.doors import AtDoor, a_door
from tests.support.histories import ITEM, a_book

ROSTER = tuple(
    RosterRow(number, name, unit, ITEM, {"theory": score})
    for number, name, unit, score in [
        ("001", "王建国", "一建", "80"),
        ("002", "李秀英", "二建", "70.5"),
        ("003", "张伟", "一建", "90"),
    ]
)
WORDS = {"zh": "工匠杯", "en": "Craftsman Cup"}
PRESET = Preset(
    id="small",
    title=WORDS,
    series=WORDS,
    organizer=WORDS,
    venue=WORDS,
    dates=("2026-11-21",),
    invented=True,
    rulebooks={ITEM: a_book(judges=2)},
    roster=ROSTER,
    seats=(
        Seat("j1", WORDS, (Duty(ITEM, "practice"),), "裁判甲"),
        Seat("j2", WORDS, (Duty(ITEM, "practice", ("001", "003")),), "裁判乙"),
    ),
    unit_table={"format": 1, "name": WORDS, "items": [ITEM], "best": 1},
)
ACTS = 9  # contest, rulebook, entries, codes, unit table, two seats, scores, marking


def open_it(door, people, **more):
    open_preset(door, people, PRESET, "cup", rehearsal=True, **more)


def is_as_the_preset_says(door, people):
    cup = AtDoor(door)
    item = cup.item()
    named = {people.person("cup", entry).number: entry for entry in item.entries}
    assert sorted(named) == ["001", "002", "003"]
    assert {each.number: each.entry for each in people.registered("cup")} == named
    assert {number: str(item.entries[entry].imported["theory"].raw) for number, entry in named.items()} == {
        row.number: row.scores["theory"] for row in ROSTER
    }
    assert hashlib.sha256(bytes.fromhex(people.seed("cup", ITEM))).hexdigest() == item.seed_digest
    duties = cup.contest.seats["j2"].duties
    assert [duty.entries for duty in duties] == [frozenset((named["001"], named["003"]))]
    assert people.seat_names("cup")["j1"] == WORDS | {"judge": "裁判甲", "unit": ""}
    assert (item.opened, cup.contest.rehearsal, cup.contest.preset, cup.contest.seq) == (True, True, "small", ACTS)
    told = b"".join(each.raw for each in cup.stored).decode()
    assert not any(row.name in told for row in ROSTER)


@pytest.fixture
def door(database_url):
    with a_door(database_url) as door:
        yield door


@pytest.fixture
def people(door):
    return People(door.writer, door.reader)


def test_a_preset_is_opened_as_it_stands_and_a_second_time_nothing_happens(door, people):
    open_it(door, people)
    is_as_the_preset_says(door, people)
    open_it(door, people)
    is_as_the_preset_says(door, people)


@pytest.mark.parametrize("fault", ["rolled back", "doubtful"])
def test_an_opening_that_was_interrupted_anywhere_is_gone_on_with(sqlite_url, tmp_path, fault):
    for stop in range(ACTS):
        url = f"{sqlite_url}-{stop}"
        with a_door(url) as door:
            people = People(door.writer, door.reader)
            door.writer.faults = [*[""] * stop, fault]
            try:
                open_it(door, people)
            except NotSaved:
                assert fault == "rolled back"
                assert _seq(door) == stop
        with a_door(url) as door:
            people = People(door.writer, door.reader)
            open_it(door, people)
            is_as_the_preset_says(door, people)


def _seq(door):
    contest: Contest | None = None
    if "cup" in door.names():
        contest = door.current("cup")
    return contest.seq if contest else 0


def test_a_rehearsal_may_be_drawn_from_a_seed_and_a_contest_may_not(door, people):
    open_it(door, people, seed="42")
    is_as_the_preset_says(door, people)
    with pytest.raises(ValueError, match="foretold"):
        open_preset(door, people, PRESET, "real", rehearsal=False, seed="42")
    assert door.names() == ["cup"]


def test_a_presets_texts_lie_beside_the_sheets_in_turns_and_once(database_url, tmp_path):
    reading = replace(PRESET, material={ITEM: ("甲文", "乙文")})
    with a_door(database_url) as door:
        people = People(door.writer, door.reader)
        shelf = Shelf(door.reader, Files(tmp_path))
        for _ in range(2):
            open_preset(door, people, reading, "cup", rehearsal=True, shelf=shelf)
        kept = shelf.of("cup", item=ITEM)
        texts = {each.entry: shelf.files.path(each.digest).read_text(encoding="utf-8") for each in kept}
        assert [texts[str(id)] for id in door.current("cup").items[ITEM].entries] == ["甲文", "乙文", "甲文"]
        assert len(kept) == 3
