"""Material beside the sheets, for the office: what lies there, by registration number; put there, replaced, taken away,
looked at."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask import Response, jsonify, request, send_file

from ..beside_schemas import MaterialAbout, MaterialLink, MaterialRow
from ..material import Kept
from ..replies import Nothing
from ..schemas import Reason
from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.verbs.finding import the_part
from .items import find
from .openapi import Views
from .policy import needs
from .services import services
from .shelving import change, entry_of, of_a_file, of_a_link

blp = Views("material", __name__, url_prefix="/api/contests/<contest>/items/<item>/material", description="Material")
_BINARY = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "properties": {"file": _BINARY}, "required": ["file"]}
SEALED_OFF = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@blp.route("")
@needs("material")
@blp.gives(MaterialRow(many=True), "Each entry and what lies beside its sheets")
def material(contest: str, item: str) -> Any:
    """What each entry has, by registration number; no code while codes are sealed."""
    fold, found = find(contest, item)
    kept: dict[str, list[Kept]] = {}
    for each in services().shelf.of(contest, item=item):
        kept.setdefault(each.entry, []).append(each)
    numbers = services().people.numbers_of(contest, found.entries)
    rows = [_row(fold, found, id, numbers.get(id, ""), kept.get(id, [])) for id in found.entries]
    return jsonify(sorted(rows, key=lambda row: (row["number"], row["name"] or "")))


def _row(fold: Contest, item: Item, id: EntryId, number: str, kept: list[Kept]) -> dict[str, Any]:
    person, known = services().people.person(fold.id, id), item.names_known
    return {
        "number": number,
        "name": person.name if person and known else None,
        "unit": person.unit if person and known else None,
        "code": item.entries[id].code if known else None,
        "material": [_told(each) for each in kept],
    }


def _told(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id,
        "slot": kept.slot,
        "kind": kept.kind,
        "part": kept.part or None,
        "name": kept.name,
        "size": kept.size,
        "pages": len(kept.pages),
        "url": kept.url or None,
        "at": kept.added_at,
    }


@blp.route("", methods=["POST"])
@needs("material")
@blp.once
@blp.takes(MaterialAbout, location="query")
@blp.gives(MaterialRow, "The entry as it is now")
@blp.doc(requestBody={"required": True, "content": {"multipart/form-data": {"schema": _FORM}}})
def put(said: dict[str, Any], contest: str, item: str) -> Any:
    """Put a file (multipart, field `file`) beside an entry's sheets, or with `instead` in place of another. Whose it is
    says `number`, or else the file's name up to its ending, or up to a blank, `_` or `-` behind it."""
    fold, found = find(contest, item)
    request.max_content_length = 2 * services().settings.material_file  # what is a little too big hears why
    file = request.files.get("file")
    if file is None:
        raise Refused("material_empty")
    name = PurePath(file.filename or "").name
    entry = entry_of(contest, found, said["number"]) if said["number"] else _named_after(contest, found, name)
    about = {"entry": entry, "part": _part(found, said["part"]), "slot": said["slot"]}
    fresh = of_a_file(fold, about, name, file.stream)  # type: ignore[arg-type]
    change(fold, found, entry, said["reason"], fresh=[fresh], gone=said["instead"])
    return jsonify(_now(fold, found, entry))


@blp.route("/links", methods=["POST"])
@needs("material")
@blp.once
@blp.takes(MaterialLink)
@blp.gives(MaterialRow, "The entry as it is now")
def link(said: dict[str, Any], contest: str, item: str) -> Any:
    """Put a link to a film beside an entry's sheets."""
    fold, found = find(contest, item)
    entry = entry_of(contest, found, said["number"])
    fresh = of_a_link({"entry": entry, "part": _part(found, said["part"]), "slot": "shown"}, said["url"])
    change(fold, found, entry, "", fresh=[fresh])
    return jsonify(_now(fold, found, entry))


@blp.route("/<id>/remove", methods=["POST"])
@needs("material")
@blp.once
@blp.takes(Reason)
@blp.gives(Nothing, "Taken away")
def remove(said: dict[str, Any], contest: str, item: str, id: str) -> Any:
    """Take a file or link away, with a reason. It is kept to prove what lay there, and shown to nobody."""
    fold, found = find(contest, item)
    kept = _found(contest, found, id)
    change(fold, found, EntryId(kept.entry), said["reason"], gone=id)
    return jsonify({})


@blp.route("/<id>/pages/<int:number>")
@needs("material")
@blp.gives(_BINARY, "The picture", kind="image/jpeg")
def page(contest: str, item: str, id: str, number: int) -> Response:
    """A page as judges see it, from 1."""
    return page_answer(_found(contest, find(contest, item)[1], id), number, "page")


@blp.route("/<id>/text")
@needs("material")
@blp.gives({"type": "string"}, "The text", kind="text/plain")
def text(contest: str, item: str, id: str) -> Response:
    """A text as judges see it."""
    return text_answer(_found(contest, find(contest, item)[1], id), "text")


def _found(contest: str, item: Item, id: str) -> Kept:
    kept = services().shelf.one(contest, id)
    if kept is None or kept.entry not in item.entries:
        raise Refused("unknown_material")
    return kept


def _part(item: Item, part: str) -> str:
    return str(the_part(item, {"part": part}, "judged").id) if part else ""


def _named_after(contest: str, item: Item, name: str) -> EntryId:
    """Whose file it is by its name: `2024-017.pdf`, `2024-017_附件2.pdf`."""
    stem = PurePath(name).stem
    tries = [stem] + [stem[:at] for at, char in reversed(list(enumerate(stem))) if char in " _-－—（("]
    for each in tries:
        try:
            return entry_of(contest, item, each)
        except Refused:
            continue
    raise Refused("unknown_number", number=stem[:40])


def _now(fold: Contest, item: Item, entry: EntryId) -> dict[str, Any]:
    number = services().people.numbers_of(fold.id, item.entries).get(entry, "")
    return _row(fold, item, entry, number, services().shelf.of(fold.id, entry=entry))


def page_answer(kept: Kept, number: int, name: str) -> Response:
    """A page's picture under a neutral name. Refused("unknown_material") for a page it does not have."""
    if not 0 < number <= len(kept.pages):
        raise Refused("unknown_material")
    path = services().shelf.files.path(kept.pages[number - 1].digest)
    return _sealed_off(send_file(path, mimetype="image/jpeg", etag=False), f"{name}-{number}.jpg")


def text_answer(kept: Kept, name: str) -> Response:
    """A text under a neutral name."""
    if kept.kind != "text":
        raise Refused("unknown_material")
    path = services().shelf.files.path(kept.digest)
    return _sealed_off(send_file(path, mimetype="text/plain", etag=False), f"{name}.txt")


def _sealed_off(answer: Response, name: str) -> Response:
    """Nothing in it runs, nothing outside it is asked, nobody's cache on the way keeps it."""
    answer.headers["Content-Security-Policy"] = SEALED_OFF
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.pop("Last-Modified", None)
    return answer
