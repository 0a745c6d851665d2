"""What the encryption officer (加密裁判) does: draw the codes, or note what was drawn by hand, layer by layer; unseal
them before a second person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ..attributes import readable
from ..contest import Contest
from ..events import (
    Actor,
    CodesDrawn,
    EntryId,
    Event,
    IdentityUnsealed,
    LayersSet,
    LayerUnsealed,
    NumbersDrawn,
    TableShown,
    UnsealingRequested,
)
from ..item import Item
from ..lots import in_order
from ..refused import Refused
from . import Values
from .chief import _second_person
from .finding import the_item

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,10}[A-Z0-9])?", re.ASCII)
"""What a code may be that people drew from a box: short, read alike by everybody, sound in an address."""


def set_layers(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say who holds the layers: `holders`, one account or two different ones, `reason_digest`. Once the item is open
    there are as many as there were, and a layer that is unsealed has had its holder; who knows one of two layers never
    comes to hold the other."""
    item = the_item(contest, values)
    holders = list(values["holders"])
    if not item.rulebook.sealed:
        raise Refused("not_sealed", item=item.id)
    if not 1 <= len(holders) <= 2:
        raise Refused("layers_one_or_two")
    if len(set(holders)) < len(holders):
        raise Refused("layers_same_holder")
    if item.opened and len(holders) != item.draws.layers:
        raise Refused("already_open", item=item.id)
    if item.unsealed:
        raise Refused("already_unsealed", item=item.id)
    if len(holders) == item.draws.layers:
        _refuse_who_knows_the_other(item, holders)
    return LayersSet(item.id, holders, values.get("reason_digest", ""))


def _refuse_who_knows_the_other(item: Item, holders: list[str]) -> None:
    """One after the other, both layers are known as well as at once: whose every code is."""
    for layer, holder in enumerate(holders, start=1):
        if any(holder in knowing for other, knowing in item.draws.knowing.items() if other != layer):
            raise Refused("layers_knows_other", layer=layer)


def draw_codes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give every entry of an item a code, in an order that `seed` (hex) alone decides; `prefix` is set before the
    numbers.

    Anyone who learns the seed at unsealing can draw again: entries sorted by HMAC-SHA256(seed, entry id), numbered
    from 1; in an item of two layers, by HMAC-SHA256(seed, number).
    """
    item = _to_draw(contest, by, values, last=True)
    bearing = _bearing(item)
    order = in_order(bytes.fromhex(values["seed"]), bearing)
    codes = [{"entry": str(bearing[name]), "code": code} for name, code in _numbered(order, values["prefix"])]
    codes.sort(key=lambda row: row["entry"])
    return CodesDrawn(item.id, _digest(values["seed"]), codes)


def _bearing(item: Item) -> dict[str, EntryId]:
    """What the codes are drawn over: entries, or their numbers where those come between."""
    if item.draws.layers == 1:
        return {str(entry): entry for entry in item.entries}
    if any(entry not in item.draws.numbers for entry in item.entries):
        raise Refused("missing_numbers", item=item.id)
    return {item.draws.numbers[entry]: entry for entry in item.entries}


def draw_numbers(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give every entry its number, the first of two layers, by `seed` (hex)."""
    item = _to_draw(contest, by, values, last=False)
    order = in_order(bytes.fromhex(values["seed"]), item.entries)
    numbers = [{"entry": str(entry), "number": number} for entry, number in _numbered(order, "")]
    numbers.sort(key=lambda row: row["entry"])
    return NumbersDrawn(item.id, _digest(values["seed"]), numbers)


def record_codes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Note the codes that people drew from a box: `codes` [{"entry", "code"}], every entry once, no code twice."""
    item = _to_draw(contest, by, values, last=True)
    _bearing(item)
    return CodesDrawn(item.id, "", _typed(item, values["codes"], "code"))


def record_numbers(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """The same of the first of two layers: `numbers` [{"entry", "number"}]."""
    item = _to_draw(contest, by, values, last=False)
    return NumbersDrawn(item.id, "", _typed(item, values["numbers"], "number"))


def _typed(item: Item, rows: list[dict[str, str]], key: str) -> list[dict[str, str]]:
    told = {row["entry"]: row[key] for row in rows}
    if set(told) != {str(entry) for entry in item.entries} or len(rows) != len(told):
        raise Refused("drawn_not_all", item=item.id)
    if len(set(told.values())) < len(told):
        raise Refused("drawn_twice", item=item.id)
    for code in told.values():
        if CODE.fullmatch(code) is None:
            raise Refused("drawn_unreadable", text=code)
    return [{"entry": entry, key: told[entry]} for entry in sorted(told)]


def show_table(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Look at the table of a sealed `layer`, or print it: its holder alone may."""
    item = the_item(contest, values)
    layer = values["layer"]
    _refuse_another(item, layer, by)
    if not (item.by_code if layer == item.draws.layers else item.draws.numbers):
        raise Refused("nothing_drawn", item=item.id)
    return TableShown(item.id, layer)


def _to_draw(contest: Contest, by: Actor, values: Values, *, last: bool) -> Item:
    """The item whose last layer (the codes), or first of two, may be drawn by this person."""
    item = the_item(contest, values)
    if not last and item.draws.layers == 1:
        raise Refused("one_layer", item=item.id)
    _refuse_another(item, item.draws.layers if last else 1, by)
    if item.opened:
        raise Refused("already_open", item=item.id)
    if not item.entries:
        raise Refused("missing_entries", item=item.id)
    return item


def _refuse_another(item: Item, layer: int, by: Actor) -> None:
    if not 1 <= layer <= item.draws.layers:
        raise Refused("unknown_layer", item=item.id)
    if item.draws.holder(layer) not in ("", by):
        raise Refused("not_your_layer", layer=layer)


def _numbered(order: list[str] | list[EntryId], prefix: str) -> Iterable[tuple[str, str]]:
    return list(zip(order, codes_of(prefix, len(order)), strict=True))


def codes_of(prefix: str, count: int) -> list[str]:
    """The codes that so many entries are given, without whose each is."""
    width = max(2, len(str(count)))
    return [f"{prefix}{k:0{width}d}" for k in range(1, count + 1)]


def _digest(seed: str) -> str:
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def letter_of(contest: Contest, item: Item) -> str:
    """The letter that an item's codes begin with unless another is asked for; I and O are left out, which a hand writes
    like figures."""
    return LETTERS[list(contest.items).index(item.id) % len(LETTERS)]


def request_unsealing(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Ask to unseal a locked item's codes, of two layers the outer one first; a second person must agree."""
    return UnsealingRequested(_to_unseal(contest, values).id)


def unseal_layer(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Agree, as another person, to open the outer of two layers: the `seed` of the codes comes into the open."""
    item = _to_unseal(contest, values)
    layer = item.draws.outer
    if layer == 1:
        raise Refused("one_layer", item=item.id)
    _agree(item, by, values["seed"], item.seed_digest)
    return LayerUnsealed(item.id, layer, values["seed"])


def approve_unsealing(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Agree, as another person: `seed` of the draw and `attributes` [{"entry", "unit", …}] come into the open."""
    item = _to_unseal(contest, values)
    if item.draws.outer > 1:
        raise Refused("layer_sealed", layer=item.draws.outer)
    _agree(item, by, values["seed"], item.seed_digest if item.draws.layers == 1 else item.draws.numbers_digest)
    # Nothing but what the rulebook reads: what is in the chain stays there for good.
    rows = readable(item.rulebook, values["attributes"], item.entries)
    return IdentityUnsealed(item.id, values["seed"], rows)


def _agree(item: Item, by: Actor, seed: str, digest: str) -> None:
    """Two persons, of whom one holds the layer, and the seed that was committed to; none where it was drawn by hand."""
    _second_person(item.unseal_by, by)
    holder = item.draws.holder(item.draws.outer)
    if holder and holder not in (item.unseal_by, by):
        raise Refused("layer_holder_needed", layer=item.draws.outer)
    if not (_is_seed_of(digest, seed) if digest else seed == ""):
        raise Refused("wrong_seed", item=item.id)


def _is_seed_of(digest: str, seed: str) -> bool:
    try:
        return _digest(seed) == digest
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
