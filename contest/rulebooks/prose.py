"""What a key of a rulebook says, as one reads it: `裁判数 5，方式 全部`. For eyes only; what cell.py writes can be read
back too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contest.locale import say

from . import cell
from .fields import Field
from .words import key_word


def prose(field: Field, value: Any, language: str, *, inside: bool = False) -> str:
    """The value in a language; `inside` another one, in brackets where it has parts."""
    if field.kind == "text":
        return str(value[language])
    if field.kind in ("idents", "words", "decimals"):
        return _list(language, [str(each) for each in value])
    if field.kind == "node":
        return _bracketed(told(field.below, value, language), language, inside)
    if field.kind == "nodes":
        return _bracketed(_several(field, value, language), language, inside)
    return cell.plain(field, value, language)


def told(fields: Sequence[Field], value: Mapping[str, Any], language: str) -> str:
    """What a mapping says of those keys that are among `fields`."""
    said = [_said(each, value[each.key], language) for each in fields if each.key in value]
    return say(language, "form.prose.and").join(said)


def _said(field: Field, value: Any, language: str) -> str:
    word = key_word(language, field.key)
    return word if value is True else f"{word} {prose(field, value, language, inside=True)}".replace(" （", "（")


def _several(field: Field, value: Sequence[Any], language: str) -> str:
    if field.texts:
        return " / ".join(each[language] for each in value)
    if field.pairs:
        one, other = field.below
        return _list(language, [f"{each[one.key]} → {each[other.key]}" for each in value])
    return say(language, "form.prose.then").join(told(field.below, each, language) for each in value)


def _list(language: str, texts: Sequence[str]) -> str:
    return say(language, "form.prose.list").join(texts)


def _bracketed(text: str, language: str, inside: bool) -> str:
    return say(language, "form.prose.inside", {"text": text}) if inside else text
