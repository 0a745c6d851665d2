"""What the encryption officer (加密裁判) does: draw the codes, and unseal them before a second person."""

from __future__ import annotations

import hashlib
import hmac

from ..attributes import readable
from ..contest import Contest
from ..events import Actor, CodesDrawn, Event, IdentityUnsealed, UnsealingRequested
from ..item import Item
from ..refused import Refused
from . import Values
from .chief import _second_person
from .finding import the_item

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def draw_codes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give every entry of an item a code, in an order that `seed` (hex) alone decides; `prefix` is set before the
    numbers.

    Anyone who learns the seed at unsealing can draw again: entries sorted by HMAC-SHA256(seed, entry id), numbered
    from 1.
    """
    item = the_item(contest, values)
    if item.opened:
        raise Refused("already_open", item=item.id)
    if not item.entries:
        raise Refused("missing_entries", item=item.id)
    seed = bytes.fromhex(values["seed"])
    order = sorted(item.entries, key=lambda entry: hmac.digest(seed, entry.encode(), "sha256"))
    width = max(2, len(str(len(order))))
    codes = [
        {"entry": str(entry), "code": f"{values['prefix']}{k:0{width}d}"} for k, entry in enumerate(order, start=1)
    ]
    codes.sort(key=lambda row: row["entry"])
    return CodesDrawn(item.id, hashlib.sha256(seed).hexdigest(), codes)


def letter_of(contest: Contest, item: Item) -> str:
    """The letter that an item's codes begin with unless another is asked for; I and O are left out, which a hand writes
    like figures."""
    return LETTERS[list(contest.items).index(item.id) % len(LETTERS)]


def request_unsealing(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Ask to unseal a locked item's codes; a second person must agree."""
    return UnsealingRequested(_to_unseal(contest, values).id)


def approve_unsealing(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Agree, as another person: `seed` of the draw and `attributes` [{"entry", "unit", …}] come into the open."""
    item = _to_unseal(contest, values)
    _second_person(item.unseal_by, by)
    if not _is_seed_of(item, values["seed"]):
        raise Refused("wrong_seed", item=item.id)
    # Nothing but what the rulebook reads: what is in the chain stays there for good.
    rows = readable(item.rulebook, values["attributes"], item.entries)
    return IdentityUnsealed(item.id, values["seed"], rows)


def _is_seed_of(item: Item, seed: str) -> bool:
    try:
        return hashlib.sha256(bytes.fromhex(seed)).hexdigest() == item.seed_digest
    except ValueError:
        return False


def _to_unseal(contest: Contest, values: Values) -> Item:
    item = the_item(contest, values)
    if not item.rulebook.sealed:
        raise Refused("not_sealed", item=item.id)
    if not item.locked:
        raise Refused("not_locked", item=item.id)
    if item.unsealed:
        raise Refused("already_unsealed", item=item.id)
    return item
