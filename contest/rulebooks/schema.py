"""The JSON Schema (2020-12) of rulebook and unit table, made from what their readers ask for.

It says the shape: keys, kinds of value, limits. What values mean together (weights that add to 100, an aspect that a
tie names) only the readers' neighbours rulebook_check and the like can say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contest.scoring.numbers import LONGEST
from contest.scoring.rulebook_build import read_rulebook
from contest.scoring.rulebook_read import ID
from contest.scoring.rulebook_unit_build import read_unit_table

from .notes import THERE, Ask, Branch, Fork, Read, look

Schema = dict[str, Any]

IDENT = {"type": "string", "pattern": f"^{ID.pattern}$"}
PLAIN = {None: r"^-?[0-9]+(\.[0-9]+)?$", "least": r"^[0-9]+(\.[0-9]+)?$", "above": r"^(?=.*[1-9])[0-9]+(\.[0-9]+)?$"}
"""A decimal as a text: any, from 0 up, above 0. Those are the only bounds that readers state."""


def schema() -> Schema:
    """The whole schema: a unit table has `items`, a rulebook has none."""
    drawer = _Drawer()
    drawer.define("rulebook", read_rulebook)
    drawer.define("unit_table", read_unit_table)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rulebook or unit table of a contest",
        "description": "Made from the code by `contest rulebook schema`; docs/rulebook.md says what each key means.",
        "if": {"required": ["items"]},
        "then": {"$ref": "#/$defs/unit_table"},
        "else": {"$ref": "#/$defs/rulebook"},
        "$defs": drawer.defs,
    }


def text() -> str:
    """The schema as docs/rulebook.schema.json holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


class _Drawer:
    """Draws mappings, each different one once, under `$defs`."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}
        self._known: dict[str, str] = {}

    def define(self, name: str, read: Read) -> None:
        """Put what `read` reads under the name."""
        self.defs[name] = {}
        self.defs[name] = self._mapping(read, look(read))

    def _mapping(self, read: Read, found: Fork | Branch) -> Schema:
        if isinstance(found, Fork):
            ways = [{"if": _when(found, values), "then": self._mapping(read, way)} for values, way in found.ways]
            ask = found.notes.asked.get(found.name)
            known = {found.name: {"enum": list(ask.limits["choices"]) + [None] * (not ask.needed)}} if ask else {}
            needed = {"required": [found.name]} if ask and ask.needed else {}
            return {"type": "object", **({"properties": known} if known else {}), **needed, "allOf": ways}
        properties = {key: self._value(read, found, key, ask) for key, ask in found.notes.asked.items()}
        must = [key for key, ask in found.notes.asked.items() if ask.needed]
        closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return closed | ({"required": must} if must else {})

    def _value(self, read: Read, branch: Branch, key: str, ask: Ask) -> Schema:
        if ask.below is None:
            drawn = self._shared("text", _text(ask.limits["most"])) if ask.kind == "text" else _simple(ask)
        else:
            below = look(read, ask.below.place, branch.ways)
            drawn = self._shared(ask.below.place, self._mapping(read, below))
            if ask.kind == "nodes":
                short = _bare(below, ask.limits["short"])
                drawn = _list(ask, {"anyOf": [{"enum": short}, drawn]} if short else drawn)
        return drawn if ask.needed else _or_null(drawn)

    def _shared(self, place: str, drawn: Schema) -> Schema:
        """A reference to what is drawn, which bears the name of the first place where it stands."""
        written = json.dumps(drawn, sort_keys=True)
        if written not in self._known:
            again = sum(name.partition("-")[0] == place for name in self.defs)
            self._known[written] = f"{place}-{again + 1}" if again else place
            self.defs[self._known[written]] = drawn
        return {"$ref": f"#/$defs/{self._known[written]}"}


def _when(fork: Fork, values: tuple[Any, ...]) -> Schema:
    """The condition under which a mapping goes one of the fork's ways."""
    if fork.name.endswith(THERE):
        key = fork.name.removesuffix(THERE)
        there = {"required": [key], "properties": {key: {"not": {"type": "null"}}}}
        return there if values == (True,) else {"not": there}
    if fork.usual in values:
        return {"properties": {fork.name: {"enum": [*values, None]}}}
    return {"required": [fork.name], "properties": {fork.name: {"enum": list(values)}}}


def _bare(found: Fork | Branch, short: str) -> list[str]:
    """The words that may stand for a whole mapping: those of the key `short` that need no other key beside them."""
    if not short:
        return []
    assert isinstance(found, Fork)
    ways = [(values, way) for values, way in found.ways if isinstance(way, Branch)]
    return [
        word
        for values, way in ways
        for word in values
        if not any(ask.needed for key, ask in way.notes.asked.items() if key != short)
    ]


def _simple(ask: Ask) -> Schema:
    limits = ask.limits
    if ask.kind == "choice":
        return {"enum": list(limits["choices"])}
    if ask.kind == "flag":
        return {"type": "boolean"}
    if ask.kind == "whole" and limits["least"] == limits["most"]:
        return {"enum": [limits["least"], str(limits["least"])]}
    if ask.kind == "whole":
        bounds = {"minimum": limits["least"], "maximum": limits["most"]}
        return {"type": ["integer", "string"], **bounds, "pattern": "^-?[0-9]{1,9}$"}
    if ask.kind == "decimal":
        return _decimal(limits["least"], limits["above"])
    if ask.kind == "line":
        return _line(limits["most"])
    if ask.kind == "ident":
        return IDENT
    of: dict[str, Schema] = {
        "idents": IDENT,
        "words": {"type": ["string", "integer"]},
        "decimals": _decimal(limits.get("least"), None),
    }
    return _list(ask, of[ask.kind])


def _decimal(least: str | None, above: str | None) -> Schema:
    assert {least, above} <= {None, "0"}
    kind = "least" if least else "above" if above else None
    bounds: Mapping[str | None, Schema] = {"least": {"minimum": 0}, "above": {"exclusiveMinimum": 0}}
    return {
        "type": ["string", "integer"],
        "pattern": PLAIN[kind],
        "maxLength": LONGEST,
    } | bounds.get(kind, {})


def _line(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"\S"}


def _text(most: int) -> Schema:
    pair = {"zh": _line(most), "en": _line(most)}
    return {"type": "object", "properties": pair, "required": ["zh", "en"], "additionalProperties": False}


def _list(ask: Ask, each: Schema) -> Schema:
    return {"type": "array", "items": each, "maxItems": ask.limits["most"]} | ({"minItems": 1} if ask.needed else {})


def _or_null(drawn: Schema) -> Schema:
    """A key that may be left out may also be null."""
    if "enum" in drawn:
        return {"enum": [*drawn["enum"], None]}
    if "type" in drawn:
        kinds = drawn["type"] if isinstance(drawn["type"], list) else [drawn["type"]]
        return drawn | {"type": [*kinds, "null"]}
    return {"anyOf": [drawn, {"type": "null"}]}
