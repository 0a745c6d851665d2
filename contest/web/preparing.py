"""Before an item opens: how far it is, its seats, and who sits there by a sheet of judges."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import seating, setup_replies
from ..intake import judges_xlsx
from ..setup_schemas import Plain
from .exports import XLSX, file_answer
from .items import find
from .openapi import Views
from .policy import needs
from .recording import acts
from .services import services
from .tags import refuse_if_changed, tagged
from .uploads import FORM, of_the_upload

blp = Views("preparing", __name__, url_prefix="/api/contests/<contest>", description="Before the judges mark")


@blp.route("/items/<item>/preparation")
@needs("see")
@blp.gives(setup_replies.Preparation, "How far it is")
def preparation(contest: str, item: str) -> Any:
    """How far an item is before its judges may mark: counts only, nobody's name."""
    fold, found = find(contest, item)
    return jsonify(
        {
            "registered": services().people.to_be_entered(contest, item),
            "entered": len(found.entries),
            "coded": len(found.by_code),
            "places": seating.seats_needed(fold, found),
        }
    )


@blp.route("/items/<item>/seats", methods=["POST"])
@needs("seats")
@blp.once
@blp.takes(Plain)
@blp.gives(setup_replies.Seated, "Set up")
def seats(said: dict[str, Any], contest: str, item: str) -> Any:
    """Set up a seat for each judge that the item's panels need and do not have."""
    fold, found = find(contest, item)
    before = set(fold.seats)
    seating.set_up_seats(acts(contest), services().people, fold, found)
    return jsonify({"seats": [str(seat) for seat in fold.seats if seat not in before]})


@blp.route("/judges/template.xlsx")
@needs("seats")
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def template(contest: str) -> Response:
    """The sheet of judges to fill in: a row a seat, with who sits there."""
    fold = services().door.current(contest)
    named = services().people.seat_names(contest)
    book = judges_xlsx(seating.judge_rows(fold, named), seating.hall_of(fold, named))
    return file_answer(f"{contest}-judges.xlsx", book, XLSX)


@blp.route("/judges/read", methods=["POST"])
@needs("seats")
@blp.doc(**FORM)
@blp.gives(setup_replies.JudgesPlanned, "What the sheet would do, with an ETag")
def read(contest: str) -> Any:
    """Read a sheet of judges and tell who would sit where, without seating anybody; every fault with its cell."""
    return tagged(_told(_planned(contest)))


@blp.route("/judges", methods=["POST"])
@needs("seats")
@blp.once
@blp.doc(**FORM)
@blp.matched
@blp.gives(setup_replies.JudgesPlanned, "Seated")
def seat(contest: str) -> Any:
    """Seat the judges of a sheet, all or none, and with the ETag of what was told of it just as it was told."""
    plan = _planned(contest)
    told = _told(plan)
    if plan.new or plan.renamed:  # else it is done already, perhaps by this very request
        refuse_if_changed(told)
    seating.seat_judges(acts(contest), services().people, plan)
    return jsonify(told)


def _planned(contest: str) -> seating.Seating:
    fold, people = services().door.current(contest), services().people
    named, units = people.seat_names(contest), people.units(contest)

    def work(path: Path) -> seating.Seating:
        return seating.planned(fold, named, path, units)

    return of_the_upload(work)


def _told(plan: seating.Seating) -> dict[str, Any]:
    judges = [
        {
            "seat": seat,
            "judge": told["judge"],
            "unit": told["unit"],
            "was": plan.before.get(seat, {}).get("judge", ""),
            "fresh": seat in plan.new,
        }
        for seat, told in plan.named.items()
    ]
    respelled = [{"said": said, "written": written} for said, written in plan.respelled.items()]
    return {"judges": judges, "unread": [asdict(each) for each in plan.sheet.unread], "respelled": respelled}
