"""What is decided by persons where the rules leave it to them: equals parted, an award given or withheld."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..attributes import readable
from ..contest import Contest
from ..events import (
    Actor,
    AttributesTold,
    AwardOverrideApproved,
    AwardOverrideRequested,
    EntryId,
    Event,
    TieDecided,
)
from ..item import Entry, Item
from ..ranking import standings
from ..refused import Refused
from ..results import complete_scores
from . import Values
from .chief import _second_person
from .finding import the_entry, the_item
from .organizer import BULK


def decide_tie(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Part entries that share a place, by a `rule` of the item's chain: lot, chief or ballot. The whole group at once.

    `groups`: lists of codes, the first before the others; or, for a lot, `codes` with the `seed` (hex) they are drawn
    by; or, for a ballot, `votes` {code: votes}. `reason_digest` says why, for the chief's decision it must.
    """
    item = decidable(contest, values)
    rule = values["rule"]
    if rule not in ("lot", "chief", "ballot") or all(tie.by != rule for tie in item.rulebook.ties):
        raise Refused("tie_rule_not_in_chain", rule=rule, item=item.id)
    if rule == "chief" and not values.get("reason_digest"):
        raise Refused("reason_needed")
    votes: Mapping[str, int] = values.get("votes") or {}
    groups = _by_votes(item, votes) if rule == "ballot" else _groups(item, values)
    _refuse_unless_tied(item, rule, [entry for group in groups for entry in group])
    said = votes if rule == "ballot" else {}
    counted: dict[str, int] = {the_entry(item, {"code": code}).id: count for code, count in said.items()}
    seed = values.get("seed", "") if rule == "lot" and not values.get("groups") else ""
    return TieDecided(item.id, rule, [[*group] for group in groups], seed, counted, values.get("reason_digest", ""))


def decidable(contest: Contest, values: Values) -> Item:
    """The item, if persons may decide on it now: what nothing changes any more and what is not signed yet, once it may
    be seen."""
    item = the_item(contest, values)
    if not item.locked:
        raise Refused("not_locked", item=item.id)
    if item.signature:
        raise Refused("already_signed", item=item.id)
    if item.veiled:
        raise Refused("missing_unsealing", item=item.id)
    return item


def _groups(item: Item, values: Values) -> list[list[EntryId]]:
    """The groups as they were said, or drawn: entries sorted by HMAC-SHA256(seed, entry id)."""
    if values.get("groups"):
        return [[the_entry(item, {"code": code}).id for code in group] for group in values["groups"]]
    if values["rule"] != "lot":
        return []
    entries = [the_entry(item, {"code": code}).id for code in values.get("codes") or ()]
    seed = bytes.fromhex(values["seed"])
    return [[entry] for entry in sorted(entries, key=lambda id: hmac.digest(seed, id.encode(), "sha256"))]


def _by_votes(item: Item, votes: Mapping[str, int]) -> list[list[EntryId]]:
    """More votes first; equal ones stay together."""
    groups: dict[int, list[EntryId]] = {}
    for code, count in votes.items():
        groups.setdefault(-count, []).append(the_entry(item, {"code": code}).id)
    return [sorted(groups[count]) for count in sorted(groups)]


def _refuse_unless_tied(item: Item, rule: str, named: list[EntryId]) -> None:
    """The entries named must be all that share one place as far as the chain goes before this rule."""
    at = next(i for i, tie in enumerate(item.rulebook.ties) if tie.by == rule)
    book = replace(item.rulebook, ties=item.rulebook.ties[:at])
    known = {id: entry.known for id, entry in item.entries.items()}
    table = standings(book, complete_scores(item), {id: entry.status for id, entry in item.entries.items()}, known)
    ranks = {each.entry: each.rank for each in table}
    place = ranks.get(named[0]) if named else None
    shared = sorted(entry for entry, rank in ranks.items() if rank == place)
    if place is None or len(shared) < 2 or sorted(named) != shared:
        raise Refused("not_the_tie", item=item.id)


def tell_attributes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Bring `attributes` [{"entry", "unit", …}] that the rulebook reads into the open, where names are known."""
    item = the_item(contest, values)
    if not item.names_known:
        raise Refused("missing_unsealing", item=item.id)
    if item.signature:
        raise Refused("already_signed", item=item.id)
    rows = readable(item.rulebook, values["attributes"], item.entries)
    if not 0 < len(rows) <= BULK:
        raise Refused("bulk", most=BULK)
    return AttributesTold(item.id, rows)


def request_override(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Ask that the entry `code` have `award` ("" for none) whatever the rules give it; `reason_digest` says why."""
    item, entry = _entry(contest, values)
    award = values["award"]
    if award and all(each.id != award for each in item.rulebook.awards):
        raise Refused("unknown_award", award=award)
    if not values.get("reason_digest"):
        raise Refused("reason_needed")
    return AwardOverrideRequested(item.id, entry.id, award, values["reason_digest"])


def approve_override(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Agree, as another person, to what was asked for the entry `code`."""
    item, entry = _entry(contest, values)
    _second_person(item.override_by.get(entry.id, ("", "", ""))[0], by)
    return AwardOverrideApproved(item.id, entry.id)


def _entry(contest: Contest, values: Values) -> tuple[Item, Entry]:
    item: Any = decidable(contest, values)
    return item, the_entry(item, values)
