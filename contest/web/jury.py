"""What persons decide where the rules leave it to them: equals parted, an award of the jury."""

from __future__ import annotations

import secrets
from typing import Any

from flask import jsonify

from ..decision_replies import Overrides, Ties
from ..replies import Receipt
from ..schemas import AwardGiven, TieDecision
from ..scoring import deciding
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.verbs import jury
from ..scoring.verbs.finding import the_entry
from ..words import refusal
from .items import find, second_person
from .joined import Joined, awards_named
from .openapi import Views
from .policy import me, needs
from .recording import noted, receipt_told, record
from .services import services

blp = Views("jury", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Decisions of persons")


@blp.route("/ties")
@needs("see")
@blp.gives(Ties, "The groups")
def left_to_persons(contest: str, item: str) -> Any:
    """Who share a place where the rulebook's chain leaves it to persons, and how they were parted."""
    fold, found = find(contest, item)
    joined, groups = Joined(fold, services().people), deciding.ties(found)
    for group in groups:
        group["entries"] = joined.rows(found, group["entries"])
    return jsonify({"closed": _closed(fold, found), "groups": groups})


@blp.route("/overrides")
@needs("see")
@blp.gives(Overrides, "The awards")
def overrides(contest: str, item: str) -> Any:
    """Awards that the jury gave or took, and those that wait for a second person."""
    fold, found = find(contest, item)
    joined, names = Joined(fold, services().people), services().people.account_names()
    rows = joined.told(joined.rows(found, deciding.overrides(found)))
    for row in rows:
        asked_by = row["asked_by"]
        row |= {"award": awards_named(found, row["award"]), "mine": asked_by == me().actor}
        row["asked_by"] = names.get(asked_by, asked_by)
    listed = [awards_named(found, each.id) for each in found.rulebook.awards]
    return jsonify({"closed": _closed(fold, found), "awards": listed, "rows": rows})


def _closed(fold: Contest, item: Item) -> dict[str, str] | None:
    """Why persons cannot decide on the item now."""
    try:
        jury.decidable(fold, {"item": item.id})
    except Refused as refused:
        closed: dict[str, str] = refusal(refused)["message"]
        return closed
    return None


@blp.route("/ties", methods=["POST"])
@needs("decide")
@blp.once
@blp.takes(TieDecision)
@blp.gives(Receipt)
def ties(said: dict[str, Any], contest: str, item: str) -> Any:
    """Part all who share a place by lots, the chief's decision (with its reason) or a ballot, where the rulebook asks
    for it. Lots are drawn by a seed that the journal tells, unless `groups` say how they fell."""
    find(contest, item)
    digest, also = services().people.seal_text(contest, said.pop("reason"))
    values = {"item": item, "seed": secrets.token_hex(32), "reason_digest": digest, **said}
    return noted(contest, jury.decide_tie, values, also=also)


@blp.route("/entries/<code>/award", methods=["POST"])
@needs("override")
@blp.once
@blp.takes(AwardGiven)
@blp.gives(Receipt)
def award(said: dict[str, Any], contest: str, item: str, code: str) -> Any:
    """Ask that an entry have another award, or agree where another person asked; with `second`, both on one screen."""
    found = find(contest, item)[1]
    asked = found.override_by.get(the_entry(found, {"code": code}).id, ("", "", ""))
    second = second_person(said, "override", contest, item)
    values = {"item": item, "code": code}
    if not asked[0] or asked[0] == me().actor or asked[1] != said["award"]:
        if not said["reason"]:
            raise Refused("reason_needed")
        digest, also = services().people.seal_text(contest, said["reason"])
        told = {**values, "award": said["award"], "reason_digest": digest}
        receipt = record(contest, jury.request_override, told, also=also)
        if not second:
            return receipt_told(receipt)
    return noted(contest, jury.approve_override, values, by=second or me().actor, step=":2")
