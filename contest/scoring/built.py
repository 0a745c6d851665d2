"""A board as it was worked out: everyone's key, in order, and the places that keys in order mean.

May not be in here: working it out (board.py), or what of it is told (audience.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sortedcontainers import SortedList

from . import slices
from .entry import Shown
from .events import EntryId
from .rulebook import Rulebook
from .slices import Steps, sliced
from .view import Place

Group = tuple[int, tuple[str, ...]]
Key = tuple[Group, tuple[Any, ...], str, EntryId]
"""Where an entry stands: its group (those with the same completed parts), its rank key there, its code, its id."""

UNRANKED_FROM = 1000  # groups of those without a place are numbered from here


@dataclass(slots=True)
class Built:
    """Everyone's place as it was worked out. `turn`: the board's count of what places everyone anew, when this was
    begun · `book`, `named`, `mode`: by which rules, and how the board stood · `grouped`: only a whole group tells the
    order in it, once all are there · `held`: what it is made of where that is kept, since entries cannot be placed one
    by one as lines come (a board that is frozen or field-wide) · `n`, `at`: which number and time that bore · `groups`:
    one object a group, equal at a glance wherever keys compare · `rows`: as JSON, made when they come to be seen ·
    `moved`: who was touched since."""

    turn: int
    book: Rulebook
    named: bool
    mode: str
    grouped: bool = False
    awards: dict[EntryId, str] = field(default_factory=dict)
    held: Mapping[EntryId, Shown] | None = None
    n: int = 0
    at: str = ""
    order: SortedList[Key] = field(default_factory=SortedList)
    keys: dict[EntryId, Key] = field(default_factory=dict)
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    rows: dict[EntryId, str] = field(default_factory=dict)
    judged: set[EntryId] = field(default_factory=set)
    present: set[EntryId] = field(default_factory=set)
    moved: set[EntryId] = field(default_factory=set)

    def like(self, before: Built) -> bool:
        """Whether an entry that is shown as it was then has the key that it had: both were made of what was held, by
        the same rules, and no key hangs on others."""
        rules = before.book is self.book and (before.named, before.mode) == (self.named, self.mode)
        return rules and not self.grouped and self.held is not None and before.held is not None

    def entered_as(self, before: Built, id: EntryId) -> bool:
        """Note an entry as it was noted before, if nothing that is shown of it is another. False if anything is."""
        assert self.held is not None, "asked of those that are `like`"
        assert before.held is not None, "and the one before"
        now, then = self.held.get(id), before.held.get(id)
        if now is None or then is None or now.score is not then.score or now.known is not then.known:
            return False
        if (now.code, now.status, now.provisional) != (then.code, then.status, then.provisional):
            return False
        if id in before.keys:
            self.keys[id] = before.keys[id]
        if id in before.judged:
            self.judged.add(id)
        if id in before.present:
            self.present.add(id)
        return True


def in_order(keys: list[Key]) -> SortedList[Key]:
    """The keys as the list of a board. They are in order already: to compare each with the next once more, as the list
    itself would in one go, took 20 ms of 30,000."""
    found: SortedList[Key] = SortedList()
    found._lists.extend(keys[at : at + found._load] for at in range(0, len(keys), found._load))
    found._maxes.extend(each[-1] for each in found._lists)
    found._len = len(keys)
    return found


def nearly_ordered(keys: Mapping[EntryId, Key], before: Iterable[Key]) -> Steps[list[Key]]:
    """The keys, those that stand as before in the order they had: what is sorted already is sorted in a tenth of the
    time."""
    kept: list[Key] = []
    stands: set[EntryId] = set()
    for some in sliced(list(before), slices.RUN):
        stand = [key for key in some if keys.get(key[3]) is key]
        kept += stand
        stands.update([key[3] for key in stand])
        yield
    for several in sliced(list(keys.values()), slices.RUN):
        kept += [key for key in several if key[3] not in stands]
        yield
    return kept


def places(order: list[Key], dense: bool = False) -> list[Place]:
    """The places of keys in their order: 1-2-2-4 (1-2-2-3 if dense), counted anew in each group, none for the
    unranked."""
    found: list[Place] = []
    start, place = 0, 1
    for k, key in enumerate(order):
        before = order[k - 1] if k else None
        shared = before is not None and key[0] == before[0] and key[1] == before[1]
        if before is None or key[0] != before[0]:
            start, place = k, 0
        if not shared:
            place = place + 1 if dense else k - start + 1
        elif found[-1][0] is not None:
            found[-1] = (place, 1)
        found.append((None, 0) if key[0][0] >= UNRANKED_FROM else (place, int(shared)))
    return found
