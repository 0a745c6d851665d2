"""Writing a rulebook: the canonical mapping, that reads back as the same rulebook. Defaults are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from decimal import Decimal
from typing import Any

from .numbers import text
from .rulebook_outcomes import UnitTable
from .rulebook_types import Criterion, Part, Rulebook

_NEVER = ("memo", "stages")
_ALWAYS = ("format", "id", "name", "weight", "out_of", "step", "method", "judges", "by", "digits", "mode", "tolerance")


def dump_rulebook(rulebook: Rulebook) -> dict[str, Any]:
    """The file's mapping: decimals as strings, keys in the order of the types."""
    return _mapping(rulebook)


def dump_unit_table(table: UnitTable) -> dict[str, Any]:
    """The unit table's mapping."""
    return _mapping(table)


def dump_criteria(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Criteria as a file has them."""
    return [_mapping(criterion) for criterion in criteria]


def _mapping(thing: Any) -> dict[str, Any]:
    if isinstance(thing, Part) and thing.guidance:
        thing = replace(thing, criteria=thing.written, guidance=())
    written = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in _NEVER or value is None or value == ():
            continue
        if field.name in _ALWAYS or not _is_default(field, value):
            written[field.name] = _plain(value)
    return {key: value for key, value in written.items() if value != {}}


def _is_default(field: Any, value: Any) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return default is not MISSING and bool(value == default)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return text(value)
    if isinstance(value, tuple):
        return [_plain(below) for below in value]
    return value if isinstance(value, str | int) else _mapping(value)
