"""For those who run the server: alive, ready, figures (these to loopback only)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from .services import services

blp = Blueprint("operations", __name__)
_PROXIED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@blp.route("/healthz")
def alive() -> Any:
    """The process answers."""
    return jsonify({"ok": True})


@blp.route("/readyz")
def ready() -> Any:
    """The database answers too."""
    return jsonify({"ok": True, "contests": len(services().door.names())})


@blp.route("/metrics")
def metrics() -> Response:
    """Figures for Prometheus; loopback only, for they could tell what a public board hides."""
    if request.remote_addr not in ("127.0.0.1", "::1") or any(name in request.headers for name in _PROXIED):
        abort(404)
    registry = CollectorRegistry()
    Gauge("contest_streams", "Open board streams", registry=registry).set(services().streams())
    lines = Gauge("contest_journal_seq", "Last line of each contest", ["contest"], registry=registry)
    for name in services().door.names():
        lines.labels(name).set(services().door.current(name).seq)
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")
