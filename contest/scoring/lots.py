"""Drawing by a seed: the same seed gives the same draw to whoever draws again.

The one rule: things are ordered by HMAC-SHA256(seed, name). Groups in which entries of one unit keep apart: units by
how many entries they have (most first, equals by the rule), each one's entries in order of the rule, each to the group
that has fewest of its unit, then most room left, then comes first by the rule of "unit/group".
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from .events import EntryId

T = TypeVar("T", bound=str)


def in_order(seed: bytes, names: Iterable[T]) -> list[T]:
    """Names in the order that the seed alone decides."""
    return sorted(names, key=lambda name: _turn(seed, name))


def _turn(seed: bytes, name: str) -> bytes:
    return hmac.digest(seed, name.encode(), "sha256")


def even_sizes(count: int, groups: int) -> list[int]:
    """The sizes of so many groups, equal but for one; the first are the larger ones."""
    least, more = divmod(count, groups)
    return [least + (k < more) for k in range(groups)]


def dealt(seed: bytes, entries: Iterable[EntryId], sizes: Sequence[int]) -> dict[EntryId, int]:
    """Each entry's group from 1: in order of the rule, the first `sizes[0]` to the first. The sizes add up."""
    groups = [group for group, size in enumerate(sizes, start=1) for _ in range(size)]
    return dict(zip(in_order(seed, entries), groups, strict=True))


def dealt_apart(
    seed: bytes, entries: Iterable[EntryId], sizes: Sequence[int], units: Mapping[EntryId, str]
) -> dict[EntryId, int]:
    """The same, where entries of one unit go to different groups as far as that is possible. Entries without a unit
    are each their own."""
    of: dict[str, list[EntryId]] = {}
    for entry in in_order(seed, entries):
        of.setdefault(units.get(entry) or f"\0{entry}", []).append(entry)
    room = dict(enumerate(sizes, start=1))
    found: dict[EntryId, int] = {}
    for unit in sorted(of, key=lambda unit: (-len(of[unit]), _turn(seed, unit))):
        there: Counter[int] = Counter()
        for entry in of[unit]:
            free = [group for group, left in room.items() if left]
            group = min(free, key=lambda g: (there[g], -room[g], _turn(seed, f"{unit}/{g}")))
            found[entry] = group
            room[group] -= 1
            there[group] += 1
    return found


def turns(seed: bytes, entries: Iterable[EntryId], groups: Mapping[EntryId, int]) -> dict[EntryId, int]:
    """Each entry's turn (or station) within its group, from 1; those without a group are one group."""
    taken: Counter[int] = Counter()
    found = {}
    for entry in in_order(seed, entries):
        group = groups.get(entry, 0)
        taken[group] += 1
        found[entry] = taken[group]
    return found
