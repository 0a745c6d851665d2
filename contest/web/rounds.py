"""Rounds: who goes on to the next item, and letting them."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..decision_replies import Round
from ..decision_schemas import Advance
from ..drawn import prefix_of
from ..people import Chance, foretold
from ..record import Receipt as DoorReceipt
from ..replies import Receipt
from ..scoring import deciding
from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.rounds import waiting
from ..scoring.verbs import jury, officer
from ..scoring.verbs.organizer import BULK
from ..scoring.verbs.rounds import advance, carry_again, refuse_unmoved, refuse_unready
from ..words import refusal
from .items import find
from .joined import Joined
from .openapi import Views
from .policy import needs
from .recording import answered, receipt_told, record
from .services import services
from .shelving import carry

blp = Views("rounds", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Rounds")


@blp.route("/advance")
@needs("see")
@blp.gives(Round, "The cut")
def cut(contest: str, item: str) -> Any:
    """Who goes on to the next item as things stand, and what still stands in the way."""
    fold, found = find(contest, item)
    seen = _onward(fold, found)
    seen["rows"] = Joined(fold, services().people).rows(found, seen["rows"])
    seen["again"], why = _ahead(fold, found)
    seen["closed"] = None if why is None else refusal(why)["message"]
    return jsonify(seen)


def _ahead(fold: Contest, item: Item) -> tuple[int, Refused | None]:
    """Of how many the total can be brought along again (0: those who made the cut go on first), and why neither can be
    done now."""
    try:
        refuse_unready(fold, item)
        return 0, None
    except Refused as refused:
        why = refused
    try:
        return len(refuse_unmoved(fold, item)[1]), None
    except Refused as refused:
        return 0, why if refused.code == "already_advanced" else refused


@blp.route("/advance", methods=["POST"])
@needs("advance")
@blp.once
@blp.takes(Advance)
@blp.gives(Receipt)
def go_on(said: dict[str, Any], contest: str, item: str) -> Any:
    """Let those who made the cut, `count` of them, into the next item, with what lies beside their sheets, in as many
    acts as it takes; codes are drawn there once all rounds that lead to it have come in. Once they are there: bring
    along again what a correction of this round made another total (`again` of them)."""
    fold, found = find(contest, item)
    seen = _onward(fold, found)
    going = [row["entry"] for row in seen["rows"] if row["on"]]
    if said["count"] != len(going):
        raise Refused("not_the_cut", count=len(going), found=said["count"])
    again, why = _ahead(fold, found)
    after = find(contest, seen["to"]["id"])[1]
    if again or (why and answered(contest)):  # what was done already is the door's to answer, whatever came since
        receipt = _carry_again(contest, item, max(again, 1))
    else:
        receipt = _let_on(fold, found, after, going)
    _prepare(contest, after)
    return receipt_told(receipt)


def _let_on(fold: Contest, item: Item, after: Item, going: list[EntryId]) -> DoorReceipt:
    """Everyone who has not gone yet; where all have, one act more, of nobody, for the verb to say why not."""
    left = waiting(going, item, after)
    gone = len(going) - len(left) if left else 0
    acts = [(left[start : start + BULK], gone + start) for start in range(0, len(left), BULK)] or [([], 0)]
    receipts = [_let_in(fold, item, after, some, before) for some, before in acts]
    return receipts[0]


def _carry_again(contest: str, item: str, moved: int) -> DoorReceipt:
    steps = [f":again-{start}" if start else "" for start in range(0, moved, BULK)]
    receipts = [record(contest, carry_again, {"item": item}, step=step) for step in steps]
    return receipts[0]


def _let_in(fold: Contest, item: Item, after: Item, sources: list[EntryId], gone: int) -> DoorReceipt:
    """One act of the round, of at most 1,000 entries, after `gone` others went on."""
    people, step = services().people, f":{gone}" if gone else ""
    persons = [person for id in sources if (person := people.person(fold.id, id)) is not None]
    dice = chance(fold, after.id, item.id, *([str(gone)] if gone else []))
    entrants, keep = people.entrants(fold.id, after.id, persons, dice)
    rows = [{**entrant, "source": source} for entrant, source in zip(entrants, sources, strict=True)]
    again = answered(fold.id, step)
    receipt = record(fold.id, advance, {"item": item.id, "entries": rows}, also=[keep], step=step)
    people.sweep()
    if not again:
        carry(fold, after, {EntryId(row["entry"]): EntryId(row["source"]) for row in rows}, gone)
    return receipt


def chance(fold: Contest, *what: str) -> Chance:
    """Chance that nobody foresees, but in a rehearsal that is played by a seed."""
    return foretold(services().seeds.get(fold.id) if fold.rehearsal else None, *what)


def _onward(fold: Contest, item: Item) -> dict[str, Any]:
    seen = deciding.onward(fold, item)
    if seen is None:
        raise Refused("no_next_round", item=item.id)
    return seen


def _prepare(contest: str, after: Item) -> None:
    """Draw codes for the next round, and tell there what its rules read, where names are no secret."""
    fold = services().door.current(contest)
    if after.by_code or after.draws.holders or any(_leads(fold, each, after) for each in fold.items.values()):
        return
    people = services().people
    seed, keep = people.new_seed(contest, after.id, chance(fold, after.id, "draw"))
    prefix = prefix_of(people, fold, after)
    values = {"item": after.id, "seed": seed, "prefix": prefix}
    record(contest, officer.draw_codes, values, by="system", also=[keep], step=":2")
    if after.names_known:
        rows = people.attributes_of(contest, after.entries)
        for start in range(0, len(rows), BULK):
            told = {"item": after.id, "attributes": rows[start : start + BULK]}
            record(contest, jury.tell_attributes, told, by="system", step=f":3-{start}" if start else ":3")


def _leads(fold: Contest, item: Item, after: Item) -> bool:
    """Whether a round leads there whose entries have not come yet."""
    rule = item.rulebook.advance
    if rule is None or rule.to != after.id:
        return False
    return not _onward(fold, item)["done"]
