"""Putting things into words: refusals, in the one shape in which a socket or REST answer says no, and seats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from .locale import LANGUAGES, both, catalogue, say
from .scoring.refused import Faulty, MarksRefused, Refused

SYMBOLS = {"status": "export.status", "decided_by": "form.value"}
"""Differences that are told in symbols, and where their words stand."""


def refusal(
    refused: Refused, called: Callable[[], Mapping[str, Mapping[str, str]]] = dict, *, by_file: bool = False
) -> dict[str, Any]:
    """`{"code", "message": {"zh", "en"}, "data"}`, with `fields` for marks and `faults` for rulebooks; `called`: what
    the contest calls those who mark and who is marked, asked where the sentence speaks of them · by_file: a rulebook's
    settings by the keys of its file."""
    terms = called() if _speaks_of_somebody(refused.code) else {}
    answer: dict[str, Any] = {"code": refused.code, "message": _sentence(refused, terms)}
    if isinstance(refused, MarksRefused):
        answer["fields"] = {fault.place: fault_words(refused.area, fault.code, fault.data) for fault in refused.faults}
    elif isinstance(refused, Faulty):
        answer["faults"] = [
            {"place": fault.place, **fault_words(refused.area, fault.code, fault.data, by_file=by_file)}
            for fault in refused.faults
        ]
    return answer


@cache
def _speaks_of_somebody(code: str) -> bool:
    """Whether a refusal's sentence has a word for which a contest may have another one."""
    words = [name.removeprefix("word.") for name in catalogue(LANGUAGES[0]) if name.startswith("word.")]
    sentences = [catalogue(language).get(f"refused.{code}", "") for language in LANGUAGES]
    return any(f"{{{word}}}" in sentence for word in words for sentence in sentences)


def _sentence(refused: Refused, called: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The sentence in both languages; roles in it by their names, and what is told as {zh, en} in its own language."""
    told = {}
    for language in LANGUAGES:
        terms = {name: word[language] for name, word in called.items()}
        roles = [say(language, f"console.role.{role}") for role in refused.data.get("roles", ())]
        named = dict(zip(("one", "other"), roles, strict=False))
        data = {key: each[language] if isinstance(each, Mapping) else each for key, each in refused.data.items()}
        told[language] = say(language, f"refused.{refused.code}", {**terms, **data, **named})
    return told


def seat_words(named: Mapping[str, Mapping[str, str]], seat: str) -> dict[str, str]:
    """What a seat is called in both languages, by `people.seat_names`; its id where nobody named it."""
    return {language: named.get(seat, {}).get(language, seat) for language in LANGUAGES}


def fault_words(area: str, code: str, data: Mapping[str, Any], *, by_file: bool = False) -> dict[str, Any]:
    """`{"code", "message": {"zh", "en"}}` of one fault, names in each language; where two calculations differ in a
    status or in a rule for ties, with its words."""
    words = SYMBOLS.get(code) if area == "differ" else None
    if words is None:
        return {"code": code, "message": both(f"{area}.{code}", data, by_file=by_file)}
    shown = {
        language: {key: say(language, f"{words}.{told}") for key, told in data.items() if told}
        for language in LANGUAGES
    }
    return {
        "code": code,
        "message": {language: say(language, f"differ.{code}", shown[language]) for language in LANGUAGES},
    }


def day_words(day: date) -> dict[str, str]:
    """A day as offices write it: 2026年12月4日, 4 December 2026."""
    return {"zh": f"{day.year}年{day.month}月{day.day}日", "en": f"{day.day} {day:%B} {day.year}"}
