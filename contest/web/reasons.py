"""Why an entry has its result."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..reason_replies import Explanation
from ..reasons import chapters, told
from ..scoring.explain import explain, plain
from ..scoring.verbs.finding import the_entry
from .items import find_scored
from .openapi import Views
from .policy import needs
from .services import services

blp = Views("reasons", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Why a result is so")


@blp.route("/entries/<code>/explanation")
@needs("see")
@blp.gives(Explanation, "The reasons")
def explanation(contest: str, item: str, code: str) -> Any:
    """Every mark, what was dropped, each stage, what parted equals, why this award. While codes are sealed, what would
    unmask one is left out."""
    _, found = find_scored(contest, item)
    reasons = explain(found, the_entry(found, {"code": code}))
    seats = services().people.seat_names(contest)
    words = {"sentences": told(found, reasons, seats), "chapters": plain(chapters(found, reasons, seats))}
    return jsonify(plain(reasons) | words)
