"""The words of the workbook: what keys, values and sheets are called in each language, and back (locale form.po)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contest.locale import LANGUAGES, catalogue, say

_FOLD = str.maketrans("（）＝：；，．", "()=:;,.")


def key_word(language: str, key: str) -> str:
    """What a key is called; the key itself where the catalogue has no word for it."""
    return catalogue(language).get(f"form.key.{key}", key)


def value_word(language: str, value: str) -> str:
    """What a value that is one of a few is called."""
    return catalogue(language).get(f"form.value.{value}", value)


def sheet_word(language: str, sheet: str) -> str:
    """The name of a sheet of the workbook."""
    return say(language, f"form.sheet.{sheet}")


def same(text: str) -> str:
    """The text for comparing: case, blanks and full-width marks do not count."""
    return " ".join(text.translate(_FOLD).split()).casefold()


def keys_by_word(keys: Iterable[str]) -> Mapping[str, str]:
    """Every word that these keys answer to, in both languages, and the keys themselves."""
    return {same(word): key for key in keys for word in (*(key_word(lang, key) for lang in LANGUAGES), key)}


def values_by_word(values: Iterable[str]) -> Mapping[str, str]:
    """Every word that these values answer to, and the values themselves."""
    return {same(word): each for each in values for word in (*(value_word(lang, each) for lang in LANGUAGES), each)}
