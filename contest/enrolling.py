"""How a unit registers its people by its link: one by one or from a sheet, corrected, withdrawn, replaced.

May not be in here: what a review decides (qualifying.py). A link shows and changes its own unit's people, and only in
the items that are open to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .intake import Columns, RosterRow, asked_of, read_person, read_roster
from .intake.heads import Unread
from .intake.words import key, plain_number
from .people import Link, People, Registered, Which, limits_of
from .people.registrations import new_id
from .registering import RosterRefused
from .scoring.contest import Contest
from .scoring.events import ItemId, digest
from .scoring.item import Item
from .scoring.refused import Refused

NEEDED = ("name", "item")
"""Columns a unit's sheet cannot do without."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sheet would change: new people, and (as registered, as the sheet says); same: rows that change nothing;
    unread: the columns passed over."""

    added: tuple[Registered, ...]
    changed: tuple[tuple[Registered, Registered], ...]
    same: int
    unread: tuple[Unread, ...] = ()

    @property
    def digest(self) -> str:
        """Of all that would be done, so that just this is."""
        told = [[each.item, each.number, each.name, dict(each.attributes)] for each in self.added]
        told += [[old.id, old.at, new.number, new.name, dict(new.attributes)] for old, new in self.changed]
        return digest(told)


def open_items(fold: Contest, link: Link) -> list[Item]:
    """The items that are open to the link, as they stand in the contest."""
    return [item for item in fold.items.values() if item.id in link.items]


def people_of(people: People, link: Link) -> list[Registered]:
    """Whom the unit has registered in the items of its link."""
    return [each for each in people.some_registered(link.contest, Which(unit=link.unit)) if each.item in link.items]


def one_of(people: People, link: Link, id: str) -> Registered:
    """One of them. Refused("unknown_registration"): there is none, or it is another unit's."""
    for each in people.registered_by_id(link.contest, [id]):
        if each.unit == link.unit and each.item in link.items:
            return each
    raise Refused("unknown_registration", id=id)


def room(people: People, link: Link) -> dict[str, int]:
    """Item, or "" for all together → how many the unit may register; without limit where it is left out."""
    return limits_of(people.quotas(link.contest), link.unit, link.items)


def enrol(people: People, fold: Contest, link: Link, said: Mapping[str, Any]) -> str:
    """Register somebody: {"item", "name", "number", "attributes"}; the new registration's id.

    Refused("link_closed"), ("unknown_item"), ("person_there"), ("quota_over"), ("number_taken"); RosterRefused.
    """
    refuse_closed(link)
    item = _item(fold, link, said["item"])
    fresh = _read(item, link, said)
    _refuse_there(people_of(people, link), fresh)
    _refuse_opened(item)
    number = fresh.number or _numbers(people, link)()
    fresh = replace(fresh, number=number, id=new_id())
    _keep(people, link, [fresh], [])
    return fresh.id


def correct(people: People, fold: Contest, link: Link, id: str, said: Mapping[str, Any]) -> None:
    """Correct somebody who is not in the contest yet; they wait for review again. Who was asked to amend may do so
    after the deadline too: that is when most reviews begin."""
    old = one_of(people, link, id)
    refuse_late(link, old)
    _refuse_entered(old)
    new = _read(_item(fold, link, old.item), link, {**said, "item": old.item})
    new = replace(new, number=new.number or old.number, id=old.id, scores=old.scores)
    _refuse_there((each for each in people_of(people, link) if each.id != old.id), new)
    _keep(people, link, [], [(old, new)])


def withdraw(people: People, link: Link, id: str) -> None:
    """Take back a registration that is not in the contest yet."""
    refuse_closed(link)
    old = one_of(people, link, id)
    _refuse_entered(old)
    people.keep([people.keep_registrations(link.contest, link.actor, [], [old.id])])


def substitute(people: People, fold: Contest, link: Link, id: str, said: Mapping[str, Any]) -> None:
    """Ask to replace somebody by another, {"name", "attributes", "note"}: done once it is accepted. Who is in the
    contest can be replaced before the draw only. Refused("substitutes_over"), ("substitute_drawn"),
    ("substitute_early"): who is not accepted yet is corrected."""
    if not link.takes_substitutes:
        raise Refused("substitutes_over")
    old = one_of(people, link, id)
    item = _item(fold, link, old.item)
    if not old.entry and old.state != "accepted":
        raise Refused("substitute_early", name=old.name)
    if old.entry and item.by_code:
        raise Refused("substitute_drawn", number=old.number)
    new = _read(item, link, {**said, "item": old.item, "number": old.number})
    _refuse_there((each for each in people_of(people, link)), new)
    asked = {"name": new.name, "attributes": dict(new.attributes), "note": said["note"]}
    people.keep(
        [people.change_registered(link.actor, [(old, replace(old, substitute=asked))], "substitute", said["note"])]
    )


def keep_back(people: People, link: Link, id: str) -> None:
    """Take the wish for a substitute back."""
    old = one_of(people, link, id)
    if old.substitute is not None:
        people.keep([people.change_registered(link.actor, [(old, replace(old, substitute=None))], "kept")])


def put_photo(people: People, link: Link, id: str, jpeg: bytes) -> None:
    """Put a photo in place of the one before; whoever was accepted with another one waits for review again. Who is in
    the contest and has one keeps it."""
    old = one_of(people, link, id)
    refuse_late(link, old)
    if old.entry and people.photographed([id]):
        raise Refused("enrolled_entered", name=old.name)
    writes = [people.keep_photo(id, jpeg)]
    if old.state == "accepted" and not old.entry:
        writes.append(people.change_registered(link.actor, [(old, replace(old, state="waiting"))], "corrected"))
    people.keep(writes)


def read_sheet(people: People, fold: Contest, link: Link, file: Path) -> Sent:
    """What a sheet of the unit's people would change; nobody goes because a sheet leaves them out. RosterRefused with
    every fault."""
    items = open_items(fold, link)
    names = {str(item.id): (item.rulebook.name.zh, item.rulebook.name.en, item.id) for item in items}
    attributes = {str(item.id): asked_of(item.rulebook) for item in items}
    roster = read_roster(file, names, Columns(attributes=attributes, needed=NEEDED, unit=link.unit))
    if roster.faults:
        raise RosterRefused("roster_faults", roster.faults)
    there = people_of(people, link)
    by_number = {(each.item, key(each.number)): each for each in there}
    by_name = {(each.item, key(each.name)): each for each in there}
    number = _numbers(people, link)
    added, changed, same = [], [], 0
    for row in roster.rows:
        old = by_number.get((row.item, key(row.number))) or by_name.get((row.item, key(row.name)))
        new = _waiting(link, row)
        if old is None:
            added.append(replace(new, number=new.number or number()))
        elif _says(old, new):
            same += 1
        else:
            changed.append((old, replace(new, number=new.number or old.number, id=old.id, scores=old.scores)))
    return Sent(tuple(added), tuple(changed), same, roster.unread)


def send_sheet(people: People, fold: Contest, link: Link, found: Sent) -> None:
    """Do what the sheet says, all of it or nothing. Refused like `enrol` and `correct`."""
    if found.added:
        refuse_closed(link)
    for old, _ in found.changed:
        refuse_late(link, old)
        _refuse_entered(old)
    for each in found.added:
        _refuse_opened(fold.items[ItemId(each.item)])
    _keep(people, link, [replace(each, id=new_id()) for each in found.added], list(found.changed))


def _keep(people: People, link: Link, fresh: list[Registered], changed: list[tuple[Registered, Registered]]) -> None:
    kept = [*fresh, *(new for _, new in changed)]
    people.keep(
        [
            people.change_registered(link.actor, changed, "corrected"),
            people.enrol(link, fresh, people.quotas(link.contest)),  # after it: whoever was refused takes a place again
            people.each_number_once(link.contest, kept),
        ]
    )


def _says(old: Registered, new: Registered) -> bool:
    number = new.number in ("", old.number)
    return number and (old.name, dict(old.attributes)) == (new.name, dict(new.attributes))


def _read(item: Item, link: Link, said: Mapping[str, Any]) -> Registered:
    """Somebody as typed. RosterRefused with the fields at fault."""
    name, number = said["name"].strip(), plain_number(said.get("number", ""))
    attributes, faults = read_person(asked_of(item.rulebook), name, number, said["attributes"])
    if faults:
        raise RosterRefused("person_faults", faults)
    return Registered(str(item.id), number, name, link.unit, attributes, state="waiting")


def _waiting(link: Link, row: RosterRow) -> Registered:
    return Registered(row.item, row.number, row.name, link.unit, dict(row.attributes), state="waiting")


def _item(fold: Contest, link: Link, id: str) -> Item:
    for item in open_items(fold, link):
        if item.id == id:
            return item
    raise Refused("unknown_item", item=id)


def _numbers(people: People, link: Link) -> Any:
    """Gives the next free number of this link, each time: 0301 is the first of the third link. They tell nothing of how
    many others registered."""
    start = f"{link.ordinal:02d}"
    taken = people.numbers(link.contest, start)
    free = (f"{start}{n:02d}" for n in range(1, 10**6))
    return lambda: next(number for number in free if number not in taken)


def refuse_closed(link: Link) -> None:
    """Refused("link_closed") once the deadline is over."""
    if not link.is_open:
        raise Refused("link_closed")


def refuse_late(link: Link, old: Registered) -> None:
    """Refused("link_closed") once the deadline is over, unless they are asked to amend."""
    if old.state != "amend":
        refuse_closed(link)


def _refuse_entered(old: Registered) -> None:
    if old.entry:
        raise Refused("enrolled_entered", name=old.name)


def _refuse_opened(item: Item) -> None:
    if item.opened:
        raise Refused("already_open", item=item.id)


def _refuse_there(there: Iterable[Registered], new: Registered) -> None:
    """The same person twice in one item is a slip of the hand."""
    if any(each.item == new.item and key(each.name) == key(new.name) for each in there):
        raise Refused("person_there", name=new.name)
