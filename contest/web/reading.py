"""What judges read beside their sheets: by code, what is shown, of the entries and parts that their seat marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, jsonify

from ..beside_schemas import Readable
from ..material import Kept
from ..scoring.contest import Contest, Seat
from ..scoring.events import EntryId, PartId, SeatId
from ..scoring.item import Item
from ..scoring.refused import Refused
from .material import page_answer, text_answer
from .openapi import Views
from .policy import AT_A_SEAT, at_a_seat, needs
from .services import services

blp = Views("reading", __name__, url_prefix="/api/judge/material", description="What judges read")


@blp.route("")
@needs(AT_A_SEAT)
@blp.gives(Readable(many=True), "What there is, by code")
def readable() -> Any:
    """All that this seat may read: of each the item, the code, the part (null: all of them), how many pages."""
    fold, seat = _seat()
    return jsonify([told for item in _items(fold, seat) for told in _of_an_item(fold, item, seat)])


@blp.route("/<id>/pages/<int:number>")
@needs(AT_A_SEAT)
@blp.gives({"type": "string", "format": "binary"}, "The picture", kind="image/jpeg")
def page(id: str, number: int) -> Response:
    """A page as a picture, from 1."""
    kept, code = _found(id)
    return page_answer(kept, number, code)


@blp.route("/<id>/text")
@needs(AT_A_SEAT)
@blp.gives({"type": "string"}, "The text", kind="text/plain")
def text(id: str) -> Response:
    """A text."""
    return text_answer(*_found(id))


def _seat() -> tuple[Contest, Seat]:
    device = at_a_seat()
    fold = services().door.current(device.contest)
    seat = fold.seats.get(SeatId(device.seat))
    if seat is None or not seat.active:
        raise Refused("no_seat")
    return fold, seat


def _items(fold: Contest, seat: Seat) -> list[Item]:
    return [fold.items[id] for id in dict.fromkeys(duty.item for duty in seat.duties) if fold.items[id].by_code]


def _of_an_item(fold: Contest, item: Item, seat: Seat) -> Iterator[dict[str, Any]]:
    """In the order of codes: that of entering, or of uploads, would tell who bears which."""
    kept: dict[str, list[Kept]] = {}
    for each in services().shelf.of(fold.id, item=item.id):
        kept.setdefault(each.entry, []).append(each)
    for code in sorted(item.by_code):
        for each in kept.get(item.by_code[code].id, []):
            if _may_read(item, seat, each):
                yield _told(each) | {"item": item.id, "code": code}


def _told(kept: Kept) -> dict[str, Any]:
    pages = [{"width": page.width, "height": page.height} for page in kept.pages]
    return {"id": kept.id, "part": kept.part or None, "kind": kept.kind, "pages": pages, "url": kept.url or None}


def _may_read(item: Item, seat: Seat, kept: Kept) -> bool:
    parts = [PartId(kept.part)] if kept.part else [PartId(part.id) for part in item.judged_parts()]
    return kept.shown and any(seat.marks(item.id, part, EntryId(kept.entry)) for part in parts)


def _found(id: str) -> tuple[Kept, str]:
    """What bears this id, and the code of whose it is; what may not be read is as unknown as what is not there."""
    fold, seat = _seat()
    kept = services().shelf.one(fold.id, id)
    for item in _items(fold, seat):
        entry = item.entries.get(EntryId(kept.entry)) if kept is not None else None
        if kept is not None and entry is not None and entry.code and _may_read(item, seat, kept):
            return kept, str(entry.code)
    raise Refused("unknown_material")
