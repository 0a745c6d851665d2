"""Judges are seated by a sheet, with their units: all of them or none."""

import pytest
import yaml
from click.testing import CliRunner

from contest.cli import main
from contest.importing import import_roster, import_rulebook
from contest.people import People
from contest.scoring.verbs import judge
from contest.seating import JudgesRefused, import_judges, judge_rows
from tests.support.doors import AtDoor, a_door
from tests.support.histories import ITEM, a_book

HEAD = "姓名,单位,项目,部分,席位,角色\n"
ROSTER = "参赛号,姓名,单位,项目,理论\n001,王建国,一建,wall,80\n002,李秀英,二建,wall,70.5\n"


@pytest.fixture
def door(database_url):
    with a_door(database_url) as door:
        yield door


@pytest.fixture
def hall(door, tmp_path):
    """A contest of one item, panel of two, and a way to import sheets of judges and rosters into it."""
    return Hall(door, tmp_path)


class Hall:
    def __init__(self, door, folder, **rules):
        self.door, self.folder, self.people = door, folder, People(door.writer, door.reader)
        book = folder / "wall.yaml"
        book.write_text(yaml.safe_dump(a_book(judges=2, **rules), allow_unicode=True), encoding="utf-8")
        import_rulebook(door, "cup", book, "工匠杯", "Craftsman Cup")
        self.cup = AtDoor(door)

    def file(self, text):
        path = self.folder / "sheet.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def roster(self):
        list(import_roster(self.door, self.people, "cup", self.file(ROSTER)))
        return self

    def judges(self, *rows):
        return list(import_judges(self.door, self.people, "cup", self.file(HEAD + "\n".join(rows))))

    def faults(self, *rows):
        with pytest.raises(JudgesRefused) as refused:
            self.judges(*rows)
        return [(fault.place, fault.code) for fault in refused.value.faults]

    def sits(self):
        return {seat: (told["judge"], told["unit"]) for seat, told in self.people.seat_names("cup").items()}


def test_judges_take_the_seats_of_their_part_with_their_units(hall):
    told = hall.roster().judges("赵一,一建,wall,practice,,", "钱二,二建,wall,practice,,")
    assert told == ["wall-practice-1  赵一  一建", "wall-practice-2  钱二  二建"]
    assert hall.sits() == {"wall-practice-1": ("赵一", "一建"), "wall-practice-2": ("钱二", "二建")}


def test_names_and_units_never_stand_in_the_journal(hall):
    hall.roster().judges("赵一,一建,wall,practice,,", "孙三,七建,wall,practice,,见习")
    assert not [raw for raw in (each.raw.decode() for each in hall.cup.stored) if "赵一" in raw or "七建" in raw]


def test_before_the_roster_their_seats_are_set_up_and_stay_theirs(hall):
    hall.judges("赵一,一建,wall,,,")
    hall.roster()
    assert hall.sits() == {"wall-practice-1": ("赵一", "一建"), "wall-practice-2": ("", "")}
    assert len(hall.cup.contest.seats) == 2


def test_seats_of_other_names_fill_the_panel_too_and_the_roster_adds_only_what_lacks(hall):
    hall.judges("赵一,一建,wall,practice,east-1,", "孙三,,wall,practice,east-2,见习")
    hall.roster()
    assert sorted(hall.cup.contest.seats) == ["east-1", "east-2", "wall-practice-1"]


def test_the_same_sheet_again_changes_nothing_and_another_unit_is_told(hall):
    hall.roster().judges("赵一,一建,wall,practice,,")
    before = hall.cup.contest.seq
    assert hall.judges("赵一,一建,wall,practice,,") == []
    assert hall.judges("赵一,三建,wall,practice,,") == ["wall-practice-1  赵一  三建"]
    assert hall.cup.contest.seq == before


def test_a_trainee_gets_a_seat_that_never_counts(hall):
    hall.roster().judges("孙三,三建,wall,practice,,见习")
    assert hall.cup.contest.seats["wall-practice-shadow-1"].shadow
    assert hall.people.seat_names("cup")["wall-practice-shadow-1"]["zh"].endswith("见习 1")


def test_who_named_a_seat_gets_it_and_nobody_else_is_put_there(hall):
    hall.roster().judges("钱二,,wall,practice,,", "赵一,,,,wall-practice-1,")
    assert hall.sits() == {"wall-practice-1": ("赵一", ""), "wall-practice-2": ("钱二", "")}


def test_one_fault_and_nothing_is_imported(hall):
    hall.roster()
    lines, sits = hall.cup.contest.seq, hall.sits()
    rows = (
        "赵一,一建,wall,practice,,",
        "钱二,,wall,practice,new-1,",
        "孙三,,wall,practice,,",
        "李四,,wall,practice,x-1,",
    )
    assert hall.faults("王五,,wall,practice,,裁判长", *rows) == [
        ("F2", "role_by_account"),
        ("D4", "panel_full"),
        ("D6", "panel_full"),
    ]
    assert (hall.cup.contest.seq, hall.sits()) == (lines, sits)


def test_a_seat_whose_judge_has_marked_is_handed_over_and_not_renamed(hall):
    hall.roster().judges("赵一,一建,wall,practice,,")
    assert hall.judges("周六,,,,wall-practice-1,") == ["wall-practice-1  周六"]
    item = hall.cup.item()
    sheet = {"item": ITEM, "code": "A01", "part": "practice", "base": 0, "rulebook": item.version}
    marks = dict.fromkeys(item.rulebook.part("practice").aspects, "80")
    hall.cup.does(judge.submit_sheet, "seat:wall-practice-1", **sheet, marks=marks, confirm=False)
    assert hall.faults("赵一,,,,wall-practice-1,") == [("A2", "seat_taken")]
    assert hall.judges("周六,六建,,,wall-practice-1,") == ["wall-practice-1  周六  六建"]


def test_a_seat_says_what_it_is(hall):
    hall.roster().judges("孙三,,wall,practice,,见习")
    assert hall.faults("孙三,,,,wall-practice-shadow-1,裁判") == [("F2", "seat_shadow")]


def test_the_seats_go_out_to_be_filled_in(hall):
    hall.roster().judges("赵一,一建,wall,practice,,")
    rows = judge_rows(hall.cup.contest, hall.people.seat_names("cup"))
    assert [(row.seat, row.item, row.part, row.name, row.unit) for row in rows] == [
        ("wall-practice-1", ITEM, "practice", "赵一", "一建"),
        ("wall-practice-2", ITEM, "practice", "", ""),
    ]


def test_out_filled_in_and_in_again_by_the_command(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTEST_DATABASE_URL", f"sqlite:///{tmp_path / 'cup.db'}")
    monkeypatch.setenv("CONTEST_VAR", str(tmp_path / "var"))

    def run(*asked):
        answer = CliRunner().invoke(main, list(asked))
        assert answer.exit_code == 0, answer.output
        return answer.output

    run("import", "preset", "datong-construction", "--contest", "cup", "--rehearsal")
    run("export", "judges", "cup", str(tmp_path / "judges.csv"))
    sheet = (tmp_path / "judges.csv").read_text(encoding="utf-8-sig")
    assert "砌筑 · 清水墙观感\u20091,砌筑,清水墙观感,陈继明,,裁判" in sheet
    (tmp_path / "judges.csv").write_text(sheet.replace("陈继明,,", "陈继明,磐石,"), encoding="utf-8")
    assert run("import", "judges", "cup", str(tmp_path / "judges.csv")) == "masonry-product-1  陈继明  磐石\n"


def test_a_judge_s_unit_is_written_as_the_roster_has_it(hall):
    path = hall.file(ROSTER.replace("一建", "一建（集团）"))
    list(import_roster(hall.door, hall.people, "cup", path))
    hall.judges("赵裁判,一建 (集团),,,,")
    assert ("赵裁判", "一建（集团）") in hall.sits().values()
