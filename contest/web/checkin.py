"""The check-in (检录): who should come to an item, who came; and what follows from it for who did not, or came late.

Everything here goes by number and name and, while codes are sealed, nothing by code. An absence or a penalty shows
under the code to whoever sees those: who could record one for a name of their choice, or read here what was recorded
under a code, would learn whose code it is. In a sealed item both are for whoever holds the whole table and so knows it
anyway: with one layer its holder, with two nobody. All others are told what was said here and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import jsonify

from ..floor import Arrival, counted
from ..floor_schemas import CameAfterAll, Checkin, CheckinClosed, CheckinSaid, LateSaid
from ..people import may
from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Entry, Item
from ..scoring.numbers import text
from ..scoring.office import words
from ..scoring.refused import Refused
from ..scoring.rulebook import PenaltyRule
from ..scoring.verbs.attendance import late_penalties, penalise_late, set_attendance
from ..scoring.verbs.finding import refuse_if_locked
from .items import find
from .openapi import Views
from .policy import me, needs
from .recording import key_asked, record
from .services import services

blp = Views("checkin", __name__, url_prefix="/api/contests/<contest>/items/<item>/checkin", description="The check-in")


@blp.route("")
@needs("checkin")
@blp.gives(Checkin, "Who should come, and who came")
def checkin(contest: str, item: str) -> Any:
    """Who should come to the item, by number, name and unit, and what was said of them; no code while codes are
    sealed."""
    return jsonify(_seen(*find(contest, item)))


@blp.route("", methods=["POST"])
@needs("checkin")
@blp.once
@blp.takes(CheckinSaid)
@blp.gives(Checkin, "The check-in as it is now, of its rows the one that was touched")
def say(said: dict[str, Any], contest: str, item: str) -> Any:
    """Say that somebody came (their identity checked), came late, is absent, or nothing of it; it changes no rank."""
    fold, found = find(contest, item)
    refuse_if_locked(found)
    minutes = said["minutes"] if said["kind"] == "late" else 0
    entry = _entry_of(fold, found, said["number"])
    _keep(fold, found, entry, said["kind"], minutes)
    return jsonify(_seen(fold, found, entry))


def _keep(fold: Contest, item: Item, entry: EntryId, kind: str, minutes: int = 0, step: str = "") -> None:
    row = {
        "contest_id": fold.id,
        "key": key_of_request() + step,
        "item_id": item.id,
        "entry": entry,
        "kind": kind,
        "minutes": minutes,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "by": me().actor,
    }
    services().floor.check_in(row)


@blp.route("/absent", methods=["POST"])
@needs("checkin")
@blp.once
@blp.takes(CheckinClosed)
@blp.gives(Checkin, "The check-in as it is now")
def absent(said: dict[str, Any], contest: str, item: str) -> Any:
    """Record as absent who did not come: `numbers`, every one of whom neither came nor came late by now."""
    fold, found = find(contest, item)
    _allow_by_number(contest, found)
    arrivals = services().floor.arrivals(contest).of(item)
    entries = _entries_of(fold, found, said["numbers"])
    came = [number for number, id in entries.items() if id in arrivals and arrivals[id].kind != "absent"]
    if came:
        raise Refused("checkin_came", number=came[0])
    digest, also = services().people.seal_text(contest, said["reason"])
    for place, (number, id) in enumerate(entries.items()):
        if id not in arrivals:
            _keep(fold, found, id, "absent", step=f":{place}")
        if found.entries[id].status == "present":  # who withdrew or is out stays so, and a guest has no place to lose
            values = {"item": item, "entry": id, "number": number, "status": "absent", "reason_digest": digest}
            record(contest, set_attendance, values, also=also, step=f":{place}")
            also = []
    return jsonify(_seen(fold, found))


@blp.route("/present", methods=["POST"])
@needs("checkin")
@blp.once
@blp.takes(CameAfterAll)
@blp.gives(Checkin, "The check-in as it is now")
def present(said: dict[str, Any], contest: str, item: str) -> Any:
    """Take back that somebody is absent, with a reason."""
    fold, found = _recorded(contest, item, set_attendance, said | {"status": "present"})
    _keep(fold, found, _entry_of(fold, found, said["number"]), "came")
    return jsonify(_seen(fold, found))


@blp.route("/late", methods=["POST"])
@needs("checkin")
@blp.once
@blp.takes(LateSaid)
@blp.gives(Checkin, "The check-in as it is now")
def late(said: dict[str, Any], contest: str, item: str) -> Any:
    """Give who came late the rulebook's penalty for it."""
    return jsonify(_seen(*_recorded(contest, item, penalise_late, said)))


def _recorded(contest: str, item: str, verb: Any, said: dict[str, Any]) -> tuple[Contest, Item]:
    fold, found = find(contest, item)
    _allow_by_number(contest, found)
    digest, also = services().people.seal_text(contest, said["reason"])
    values = said | {"item": item, "entry": _entry_of(fold, found, said["number"]), "reason_digest": digest}
    record(contest, verb, values, also=also)
    return fold, found


def key_of_request() -> str:
    """Under which key an act of a plain table is kept: the request's, or one that nobody else has."""
    return key_asked() or secrets.token_hex(16)


def _why_not_by_number(contest: str, item: Item) -> str:
    """Why this person may not record something of an entry by its number, or see what was; "" where they may. While
    sealed that tells whose code it is, so it is for those alone who may look at the whole table."""
    if item.names_known:
        return "" if may(me(), "note", contest, item.id) else "forbidden"
    if item.draws.layers > 1:
        return "checkin_two_layers"
    held = item.draws.holder(1) in ("", me().actor)
    return "" if held and may(me(), "draw", contest, item.id) else "checkin_officer"


def _allow_by_number(contest: str, item: Item) -> None:
    why = _why_not_by_number(contest, item)
    if why:
        raise Refused(why)


def _entry_of(fold: Contest, item: Item, number: str) -> EntryId:
    return _entries_of(fold, item, [number])[number]


def _entries_of(fold: Contest, item: Item, numbers: Sequence[str]) -> dict[str, EntryId]:
    """Number → entry, of these. Refused("unknown_number")."""
    known = services().people.by_number(fold.id, item.entries)
    for number in numbers:
        if number not in known:
            raise Refused("unknown_number", number=number)
    return {number: known[number] for number in numbers}


def _seen(fold: Contest, item: Item, only: EntryId | None = None) -> dict[str, Any]:
    arrivals, names = services().floor.arrivals(fold.id).of(item.id), services().people.account_names()
    late = [rule for rule in item.rulebook.penalties if rule.id in late_penalties(item)]
    by_number = not _why_not_by_number(fold.id, item)
    shown = list(item.entries.values()) if only is None else [item.entries[only]]
    numbers = services().people.numbers_of(fold.id, item.entries)
    rows = [_row(fold, item, entry.id, arrivals.get(entry.id), names, numbers) for entry in shown]
    if item.names_known or by_number:
        for row, entry in zip(rows, shown, strict=True):
            row["status"], row["penalties"] = entry.status, _late_of(entry, late)
    return {
        "rows": sorted(rows, key=lambda row: (row["number"], row["name"])),
        "whole": only is None,
        "counts": asdict(counted(item, arrivals)),
        "late": [
            {"id": rule.id, "name": words(rule.name), "per": rule.per, "points": rule.points and text(rule.points)}
            for rule in late
        ],
        "may_close": by_number,
        "sealed": not item.names_known,
        "locked": item.locked,
    }


def _late_of(entry: Entry, late: list[PenaltyRule]) -> list[str]:
    ids = [rule.id for rule in late]
    return [each.rule_id for each in entry.penalties.values() if each.rule_id in ids]


def _row(
    fold: Contest,
    item: Item,
    id: EntryId,
    said: Arrival | None,
    names: dict[str, str],
    numbers: dict[EntryId, str],
) -> dict[str, Any]:
    person = services().people.person(fold.id, id)
    return {
        "number": numbers.get(id, ""),
        "name": person.name if person else "",
        "unit": person.unit if person else "",
        "code": (item.entries[id].code or None) if item.names_known else None,
        "status": "present",
        "state": said.kind if said else "",
        "minutes": said.minutes if said else 0,
        "at": said.at if said else None,
        "by": names.get(said.by) if said else None,
        "penalties": [],
    }
