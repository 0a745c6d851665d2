"""Files come in as acts: rulebooks, rosters, journals."""

import json
from datetime import date

import pytest
import yaml
from sqlalchemy import func, select

from contest.export.journal import dump
from contest.importing import import_journal, import_roster, import_rulebook
from contest.journal import BrokenChain, journal, seal
from contest.people import People
from contest.registering import RosterRefused, read
from contest.roster_changes import difference
from contest.scoring.attributes import readable
from contest.scoring.events import GENESIS, Line, MarkingOpened, from_bytes
from contest.scoring.results import results
from contest.scoring.verbs import judge, officer
from tests.support.doors import AtDoor, a_door, opened
from tests.support.every_kind import everything
from tests.support.histories import ITEM, OFFICER, SUPERVISOR, a_book, a_plain_book, refused


@pytest.fixture
def door(database_url):
    with a_door(database_url) as door:
        yield door


def exported(cup, path):
    path.write_text("".join(dump(cup.stored)), encoding="utf-8")
    return path


def test_a_journal_that_went_out_comes_in_with_the_same_heads_and_results(database_url, sqlite_url, tmp_path):
    with a_door(database_url) as door:
        cup = everything(opened(door))
        file = exported(cup, tmp_path / "cup.ndjson")
        before, stored, digest = cup.contest, cup.stored, results(cup.contest, cup.item()).digest
    with a_door(f"sqlite:///{tmp_path / 'elsewhere.db'}") as door:
        assert import_journal(door, file) == f"cup: #{before.seq} {before.head.hex()}"
        again = AtDoor(door)
        assert again.contest == before
        assert again.stored == stored
        assert results(again.contest, again.item()).digest == digest
        assert exported(again, tmp_path / "again.ndjson").read_bytes() == file.read_bytes()


def test_an_imported_contest_goes_on(door, tmp_path):
    cup = opened(door, "first").with_item(a_plain_book())
    file = exported(cup, tmp_path / "cup.ndjson")
    other = tmp_path / "elsewhere.db"
    with a_door(f"sqlite:///{other}") as elsewhere:
        import_journal(elsewhere, file)
        again = AtDoor(elsewhere, "first").open().sheet("j1", 1, "80")
        assert again.total(1) == "80.00"


def lines_of(door, contest):
    where = journal.c.contest_id == contest
    return door.reader.run(lambda conn: conn.scalar(select(func.count()).select_from(journal).where(where)))


def test_a_contest_is_imported_once(door, tmp_path):
    cup = everything(opened(door))
    with refused("contest_exists", contest="cup"):
        import_journal(door, exported(cup, tmp_path / "cup.ndjson"))
    assert lines_of(door, "cup") == cup.contest.seq


def test_a_file_that_is_not_whole_is_not_imported(sqlite_url, tmp_path):
    with a_door(sqlite_url) as door:
        file = exported(everything(opened(door)), tmp_path / "cup.ndjson")
    file.write_text(file.read_text(encoding="utf-8").replace("88.5", "99.5"), encoding="utf-8")
    with a_door(f"sqlite:///{tmp_path / 'elsewhere.db'}") as door:
        with pytest.raises(BrokenChain):
            import_journal(door, file)
        assert door.names() == []


def test_lines_that_are_chained_and_make_no_sense_are_not_imported(door, tmp_path):
    (stored,) = seal(GENESIS, [Line("odd", 1, "", "system", MarkingOpened("nowhere"))])
    file = tmp_path / "odd.ndjson"
    file.write_text(json.dumps({"line": stored.raw.decode(), "hash": stored.hash.hex()}) + "\n")
    with refused("not_a_journal", path="odd.ndjson"):
        import_journal(door, file)
    assert door.names() == []


def test_lines_of_two_contests_are_no_journal(door, tmp_path):
    first = opened(door, "one").stored[0]
    alien = Line("two", 2, "", "system", from_bytes(first.raw).event)
    file = tmp_path / "mixed.ndjson"
    file.write_text("".join(dump([first, *seal(first.hash, [alien])])))
    with a_door(f"sqlite:///{tmp_path / 'elsewhere.db'}") as elsewhere:
        with pytest.raises(BrokenChain):
            import_journal(elsewhere, file)
        assert elsewhere.names() == []


def test_an_empty_file_is_no_journal(door, tmp_path):
    (tmp_path / "empty.ndjson").write_text("\n")
    with refused("empty_journal", path="empty.ndjson"):
        import_journal(door, tmp_path / "empty.ndjson")


# --- rulebooks and rosters ---

ROSTER = """参赛号,姓名,单位,项目,理论
001,王建国,一建,wall,80
002,李秀英,二建,wall,70.5
003,张伟,一建,wall,90
"""


def with_rulebook(door, tmp_path, book=None):
    file = tmp_path / "wall.yaml"
    file.write_text(yaml.safe_dump(book or a_book(judges=2), allow_unicode=True), encoding="utf-8")
    import_rulebook(door, "cup", file, "工匠杯", "Craftsman Cup")
    return AtDoor(door)


def test_a_rulebook_file_opens_the_contest_and_sets_the_item(door, tmp_path):
    cup = with_rulebook(door, tmp_path)
    assert (cup.contest.title["zh"], cup.contest.rehearsal, list(cup.contest.items)) == ("工匠杯", False, [ITEM])
    assert [from_bytes(each.raw).event.kind for each in cup.stored] == ["ContestOpened", "RulebookSet"]


def test_a_second_rulebook_file_replaces_the_first(door, tmp_path):
    cup = with_rulebook(door, tmp_path)
    with_rulebook(door, tmp_path, a_plain_book())
    assert (cup.contest.seq, len(cup.item().rulebook.parts)) == (3, 1)


def test_a_roster_is_entered_drawn_scored_seated_and_opened(door, tmp_path):
    cup = with_rulebook(door, tmp_path)
    people = People(door.writer, door.reader)
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="utf-8")
    assert list(import_roster(door, people, "cup", file)) == ["wall: 3"]
    item = cup.item()
    assert item.opened
    assert sorted(item.by_code) == ["A01", "A02", "A03"]
    theory = {people.person("cup", id).name: str(entry.imported["theory"].raw) for id, entry in item.entries.items()}
    assert theory == {"王建国": "80", "李秀英": "70.5", "张伟": "90"}
    assert sorted(cup.contest.seats) == ["wall-practice-1", "wall-practice-2"]
    assert not any("王建国" in each.raw.decode() for each in cup.stored)
    assert all(seat.marks(ITEM, "practice", entry) for seat in cup.contest.seats.values() for entry in item.entries)


def test_who_came_by_a_roster_is_registered_and_a_second_look_finds_nothing_new(door, tmp_path):
    with_rulebook(door, tmp_path)
    people, file = People(door.writer, door.reader), tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="utf-8")
    list(import_roster(door, people, "cup", file))
    registered = people.registered("cup")
    assert registered
    assert all(each.entry for each in registered)
    found = difference(registered, read(door.current("cup"), file).rows, "replace")
    assert (found.added, found.changed, found.gone) == ((), (), ())


def test_a_roster_with_a_fault_changes_nothing(door, tmp_path):
    cup = with_rulebook(door, tmp_path)
    seq = cup.contest.seq
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER.replace("70.5", "170.5"), encoding="utf-8")
    with pytest.raises(RosterRefused) as caught:
        list(import_roster(door, People(door.writer, door.reader), "cup", file))
    assert caught.value.faults
    assert cup.contest.seq == seq


def test_a_roster_is_entered_once(door, tmp_path):
    cup = with_rulebook(door, tmp_path)
    people = People(door.writer, door.reader)
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="utf-8")
    list(import_roster(door, people, "cup", file))
    with refused("already_open", item=ITEM):
        list(import_roster(door, people, "cup", file))
    assert len(cup.item().entries) == 3


# --- what awards read of a person ---

PEOPLE = """参赛号,姓名,单位,项目,出生日期,职务,备注
001,王建国,一建,wall,1991-05-16,职工,秘密
002,李秀英,二建,wall,1991-05-17,,秘密
"""
YOUTH = [
    {"id": "youth", "name": {"zh": "青年", "en": "Youth"}, "count": 9, "where": [{"attribute": "age", "below": "35"}]},
    {"id": "all", "name": {"zh": "奖", "en": "Prize"}, "count": 9, "where": [{"attribute": "post", "equals": "职工"}]},
]


def with_people(door, tmp_path, **rules):
    """Two entered from PEOPLE, in an item whose awards read age and post."""
    cup = with_rulebook(door, tmp_path, a_plain_book(awards=YOUTH, **rules))
    people = People(door.writer, door.reader)
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    list(import_roster(door, people, "cup", file, date(2026, 5, 16)))
    named = {people.person("cup", id).name: str(id) for id in cup.item().entries}
    told = [
        {"entry": named["王建国"], "unit": "一建", "age": "35", "post": "职工"},
        {"entry": named["李秀英"], "unit": "二建", "age": "34"},
    ]
    return cup, people, told


def by_entry(rows):
    return sorted(rows, key=lambda row: row["entry"])


def events(cup, kind):
    return [event for event in (from_bytes(each.raw).event for each in cup.stored) if event.kind == kind]


def test_what_the_rulebook_reads_of_known_persons_is_told_when_they_are_entered(door, tmp_path):
    cup, _, told = with_people(door, tmp_path, sealed=False)
    (event,) = events(cup, "AttributesTold")
    assert by_entry(event.attributes) == by_entry(told)
    assert not any("秘密" in each.raw.decode() for each in cup.stored)


def test_of_an_item_whose_rulebook_reads_nothing_but_the_unit_nothing_is_told(door, tmp_path):
    cup = with_rulebook(door, tmp_path, a_plain_book(sealed=False))
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    list(import_roster(door, People(door.writer, door.reader), "cup", file))
    assert events(cup, "AttributesTold") == []


def test_of_sealed_persons_exactly_what_the_rulebook_reads_is_told_at_the_unsealing(door, tmp_path):
    cup, people, told = with_people(door, tmp_path)
    lines = [each.raw.decode() for each in cup.stored if from_bytes(each.raw).event.kind != "RulebookSet"]
    assert not any(word in line for line in lines for word in ("一建", "职工", "1991", '"35"'))
    sheet = {"part": "practice", "marks": {"a": "80"}, "base": 0, "confirm": True, "rulebook": cup.item().version}
    for code in sorted(cup.item().by_code):
        cup.does(judge.submit_sheet, "seat:wall-practice-1", item=ITEM, code=code, **sheet)
    cup.lock()
    rows = people.attributes_of("cup", cup.item().entries)
    assert readable(cup.item().rulebook, [{**row, "phone": "139"} for row in rows], cup.item().entries) == rows
    cup.does(officer.request_unsealing, OFFICER, item=ITEM)
    cup.does(officer.approve_unsealing, SUPERVISOR, item=ITEM, seed=people.seed("cup", ITEM), attributes=rows)
    (event,) = events(cup, "IdentityUnsealed")
    assert by_entry(event.attributes) == by_entry(told)
    won = {each.entry: each.award_id for each in results(cup.contest, cup.item()).awards}
    assert won == {told[0]["entry"]: "all", told[1]["entry"]: "youth"}


def test_a_roster_that_says_too_little_of_a_person_changes_nothing(door, tmp_path):
    cup = with_rulebook(door, tmp_path, a_plain_book(awards=YOUTH))
    seq = cup.contest.seq
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE.replace("职务", "岗位"), encoding="utf-8")
    with pytest.raises(RosterRefused) as caught:
        list(import_roster(door, People(door.writer, door.reader), "cup", file))
    assert [fault.code for fault in caught.value.faults] == ["no_day_for_ages", "no_day_for_ages"]
    with pytest.raises(RosterRefused) as caught:
        list(import_roster(door, People(door.writer, door.reader), "cup", file, date(2026, 5, 16)))
    assert [(fault.code, fault.data["column"]) for fault in caught.value.faults] == [
        ("column_missing", {"zh": "职务", "en": "Post"})
    ]
    assert cup.contest.seq == seq
