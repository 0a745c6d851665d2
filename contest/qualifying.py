"""资格审查: accepting, sending back and refusing those who registered, and whoever is to take another's place.

May not be in here: who may, or how a unit registers its people (enrolling.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .people import REVIEWS, People, Registered
from .registering import change_identity
from .scoring.contest import Contest
from .scoring.events import ItemId
from .scoring.refused import Refused
from .scoring.verbs import Act


def review(act: Act, people: People, fold: Contest, seen: Mapping[str, str], state: str, note: str, by: str) -> None:
    """Decide on registrations, each as it was seen (id → its `at`): their state, and why; where a substitute waits, on
    that one.

    Refused("registration_moved"): one was changed meanwhile; ("note_needed"); ("entered_already"): whoever is in the
    contest leaves it by a status; ("substitute_drawn").
    """
    if state != "accepted" and not note.strip():
        raise Refused("note_needed")
    found = [each for each in people.named_registrations(fold.id, list(seen)) if not _is_so(each, state, note, by)]
    if any(each.at != seen[each.id] for each in found):
        raise Refused("registration_moved")
    plain = [each for each in found if each.substitute is None]
    replaced = [each for each in found if each.substitute is not None]
    if any(each.entry for each in plain):
        raise Refused("entered_already")
    writes = [
        people.change_registered(by, [(each, replace(each, state=state, note=note)) for each in plain], state, note)
    ]
    if state != "accepted":
        declined = [(each, replace(each, substitute=None, note=note)) for each in replaced]
        people.keep([*writes, people.change_registered(by, declined, "declined", note)])
        return
    inside = [each for each in replaced if each.entry]
    for each in inside:
        if fold.items[ItemId(each.item)].by_code:
            raise Refused("substitute_drawn", number=each.number)
    for each in replaced:
        writes += [] if each.entry else _put_in(people, each, by)
    people.keep(writes)
    for each in inside:
        change_identity(act, people, fold, substituted(each), _put_in(people, each, by))
        people.sweep()


def _is_so(each: Registered, state: str, note: str, by: str) -> bool:
    """Whether the same person decided the same already: an act that is sent again."""
    return each.substitute is None and (each.state, each.note, each.by) == (state, note, by)


def _put_in(people: People, each: Registered, by: str) -> list[Any]:
    """The writes that put the substitute in the other's place. A photo is the other's: it goes."""
    return [
        people.change_registered(by, [(each, substituted(each))], "replaced", each.name),
        people.keep_photo(each.id, None),
    ]


def substituted(each: Registered) -> Registered:
    """The registration with the substitute in it."""
    said = each.substitute or {}
    return replace(each, name=said["name"], attributes=said["attributes"], substitute=None, state="accepted", note="")


def undo(people: People, contest: str, ids: Sequence[str], by: str) -> None:
    """Take back the newest review of each registration, where nothing happened to it since. Refused("nothing_to_undo"),
    ("entered_already")."""
    found = people.named_registrations(contest, ids)
    steps = people.steps_of(ids)
    writes = []
    for each in found:
        last = steps[each.id][-1] if steps[each.id] else None
        if last is None or last.kind not in REVIEWS or last.at != each.at:
            raise Refused("nothing_to_undo")
        if each.entry:
            raise Refused("entered_already")
        writes.append(
            people.change_registered(by, [(each, replace(each, state=last.was, note=last.was_note))], "undone")
        )
    people.keep(writes)
