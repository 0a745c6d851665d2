"""Reads the types of the pages as far as they say the shapes of JSON: what kinds of values each field may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r"'[^']*'|`[^`]*`|\w+|[{}\[\]()<>|&;:?,=]")
PLAIN = {"string", "number", "boolean", "null"}
GENERIC = re.compile(r"Record|Partial|Exclude|Omit")


@dataclass(frozen=True)
class Shape:
    """What a value may be: of which kinds ("string", "number", "boolean", "null", "array", "object"; none: of any), of
    what shape its items or values are, and its fields. `name`: the type that says its fields elsewhere."""

    kinds: frozenset[str] = frozenset()
    items: Shape | None = None
    values: Shape | None = None
    fields: Mapping[str, tuple[Shape, bool]] = field(default_factory=dict)
    """Field → its shape, and whether it may be left out."""
    name: str = ""

    def __or__(self, other: Shape) -> Shape:
        kinds = self.kinds | other.kinds if self.kinds and other.kinds else frozenset()
        fields = {**self.fields, **other.fields}
        return Shape(kinds, self.items or other.items, self.values or other.values, fields, self.name or other.name)


def of(kind: str) -> Shape:
    return Shape(frozenset({kind}))


def declarations(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each exported interface and type of a file: its name, what it extends, and the tokens of what it says."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    for found in re.finditer(r"^export (?:interface|type) (\w+)(?: extends ([\w, ]+))?(?: =)?", text, re.MULTILINE):
        end = re.search(r"^(?:export|import|function) ", text[found.end() :], re.MULTILINE)
        said = text[found.end() : found.end() + end.start() if end else None]
        yield found[1], re.findall(r"\w+", found[2] or ""), TOKEN.findall(said)


class Types:
    """All types of some files; a name that a file does not say itself is the first one of that name elsewhere."""

    def __init__(self, files: list[Path]) -> None:
        self._said = {
            (path, name): (base, tokens)
            for path in files
            for name, base, tokens in declarations(path.read_text(encoding="utf-8"))
        }

    def __iter__(self) -> Iterator[tuple[Path, str]]:
        return iter(self._said)

    def shape(self, path: Path, name: str) -> Shape:
        """The type of this name, as the file sees it. KeyError: none is exported."""
        key = (path, name) if (path, name) in self._said else next(key for key in self._said if key[1] == name)
        base, tokens = self._said[key]
        shape = _Reader(self, key[0], tokens).union()
        for each in base:
            shape = self.shape(key[0], each) | shape
        return shape


class _Reader:
    """Reads one type from its tokens."""

    def __init__(self, types: Types, path: Path, tokens: list[str]) -> None:
        self._types, self._path, self._tokens, self._at = types, path, tokens, 0

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        token = self._next()
        assert token, "a type ends in the middle"
        assert not wanted or token == wanted, f"{token} instead of {wanted} in {' '.join(self._tokens)}"
        self._at += 1
        return token

    def _is(self, token: str) -> bool:
        """Whether this comes next; it is taken then."""
        found = self._next() == token
        self._at += found
        return found

    def union(self) -> Shape:
        self._is("|")
        shape = self._both()
        while self._is("|"):
            shape |= self._both()
        return shape

    def _both(self) -> Shape:
        shape = self._piece()
        while self._is("&"):
            shape |= self._piece()
        return shape

    def _piece(self) -> Shape:
        shape = self._one()
        while self._is("["):
            if self._is("]"):
                shape = Shape(frozenset({"array"}), items=shape)
            else:  # what stands in one of its fields, or is one of a list
                at = self._take()
                shape = shape.items or Shape() if at == "number" else self._open(shape).fields[at.strip("'")][0]
                self._take("]")
        return shape

    def _open(self, shape: Shape) -> Shape:
        return self._types.shape(self._path, shape.name) if shape.name else shape

    def _one(self) -> Shape:
        token = self._take()
        if token[0] in "'`":
            return of("string")
        if token == "(":
            shape = self.union()
            self._take(")")
            return shape
        if token == "{":
            return self._object()
        if token == "[":
            return self._tuple()
        return self._named(token)

    def _named(self, name: str) -> Shape:
        if name in PLAIN:
            return of(name)
        if name in ("true", "false"):
            return of("boolean")
        if name == "unknown":
            return Shape()
        if name == "typeof":  # a list of words that is said once, for the program and its types
            self._take()
            return Shape(frozenset({"array"}), items=of("string"))
        if GENERIC.fullmatch(name):
            return self._generic(name)
        shape = self._types.shape(self._path, name)
        return Shape(shape.kinds, shape.items, shape.values, {}, name) if shape.fields else shape

    def _generic(self, name: str) -> Shape:
        self._take("<")
        first = self.union()
        second = self.union() if self._is(",") else Shape()
        self._take(">")
        return Shape(frozenset({"object"}), values=second) if name == "Record" else first

    def _object(self) -> Shape:
        fields: dict[str, tuple[Shape, bool]] = {}
        while not self._is("}"):
            name, optional = self._take(), self._is("?")
            self._take(":")
            fields[name] = (self.union(), optional)
            self._is(";") or self._is(",")
        return Shape(frozenset({"object"}), fields=fields)

    def _tuple(self) -> Shape:
        shape = self.union()
        while self._is(","):
            shape |= self.union()
        self._take("]")
        return Shape(frozenset({"array"}), items=shape)
