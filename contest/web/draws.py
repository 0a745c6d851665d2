"""Draws (加密, 分组, 工位, 出场顺序): by chance or as they were drawn from a box; layers; the calling list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import draw_replies, drawn
from ..draw_schemas import DrawSaid, InLanguage, LayersSaid, TableSaid
from ..export.calling import calling_xlsx
from ..intake import drawn_xlsx, typed_rows
from ..people import first_layer, may
from ..scoring.contest import Contest
from ..scoring.draws import WHAT
from ..scoring.item import Item
from ..scoring.lots import even_sizes
from ..scoring.refused import Refused
from ..scoring.verbs import Verb, lots, officer
from ..setup_schemas import Plain
from .exports import XLSX, file_answer
from .items import find
from .openapi import Views
from .policy import me, needs
from .recording import record
from .services import services
from .uploads import FORM, of_the_upload

blp = Views("draws", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Draws")
_PDF = "application/pdf"
WHAT_IS_DRAWN = {
    "name": "what",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": list(drawn.KINDS)},
}


def _of_the_layer(view: Callable[..., Any]) -> Callable[..., Any]:
    """A layer that another person holds is closed to this one, before anything of the request is read."""

    @wraps(view)
    def asked(contest: str, item: str, **at: Any) -> Any:
        found = find(contest, item)[1]
        if at.get("what", "code") not in drawn.KINDS:
            raise Refused("unknown_draw", what=at["what"])
        layer = at["layer"] if "layer" in at else drawn.layer_of(found, at["what"])
        if layer > found.draws.layers or ("layer" in at and layer < 1):
            raise Refused("unknown_layer", item=item)
        if layer and not (_is_mine(found, layer) or _is_unsealed(found, layer)):
            raise Refused("not_your_layer", layer=layer)
        return view(contest=contest, item=item, **at)

    return asked


def _is_unsealed(item: Item, layer: int) -> bool:
    return item.unsealed or layer > item.draws.outer


def _is_mine(item: Item, layer: int) -> bool:
    return item.draws.holder(layer) in ("", me().actor)


@blp.route("/draws")
@needs("see")
@blp.gives(draw_replies.Draws, "What is drawn")
def draws(contest: str, item: str) -> Any:
    """What of an item is drawn, by chance or by hand, and who holds what; nobody's code, number or lot."""
    fold, found = find(contest, item)
    return jsonify(_told(fold, found))


def _told(fold: Contest, item: Item) -> dict[str, Any]:
    mays = [act for act in ("setup", "draw", "call") if may(me(), act, fold.id, item.id)]
    people, kept = services().people, item.draws
    names = people.account_names()
    groups = Counter(kept.lots["group"].of.values()) if "group" in kept.lots else Counter()
    officers = people.who_may("draw", fold.id, item.id) if "setup" in mays else {}
    return {
        "entries": len(item.entries),
        "sealed": item.rulebook.sealed,
        "opened": item.opened,
        "layers": [_layer(item, layer, names) for layer in range(1, kept.layers + 1)],
        "lots": [
            {"what": what, "drawn": len(each.of), "by_hand": each.by_hand, "seq": each.seq}
            for what in WHAT
            if (each := kept.lots.get(what))
        ],
        "groups": [{"group": group, "size": groups[group]} for group in sorted(groups)],
        "officers": [{"id": actor, "name": name} for actor, name in sorted(officers.items(), key=lambda p: p[1])],
        "may": mays,
    }


def _layer(item: Item, layer: int, names: dict[str, str]) -> dict[str, Any]:
    kept, what = item.draws, drawn.drawn_of_layer(item, layer)
    holder, bears = kept.holder(layer), item.by_code if what == "code" else kept.numbers
    digest = item.seed_digest if what == "code" else kept.numbers_digest
    return {
        "layer": layer,
        "gives": what,
        "given": drawn.given_of(item, what),
        "holder": {"id": holder, "name": names.get(holder, holder)} if holder else None,
        "mine": _is_mine(item, layer),
        "drawn": len(bears),
        "by_hand": bool(bears) and not digest,
        "digest": digest,
        "unsealed": _is_unsealed(item, layer),
        "looks": [{"by": names.get(look.by, look.by), "at": look.at} for look in kept.looks if look.layer == layer],
    }


@blp.route("/layers", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(LayersSaid)
@blp.gives(draw_replies.Draws, "Set")
def layers(said: dict[str, Any], contest: str, item: str) -> Any:
    """Say who holds the layers: one officer, or one for each of two. Another number of layers than before voids what
    was drawn."""
    people = services().people
    officers = people.who_may("draw", contest, item)
    for holder in said["holders"]:
        if holder not in officers:
            raise Refused("holder_no_officer")
    digest, also = people.seal_text(contest, said["reason"])
    values = {"item": item, "holders": said["holders"], "reason_digest": digest}
    record(contest, officer.set_layers, values, also=also)
    return jsonify(_told(*find(contest, item)))


@blp.route("/draws/<what>", methods=["POST"], parameters=[WHAT_IS_DRAWN])
@needs("draw")
@blp.once
@_of_the_layer
@blp.takes(DrawSaid)
@blp.gives(draw_replies.Draws, "Drawn")
def draw(said: dict[str, Any], contest: str, item: str, what: str) -> Any:
    """Draw by chance. Of codes and numbers the journal holds the digest of the seed until they are unsealed; lots are
    no secret, and their seed stands in the journal."""
    fold, found = find(contest, item)
    drawing: dict[str, Callable[..., None]] = {"number": _numbers, "code": _codes}
    drawing.get(what, _lots)(fold, found, what, said)
    return jsonify(_told(fold, found))


def _codes(fold: Contest, item: Item, what: str, said: dict[str, Any]) -> None:
    people = services().people
    prefix = drawn.prefix_of(people, fold, item, said["prefix"])
    seed, keep = people.new_seed(fold.id, item.id)
    values = {"item": item.id, "seed": seed, "prefix": prefix}
    record(fold.id, officer.draw_codes, values, also=[keep])


def _numbers(fold: Contest, item: Item, what: str, said: dict[str, Any]) -> None:
    seed, keep = services().people.new_seed(fold.id, first_layer(item.id))
    record(fold.id, officer.draw_numbers, {"item": item.id, "seed": seed}, also=[keep])


def _lots(fold: Contest, item: Item, what: str, said: dict[str, Any]) -> None:
    seed, _ = services().people.new_seed(fold.id, item.id)  # kept nowhere else: it stands in the line
    units = {row["entry"]: row["unit"] for row in services().people.attributes_of(fold.id, item.entries)}
    sizes = said["sizes"] or (even_sizes(len(item.entries), said["groups"]) if said["groups"] else [])
    asked = {"sizes": sizes, "apart": said["apart"], "stations": said["stations"], "units": units}
    record(fold.id, lots.draw_lots, {"item": item.id, "what": what, "seed": seed, **asked})


@blp.route("/draws/<what>/typed", methods=["POST"], parameters=[WHAT_IS_DRAWN])
@needs("draw")
@blp.once
@_of_the_layer
@blp.takes(TableSaid)
@blp.gives(draw_replies.Draws, "Noted")
def typed(said: dict[str, Any], contest: str, item: str, what: str) -> Any:
    """Note what people drew from a box, whole; every fault at once. There is no seed, and whoever checks the draw is
    told so."""
    fold, found = find(contest, item)
    rows = typed_rows((row["given"], row["drawn"]) for row in said["rows"])
    return _noted(fold, found, what, drawn.typed(services().people, fold, found, what, rows))


@blp.route("/draws/<what>/file", methods=["POST"], parameters=[WHAT_IS_DRAWN])
@needs("draw")
@blp.once
@_of_the_layer
@blp.doc(**FORM)
@blp.gives(draw_replies.Draws, "Noted")
def file(contest: str, item: str, what: str) -> Any:
    """The same from a spreadsheet, every fault with its cell."""
    fold, found = find(contest, item)
    people = services().people

    def read(path: Path) -> list[dict[str, Any]]:
        return drawn.typed_file(people, fold, found, what, path)

    return _noted(fold, found, what, of_the_upload(read))


def _noted(fold: Contest, item: Item, what: str, rows: list[dict[str, Any]]) -> Any:
    noting: dict[str, tuple[Verb, str]] = {
        "number": (officer.record_numbers, "numbers"),
        "code": (officer.record_codes, "codes"),
    }
    verb, key = noting.get(what, (lots.record_lots, "lots"))
    record(fold.id, verb, {"item": item.id, "what": what, key: rows})
    return jsonify(_told(fold, item))


@blp.route("/draws/<what>/template.xlsx", parameters=[WHAT_IS_DRAWN])
@needs("draw")
@_of_the_layer
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def template(contest: str, item: str, what: str) -> Response:
    """The table to fill in: the numbers that draw, in their order."""
    fold, found = find(contest, item)
    rows = drawn.blank(services().people, fold, found, what)
    return file_answer(f"{contest}-{item}-{what}.xlsx", drawn_xlsx(drawn.given_of(found, what), what, rows), XLSX)


@blp.route("/layers/<int:layer>/table", methods=["POST"])
@needs("draw")
@blp.once
@_of_the_layer
@blp.takes(Plain)
@blp.gives(draw_replies.Table, "The table")
def table(said: dict[str, Any], contest: str, item: str, layer: int) -> Any:
    """A layer's table, for its holder; while it is sealed, that it was looked at stands in the journal."""
    fold, found = find(contest, item)
    _looked(fold, found, layer)
    return jsonify({"rows": drawn.table(services().people, fold, found, layer)})


def _looked(fold: Contest, item: Item, layer: int) -> None:
    if not _is_unsealed(item, layer):
        record(fold.id, officer.show_table, {"item": item.id, "layer": layer})


@blp.route("/layers/<int:layer>/slips", methods=["POST"])
@needs("draw")
@_of_the_layer
@blp.takes(InLanguage)
@blp.gives({"type": "string", "format": "binary"}, "The slips", kind=_PDF)
def slips(said: dict[str, Any], contest: str, item: str, layer: int) -> Response:
    """A slip for each envelope (密封条): outside who is given it, inside what was drawn."""
    fold, found = find(contest, item)
    _looked(fold, found, layer)
    rows = drawn.table(services().people, fold, found, layer)
    answer = services().apart.ask("slips", fold, item=item, layer=layer, rows=rows, lang=said["lang"])
    return file_answer(f"{contest}-{item}-{layer}.pdf", answer.body, _PDF)


@blp.route("/calling")
@needs("call")
@blp.gives(draw_replies.Calling, "The list")
def calling(contest: str, item: str) -> Any:
    """Who is called when and where (检录名单), by group: names, stations and turns, never a code."""
    fold, found = find(contest, item)
    return jsonify({"groups": drawn.calling(services().people, fold, found)})


@blp.route("/calling.xlsx")
@needs("call")
@blp.takes(InLanguage, location="query")
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def calling_book(said: dict[str, Any], contest: str, item: str) -> Response:
    """The same as a workbook to print, a sheet a group."""
    fold, found = find(contest, item)
    groups = drawn.calling(services().people, fold, found)
    return file_answer(f"{contest}-{item}-calling.xlsx", calling_xlsx(found.rulebook.name, groups, said["lang"]), XLSX)
