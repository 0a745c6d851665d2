"""One item: progress, results, awards, and the acts that move it on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import jsonify, request

from .. import replies, result_replies
from ..people import first_layer, may
from ..schemas import ActBody
from ..scoring import award_lists, office
from ..scoring.contest import Contest
from ..scoring.events import Code, PartId
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.settling import settling
from ..scoring.verbs import Verb, chief, officer, organizer
from ..turns import in_turns
from ..words import seat_words
from .contests import item_view
from .joined import Joined, awards_named
from .openapi import Views
from .policy import OF_THE_ACT, allow, me, needs
from .recording import record
from .services import services
from .signing import checked, placed

blp = Views("items", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="One item")


def find(contest: str, item: str) -> tuple[Contest, Item]:
    """The contest and its item. Refused("unknown_contest") or ("unknown_item")."""
    fold = services().door.current(contest)
    for each in fold.items.values():
        if each.id == item:
            return fold, each
    raise Refused("unknown_item", item=item)


def find_scored(contest: str, item: str) -> tuple[Contest, Item]:
    """The same for who reads scores: where one mark moves everyone they are worked out before, while others have their
    turns."""
    fold, found = find(contest, item)
    if found.stale:
        in_turns(settling(found))
    return fold, found


ACT = {"name": "act", "in": "path", "required": True, "schema": {"type": "string", "enum": list(replies.ACTS)}}


def _of_the_act(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask who may do the act that the address names, before anything of the request is read."""

    @wraps(view)
    def asked(contest: str, item: str, act: str) -> Any:
        if act not in _ACTS:
            raise Refused("unknown_act", act=act)
        allow(act, contest, item)
        return view(contest=contest, item=item, act=act)

    return asked


@blp.route("/progress")
@needs("see")
@blp.gives(result_replies.Progress, "The matrix")
def progress(contest: str, item: str) -> Any:
    """The matrix of sheets: entries × seats."""
    fold, found = find(contest, item)
    seen = office.progress(fold, found)
    named = services().people.seat_names(contest)
    for seat in seen["seats"]:
        seat["name"] = seat_words(named, seat["id"])
    seen["entries"] = Joined(fold, services().people).rows(found, seen["entries"])
    if not may(me(), "recuse", contest, item):
        _hide_conflicts(found, seen)
        seen["uncounted"] = {cell: why for cell, why in seen["uncounted"].items() if why != "recused"}
    return jsonify(seen)


def _hide_conflicts(item: Item, seen: dict[str, Any]) -> None:
    """An entry that lies on one desk more than others would tell that one of those judges is of its unit."""
    for key in list(seen["cells"]):
        code, part, seat = key.split("|")
        entry = item.by_code.get(Code(code))  # None before the draw
        if entry and seat in item.uncounted.in_conflict(entry.id, PartId(part)):
            for told in (seen["cells"], seen["at"]):
                told.pop(key, None)


@blp.route("/results")
@needs("see")
@blp.gives(result_replies.Results, "The result")
def results(contest: str, item: str) -> Any:
    """The result as it stands, every stage of it, with the digest a signature would cover."""
    fold, found = find_scored(contest, item)
    seen = office.result(fold, found)
    seen["rows"] = Joined(fold, services().people).rows(found, seen["rows"])
    rules = {rule.id: office.words(rule.name) for rule in found.rulebook.penalties}
    for row in seen["rows"]:
        row["award"] = awards_named(found, row["award"])
        row["deductions"] = [
            {"id": each["rule"], "name": rules.get(each["rule"]), "points": each["points"]}
            for each in row["deductions"]
        ]
    return jsonify(seen)


@blp.route("/check")
@needs("sign")
@blp.gives(result_replies.Check, "Both agree, or where they differ")
def check(contest: str, item: str) -> Any:
    """The result of a locked item, calculated a second time, independently: what signing waits for."""
    found = checked(*find(contest, item))
    return jsonify({**found, "differences": [placed(each) for each in found["differences"]]})


@blp.route("/awards")
@needs("see")
@blp.gives(result_replies.Awards, "The list")
def awards(contest: str, item: str) -> Any:
    """Who gets which award and who steps up a level, as things stand."""
    fold, found = find_scored(contest, item)
    joined, listed = Joined(fold, services().people), award_lists.awards(fold, found)
    for award in listed:
        award["entries"] = joined.rows(found, award["entries"])
    promoted = joined.rows(found, award_lists.promotions(fold, found))
    final = office.result(fold, found)["final"]
    return jsonify({"final": final, "awards": listed, "promotions": promoted})


@blp.route("/acts/<act>", methods=["POST"], parameters=[ACT])
@needs(OF_THE_ACT)
@blp.once
@_of_the_act
@blp.takes(ActBody, required=False)
@blp.gives(replies.Item, "Done; the item as it is now")
def do(said: dict[str, Any], contest: str, item: str, act: str) -> Any:
    """Move the item on.

    `lock` and `sign` take a `missing_reason` where something is missing, `unlock` a `reason`, `sign` the `password`
    again and the `digest` that was shown; it is calculated a second time before, and where that cannot be, `sign` takes
    an `unchecked_reason`. `unlock` and `unseal` are acts of two persons: the `second` one proves
    themself here too (login or name, password or the PIN set at /api/account/pin), or asks the same in a session of
    their own.
    """
    _ACTS[act](contest, item, said)
    return jsonify(item_view(*find(contest, item)))


def _plain(verb: Verb) -> Callable[[str, str, dict[str, Any]], None]:
    def act(contest: str, item: str, said: dict[str, Any]) -> None:
        record(contest, verb, {"item": item})

    return act


def _lock(contest: str, item: str, said: dict[str, Any]) -> None:
    digest, also = services().people.seal_text(contest, said["missing_reason"])
    record(contest, chief.lock, {"item": item, "missing_digest": digest}, also=also)


def _unlock(contest: str, item: str, said: dict[str, Any]) -> None:
    """Ask, or agree where another person asked; with `second`, both on one screen."""
    found = find(contest, item)[1]
    second = second_person(said, "unlock", contest, item)
    if not found.unlock_by or found.unlock_by == me().actor:
        if not said["reason"]:
            raise Refused("reason_needed")
        digest, also = services().people.seal_text(contest, said["reason"])
        record(contest, chief.request_unlock, {"item": item, "reason_digest": digest}, also=also)
        if not second:
            return
    record(contest, chief.approve_unlock, {"item": item}, by=second or me().actor, step=":2")


def _unseal(contest: str, item: str, said: dict[str, Any]) -> None:
    """Ask, or agree where another person asked; with `second`, both on one screen."""
    found = find(contest, item)[1]
    second = second_person(said, "unseal", contest, item)
    if not found.unseal_by or found.unseal_by == me().actor:
        record(contest, officer.request_unsealing, {"item": item})
        if not second:
            return
    verb, values = _of_the_outer_layer(contest, found)
    record(contest, verb, values, by=second or me().actor, step=":2")


def _of_the_outer_layer(contest: str, item: Item) -> tuple[Verb, dict[str, Any]]:
    """What opens the layer that is next, with the seed of its draw; none where it was drawn by hand."""
    people = services().people
    codes = people.seed(contest, item.id) if item.seed_digest else ""
    if item.draws.outer > 1:
        return officer.unseal_layer, {"item": item.id, "seed": codes}
    numbers = people.seed(contest, first_layer(item.id)) if item.draws.numbers_digest else ""
    seed = codes if item.draws.layers == 1 else numbers
    attributes = people.attributes_of(contest, item.entries)
    return officer.approve_unsealing, {"item": item.id, "seed": seed, "attributes": attributes}


def second_person(said: dict[str, Any], act: str, contest: str, item: str) -> str:
    """The second person's actor; "" where none was named. Refused where it is the same person again."""
    second = said["second"]
    if not second:
        return ""
    actor = services().people.as_second(
        second["login"], second["password"], act, contest, item, request.remote_addr or ""
    )
    if actor == me().actor:
        raise Refused("same_person")
    return actor


def _sign(contest: str, item: str, said: dict[str, Any]) -> None:
    """The signer proves again who they are, and signs the digest of exactly what was shown, calculated twice."""
    people = services().people
    people.prove(me().login, said["password"], request.remote_addr or "")
    digest, also = people.seal_text(contest, said["missing_reason"])
    unchecked, why = people.seal_text(contest, said["unchecked_reason"])
    values = {"item": item, "digest": said["digest"], "missing_digest": digest, "unchecked_digest": unchecked}
    record(contest, chief.sign, {**values, "check": checked(*find(contest, item))}, also=[*also, *why])


_ACTS: dict[str, Callable[[str, str, dict[str, Any]], None]] = {
    "open": _plain(chief.open_marking),
    "freeze": _plain(chief.freeze),
    "unfreeze": _plain(chief.unfreeze),
    "lock": _lock,
    "unlock": _unlock,
    "unseal": _unseal,
    "sign": _sign,
    "publish": _plain(organizer.publish),
}
