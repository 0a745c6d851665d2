"""Files: results as workbook or CSV, the journal as NDJSON. Unsigned results are refused, or marked as drafts when
asked for."""

from __future__ import annotations

from urllib.parse import quote

import gevent
from flask import Response, request
from flask_smorest import Blueprint

from ..export import build_csv, build_workbook, file_name
from ..export import journal as journal_file
from ..export.result import Joiner
from ..export.view import Lang, ResultView, refuse_unfinished
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from .policy import needs
from .services import services

blp = Blueprint(
    "exports", __name__, url_prefix="/api/contests/<contest>/exports", description="Files that leave the house"
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blp.route("/workbook.xlsx")
@needs("export")
def workbook(contest: str) -> Response:
    """The results workbook: `?item=` one item, `?draft=1` before it is signed, `?lang=en`."""
    view = _view(contest)
    data = gevent.get_hub().threadpool.apply(build_workbook, (view, _lang()))
    return _file(data, file_name(view, _lang(), "xlsx"), _XLSX)


@blp.route("/results.csv")
@needs("export")
def csv(contest: str) -> Response:
    """The results as CSV (UTF-8 with BOM)."""
    view = _view(contest)
    return _file(build_csv(view, _lang()), file_name(view, _lang(), "csv"), "text/csv; charset=utf-8")


@blp.route("/journal.ndjson")
@needs("export")
def journal(contest: str) -> Response:
    """The whole journal, once every item is unsealed."""
    fold = services().door.current(contest)
    journal_file.refuse_sealed(fold.items.values())
    data = "".join(journal_file.dump(services().door.lines(contest))).encode()
    return _file(data, f"{contest}-{fold.seq}-{fold.head.hex()[:8]}.ndjson", "application/x-ndjson")


def _view(contest: str) -> ResultView:
    fold = services().door.current(contest)
    items = _items(fold, request.args.get("item"))
    view = Joiner(fold, services().people).result(items, draft=request.args.get("draft") == "1")
    refuse_unfinished(view)
    return view


def _items(contest: Contest, wanted: str | None) -> list[Item]:
    items = [item for item in contest.items.values() if wanted in (None, "", item.id)]
    if not items:
        raise Refused("unknown_item", item=wanted)
    return items


def _lang() -> Lang:
    return "en" if request.args.get("lang") == "en" else "zh"


def _file(data: bytes, name: str, kind: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
