"""The journal, told in plain words: who did what when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import jsonify

from .. import setup_replies, telling
from ..people import may
from ..record import Stored
from ..scoring.contest import Contest
from ..scoring.events import Line, from_bytes
from ..setup_schemas import StoryAsked
from .openapi import Views
from .policy import me, needs
from .services import services
from .uploads import beside

blp = Views("story", __name__, url_prefix="/api/contests/<contest>", description="The journal in plain words")

Says = Callable[[Line], bool]

MOST_LOOKED_AT = 20_000
"""Lines that one request looks through for those it asks for; the next one goes on."""


@blp.route("/story")
@needs("see")
@blp.takes(StoryAsked, location="query")
@blp.gives(setup_replies.Story, "The lines, newest first")
def story(said: dict[str, Any], contest: str) -> Any:
    """The journal's lines from its end backwards, newest first; of an item, of an entry's code, with some words, or
    all. Of an item that is still sealed only the head of a line is told, and reasons only to who may give some. `next`:
    `after` of the next page, 0 at the end."""
    fold = services().door.current(contest)
    people = services().people
    seats, names = people.seat_names(contest), people.account_names()
    found, on = _newest(fold, said, lambda line: _says(telling.told(fold, line, names, seats, {}), said["words"]))
    told_why = [line for line, _ in found if _may_read_why(fold, line)]
    texts = people.texts(contest, telling.digests(told_why))
    told = [telling.told(fold, line, names, seats, texts) | {"head": head} for line, head in found]
    return jsonify({"lines": told, "next": on})


def _may_read_why(fold: Contest, line: Line) -> bool:
    item = telling.item_of(fold, line)
    return may(me(), "note", fold.id, item.id if item else "")


def _says(told: dict[str, Any], words: str) -> bool:
    """Whether who or what is told has these words, in either language. Reasons are not searched: not everybody may read
    them. A hidden line says nothing."""
    said = [*(told["who"] or {}).values(), *(told["message"] or {}).values()]
    return any(words.casefold() in each.casefold() for each in said)


def _newest(fold: Contest, said: dict[str, Any], says: Says) -> tuple[list[tuple[Line, str]], int]:
    """The lines that are asked for, the newest first, and from where to go on."""
    found: list[tuple[Line, str]] = []
    before = min(said["after"] or fold.seq + 1, fold.seq + 1)
    end = max(1, before - MOST_LOOKED_AT)
    for page in services().door.pages_back(fold.id, before):
        for line, head in beside(_read, fold, page, said, says):
            found.append((line, head))
            if len(found) == said["limit"]:
                return found, line.seq if line.seq > 1 else 0
        before = page[-1].seq
        if before <= end:
            break
    return found, before if before > 1 else 0


def _read(fold: Contest, page: list[Stored], said: dict[str, Any], says: Says) -> list[tuple[Line, str]]:
    """Those of a page that are asked for, the newest first. In a thread: a page takes its time."""
    lines = [(from_bytes(each.raw), each.hash.hex()) for each in page]
    asked = [(line, head) for line, head in lines if _is_asked(fold, line, said)]
    return [(line, head) for line, head in asked if says(line)] if said["words"] else asked


def _is_asked(fold: Contest, line: Line, said: dict[str, Any]) -> bool:
    item = telling.item_of(fold, line)
    if said["item"] and (item is None or item.id != said["item"]):
        return False
    # A code finds nothing in a sealed item: the lines that are hidden would tell which are of it.
    return not said["code"] or (not telling.is_hidden(fold, line) and telling.code_of(fold, line) == said["code"])
