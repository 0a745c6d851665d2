"""The shape of messages: whatever is not exactly what the schemas say is malformed, and nothing else happens."""

from __future__ import annotations

import pytest

from tests.live.played import sheet
from tests.support.small import token
from tests.support.wire import Judge

WRONG = [
    None,
    5,
    "text",
    [],
    [sheet()],
    {},
    sheet() | {"extra": 1},
    sheet() | {"seat": "f1"},
    sheet() | {"by": "seat:f1"},
    sheet(marks={"a": 8}),
    sheet(marks={"a": 8.5}),
    sheet(marks={"a": float("nan")}),
    sheet(marks={"a": float("inf")}),
    sheet(marks={"a": None}),
    sheet(marks={"a": {"b": "1"}}),
    sheet(marks={"a": ["1", 2]}),
    sheet(marks={"a": ["1"] * 101}),
    sheet(marks={"a": "1" * 33}),
    sheet(marks={"a" * 41: "1"}),
    sheet(marks={f"a{k}": "1" for k in range(201)}),
    sheet(marks=["8"]),
    sheet(marks="8"),
    sheet(marks={"a": "8\ud800"}),
    sheet(marks={"\ud800": "8"}, rulebook=1),
    sheet(note="x" * 501),
    sheet(note="\ud800"),
    sheet(note="\0"),
    sheet(note=5),
    sheet(base="0"),
    sheet(base=0.0),
    sheet(base=True),
    sheet(base=-1),
    sheet(base=2**53),
    sheet(base=10**50),
    sheet(rulebook=None),
    sheet(confirm="yes"),
    sheet(confirm=1),
    sheet(code=""),
    sheet(code="A" * 25),
    sheet(code=["A01"]),
    sheet(item="Wall"),
    sheet(item="w" * 41),
    sheet(part="../build"),
    sheet() | {"request": "short"},
    sheet() | {"request": "x" * 61},
    sheet() | {"request": "with space"},
    sheet() | {"request": "12345678\n"},
    sheet() | {"request": None},
    {key: value for key, value in sheet().items() if key != "base"},
    {key: value for key, value in sheet().items() if key != "request"},
]


@pytest.mark.parametrize("said", WRONG, ids=range(len(WRONG)))
def test_a_sheet_of_the_wrong_shape_is_malformed(server, shapes, said):
    before = server.log
    answer = shapes.call("sheet", said)
    assert (answer["outcome"], answer["code"]) == ("refused", "malformed"), answer
    assert answer["message"].keys() == {"zh", "en"}
    assert server.log == before


@pytest.fixture(scope="module")
def unharmed(server):
    """What hello told before the wrong shapes is what it tells behind them."""

    def told():
        judge = Judge(server.address, token("c0", "r1"))
        said = judge.call("hello", {})
        judge.leave()
        return said | {"now": ""}

    before = told()
    yield
    assert told() == before


@pytest.fixture
def shapes(server, unharmed):
    judge = Judge(server.address, token("c0", "r1"))
    yield judge
    judge.leave()


HELLO = [
    0,
    "",
    [],
    False,
    {"extra": 1},
    {"unsent": -1},
    {"unsent": "1"},
    {"app": "x" * 41},
    {"visible": 1},
    {"practised": 1},
]
HELLO += [{"receipt": {}}, {"receipt": {"seq": 1, "head": "x", "more": 1}}, {"receipt": {"seq": 1.5, "head": "x"}}]


@pytest.mark.parametrize("said", HELLO, ids=str)
def test_a_hello_of_the_wrong_shape_is_malformed(shapes, said):
    assert shapes.call("hello", said)["code"] == "malformed"


@pytest.mark.parametrize("event", ["hello", "sheet", "confirm", "ping_me", "practice", "practice_papers"])
def test_more_arguments_than_one_are_malformed(shapes, event):
    assert shapes.call(event, sheet(), {"more": 1})["code"] == "malformed"
    assert shapes.call(event, {}, None)["code"] == "malformed"


def test_confirm_and_ping_take_nothing_but_their_fields(shapes):
    whole = {"request": "12345678", "item": "roof", "code": "C01", "part": "deck", "version": 1}
    assert shapes.call("confirm", whole | {"confirm": True})["code"] == "malformed"
    assert shapes.call("confirm", whole | {"version": "1"})["code"] == "malformed"
    assert shapes.call("ping_me", {"now": 1})["code"] == "malformed"
    assert shapes.call("ping_me", [])["code"] == "malformed"


def test_an_event_nobody_knows_gets_no_answer(shared):
    judge = shared.judge()
    number = judge.ask("lock", {"item": "wall"})
    judge.settle()
    assert number not in judge._answers
