"""How rules lie in a workbook: which sheets there are, and which column or row holds which key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .fields import Field, rulebook_fields, table_fields
from .words import key_word

SPREAD_OUT = {"": {"board", "rounding", "ranking", "promotion", "advance", "scale"}, "parts": {"panel", "combine"}}
"""Settings whose keys get a row or a column each; others stand in one cell (cell.py)."""

FIRST = {"id": 0, "name": 1}
"""Keys that stand first in every sheet."""

PART, CRITERION = ("part",), ("criterion",)
SIDES = {"zh": {"zh": "（中）", "en": "（英）"}, "en": {"zh": " (zh)", "en": " (en)"}}


@dataclass(frozen=True)
class Column:
    """A column, or a row of the first sheet. path: the keys on the way to the value · side: of a text, zh or en."""

    path: tuple[str, ...]
    field: Field
    side: str = ""

    def head(self, language: str) -> str:
        """What stands above it."""
        return " · ".join(key_word(language, key) for key in self.path) + SIDES[language].get(self.side, "")

    def place(self, below: str) -> str:
        """Its place in the file, inside the mapping at `below`."""
        return ".".join(filter(None, [below, *self.path, self.side]))


@dataclass(frozen=True)
class Table:
    """A sheet of one row a mapping of a list: the key of that list, and its columns."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Layout:
    """first: the sheet of single settings · tables: those of lists · scheme: aspects, with their part and criterion."""

    first: Table
    tables: tuple[Table, ...]
    scheme: Table | None

    @property
    def sheets(self) -> tuple[Table, ...]:
        """All sheets, as they stand in the book."""
        after = self.tables[1:] if self.scheme else self.tables
        return (self.first, *self.tables[:1], self.scheme, *after) if self.scheme else (self.first, *after)


@cache
def of_rulebook() -> Layout:
    """Sheets item, parts, scheme, penalties, ties, awards."""
    fields = {each.key: each for each in rulebook_fields()}
    names = ("parts", "penalties", "ties", "awards")
    parts = {each.key: each for each in fields["parts"].below}
    scheme = Table("scheme", (*_scheme_columns(parts["criteria"].below),))
    tables = tuple(Table(name, tuple(_columns(fields[name].below, name, {"criteria"}))) for name in names)
    return Layout(Table("item", tuple(_columns(rulebook_fields(), "", names))), tables, scheme)


@cache
def of_table() -> Layout:
    """Sheets units, ties, awards."""
    fields = {each.key: each for each in table_fields()}
    names = ("ties", "awards")
    tables = tuple(Table(name, tuple(_columns(fields[name].below, name))) for name in names)
    return Layout(Table("units", tuple(_columns(table_fields(), "", names))), tables, None)


def _columns(fields: Sequence[Field], sheet: str, without: Collection[str] = ()) -> Iterator[Column]:
    for field in sorted(fields, key=lambda each: FIRST.get(each.key, len(FIRST))):
        if field.key in without:
            continue
        if field.kind == "node" and field.key in SPREAD_OUT.get(sheet, ()):
            for column in _columns(field.below, sheet):
                yield Column((field.key, *column.path), column.field, column.side)
        elif field.kind == "text":
            yield from (Column((field.key,), field, side) for side in SIDES)
        else:
            yield Column((field.key,), field)


def _scheme_columns(criterion: Sequence[Field]) -> Iterator[Column]:
    aspects = next(each for each in criterion if each.key == "aspects")
    ident = next(each for each in criterion if each.key == "id")
    yield Column(PART, ident)
    yield Column(CRITERION, ident)
    for column in _columns(criterion, "criteria", {"id", "aspects"}):
        yield Column((*CRITERION, *column.path), column.field, column.side)
    yield from _columns(aspects.below, "aspects")


def value_at(mapping: Any, path: Sequence[str]) -> Any:
    """What stands at the end of a way of keys; None where it ends before."""
    for key in path:
        mapping = mapping.get(key) if isinstance(mapping, dict) else None
    return mapping


def put_at(mapping: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value at the end of a way of keys."""
    *way, last = path
    for key in way:
        mapping = mapping.setdefault(key, {})
    mapping[last] = value
