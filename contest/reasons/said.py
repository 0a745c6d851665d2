"""How reasons are said: sentences in both languages, names, lists, figures and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..locale import LANGUAGES, say
from ..scoring.numbers import Points, multiply, text

Words = dict[str, str]
Seats = Mapping[str, Mapping[str, str]]


def tell(key: str, **data: Any) -> Words:
    """A sentence of the catalogue's area `explain` in both languages; what is itself in both is taken in each."""
    return {
        language: say(
            language,
            f"explain.{key}",
            {name: value[language] if isinstance(value, dict) else value for name, value in data.items()},
        )
        for language in LANGUAGES
    }


def name_of(name: Any) -> Words:
    """A name of the rulebook."""
    return {"zh": name.zh, "en": name.en}


def quoted(name: Any) -> Words:
    """The same in quotation marks."""
    return tell("quoted", name=name_of(name))


def listed(words: Sequence[Words]) -> Words:
    """Words beside each other."""
    return {lang: say(lang, "explain.list").join(each[lang] for each in words) for lang in LANGUAGES}


def both_ends(words: Sequence[Words]) -> Words:
    """One or two things, joined."""
    return {lang: say(lang, "explain.and").join(each[lang] for each in words) for lang in LANGUAGES}


def figure(points: Points) -> str:
    """A figure as one reads it: every digit but noughts behind the second, that only say how it was rounded."""
    whole, dot, digits = text(points).partition(".")
    return whole + dot + digits[:2] + digits[2:].rstrip("0")


def number(points: Points) -> str:
    """A number of the rulebook, without noughts at its end: 40, not 40.0."""
    shown = text(points)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def result(before: Points, after: Points) -> Words:
    """What came out, and what it was rounded to where that is another figure."""
    return tell("rounded" if before != after else "exact", before=figure(before), after=figure(after))


def product(points: Points, factor: Points, worth: Points) -> Words:
    """points × factor = worth, or ≈ where it was rounded."""
    sign = "=" if multiply(points, factor) == worth else "≈"
    return tell("product", points=figure(points), factor=number(factor), sign=sign, worth=figure(worth))
