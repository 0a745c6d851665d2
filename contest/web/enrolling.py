"""What a unit does by its link, without an account: sees its own people, registers, corrects, withdraws, replaces them.

Every address here answers of the link's unit alone; the token travels in a header and stands in no log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import enrolling, registering, registration_replies, registration_schemas
from ..intake import Asked, asked_of, roster_xlsx, small_photo
from ..intake.attributes import attribute_words
from ..people import Link, Registered
from ..replies import Nothing
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..setup_schemas import Plain
from .exports import XLSX, file_answer
from .openapi import Views
from .policy import OF_A_LINK, needs, of_a_link
from .qualifying import photo_answer
from .services import services
from .uploads import FORM, beside, of_the_upload

blp = Views("enrolling", __name__, url_prefix="/api/unit", description="A unit registers its people by its link")

MOST_PHOTO, MOST_SHEET = 12 * 2**20, 2 * 2**20  # bytes
_busy: set[str] = set()  # links of which a file is being read or made


@contextmanager
def _one_file(link: Link) -> Iterator[None]:
    """One file of a link at a time, and few of all together: who sends many keeps nobody else waiting."""
    if link.id in _busy or len(_busy) >= 4:
        raise Refused("link_busy")
    _busy.add(link.id)
    try:
        yield
    finally:
        _busy.discard(link.id)


def _writing() -> Link:
    """The link, by which something is to be written."""
    link = of_a_link()
    services().people.writes_by(link)
    return link


def _reading() -> Link:
    """The link, by which what is there is to be shown."""
    link = of_a_link()
    services().people.reads_by(link)
    return link


def _fold(link: Link) -> Contest:
    return services().door.current(link.contest)


@blp.route("")
@needs(OF_A_LINK)
@blp.gives(registration_replies.UnitPage, "What the unit sees")
def page() -> Any:
    """The unit's people, what may be registered and until when."""
    link = _reading()
    services().people.opened_unit_link(link)
    return jsonify(_page(link))


def _page(link: Link) -> dict[str, Any]:
    fold, people = _fold(link), services().people
    there, room = enrolling.people_of(people, link), enrolling.room(people, link)
    photos = people.photographed(each.id for each in there)
    taken = [each.item for each in there if each.state != "refused"]
    items = [_item(item, taken.count(str(item.id)), room) for item in enrolling.open_items(fold, link)]
    about = {"closes": link.closes, "substitutes_until": link.substitutes_until, "most": room.get("")}
    now = {"open": link.is_open, "substitutes": link.takes_substitutes}
    people_told = [_person(each, each.id in photos) for each in there]
    return {"contest": dict(fold.title), "unit": link.unit, **about, **now, "items": items, "people": people_told}


def _item(item: Item, used: int, room: dict[str, int]) -> dict[str, Any]:
    name, counts = item.rulebook.name, {"used": used, "most": room.get(str(item.id))}
    levels = item.rulebook.promotion
    named = {level.id: level.name for level in levels.levels} if levels else {}
    return {
        "id": str(item.id),
        "name": {"zh": name.zh, "en": name.en},
        **counts,
        "opened": item.opened,
        "drawn": bool(item.by_code),
        "fields_asked": [_asked(each, named) for each in asked_of(item.rulebook).values()],
    }


def _asked(each: Asked, levels: dict[str, Any]) -> dict[str, Any]:
    values = dict.fromkeys(value for value in each.words.values() if value)
    choices = [
        {"value": value, "name": {"zh": levels[value].zh, "en": levels[value].en}}
        if each.levels and value in levels
        else {"value": value, "name": {"zh": value, "en": value}}
        for value in values
    ]
    return {
        "id": each.id,
        "name": attribute_words(each.id),
        "number": each.number,
        "closed": bool(each.levels),
        "choices": choices,
    }


def _person(each: Registered, photo: bool) -> dict[str, Any]:
    kept = {name: getattr(each, name) for name in ("id", "item", "number", "name", "state", "note")}
    replaced = None if each.substitute is None else dict(each.substitute)
    more = {"attributes": dict(each.attributes), "entered": bool(each.entry), "photo": photo}
    return {**kept, **more, "substitute": replaced}


@blp.route("/people", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(registration_schemas.Enrolment)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def enrol(said: dict[str, Any]) -> Any:
    """Register somebody; they wait for review. Refused: the deadline or the quota is over, or a field is at fault."""
    link = _writing()
    enrolling.enrol(services().people, _fold(link), link, said)
    return jsonify(_page(link))


@blp.route("/people/<registration>", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(registration_schemas.Somebody)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def correct(said: dict[str, Any], registration: str) -> Any:
    """Correct somebody and send them again; they wait for review."""
    link = _writing()
    enrolling.correct(services().people, _fold(link), link, registration, said)
    return jsonify(_page(link))


@blp.route("/people/<registration>/withdraw", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(Plain)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def withdraw(said: dict[str, Any], registration: str) -> Any:
    """Take back a registration that is not in the contest yet."""
    link = _writing()
    enrolling.withdraw(services().people, link, registration)
    return jsonify(_page(link))


@blp.route("/people/<registration>/substitute", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(registration_schemas.Substitute)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def substitute(said: dict[str, Any], registration: str) -> Any:
    """Ask to replace somebody by another; done once it is accepted, and before the draw only."""
    link = _writing()
    enrolling.substitute(services().people, _fold(link), link, registration, said)
    return jsonify(_page(link))


@blp.route("/people/<registration>/substitute/withdraw", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(Plain)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def keep_back(said: dict[str, Any], registration: str) -> Any:
    """Take the wish for a substitute back."""
    link = _writing()
    enrolling.keep_back(services().people, link, registration)
    return jsonify(_page(link))


@blp.route("/people/<registration>/photo")
@needs(OF_A_LINK)
@blp.gives({"type": "string", "format": "binary"}, "The picture", kind="image/jpeg")
def photo(registration: str) -> Response:
    """The photo of one of the unit's people."""
    link, people = of_a_link(), services().people
    people.photo_by(link)
    return photo_answer(enrolling.one_of(people, link, registration))


@blp.route("/people/<registration>/photo", methods=["POST"])
@needs(OF_A_LINK)
@blp.doc(**FORM)
@blp.gives(Nothing, "Kept")
def put_photo(registration: str) -> Any:
    """Put a photo in place of the one before: PNG, JPEG or WebP, drawn anew small, without what the file said of place
    and camera."""
    link = _writing()
    enrolling.refuse_late(link, enrolling.one_of(services().people, link, registration))
    with _one_file(link):
        jpeg = of_the_upload(small_photo, MOST_PHOTO)
    enrolling.put_photo(services().people, link, registration, jpeg)
    return jsonify({})


@blp.route("/template.xlsx")
@needs(OF_A_LINK)
@blp.gives({"type": "string", "format": "binary"}, "The workbook", kind=XLSX)
def template() -> Response:
    """The unit's own registration sheet to fill in, with whom it registered."""
    link = _reading()
    with _one_file(link):
        there = enrolling.people_of(services().people, link)
        book = beside(roster_xlsx, *registering.columns(_fold(link), there, link.items, link.unit))
    return file_answer("registration.xlsx", book, XLSX)


@blp.route("/sheet/read", methods=["POST"])
@needs(OF_A_LINK)
@blp.doc(**FORM)
@blp.gives(registration_replies.UnitSheetTold, "What the sheet would change")
def read_sheet() -> Any:
    """Read the unit's sheet and tell what it would change, without changing it; every fault with its cell."""
    return jsonify(_told(_read(_writing())))


@blp.route("/sheet", methods=["POST"])
@needs(OF_A_LINK)
@blp.takes(registration_schemas.SheetSent, location="query")
@blp.doc(**FORM)
@blp.gives(registration_replies.UnitPage, "What the unit sees now")
def send_sheet(said: dict[str, Any]) -> Any:
    """Do what was told: `digest` is that difference's. Refused("roster_moved") where it is another one by now."""
    link = _writing()
    found = _read(link)
    if said["digest"] != found.digest:
        raise Refused("roster_moved")
    enrolling.send_sheet(services().people, _fold(link), link, found)
    return jsonify(_page(link))


def _read(link: Link) -> enrolling.Sent:
    fold, people = _fold(link), services().people

    def work(path: Path) -> enrolling.Sent:
        return enrolling.read_sheet(people, fold, link, path)

    with _one_file(link):
        return of_the_upload(work, MOST_SHEET)


def _told(found: enrolling.Sent) -> dict[str, Any]:
    rows = [_line(each, "") for each in found.added] + [_line(new, old.name) for old, new in found.changed]
    counts = {"added": len(found.added), "changed": len(found.changed), "same": found.same}
    return {
        "digest": found.digest,
        "counts": counts,
        "rows": rows[:500],
        "unread": [asdict(each) for each in found.unread],
    }


def _line(each: Registered, was: str) -> dict[str, Any]:
    return {"item": each.item, "number": each.number, "name": each.name, "was": was}
