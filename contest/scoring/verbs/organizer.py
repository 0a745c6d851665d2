"""What the organizer does: open a contest, set rulebooks, enter entries, seat judges, import scores, publish."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from ..refused import Refused
from ..rulebook import Part, Rulebook, UnitTable, parse_rulebook, parse_unit_table
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


def set_rulebook(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give an item its rulebook, or another one while no judge has handed in a sheet."""
    refuse_unopened(contest)
    rulebook = parse_rulebook(values["rulebook"])
    item = contest.items.get(ItemId(rulebook.id))
    if item is not None:
        refuse_if_locked(item)
        if _rests_on_it(contest, item) or not _fits(contest, item, rulebook):
            raise Refused("rulebook_in_use", item=item.id)
    return RulebookSet(ItemId(rulebook.id), dict(values["rulebook"]))


def _rests_on_it(contest: Contest, item: Item) -> bool:
    """Whether something was noted that only the item's present rulebook explains."""
    noted = any(entry.sheets or entry.penalties or entry.times or entry.votes for entry in item.entries.values())
    return noted or bool(item.ballots)


def _fits(contest: Contest, item: Item, rulebook: Rulebook) -> bool:
    """Whether another rulebook has the parts that seats mark, and room for the scores that were imported."""
    parts = {PartId(part.id): part for part in rulebook.parts}
    sources = {(id, part.source) for id, part in parts.items()}
    duties = (duty for seat in contest.seats.values() for duty in seat.duties if duty.item == item.id)
    scores = (score for entry in item.entries.values() for score in entry.imported.items())
    return all((duty.part, "judged") in sources for duty in duties) and all(
        (id, "imported") in sources and score.raw <= parts[id].max for id, score in scores
    )


def set_unit_table(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give the contest its table of units."""
    table = parse_unit_table(values["table"])
    for item in table.items:
        if item not in contest.items:
            raise Refused("unknown_item", item=item)
    _refuse_names(table, [contest.items[ItemId(item)].rulebook for item in table.items])
    return UnitTableSet(dict(values["table"]))


def _refuse_names(table: UnitTable, rulebooks: Sequence[Rulebook]) -> None:
    """A prize or a part that none of the items has would be worth nothing to anybody, unseen."""
    awards = {award.id for rulebook in rulebooks for award in rulebook.awards}
    parts = {part.id for rulebook in rulebooks for part in rulebook.parts}
    for prize in table.prizes:
        if prize.award not in awards:
            raise Refused("unknown_award", award=prize.award)
    for weight in table.parts:
        if weight.part not in parts:
            raise Refused("unknown_part", part=weight.part)


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
