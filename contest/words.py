"""Putting refusals into words: the one shape in which a socket or REST answer says no."""

from __future__ import annotations

from typing import Any

from .locale import both
from .scoring.refused import Fault, Faulty, MarksRefused, Refused


def refusal(refused: Refused) -> dict[str, Any]:
    """`{"code", "message": {"zh", "en"}, "data"}`, with `fields` for marks and `faults` for rulebooks."""
    answer: dict[str, Any] = {"code": refused.code, "message": both(f"refused.{refused.code}", refused.data)}
    if isinstance(refused, MarksRefused):
        answer["fields"] = {fault.place: _fault(refused.area, fault) for fault in refused.faults}
    elif isinstance(refused, Faulty):
        answer["faults"] = [{"place": fault.place, **_fault(refused.area, fault)} for fault in refused.faults]
    return answer


def _fault(area: str, fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "message": both(f"{area}.{fault.code}", fault.data)}
