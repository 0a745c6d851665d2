"""The way of a view's act to the door: by whom, and as which request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request

from ..record import Receipt
from ..schemas import malformed
from ..scoring.verbs import Verb
from .openapi import body
from .policy import me
from .services import services

_KEY = re.compile(r"[A-Za-z0-9_-]{0,50}")


def key_asked() -> str:
    """The request's Idempotency-Key, "" without one. Refused("malformed") for what is none."""
    key = request.headers.get("Idempotency-Key", "")
    if _KEY.fullmatch(key) is None:
        raise malformed()
    return key


def answered(contest: str, step: str = "") -> bool:
    """Whether the act of this request, or its `step`, stands in the journal already. It is the door's to say whether it
    is the same one and to answer; what was read for the first sending may not be held against the second."""
    return key_asked() + step in services().door.current(contest).requests


def record(
    contest: str, verb: Verb, values: Mapping[str, Any], *, by: str = "", also: Any = (), step: str = ""
) -> Receipt:
    """Record an act of this session, or of `by`, a second person. With an Idempotency-Key it is done once; `step` tells
    the acts of one request apart.
    """
    key = key_asked()
    # What was asked, not what was made of it: a reason's salted digest differs each time it is sealed.
    said = body() or {}
    kept = {name: said[name] for name in said if name != "password"}
    asked = {"path": request.path, "body": kept, "step": step}
    return services().door.record(
        contest, verb, by=by or me().actor, values=values, request=f"{key}{step}" if key else "", asked=asked, also=also
    )


def noted(
    contest: str, verb: Verb, values: Mapping[str, Any], *, by: str = "", also: Any = (), step: str = ""
) -> Response:
    """The same, and its receipt as the answer."""
    return receipt_told(record(contest, verb, values, by=by, also=also, step=step))


def receipt_told(receipt: Receipt) -> Response:
    """A receipt as the answer."""
    return jsonify({"seq": receipt.seq, "head": receipt.head})


def acts(contest: str) -> Callable[..., Receipt]:
    """The same, bound to a contest, for acts of many lines: act(verb, values, also, step)."""

    def act(verb: Verb, values: Mapping[str, Any], also: Any = (), step: str = "") -> Receipt:
        return record(contest, verb, values, also=also, step=step)

    return act
