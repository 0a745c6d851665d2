"""What a roster would change: its rows held against who is registered, and against how many each unit may register.

May not be in here: files, or what is written (registering).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .intake import Roster, RosterRow
from .intake.units import Spelling, unit_key
from .intake.words import key
from .numbering import numbered, person_of
from .people import People, Quotas, Registered, limits_of
from .people.unit_links import EVERY
from .scoring.events import digest
from .scoring.refused import Fault

MODES = ("add", "replace")
"""How a roster is read: it adds people and corrects those it names (只增改), or stands for whole items (整项替换)."""

Pair = tuple[RosterRow, Registered | None]
"""A row, and whom it is about where they are registered."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a roster would change. changed: as registered, as the roster says · gone: registered in an item of a roster
    that replaces, and not in it · same: rows that change nothing."""

    added: tuple[Registered, ...]
    changed: tuple[tuple[Registered, Registered], ...]
    gone: tuple[Registered, ...]
    same: int

    @property
    def removed(self) -> tuple[Registered, ...]:
        """Who would really go: who is entered stays, whatever the roster says."""
        return tuple(each for each in self.gone if not each.entry)

    @property
    def nothing_left(self) -> bool:
        """Whether applying it would do nothing."""
        return not (self.added or self.changed or self.removed)

    @property
    def digest(self) -> str:
        """Of all that would be done: who applies a roster says by it what they were shown."""
        said = [[_plain(each) for each in self.added], [[_plain(old), _plain(new)] for old, new in self.changed]]
        gone = [_plain(each) for each in self.gone]
        return digest([*said, gone])


def _plain(each: Registered) -> list[Any]:
    return [each.id, each.item, each.number, each.name, each.unit, dict(each.attributes), dict(each.scores)]


@dataclass(frozen=True, slots=True)
class Room:
    """How many each unit may register, and who is registered: what a roster is held against. units: how units are
    written already, those of links and judges too."""

    quotas: Quotas
    registered: Sequence[Registered]
    mode: str = "add"
    units: Collection[str] = ()

    def completed(self, roster: Roster) -> Roster:
        """The roster with a number for everybody, and each unit written as it is already, or as the roster has it
        first: a unit in two spellings is two in every table."""
        spelling = Spelling([*self.units, *(each.unit for each in self.registered)])
        units = [spelling.of(row.unit) for row in roster.rows]
        rows = [
            row if row.unit == unit else replace(row, unit=unit) for row, unit in zip(roster.rows, units, strict=True)
        ]
        return replace(roster, rows=tuple(numbered(rows, self.registered)), respelled=spelling.told)

    def faults(self, rows: Sequence[RosterRow]) -> Iterator[tuple[RosterRow, str, Fault]]:
        """What of the rows does not fit to who is registered: each with its row and column."""
        pairs = list(_matched(self.registered, rows))
        yield from self._of_another(pairs)
        yield from self._too_many(pairs)

    def _of_another(self, pairs: Sequence[Pair]) -> Iterator[tuple[RosterRow, str, Fault]]:
        """Sheets of two units that both begin with 1: who has the number already would become somebody else. A roster
        that replaces says whose number it is."""
        if self.mode == "replace":
            return
        for row, old in pairs:
            if old and key(old.name) != key(row.name) and unit_key(old.unit) != unit_key(row.unit):
                told = {"text": row.number, "name": old.name, "unit": old.unit}
                yield row, "number", Fault("", "number_of_another", told)

    def _too_many(self, pairs: Sequence[Pair]) -> Iterator[tuple[RosterRow, str, Fault]]:
        """Each row that is one too many of its unit, in its item or in all together. Who was refused takes no place;
        who stays takes one."""
        if not self.quotas:
            return
        gone = _gone(self.registered, pairs) if self.mode == "replace" else []
        told = {id(each) for each in gone} | {id(old) for _, old in pairs if old}
        met: Counter[tuple[str, str]] = Counter()
        for each in self.registered:
            if id(each) not in told and each.state != "refused":
                met.update(((each.unit, each.item), (each.unit, EVERY)))
        for row, old in pairs:
            if old and old.state == "refused":
                continue
            for item, most in limits_of(self.quotas, row.unit, (row.item,)).items():
                met[row.unit, item] += 1
                if met[row.unit, item] > most:
                    code = "quota_over_all" if item == EVERY else "quota_over"
                    yield row, "unit", Fault("", code, {"unit": row.unit, "most": most})


def difference(registered: Iterable[Registered], rows: Sequence[RosterRow], mode: str = "add") -> Difference:
    """What the rows would change. mode: one of MODES. Only a roster that replaces lets anybody go, and nobody under
    review whose unit it does not name: they came by a link, and the sheet is about others."""
    known = list(registered)
    pairs = list(_matched(known, rows))
    added = [_new(row) for row, old in pairs if old is None]
    met = [(old, _renewed(old, row)) for row, old in pairs if old]
    changed = [(old, new) for old, new in met if old != new]
    gone = _gone(known, pairs) if mode == "replace" else []
    return Difference(tuple(added), tuple(changed), tuple(gone), len(met) - len(changed))


def _gone(known: Iterable[Registered], pairs: Sequence[Pair]) -> list[Registered]:
    items, units = {row.item for row, _ in pairs}, {unit_key(row.unit) for row, _ in pairs}
    there = {id(old) for _, old in pairs if old}
    left = [each for each in known if each.item in items and id(each) not in there]
    return [each for each in left if unit_key(each.unit) in units or not _under_review(each)]


def _under_review(each: Registered) -> bool:
    return each.state in ("waiting", "amend") or each.substitute is not None


def _matched(known: Iterable[Registered], rows: Sequence[RosterRow]) -> Iterator[Pair]:
    """Each row, and whom it is about: known again by item and number, or as the same person of the same unit whose
    number no other row has: they get another number, and are not there twice. Of two new rows of one name in a unit
    nobody can say who was there: both are new."""
    by_number: dict[tuple[str, str], Registered] = {}
    by_person: dict[tuple[str, ...], list[Registered]] = {}
    for each in known:
        by_number[each.item, key(each.number)] = each
        by_person.setdefault(person_of(each), []).append(each)
    numbers = {(row.item, key(row.number)) for row in rows}
    met = [(row, by_number.get((row.item, key(row.number)))) for row in rows]
    new = Counter(person_of(row) for row, old in met if not old)
    for row, old in met:
        alone = not old and new[person_of(row)] == 1
        yield row, _renumbered(by_person.get(person_of(row), ()), numbers) if alone else old


def _renumbered(same: Sequence[Registered], numbers: set[tuple[str, str]]) -> Registered | None:
    left = [each for each in same if (each.item, key(each.number)) not in numbers]
    return left[0] if len(left) == 1 else None


def _new(row: RosterRow) -> Registered:
    return Registered(row.item, row.number, row.name, row.unit, dict(row.attributes), dict(row.scores))


def _renewed(old: Registered, row: RosterRow) -> Registered:
    """A roster without marks takes none away: theory may come in a sheet of its own. A number is the same however its
    letters are typed."""
    attributes, scores = dict(row.attributes), {**old.scores, **row.scores}
    number = old.number if key(old.number) == key(row.number) else row.number
    return replace(old, number=number, name=row.name, unit=row.unit, attributes=attributes, scores=scores)


def units_of(people: People, contest: str) -> set[str]:
    """How units are written: of who is registered, of links, and of judges."""
    judges = {told.get("unit", "") for told in people.seat_names(contest).values()}
    return people.units(contest) | (judges - {""})
