"""The roster of a contest: who is registered for what; read from a spreadsheet, compared, applied, entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import entering, registering, roster_changes, setup_replies
from ..intake import Roster, roster_xlsx
from ..people import Registered, Which
from ..schemas import malformed
from ..scoring.contest import Contest
from ..scoring.refused import Refused
from ..setup_schemas import Plain, RosterAsked, RosterFile
from ..underway import Told, following, standing
from .exports import XLSX, file_answer
from .items import find
from .openapi import Views
from .policy import me, needs
from .recording import acts
from .services import services
from .uploads import FORM, beside, of_the_upload

blp = Views("rosters", __name__, url_prefix="/api/contests/<contest>", description="Who takes part")

MOST_SHOWN = 200
"""Rows of a difference that are told one by one; the counts are of all."""


@blp.route("/roster")
@needs("setup")
@blp.takes(RosterAsked, location="query")
@blp.gives(setup_replies.Roster, "Who is registered")
def roster(said: dict[str, Any], contest: str) -> Any:
    """Who is registered, a page of rows at a time; of one item or of all, in one state or in any."""
    fold = services().door.current(contest)
    people, which = services().people, Which(said["item"], said["state"], find=said["find"].strip())
    states = people.count_registered(contest, replace(which, state=""))
    after, count = said["after"], states[which.state or "all"]
    rows = told_rows(fold, people.some_registered(contest, which, min(after, count), said["limit"]))
    seen = after + len(rows)
    return jsonify({"count": count, "states": states, "rows": rows, "next": seen if seen < count else 0})


def told_rows(fold: Contest, found: Iterable[Registered]) -> list[dict[str, Any]]:
    """Rows as the console shows them, with the name of who wrote each last: of the staff, or of the unit."""
    rows = registering.tellable(fold, found)
    names = services().people.account_names()
    return [_row(each) | {"by": each.unit if each.by.startswith("link:") else names.get(each.by, "")} for each in rows]


def _row(each: Registered) -> dict[str, Any]:
    kept = ("id", "item", "number", "name", "unit", "state", "note", "at")
    read = {"attributes": dict(each.attributes), "scores": dict(each.scores), "entered": bool(each.entry)}
    replaced = None if each.substitute is None else dict(each.substitute)
    return {**{key: getattr(each, key) for key in kept}, **read, "by": "", "substitute": replaced}


@blp.route("/roster/template.xlsx")
@needs("setup")
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def template(contest: str) -> Response:
    """The roster as a workbook to fill in: the columns that this contest's rulebooks read, and who is registered."""
    fold = services().door.current(contest)
    book = roster_xlsx(*registering.columns(fold, registering.tellable(fold, services().people.registered(contest))))
    return file_answer(f"{contest}-roster.xlsx", book, XLSX)


@blp.route("/roster/read", methods=["POST"])
@needs("setup")
@blp.takes(RosterFile, location="query")
@blp.doc(**FORM)
@blp.gives(setup_replies.RosterDifference, "What the roster would change")
def read(said: dict[str, Any], contest: str) -> Any:
    """Read a roster and tell what it would change, without changing it; every fault with its cell, all at once."""
    fold = services().door.current(contest)
    with following(contest, said["underway"]) as told:
        sent = _read(said, fold, told)
        return jsonify(_told(_difference(said, fold, sent), sent))


@blp.route("/roster", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(RosterFile, location="query")
@blp.doc(**FORM)
@blp.gives(setup_replies.RosterDifference, "Done")
def apply(said: dict[str, Any], contest: str) -> Any:
    """Do what was told: `digest` is that difference's. Refused("roster_moved") where it is another one by now; but
    where all of it stands already, as it does for who sends it again because the answer was lost, that is told."""
    fold = services().door.current(contest)
    with following(contest, said["underway"]) as told:
        sent = _read(said, fold, told)
        with entering.one_by_one(contest):
            found = _difference(said, fold, sent)
            if found.nothing_left:
                return jsonify(_told(found, sent))
            if said["digest"] != found.digest:
                raise Refused("roster_moved")
            registering.apply(acts(contest), services().people, fold, found, me().actor, told)
    return jsonify(_told(found, sent))


@blp.route("/roster/underway/<key>")
@needs("setup")
@blp.gives(setup_replies.UnderWay, "How far it is")
def under_way(contest: str, key: str) -> Any:
    """How far the roster is that this session sent under this key and waits for."""
    services().door.current(contest)
    step, done, of = standing(contest, key)
    return jsonify({"step": step, "done": done, "of": of})


def _read(said: dict[str, Any], fold: Contest, told: Told) -> Roster:
    day, room = _day(said["day"]), _room(said, fold)

    def work(path: Path) -> Roster:
        return registering.read(fold, path, day, room, told)

    return of_the_upload(work)


def _room(said: dict[str, Any], fold: Contest) -> roster_changes.Room:
    people = services().people
    registered = registering.tellable(fold, people.registered(fold.id))
    units = roster_changes.units_of(people, fold.id)
    return roster_changes.Room(people.quotas(fold.id), registered, said["mode"], units)


def _difference(said: dict[str, Any], fold: Contest, sent: Roster) -> roster_changes.Difference:
    """Held against who is registered now: while the file was read, somebody may have come, or been reviewed."""
    return beside(registering.held, _room(said, fold), sent)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise malformed() from None


def _told(found: roster_changes.Difference, sent: Roster) -> dict[str, Any]:
    counts = {"added": len(found.added), "changed": len(found.changed), "gone": len(found.gone), "same": found.same}
    counts["removed"] = len(found.removed)
    return {
        "digest": found.digest,
        "counts": counts,
        "added": [_row(each) for each in found.added[:MOST_SHOWN]],
        "changed": [{"was": _row(old), "now": _row(new)} for old, new in found.changed[:MOST_SHOWN]],
        "gone": [_row(each) for each in found.gone[:MOST_SHOWN]],
        "unread": [asdict(each) for each in sent.unread],
        "respelled": [{"said": said, "written": written} for said, written in sent.respelled.items()],
    }


@blp.route("/items/<item>/entries", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(Plain)
@blp.gives(setup_replies.Entered, "Entered")
def enter(said: dict[str, Any], contest: str, item: str) -> Any:
    """Enter the item's accepted registrations: from here on they stand in the journal, as random ids with
    commitments."""
    fold, found = find(contest, item)
    return jsonify({"entered": entering.enter(acts(contest), services().people, fold, found)})
