"""The roster as a file for who may set the contest up: xlsx, csv, json, each with its version."""

from __future__ import annotations

from typing import Any

from flask import Response

from .. import registering
from ..export.roster import KINDS, RosterList
from ..people import Which
from ..registration_schemas import RosterExport
from .exports import MIME, file_answer
from .openapi import Views
from .policy import needs
from .services import services
from .uploads import beside

blp = Views(
    "roster_exports", __name__, url_prefix="/api/contests/<contest>/exports", description="The roster as a file"
)
_MIME = MIME | {"json": "application/octet-stream"}  # a file to keep, not an answer in a shape of the API


@blp.route("/roster.<any(xlsx, csv, json):kind>")
@needs("setup")
@blp.takes(RosterExport, location="query")
@blp.gives({"type": "string", "format": "binary"}, "The file", kind="*/*")
def roster(said: dict[str, Any], contest: str, kind: str) -> Response:
    """The roster: as a workbook of texts; as CSV (UTF-8 with BOM), safe to open in a spreadsheet; as JSON, with ids
    instead of words."""
    fold, lang = services().door.current(contest), said["lang"]
    rows = registering.tellable(fold, services().people.some_registered(contest, Which(said["item"], said["state"])))
    items, attributes, scores = registering.called(fold, lang)
    title = fold.title.get(lang) or fold.title.get("zh", contest)
    listed = RosterList(title, fold.seq, rows, items, attributes, scores)
    data = beside(KINDS[kind], listed, lang)
    return file_answer(f"{contest}-roster-{listed.version.replace(':', '-')}.{kind}", data, _MIME[kind])
