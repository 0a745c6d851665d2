"""What every task of the child is asked, and the contest it is asked about."""

from __future__ import annotations

from collections import UserDict
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from .. import journal
from ..db import Reader, Writer, make_engine
from ..journal import BrokenChain, Stored
from ..scoring.contest import Contest, fold
from ..scoring.events import GENESIS, ContestId
from ..scoring.item import Item

if TYPE_CHECKING:
    from ..people import People


class Asked(UserDict[str, Any]):
    """The question's values: `task`, `database`, `contest`, its `seq` and `head`, and what the task needs besides."""

    @cached_property
    def lines(self) -> list[Stored]:
        """The journal up to line `seq`, as it is stored."""
        engine = make_engine(self["database"], readonly=True)
        try:
            with engine.connect() as connection:
                return journal.read(connection, self["contest"], 0, int(self["seq"]))
        finally:
            engine.dispose()

    @cached_property
    def contest(self) -> Contest:
        """The contest there. BrokenChain: the chain does not hold, or leads elsewhere than the server's fold."""
        id = ContestId(self["contest"])
        found = fold(id, journal.checked(id, GENESIS, 0, self.lines))
        if self["head"] and found.head.hex() != self["head"]:
            raise BrokenChain(id, found.seq)
        return found

    @cached_property
    def units(self) -> dict[str, str]:
        """Seat → the unit its judge is of, where somebody said; of none that was handed over, whose sheets may be of
        several judges."""
        named, seats = the_people(self).seat_names(self["contest"]), self.contest.seats
        alone = {seat.id for seat in seats.values() if len(seat.judges) < 2}
        return {seat: said["unit"] for seat, said in named.items() if said["unit"] and seat in alone}

    @property
    def item(self) -> Item:
        """The item it is about."""
        return next(item for item in self.contest.items.values() if item.id == self["item"])


def the_people(asked: Asked) -> People:
    """The people of the database, who cannot be written to from here."""
    from ..people import People

    reader = Reader(asked["database"])
    return People(cast("Writer", reader), reader)
