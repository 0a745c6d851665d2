"""/openapi.json tells programs the truth: what each address takes, gives and refuses; and nothing makes it stumble."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.wsgi import ClosingIterator

from contest import replies, schemas, web
from contest.people import POLICY, TOKEN_ACTS
from contest.scoring import office
from contest.web.policy import AT_A_SEAT, IN_PERSON, OF_A_LINK, OF_THE_ACT, OPEN, SIGNED_IN
from tests.support.counts import count
from tests.web import made
from tests.web.hall import Hall, Play

load_all_checks()
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


DOCUMENT = web.document()
OPERATIONS = [
    (method, path)
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if method in ("get", "post", "delete")
]
NAMES = [f"{method.upper()} {path}" for method, path in OPERATIONS]


def resolved(part: dict) -> dict:
    """A part of the document, behind its reference."""
    while "$ref" in part:
        found = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


DEVICE: list[str] = []
SHOWN: list[Play] = []


@pytest.fixture(scope="module", autouse=True)
def device(hall: Hall):
    """A judge's device, paired before the requests made here have used up all tries at pairing."""
    people, play = hall.services.people, hall.contest()
    DEVICE[:] = [people.pair(people.new_pairing(play.id, "j1")[0], "2468", "")[0]]
    SHOWN[:] = [play]


@pytest.fixture(scope="module")
def schema(hall: Hall):
    """The addresses, ready to be asked; each answer is read to its end and closed, as a server does."""

    def whole(environ: dict, start: Any) -> list[bytes]:
        with closing(ClosingIterator(hall.app(environ, start))) as answer:
            return [b"".join(answer)]

    return schemathesis.openapi.from_wsgi("/openapi.json", whole)


def test_what_a_server_tells_is_what_its_views_say(hall: Hall):
    told = hall.visitor().get("/openapi.json").json
    assert told == DOCUMENT
    assert told["openapi"].startswith("3.1")


def test_every_address_under_api_is_told_and_no_other(hall: Hall):
    there = {
        (method.lower(), rule.rule)
        for rule in hall.app.url_map.iter_rules()
        if rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(there) == len(OPERATIONS)
    assert {rule.count("<") for _, rule in there} == {path.count("{") for _, path in OPERATIONS}


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=NAMES)
def test_an_address_says_what_it_does_gives_and_refuses_and_who_may(method: str, path: str):
    told = DOCUMENT["paths"][path][method]
    assert told["summary"].endswith(".")
    (content,) = told["responses"]["200"]["content"].values()
    assert content["schema"]
    refusal = resolved(told["responses"]["default"])["content"]["application/json"]["schema"]
    assert resolved(refusal)["required"] == ["code", "message"]
    assert told["x-policy"] in {OPEN, SIGNED_IN, IN_PERSON, AT_A_SEAT, OF_A_LINK, OF_THE_ACT, *POLICY}
    by_hand = {"session": []} | ({} if method == "get" else {"csrf": []})
    programs = [{"token": []}] if told["x-policy"] in (SIGNED_IN, OF_THE_ACT, *TOKEN_ACTS) else []
    needed = {OPEN: [], AT_A_SEAT: [{"device": []}], OF_A_LINK: [{"link": []}]}.get(
        told["x-policy"], [by_hand, *programs]
    )
    assert told["security"] == needed


@pytest.mark.parametrize("path", [path for method, path in OPERATIONS if method == "post"])
def test_a_body_that_is_taken_is_told_and_knows_no_other_fields(path: str):
    told = DOCUMENT["paths"][path]["post"].get("requestBody")
    if path.endswith(("/pairing", "/revoke", "/open", "/close", "/admit", "/deny", "/end", "/password")) and (
        "/staff/" not in path and "/account/" not in path
    ):
        assert told is None
        return
    # A file; what is said of it stands in the address.
    if path.endswith(("/material", "/roster", "/read", "/judges", "/photo", "/sheet", "/file", "/scores/{part}")):
        assert list(told["content"]) == ["multipart/form-data"]
        return
    schema = resolved(told["content"]["application/json"]["schema"])
    assert schema["additionalProperties"] is False
    assert schema.get("properties") or path.endswith(
        ("/entries", "/seats", "/end", "/password", "/revoke", "/remove", "/withdraw", "/table")
    )  # an address that says it all


def test_long_lists_are_asked_for_page_by_page_the_same_way():
    paged = []
    for path, operations in DOCUMENT["paths"].items():
        asked = {each["name"] for each in operations.get("get", {}).get("parameters", ()) if each["in"] == "query"}
        assert not asked & {"page", "offset", "before", "most", "size", "cursor"}, path
        if "limit" in asked:
            answer = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            assert ("after" in asked, "next" in resolved(answer)["properties"]) == (True, True), path
            paged.append(path)
    assert len(paged) >= 2


def test_an_act_that_honours_if_match_is_of_something_that_comes_with_an_etag():
    matched = [
        path
        for path, operations in DOCUMENT["paths"].items()
        if "If-Match" in {each["name"] for each in operations.get("post", {}).get("parameters", ())}
    ]
    assert len(matched) >= 8
    tagged = {
        path
        for path, operations in DOCUMENT["paths"].items()
        for method in ("get", "post")
        if "ETag" in operations.get(method, {}).get("responses", {}).get("200", {}).get("description", "")
    }
    for path in matched:  # by itself, by what it is a piece of, or by what tells it before it is done
        assert tagged & {path, path.rpartition("/")[0], f"{path}/read"}, path


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/api/contests/{contest}/roster", {"mode", "day", "digest", "underway", "Idempotency-Key"}),
        ("/api/contests/{contest}/items/{item}/scores/{part}", {"digest", "reason", "Idempotency-Key"}),
        ("/api/contests/{contest}/staff/sharing", {"If-Match", "Idempotency-Key"}),
    ],
)
def test_the_headers_an_act_honours_are_told_beside_what_it_is_asked_with(path: str, names: set[str]):
    assert {each["name"] for each in DOCUMENT["paths"][path]["post"]["parameters"]} == names


def test_acts_are_told_by_name():
    told = DOCUMENT["paths"]["/api/contests/{contest}/items/{item}/acts/{act}"]["parameters"]
    (act,) = [each for each in told if each["name"] == "act"]
    assert act["schema"]["enum"] == list(replies.ACTS)


def test_every_shape_says_what_it_is():
    schemas = DOCUMENT["components"]["schemas"]
    assert [name for name, told in schemas.items() if not told.get("description")] == []
    assert "what its next step lacks" in schemas["Item"]["description"]


def test_what_a_judges_device_sends_on_its_socket_is_told_beside_the_addresses():
    told = DOCUMENT["x-sockets"]["/judging"]
    assert set(told) == set(schemas.MESSAGES)
    for event, shape in schemas.MESSAGES.items():
        assert set(resolved(told[event]).get("properties", {})) == set(shape().fields), event


def test_marks_are_told_as_texts_never_as_numbers():
    told = DOCUMENT["components"]["schemas"]["SetAside"]["properties"]["marks"]["additionalProperties"]
    assert {each["type"] for each in told["anyOf"]} == {"string", "boolean", "array"}


def takes_something(method: str, path: str) -> bool:
    """Whether an address takes anything beside its path. (Any text is an id; what is not there is asked for below.)"""
    told = DOCUMENT["paths"][path][method]
    return method != "get" or any(each.get("in") != "path" for each in told.get("parameters", ()))


def can_be_asked_wrongly(method: str, path: str) -> bool:
    """Whether there is anything to ask wrongly: an address that takes nothing from anybody has no such thing."""
    return takes_something(method, path) or bool(DOCUMENT["paths"][path][method]["security"])


ASKED = [
    pytest.param(*operation, mode, id=f"{name}-{how}")
    for how, mode in (("right", GenerationMode.POSITIVE), ("wrong", GenerationMode.NEGATIVE))
    for operation, name in zip(OPERATIONS, NAMES, strict=True)
    if mode is GenerationMode.POSITIVE or can_be_asked_wrongly(*operation)
]


@pytest.mark.parametrize(("method", "path", "mode"), ASKED)
def test_whatever_is_asked_the_answer_is_as_told_and_never_a_fault(
    hall: Hall, schema, standing: Play, method: str, path: str, mode: GenerationMode
):
    """Requests made from the document, right and wrong, by somebody who may do everything, to a contest that is."""
    ask_all(hall, schema[path][method], mode, standing if mode is GenerationMode.NEGATIVE else None)


def test_a_view_that_stumbles_is_seen(hall: Hall, schema, monkeypatch: pytest.MonkeyPatch):
    """The test above on a sabotaged server."""
    monkeypatch.setattr(office, "progress", lambda contest, item: {}["nothing"])
    with pytest.raises(FailureGroup, match="Server error"):
        ask_all(hall, schema["/api/contests/{contest}/items/{item}/progress"]["get"], GenerationMode.POSITIVE)


def test_an_answer_with_a_field_too_many_is_seen(hall: Hall, schema, monkeypatch: pytest.MonkeyPatch):
    told = office.aside
    monkeypatch.setattr(office, "aside", lambda contest: [{**row, "entry": "e1"} for row in told(contest)])
    play = hall.contest()
    for mark in ("80", "81"):
        play.sheet("j1", play.codes()[0], mark)
    with pytest.raises(FailureGroup, match="Response violates schema"):
        ask_all(hall, schema["/api/contests/{contest}/set-aside"]["get"], GenerationMode.POSITIVE, play)


NEVER_GIVEN = {"GET /api/trust", "GET /api/trust/authority.crt"}
"""What there is only of a server with a certificate of its own."""

SLOW = (
    "/check",
    "/board",
    "/past",
    "/robustness",
    "/ceremony",
    "/sheets.pdf",
    "/material",
    "/cards",
    "/slips",
    "/judges",
)
"""What a child process works out: asked for a few times only."""


@pytest.fixture(scope="module")
def standing(hall: Hall) -> Play:
    """A contest for whatever is refused: it is not made anew for each address."""
    return hall.contest()


MOST_ROUNDS = 5
"""A round's dice may bring no request of the kind that is looked for; those of five do, or there is none."""


def ask_all(hall: Hall, operation: Any, mode: GenerationMode, play: Play | None = None) -> None:
    """`play`: a contest that is as it is said; otherwise one in which all is there that the address names."""
    right = mode is GenerationMode.POSITIVE
    at_seat = operation.path.startswith("/api/judge/")
    play = play or (SHOWN[0] if at_seat and right else made.contest_for(hall, operation.path))
    desk = hall.staff()
    signed = {"X-CSRF": desk.csrf}
    if at_seat:  # a judge's device shows its token
        signed = {"Authorization": f"Bearer {DEVICE[0]}"}
    if operation.path.startswith("/api/unit"):  # a unit's contact shows their link's token
        signed = {"Authorization": f"Bearer {made.a_link(hall, play)[0]}"}
    cookies = {"contest_session": desk.client.get_cookie("contest_session").value}
    seen: set[int] = set()
    real = made.address(hall, play, desk, operation.path)
    there = made.named(hall, play, desk, operation.path, real)
    asked = {each["name"] for each in DOCUMENT["paths"][operation.path][operation.method].get("parameters", ())}
    small = 2 if right and operation.path.endswith(SLOW) else 6

    @settings(max_examples=count(small=small, full=2_000))
    @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from([True, False]))
    def ask(case: Any, known: bool) -> None:
        case.path_parameters = {name: real.get(name, value) for name, value in (case.path_parameters or {}).items()}
        if right and known:
            case.body = made.filled(case.body, there)
            case.query = (case.query or {}) | {
                name: there[name] for name in asked & there.keys() - set(case.path_parameters)
            }
        ours = ("x-csrf", "cookie", "authorization")
        case.headers = {k: v for k, v in (case.headers or {}).items() if k.lower() not in ours}
        case.cookies = {}
        answer = case.call(headers=signed, cookies=cookies)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    def lacks() -> str:
        """What the answers do not show yet; "" where they show all."""
        if right and not seen - {401, 404}:
            return "it was asked for nothing that is there"
        if right and operation.method == "get" and operation.label not in NEVER_GIVEN and 200 not in seen:
            return "it never gave what it is there for"
        if takes_something(operation.method, operation.path) and operation.label != "POST /api/session":
            return "none of them got past the door" if seen == {401} else ""  # only the key can be wrong elsewhere
        return ""

    for _ in range(MOST_ROUNDS):
        ask()
        if not lacks():
            return
    pytest.fail(lacks())


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=NAMES)
def test_whatever_stands_in_an_address_is_no_fault(hall: Hall, standing: Play, method: str, path: str):
    """Ids of every kind where ids belong: what is not there is unknown, in the one shape."""
    play, desk = standing, hall.staff()
    odd = [
        "%00",
        "%0a",
        "..",
        "%2e%2e%2f",
        "%ff%fe",
        "%ed%a0%80",
        "'; DROP TABLE journal; --",
        "砌筑",
        "A" * 3000,
        "0",
        "-1",
    ]
    opened = hall.services.door.names()  # random requests above may have opened a contest that is called 0
    for value in odd:
        for name in (
            *("contest", "item", "code", "seat", "seq", "given"),
            *("act", "how", "part", "channel", "waiter", "preset"),
            *("link", "registration", "what", "layer", "kind", "invitation"),
        ):
            if f"{{{name}}}" in path and not (name == "contest" and value in opened):
                real = {
                    "contest": play.id,
                    "item": "wall",
                    "code": play.codes()[0],
                    "seat": "j1",
                    "seq": "1",
                    "given": "1",
                }
                real |= {
                    "part": "work",
                    "channel": "app",
                    "what": "code",
                    "layer": "1",
                    "waiter": "0",
                    "act": "freeze",
                    "how": "adopt",
                    "preset": "none",
                    "kind": "csv",
                }
                real |= {"id": "0", "number": "1", "account": "0", "link": "0", "registration": "0", "key": "k1"}
                real |= {"invitation": "0", name: value}
                token = made.a_link(hall, play)[0] if path.startswith("/api/unit") else ""
                shown = {"Authorization": f"Bearer {token}"} if token else None
                answer = desk.ask(method.upper(), path.format(**real), {} if method == "post" else None, shown)
                assert answer.status_code in (308, 404, 405, 409, 422), (value, name, answer.text)
