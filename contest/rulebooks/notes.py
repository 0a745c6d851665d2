"""What the readers of a rulebook ask for, found by asking them.

The readers of contest/scoring (rulebook_build and its neighbours) are the one description of the file. `Notes` is a
Node that has no file: it notes which key is asked for and how, and answers with a stand-in. Where a reader goes another
way by what it was told (a `kind`, a key that is there), that is a fork, and `take` asks once more for each way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from contest.scoring.numbers import ZERO
from contest.scoring.rulebook_read import Node
from contest.scoring.rulebook_types import Text

T = TypeVar("T")
Read = Callable[[Node], Any]
_NEEDED = object()
THERE = "?"
"""Stands behind a key in the name of a fork that asks whether the key is there."""


@dataclass
class Ask:
    """How a key is asked for. kind: the method of Node · limits: what that method was told · usual: its default ·
    below: the mapping that must stand there, or each mapping of the list."""

    kind: str
    needed: bool
    limits: dict[str, Any] = field(default_factory=dict)
    usual: Any = None
    below: Notes | None = None

    def shape(self) -> Any:
        """A plain value that is equal where two asks ask the same, all the way down."""
        below = self.below.shape() if self.below else None
        return (self.kind, self.needed, sorted(self.limits.items(), key=str), below)


class Notes(Node):
    """A Node that takes notes. asked: key → Ask, in the reader's order · forks: name → the ways it may go, the way it
    goes unless told otherwise first."""

    def __init__(self, place: str = "", ways: Mapping[str, Any] | None = None) -> None:
        super().__init__({}, place, [])
        self.ways = ways or {}
        self.asked: dict[str, Ask] = {}
        self.forks: dict[str, tuple[Any, ...]] = {}

    def shape(self) -> Any:
        """See Ask.shape."""
        return [(key, ask.shape()) for key, ask in self.asked.items()]

    def _note(self, key: str, kind: str, default: Any, **limits: Any) -> None:
        below = limits.pop("below", None)
        usual = None if default is _NEEDED else default
        self.asked[key] = Ask(kind, default is _NEEDED, limits, usual, below)

    def _below(self, key: str) -> Notes:
        return Notes(self.at(key), self.ways)

    def _way(self, name: str, ways: tuple[Any, ...]) -> Any:
        self.forks[name] = ways
        return self.ways.get(self.at(name), ways[0])

    def fault(self, key: str, code: str, /, **data: Any) -> None:
        """There is no file that could be wrong."""

    def finish(self) -> None:
        """Nor one with keys that nobody read."""

    def has(self, key: str) -> bool:
        return bool(self._way(key + THERE, (False, True)))

    def node(self, key: str, default: Any = _NEEDED) -> Node:
        below = self._below(key)
        self._note(key, "node", default, below=below)
        return below

    def nodes(self, key: str, most: int, required: bool = True, short: str = "") -> list[Node]:
        below = self._below(key)
        self._note(key, "nodes", _NEEDED if required else (), most=most, short=short, below=below)
        return [below]

    def ident(self, key: str, default: Any = _NEEDED) -> str:
        self._note(key, "ident", default)
        return ""

    def idents(self, key: str, most: int, required: bool = True) -> list[str]:
        self._note(key, "idents", _NEEDED if required else (), most=most)
        return []

    def choice(self, key: str, choices: Sequence[str], default: Any = _NEEDED) -> Any:
        open_end = default is _NEEDED or default not in choices
        self._note(key, "choice", _NEEDED if open_end else default, choices=tuple(choices))
        first = () if open_end else (default,)
        return self._way(key, (*first, *(each for each in choices if each not in first)))

    def flag(self, key: str, default: bool = False) -> bool:
        self._note(key, "flag", default)
        return default

    def whole(self, key: str, least: int, most: int, default: Any = _NEEDED) -> Any:
        self._note(key, "whole", default, least=least, most=most)
        return least if default is _NEEDED else default

    def decimal(self, key: str, default: Any = _NEEDED, least: str | None = None, above: str | None = None) -> Any:
        self._note(key, "decimal", default, least=least, above=above)
        return ZERO if default is _NEEDED else default

    def decimals(self, key: str, most: int, least: str) -> tuple[Decimal, ...]:
        self._note(key, "decimals", _NEEDED, most=most, least=least)
        return ()

    def text(self, key: str, most: int = 80) -> Text:
        self._note(key, "text", _NEEDED, most=most)
        return Text("", "")

    def pair(self, most: int) -> Text:
        """This mapping is a text itself, in a list of texts."""
        self.line("zh", most)
        self.line("en", most)
        return Text("", "")

    def maybe_text(self, key: str, most: int = 600) -> Text | None:
        self._note(key, "text", None, most=most)
        return None

    def line(self, key: str, most: int) -> str:
        self._note(key, "line", _NEEDED, most=most)
        return ""

    def maybe_line(self, key: str, most: int) -> str | None:
        self._note(key, "line", None, most=most)
        return None

    def words(self, key: str, most: int) -> tuple[str, ...]:
        self._note(key, "words", (), most=most)
        return ()

    def maybe(self, key: str, read: Callable[[Node], T]) -> T | None:
        below = self._below(key)
        self._note(key, "node", None, below=below)
        return read(below)


@dataclass(frozen=True)
class Branch:
    """One way of a mapping. `at` holds the forks taken on the way here: name → the values that lead here, the usual
    one first among them where `usual` says so."""

    notes: Notes
    ways: Mapping[str, Any]


@dataclass(frozen=True)
class Fork:
    """A mapping whose keys depend on the key `name`: groups of its values, and what the mapping is for each."""

    name: str
    usual: Any
    notes: Notes
    ways: tuple[tuple[tuple[Any, ...], Fork | Branch], ...]


def look(read: Read, place: str = "", ways: Mapping[str, Any] | None = None) -> Fork | Branch:
    """The mapping at `place` (keys joined by points) of what `read` reads, with every way its keys may go."""
    ways = ways or {}
    here = _ask(read, place, ways)
    for name, options in here.forks.items():
        full = here.at(name)
        if full in ways:
            continue
        groups: list[tuple[Any, list[Any]]] = []
        for option in options:
            shape = _ask(read, place, {**ways, full: option}).shape()
            for known, alike in groups:
                if known == shape:
                    alike.append(option)
                    break
            else:
                groups.append((shape, [option]))
        if len(groups) > 1:
            found = tuple((tuple(alike), look(read, place, {**ways, full: alike[0]})) for _, alike in groups)
            usual = None if name.endswith(THERE) or here.asked[name].needed else options[0]
            return Fork(name, usual, here, found)
    return Branch(here, ways)


def _ask(read: Read, place: str, ways: Mapping[str, Any]) -> Notes:
    root = Notes("", ways)
    read(root)
    for key in filter(None, place.split(".")):
        below = root.asked[key].below
        assert below is not None
        root = below
    return root
