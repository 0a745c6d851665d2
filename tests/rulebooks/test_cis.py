"""The WorldSkills CIS sheet comes back cell by cell, and a preset in all that the sheet carries."""

from __future__ import annotations

from copy import deepcopy

import pytest
from click.testing import CliRunner

from contest import check, presets
from contest.cli import main
from contest.rulebooks import files
from contest.rulebooks.cis import HEADS, TOP, cis_rows, rulebook_from_cis
from contest.scoring.refused import RulebookRefused
from contest.scoring.rulebook import dump_rulebook, parse_rulebook

E = ""
LONG = "Is the wall built as the drawing says, every course counted from the datum, every opening where it belongs?"


def score(number, said):
    return [E, E, E, E, E, number, said, E, E, E, E]


SHEET = [
    list(TOP),
    ["A", "Module 1", "4.50"],
    ["B", "Finish", "2"],
    [],
    list(HEADS),
    ["A1", "Dimensions", "1", *[E] * 8],
    [E, E, E, "M", "Wall length", E, "by tape", "1600 ± 1 mm", "3", "12", "1.50"],
    [E, E, E, "J", "Overall look", E, "from 2 m", E, "4", E, "1.00"],
    score("0", "below"),
    score("1", "meets"),
    score("2", "exceeds"),
    score("3", "excellent"),
    [E, E, E, "M", LONG, E, E, E, E, E, "1.00"],
    ["A2", "Tidiness", "2", *[E] * 8],
    [E, E, E, "M", "Station swept", E, E, "yes or no", "1", E, "1.00"],
    ["B1", "Joints", "2", *[E] * 8],
    [E, E, E, "J", "Even joints", E, E, E, "5", E, "2"],
    score("0", "a"),
    score("1", "b"),
    score("2", "c"),
    score("3", "d"),
]


def changed(row, column, told):
    sheet = deepcopy(SHEET)
    sheet[row - 1][column] = told
    return sheet


def test_a_sheet_comes_back_cell_by_cell():
    for language in ("zh", "en"):
        assert cis_rows(rulebook_from_cis(SHEET, "Bricklaying"), language) == SHEET


@pytest.mark.parametrize(("row", "column"), [(3, 1), (6, 1), (7, 4), (7, 6), (7, 7), (9, 6)])
def test_lines_within_a_cell_come_back_too(row, column):
    sheet = changed(row, column, "first line\nsecond line")
    assert cis_rows(rulebook_from_cis(sheet, "Bricklaying"), "en") == sheet


def test_it_comes_back_through_every_other_form():
    book = rulebook_from_cis(SHEET, "Bricklaying")
    assert cis_rows(parse_rulebook(dump_rulebook(book))) == SHEET


def test_what_is_marked_by_whom():
    book = rulebook_from_cis(SHEET, "Bricklaying")
    assert [(part.id, part.panel.by, part.max) for part in book.parts] == [
        ("a-m", "joint", parse_rulebook(dump_rulebook(book)).parts[0].max),
        ("a-j", "all", 1),
        ("b", "all", 2),
    ]
    assert [aspect.kind for aspect in book.parts[0].aspects.values()] == ["check"] * 3


def test_the_preset_goes_out_and_comes_back_in_all_that_the_sheet_carries():
    [rules] = presets.load("worldskills-masonry").rulebooks.values()
    book = parse_rulebook(rules)
    for language in ("zh", "en"):
        rows = cis_rows(book, language)
        back = rulebook_from_cis(rows, "x")
        assert cis_rows(back, language) == rows
        assert [[(a.max, a.kind == "judgement") for a in p.aspects.values()] for p in back.parts] == [
            [(a.max, a.kind == "judgement") for a in p.aspects.values()] for p in book.parts
        ]
    assert sum(float(row[2]) for row in rows[1:5]) == 100


def test_through_files_and_commands(tmp_path):
    files.write(rulebook_from_cis(SHEET, "wall"), tmp_path / "wall.yaml")
    for source, target in (("wall.yaml", "cis.xlsx"), ("cis.xlsx", "back.yaml")):
        answer = CliRunner().invoke(
            main, ["rulebook", "convert", "--cis", str(tmp_path / source), str(tmp_path / target)]
        )
        assert answer.exit_code == 0, answer.output
    rows = cis_rows(files.read(tmp_path / "back.yaml"))
    assert [[cell.replace(".50", ".5").replace(".00", "") for cell in row] for row in rows] == [
        [cell.replace(".50", ".5").replace(".00", "") for cell in row] for row in SHEET
    ]


def test_the_second_calculation_knows_such_a_rulebook():
    check.entries_of_csv(dump_rulebook(rulebook_from_cis(SHEET, "x")), ["entry,judge,aspect,value"])


@pytest.mark.parametrize(
    ("sheet", "place", "code"),
    [
        (SHEET[5:], "S!A1", "cis_no_head"),
        (changed(7, 3, "X"), "S!A7", "cis_row"),
        (changed(9, 5, "7"), "S!F9", "cis_row"),
        (changed(6, 0, "Z1"), "S!A6", "cis_criterion"),
        (changed(2, 2, "9"), "S!C2", "cis_mark"),
        (changed(7, 10, "1,5"), "S!K7", "decimal_comma"),
        (changed(7, 4, E), "S!E7", "bad_text"),
        (changed(10, 6, E), "S!G10", "bad_text"),
    ],
)
def test_faults_are_told_at_their_cells(sheet, place, code):
    with pytest.raises(RulebookRefused) as refused:
        rulebook_from_cis(sheet, "x", "S")
    assert (place, code) in [(fault.place, fault.code) for fault in refused.value.faults]
