"""A rulebook as a workbook: the same rules on the way back, and every fault at its cell."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest.locale import LANGUAGES, say
from contest.rulebooks import cell, files
from contest.rulebooks.bookreader import rules_from_sheets
from contest.rulebooks.fields import rulebook_fields, table_fields
from contest.rulebooks.layout import of_rulebook, of_table
from contest.rulebooks.words import keys_by_word, same, values_by_word
from contest.scoring.refused import Faulty, RulebookRefused
from contest.scoring.rulebook import parse_rulebook

from .sheets import sheets_of
from .test_schema import EVERY

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def every_field(fields):
    for field in fields:
        yield field
        yield from every_field(field.below)


FIELDS = [*every_field(rulebook_fields()), *every_field(table_fields())]


@EVERY_LANGUAGE
@pytest.mark.parametrize("book", EVERY, ids=lambda book: str(book.get("id", "table")))
def test_every_preset_and_example_comes_back_as_it_went(book, language):
    rules = files.parse(book)
    assert rules_from_sheets(sheets_of(rules, language)) == rules


def test_the_file_itself_comes_back(tmp_path):
    for number, book in enumerate(EVERY[:3]):
        rules = files.parse(book)
        files.write(rules, tmp_path / f"{number}.xlsx")
        assert files.read(tmp_path / f"{number}.xlsx") == rules


def test_no_two_words_of_a_mapping_or_of_a_choice_are_the_same():
    for field in FIELDS:
        keys = [each.key for each in field.below]
        assert set(keys_by_word(keys).values()) == set(keys)
        for language in LANGUAGES:
            assert len({same(say(language, f"form.key.{key}")) for key in keys}) == len(keys), field.key
            values = field.limits.get("choices", ())
            assert len({same(say(language, f"form.value.{each}")) for each in values}) == len(values), field.key
        for table in (*of_rulebook().sheets, *of_table().sheets):
            heads = [same(column.head(language)) for column in table.columns for language in LANGUAGES]
            assert len(set(heads)) >= len(table.columns)


def test_every_word_stands_in_the_catalogue():
    for field in FIELDS:
        for msgid in (f"form.key.{field.key}", *(f"form.value.{each}" for each in field.limits.get("choices", ()))):
            assert all(say(language, msgid) != msgid for language in LANGUAGES), msgid


def test_codes_are_read_like_words():
    assert values_by_word(["half_up"])["四舍五入"] == values_by_word(["half_up"])["half_up"] == "half_up"


LETTERS = st.text("甲乙ab1 ;=,/()\"\\（）；＝、—'\t", min_size=1, max_size=12)


IN_A_CELL = [field for field in FIELDS if field.kind in ("node", "nodes", "words", "text")]
IN_A_CELL = [each for each in IN_A_CELL if each.key not in ("parts", "criteria", "aspects", "awards", "promotion")]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(IN_A_CELL), st.data())
def test_any_setting_stands_in_one_cell_and_comes_back(field, data):
    value = data.draw(values_of(field))
    for language in LANGUAGES:
        assert cell.read(field, cell.write(field, value, language)) == value


def values_of(field):
    simple = {
        "choice": lambda: st.sampled_from(field.limits["choices"]),
        "flag": st.booleans,
        "whole": lambda: st.integers(0, 99).map(str),
        "decimal": lambda: st.decimals(-99, 99, places=2).map(str),
        "ident": lambda: st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True),
        "line": lambda: LETTERS,
        "text": lambda: st.fixed_dictionaries({"zh": LETTERS, "en": LETTERS}),
        "words": lambda: st.lists(LETTERS, min_size=1, max_size=3),
        "idents": lambda: st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True), min_size=1, max_size=3),
        "decimals": lambda: st.lists(st.decimals(0, 99, places=1).map(str), min_size=1, max_size=3),
    }
    if field.kind in simple:
        return simple[field.kind]()
    needed = {each.key: values_of(each) for each in field.below if each.needed}
    others = {each.key: values_of(each) for each in field.below if not each.needed}
    mapping = st.fixed_dictionaries(needed, optional=others).filter(bool)
    return mapping if field.kind == "node" else st.lists(mapping, min_size=1, max_size=3)


@pytest.mark.parametrize("text", ["a=", "(a=1", "a=1)", "a=1 (b)", '"a', "=1", "a=1;a=2", "a b/"])
def test_what_cannot_be_read_in_a_cell_is_no_setting(text):
    time = next(field for field in FIELDS if field.key == "time" and field.kind == "node")
    with pytest.raises(cell.Unreadable):
        cell.read(time, text)


@pytest.fixture
def book():
    return deepcopy(sheets_of(parse_rulebook(EVERY[0])))


def told(sheets):
    with pytest.raises(RulebookRefused) as refused:
        rules_from_sheets(sheets)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def at(sheets, sheet, head, row):
    """The place of a cell, as (row of texts, index, name)."""
    column = sheets[sheet][0].index(head)
    name = (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)
    return sheets[sheet][row - 1], column, f"{sheet}!{name}{row}"


def test_faults_of_shape_are_told_at_their_cells_all_at_once(book):
    places = []
    for sheet, head, row, text, code in [
        ("部分", "权重", 2, "1,5", "decimal_comma"),
        ("部分", "来源", 3, "猜", "not_one_of"),
        ("评分表", "满分", 4, "多", "not_a_number"),
        ("奖项", "编号", 2, "", "missing_key"),
    ]:
        cells, column, name = at(book, sheet, head, row)
        cells[column] = text
        places.append((name, code))
    assert set(places) <= set(told(book))


def test_faults_of_sense_too(book):
    cells, column, name = at(book, "同分", "部分", 2)
    cells[column] = "nowhere"
    assert [place for place, code in told(book) if code == "unknown_part"] == [name] or "同分!A2" in dict(told(book))


def test_a_sum_of_weights_is_told_at_the_column_of_weights(book):
    cells, column, name = at(book, "部分", "权重", 2)
    cells[column] = "1"
    assert told(book) == [(name.rstrip("0123456789"), "weights_under")]


def test_blanks_around_texts_are_slips_of_the_hand(book):
    spaced = {
        name: [[f"{cell} \u3000" if cell else cell for cell in row] for row in rows] for name, rows in book.items()
    }
    assert rules_from_sheets(spaced) == rules_from_sheets(book)


def test_what_the_book_has_too_much_is_told(book):
    book["部分"][0].append("颜色")
    book["罚则"] = [["x"]]
    book["项目"].append(["颜色", "红"])
    codes = [code for _, code in told(book)]
    assert sorted(codes) == ["column_unknown", "row_unknown", "sheet_unknown"]


def test_a_row_of_no_part_and_a_criterion_told_twice(book):
    cells, column, name = at(book, "评分表", "部分", 2)
    kept = cells[column]
    cells[column] = "nowhere"
    assert (name, "row_without_part") in told(book)
    cells[column] = kept
    cells, column, name = at(book, "评分表", "评分项 · 名称（中）", 3)
    assert cells[column] == ""
    cells[column] = "别的"
    assert told(book) == [(name, "criterion_told_twice")]


def test_a_cell_that_cannot_be_read_is_told_once(book):
    row = next(i for i, row in enumerate(book["项目"]) if row[0] == "舍入 · 总成绩")
    book["项目"][row][1] = "两位（"
    assert told(book) == [(f"项目!B{row + 1}", "cell_unreadable")]


def test_part_and_criterion_may_be_left_empty_where_they_stay_the_same(book):
    whole = rules_from_sheets(book)
    head = book["评分表"][0]
    last = ("", "")
    for row in book["评分表"][1:]:
        now = (row[head.index("部分")], row[head.index("评分项")])
        if now == last:
            row[head.index("部分")] = row[head.index("评分项")] = ""
        last = now
    assert rules_from_sheets(book) == whole


def test_a_hostile_name_is_no_formula(tmp_path):
    book = parse_rulebook(EVERY[0] | {"name": {"zh": "=1+1", "en": "http://x"}})
    files.write(book, tmp_path / "a.xlsx")
    assert files.read(tmp_path / "a.xlsx") == book


@pytest.mark.parametrize(("content", "code"), [(b"a,b\n", "no_workbook"), (b"PK nothing", "unreadable")])
def test_what_is_no_workbook_is_refused_as_such(tmp_path, content, code):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Faulty) as refused:
        files.read(tmp_path / "a.xlsx")
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [("", code)]
    assert say("zh", f"intake.{code}") != f"intake.{code}"
