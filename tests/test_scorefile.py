"""`contest score`: from two files to places, and the sentences for files that are wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from contest.scorefile import explain, load_rulebook, score_files, table
from contest.scorefile.explained import sentences
from contest.scoring.refused import Faulty

from . import isu

BOOK = """
format: 1
id: masonry
name: {zh: 砌筑, en: Masonry}
rounding: {judges: {digits: 2}, total: {digits: 2}}
parts:
  - {id: theory, name: {zh: 理论, en: Theory}, source: imported, out_of: "100", weight: "30"}
  - id: process
    name: {zh: 过程, en: Process}
    source: judged
    weight: "20"
    panel: {judges: 1, by: station}
    time: {limit: 180, per_started_minute: 0.5}
    criteria: [{id: c, name: {zh: 流程, en: Flow}, aspects: [
      {id: flow, name: {zh: 流程, en: Flow}, kind: points, max: 95, step: 0.5},
      {id: tidy, name: {zh: 整洁, en: Tidy}, kind: check, max: 5}]}]
  - id: wall
    name: {zh: 实测, en: Wall}
    source: judged
    weight: "20"
    panel: {judges: 3, by: joint}
    criteria: [{id: c, name: {zh: 尺寸, en: Size}, aspects: [
      {id: length, name: {zh: 长, en: Length}, kind: measured, max: 10, unit: mm, nominal: 1865, readings: 2,
       tolerance: 5, per_unit: 1}]}]
  - id: looks
    name: {zh: 观感, en: Looks}
    source: judged
    weight: "30"
    panel: {judges: 3}
    combine: {method: trimmed_mean}
    criteria: [{id: c, name: {zh: 观感, en: Looks}, aspects: [
      {id: flow, name: {zh: 流畅, en: Flow}, kind: points, max: 100, step: 0.5}]}]
penalties: [{id: foul, name: {zh: 犯规, en: Foul}, points: 2, per: count}]
ties: [{by: time, part: process}, {by: shared}]
awards: [{id: first, name: {zh: 一等奖, en: First prize}, count: 1}]
"""
MARKS = """entry,judge,aspect,value
A,,score:theory,80
A,,time:process,10801
A,S1,process.flow,90
A,S1,tidy,true
A,M1,length,1865 1872
A,J1,looks.flow,80
A,J2,looks.flow,90.5
A,J3,looks.flow,85
A,,penalty:foul,2
B,,status,absent
C,,score:theory,99
"""


@pytest.fixture
def files(tmp_path: Path):
    def write(
        book: str = BOOK, marks: str = MARKS, suffix: str = ".yaml", encoding: str = "utf-8"
    ) -> tuple[Path, Path]:
        (tmp_path / f"book{suffix}").write_text(book, encoding="utf-8")
        (tmp_path / "marks.csv").write_text(marks, encoding=encoding)
        return tmp_path / f"book{suffix}", tmp_path / "marks.csv"

    return write


def told(*paths: Path) -> list[str]:
    with pytest.raises(Faulty) as refused:
        score_files(*paths)
    assert len(explain(refused.value, "en")) == len(refused.value.faults)
    return [f"{fault.place} {fault.code}" for fault in refused.value.faults]


def test_every_stage_of_an_entry_is_told(files):
    result = score_files(*files())
    a = result["entries"][0]
    # theory 80 × 0.3 = 24; process 95 − 0.5 (one started minute) = 94.5 × 0.2 = 18.9; wall 10 − 2 = 8 of 10 → 16;
    # looks 85 × 0.3 = 25.5; − 4 for two fouls
    assert (a["entry"], a["rank"], a["total"], a["award"]) == ("A", 1, "80.40", "first")
    assert {part: stage["weighted"] for part, stage in a["parts"].items()} == {
        "theory": "24.0",
        "process": "18.90",
        "wall": "16",
        "looks": "25.500",
    }
    assert a["parts"]["process"]["deducted"] == "0.5"
    assert {seat: judge["dropped"] for seat, judge in a["parts"]["looks"]["judges"].items()} == {
        "J1": "low",
        "J2": "high",
        "J3": None,
    }
    assert a["deductions"] == [{"penalty": "foul", "points": "4"}]
    assert [(e["entry"], e["rank"], e["status"], e["missing"]) for e in result["entries"][1:]] == [
        ("C", None, "present", ["process", "wall", "looks"]),
        ("B", None, "absent", ["theory", "process", "wall", "looks"]),
    ]
    assert result["awards"] == [{"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "entries": ["A"]}]
    json.dumps(result)


def test_a_table_lines_up_with_wide_letters(files):
    drawn = table(score_files(*files()), "zh").splitlines()
    assert drawn == [
        "砌筑",
        "名次  参赛对象  理论  过程  实测   观感   总分  奖项",
        "   1  A           80  94.5     8  85.00  80.40  一等奖",
        "   –  C           99     –     –      –      –  缺 process, wall, looks",
        "   –  B            –     –     –      –      –  缺席",
    ]
    assert "First prize" in table(score_files(*files()), "en")


def test_json_and_yaml_say_the_same(files):
    yaml_file, marks = files()
    book = json.dumps(yaml.safe_load(BOOK), ensure_ascii=False)
    assert score_files(files(book, suffix=".json")[0], marks) == score_files(yaml_file, marks)


def test_a_decimal_of_the_file_is_never_a_float(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text("{a: 0.10, b: 1e3, c: 1:30, d: no, e: 010, f: 7, g: true, h: null, i: 2026-11-21}")
    assert load_rulebook(path) == {
        "a": "0.10",
        "b": "1e3",
        "c": "1:30",
        "d": "no",
        "e": "010",
        "f": 7,
        "g": True,
        "h": None,
        "i": "2026-11-21",
    }


@pytest.mark.parametrize(
    ("book", "told_"),
    [
        ("a: [", "book.yaml not_readable"),
        ("{a: 1, a: 2}", "book.yaml not_readable"),
        ("!!python/object/apply:os.system [ls]", "book.yaml not_readable"),
        ("text", "book.yaml not_a_mapping"),
        ("a: " + "x" * 1_000_000, "book.yaml file_too_large"),
    ],
)
def test_a_file_that_is_no_rulebook_is_refused(files, book, told_):
    assert told(*files(book)) == [told_]


def test_a_json_key_may_stand_once_and_nan_is_no_number(files):
    assert told(*files('{"a": 1, "a": 2}', suffix=".json")) == ["book.json not_readable"]
    assert told(*files('{"a": NaN}', suffix=".json")) == ["book.json not_readable"]


def test_a_rulebook_in_another_encoding_is_refused(files):
    book, marks = files()
    book.write_bytes(BOOK.encode("gb18030"))
    assert told(book, marks) == ["book.yaml not_utf8"]


ROWS = [
    ("A,J1,nothing,5", "line 2 unknown_aspect"),
    ("A,S1,flow,5", "line 2 unknown_aspect"),  # two parts have it: say process.flow or looks.flow
    ("A,J1,looks.flow,80.3", "line 2 off_step"),
    ('A,J1,looks.flow,"80,5"', "line 2 decimal_comma"),
    ("A,J1,looks.flow,", "line 2 missing"),
    ("A,S1,tidy,true", "A · S1 · flow missing"),
    ("A,M1,length,1865", "line 2 wrong_count"),
    ("A,S1,tidy,maybe", "line 2 not_yes_no"),
    (",J1,looks.flow,80", "line 2 no_entry"),
    ("A,,status,ill", "line 2 unknown_status"),
    ("A,,theory,80", "line 2 unknown_row"),
    ("A,,score:looks,80", "line 2 not_imported"),
    ("A,,score:nothing,80", "line 2 unknown_part"),
    ("A,,score:theory,101", "line 2 above_max"),
    ("A,,score:theory,80\nA,,score:theory,81", "line 3 score_twice"),
    ("A,,time:process,1:30", "line 2 not_seconds"),
    ("A,,time:process,²", "line 2 not_seconds"),
    ("A,,penalty:nothing,1", "line 2 unknown_penalty"),
    ("A,,penalty:foul,0", "line 2 bad_count"),
    ("A,J1,looks.flow,80\nA,J1,looks.flow,80", "line 3 twice"),
    ("A,M1,length,1865 1865\nA,M2,length,1865 1866", "line 3 twice"),  # a joint part has one sheet
    ("\n".join(f"A,J{i},looks.flow,80" for i in range(4)), "A too_many_sheets"),
]


@pytest.mark.parametrize(("rows", "told_"), ROWS, ids=[row[1].split()[-1] + str(i) for i, row in enumerate(ROWS)])
def test_a_row_that_is_wrong_is_named_with_its_line(files, rows, told_):
    assert told_ in told(*files(marks="entry,judge,aspect,value\n" + rows))


def test_all_wrong_rows_are_told_at_once(files):
    marks = "entry,judge,aspect,value\nA,J1,x,1\nA,S1,process.flow,99\nA,S1,tidy,1\nA,,status,ill\n"
    assert told(*files(marks=marks)) == [
        "line 2 unknown_aspect",
        "line 5 unknown_status",
        "line 3 above_max",
        "line 4 not_yes_no",
    ]


def test_a_file_without_its_columns_or_in_another_encoding_is_refused(files):
    assert told(*files(marks="entry,mark\nA,5\n")) == ["line 1 no_column"]
    assert told(*files(marks=MARKS + "甲,,status,absent\n", encoding="gb18030")) == ["marks.csv not_utf8"]
    assert told(*files(marks='entry,judge,aspect,value\nA,"J,a,b\n')) == ["marks.csv not_csv"]


def test_a_file_saved_by_a_spreadsheet_is_read(files):
    marks = "\ufeff" + MARKS.replace("\n", "\r\n") + ",,,\r\n"
    assert score_files(*files(marks=marks)) == score_files(*files())


def test_each_sentence_about_a_file_answers_a_fault_that_happens():
    of_marks = {"full_width", "too_long", "not_a_number", "below_min", "not_whole", "points_not_yours"}
    tested = {told_.split()[-1] for _, told_ in ROWS} | {"no_column", "not_utf8", "not_csv"} | of_marks
    assert {key.removeprefix("mark.") for key in sentences("zh", "mark")} == tested


def test_172_performances_come_out_as_published_from_files(tmp_path):
    for item in isu.items():
        book, marks = tmp_path / "book.json", tmp_path / "marks.csv"
        book.write_text(json.dumps(item.rulebook), encoding="utf-8")
        with marks.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(isu.mark_rows(item))
        result = {entry["entry"]: (entry["total"], entry["rank"]) for entry in score_files(book, marks)["entries"]}
        assert result == {entry.id: (entry.total, entry.rank) for entry in item.entries}
