"""`contest rulebook`: from form to form without loss, and every fault told in both languages."""

from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner

from contest import presets
from contest.cli import main
from contest.rulebooks import files
from contest.scoring.rulebook import parse_rulebook
from tests.scoring.builders import data, imported
from tests.scoring.test_rulebook import everything
from tests.scoring.test_rulebook_scores import everything as of_scores

from .test_schema import BOOKS, EVERY


def run(*arguments):
    answer = CliRunner().invoke(main, ["rulebook", *map(str, arguments)])
    return answer.exit_code, answer.output


@pytest.mark.parametrize("ending", [".yaml", ".json"])
@pytest.mark.parametrize("book", EVERY, ids=lambda book: str(book.get("id", "table")))
def test_what_is_written_reads_back_as_the_same(tmp_path, book, ending):
    rules = files.parse(book)
    files.write(rules, tmp_path / f"book{ending}")
    assert files.read(tmp_path / f"book{ending}") == rules


def test_words_that_yaml_would_guess_at_stay_words(tmp_path):
    odd = {"zh": "no", "en": "1:30"}
    book = parse_rulebook(data(imported("true"), name=odd))
    files.write(book, tmp_path / "book.yaml")
    assert files.read(tmp_path / "book.yaml") == book


def test_convert_goes_by_the_names_of_the_files(tmp_path):
    source, target = tmp_path / "a.yaml", tmp_path / "b.json"
    source.write_text(yaml.safe_dump(everything(), allow_unicode=True), encoding="utf-8")
    assert run("convert", source, target) == (0, f"{target}\n")
    assert parse_rulebook(json.loads(target.read_text(encoding="utf-8"))) == parse_rulebook(everything())


def test_a_kind_of_file_nobody_knows_is_said_so_in_both_languages(tmp_path):
    (tmp_path / "a.doc").touch()
    code, told = run("check", tmp_path / "a.doc")
    assert code == 1
    assert "不认识“a.doc”" in told
    assert "“a.doc” is no file" in told


def test_check_tells_every_fault_with_its_place_in_both_languages(tmp_path):
    book = of_scores() | {"colour": "red"}
    book["parts"][0]["combine"]["least"] = 6
    (tmp_path / "a.json").write_text(json.dumps(book), encoding="utf-8")
    code, told = run("check", tmp_path / "a.json")
    assert code == 1
    lines = [line.strip() for line in told.splitlines()]
    for place in ("colour", "parts[0].combine.least"):
        zh, en = (line for line in lines if line.startswith(f"{place}:"))
        assert any(letter > "\u4e00" for letter in zh)
        assert all(letter < "\u4e00" for letter in en)


def test_check_says_of_a_sound_one_that_it_is(tmp_path):
    table = next(found for name in presets.names() if (found := presets.load(name).unit_table))
    for number, book in enumerate((BOOKS[0], table)):
        (tmp_path / f"{number}.json").write_text(json.dumps(book), encoding="utf-8")
        code, told = run("check", tmp_path / f"{number}.json")
        assert code == 0
        assert book["name"]["zh"] in told
        assert book["name"]["en"] in told


def test_schema_prints_the_schema():
    code, told = run("schema")
    assert code == 0
    assert json.loads(told)["$schema"].endswith("2020-12/schema")
