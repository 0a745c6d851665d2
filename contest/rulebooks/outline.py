"""A rulebook as people read it: parts with their weights and panels, their schemes, and every other rule in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contest.locale import LANGUAGES
from contest.scoring.numbers import text
from contest.scoring.rulebook import Criterion, Part, Rulebook, dump_rulebook

from .fields import Field, rulebook_fields
from .prose import prose, told
from .words import key_word, sheet_word, value_word

Words = dict[str, str]
LISTS = ("penalties", "ties", "awards")
TOLD_APART = ("format", "id", "name", "parts", *LISTS)
OF_A_PART = ("id", "name", "source", "weight", "out_of", "criteria", "cis")
OF_AN_ASPECT = ("id", "name", "kind", "max", "help", "cis")


def outline(book: Rulebook) -> dict[str, Any]:
    """{name, settings: [{name, value}], parts: [{id, name, source, weight, max, about, criteria}], lists: [{name,
    rows}]} with every word in both languages; decimals as texts."""
    data, fields = dump_rulebook(book), _by_key(rulebook_fields())
    parts = _by_key(fields["parts"].below)
    return {
        "name": dict(data["name"]),
        "settings": list(_about([each for key, each in fields.items() if key not in TOLD_APART], data)),
        "parts": [_part(part, said, parts) for part, said in zip(book.parts, data["parts"], strict=True)],
        "lists": [_list(key, fields[key], data[key]) for key in LISTS if data.get(key)],
    }


def _by_key(fields: Sequence[Field]) -> dict[str, Field]:
    return {each.key: each for each in fields}


def _about(fields: Sequence[Field], data: Mapping[str, Any]) -> Iterator[dict[str, Words]]:
    """What a mapping says: a line a key, or a key of a mapping within it."""
    for field in fields:
        value = data.get(field.key)
        if value is not None:
            name = {lang: key_word(lang, field.key) for lang in LANGUAGES}
            yield {"name": name, "value": {lang: prose(field, value, lang) for lang in LANGUAGES}}


def _part(part: Part, said: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    aspect = _by_key(_by_key(fields["criteria"].below)["aspects"].below)
    return {
        "id": part.id,
        "name": dict(said["name"]),
        "source": _value(part.source),
        "weight": text(part.weight),
        "max": text(part.max),
        "about": list(_about([each for key, each in fields.items() if key not in OF_A_PART], said)),
        "criteria": [
            _criterion(criterion, each, aspect)
            for criterion, each in zip(part.written, said.get("criteria", ()), strict=True)
        ],
    }


def _criterion(criterion: Criterion, given: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    rest = [each for key, each in fields.items() if key not in OF_AN_ASPECT]
    aspects = [
        {
            "id": aspect.id,
            "name": dict(said["name"]),
            "kind": _value(aspect.kind),
            "max": text(aspect.max),
            "more": {lang: told(rest, said, lang) for lang in LANGUAGES},
        }
        for aspect, said in zip(criterion.aspects, given["aspects"], strict=True)
    ]
    factor = text(criterion.factor)
    return {"name": dict(given["name"]), "max": text(criterion.max), "factor": factor, "aspects": aspects}


def _value(value: str) -> Words:
    return {lang: value_word(lang, value) for lang in LANGUAGES}


def _list(key: str, field: Field, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rules of a kind, a line each, in the order in which they hold."""
    own = [each for each in field.below if each.key not in ("id", "name")]
    return {
        "name": {lang: sheet_word(lang, key) for lang in LANGUAGES},
        "rows": [
            {
                "name": dict(row["name"]) if "name" in row else dict.fromkeys(LANGUAGES, ""),
                "value": {lang: told(own, row, lang) for lang in LANGUAGES},
            }
            for row in rows
        ],
    }
