"""Every key of a mapping of the file, whichever way its forks go: what a column or a word of a cell may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contest.scoring.rulebook_build import read_rulebook
from contest.scoring.rulebook_unit_build import read_unit_table

from .notes import Branch, Fork, Read, look


@dataclass(frozen=True)
class Field:
    """A key and how it is asked for (notes.Ask). needed: whichever way the forks go · below: the keys of the mapping,
    or of each mapping of the list, that stands there."""

    key: str
    kind: str
    needed: bool
    limits: Mapping[str, Any]
    below: tuple[Field, ...] = ()

    @property
    def texts(self) -> bool:
        """Whether it is a list of texts in both languages."""
        return self.kind == "nodes" and [each.key for each in self.below] == ["zh", "en"]

    @property
    def pairs(self) -> bool:
        """Whether it is a list of mappings of two plain values, like a ladder's rungs."""
        plain = ("decimal", "whole", "ident", "line")
        return self.kind == "nodes" and len(self.below) == 2 and all(f.needed and f.kind in plain for f in self.below)


@cache
def rulebook_fields() -> tuple[Field, ...]:
    """The keys of a rulebook."""
    return _fields(read_rulebook, "", {})


@cache
def table_fields() -> tuple[Field, ...]:
    """The keys of a unit table."""
    return _fields(read_unit_table, "", {})


def _fields(read: Read, place: str, ways: Mapping[str, Any]) -> tuple[Field, ...]:
    found: dict[str, Field] = {}
    branches = list(_branches(look(read, place, ways)))
    for branch in branches:
        for key, ask in branch.notes.asked.items():
            if key not in found:
                below = _fields(read, ask.below.place, branch.ways) if ask.below else ()
                needed = all(key in each.notes.asked and each.notes.asked[key].needed for each in branches)
                found[key] = Field(key, ask.kind, needed, ask.limits, below)
    return tuple(found.values())


def _branches(found: Fork | Branch) -> Iterator[Branch]:
    if isinstance(found, Branch):
        yield found
    else:
        for _, way in found.ways:
            yield from _branches(way)
