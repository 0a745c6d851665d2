"""Answers that are edited carry an ETag; an act that brings it back as If-Match is refused where somebody else was
faster, so that nobody's change is lost unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, json, jsonify, request

from ..scoring.refused import Refused
from .recording import answered


def tag_of(told: Any) -> str:
    """The tag of what is told: the same as long as it is the same."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def tagged(told: Any, of: Any = None) -> Response:
    """The answer with its tag; `of`: what of it is edited, where what else it tells changes by itself."""
    answer = jsonify(told)
    answer.set_etag(tag_of(told if of is None else of))
    return answer


def refuse_if_changed(told: Any) -> None:
    """Refused("changed_meanwhile") where the request was made over another state than this; none need say over which.

    In a view that is `matched`, what is asked here still holds when it is done, within one process; whoever needs more
    asks again inside the write.
    """
    if request.if_match and tag_of(told) not in request.if_match:
        raise Refused("changed_meanwhile")


def refuse_if_moved(contest: str, told: Callable[[], Any]) -> None:
    """The same for an act of the journal. One that is sent again is the door's to answer, however it stands by now."""
    if request.if_match and not answered(contest):
        refuse_if_changed(told())
