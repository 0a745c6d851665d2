"""Papers of an item as PDF: score sheets, blank and as recorded, and each judge's table to sign. Codes only."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..schemas import SheetsAsked
from .exports import file_answer
from .items import find
from .openapi import Views
from .policy import needs
from .services import services

blp = Views("papers", __name__, url_prefix="/api/contests/<contest>/items/<item>/papers", description="Papers")

_PDF = "application/pdf"


@blp.route("/sheets.pdf")
@needs("export")
@blp.takes(SheetsAsked, location="query")
@blp.gives({"type": "string", "format": "binary"}, "The PDF", kind=_PDF)
def sheets(said: dict[str, Any], contest: str, item: str) -> Response:
    """Score sheets: `blank` to mark on by hand, `filled` as recorded, or each judge's `summary` to sign; of one part
    or seat, or of all."""
    fold, _ = find(contest, item)
    answer = services().apart.ask("sheets", fold, item=item, url=services().settings.url, **said)
    return file_answer(answer.told["name"], answer.body, _PDF)
