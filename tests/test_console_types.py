"""What the pages say of the API is what it gives: the types of console, floor and register page, and of what lies by a
judge's sheets, are held to the schemas in /openapi.json field by field and kind by kind (text, number, list, null)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contest import web
from tests.support.typescript import Shape, Types

FRONTEND = Path(__file__).parents[1] / "frontend"
PAGES = [path for page in ("console", "floor", "register") for path in sorted((FRONTEND / page).rglob("types.ts"))]
PAGES += [FRONTEND / "judge" / "material" / "readings.ts"]
SHARED = [FRONTEND / "shared" / name for name in ("i18n.svelte.ts", "api.ts", "timekeeping.ts")]
# What a page reads only a part of, or may leave out of what it asks: no field that the schema lacks.
SOME = {"AwardEntry", "Bearer", "BallotSaid", "DrawSaid", "Explanation", "JudgeShare", "NewLink", "PressSaid"}
SOME |= {"PressSeen", "PressTold", "Promotion", "ResultPart", "RosterRow", "Said", "Second", "SetAside", "UnitTable"}
SOME |= {"Agreed", "Hanging", "PressMade"}
NAMED = {
    "console/AwardChange": "Changed",
    "console/AwardEntry": "Winner",
    "console/AwardLevel": "Award",
    "console/AwardList": "Awards",
    "console/BallotHeld": "Held",
    "console/BallotSaid": "Ballot",
    "console/Bearer": "Changed",
    "console/Hanging": "WithoutJudge",
    "console/JudgesCompared": "Judges",
    "console/JudgingAlarm": "Alarms",
    "console/MarkSpread": "Spread",
    "console/NamedThing": "Named",
    "console/Placed": "NoteTold",
    "console/Recusal": "Recusals",
    "console/RecusalSaid": "Recusal",
    "console/Second": "SignIn",
    "console/SheetCount": "SheetCounts",
    "console/SheetLook": "Look",
    "console/Stage": "StageSeen",
    "console/StageAct": "StageActed",
    "console/TieSaid": "TieDecision",
    "console/UnitRow": "Unit",
    "console/UnitTable": "Units",
    "console/Voided": "VoidedSignature",
    "console/VoidedVotes": "Void",
    "draws/Row": "RowSaid",
    "floor/PressMade": "PressSaid",
    "material/Reading": "Readable",
    "register/Person": "UnitPerson",
    "register/Said": "Enrolment",
    "register/SheetTold": "UnitSheetTold",
    "roster/LinkMade": "UnitLinkMade",
    "roster/NewLink": "NewUnitLink",
    "roster/ReviewPage": "Roster",
    "roster/ReviewRow": "RosterRow",
    "roster/UnitLink": "UnitLinkRow",
    "rulebook/Agreed": "RulebookChange",
    "rulebook/AspectTold": "AspectOutlined",
    "rulebook/CriterionTold": "CriterionOutlined",
    "rulebook/Difference": "RulebookDifference",
    "rulebook/Differs": "RuleDiffers",
    "rulebook/Moved": "EntryMoves",
    "rulebook/Outlined": "Outline",
    "rulebook/PartTold": "PartOutlined",
    "rulebook/Preview": "RulebookPreview",
    "rulebook/Shown": "RulebookShown",
    "rulebook/Stood": "EntryStands",
    "staff/Member": "ContestAccount",
    "staff/Sharing": "SharedRoles",
}
# What goes into an address, a form or a file, or is a piece of what the document leaves open (a rulebook).
OWN = {"console/MaterialSaid", "console/Part", "console/Scheme", "console/SchemeAspect"}
KINDS = {"integer": "number"}


def document() -> dict[str, Any]:
    app = Flask("told")
    web.register(app)
    told: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return told


DOCUMENT = document()
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
TYPES = Types(PAGES + SHARED)
TOLD = {
    f"{path.parent.name}/{name}": TYPES.shape(path, name)
    for path, name in TYPES
    if path in PAGES and TYPES.shape(path, name).fields
}


def resolved(told: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in told:
        told = SCHEMAS[told["$ref"].rpartition("/")[2]]
    return told


def choices(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The ways a value may be, by the document."""
    return [resolved(each) for each in resolved(told).get("anyOf", [told])]


def kinds(told: dict[str, Any]) -> set[str]:
    """The kinds of values, by the document; none: whatever it may be."""
    found: set[str] = set()
    for each in choices(told):
        said = each.get("type", [])
        if not said:
            return set()
        found |= {KINDS.get(kind, kind) for kind in ([said] if isinstance(said, str) else said)}
    return found


def given(told: Any) -> Iterator[str]:
    """The schemas of what an answer may hold."""
    if isinstance(told, list):
        for each in told:
            yield from given(each)
    elif isinstance(told, dict):
        for key, each in told.items():
            if key != "$ref":
                yield from given(each)
            elif "/schemas/" in each:
                name = each.rpartition("/")[2]
                yield name
                if name not in _seen:
                    _seen.add(name)
                    yield from given(SCHEMAS[name])


_seen: set[str] = set()
REPLIES = {
    name
    for operations in DOCUMENT["paths"].values()
    for operation in operations.values()
    if isinstance(operation, dict)
    for name in given(operation.get("responses", {}))
}


def lies(shape: Shape, told: dict[str, Any], at: str, *, reply: bool) -> Iterator[str]:
    """Where a type says otherwise than the document."""
    here, there = set(shape.kinds), kinds(told)
    if here and there and not (here == there if reply else here <= there):
        yield f"{at}: {sorted(here)} here, {sorted(there)} in the API"
    for each in choices(told):
        if each.get("type") == "null":
            continue
        if shape.items and "items" in each:
            yield from lies(shape.items, each["items"], f"{at}[]", reply=reply)
        if shape.values and isinstance(each.get("additionalProperties"), dict):
            yield from lies(shape.values, each["additionalProperties"], f"{at}{{}}", reply=reply)
        properties = each.get("properties", {})
        for name, (field, optional) in shape.fields.items():
            if name not in properties:
                yield f"{at}.{name}: the API has no such field"
                continue
            yield from lies(field, properties[name], f"{at}.{name}", reply=reply)
            if reply and not optional and name not in each.get("required", ()):
                yield f"{at}.{name}: the API may leave it out"


def schema_of(key: str) -> str:
    return NAMED.get(key, key.rpartition("/")[2])


@pytest.mark.parametrize("key", sorted(TOLD.keys() - OWN))
def test_a_type_of_a_page_has_exactly_the_fields_of_its_schema_and_their_kinds(key: str):
    shape, name = TOLD[key], schema_of(key)
    assert name in SCHEMAS, "say in NAMED which schema it is"
    here, there = set(shape.fields), set(SCHEMAS[name]["properties"])
    assert here <= there, f"only here: {sorted(here - there)}"
    if key.rpartition("/")[2] not in SOME:
        assert here == there, f"only in the API: {sorted(there - here)}"
    assert list(lies(shape, SCHEMAS[name], key, reply=name in REPLIES)) == []


def test_what_is_said_of_types_is_said_of_types_that_are_there():
    assert NAMED.keys() <= TOLD.keys()
    assert OWN - {"console/Part"} <= TOLD.keys()
    assert {key.rpartition("/")[2] for key in TOLD} >= SOME
    assert len(TOLD) > 120
    assert sum(len(shape.fields) for shape in TOLD.values()) > 700


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("{ name: string; seat: { id: string }; rows: string[]; at?: string | null }", []),
        ("{ name: number; seat: { id: string }; rows: string[]; at?: string | null }", ["x.name"]),
        ("{ name: string | null; seat: { id: string }; rows: string[]; at?: string | null }", ["x.name"]),
        ("{ name: string; seat: { id: boolean; no: string }; rows: string[]; at?: null }", ["x.seat.id", "x.seat.no"]),
        ("{ name: string; seat: string[]; rows: number[]; at: string | null }", ["x.seat", "x.rows[]", "x.at"]),
        ("{ name: 'a' | 'b'; seat: Seat; rows: Record<string, number>; at?: string }", ["x.rows"]),
    ],
)
def test_a_type_that_says_otherwise_is_found(tmp_path: Path, said: str, found: list[str]):
    file = tmp_path / "types.ts"
    file.write_text(f"export interface Seat {{ id: string }}\nexport interface X {said}\n", encoding="utf-8")
    told = {
        "properties": {
            "name": {"type": "string", "enum": ["a", "b"]},
            "seat": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            "rows": {"type": "array", "items": {"type": "string"}},
            "at": {"type": ["string", "null"]},
        },
        "type": "object",
        "required": ["name", "seat", "rows"],
    }
    wrong = [lie.partition(":")[0] for lie in lies(Types([file]).shape(file, "X"), told, "x", reply=True)]
    extra = {"x.at"} if "at?: null" in said or said.endswith("at?: string }") else set()
    assert sorted(wrong) == sorted({*found, *extra})


def test_the_types_are_read_whole(tmp_path: Path):
    file = tmp_path / "types.ts"
    file.write_text(
        "/** x: y */\nexport interface B { a: null }\n"
        "export interface A extends B {\n  a: string; b?: { x: number; y: string }[] // c: d\n  e: F | null\n}\n"
        "export type F = 'f' | 'g'\nexport const LIST = ['p', 'q'] as const\nexport type G = (typeof LIST)[number]\n",
        encoding="utf-8",
    )
    fields = Types([file]).shape(file, "A").fields
    assert {name: (set(shape.kinds), optional) for name, (shape, optional) in fields.items()} == {
        "a": ({"string"}, False),
        "b": ({"array"}, True),
        "e": ({"string", "null"}, False),
    }
    assert set(fields["b"][0].items.fields) == {"x", "y"}
    assert Types([file]).shape(file, "G").kinds == {"string"}
