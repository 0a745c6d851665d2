"""The hand-in desk (收件) and the clocks (计时), by code alone: no name is asked and none is told.

Presses are kept as they were made; the time an entry used is recorded in the journal as soon as its clock stands, and
again where that changes.
"""

from __future__ import annotations

import time
from typing import Any

from flask import jsonify

from ..floor import Lot, Pressed, lots_of
from ..floor_schemas import Clock, HallClock, PressesAsked, PressKept, PressSaid
from ..one_by_one import lock_by_contest
from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Entry, Item
from ..scoring.office import words
from ..scoring.refused import Refused
from ..scoring.rulebook import Part
from ..scoring.timekeeping import moment_of, most_back, reading, standing
from ..scoring.verbs.finding import refuse_if_locked
from .checkin import key_of_request
from .items import find
from .openapi import Views
from .policy import OPEN, me, needs
from .services import services
from .settling import TIMED, Reach, covered_by, lots_by, settled, timed_since

blp = Views("clock", __name__, url_prefix="/api/contests/<contest>/items/<item>/clock", description="Clocks, hand-in")
WITH_A_REASON = ("give", "note", "undo")
SHOWN = ("start", "pause", "resume", "stop", "give", "undo")
_one_by_one = lock_by_contest()  # two presses at once would record the same time twice


@blp.route("")
@needs("clock")
@blp.takes(PressesAsked, location="query")
@blp.gives(Clock, "The clocks")
def clock(said: dict[str, Any], contest: str, item: str) -> Any:
    """What can be timed, who is, by code, and the presses behind press `after`."""
    fold, found = find(contest, item)
    presses = services().floor.presses(contest, item, said["after"])
    lots = lots_of(found, services().floor.begun_by_group(contest, item))
    coded = sorted((entry for entry in found.entries.values() if entry.code), key=lambda entry: entry.code)
    return jsonify(
        {
            "now": _now(),
            "parts": [_part(part) for part in timed_parts(found)],
            "entries": [_entry(entry, lots.get(entry.id, Lot())) for entry in coded],
            "presses": _told(fold, presses),
            "locked": found.locked,
            "sealed": not found.names_known,
        }
    )


@blp.route("", methods=["POST"])
@needs("clock")
@blp.once
@blp.takes(PressSaid)
@blp.gives(PressKept, "Kept")
def press(said: dict[str, Any], contest: str, item: str) -> Any:
    """Keep a press. Where a clock stands by it, or what it showed changes, the time used is recorded; a press that is
    sent again is kept once."""
    fold, found = find(contest, item)
    floor, people, key = services().floor, services().people, key_of_request()
    with _one_by_one(contest):
        kept, presses, timed = floor.known(contest, key), floor.presses(contest, item), set[EntryId]()
        if kept is None:
            refuse_if_locked(found)
            said |= {"scope": next((each.scope for each in presses if each.n == said["undoes"]), said["scope"])}
            _refuse_unfit(found, said, presses, lots_by(found, presses))
            digest, also = people.seal_text(contest, said["reason"])
            kept = floor.press(_row(contest, found, key, said, digest), also)
            # Not this one alone: another process may have kept some meanwhile.
            presses += floor.presses(contest, item, presses[-1].n if presses else 0)
        elif (kept.by, kept.kind, kept.scope) != (me().actor, said["kind"], said["scope"]):
            raise Refused("request_reused")
        else:
            timed = timed_since(contest, found, kept)
        recorded = settled(contest, found, kept, presses, timed)
    return jsonify({"press": _told(fold, [kept])[0], "recorded": recorded})


@blp.route("/hall")
@needs(OPEN)
@blp.takes(PressesAsked, location="query")
@blp.gives(HallClock, "The clock")
def hall(said: dict[str, Any], contest: str, item: str) -> Any:
    """What a clock in the hall shows: presses for all or a group behind press `after`, not of one entry, nor by whom or
    why."""
    fold, found = find(contest, item)
    shown = services().floor.presses_for_all(contest, item, SHOWN, said["after"])
    return jsonify(
        {
            "now": _now(),
            "contest": dict(fold.title),
            "item": words(found.rulebook.name),
            "parts": [_part(part) for part in timed_parts(found)],
            "presses": [_bare(each) for each in shown],
        }
    )


def _now() -> int:
    return time.time_ns() // 1_000_000


def timed_parts(item: Item) -> list[Part]:
    """The parts whose time means something: with a time rule, or asked by a rule for ties."""
    asked = {part for tie in item.rulebook.ties if tie.by in ("time", "times") for part in (tie.part, *tie.parts)}
    return [p for p in item.rulebook.parts if p.time is not None or (p.source == "judged" and p.id in asked)]


def _refuse_unfit(item: Item, said: dict[str, Any], presses: list[Pressed], lots: dict[EntryId, Lot]) -> None:
    """Refused where a press means nothing, or needs a reason that was not given."""
    kind, scope, reason = said["kind"], said["scope"], said["reason"].strip()
    part = next((part for part in timed_parts(item) if part.id == said["part"]), None)
    if part is None and said["part"]:
        raise Refused("unknown_part", part=said["part"])
    if kind in WITH_A_REASON and not reason:
        raise Refused("reason_needed")
    covered = covered_by(item, scope, lots)
    here = [each for each in presses if each.part == said["part"]]
    if kind == "hand_in":
        _refuse_hand_in(covered, scope, here)
    elif kind == "give":
        _refuse_more_than_may_be_given(part, covered, Reach(lots, here), said["seconds"])
    elif kind == "undo" and not any(each.n == said["undoes"] for each in standing(here)):
        raise Refused("unknown_press")


def _refuse_hand_in(covered: list[Entry], scope: str, here: list[Pressed]) -> None:
    if not scope.startswith("code:"):
        raise Refused("unknown_scope")
    entry = covered[0]
    if entry.status not in TIMED:
        raise Refused("handed_in_absent", entry_code=entry.code)
    before = next((each for each in standing(here) if each.kind == "hand_in" and each.scope == scope), None)
    if before is not None:
        raise Refused("handed_in_before", entry_code=entry.code)


def _refuse_more_than_may_be_given(part: Part | None, covered: list[Entry], reach: Reach, seconds: int) -> None:
    most = most_back(part.time if part else None)
    if not most:
        raise Refused("nothing_given_back")
    given = max((reading(reach.of(entry), 0).given for entry in covered), default=0)
    if not 0 < seconds <= most - given:
        raise Refused("given_back", part=part.id if part else "", most=most - given)


def _row(contest: str, item: Item, key: str, said: dict[str, Any], digest: str) -> dict[str, Any]:
    received = _now()
    names = ("part", "scope", "kind", "seconds", "undoes", "place", "device", "offset")
    moment = moment_of(said["device"], said["offset"], said["waited"], received)
    told = {name: said[name] for name in names} | {"place": said["place"] if item.names_known else ""}
    own = {"contest_id": contest, "item_id": item.id, "key": key, "by": me().actor, "received": received}
    return told | own | {"moment": moment, "reason_digest": digest}


def _part(part: Part) -> dict[str, Any]:
    limit = None if part.time is None else int(part.time.limit * 60)
    return {"id": part.id, "name": words(part.name), "limit": limit, "give_back": most_back(part.time)}


def _entry(entry: Entry, lot: Lot) -> dict[str, Any]:
    times = {str(part): seconds for part, seconds in entry.times.items()}
    return {"code": entry.code, "status": entry.status, "station": lot.station, "group": lot.group, "times": times}


def _told(fold: Contest, presses: list[Pressed]) -> list[dict[str, Any]]:
    people = services().people
    names, texts = people.account_names(), people.texts(fold.id, [each.reason_digest for each in presses])
    return [
        _bare(each)
        | {"by": names.get(each.by, ""), "reason": texts.get(each.reason_digest), "late": each.received - each.moment}
        for each in presses
    ]


def _bare(each: Pressed) -> dict[str, Any]:
    told = {name: getattr(each, name) for name in ("n", "part", "scope", "kind", "seconds", "undoes", "place")}
    return told | {"at": each.moment}
