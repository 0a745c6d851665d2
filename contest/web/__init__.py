"""REST for people and programs, and the three pages. Every view finds, asks `may`, does: no arithmetic and no SQL
in here.

`web` and `live` do not know each other.
"""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Flask, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from ..called import Terms, terms_in
from ..locale import both
from ..schemas import is_sound
from ..scoring.refused import Refused
from ..words import refusal
from . import (
    accounts,
    assigning,
    calendar,
    ceremony,
    checkin,
    clock,
    contests,
    counts,
    courses,
    creating,
    deadlines,
    devices,
    draws,
    enrolling,
    entries,
    exports,
    items,
    judges,
    jury,
    material,
    operations,
    own,
    pages,
    pairing,
    papers,
    part_scores,
    past,
    preparing,
    qualifying,
    reading,
    ready,
    reasons,
    recusals,
    roster_exports,
    rosters,
    rounds,
    rulebooks,
    seats,
    series,
    session,
    staff,
    stage,
    story,
    trust,
    typing,
    unit_links,
)
from .openapi import Api
from .policy import every_view_has_one, guard_csrf
from .services import services

log = structlog.get_logger()

_VIEWS = (
    session,
    accounts,
    own,
    series,
    staff,
    contests,
    creating,
    calendar,
    courses,
    rosters,
    qualifying,
    unit_links,
    enrolling,
    part_scores,
    roster_exports,
    rulebooks,
    preparing,
    draws,
    assigning,
    items,
    entries,
    counts,
    jury,
    rounds,
    reasons,
    judges,
    past,
    papers,
    typing,
    recusals,
    deadlines,
    material,
    reading,
    checkin,
    clock,
    stage,
    seats,
    pairing,
    devices,
    ready,
    exports,
    ceremony,
    story,
    trust,
)

_STATUS = {
    "forbidden": 403,
    "csrf": 403,
    "signed_out": 401,
    "revoked": 401,
    "wrong_password": 401,
    "wrong_pin": 401,
    "wrong_second": 401,
    "pairing_denied": 403,
    "invitation_over": 403,
    "link_over": 403,
    "link_busy": 429,
    "malformed": 422,
    "mark_faults": 422,
    "rulebook_faults": 422,
    "roster_faults": 422,
    "judges_faults": 422,
    "person_faults": 422,
    "scores_faults": 422,
    "draw_faults": 422,
    "not_your_layer": 403,
    "token_over": 401,
    "too_many_requests": 429,
    "changed_meanwhile": 412,
    "too_many_tries": 429,
    "not_saved": 503,
}

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Hang every view on the application; a view without a declared policy stops the start."""
    app.config.update(
        API_TITLE="Contest",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    api = Api(app)
    for module in _VIEWS:
        api.register_blueprint(module.blp)
    app.register_blueprint(pages.blp)
    app.register_blueprint(operations.blp)
    app.before_request(_sound_address)
    app.before_request(guard_csrf)
    app.after_request(_safe_headers)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _stumbled)
    every_view_has_one(app)


def document() -> dict[str, Any]:
    """What /openapi.json tells, from the views alone."""
    app = Flask("told")
    register(app)
    told: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return told


def _sound_address() -> None:
    """No id holds a NUL, and PostgreSQL would stumble over one."""
    if not is_sound(request.path):
        abort(404)


def _refused(refused: Refused) -> Any:
    status = 404 if refused.code.startswith("unknown_") else _STATUS.get(refused.code, 409)
    return jsonify(refusal(refused, _called)), status


def _called() -> Terms:
    """What the contest that was asked about calls its judges and entries."""
    asked = request.view_args or {}
    try:
        contest = services().door.current(asked["contest"])
    except (KeyError, Refused):
        return {}
    return terms_in(services().door.reader, contest, asked.get("item", ""))


def _http(fault: HTTPException) -> Any:
    """Every problem has the same shape; what the HTTP layer says keeps its status and headers (Allow on 405)."""
    if not request.path.startswith("/api"):
        return fault
    code = {404: "unknown_address", 405: "method", 413: "too_large", 422: "malformed"}.get(fault.code or 500, "http")
    data = {"where": "", "status": fault.code}
    answer = jsonify({"code": code, "message": both(f"refused.{code}", data)})
    answer.status_code = fault.code or 500
    for name, value in fault.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _stumbled(fault: Exception) -> Any:
    """What cannot happen: the log has it under an id, which the answer tells; the person can tell us."""
    id = secrets.token_hex(4)
    log.exception("stumbled", id=id, method=request.method, path=request.path)
    return jsonify({"code": "fault", "message": both("refused.fault", {"id": id})}), 500


def _safe_headers(response: Any) -> Any:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/api"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
