"""Before the doors open: what could spoil the day, each line with its state and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import gevent
from flask import jsonify

from .. import readiness, replies
from ..lan import own_address
from ..locale import LANGUAGES, both, say
from ..people.probing import written_and_read
from ..readiness import Finding
from ..scoring.contest import Contest
from ..scoring.events import PartId
from ..scoring.item import Item
from ..scoring.office import words
from .devices import practice_of_each_seat, state_of_each_seat
from .openapi import Views
from .policy import needs
from .services import services

blp = Views("ready", __name__, url_prefix="/api/contests/<contest>/readiness", description="Before the doors open")


@blp.route("")
@needs("seats")
@blp.gives(replies.Ready(many=True), "The findings")
def ready(contest: str) -> Any:
    """Power, sleep, address, port, disk, database, clock, seats, practice, material and deadlines. "unknown": this
    platform does not tell, look for yourself."""
    fold = services().door.current(contest)
    people = services().people
    # Sockets and disks may take their time: in a thread, or every judge would wait with us.
    found: list[Finding] = gevent.get_hub().threadpool.apply(_of_the_machine, (services().settings,))
    found += [
        readiness.database(lambda: written_and_read(people)),
        readiness.clock(datetime.now(UTC), fold.at),
        readiness.seats(state_of_each_seat(contest)),
        readiness.practice(practice_of_each_seat(contest).values()),
        readiness.material(list(_lacks(fold))),
        readiness.deadlines(list(_due(fold)), datetime.now(UTC)),
    ]
    return jsonify([_worded(each) for each in found])


def _lacks(fold: Contest) -> Iterator[tuple[dict[str, str], int, int]]:
    """Of each part where an entry has material: its name, how many entries that are present have none, of how many."""
    for item in fold.items.values():
        has: dict[str, set[str]] = {}
        for each in services().shelf.of(fold.id, item=item.id):
            if each.shown:
                has.setdefault(each.part, set()).add(each.entry)
        present = {entry.id for entry in item.entries.values() if entry.status == "present"}
        for part, entries in sorted(has.items()):
            yield _name(item, part), len(present - entries), len(present)


def _due(fold: Contest) -> Iterator[tuple[dict[str, str], datetime]]:
    """Deadlines of items that still take sheets."""
    for item in fold.items.values():
        if item.state in ("preparing", "marking"):
            for part, deadline in item.deadlines.items():
                yield _name(item, part), datetime.fromisoformat(deadline.until)


def _name(item: Item, part: str) -> dict[str, str]:
    """A part by the names of item and part; the item alone where it is about all of them."""
    names = [words(item.rulebook.name)] + ([words(item.rulebook.part(PartId(part)).name)] if part else [])
    return {lang: " · ".join(each[lang] for each in names) for lang in names[0]}


def _of_the_machine(settings: Any) -> list[Finding]:
    own = own_address()
    return [
        readiness.power(),
        readiness.sleep(),
        readiness.address(settings.url, own),
        readiness.port(own, settings.port),
        readiness.disk(settings.var),
    ]


def _worded(found: Finding) -> dict[str, Any]:
    code = ".".join(each for each in ("ready", found.code, found.state, found.why) if each)
    name = both(f"ready.{found.code}")
    message = {lang: say(lang, code, _in(lang, found.data)) for lang in LANGUAGES}
    return {"code": found.code, "state": found.state, "name": name, "message": message}


def _in(lang: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[lang] if isinstance(told, Mapping) else told for key, told in data.items()}
