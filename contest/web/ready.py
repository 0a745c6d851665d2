"""Before the doors open: what could spoil the day, each line with its state and the way out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gevent
from flask import jsonify

from .. import readiness, replies
from ..locale import both
from ..people.probing import written_and_read
from ..readiness import Finding
from .devices import practice_of_each_seat, state_of_each_seat
from .openapi import Views
from .policy import needs
from .services import services

blp = Views("ready", __name__, url_prefix="/api/contests/<contest>/readiness", description="Before the doors open")


@blp.route("")
@needs("seats")
@blp.gives(replies.Ready(many=True), "The findings")
def ready(contest: str) -> Any:
    """Power, sleep, address, port, disk, database, clock, seats and practice. "unknown": this platform does not tell,
    look for yourself."""
    fold = services().door.current(contest)
    people = services().people
    # Sockets and disks may take their time: in a thread, or every judge would wait with us.
    found: list[Finding] = gevent.get_hub().threadpool.apply(_of_the_machine, (services().settings,))
    found += [
        readiness.database(lambda: written_and_read(people)),
        readiness.clock(datetime.now(UTC), fold.at),
        readiness.seats(state_of_each_seat(contest)),
        readiness.practice(practice_of_each_seat(contest).values()),
    ]
    return jsonify([_worded(each) for each in found])


def _of_the_machine(settings: Any) -> list[Finding]:
    own = readiness.own_address()
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
    return {"code": found.code, "state": found.state, "name": name, "message": both(code, found.data)}
