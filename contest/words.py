"""Putting things into words: refusals, in the one shape in which a socket or REST answer says no, and seats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .locale import LANGUAGES, both
from .scoring.refused import Fault, Faulty, MarksRefused, Refused


def refusal(refused: Refused) -> dict[str, Any]:
    """`{"code", "message": {"zh", "en"}, "data"}`, with `fields` for marks and `faults` for rulebooks."""
    answer: dict[str, Any] = {"code": refused.code, "message": both(f"refused.{refused.code}", refused.data)}
    if isinstance(refused, MarksRefused):
        answer["fields"] = {fault.place: _fault(refused.area, fault) for fault in refused.faults}
    elif isinstance(refused, Faulty):
        answer["faults"] = [{"place": fault.place, **_fault(refused.area, fault)} for fault in refused.faults]
    return answer


def seat_words(named: Mapping[str, Mapping[str, str]], seat: str) -> dict[str, str]:
    """What a seat is called in both languages, by `people.seat_names`; its id where nobody named it."""
    return {language: named.get(seat, {}).get(language, seat) for language in LANGUAGES}


def _fault(area: str, fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "message": both(f"{area}.{fault.code}", fault.data)}
