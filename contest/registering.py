"""From a roster's file to registrations: read whole, held against what is registered, applied as it was shown.

May not be in here: who may, or what the door writes down of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from .entering import import_scores, person_of
from .intake import Columns, Roster, RosterRow, asked_of, read_roster
from .intake.attributes import NAMES
from .intake.heads import in_reading_order, named
from .intake.roster import HEADERS, NEEDED, label
from .people import People, Registered
from .roster_changes import Difference, Room, difference
from .scoring.contest import Contest
from .scoring.events import ItemId
from .scoring.item import Item
from .scoring.marking import read_imported
from .scoring.refused import Fault, Faulty, MarksRefused, Refused
from .scoring.verbs import Act, organizer
from .underway import Told, silent


class RosterRefused(Faulty):
    """A roster that cannot be used; nothing of it was imported. Sentences `intake.<code>`."""

    area = "intake"


def read(fold: Contest, file: Path, day: date | None = None, room: Room | None = None, told: Told = silent) -> Roster:
    """A roster's file, every row of it sound. day: on which ages are counted where it has birthdays · room: what it is
    held against · told: hears how far it is. RosterRefused with every fault."""
    items = fold.items
    names = {str(item.id): (item.rulebook.name.zh, item.rulebook.name.en, item.id) for item in items.values()}
    attributes = {str(item.id): asked_of(item.rulebook) for item in items.values()}
    roster = read_roster(file, names, Columns(_imported(items.values()), attributes, day, NEEDED[1:]), told)
    if room:
        roster = room.completed(roster)
    unfit = [*_unfit(items, roster.rows), *(room.faults(roster.rows) if room else ())]
    if faults := [*roster.faults, *(roster.at(row, column, fault) for row, column, fault in unfit)]:
        raise RosterRefused("roster_faults", in_reading_order(faults))
    return roster


def held(room: Room, roster: Roster) -> Difference:
    """What the roster would change. RosterRefused where it does not fit to who is registered by now."""
    if faults := [roster.at(row, column, fault) for row, column, fault in room.faults(roster.rows)]:
        raise RosterRefused("roster_faults", in_reading_order(faults))
    return difference(room.registered, roster.rows, room.mode)


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


def _unfit(items: Mapping[Any, Item], rows: Iterable[RosterRow]) -> Iterator[tuple[RosterRow, str, Fault]]:
    """What no item takes, with its row and column: seen before the first line is written, so that nothing is half
    imported."""
    called = _imported(items.values())
    for row in rows:
        item = items[row.item]
        name = named((item.rulebook.name.zh, item.rulebook.name.en))
        parts = {str(part.id): part for part in item.rulebook.parts if part.source == "imported"}
        for id, score in row.scores.items():
            if id not in parts:
                yield row, id, Fault("", "no_such_part", {"item": name, "part": label(id, called)})
                continue
            if item.marked_by_code(parts[id]):
                part = named((parts[id].name.zh, parts[id].name.en))
                yield row, id, Fault("", "part_by_code", {"item": name, "part": part})
                continue
            try:
                read_imported(parts[id], score)
            except MarksRefused:
                yield row, id, Fault("", "above_most", {"text": score, "most": str(parts[id].out_of)})


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
    gone = found.removed
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
    return [each.number, each.name, each.unit, dict(each.attributes)]
