"""What files say of sheets: whose they are, and which never count; equals stand as on the board."""

import csv
import io

import pytest

from contest.export import build_csv, build_workbook
from contest.export.result import Joiner
from contest.scoring.verbs import chief, judge, officer, organizer
from contest.scoring.verbs.recusal import recuse
from tests.export.sheets import read, table
from tests.export.test_outcomes import PERSONS, Known
from tests.scoring.test_board import public, seen
from tests.support.histories import ITEM, OFFICER, ORGANIZER, SEED, SUPERVISOR, a_book, a_contest, a_plain_book

GIVEN = {"method": "mean", "missing": "given"}


class Seated(Known):
    """The judges by name, too."""

    def seat_names(self, contest):
        return {"j1": {"zh": "席位一", "en": "Seat 1", "judge": "丙", "unit": ""}}

    def judge_names(self, contest):
        return {"j1": "甲", "p2": "乙", "p3": "丙"}


def marks(cup):
    view = Joiner(cup.contest, Seated()).result(list(cup.contest.items.values()), draft=True)
    return table(read(build_workbook(view))["评分表"], "项目")


def panel():
    """Three judges, j3 recused from the first entry, and a trainee; everybody has marked."""
    book = a_book(judges=3)
    for part in book["parts"]:
        if part["source"] == "judged":
            part["combine"] = GIVEN
    cup = a_contest().with_item(book).open().scores("80", "70")
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    cup.does(recuse, item=ITEM, seat="j3", codes=[cup.code(1)], reason_digest="d" * 64)
    for number in (1, 2):
        for seat in ("j1", "j2", "j3", "s1"):
            cup.sheet(seat, number, "80")
    return cup


def unsealed(cup):
    rows = [{"entry": entry.id, "unit": PERSONS[entry.id].unit} for entry in cup.item().entries.values()]
    cup.lock()
    cup.does(officer.request_unsealing, OFFICER, item=ITEM)
    cup.does(officer.approve_unsealing, SUPERVISOR, item=ITEM, seed=SEED, attributes=rows)
    return cup


def test_a_recused_judges_sheet_is_told_not_to_count_once_names_are_known():
    cup = unsealed(panel())
    told = {(row["加密号"], row["席位"]): row["备注"] for row in marks(cup)}
    assert told[cup.code(1), "j3"] == "回避，不计"
    assert told[cup.code(2), "j3"] in (None, "")
    assert told[cup.code(1), "s1"] == told[cup.code(2), "s1"] == "见习，不计"


def test_before_that_no_file_tells_of_a_recusal():
    cup = panel()
    assert "回避" not in str(marks(cup))
    assert "回避" not in str(marks(cup.lock()))


@pytest.mark.parametrize(("came", "name"), [("late", "甲"), ("own", "丙")])
def test_a_sheet_adopted_after_a_handover_bears_the_name_of_who_gave_it(came, name):
    cup = a_contest().with_item(a_plain_book()).open()
    late = cup.filled("j1", 1, "80", judge="j1", confirm=True)
    cup.does(organizer.hand_over, seat="j1", judge="p3", reason_digest="why")
    if came == "late":
        cup.does(judge.submit_sheet, "seat:j1", **late)
        cup.does(chief.adopt_sheet, aside=cup.contest.seq, reason_digest="why")
    else:
        cup.sheet("j1", 1, "80")
    assert {row["席位"] for row in marks(cup)} == {f"席位一（{name}）"}


def test_equals_stand_in_the_file_as_on_the_board():
    """Codes are drawn, so the order of entry ids is another one."""
    cup = a_contest().with_item(a_plain_book(sealed=False), entries=9).open()
    for number in range(1, 10):
        cup.sheet("j1", number, "80" if number != 5 else "90")
    cup.lock()
    view = Joiner(cup.contest, Known()).result(list(cup.contest.items.values()), draft=True)
    rows = list(csv.DictReader(io.StringIO(build_csv(view, "en").decode("utf-8-sig"))))
    shown = [code for code, *_ in seen(public(cup.contest))]
    assert [row["Code"] for row in rows] == shown
