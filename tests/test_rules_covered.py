"""docs/rules-covered.md names tests that exist, keys that there are, presets that use them, and forgets no rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from contest.presets import names
from contest.scoring.rulebook_panels import Combine
from contest.scoring.rulebook_rank_build import TIES
from contest.scoring.rulebook_scheme import _KINDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rules-covered.md").read_text(encoding="utf-8")
RULEBOOK = (ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| .*\|$", PAGE, re.MULTILINE)]
RULES = [row for row in ROWS if len(row) == 5 and row[0] != "rule"]
INCIDENTS = [row for row in ROWS if len(row) == 3 and row[0] != "what happened"]


def coded(cell: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", cell)


def there_are() -> set[str]:
    """The names of all tests."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_rule_and_every_incident_has_a_test_that_exists():
    named = [coded(row[-1]) for row in RULES + INCIDENTS]
    assert all(named)
    assert {name for row in named for name in row} - there_are() == set()


def test_every_rule_is_said_by_keys_of_the_rulebook_or_is_an_act():
    for row in RULES:
        assert coded(row[2]) or "(a" in row[2], row
        assert all(f"`{key}`" in RULEBOOK or f"{key}:" in RULEBOOK for key in coded(row[2])), row


@pytest.mark.parametrize("preset", names())
def test_a_preset_uses_every_key_that_it_is_named_for(preset):
    folder = ROOT / "contest" / "presets" / preset
    said = set(re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))))
    rows = [row for row in RULES if row[3] == preset]
    assert {word for row in rows for word in re.findall(r"\w+", row[2])} - said == set()


def test_every_preset_named_is_one():
    assert {row[3] for row in RULES} - {"–"} <= set(names())


@pytest.mark.parametrize(
    ("words", "column"),
    [(TIES, 2), (_KINDS, 2), (get_args(get_type_hints(Combine)["method"]), 2)],
    ids=["ties", "aspects", "combining"],
)
def test_no_rule_of_the_code_is_forgotten(words, column):
    told = {word for row in RULES for word in re.findall(r"\w+", row[column])}
    assert set(words) - told == set()
