"""What the organizer does: open a contest, set rulebooks, enter entries, seat judges, import scores, publish."""

from __future__ import annotations

import re
from typing import Any

from ..contest import Contest, Seat
from ..events import (
    Actor,
    ContestOpened,
    EntriesEntered,
    EntryId,
    Event,
    IdentityChanged,
    ItemId,
    JournalRestored,
    PartId,
    PartScoresImported,
    ResultPublished,
    RulebookSet,
    SeatId,
    SeatSet,
    UnitTableSet,
)
from ..item import Item, is_joint
from ..numbers import NotANumber, parse
from ..refit import misfits_steps, nameless
from ..refused import Refused, RulebookUnfit
from ..rulebook import Part, Rulebook, UnitTable, parse_rulebook, parse_unit_table
from ..slices import Steps, at_once
from . import Values
from .finding import refuse_if_locked, refuse_unopened, the_item, the_part

_CONTEST_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
BULK = 1000  # a bulk act is one event with at most so many rows


def open_contest(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Begin a contest: `title` {"zh", "en"}, `rehearsal`, `preset`."""
    if contest.seq:
        raise Refused("contest_exists", contest=contest.id)
    if _CONTEST_ID.fullmatch(contest.id) is None:  # it stands in addresses, file names and the names of boards
        raise Refused("contest_id", contest=contest.id)
    return ContestOpened(dict(values["title"]), values["rehearsal"], values.get("preset", ""))


def set_rulebook_steps(contest: Contest, by: Actor, at: str, values: Values) -> Steps[Event]:
    """Give an item its rulebook, or another one that has room for all that was noted of it.

    `rulebook`; `version`: the one that the change was made on (0: the item is new; left out: whichever stands). Where
    marks rest on the present one also `changed` (the line up to which the consequences were previewed), `agreed_by`
    (the second person) and `reason_digest`.
    """
    refuse_unopened(contest)
    rulebook = parse_rulebook(values["rulebook"])
    item = contest.items.get(ItemId(rulebook.id))
    version, agreed, reason = values.get("version"), values.get("agreed_by", ""), values.get("reason_digest", "")
    if version is not None and version != (item.version if item else 0):
        raise Refused("rulebook_moved", item=rulebook.id)
    if item is not None:
        if item.locked:
            raise Refused("rulebook_locked", item=item.id)
        rests = rests_on_rulebook(item)
        if rests:
            _refuse_unagreed(item, by, values)
        unfit = yield from misfits_steps(contest, item, rulebook)
        if unfit:
            raise RulebookUnfit(unfit)
        if rests:
            return RulebookSet(item.id, dict(values["rulebook"]), reason, agreed)
    return RulebookSet(ItemId(rulebook.id), dict(values["rulebook"]))


set_rulebook = at_once(set_rulebook_steps)


def _refuse_unagreed(item: Item, by: Actor, values: Values) -> None:
    """What judges marked by changes with a reason, two persons, and its consequences before their eyes."""
    if not values.get("agreed_by"):
        raise Refused("rulebook_in_use", item=item.id)
    if values["agreed_by"] == by:
        raise Refused("same_person")
    if not values.get("reason_digest"):
        raise Refused("reason_needed")
    if values.get("changed") != item.changed:
        raise Refused("preview_outdated", item=item.id)


def rests_on_rulebook(item: Item) -> bool:
    """Whether something was noted that only the item's present rulebook explains, or somebody has a total by it."""
    noted = any(entry.sheets or entry.penalties or entry.times or entry.votes for entry in item.entries.values())
    return noted or bool(item.ballots) or any(item.complete(entry) for entry in item.entries.values())


def set_unit_table(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give the contest its table of units."""
    table = parse_unit_table(values["table"])
    for item in table.items:
        if item not in contest.items:
            raise Refused("unknown_item", item=item)
    _refuse_names(table, [contest.items[ItemId(item)].rulebook for item in table.items])
    return UnitTableSet(dict(values["table"]))


def _refuse_names(table: UnitTable, rulebooks: list[Rulebook]) -> None:
    for what, name in nameless(table, rulebooks):
        raise Refused(f"unknown_{what}", **{what: name})


def enter_entries(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Enter entries in an item: `entries` [{"entry", "commitment"}], at most 1,000 an act."""
    item = the_item(contest, values)
    if item.opened:
        raise Refused("already_open", item=item.id)
    rows = values["entries"]
    if not 0 < len(rows) <= BULK:
        raise Refused("bulk", most=BULK)
    known = {id for each in contest.items.values() for id in each.entries}
    fresh = {row["entry"] for row in rows}
    if len(fresh) < len(rows) or fresh & known:
        raise Refused("entered_twice", item=item.id)
    return EntriesEntered(item.id, [{"entry": row["entry"], "commitment": row["commitment"]} for row in rows])


def change_identity(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Correct who stands behind an entry: `entry`, its new `commitment`. Once the codes are unsealed or the result is
    signed, it stands as it was."""
    item = the_item(contest, values)
    if values["entry"] not in item.entries:
        raise Refused("unknown_entry", item=item.id)
    if item.signature:
        raise Refused("already_signed", item=item.id)
    if item.unsealed:
        raise Refused("already_unsealed", item=item.id)
    return IdentityChanged(item.id, EntryId(values["entry"]), values["commitment"])


def set_seat(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Set up a seat: `seat`, `judge`, `duties` [{"item", "part", "entries": [ids] or None}], `active`,
    `shadow`: its sheets never count."""
    refuse_unopened(contest)
    shadow = bool(values.get("shadow", False))
    _refuse_a_late_shadow(contest, SeatId(values["seat"]), shadow)
    duties = []
    for duty in values["duties"]:
        item = the_item(contest, duty)
        part = the_part(item, duty, "judged")
        if shadow and is_joint(part):  # a team's one sheet would be typed by who does not count
            raise Refused("shadow_joint", part=part.id)
        duties.append({"item": item.id, "part": part.id, "entries": _own_entries(item, duty.get("entries"))})
    return SeatSet(SeatId(values["seat"]), values["judge"], duties, values.get("active", True), shadow=shadow)


def _refuse_a_late_shadow(contest: Contest, seat: SeatId, shadow: bool) -> None:
    """Whether a seat counts cannot change any more where its sheets are locked."""
    was = contest.seats.get(seat)
    if was is None or was.shadow == shadow:
        return
    for item in contest.items.values():
        if any(seat in places for entry in item.entries.values() for places in entry.sheets.values()):
            refuse_if_locked(item)


def hand_over(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Hand a seat to another judge: `seat`, `judge`, `reason_digest`. Its duties stay, and marks with who gave them."""
    seat = contest.seats.get(SeatId(values["seat"]))
    if seat is None:
        raise Refused("unknown_seat", seat=values["seat"])
    if not values["reason_digest"]:
        raise Refused("reason_needed")
    return SeatSet(seat.id, values["judge"], _as_told(seat), seat.active, values["reason_digest"], seat.shadow)


def set_shadow(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Have a seat only look on, or count again: `seat`, `shadow`, `reason_digest`; before it has marked anything."""
    seat = contest.seats.get(SeatId(values["seat"]))
    if seat is None:
        raise Refused("unknown_seat", seat=values["seat"])
    if not values["reason_digest"]:
        raise Refused("reason_needed")
    if seat.shadow == values["shadow"]:
        raise Refused("shadow_already" if seat.shadow else "counts_already")
    for duty in seat.duties:
        item = contest.items[duty.item]
        refuse_if_locked(item)
        if values["shadow"] and is_joint(item.rulebook.part(duty.part)):
            raise Refused("shadow_joint", part=duty.part)
    if _has_marked(contest, seat.id):
        raise Refused("seat_has_marked")
    return SeatSet(seat.id, seat.judge, _as_told(seat), seat.active, values["reason_digest"], values["shadow"])


def _has_marked(contest: Contest, seat: SeatId) -> bool:
    """Whether a sheet of the seat is there, counted or set aside."""
    entries = (entry for item in contest.items.values() for entry in item.entries.values())
    handed_in = any(seat in places for entry in entries for places in entry.sheets.values())
    return handed_in or any(aside.event.seat == seat for aside in contest.aside.values())


def _as_told(seat: Seat) -> list[dict[str, Any]]:
    """The seat's duties as an event has them."""
    return [
        {"item": duty.item, "part": duty.part, "entries": None if duty.entries is None else sorted(duty.entries)}
        for duty in seat.duties
    ]


def _own_entries(item: Item, entries: list[str] | None) -> list[str] | None:
    if entries is None:
        return None
    for entry in entries:
        if entry not in item.entries:
            raise Refused("unknown_entry", item=item.id)
    return sorted(entries)


def import_part_scores(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Import an imported part's scores: `part`, `scores` [{"entry", "score"}], at most 1,000 an act; `reason_digest`
    where they correct scores that stood."""
    item = the_item(contest, values)
    part = the_part(item, values, "imported")
    if item.signature:
        raise Refused("already_signed", item=item.id)
    rows = values["scores"]
    if not 0 < len(rows) <= BULK:
        raise Refused("bulk", most=BULK)
    scores = [_score(item, part, row) for row in rows]
    return PartScoresImported(item.id, PartId(part.id), scores, values.get("reason_digest", ""))


def _score(item: Item, part: Part, row: Values) -> dict[str, str | None]:
    if row["entry"] not in item.entries:
        raise Refused("unknown_entry", item=item.id)
    if row["score"] is None:
        return {"entry": row["entry"], "score": None}
    try:
        score = parse(row["score"])
    except NotANumber as fault:
        raise Refused("score_unreadable", score=row["score"]) from fault
    if score < 0 or (part.out_of is not None and score > part.out_of):
        raise Refused("score_out_of_range", score=row["score"], max="–" if part.out_of is None else str(part.out_of))
    return {"entry": row["entry"], "score": row["score"]}


def publish(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Put the signed result on the public board. A rehearsal's never is."""
    item = the_item(contest, values)
    if contest.rehearsal:
        raise Refused("rehearsal", item=item.id)
    if not item.signature:
        raise Refused("not_signed", item=item.id)
    if item.published:
        raise Refused("published", item=item.id)
    return ResultPublished(item.id)


def restore_journal(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Go on from a backup, in a new epoch."""
    return JournalRestored(contest.epoch + 1)
