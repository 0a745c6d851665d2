"""The journal, told in plain words: who did what when."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from .. import setup_replies, telling
from ..record import Stored
from ..scoring.contest import Contest
from ..scoring.events import Line, from_bytes
from ..setup_schemas import StoryAsked
from .openapi import Views
from .policy import needs
from .services import services
from .uploads import beside

blp = Views("story", __name__, url_prefix="/api/contests/<contest>", description="The journal in plain words")

PAGE = 500
"""Lines that are read at a time, from the newest backwards."""


@blp.route("/story")
@needs("see")
@blp.takes(StoryAsked, location="query")
@blp.gives(setup_replies.Story, "The lines, newest first")
def story(said: dict[str, Any], contest: str) -> Any:
    """The journal's lines before `before` (0: from its end), newest first; of an item, of an entry's code, or all. Of
    an item that is still sealed only the head of a line is told. `next`: where to go on, 0 at the beginning."""
    fold = services().door.current(contest)
    found, on = _newest(fold, said)
    people = services().people
    seats, texts = people.seat_names(contest), people.texts(contest, telling.digests(line for line, _ in found))
    names = people.account_names()
    told = [telling.told(fold, line, names, seats, texts) | {"head": head} for line, head in found]
    return jsonify({"lines": told, "next": on})


def _newest(fold: Contest, said: dict[str, Any]) -> tuple[list[tuple[Line, str]], int]:
    """The lines that are asked for, the newest first, and from where to go on."""
    found: list[tuple[Line, str]] = []
    before = min(said["before"] or fold.seq + 1, fold.seq + 1)
    while before > 1:
        after = max(0, before - 1 - PAGE)
        stored = services().door.page(fold.id, after, before - 1 - after)
        for line, head in beside(_read, fold, stored, said):
            found.append((line, head))
            if len(found) == said["most"]:
                return found, line.seq
        before = after + 1
    return found, 0


def _read(fold: Contest, stored: list[Stored], said: dict[str, Any]) -> list[tuple[Line, str]]:
    """Those of a page that are asked for, the newest first. In a thread: a page takes its time."""
    lines = [(from_bytes(each.raw), each.hash.hex()) for each in reversed(stored)]
    return [(line, head) for line, head in lines if _is_asked(fold, line, said)]


def _is_asked(fold: Contest, line: Line, said: dict[str, Any]) -> bool:
    item = telling.item_of(fold, line)
    if said["item"] and (item is None or item.id != said["item"]):
        return False
    # A code finds nothing in a sealed item: the lines that are hidden would tell which are of it.
    return not said["code"] or (not telling.is_hidden(fold, line) and telling.code_of(fold, line) == said["code"])
