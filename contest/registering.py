"""From a roster's file to registrations: read whole, held against what is registered, applied as it was shown.

May not be in here: who may, or what the door writes down of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from .entering import import_scores, person_of
from .intake import Columns, RosterRow, asked_of, read_roster
from .intake.attributes import NAMES
from .intake.heads import named
from .intake.roster import HEADERS, NEEDED, label
from .people import People, Quotas, Registered, limits_of
from .people.unit_links import EVERY
from .scoring.contest import Contest
from .scoring.events import ItemId, digest
from .scoring.item import Item
from .scoring.marking import read_imported
from .scoring.refused import Fault, Faulty, MarksRefused, Refused
from .scoring.verbs import Act, organizer
from .underway import Told, silent


class RosterRefused(Faulty):
    """A roster that cannot be used; nothing of it was imported. Sentences `intake.<code>`."""

    area = "intake"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a roster would change. changed: as registered, as the roster says · gone: registered in an item of the
    roster, and not in it · same: rows that change nothing."""

    added: tuple[Registered, ...]
    changed: tuple[tuple[Registered, Registered], ...]
    gone: tuple[Registered, ...]
    same: int

    @property
    def nothing_left(self) -> bool:
        """Whether applying it would do nothing: who is entered stays, so those may be gone from the roster."""
        return not (self.added or self.changed or any(not each.entry for each in self.gone))

    @property
    def digest(self) -> str:
        """Of all that would be done: who applies a roster says by it what they were shown."""
        said = [[_plain(each) for each in self.added], [[_plain(old), _plain(new)] for old, new in self.changed]]
        gone = [_plain(each) for each in self.gone]
        return digest([*said, gone])


@dataclass(frozen=True, slots=True)
class Room:
    """How many each unit may register, and who is registered: what a roster is held against."""

    quotas: Quotas
    registered: Iterable[Registered]

    def too_many(self, rows: Sequence[RosterRow]) -> Iterator[Fault]:
        """A fault at each row that is one too many of its unit, in its item or in all together. Who was refused takes
        no place; items that the roster does not speak of stay as they are."""
        if not self.quotas:
            return
        spoken = {row.item for row in rows}
        refused = {(each.item, each.number) for each in self.registered if each.state == "refused"}
        stay = [each for each in self.registered if each.item not in spoken and each.state != "refused"]
        met = Counter((each.unit, EVERY) for each in stay)
        for row in rows:
            if (row.item, row.number) in refused:
                continue
            limits = limits_of(self.quotas, row.unit, (row.item,))
            for item, most in limits.items():
                met[row.unit, item] += 1
                if met[row.unit, item] > most:
                    code = "quota_over_all" if item == EVERY else "quota_over"
                    yield Fault(str(row.row), code, {"unit": row.unit, "most": most})


def _plain(each: Registered) -> list[Any]:
    return [each.id, each.item, each.number, each.name, each.unit, dict(each.attributes), dict(each.scores)]


def read(
    fold: Contest, file: Path, day: date | None = None, room: Room | None = None, told: Told = silent
) -> tuple[RosterRow, ...]:
    """The rows of a roster's file. day: on which ages are counted where it has birthdays · room: how many each unit may
    register · told: hears how far it is. RosterRefused with every fault."""
    items = fold.items
    names = {str(item.id): (item.rulebook.name.zh, item.rulebook.name.en, item.id) for item in items.values()}
    attributes = {str(item.id): asked_of(item.rulebook) for item in items.values()}
    roster = read_roster(file, names, Columns(_imported(items.values()), attributes, day), told)
    too_many = room.too_many(roster.rows) if room else ()
    if faults := (*roster.faults, *_unfit(items, roster.rows), *too_many):
        raise RosterRefused("roster_faults", faults)
    return roster.rows


def _imported(items: Iterable[Item]) -> dict[str, tuple[str, str]]:
    """What the columns of imported parts may be called: the parts' names, in any item."""
    parts = [part for item in items for part in item.rulebook.parts if part.source == "imported"]
    return {str(part.id): (part.name.zh, part.name.en) for part in parts}


def _by_number(items: Iterable[Item]) -> dict[str, tuple[str, str]]:
    """The same of those parts alone whose marks may stand beside a name, in one of the items at least."""
    known = list(items)
    shown = {str(part.id) for item in known for part in item.rulebook.parts if not item.marked_by_code(part)}
    return {id: names for id, names in _imported(known).items() if id in shown}


def tellable(fold: Contest, rows: Iterable[Registered]) -> list[Registered]:
    """Registrations without marks of parts that go by code while sealed: some may be kept from before that was heeded,
    and told beside the name they would tell whose code bears them."""
    coded = {
        str(item.id): {part.id for part in item.rulebook.parts if item.marked_by_code(part)}
        for item in fold.items.values()
    }
    return [
        replace(each, scores={id: score for id, score in each.scores.items() if id not in coded.get(each.item, ())})
        for each in rows
    ]


def _unfit(items: Mapping[Any, Item], rows: Iterable[RosterRow]) -> Iterator[Fault]:
    """What no item takes: seen before the first line is written, so that nothing is half imported."""
    for row in rows:
        book = items[row.item].rulebook
        parts = {str(part.id): part for part in book.parts if part.source == "imported"}
        name = named((book.name.zh, book.name.en))
        for id, score in row.scores.items():
            if id not in parts:
                yield Fault(str(row.row), "no_such_part", {"item": name, "part": label(id, _imported(items.values()))})
                continue
            if items[row.item].marked_by_code(parts[id]):
                part = named((parts[id].name.zh, parts[id].name.en))
                yield Fault(str(row.row), "part_by_code", {"item": name, "part": part})
                continue
            try:
                read_imported(parts[id], score)
            except MarksRefused:
                yield Fault(str(row.row), "above_most", {"text": score, "most": str(parts[id].out_of)})


def columns(
    fold: Contest, rows: Iterable[Registered], of: Iterable[str] | None = None, unit: str = ""
) -> tuple[list[str], list[list[str]]]:
    """A roster to fill in: its heads (needed columns, marks that come from elsewhere, what the rulebooks read of a
    person), and a row for each that is registered. of: the items it is for · unit: whose own sheet it is, which has no
    column of units and of marks."""
    items = [item for item in fold.items.values() if of is None or item.id in of]
    asked = list(dict.fromkeys(id for item in items for id in asked_of(item.rulebook)))
    parts = {} if unit else _by_number(items)
    names = {str(item.id): item.rulebook.name.zh for item in items}
    heads = [HEADERS[column][0] for column in NEEDED if not (unit and column == "unit")]
    heads += [parts[id][0] for id in parts] + [NAMES[id][0] if id in NAMES else id for id in asked]
    told = [
        [each.number, each.name, *([] if unit else [each.unit]), names.get(each.item, each.item)]
        + [each.scores.get(id, "") for id in parts]
        + [each.attributes.get(id, "") for id in asked]
        for each in rows
    ]
    return heads, told


def called(fold: Contest, lang: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What is called how: items, what rulebooks read of a person, imported parts, each by its id."""
    items = fold.items.values()
    asked = dict.fromkeys(id for item in items for id in asked_of(item.rulebook))
    zh = lang == "zh"
    parts = {id: names[0] if zh or not names[1] else names[1] for id, names in _by_number(items).items()}
    attributes = {id: NAMES[id][0] if zh and id in NAMES else id for id in asked}
    return {str(item.id): getattr(item.rulebook.name, lang) for item in items}, attributes, parts


def difference(registered: Iterable[Registered], rows: Iterable[RosterRow]) -> Difference:
    """What the rows would change; a registration is known again by its item and number."""
    wanted = {(row.item, row.number): row for row in rows}
    touched = {item for item, _ in wanted}
    known = {(each.item, each.number): each for each in registered if each.item in touched}
    added = [_new(row) for at, row in wanted.items() if at not in known]
    changed = [(known[at], _renewed(known[at], row)) for at, row in wanted.items() if at in known]
    changed = [(old, new) for old, new in changed if old != new]
    gone = [each for at, each in known.items() if at not in wanted]
    return Difference(tuple(added), tuple(changed), tuple(gone), len(wanted) - len(added) - len(changed))


def _new(row: RosterRow) -> Registered:
    return Registered(row.item, row.number, row.name, row.unit, dict(row.attributes), dict(row.scores))


def _renewed(old: Registered, row: RosterRow) -> Registered:
    """A roster without marks takes none away: theory may come in a sheet of its own."""
    attributes, scores = dict(row.attributes), {**old.scores, **row.scores}
    return replace(old, name=row.name, unit=row.unit, attributes=attributes, scores=scores)


def apply(act: Act, people: People, fold: Contest, found: Difference, by: str, told: Told = silent) -> None:
    """Do what the difference says. Who was entered already is corrected in the journal; who is gone from the roster but
    entered stays: only a status takes somebody out. Refused("already_open"): somebody new in an item that is open;
    ("roster_moved"): somebody was reviewed, say, since the difference was told."""
    for each in found.added:
        if fold.items[ItemId(each.item)].opened:
            raise Refused("already_open", item=each.item)
    entered = [(old, new) for old, new in found.changed if old.entry]
    for at, (old, new) in enumerate(entered):
        if _identity(old) != _identity(new):
            told("entries", at, len(entered))
            change_identity(act, people, fold, new, [people.keep_registrations(fold.id, by, [_unmarked(old, new)])])
    rest = [(old, new) for old, new in found.changed if not old.entry or _identity(old) == _identity(new)]
    gone = [each for each in found.gone if not each.entry]
    kept = [*found.added, *(_unmarked(old, new) for old, new in rest)]
    unmoved = people.unmoved([*(old for old, _ in rest), *gone])
    people.keep([unmoved, people.keep_registrations(fold.id, by, kept, [each.id for each in gone], told)])
    for item in fold.items.values():
        fresh = [new for old, new in entered if new.item == item.id and old.scores != new.scores]
        import_scores(act, item, fresh, "again", partial(people.keep_scores, fold.id))
    people.sweep()


def _unmarked(old: Registered, new: Registered) -> Registered:
    """As it is kept before its new marks stand in the journal, with which those are written: where that breaks off, a
    roster that is sent again still finds them missing."""
    return replace(new, scores=old.scores) if old.entry else new


def change_identity(act: Act, people: People, fold: Contest, new: Registered, also: Sequence[Any]) -> None:
    """Say in the journal that another identity stands behind an entry, with what is written of it beside."""
    mark, write = people.changed_identity(fold.id, new.entry, person_of(new))
    values = {"item": new.item, "entry": new.entry, "commitment": mark}
    act(organizer.change_identity, values, also=[write, *also], step=f"identity-{new.entry}")


def _identity(each: Registered) -> list[Any]:
    return [each.name, each.unit, dict(each.attributes)]
