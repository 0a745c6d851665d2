"""Marks that come from elsewhere (理论成绩): a sheet to fill in, read with every fault, told, applied."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import part_scores, registration_replies
from ..intake import roster_xlsx
from ..part_scores import Marked, Marks
from ..registration_schemas import ScoresSent, SheetSent
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.rulebook_types import Part
from ..scoring.verbs.finding import the_part
from .exports import XLSX, file_answer
from .items import find
from .openapi import Views
from .policy import needs
from .recording import acts
from .services import services
from .uploads import FORM, of_the_upload

blp = Views("part_scores", __name__, url_prefix="/api/contests/<contest>/items/<item>/scores/<part>")
MOST_SHOWN = 200


@blp.route("")
@needs("import")
@blp.gives(registration_replies.ScoreTable, "The marks")
def scores(contest: str, item: str, part: str) -> Any:
    """Everybody who is entered, by number, with the mark they have; never with a code while codes are sealed."""
    fold, found, rules = _find(contest, item, part)
    rows = part_scores.marked(services().people, fold, found, rules)
    return jsonify(
        {
            "by": part_scores.goes_by(found, rules),
            "out_of": None if rules.out_of is None else str(rules.out_of),
            "signed": found.signature is not None,
            "rows": [{"who": row.who, "name": row.name, "unit": row.unit, "score": row.score} for row in rows],
        }
    )


@blp.route("/template.xlsx")
@needs("import")
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def template(contest: str, item: str, part: str) -> Response:
    """The sheet to fill in: who is entered, by number, name and unit, and the mark they have."""
    fold, found, rules = _find(contest, item, part)
    rows = part_scores.marked(services().people, fold, found, rules)
    book = roster_xlsx(*part_scores.columns(found, rules, rows), "成绩")
    return file_answer(f"{contest}-{item}-{part}.xlsx", book, XLSX)


@blp.route("/read", methods=["POST"])
@needs("import")
@blp.takes(SheetSent, location="query")
@blp.doc(**FORM)
@blp.gives(registration_replies.ScoresTold, "What the sheet would change")
def read(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Read a sheet and tell what it would change, without changing it; every fault with its cell, all at once."""
    return jsonify(_told(_difference(*_find(contest, item, part))))


@blp.route("", methods=["POST"])
@needs("import")
@blp.once
@blp.takes(ScoresSent, location="query")
@blp.doc(**FORM)
@blp.gives(registration_replies.ScoresTold, "Done")
def apply(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Do what was told: `digest` is that difference's. Marks that stand are changed with a `reason` only."""
    fold, found, rules = _find(contest, item, part)
    marks = _difference(fold, found, rules)
    if said["digest"] != marks.digest:
        raise Refused("roster_moved")
    reason = said["reason"].strip()
    if marks.changed and not reason:
        raise Refused("reason_needed")
    part_scores.apply(acts(contest), services().people, fold, found, rules, marks, reason)
    return jsonify(_told(marks))


def _find(contest: str, item: str, part: str) -> tuple[Contest, Item, Part]:
    fold, found = find(contest, item)
    return fold, found, the_part(found, {"part": part}, "imported")


def _difference(fold: Contest, item: Item, part: Part) -> Marks:
    rows = part_scores.marked(services().people, fold, item, part)

    def work(path: Path) -> Marks:
        return part_scores.difference(item, part, rows, path)

    return of_the_upload(work)


def _told(marks: Marks) -> dict[str, Any]:
    counts = {"added": len(marks.added), "changed": len(marks.changed), "same": marks.same}
    added, changed = marks.added[:MOST_SHOWN], marks.changed[:MOST_SHOWN]
    return {
        "digest": marks.digest,
        "counts": counts,
        "added": [_change(row, now) for row, now in added],
        "changed": [_change(row, now) for row, now in changed],
        "unread": [asdict(each) for each in marks.unread],
    }


def _change(row: Marked, now: str | None) -> dict[str, Any]:
    return {"who": row.who, "name": row.name, "was": row.score, "now": now}
