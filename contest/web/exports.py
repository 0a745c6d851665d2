"""Files: results as workbook, CSV or JSON; the journal as it is stored, and in plain words. Unsigned results are
refused, or marked as drafts when asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response

from ..called import terms_in
from ..export import journal as journal_file
from ..export.files import items_of, results_file
from ..export.words import speaking
from ..people import may
from ..schemas import ExportAsked, JournalAsked
from ..scoring.events import from_bytes
from ..telling_file import story_file
from .openapi import Views
from .policy import allow, me, needs
from .services import services

blp = Views("exports", __name__, url_prefix="/api/contests/<contest>/exports", description="Files that leave the house")

MOST_ENTRIES, MOST_LINES = 10, 1_000  # what is made here: in 20 ms
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIME = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "json": "application/json"}
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


@blp.route("/<any(results, sheets, awards, statistics):what>.<any(xlsx, csv, json):kind>")
@needs("export", somewhere=True)
@blp.takes(ExportAsked, location="query")
@blp.gives(_FILE, "The file", kind="*/*")
def one_list(said: dict[str, Any], contest: str, what: str, kind: str) -> Response:
    """One list by itself, the same rows in every kind: results, each mark of each sheet, awards, judges compared. It
    carries its version: the line of the journal and the digest."""
    return file_answer(*_made(contest, said, kind, what), MIME[kind])


@blp.route("/journal.<any(xlsx, csv, json):kind>")
@needs("export")
@blp.takes(JournalAsked, location="query")
@blp.gives(_FILE, "The file", kind="*/*")
def story(said: dict[str, Any], contest: str, kind: str) -> Response:
    """The journal in plain words, once every item is unsealed: who did what when, and why for who may give reasons."""
    fold = services().door.current(contest)
    journal_file.refuse_sealed(fold.items.values())
    why = may(me(), "note", contest)
    if fold.seq > MOST_LINES:
        answer = services().apart.ask("export", fold, kind=f"story.{kind}", lang=said["lang"], why=why)
        return file_answer(answer.told["name"], answer.body, MIME[kind])
    lines = [from_bytes(each.raw) for each in services().door.lines(contest)[: fold.seq]]
    return file_answer(*story_file(fold, services().people, lines, kind, said["lang"], why=why), MIME[kind])


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


def _made(contest: str, said: dict[str, Any], kind: str, what: str = "") -> tuple[str, bytes]:
    """A file's name and bytes; made apart where it would hold the loop up."""
    item, lang, draft = said["item"], said["lang"], said["draft"] == "1"
    allow("export", contest, item)
    fold = services().door.current(contest)
    if sum(len(each.entries) for each in items_of(fold, item)) <= MOST_ENTRIES:
        with speaking(terms_in(services().door.reader, fold, item)):
            return results_file(fold, services().people, item, kind, lang, draft=draft, what=what)
    answer = services().apart.ask("export", fold, item=item, kind=kind, lang=lang, draft=draft, what=what)
    return answer.told["name"], answer.body


def file_answer(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved under its name."""
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
