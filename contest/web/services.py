"""What the views need of the rest of the process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from ..apart.children import Apart
from ..floor import Floor
from ..material import Shelf
from ..people import People
from ..record import Door
from ..roll import Roll
from ..settings import Settings

Connected = Callable[[str], dict[str, tuple[float, int]]]


@dataclass(frozen=True, slots=True)
class Services:
    """The door, the people, the settings; `connected`: contest → seat → (last contact, sheets not
    delivered); `apart`: what is too long for the loop; `roll`: what judges' devices last said; `shelf`: what lies
    beside the sheets; `floor`: check-ins and clocks; `seeds`: rehearsal → the seed from which its draws follow."""

    door: Door
    people: People
    settings: Settings
    connected: Connected
    streams: Callable[[], int]
    apart: Apart
    roll: Roll
    shelf: Shelf
    floor: Floor
    seeds: dict[str, str] = field(default_factory=dict)


def services() -> Services:
    """This application's services."""
    return cast("Services", current_app.extensions["contest"])
