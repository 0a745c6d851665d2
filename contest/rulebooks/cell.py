"""A setting with parts of its own in one cell, as people can read and type it, and back.

    limit=180; cap=10; steps=(5=1; 10=3)       a mapping: word=value, parted by semicolons or line ends
    1=4; 2=2.5; 3=1                            a list of pairs, like a ladder's rungs
    (unit: …; most=5), (…)                     a list of mappings, each in brackets
    even joints / 灰缝均匀                     a text in both languages, Chinese first

Full-width marks are as good as half-width ones. A text that holds such a mark stands in "quotes".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .fields import Field
from .words import key_word, keys_by_word, same, value_word, values_by_word

_TOKEN = re.compile(
    r'[^\S\n]*(?:"((?:[^"\\]|\\.)*)"|([;；\n])|([=＝])|([(（])|([)）])|([、,，])|(/)|([^"\n;；=＝()（）、,，/]+))'
)
_KINDS = ("quoted", "end", "is", "open", "close", "and", "slash", "bare")
_SPECIAL = re.compile(r'["\n;；=＝()（）、,，/\\]|^\s|\s$|^$')
FLAGS = {"yes": True, "no": False, "true": True, "false": False}


class Unreadable(ValueError):
    """A cell that is not written as above."""


# Writing


def write(field: Field, value: Any, language: str, *, inside: bool = False) -> str:
    """The value as a cell says it; `inside` another setting, where brackets hold together what belongs together."""
    if field.kind == "text":
        return f"{_quoted(value['zh'])} / {_quoted(value['en'])}"
    if field.kind in ("idents", "words", "decimals"):
        return ("、" if language == "zh" else ", ").join(_quoted(str(each)) for each in value)
    if field.kind == "node":
        return _bracketed(_mapping(field.below, value, language), inside)
    if field.kind == "nodes":
        return _list(field, value, language, inside)
    return _quoted(plain(field, value, language))


def plain(field: Field, value: Any, language: str) -> str:
    """A value that has no parts, as it stands alone in a cell."""
    if field.kind == "choice":
        return value_word(language, value)
    if field.kind == "flag":
        return value_word(language, "yes" if value else "no")
    return str(value)


def _mapping(fields: Sequence[Field], value: Mapping[str, Any], language: str) -> str:
    told = [(each, value[each.key]) for each in fields if each.key in value]
    end = "；" if language == "zh" else "; "
    return end.join(
        f"{_quoted(key_word(language, f.key))}={write(f, below, language, inside=True)}" for f, below in told
    )


def _list(field: Field, value: Sequence[Any], language: str, inside: bool) -> str:
    end, comma = ("；", "、") if language == "zh" else ("; ", ", ")
    if field.texts:
        return _bracketed("\n".join(f"{_quoted(each['zh'])} / {_quoted(each['en'])}" for each in value), inside)
    if field.pairs:
        one, other = field.below
        pairs = [f"{write(one, each[one.key], language)}={write(other, each[other.key], language)}" for each in value]
        return _bracketed(end.join(pairs), inside)
    return comma.join(_bracketed(_mapping(field.below, each, language), True) for each in value)


def _bracketed(text: str, inside: bool) -> str:
    return f"({text})" if inside else text


def _quoted(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


# Reading


@dataclass
class _Entry:
    """word=value; a value is one or several texts (parted by commas), pairs of texts, or groups in brackets."""

    word: str | None
    values: list[Any] = field(default_factory=list)


def read(field: Field, cell: str) -> Any:
    """The value that a cell says, for the readers of the file to check. Raises Unreadable."""
    tokens = _tokens(cell)
    group = _group(tokens)
    if tokens:
        raise Unreadable(cell)
    return _made(field, group)


def read_plain(field: Field, cell: str) -> Any:
    """The value of a cell that has no parts; a word nobody knows stays, for the readers to refuse."""
    if field.kind == "choice":
        return values_by_word(field.limits["choices"]).get(same(cell), cell)
    if field.kind == "flag":
        return FLAGS.get(values_by_word(FLAGS).get(same(cell), ""), cell)
    return cell


def _tokens(cell: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = cell.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.end() == at:
            raise Unreadable(cell)
        kind = next(kind for kind, told in zip(_KINDS, match.groups(), strict=True) if told is not None)
        told = match[_KINDS.index(kind) + 1]
        if kind == "quoted":
            told = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], told)
        found.append((kind, told.strip() if kind == "bare" else told))
        at = match.end()
    return [each for each in reversed(found) if each != ("bare", "")]


def _group(tokens: list[tuple[str, str]]) -> list[_Entry]:
    """Entries up to a closing bracket or the end; tokens are taken from the end of the list."""
    entries: list[_Entry] = []
    while tokens and tokens[-1][0] != "close":
        if tokens[-1][0] == "end":
            tokens.pop()
            continue
        entry = _Entry(None, [_value(tokens)])
        if tokens and tokens[-1][0] == "is":
            tokens.pop()
            if not isinstance(entry.values[0], str):
                raise Unreadable
            entry = _Entry(entry.values[0], [_value(tokens)])
        while tokens and tokens[-1][0] == "and":
            tokens.pop()
            entry.values.append(_value(tokens))
        entries.append(entry)
        if tokens and tokens[-1][0] not in ("end", "close"):
            raise Unreadable
    return entries


def _value(tokens: list[tuple[str, str]]) -> Any:
    kind, told = tokens.pop() if tokens else ("", "")
    if kind == "open":
        group = _group(tokens)
        if not tokens or tokens.pop()[0] != "close":
            raise Unreadable
        return group
    if kind not in ("quoted", "bare"):
        raise Unreadable
    if tokens and tokens[-1][0] == "slash":
        tokens.pop()
        other = tokens.pop() if tokens else ("", "")
        if other[0] not in ("quoted", "bare"):
            raise Unreadable
        return {"zh": told, "en": other[1]}
    return told


def _made(field: Field, group: list[_Entry]) -> Any:
    """The value of a field from the entries of its cell or bracket."""
    if field.kind == "node":
        return _made_mapping(field.below, group)
    if field.kind == "nodes":
        return _made_list(field, group)
    values = [value for entry in group for value in entry.values]
    if any(entry.word is not None for entry in group):
        raise Unreadable
    if field.kind in ("idents", "words", "decimals"):
        return values
    if len(values) != 1 or (field.kind != "text" and not isinstance(values[0], str)):
        raise Unreadable
    return values[0] if field.kind == "text" else read_plain(field, values[0])


def _made_mapping(fields: Sequence[Field], group: list[_Entry]) -> dict[str, Any]:
    known, by_key = keys_by_word(each.key for each in fields), {each.key: each for each in fields}
    made: dict[str, Any] = {}
    for entry in group:
        key = known.get(same(entry.word or ""), entry.word)
        if key is None or key in made:
            raise Unreadable
        one = entry.values[0]
        whole = isinstance(one, list) and len(entry.values) == 1
        holds = by_key.get(key)
        if holds is None:
            made[key] = str(one)  # no such key: the readers say so
        elif whole and (holds.kind == "node" or holds.pairs or holds.texts):
            made[key] = _made(holds, one)
        else:
            made[key] = _made(holds, [_Entry(None, entry.values)])
    return made


def _made_list(field: Field, group: list[_Entry]) -> list[Any]:
    if field.texts:
        return [value for entry in group for value in entry.values]
    if field.pairs:
        one, other = field.below
        if any(entry.word is None or len(entry.values) != 1 for entry in group):
            raise Unreadable
        return [{one.key: entry.word, other.key: entry.values[0]} for entry in group]
    values = [value for entry in group for value in entry.values]
    if any(entry.word is not None for entry in group):
        raise Unreadable
    short = field.limits.get("short")
    return [_made_mapping(field.below, value) if isinstance(value, list) else {short or "": value} for value in values]
