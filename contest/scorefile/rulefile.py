"""The rulebook file as a mapping: YAML or JSON, with every number still the text that was typed.

YAML's guesses are switched off: `0.10` stays "0.10" instead of a float, `1:30` is no sexagesimal number, `no` no flag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from contest.scoring.refused import Fault, RulebookRefused

LARGEST = 1_000_000
"""Bytes of the largest rulebook file read: a scheme of 400 aspects in two languages takes 100,000."""


class _Loader(yaml.SafeLoader):
    """Mappings, lists, texts, true, false, null and plain whole numbers; a key may stand once."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z", re.ASCII), list(_first))


def load_rulebook(path: Path) -> Mapping[str, Any]:
    """The file's mapping, not yet checked (parse_rulebook does that). Raises RulebookRefused if it is no such file."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise RulebookRefused([Fault(path.name, "file_too_large", {"most": LARGEST})])
    try:
        data = read(raw.decode("utf-8-sig"), path.suffix.lower() == ".json")
    except UnicodeDecodeError:
        raise RulebookRefused([Fault(path.name, "not_utf8")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise RulebookRefused([Fault(path.name, "not_readable", {"why": " ".join(str(wrong).split())[:300]})]) from None
    if not isinstance(data, Mapping):
        raise RulebookRefused([Fault(path.name, "not_a_mapping")])
    return data


def read(text: str, is_json: bool) -> Any:
    """The text as plain values; decimals are strings. Raises yaml.YAMLError or ValueError."""
    if is_json:
        return json.loads(text, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once)
    return yaml.load(text, Loader=_Loader)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError(f"a key stands twice among {', '.join(sorted({key for key, _ in pairs}))}")
    return mapping
