"""The console's types say what the API gives: each is held, field by field, to the schema in /openapi.json."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contest import web

CONSOLE = Path(__file__).parents[1] / "frontend" / "console"
# What a page reads only a part of, or may leave out of what it asks: no field that the schema lacks.
SOME = {"Explanation", "JudgeShare", "Promotion", "Recusal", "ResultPart", "RosterRow", "SetAside", "DrawSaid"}
SOME |= {"PressSaid", "PressSeen", "PressTold", "Scheme", "SchemeAspect", "UnitTable", "Bearer", "MaterialSaid"}
NAMED = {
    "Scheme": "Part",
    "SchemeAspect": "Aspect",
    "UnitTable": "Units",
    "Bearer": "Changed",
    "Sharing": "SharedRoles",
}
# What goes into an address, a form or a file, or is a piece of what the document leaves open (a rulebook).
OWN = {"console/MaterialSaid", "console/Scheme", "console/SchemeAspect", "floor/PressMade", "rulebook/PartTold"}


def schemas() -> dict[str, Any]:
    app = Flask("told")
    web.register(app)
    document = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return {name: set(told.get("properties", ())) for name, told in document["components"]["schemas"].items()}


SCHEMAS = schemas()


def interfaces(text: str) -> Iterator[tuple[str, list[str], set[str]]]:
    """Each interface of a file of types: its name, what it extends, its own fields."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    for found in re.finditer(r"export interface (\w+)(?: extends ([\w, ]+))? \{", text):
        depth, at = 1, found.end()
        outer = ""
        while depth:
            depth += (text[at] in "{[(") - (text[at] in "}])")
            outer += text[at] if depth == 1 and text[at] not in "}])" else ""
            at += 1
        fields = (re.match(r"\s*(\w+)\??\s*:", each) for each in re.split(r"[;\n]", outer))
        base = [each.strip() for each in (found[2] or "").split(",") if each.strip()]
        yield found[1], base, {each[1] for each in fields if each}


def console_types() -> dict[tuple[str, str], set[str]]:
    """(folder, name) → all its fields, those of what it extends too."""
    own = {
        (path.parent.name, name): (base, fields)
        for path in sorted(CONSOLE.rglob("types.ts"))
        for name, base, fields in interfaces(path.read_text(encoding="utf-8"))
    }

    def whole(key: tuple[str, str]) -> set[str]:
        base, fields = own[key]
        places = [(key[0], name) if (key[0], name) in own else ("console", name) for name in base]
        return fields.union(*(whole(each) for each in places if each in own))

    return {key: whole(key) for key in own}


TYPES = console_types()


@pytest.mark.parametrize(("folder", "name"), TYPES)
def test_a_type_of_the_console_has_exactly_the_fields_of_its_schema(folder: str, name: str):
    fields, schema = TYPES[folder, name], SCHEMAS.get(NAMED.get(name, name))
    if f"{folder}/{name}" in OWN:
        return
    if schema is None:
        assert any(fields <= each for each in SCHEMAS.values()), f"no schema has all these fields: {sorted(fields)}"
    elif name in SOME:
        assert fields <= schema, f"the API gives no {sorted(fields - schema)}"
    else:
        assert fields == schema, f"only here: {sorted(fields - schema)}; only in the API: {sorted(schema - fields)}"


def test_the_types_are_read_whole():
    (found,) = interfaces(
        "export interface A extends B {\n  a: string; b?: { x: number; y: string }[] // c: d\n  e: F\n}\n"
    )
    assert found == ("A", ["B"], {"a", "b", "e"})
    assert len(TYPES) > 100
