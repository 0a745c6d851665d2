"""Every answer is held to what /openapi.json says of it: the shapes of replies.py, no field more and none less."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from contest.replies import Refusal


def hold_to_what_is_told(app: Flask, method: str, path: str, answer: TestResponse) -> None:
    """AssertionError if an answer under /api has another shape than the document says, or a server's fault."""
    if not path.startswith("/api"):
        return
    assert answer.status_code < 500, answer.get_data(as_text=True)
    if answer.status_code >= 400:
        assert answer.mimetype == "application/json", (path, answer.mimetype)
        assert Refusal().validate(answer.json) == {}, answer.json
        return
    if answer.status_code >= 300:
        return
    told = _told(app, method, path)
    assert told, f"{method} {path} does not say what it gives"
    if told["content_type"] == "*/*":  # one address of several kinds of file
        return
    assert answer.mimetype == (told["content_type"] or "application/json")
    if told["content_type"] is None:
        assert told["schema"].validate(answer.json) == {}, (path, answer.json)


def _told(app: Flask, method: str, path: str) -> dict[str, Any] | None:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path.partition("?")[0], method)
    except HTTPException:
        return None
    view: Any = app.view_functions[endpoint]
    view = getattr(view, "view_class", None) or view
    asked = getattr(view, method.lower(), view)
    responses = asked._apidoc.get("response", {}).get("responses", {})
    return next((each for each in responses.get(200, ())), None)
