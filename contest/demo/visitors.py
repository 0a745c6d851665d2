"""Whoever came to a free seat by the code on the terminal: the seat is theirs until its devices are revoked.

Nothing is kept of it here: a person who came has a device on the seat, which outlives any end of this process, and for
as long as it may send what it holds nobody else marks there.
"""

from __future__ import annotations

from ..people import People
from .judges import SIMULATED


class Visitors:
    """The people on the free `seats` of a contest, and before their doors."""

    def __init__(self, people: People, contest: str, seats: list[str]) -> None:
        self._people, self._contest, self._seats = people, contest, seats

    def at(self) -> list[str]:
        """The free seats to which somebody has come, or where somebody waits to be let in."""
        there = {device.seat for device in self._people.devices(self._contest) if device.label != SIMULATED}
        there |= {waiter.seat for waiter in self._people.waiting(self._contest) if waiter.label != SIMULATED}
        return [seat for seat in self._seats if seat in there]

    def let_in(self) -> None:
        """A free seat has its simulated device already; who comes is a second one, with nobody there to say yes."""
        for waiter in self._people.waiting(self._contest):
            if waiter.seat in self._seats:
                self._people.admit(self._contest, waiter.id)
