"""An item's rulebook: as people read it, as files, and another one: read, told as a difference, previewed, set."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, jsonify

from .. import rulebook_replies as told
from ..opening import told_openly
from ..rulebook_schemas import BookFile, RulebookChange
from ..rulebooks import files
from ..rulebooks.differences import differences
from ..rulebooks.outline import outline
from ..rulebooks.workbook import build_workbook
from ..scoring.consequences import newly_read
from ..scoring.contest import Contest
from ..scoring.events import digest
from ..scoring.item import Item
from ..scoring.office import words
from ..scoring.refused import Fault, Refused
from ..scoring.rulebook import Rulebook, dump_rulebook, parse_rulebook
from ..scoring.verbs import organizer
from ..scoring.verbs.jury import tell_attributes
from ..setup_replies import ItemSet
from ..setup_schemas import RulebookSaid
from ..words import fault_words
from .exports import XLSX, file_answer
from .items import find, second_person
from .joined import Joined
from .openapi import Views
from .policy import needs
from .recording import acts, answered, record
from .services import services
from .uploads import FORM, beside, of_the_upload

blp = Views(
    "rulebooks", __name__, url_prefix="/api/contests/<contest>/items/<item>/rulebook", description="An item's rulebook"
)
_workbook = lru_cache(maxsize=8)(build_workbook)
_FILE = {"type": "string", "format": "binary"}
_NOTHING = {
    "veiled": False,
    "counts": {"totals": 0, "ranks": 0, "awards": 0, "incomplete": 0},
    "entries": [],
    "units": [],
}


@blp.route("/outline")
@needs("see")
@blp.gives(told.RulebookShown, "The rulebook")
def shown(contest: str, item: str) -> Any:
    """The rulebook as people read it, and as a program does."""
    _, found = find(contest, item)
    book = found.rulebook
    stands = {"version": found.version, "rests": organizer.rests_on_rulebook(found), "locked": found.locked}
    return jsonify({**stands, "rulebook": dump_rulebook(book), "outline": beside(outline, book)})


@blp.route("/file.xlsx")
@needs("see")
@blp.takes(BookFile, location="query")
@blp.gives(_FILE, "The workbook", kind=XLSX)
def workbook(said: dict[str, Any], contest: str, item: str) -> Response:
    """The rulebook as a workbook, filled in: to be changed and sent back."""
    _, found = find(contest, item)
    return file_answer(f"{item}-rulebook.xlsx", beside(_workbook, found.rulebook, said["lang"]), XLSX)


@blp.route("/file.yaml")
@needs("see")
@blp.gives({"type": "string"}, "The file", kind="text/plain")
def yaml(contest: str, item: str) -> Response:
    """The rulebook as YAML, as docs/rulebook.md describes it."""
    _, found = find(contest, item)
    return file_answer(
        f"{item}-rulebook.yaml", beside(files.text, found.rulebook).encode(), "text/plain; charset=utf-8"
    )


@blp.route("/read", methods=["POST"])
@needs("setup")
@blp.takes(BookFile, location="query")
@blp.doc(**FORM)
@blp.gives(told.RulebookDifference, "What the file would change")
def read(said: dict[str, Any], contest: str, item: str) -> Any:
    """Read a rulebook from a workbook, a CIS sheet, YAML or JSON and tell how it differs from the item's, without
    setting it; every fault with its cell or place."""
    fold, found = find(contest, item)

    def work(path: Path) -> tuple[Rulebook, list[Fault]]:
        return files.read_sent(path, found.rulebook, said["lang"])

    book, notes = of_the_upload(work)
    return jsonify(_difference(fold, found, _of_the_item(found, dump_rulebook(book)), notes))


@blp.route("/compare", methods=["POST"])
@needs("setup")
@blp.takes(RulebookSaid)
@blp.gives(told.RulebookDifference, "What it would change")
def compare(said: dict[str, Any], contest: str, item: str) -> Any:
    """The same of a rulebook that is sent as it is: every fault with its place."""
    fold, found = find(contest, item)
    return jsonify(_difference(fold, found, _of_the_item(found, said["rulebook"]), []))


@blp.route("/preview", methods=["POST"])
@needs("setup")
@blp.takes(RulebookSaid)
@blp.gives(told.RulebookPreview, "What would come of it")
def preview(said: dict[str, Any], contest: str, item: str) -> Any:
    """Every score, place and award that another rulebook would change, as things stand now; or why it has no room for
    what was noted."""
    fold, found = find(contest, item)
    book = _of_the_item(found, said["rulebook"])
    mark, parts = _digest(fold, found, book), {part.id: words(part.name) for part in parse_rulebook(book).parts}
    answer = services().apart.ask("rulebook", fold, item=item, rulebook=book).told
    unfit = [{"place": each["place"]} | fault_words("refit", each["code"], each["data"]) for each in answer["unfit"]]
    seen = {**_NOTHING, **answer, "unfit": unfit, "digest": "" if unfit else mark, "parts": parts}
    seen.pop("result", None)
    seen["entries"] = Joined(fold, services().people).rows(found, seen["entries"])
    return jsonify(seen)


@blp.route("", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(RulebookChange)
@blp.gives(ItemSet, "The item has this rulebook")
def change(said: dict[str, Any], contest: str, item: str) -> Any:
    """Give the item another rulebook, just as it was told: `digest` is that difference's, or that preview's. Where
    marks rest on the present one it takes a `reason`, and the chief judge or the supervisor as the `second` person."""
    fold, found = find(contest, item)
    if answered(contest):
        return jsonify({"id": item, "seq": record(contest, organizer.set_rulebook, {}).seq})
    book = _of_the_item(found, said["rulebook"])
    rests = organizer.rests_on_rulebook(found)
    if said["digest"] != _digest(fold, found, book):
        raise Refused("preview_outdated" if rests else "rulebook_moved", item=item)
    values: dict[str, Any] = {"rulebook": book, "version": found.version}
    also: list[Any] = []
    if rests:
        agreed = second_person(said, "agree", contest, item)
        reason, also = services().people.seal_text(contest, said["reason"])
        values |= {"changed": found.changed, "agreed_by": agreed, "reason_digest": reason}
    reads_more = newly_read(found.rulebook, parse_rulebook(book))
    receipt = record(contest, organizer.set_rulebook, values, also=also)
    if reads_more:
        for start, rows in told_openly(services().people, contest, found):
            acts(contest)(tell_attributes, rows, step=f"attributes-{start}")
    return jsonify({"id": item, "seq": receipt.seq})


def _of_the_item(item: Item, book: dict[str, Any]) -> dict[str, Any]:
    """A file may call the item otherwise: it is this one's rulebook all the same."""
    return {**book, "id": item.id}


def _digest(contest: Contest, item: Item, book: dict[str, Any]) -> str:
    """Stands for the rulebook, the one it replaces, and all that was noted by that one."""
    noted = item.changed if organizer.rests_on_rulebook(item) else 0
    return digest({"contest": contest.id, "item": item.id, "version": item.version, "noted": noted, "rulebook": book})


def _difference(fold: Contest, item: Item, book: dict[str, Any], notes: list[Fault]) -> dict[str, Any]:
    differs = beside(lambda: differences(item.rulebook, parse_rulebook(book)))
    rests = organizer.rests_on_rulebook(item)
    return {
        "rulebook": book,
        "differences": [{"kind": each.kind, "place": each.place, "was": each.was, "now": each.now} for each in differs],
        "rests": rests,
        "digest": "" if rests else _digest(fold, item, book),
        "notes": [{"place": each.place} | fault_words("rulebook", each.code, each.data) for each in notes],
    }
