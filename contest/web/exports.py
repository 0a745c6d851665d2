"""Files: results as workbook or CSV, the journal as NDJSON. Unsigned results are refused, or marked as drafts when
asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import gevent
from flask import Response

from ..export import build_csv, build_workbook, file_name
from ..export import journal as journal_file
from ..export.result import Joiner
from ..export.view import ResultView, refuse_unfinished
from ..schemas import ExportAsked
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from .openapi import Views
from .policy import allow, needs
from .services import services

blp = Views("exports", __name__, url_prefix="/api/contests/<contest>/exports", description="Files that leave the house")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = {"type": "string", "format": "binary"}


@blp.route("/workbook.xlsx")
@needs("export", somewhere=True)
@blp.takes(ExportAsked, location="query")
@blp.gives(_FILE, "The file", kind=_XLSX)
def workbook(said: dict[str, Any], contest: str) -> Response:
    """The results workbook."""
    view, lang = _view(contest, said), said["lang"]
    data = gevent.get_hub().threadpool.apply(build_workbook, (view, lang))
    return _file(data, file_name(view, lang, "xlsx"), _XLSX)


@blp.route("/results.csv")
@needs("export", somewhere=True)
@blp.takes(ExportAsked, location="query")
@blp.gives(_FILE, "The file", kind="text/csv")
def csv(said: dict[str, Any], contest: str) -> Response:
    """The results as CSV (UTF-8 with BOM)."""
    view, lang = _view(contest, said), said["lang"]
    return _file(build_csv(view, lang), file_name(view, lang, "csv"), "text/csv; charset=utf-8")


@blp.route("/journal.ndjson")
@needs("export")
@blp.gives(_FILE, "The file", kind="application/x-ndjson")
def journal(contest: str) -> Response:
    """The whole journal, once every item is unsealed."""
    fold = services().door.current(contest)
    journal_file.refuse_sealed(fold.items.values())
    data = "".join(journal_file.dump(services().door.lines(contest))).encode()
    return _file(data, f"{contest}-{fold.seq}-{fold.head.hex()[:8]}.ndjson", "application/x-ndjson")


def _view(contest: str, said: dict[str, Any]) -> ResultView:
    allow("export", contest, said["item"])
    fold = services().door.current(contest)
    view = Joiner(fold, services().people).result(_items(fold, said["item"]), draft=said["draft"] == "1")
    refuse_unfinished(view)
    return view


def _items(contest: Contest, wanted: str) -> list[Item]:
    items = [item for item in contest.items.values() if wanted in ("", item.id)]
    if not items:
        raise Refused("unknown_item", item=wanted)
    return items


def _file(data: bytes, name: str, kind: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
