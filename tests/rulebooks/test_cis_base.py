"""A CIS sheet over a rulebook: the scheme is the sheet's, everything else the rulebook's; what cannot stay is told."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest
from click.testing import CliRunner

from contest import presets
from contest.cli import main
from contest.rulebooks import files
from contest.rulebooks.cis import cis_rows, rulebook_from_cis
from contest.rulebooks.cis_base import rulebook_over
from contest.scoring.refused import RulebookRefused
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from tests.scoring.test_one_number import of_the_page

from .test_cis import SHEET

E = ""
ALL = [
    pytest.param(rules, id=f"{name}-{item}")
    for name in presets.names()
    for item, rules in presets.load(name).rulebooks.items()
]


@pytest.fixture
def masonry():
    [rules] = presets.load("worldskills-masonry").rulebooks.values()
    return parse_rulebook(rules)


def line(rows, name):
    """The number, from 0, of the first row with this text."""
    return next(number for number, row in enumerate(rows) if name in row)


def codes(told):
    return [(note.place, note.code) for note in told]


def over(rows, base):
    """The sheet over the base; it must come back cell by cell."""
    book, told = rulebook_over(rows, base, "zh", "S")
    assert cis_rows(book, "zh") == rows
    return book, told


def aspect(book, part, id):
    return book.part(part).aspects[id]


@pytest.mark.parametrize("rules", ALL)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_preset_comes_back_whole_over_itself(rules, language):
    base = parse_rulebook(rules)
    book, told = rulebook_over(cis_rows(base, language), base, "zh")
    assert dump_rulebook(book) == dump_rulebook(base)
    assert told == []


def test_a_part_marked_by_one_number_comes_back_with_its_criteria_as_they_are_written():
    base = parse_rulebook(of_the_page())
    book, told = rulebook_over(cis_rows(base, "zh"), base)
    assert (dump_rulebook(book), told) == (dump_rulebook(base), [])


def test_a_rulebook_made_of_a_sheet_comes_back_whole_over_itself():
    base = rulebook_from_cis(SHEET, "x")
    book, told = rulebook_over(SHEET, base)
    assert (dump_rulebook(book), told) == (dump_rulebook(base), [])


@pytest.mark.parametrize("name", ["worldskills-masonry", "stage-speech"])
def test_through_files_and_the_command(tmp_path, name):
    [rules] = presets.load(name).rulebooks.values()
    files.write(parse_rulebook(rules), tmp_path / "base.yaml")
    for asked in (
        ["--cis", "base.yaml", "sheet.xlsx", "--lang", "en"],
        ["--base", "base.yaml", "sheet.xlsx", "back.yaml"],
    ):
        asked = [str(tmp_path / each) if "." in each else each for each in asked]
        answer = CliRunner().invoke(main, ["rulebook", "convert", *asked])
        assert answer.exit_code == 0, answer.output
        assert answer.output.splitlines() == [next(each for each in reversed(asked) if "." in each)]
    assert (tmp_path / "back.yaml").read_text("utf-8") == (tmp_path / "base.yaml").read_text("utf-8")


def test_the_command_tells_both_languages_what_changed(tmp_path, masonry):
    files.write(masonry, tmp_path / "base.yaml")
    smaller = deepcopy(dump_rulebook(masonry))
    smaller["parts"][0]["criteria"][0]["aspects"].pop()
    del smaller["parts"][0]["out_of"]
    files.write(parse_rulebook(smaller), tmp_path / "sheet.xlsx", cis=True)
    paths = [str(tmp_path / each) for each in ("base.yaml", "sheet.xlsx", "back.yaml")]
    answer = CliRunner().invoke(main, ["rulebook", "convert", "--base", *paths])
    assert answer.exit_code == 0
    assert "one-measured.dim.d4: 评分子项 A1 的“墙厚”表上已没有" in answer.output
    assert "“墙厚” of sub criterion A1 is no longer in the sheet" in answer.output


def test_the_ladder_moves_with_its_aspect_however_the_rows_are_ordered(masonry):
    rows = cis_rows(masonry, "zh")
    first, last = line(rows, "墙长"), line(rows, "墙厚")
    rows[first], rows[last] = rows[last], rows[first]
    book, told = over(rows, masonry)
    assert told == []
    assert [each.id for each in book.part("one-measured").criteria[0].aspects] == ["d4", "d2", "d3", "d1"]
    assert aspect(book, "one-measured", "d1").ladder == aspect(masonry, "one-measured", "d1").ladder


def test_an_aspect_moved_to_another_sub_criterion_keeps_what_it_is(masonry):
    rows = cis_rows(masonry, "zh")
    rows.insert(line(rows, "左端垂直"), rows.pop(line(rows, "墙厚")))  # behind it: a row fewer stands above
    book, told = over(rows, masonry)
    assert told == []
    assert [[each.id for each in criterion.aspects] for criterion in book.part("one-measured").criteria[:2]] == [
        ["d1", "d2", "d3"],
        ["p1", "d4", "p2"],
    ]
    assert aspect(book, "one-measured", "d4").readings == 2


def test_a_new_name_in_an_old_place_keeps_the_ladder_and_says_so(masonry):
    rows = cis_rows(masonry, "zh")
    at = line(rows, "墙厚")
    rows[at][4] = "墙体厚度"
    book, told = over(rows, masonry)
    renamed = aspect(book, "one-measured", "d4")
    assert (renamed.name.zh, renamed.name.en, len(renamed.ladder)) == ("墙体厚度", "Wall thickness", 3)
    assert codes(told) == [(f"S!E{at + 1}", "cis_renamed")]
    assert told[0].data == {"name": "墙体厚度", "before": "墙厚", "kept": "Wall thickness"}


def test_a_new_row_beside_a_renamed_one_is_not_taken_for_it(masonry):
    rows = cis_rows(masonry, "zh")
    at = line(rows, "墙厚")
    rows[at] = [E, E, E, "M", "勒脚", E, E, E, E, E, "3"]
    rows.insert(at, [E, E, E, "M", "窗台", E, E, "± 2 mm", "4", E, "1"])
    book, told = over(rows, masonry)
    assert [each.kind for each in book.part("one-measured").criteria[0].aspects] == ["measured"] * 3 + ["check"] * 2
    assert [code for _, code in codes(told)] == ["cis_new", "cis_new", "cis_gone"]
    assert book.part("one-measured").panel == masonry.part("one-measured").panel


def test_another_mark_is_the_sheets_and_a_ladder_that_does_not_fit_it_is_told(masonry):
    rows = cis_rows(masonry, "zh")
    ladder, check = line(rows, "墙厚"), line(rows, "角度样板")
    rows[ladder][10], rows[check][10] = "5", "3"
    book, told = over(rows, masonry)
    assert (aspect(book, "one-measured", "d4").kind, aspect(book, "one-measured", "a2").max) == ("check", 3)
    assert aspect(book, "one-measured", "d4").help == aspect(masonry, "one-measured", "d4").help
    assert codes(told)[-1] == (f"S!E{ladder + 1}", "cis_plain")
    assert {place.split("!")[1].strip("DEGK") for place, _ in codes(told)} == {str(ladder + 1)}


def test_a_tie_on_what_is_gone_is_left_out_and_told():
    rules = presets.load("datong-cooking").rulebooks["cold"]
    base = parse_rulebook(rules)
    tie = next(each for each in base.ties if each.by == "aspect")
    rows = cis_rows(base, "zh")
    gone = base.part(tie.part).aspects[tie.aspect]
    at = line(rows, gone.name.zh)
    rows[at + 1][10] = str(Decimal(rows[at + 1][10]) + gone.max)
    rows.pop(at)
    book, told = over(rows, base)
    assert [each.by for each in book.ties] == [each.by for each in base.ties if each != tie]
    assert [each.code for each in told][::2] == ["cis_gone", "cis_dropped"]
    assert (book.awards, book.part(tie.part).combine) == (base.awards, base.part(tie.part).combine)


def test_a_judgement_added_to_a_criterion_without_one_makes_a_part_as_the_sheet_alone_would(masonry):
    rows = cis_rows(masonry, "zh")
    at = line(rows, "墙厚") + 1
    new = [E, E, E, "J", "美观", E, E, E, E, E, "2"]
    rows[at:at] = [new, *([E, E, E, E, E, str(score), f"第{score}档", E, E, E, E] for score in range(4))]
    rows[1][2] = "46"
    book, told = over(rows, masonry)
    assert [part.id for part in book.parts] == [*(part.id for part in masonry.parts), "a-j"]
    assert book.part("a-j").panel.by == "all"
    assert codes(told) == [(f"S!E{at + 1}", "cis_new")]


def test_modules_may_come_and_go(masonry):
    rows = cis_rows(masonry, "zh")
    kept = [rows[0], *rows[2:5], ["E", "安全", "1.50"], [], rows[6], *rows[line(rows, "B1") :]]
    kept += [["E1", "护具", "2", *[E] * 8], [E, E, E, "M", "全程佩戴", E, E, E, "1", E, "1.50"]]
    book, told = over(kept, masonry)
    assert [part.id for part in book.parts] == ["one-judged", "two-measured", "two-judged", "e"]
    assert [code for _, code in codes(told)][:12] == ["cis_new"] + ["cis_gone"] * 11
    assert [code for _, code in codes(told)][12:] == ["unknown_part", "cis_dropped"]
    assert len(book.ties) == len(masonry.ties) - 1


def test_descriptors_days_and_sub_criteria_take_the_sheets_words(masonry):
    rows = cis_rows(masonry, "zh")
    said = line(rows, "切口可用")
    rows[said][6] = "切口基本可用"
    rows[line(rows, "A1")][1:3] = ["外形尺寸", "2"]
    book, told = over(rows, masonry)
    assert codes(told) == [(f"S!G{said + 1}", "cis_words")]
    assert told[0].data == {"kept": "Cuts usable"}
    words = aspect(book, "one-judged", "cut").descriptors[1]
    assert (words.zh, words.en) == ("切口基本可用", "Cuts usable")
    assert (book.parts[0].criteria[0].name.zh, book.parts[0].criteria[0].cis.day) == ("外形尺寸", "2")


def test_an_english_sheet_changes_english_words_whatever_it_is_called(masonry):
    rows = cis_rows(masonry, "en")
    rows[line(rows, "Wall thickness")][4] = "Thickness"
    book, _ = rulebook_over(rows, masonry, "zh")
    assert (aspect(book, "one-measured", "d4").name.zh, aspect(book, "one-measured", "d4").name.en) == (
        "墙厚",
        "Thickness",
    )


def test_a_mark_that_the_steps_of_a_judged_aspect_cannot_reach_is_refused_at_its_cell():
    base = parse_rulebook(presets.load("datong-cooking").rulebooks["cold"])
    rows = cis_rows(base, "zh")
    at = next(number for number, row in enumerate(rows) if row[3:4] == ["M"])
    rows[at][10], rows[1][2] = "39.3", E
    with pytest.raises(RulebookRefused) as refused:
        rulebook_over(rows, base, "zh", "S")
    assert f"S!K{at + 1}" in [fault.place for fault in refused.value.faults]


def test_only_a_sheet_and_a_rulebook_go_together(tmp_path, masonry):
    files.write(masonry, tmp_path / "base.yaml")
    answer = CliRunner().invoke(
        main, ["rulebook", "convert", "--base", *[str(tmp_path / "base.yaml")] * 2, str(tmp_path / "back.yaml")]
    )
    assert answer.exit_code == 1
    assert ".xlsx" in answer.output
