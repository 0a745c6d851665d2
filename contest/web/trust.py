"""How a device comes to trust the hall's own authority: the certificate, its fingerprint, and where to find them."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from .. import replies, tls
from ..export.paper import qr_svg
from ..scoring.refused import Refused
from .openapi import Views
from .policy import OPEN, needs
from .services import services

blp = Views("trust", __name__, url_prefix="/api/trust", description="The hall's own authority, for https")


def _kept() -> tls.Kept:
    kept = tls.kept(services().settings.var)
    if not kept.ready:
        raise Refused("no_authority")
    return kept


@blp.route("")
@needs(OPEN)
@blp.gives(replies.Trust, "The authority")
def trust() -> Any:
    """The authority's fingerprint, where this page lies for other devices, and the judges' address over https."""
    host = request.host.partition(":")[0] if not request.host.startswith("[") else request.host.partition("]")[0] + "]"
    page = f"http://{host}:{services().settings.port}/trust"
    secure = f"https://{host}:{services().settings.tls_port}/judge"
    return jsonify({"fingerprint": _kept().fingerprint, "page": page, "qr": qr_svg(page), "judge": secure})


@blp.route("/authority.crt")
@needs(OPEN)
@blp.gives({"type": "string", "format": "binary"}, "The certificate", kind="application/x-x509-ca-cert")
def authority() -> Response:
    """The authority's certificate; phones offer to install what comes under this type."""
    answer = Response(_kept().authority_der(), mimetype="application/x-x509-ca-cert")
    answer.headers["Content-Disposition"] = 'attachment; filename="contest-hall.crt"'
    return answer
