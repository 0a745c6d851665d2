"""Setting a contest up: which presets there are, a new contest, its items' rulebooks."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import jsonify

from .. import presets, setup_replies
from ..opening import open_preset
from ..rulebook_replies import PresetRulebook
from ..rulebooks import files
from ..scoring.refused import Refused
from ..scoring.rulebook import dump_rulebook
from ..scoring.verbs import organizer
from ..setup_schemas import NewContest, RulebookSaid
from .items import find
from .openapi import Views
from .policy import SIGNED_IN, needs
from .recording import record
from .services import services
from .uploads import FORM, beside, of_the_upload

blp = Views("creating", __name__, url_prefix="/api", description="Setting a contest up")


@blp.route("/presets")
@needs(SIGNED_IN)
@blp.gives(setup_replies.Preset(many=True), "The presets")
def ready() -> Any:
    """The ready contests of the field, of which a new one may take its rulebooks."""
    return jsonify(beside(_presets))


@blp.route("/presets/<preset>/items/<item>/rulebook")
@needs(SIGNED_IN)
@blp.gives(PresetRulebook, "The rulebook")
def rulebook_of_preset(preset: str, item: str) -> Any:
    """The rulebook of an item of a preset: a further item may begin with it."""
    known = _known_preset(preset)
    if known is None or item not in known.rulebooks:
        raise Refused("unknown_item", item=item)
    return jsonify({"rulebook": known.rulebooks[item]})


@cache
def _presets() -> list[dict[str, Any]]:
    return [_preset(presets.load(name)) for name in presets.names()]


def _preset(preset: presets.Preset) -> dict[str, Any]:
    items = [{"id": id, "name": dict(book["name"])} for id, book in preset.rulebooks.items()]
    counts = {"entries": len(preset.roster), "seats": len(preset.seats)}
    return {"id": preset.id, "title": dict(preset.title), "items": items, **counts}


@blp.route("/contests", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(NewContest)
@blp.gives(setup_replies.Opened, "Opened")
def new(said: dict[str, Any]) -> Any:
    """Open a contest: empty, with a preset's rulebooks, or as a rehearsal with the preset's invented people too."""
    contest, preset = said["id"], _known_preset(said["preset"])
    if said["sample"]:
        if not (said["rehearsal"] and preset):
            raise Refused("sample_is_rehearsal")
        here = services()
        open_preset(here.door, here.people, preset, contest, rehearsal=True, shelf=here.shelf)
        return jsonify({"id": contest})
    title = {"zh": said["title"]["zh"], "en": said["title"]["en"] or said["title"]["zh"]}
    about = {"title": title, "rehearsal": said["rehearsal"], "preset": said["preset"]}
    record(contest, organizer.open_contest, about, step="open")
    for id, rulebook in (preset.rulebooks if preset else {}).items():
        record(contest, organizer.set_rulebook, {"rulebook": rulebook}, step=id)
    if preset and preset.unit_table:
        record(contest, organizer.set_unit_table, {"table": preset.unit_table}, step="units")
    return jsonify({"id": contest})


def _known_preset(name: str) -> presets.Preset | None:
    if not name:
        return None
    if name not in presets.names():
        raise Refused("unknown_preset", preset=name)
    return beside(presets.load, name)


@blp.route("/contests/<contest>/rulebooks", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(RulebookSaid)
@blp.gives(setup_replies.ItemSet, "The item has this rulebook")
def set_rulebook(said: dict[str, Any], contest: str) -> Any:
    """A new item by its rulebook; every fault is told with its place. The rulebook of an item that is there changes at
    its own address."""
    services().door.current(contest)
    try:
        receipt = record(contest, organizer.set_rulebook, {"rulebook": said["rulebook"], "version": 0})
    except Refused as refused:
        if refused.code != "rulebook_moved":
            raise
        raise Refused("item_there", **refused.data) from refused
    return jsonify({"id": said["rulebook"]["id"], "seq": receipt.seq})


@blp.route("/contests/<contest>/rulebooks/read", methods=["POST"])
@needs("setup")
@blp.doc(**FORM)
@blp.gives(setup_replies.RulebookStands, "The rulebook in the file")
def read_rulebook(contest: str) -> Any:
    """Read a rulebook from a file (.yaml, .json, the workbook of an item, a CIS sheet), without keeping it."""
    services().door.current(contest)
    found, _ = of_the_upload(files.read_sent)
    return jsonify({"rulebook": dump_rulebook(found)})


@blp.route("/contests/<contest>/items/<item>/rulebook")
@needs("see")
@blp.gives(setup_replies.RulebookStands, "The rulebook")
def rulebook(contest: str, item: str) -> Any:
    """An item's rulebook as it stands."""
    _, found = find(contest, item)
    return jsonify({"rulebook": dump_rulebook(found.rulebook)})
