"""Shapes: what is not exactly the shape is refused with the fields it is wrong in, and nothing else happens."""

import inspect
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from contest import schemas
from contest.schemas import load
from contest.scoring.refused import Refused
from tests.support.histories import refused

SHEET = {
    "request": "0b1c2d3e-4f50-4617-8283-94a5b6c7d8e9",
    "item": "wall",
    "code": "A07",
    "part": "practice",
    "marks": {"a1": "8.5", "a2": True, "a3": ["1865", "1866.5"]},
    "note": "灰缝偏宽",
    "base": 0,
    "rulebook": 2,
    "confirm": True,
    "offered": 0,
    "holder": 5,
}
CONFIRM = {key: SHEET[key] for key in ("request", "item", "code", "part", "holder")} | {"version": 7}
SCHEMAS = [each for _, each in inspect.getmembers(schemas, inspect.isclass) if issubclass(each, Schema)]
HALF = "\ud83d"  # of a surrogate pair


def test_a_sheet_comes_through_as_it_was_sent():
    assert load(schemas.Sheet(), SHEET) == SHEET
    assert load(schemas.Confirm(), CONFIRM) == CONFIRM


def test_what_may_be_left_out_has_a_value():
    short = {key: value for key, value in SHEET.items() if key not in ("note", "confirm", "offered", "holder")}
    assert load(schemas.Sheet(), short) == SHEET | {"note": "", "confirm": False, "offered": 0, "holder": 0}
    assert load(schemas.Hello(), {}) == {"receipt": None, "unsent": 0, "app": "", "visible": True, "practised": False}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("marks", {"a1": 8.5}),
        ("marks", {"a1": 8}),
        ("marks", {"a1": float("nan")}),
        ("marks", {"a1": None}),
        ("marks", {"a1": {"value": "8"}}),
        ("marks", {"a1": [["8"]]}),
        ("marks", {"a1": ["8"] * 101}),
        ("marks", {"a1": "8" * 33}),
        ("marks", {"a" * 41: "8"}),
        ("marks", {HALF: "8"}),
        ("marks", {"a1": HALF}),
        ("marks", {"a1": "8\0"}),
        ("marks", {f"a{k}": "8" for k in range(201)}),
        ("marks", ["8"]),
        ("marks", None),
        ("base", "0"),
        ("base", 0.0),
        ("base", True),
        ("base", -1),
        ("base", 2**53),
        ("rulebook", None),
        ("confirm", 1),
        ("confirm", "true"),
        ("request", "short"),
        ("request", "x" * 61),
        ("request", "with spaces in it"),
        ("request", "0123456789\n"),
        ("item", "Wall"),
        ("item", "7"),
        ("item", "wall\n"),
        ("item", "../etc"),
        ("part", ""),
        ("code", ""),
        ("code", "A" * 25),
        ("code", "A\0"),
        ("note", "x" * 501),
        ("note", HALF),
        ("note", "\0"),
        ("note", 7),
        ("note", None),
    ],
)
def test_a_wrong_field_is_named(field, wrong):
    with refused("malformed", where=[field]):
        load(schemas.Sheet(), SHEET | {field: wrong})


@pytest.mark.parametrize("field", ["request", "item", "code", "part", "marks", "base", "rulebook"])
def test_a_missing_field_is_named(field):
    with refused("malformed", where=[field]):
        load(schemas.Sheet(), {key: value for key, value in SHEET.items() if key != field})


@pytest.mark.parametrize("data", [None, [], "sheet", 7, 7.5, True, [SHEET]])
def test_what_is_no_object_is_refused(data):
    for schema in SCHEMAS:
        with refused("malformed"):
            load(schema(), data)


def test_unknown_fields_are_refused_and_named_in_bounded_words():
    extra = {f"x{k}" * 100: 1 for k in range(20)} | {HALF: 1}
    for schema in SCHEMAS:
        with pytest.raises(Refused) as caught:
            load(schema(), extra)
        where = caught.value.data["where"]
        assert len(where) <= 8
        assert all(len(name) <= 40 for name in where)
        json.dumps(where, ensure_ascii=False).encode()


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "１２３４", "1234\n", 1234])
def test_a_pin_is_four_to_eight_digits(pin):
    with refused("malformed", where=["pin"]):
        load(schemas.Pair(), {"token": "x" * 24, "pin": pin})


def test_half_a_day_is_the_longest_of_times_and_a_reason_must_say_something():
    assert load(schemas.Time(), {"part": "practice", "seconds": 86_400})
    with refused("malformed", where=["seconds"]):
        load(schemas.Time(), {"part": "practice", "seconds": 86_401})
    with refused("malformed", where=["reason"]):
        load(schemas.Reason(), {"reason": ""})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = sorted({name for schema in SCHEMAS for name in schema().fields})
VALUES = JSON | st.sampled_from([*SHEET.values(), *CONFIRM.values(), "wall", "1234", {"seq": 1, "head": "h"}, 0, ""])


@given(data=JSON | st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=9), which=st.sampled_from(SCHEMAS))
def test_whatever_comes_is_loaded_or_refused_never_a_fault_of_ours(data, which):
    assert read(which(), data) == by_marshmallow(which(), data)


def test_a_default_that_is_made_anew_is_made():
    """Empty lists, for one: the class itself is no default."""
    assert load(schemas.CardsAsked(), {"lang": "en"}) == schemas.CardsAsked().load({"lang": "en"})


def read(schema, data):
    """What `load` makes of data: the values, or the code of its refusal."""
    try:
        return load(schema, data)
    except Refused as answer:
        return answer.code


def by_marshmallow(schema, data):
    """The same by the schema alone: `load` has a quicker way for what is sound."""
    try:
        return schema.load(data)
    except ValidationError:
        return "malformed"


@given(st.dictionaries(st.sampled_from(sorted(SHEET)), VALUES, max_size=9))
def test_a_sheet_with_fields_replaced_is_read_as_its_schema_reads_it(changes):
    data = SHEET | changes
    assert read(schemas.Sheet(), data) == by_marshmallow(schemas.Sheet(), data)
