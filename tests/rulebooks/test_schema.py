"""The JSON Schema is what the readers read: no key more, no key less, and what one refuses the other refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest import presets
from contest.rulebooks.schema import schema, text
from contest.scoring.rulebook import (
    Fault,
    RulebookRefused,
    dump_rulebook,
    dump_unit_table,
    parse_rulebook,
    parse_unit_table,
)
from tests.scoring.test_rulebook import ONE_FAULT, change, everything
from tests.scoring.test_rulebook_scores import everything as of_scores
from tests.support.imports import ROOT
from tests.test_rulebook_docs import FRAGMENTS, NOUNS, block, quoted, yaml

SHAPE = {"missing_key", "unknown_key", "not_a_mapping", "not_a_list", "empty_list", "list_too_long", "bad_id"}
SHAPE |= {"not_one_of", "not_a_flag", "not_whole", "out_of_range", "too_small", "not_above", "float", "not_a_number"}
SHAPE |= {"decimal_comma", "full_width", "too_long", "bad_text", "format_newer", "format_unknown"}
"""Faults of one value by itself. What a schema cannot say: see `beyond`."""

EXAMPLE = quoted(yaml.load(block("yaml"), yaml.BaseLoader))
BOOKS = [rules for name in presets.names() for rules in presets.load(name).rulebooks.values()]
TABLES = [table for name in presets.names() if (table := presets.load(name).unit_table)]
ON_THE_PAGE = [quoted(one) if "items" in one else EXAMPLE | quoted(one) for one in FRAGMENTS]
EVERY = [*BOOKS, *TABLES, EXAMPLE, *ON_THE_PAGE, everything(), of_scores()]


@cache
def judge() -> Any:
    return jsonschema_rs.validator_for(schema())


def test_the_file_in_docs_is_made_from_the_code():
    written = (ROOT / "docs" / "rulebook.schema.json").read_text(encoding="utf-8")
    assert written == text(), "run: .venv/bin/contest rulebook schema > docs/rulebook.schema.json"


def test_it_is_a_schema_of_its_draft():
    jsonschema_rs.meta.validate(json.loads(text()))


@pytest.mark.parametrize("book", EVERY, ids=lambda book: str(book.get("id", "table")))
def test_every_preset_and_every_example_of_the_page_fits(book):
    judge().validate(plain(book))


@pytest.mark.parametrize("book", EVERY, ids=lambda book: str(book.get("id", "table")))
def test_what_is_written_fits_too(book):
    parse, dump = (parse_unit_table, dump_unit_table) if "items" in book else (parse_rulebook, dump_rulebook)
    judge().validate(plain(dump(parse(book))))


def keys(drawn: Any) -> Iterator[str]:
    if isinstance(drawn, dict):
        for key, below in drawn.items():
            if key == "properties":
                yield from below
            yield from keys(below)
    elif isinstance(drawn, list):
        for below in drawn:
            yield from keys(below)


def test_the_keys_of_readers_and_schema_are_the_same():
    """tests/test_rulebook_docs.py asks the readers in its own way, for all but the last two."""
    assert set(keys(schema())) == set().union(*NOUNS.values()) | {"zh", "en"} | {"needs", "item"}


@pytest.mark.parametrize(("path", "value"), [case[:2] for case in ONE_FAULT if case[3] in SHAPE], ids=str)
def test_a_rulebook_refused_for_its_shape_is_refused_by_the_schema(path, value):
    book = everything()
    assert judge().is_valid(plain(book))
    change(path, value)(book)
    assert not judge().is_valid(book) or beyond(book)


WAYS = [case[0] for case in ONE_FAULT]
VALUES = (
    st.none() | st.booleans() | st.integers(-3, 40000) | st.sampled_from(["", "x", "X", "1", "-1", "0", "1,5", "９"])
)
VALUES |= st.sampled_from([[], {}, ["x"], [{}], [None], 0.5, "high", "worst", "void", "sum", "a" * 41, "1." + "0" * 30])
VALUES |= st.sampled_from([..., {"zh": "甲", "en": "A"}, {"zh": "甲"}, {"digits": 2}, {"points": "1"}])


@given(st.sampled_from(EVERY), st.data())
def test_schema_and_reader_agree_on_any_change(book, data):
    """A value anywhere is replaced or taken away, or a key put beside it."""
    book = deepcopy(book)
    way, last = data.draw(st.sampled_from(list(places(book))))
    value = data.draw(VALUES)
    if value is not ...:
        way[last] = value
    elif last in way or isinstance(way, list):
        del way[last]
    found = faults(book)
    shape = [fault for fault in found if fault.code in SHAPE]
    if judge().is_valid(plain(book)):
        assert not shape or beyond(book)
    else:
        assert found, [error.message for error in judge().iter_errors(plain(book))]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield value, "colour"
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def faults(book: dict[str, Any]) -> list[Fault]:
    try:
        (parse_unit_table if "items" in book else parse_rulebook)(book)
    except RulebookRefused as refused:
        return refused.faults
    return []


def plain(book: Any) -> Any:
    """As a JSON file holds it."""
    return json.loads(json.dumps(book))


def beyond(book: dict[str, Any]) -> bool:
    """Whether its faults are all of a kind that the schema leaves to the reader: whole numbers that are texts, 70.0
    (which JSON Schema takes for whole), a part of weight 0 that nobody
    names, a panel of several that states no combining, a formula whose most nobody knows."""
    found = faults(book)
    return bool(found) and all(
        (fault.code == "out_of_range" and str(fault.data["found"]) in json.dumps(book))
        or (fault.code == "float" and str(fault.data["found"]).endswith(".0"))
        or fault.code == "weight_for_nothing"
        or (fault.code == "missing_key" and fault.place.endswith(("combine", "method", "out_of")))
        or fault.code not in SHAPE
        for fault in found
    )


def test_an_unknown_kind_is_told_at_its_place():
    book = everything()
    book["parts"][1]["criteria"][0]["aspects"][0]["kind"] = "guess"
    [error, *_] = judge().iter_errors(plain(book))
    assert re.match(r".*guess", error.message)
