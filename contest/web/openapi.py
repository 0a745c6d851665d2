"""How views say what they take and give, so that /openapi.json tells programs the truth.

`takes` reads the request by its schema; `gives` only documents: answers are built in their shape and held to it by the
tests (replies.py says why). Every refusal has the one shape of replies.Refusal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Request, request
from gevent.lock import RLock
from marshmallow import Schema, ValidationError, missing, validate
from webargs.flaskparser import FlaskParser

from .. import schemas
from ..people import TOKEN_ACTS
from ..replies import Refusal
from ..schemas import Flag, Marks, Whole, malformed
from .policy import AT_A_SEAT, OF_A_LINK, OF_THE_ACT, OPEN, SIGNED_IN

V = TypeVar("V", bound=Callable[..., Any])
SAFE = ("get", "head", "options")
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key with the same request by the same account is one act, however often it is sent.",
    "schema": {"type": "string", "maxLength": 50, "pattern": "^[A-Za-z0-9_-]*$"},
}
_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of what this changes, as it was when it was read: 412 where somebody changed it since.",
    "schema": {"type": "string", "maxLength": 200},
}
_MARK = {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]}
_SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "contest_session"},
    "device": {"type": "http", "scheme": "bearer"},
    "link": {"type": "http", "scheme": "bearer"},
    "token": {"type": "http", "scheme": "bearer", "description": "A program's token: POST /api/account/tokens."},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
}


def body() -> Any:
    """The request's JSON, or `missing` where it has none. Refused("malformed") for what is not JSON."""
    if not request.is_json or not request.get_data():
        return missing
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise malformed() from None


class Parser(FlaskParser):
    """Reads bodies and query strings; what does not fit is refused like everywhere else."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        return body()

    def handle_error(self, error: ValidationError, *args: Any, **kwargs: Any) -> Any:
        raise malformed(_bare(error))


def _bare(error: ValidationError) -> ValidationError:
    """The fault without webargs' outer level, which names the place in the request."""
    inner: Any = next(iter(error.messages.values()), {}) if isinstance(error.messages, dict) else {}
    return ValidationError(inner if isinstance(inner, dict) else {})


class Views(flask_smorest.Blueprint):
    """A blueprint whose views say what they take and give."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks += [_policy_told, _headers_told]
        self._turns: WeakValueDictionary[tuple[str, str], RLock] = WeakValueDictionary()

    def takes(self, schema: type[Schema], *, location: str = "json", required: bool = True) -> Callable[[V], V]:
        """The view's first argument is the request in this shape."""
        told: Callable[[V], V] = self.arguments(schema, location=location, required=required)
        return told

    def gives(self, schema: Any, description: str = "Done", kind: str | None = None) -> Callable[[V], V]:
        """What the view answers when it does what was asked."""
        told: Callable[[V], V] = self.alt_response(
            200, schema=schema, description=description, content_type=kind, success=True
        )
        return told

    def once(self, view: V) -> V:
        """The view honours Idempotency-Key."""
        return _honours(view, _KEY)

    def matched(self, view: V) -> V:
        """The view honours If-Match. Requests of one kind to a contest go one after another, so that of two that were
        made over the same state only the first passes."""

        @wraps(view)
        def alone(*args: Any, **kwargs: Any) -> Any:
            key = str(request.endpoint), str(kwargs.get("contest", ""))
            turn = self._turns.setdefault(key, RLock())  # there as long as somebody holds it or waits for it
            with turn:
                return view(*args, **kwargs)

        return _honours(cast(V, alone), _MATCH)


def _honours(view: V, header: dict[str, Any]) -> V:
    """Told beside what else the view takes: `doc(parameters=…)` would stand in place of it."""
    told = getattr(view, "_apidoc", {})
    view._apidoc = told | {"headers": [*told.get("headers", ()), header]}  # type: ignore[attr-defined]
    return view


def _headers_told(doc: dict[str, Any], info: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """The headers that are honoured, behind what the address is asked with."""
    if headers := info.get("headers"):
        doc["parameters"] = [*doc.get("parameters", ()), *deepcopy(headers)]
    return doc


def _policy_told(doc: dict[str, Any], info: dict[str, Any], *, method: str, **kwargs: Any) -> dict[str, Any]:
    """Who may, as `x-policy`; with which credentials, as `security`."""
    doc["x-policy"] = policy = info.get("policy", OPEN)
    if policy == AT_A_SEAT:
        doc["security"] = [{"device": []}]
        return doc
    if policy == OF_A_LINK:
        doc["security"] = [{"link": []}]
        return doc
    by_hand: dict[str, list[str]] = {"session": []} if method in SAFE else {"session": [], "csrf": []}
    programs: list[dict[str, list[str]]] = [{"token": []}] if policy in (SIGNED_IN, OF_THE_ACT, *TOKEN_ACTS) else []
    doc["security"] = [] if policy == OPEN else [by_hand, *programs]
    return doc


class Shapes(MarshmallowPlugin):
    """The schemas, each with what its docstring says of it."""

    def schema_helper(self, name: str, definition: Any, **kwargs: Any) -> Any:  # type: ignore[override] # apispec's own two differ
        told = super().schema_helper(name, definition, **kwargs)
        said = resolve_schema_cls(kwargs["schema"]).__doc__ if told else None
        return told | {"description": " ".join(said.split())} if said else told


class Api(flask_smorest.Api):
    """The document's frame."""

    ERROR_SCHEMA = Refusal

    def init_app(self, app: Any, *, spec_kwargs: Any = None) -> None:
        for field, kind in ((Whole, "integer"), (Flag, "boolean"), (Marks, "object")):
            self.register_field(field, kind, None)
        super().init_app(app, spec_kwargs={"marshmallow_plugin": Shapes()} | (spec_kwargs or {}))
        self.ma_plugin.converter.add_attribute_function(_bounds)
        for name, scheme in _SCHEMES.items():
            self.spec.components.security_scheme(name, deepcopy(scheme))
        self._messages_told()

    def _messages_told(self) -> None:
        """What judges' devices send on their socket, beside the addresses: the same schemas read it."""
        self.spec.components.schema("ReceiptHeld", schema=schemas.Receipt)
        told = {}
        for event, shape in schemas.MESSAGES.items():
            name = f"{shape.__name__}Sent"
            self.spec.components.schema(name, schema=shape)
            told[event] = {"$ref": f"#/components/schemas/{name}"}
        self.spec.options["x-sockets"] = {"/judging": told}


def _bounds(converter: Any, field: Any, **kwargs: Any) -> dict[str, Any]:
    """What our own fields hold beside their type."""
    if isinstance(field, Whole):
        most = [rule.max for rule in field.validators if isinstance(rule, validate.Range)]
        return {"minimum": 0, "maximum": min([2**53 - 1, *most])}
    return {"additionalProperties": _MARK} if isinstance(field, Marks) else {}
