"""Files: results as workbook or CSV, the journal as NDJSON. Unsigned results are refused, or marked as drafts when
asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response

from ..export import journal as journal_file
from ..export.files import items_of, results_file
from ..schemas import ExportAsked
from .openapi import Views
from .policy import allow, needs
from .services import services

blp = Views("exports", __name__, url_prefix="/api/contests/<contest>/exports", description="Files that leave the house")

MOST_ENTRIES, MOST_LINES = 10, 1_000  # what is made here: in 20 ms
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE = {"type": "string", "format": "binary"}


@blp.route("/workbook.xlsx")
@needs("export", somewhere=True)
@blp.takes(ExportAsked, location="query")
@blp.gives(_FILE, "The file", kind=XLSX)
def workbook(said: dict[str, Any], contest: str) -> Response:
    """The results workbook."""
    return file_answer(*_made(contest, said, "xlsx"), XLSX)


@blp.route("/results.csv")
@needs("export", somewhere=True)
@blp.takes(ExportAsked, location="query")
@blp.gives(_FILE, "The file", kind="text/csv")
def csv(said: dict[str, Any], contest: str) -> Response:
    """The results as CSV (UTF-8 with BOM)."""
    return file_answer(*_made(contest, said, "csv"), "text/csv; charset=utf-8")


@blp.route("/journal.ndjson")
@needs("export")
@blp.gives(_FILE, "The file", kind="application/x-ndjson")
def journal(contest: str) -> Response:
    """The whole journal, once every item is unsealed."""
    fold = services().door.current(contest)
    journal_file.refuse_sealed(fold.items.values())
    name = f"{contest}-{fold.seq}-{fold.head.hex()[:8]}.ndjson"
    if fold.seq > MOST_LINES:
        data = services().apart.ask("export", fold, kind="ndjson").body
    else:
        data = "".join(journal_file.dump(services().door.lines(contest)[: fold.seq])).encode()
    return file_answer(name, data, "application/x-ndjson")


def _made(contest: str, said: dict[str, Any], kind: str) -> tuple[str, bytes]:
    """A file's name and bytes; made apart where it would hold the loop up."""
    item, lang, draft = said["item"], said["lang"], said["draft"] == "1"
    allow("export", contest, item)
    fold = services().door.current(contest)
    if sum(len(each.entries) for each in items_of(fold, item)) <= MOST_ENTRIES:
        return results_file(fold, services().people, item, kind, lang, draft=draft)
    answer = services().apart.ask("export", fold, item=item, kind=kind, lang=lang, draft=draft)
    return answer.told["name"], answer.body


def file_answer(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved under its name."""
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
