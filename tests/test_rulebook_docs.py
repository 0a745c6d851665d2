"""docs/rulebook.md says what the code reads: every key, and an example that runs."""

from __future__ import annotations

import json
import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import yaml

from contest import check
from contest.scorefile import score_files, table
from contest.scoring import (
    rulebook_award_build,
    rulebook_build,
    rulebook_outcomes,
    rulebook_panel_build,
    rulebook_panels,
    rulebook_rank_build,
    rulebook_scheme,
    rulebook_source_build,
    rulebook_sources,
    rulebook_types,
    rulebook_unit_build,
)
from contest.scoring.rulebook import Panel, Stages, dump_rulebook, dump_unit_table, parse_rulebook, parse_unit_table
from contest.scoring.rulebook_read import STAGES, Node

PAGE = (Path(__file__).parent.parent / "docs" / "rulebook.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


FRAGMENTS = [yaml.load(one, yaml.BaseLoader) for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1:]]


def section(heading: str) -> str:
    """The text from a heading to the next one."""
    return PAGE.split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]


def asked(read: Any, *variants: dict[str, Any]) -> set[str]:
    """The keys a reader looks for, over variants of what it is given."""
    keys: set[str] = set()
    for variant in variants:
        node = Node(variant, "", [])
        read(node)
        keys |= node._seen
    return keys


def each(key: str, *values: str) -> list[dict[str, Any]]:
    return [{key: value} for value in values]


def part(node: Node) -> None:
    rulebook_scheme.read_part(node, Stages(), "percent")


def combine(node: Node) -> None:
    rulebook_panel_build.read_combine(node, Panel(5))


NOUNS = {
    "## The item": asked(rulebook_build.read_rulebook, {}),
    "### `board`": asked(rulebook_build._board, {}),
    "### `rounding`": set(STAGES),
    "### `ranking`": asked(rulebook_rank_build.read_ranking, {}),
    "## Parts": asked(part, *each("source", *rulebook_scheme.SOURCES), {"source": "judged", "entry": "total"}),
    "### `votes`": asked(rulebook_source_build.read_votes, {}, {"scale": "places"})
    | asked(rulebook_source_build._channel, {}),
    "### `ballot`": asked(rulebook_source_build.read_ballot, *each("kind", "choose", "each")),
    "### `panel`": asked(rulebook_panel_build.read_panel, {}),
    "### `combine`": asked(combine, *each("method", "trimmed_mean", "sum", "majority")),
    "### `adjust`": asked(rulebook_panel_build.read_adjust, {}),
    "### `spread`": asked(rulebook_panel_build._spread, {}) | asked(rulebook_panel_build._spread_band, {}),
    "### `time`": asked(rulebook_panel_build.read_time, {})
    | asked(rulebook_panel_build._rate, {})
    | asked(rulebook_panel_build._step, {}),
    "## Criteria and aspects": asked(rulebook_scheme._criterion, {})
    | asked(rulebook_scheme._aspect, *each("kind", *rulebook_scheme._KINDS), {"kind": "measured", "ladder": []})
    | asked(rulebook_scheme._aspect, {"kind": "measured", "per_outside": "1"})
    | asked(rulebook_scheme._band, {})
    | asked(rulebook_scheme._rung, {}),
    "### `cis`": asked(rulebook_scheme.read_cis, {}),
    "## Penalties": asked(rulebook_build._penalty, *each("per", "once", "given")),
    "## Ties": asked(rulebook_rank_build.read_tie, *each("by", *rulebook_rank_build.TIES)),
    "## Awards": asked(rulebook_award_build.read_award, {}) | asked(rulebook_award_build.read_when, {}),
    "### `where`": asked(rulebook_award_build.read_where, {}),
    "### `limits`": asked(rulebook_award_build.read_limit, {}) | asked(rulebook_award_build._limit_for, {}),
    "## Promotion": asked(rulebook_award_build.read_promotion, {})
    | asked(rulebook_award_build._step, {})
    | asked(rulebook_award_build._least_part, {})
    | asked(rulebook_award_build._level, {}),
    "## Rounds": asked(rulebook_award_build.read_advance, {}),
    "## Scale": asked(rulebook_build.read_scale, {}),
    "## Unit tables": asked(rulebook_unit_build.read_unit_table, *each("of", "places", "prizes", "parts"))
    | asked(rulebook_unit_build._prize, {})
    | asked(rulebook_unit_build._part_weight, {}),
}


@pytest.mark.parametrize("heading", NOUNS)
def test_every_key_of_a_noun_stands_in_its_section_and_no_other(heading):
    table_keys = [row for row in section(heading).splitlines() if row.startswith("| `")]
    named = {key for row in table_keys for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    told = set(re.findall(r"`(\w+)`", section(heading)))
    assert NOUNS[heading] <= told
    assert named <= NOUNS[heading]


def test_every_tie_rule_and_every_kind_of_aspect_is_told():
    for heading, names in [("## Ties", rulebook_rank_build.TIES), ("## Criteria and aspects", rulebook_scheme._KINDS)]:
        assert set(names) == set(re.findall(r"^\| (\w+) \|", section(heading), re.MULTILINE)) - {"kind", "key"}


SHOWN = set(re.findall(r"[\w-]+", "\n".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))))
TYPES = [
    kind
    for module in (rulebook_outcomes, rulebook_panels, rulebook_sources, rulebook_types)
    for kind in vars(module).values()
    if is_dataclass(kind) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("heading", NOUNS)
def test_every_key_stands_in_an_example(heading):
    assert NOUNS[heading] - SHOWN == set()


@pytest.mark.parametrize("noun", TYPES, ids=lambda noun: noun.__name__)
def test_every_word_that_a_key_may_say_stands_in_an_example(noun):
    words = {word for hint in get_type_hints(noun).values() for word in literals(hint)}
    assert words - SHOWN - {""} == set()


def literals(hint: Any) -> set[str]:
    """The words of a Literal, alone or among other types."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return {word for below in get_args(hint) for word in literals(below)}


def test_the_example_comes_to_what_the_page_says(tmp_path):
    (tmp_path / "book.yaml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / "marks.csv").write_text(block("csv"), encoding="utf-8")
    assert table(score_files(tmp_path / "book.yaml", tmp_path / "marks.csv"), "en") + "\n" == block("text")


def test_the_unit_table_is_one():
    tables = [one for one in FRAGMENTS if "items" in one]
    read = [parse_unit_table(quoted(one)) for one in tables]
    assert {one.of for one in read} == {"total", "places", "prizes", "parts"}
    assert [parse_unit_table(dump_unit_table(one)) for one in read] == read


APART = [one for one in FRAGMENTS if "items" not in one]


@pytest.mark.parametrize("fragment", APART, ids=lambda one: ", ".join(one))
def test_what_the_page_shows_apart_fits_into_its_example(fragment):
    rulebook = parse_rulebook(with_it(fragment))
    assert parse_rulebook(dump_rulebook(rulebook)) == rulebook


def with_it(fragment: dict[str, Any]) -> dict[str, Any]:
    """The page's example, with what it shows apart in its place."""
    return quoted(yaml.load(block("yaml"), yaml.BaseLoader) | fragment)


def shown_books() -> list[dict[str, Any]]:
    """Rulebooks that say everything a rulebook can: the page's example, once with each thing that it shows apart."""
    return [with_it(fragment) for fragment in ({}, *APART)]


def quoted(value: Any) -> Any:
    """Plain values with the words true and false as such: BaseLoader reads everything as text."""
    if isinstance(value, dict):
        return {key: quoted(below) for key, below in value.items()}
    if isinstance(value, list):
        return [quoted(below) for below in value]
    return {"true": True, "false": False}.get(value, value)


def of_the_page(heading: str, number: int) -> dict[str, Any]:
    """The rulebook shown in a section, within the page's example."""
    shown = re.findall(r"```yaml\n(.*?)```", section(heading), re.DOTALL)[number]
    return dump_rulebook(parse_rulebook(with_it(yaml.load(shown, yaml.BaseLoader))))


def both(book: dict[str, Any], tmp_path: Path, **scores: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    """Place, total and award of each entry by its imported scores, over which both calculations agree."""
    rows = [f"{entry},,score:{part},{score}" for entry, each in scores.items() for part, score in each.items()]
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    (tmp_path / "marks.csv").write_text("\n".join(["entry,judge,aspect,value", *rows]), encoding="utf-8")
    first = score_files(tmp_path / "book.json", tmp_path / "marks.csv")
    second = check.result(book, {entry: {"scores": each} for entry, each in scores.items()})
    assert {row["entry"]: row["rank"] for row in first["entries"]} == {
        entry: row["rank"] for entry, row in second["entries"].items()
    }
    assert {each["id"]: each["entries"] for each in first["awards"]} == second["awards"]
    won = {entry: each["id"] for each in first["awards"] for entry in each["entries"]}
    return {row["entry"]: (row["rank"], row["total"], won.get(row["entry"])) for row in first["entries"]}


def test_a_part_that_only_has_to_be_passed_adds_nothing_and_parts_equals(tmp_path):
    book = of_the_page("## Parts", 0)
    given = {"A": ("59", "95"), "B": ("80", "90"), "C": ("85", "90"), "D": ("60", "70")}
    scores = {entry: {"theory": theory, "practice": practice} for entry, (theory, practice) in given.items()}
    assert both(book, tmp_path, **scores, E={"practice": "99"}) == {
        "A": (1, "95.00", None),
        "C": (2, "90.00", "first"),
        "B": (3, "90.00", None),
        "D": (4, "70.00", None),
        "E": (None, "99.00", None),
    }


def test_an_attempt_that_was_not_taken_is_nought_once_it_is_imported_and_nothing_before(tmp_path):
    """80 ÷ 2 + (27 + 21) × 3.2 = 40 + 153.6."""
    book = of_the_page("### `formula`", 0)
    taken = {"semi-final": "80", "first-try": "27", "third-try": "21", "difficulty": "3.2"}
    found = both(book, tmp_path, A=taken | {"second-try": "0"}, B=taken)
    assert (found["A"], found["B"][0]) == ((1, "193.60", None), None)
