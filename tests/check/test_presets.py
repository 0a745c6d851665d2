"""Every preset, played to its signed results: the second calculation comes to the same from its journal alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contest import check
from contest.check import known
from contest.db import make_engine
from contest.journal import read
from tests.presets.test_presets import NAMES, PRESETS, _opened, _play
from tests.support.counts import FULL

from .folded import of_contest

QUICK = ["datong-craftsman", "worldskills-masonry"]
"""Votes, a ballot and a list without places; medals within bands, and a table of units."""


def lines(folder: Path, contest: str) -> list[bytes]:
    """The journal as it is stored."""
    engine = make_engine(f"sqlite:///{folder / 'contest.db'}", readonly=True)
    with engine.connect() as connection:
        found = [each.raw for each in read(connection, contest)]
    engine.dispose()
    return found


@pytest.mark.rules
@pytest.mark.parametrize("name", NAMES if FULL else QUICK)
def test_a_played_preset_comes_to_the_same_from_its_lines(name, tmp_path):
    with _opened(name, tmp_path) as (door, people, contest):
        _play(door, people, contest)
        told = lines(tmp_path, name)
        for item in contest.items:
            second = check.item_result(told, str(item), with_units=True)
            assert check.differences(of_contest(contest, str(item)), second) == []
            assert any(second["awards"].values())


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_every_preset_is_known(name):
    for book in PRESETS[name].rulebooks.values():
        known.cover(book)
    if PRESETS[name].unit_table:
        known.cover_units(PRESETS[name].unit_table)


def test_every_key_that_a_rulebook_may_have_is_known():
    """A key that is new on the page makes this red, before it makes a journal that cannot be recomputed."""
    schema = json.loads((Path(check.__file__).parents[2] / "docs" / "rulebook.schema.json").read_text(encoding="utf-8"))
    text = Path(known.__file__).read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", text))
    assert {*keys(schema)} - words - {"zh", "en"} == set()


def keys(schema: Any) -> Iterator[str]:
    """The names of all properties, however deep."""
    if isinstance(schema, dict):
        yield from schema.get("properties") or ()
        for below in schema.values():
            yield from keys(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from keys(below)
