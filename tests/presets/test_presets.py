"""Every preset: files that load, rulebooks that parse, panels that are filled; the small ones played to the end."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contest import presets
from contest.db import Reader, Writer
from contest.export import build_csv, build_workbook
from contest.export.result import Joiner
from contest.migrating import upgrade
from contest.opening import open_preset
from contest.people import People
from contest.presets import ALL, Preset
from contest.record import Door
from contest.scoring.attributes import STROKES, reads
from contest.scoring.contest import Contest
from contest.scoring.flash import round_of
from contest.scoring.item import Item
from contest.scoring.remarking import to_mark_again
from contest.scoring.results import results
from contest.scoring.rounds import advancing
from contest.scoring.rulebook import Rulebook, dump_rulebook, parse_rulebook, parse_unit_table
from contest.scoring.verbs import chief, judge, officer, rounds
from contest.simulate.agreeing import closer
from contest.simulate.marks import marks_of
from tests.support.histories import agreed

NAMES = presets.names()
PRESETS = {name: presets.load(name) for name in NAMES}
BOOKS = {name: {item: parse_rulebook(data) for item, data in PRESETS[name].rulebooks.items()} for name in NAMES}
ITEMS = [(name, item) for name in NAMES for item in BOOKS[name]]
PARTS = [(name, item, part.id) for name, item in ITEMS for part in BOOKS[name][item].parts]
JUDGED = [where for where in PARTS if BOOKS[where[0]][where[1]].part(where[2]).panel is not None]
SMALL = [
    "case-selection",
    "datong-craftsman",
    "labour-contest",
    "stage-speech",
    "unit-assessment",
    "worldskills-masonry",
]
SIZES = {
    "case-selection": [34, 0],  # the second round is entered by those who come from the first
    "chaoyang-skills": [400, 350, 250],
    "datong-construction": [22, 12, 18],
    "datong-cooking": [144, 180, 132, 144, 56, 52],
    "datong-craftsman": [42],
    "excellence-selection": [228],
    "innovation": [1000, 40],
    "labour-contest": [10],
    "stage-speech": [24],
    "unit-assessment": [30],
    "worldskills-masonry": [16],
}


def _numbers(name: str, item: str) -> list[str]:
    return [row.number for row in PRESETS[name].roster if row.item == item]


def _duties(name: str, item: str, part: str) -> list[tuple[str, ...]]:
    """The roster numbers of each seat that marks this part."""
    duties = [duty for seat in PRESETS[name].seats for duty in seat.duties if (duty.item, duty.part) == (item, part)]
    return [tuple(_numbers(name, item)) if duty.entries == ALL else tuple(duty.entries) for duty in duties]


def test_each_preset_has_the_entries_that_its_page_says():
    assert {name: [len(_numbers(name, item)) for item in BOOKS[name]] for name in NAMES} == SIZES


def test_the_page_lists_every_preset():
    page = (Path(presets.__file__).parents[2] / "docs" / "presets.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+(?:-[a-z]+)*)` \| .*\| \d", page, re.M)
    assert sorted(listed) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_says_that_it_is_a_sample_and_names_its_sources(name):
    preset = PRESETS[name]
    assert preset.id == name
    assert preset.invented
    assert "样例" in preset.title["zh"]
    assert "sample" in preset.title["en"]
    sources = (Path(presets.__file__).parent / name / "SOURCES.md").read_text(encoding="utf-8")
    assert "invented" in sources
    assert "rules §1" in sources


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_each_rulebook_survives_its_own_dump(name, item):
    book = BOOKS[name][item]
    assert book.id == item
    assert parse_rulebook(dump_rulebook(book)) == book


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_table_reads_items_that_there_are(name):
    if PRESETS[name].unit_table is not None:
        table = parse_unit_table(PRESETS[name].unit_table)
        assert set(table.items) <= set(BOOKS[name])


@pytest.mark.parametrize(("name", "item", "part"), JUDGED)
def test_a_panel_of_n_has_n_seats_and_every_entry_is_covered(name, item, part):
    panel = BOOKS[name][item].part(part).panel
    duties = _duties(name, item, part)
    covered = Counter(number for entries in duties for number in entries)
    assert covered == Counter(dict.fromkeys(_numbers(name, item), panel.judges))
    if panel.by != "station":
        assert len(duties) == panel.judges


@pytest.mark.parametrize(("name", "item", "part"), PARTS)
def test_a_part_that_comes_from_elsewhere_has_come_for_every_entry_and_within_its_points(name, item, part):
    rule = BOOKS[name][item].part(part)
    rows = [row for row in PRESETS[name].roster if row.item == item]
    counts = [count for count in PRESETS[name].counts if (count.item, count.part) == (item, part)]
    if rule.source == "imported":
        assert all(0 <= Decimal(row.scores[part]) <= rule.max for row in rows)
    elif rule.source == "votes":
        assert {count.channel for count in counts} == {channel.id for channel in rule.votes.channels}
        assert all(set(count.votes) == set(_numbers(name, item)) for count in counts)
    elif rule.source == "ballot":
        assert [set(count.votes) for count in counts] == [set(_numbers(name, item))]
    else:
        assert rule.source == "judged"


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_what_a_rulebook_reads_of_an_entry_stands_in_the_roster_and_can_be_told(name, item):
    book = BOOKS[name][item]
    wanted = reads(book) - {"unit"}
    rows = [row for row in PRESETS[name].roster if row.item == item]
    assert {attribute for row in rows for attribute in row.attributes} == wanted
    if STROKES in wanted:
        assert all(len(row.attributes[STROKES].split()) == len(row.name) for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_no_judge_competes_and_none_sits_twice(name):
    judges = [seat.judge for seat in PRESETS[name].seats]
    assert len(set(judges)) == len(judges)
    assert not set(judges) & {row.name for row in PRESETS[name].roster}


@pytest.mark.parametrize("name", NAMES)
def test_chinese_texts_use_chinese_punctuation_and_thin_spaces(name):
    for item, data in PRESETS[name].rulebooks.items():
        for text in _chinese(data):
            assert not re.search(r"[,;:()!]|[一-鿿] ?[A-Za-z0-9]|[A-Za-z0-9] ?[一-鿿]", text), (item, text)


def _chinese(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from [value] if name == "zh" else _chinese(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _chinese(value)


@pytest.mark.parametrize(("name", "item", "part"), JUDGED)
def test_every_aspect_explains_itself_in_both_languages(name, item, part):
    for aspect in BOOKS[name][item].part(part).aspects.values():
        assert aspect.help is not None, aspect.id
        assert aspect.help.zh, aspect.id
        assert aspect.help.en, aspect.id


def test_the_cooking_contest_is_tasted_by_code_and_its_prizes_are_bands_with_caps():
    assert len({row.unit for row in PRESETS["datong-cooking"].roster}) == 36
    for book in BOOKS["datong-cooking"].values():
        assert (book.ranks, book.sealed) == ("work", True)
        product = book.part("product")
        assert sum(a.max for a in product.criteria[0].aspects) == 40
        assert sum(a.max for a in product.aspects.values()) == 100
        assert {a.step for a in product.aspects.values()} == {Decimal("0.5")}
        assert (product.panel.judges, product.combine.low, product.combine.high) == (5, 1, 1)
        assert (product.time.per_started_minute, product.time.out_over) == (Decimal("0.5"), 30)
        assert [tie.by for tie in book.ties] == ["aspect", "aspect", "untrimmed_mean", "shared"]
        assert [(award.threshold, award.percent) for award in book.awards] == [(90, 10), (80, 20), (70, 30)]


# --- played -----------------------------------------------------------------------------------------------------------


@contextmanager
def _opened(name: str, folder: Path) -> Iterator[tuple[Door, People, Contest]]:
    """A preset opened as a rehearsal in an empty folder."""
    url = f"sqlite:///{folder / 'contest.db'}"
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    door, people = Door(writer, reader), People(writer, reader)
    try:
        open_preset(door, people, PRESETS[name], name, rehearsal=True, seed="7")
        yield door, people, door.current(name)
    finally:
        door.close()
        writer.close()
        reader.close()


def _play(door: Door, people: People, contest: Contest) -> None:
    """Every sheet from a seed, then locked, unsealed and signed."""

    def does(verb: Any, by: str = "chief", **values: Any) -> None:
        door.record(contest.id, verb, by=by, values=values)

    for item in list(contest.items.values()):
        for seat in contest.seats.values():
            for duty in seat.duties:
                if duty.item == item.id:
                    _mark(does, contest, PRESETS[contest.id], str(seat.id), duty)
        does(chief.lock, item=item.id)
        if item.rulebook.sealed:
            told = {
                "seed": people.seed(contest.id, item.id),
                "attributes": people.attributes_of(contest.id, item.entries),
            }
            does(officer.request_unsealing, "officer", item=item.id)
            does(officer.approve_unsealing, "supervisor", item=item.id, **told)
        digest = results(contest, item).digest
        does(chief.sign, item=item.id, digest=digest, check=agreed(digest))
        if item.rulebook.advance is not None:
            _go_on(door, people, contest, item)


def _go_on(door: Door, people: People, contest: Contest, item: Item) -> None:
    """Those who made the cut enter the next round under new codes, and it opens."""
    after = item.rulebook.advance.to
    going = advancing(item.rulebook, results(contest, item).everyone)
    entries, keep = people.entrants(contest.id, after, [people.person(contest.id, id) for id in going])
    rows = [{**entrant, "source": source} for entrant, source in zip(entries, going, strict=True)]
    door.record(contest.id, rounds.advance, by="chief", values={"item": item.id, "entries": rows}, also=[keep])
    people.sweep()
    seed, keep = people.new_seed(contest.id, after)
    drawn = {"item": after, "seed": seed, "prefix": "B"}
    door.record(contest.id, officer.draw_codes, by="officer", values=drawn, also=[keep])
    door.record(contest.id, chief.open_marking, by="chief", values={"item": after})


def _mark(does: Any, contest: Contest, preset: Preset, seat: str, duty: Any) -> None:
    """The sheets of one seat, or its word to a team's sheet."""
    item = contest.items[duty.item]
    book: Rulebook = item.rulebook
    data = preset.rulebooks[str(duty.item)]
    scheme = json.loads(json.dumps(next(part for part in data["parts"] if part["id"] == duty.part)))
    joint = book.part(duty.part).panel.by == "joint"
    for entry in list(item.entries.values()):
        if not duty.covers(entry.id):
            continue
        where = {"item": item.id, "code": entry.code, "part": duty.part}
        there = entry.sheet(duty.part, contest.owner(item.id, duty.part, seat)) if joint else None
        if there is not None:
            does(judge.confirm_sheet, f"seat:{seat}", **where, version=there.version)
            continue
        marks = marks_of(scheme, 7, str(item.id), entry.code, "team" if joint else seat)
        values = {"marks": marks, "base": 0, "rulebook": item.version, "confirm": True}
        does(judge.submit_sheet, f"seat:{seat}", **where, **values)
        while owners := [owner for owner in entry.sheets[duty.part] if round_of(entry, duty.part, owner)]:
            _again(does, item, entry, book.part(duty.part), owners[0])


def _again(does: Any, item: Item, entry: Any, part: Any, seat: str) -> None:
    """A judge of a panel that lay too far apart marks again."""
    round, sheet = round_of(entry, part.id, seat), entry.sheet(part.id, seat)
    marks = closer(sheet.marks, round.marks.values(), to_mark_again(part, round), 7, round.seq, seat)
    where = {"item": item.id, "code": entry.code, "part": part.id, "marks": marks, "base": sheet.version}
    does(judge.submit_sheet, f"seat:{seat}", **where, rulebook=item.version, confirm=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_plays_to_its_winners_and_its_workbook(name, tmp_path):
    with _opened(name, tmp_path) as (door, people, contest):
        _play(door, people, contest)
        for item in contest.items.values():
            found = results(contest, item)
            assert all(standing.rank or standing.status != "present" for standing in found.standings)
            assert {won.award_id for won in found.awards} <= {award.id for award in item.rulebook.awards}
            assert found.awards
            assert bool(found.promotions) == (item.rulebook.promotion is not None)
        view = Joiner(contest, people).result(list(contest.items.values()), draft=False)
        for lang in ("zh", "en"):
            assert build_workbook(view, lang)[:2] == b"PK"
            assert build_csv(view, lang).count(b"\n") > sum(map(len, (i.entries for i in contest.items.values())))


def test_craftsmen_are_twenty_by_strokes_of_the_surname_and_each_was_elected(tmp_path):
    with _opened("datong-craftsman", tmp_path) as (door, people, contest):
        _play(door, people, contest)
        (item,) = contest.items.values()
        chosen = [won for won in results(contest, item).awards if won.award_id == "craftsman"]
        persons = [people.person(contest.id, won.entry) for won in chosen]
        strokes = [tuple(map(int, person.attributes[STROKES].split())) for person in persons]
        assert len(chosen) == 20
        assert strokes == sorted(strokes)
        votes = PRESETS["datong-craftsman"].counts[-1].votes
        assert all(votes[people.person(contest.id, won.entry).number] > 6.5 for won in chosen)


def test_the_cases_go_from_the_counties_through_two_rounds_and_bring_their_totals_along(tmp_path):
    with _opened("case-selection", tmp_path) as (door, people, contest):
        first, final = contest.items.values()
        assert (first.state, final.state, len(final.entries)) == ("marking", "preparing", 0)
        _play(door, people, contest)
        told = {people.person(contest.id, each.entry).number: each for each in results(contest, first).standings}
        before = {people.person(contest.id, entry.id).number: entry for entry in final.entries.values()}
        assert 20 <= len(before) < 34
        assert all(told[number].rank <= 20 for number in before)
        for number, entry in before.items():
            assert entry.score.parts["before"].score == told[number].score.total
            assert entry.code.startswith("B")
        assert {award.id for award in final.rulebook.awards} == {won.award_id for won in results(contest, final).awards}
