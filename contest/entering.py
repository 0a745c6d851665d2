"""From registrations to entries: accepted people are entered under random ids, with the marks they bring.

May not be in here: who is registered, and how that came (registering).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .db import PlainWrite
from .one_by_one import lock_by_contest
from .opening import told_openly
from .people import People, Person, Registered
from .scoring.contest import Contest
from .scoring.events import EntryId, PartId
from .scoring.item import Item
from .scoring.rulebook import Part
from .scoring.verbs import Act, organizer
from .scoring.verbs.jury import tell_attributes

one_by_one = lock_by_contest()
"""Who enters people or applies a roster holds this from reading who is registered to the last write: ids are random, so
nothing else would see that the same people are entered a second time."""


def person_of(each: Registered) -> Person:
    """Who a registration is of, as an entry's identity."""
    return Person(each.number, each.name, each.unit, each.attributes)


def enter(act: Act, people: People, fold: Contest, item: Item) -> int:
    """Enter an item's accepted registrations that are not in the journal yet, with the scores they bring; how many.
    One at a time: a second clerk waits, and finds nobody left. Refused("entered_meanwhile"): another process did."""
    with one_by_one(fold.id):
        return _enter(act, people, fold, item)


def _enter(act: Act, people: People, fold: Contest, item: Item) -> int:
    """A batch is told apart by who is first in it, not by where it begins: a request that is sent again after it broke
    off finds others waiting, whom the door would take for entered. The marks of all who are entered by now are looked
    at: it may have broken off before those."""
    waiting = [each for each in people.registered(fold.id, item.id) if each.state == "accepted" and not each.entry]
    for start in range(0, len(waiting), organizer.BULK):
        batch = waiting[start : start + organizer.BULK]
        entries, keep = people.entrants(fold.id, item.id, [person_of(each) for each in batch])
        ids = {each.id: row["entry"] for each, row in zip(batch, entries, strict=True)}
        also = [keep, people.entered(ids)]
        act(organizer.enter_entries, {"item": item.id, "entries": entries}, also=also, step=f"enter-{batch[0].id[:8]}")
    people.sweep()
    if not item.signature:
        # Whom another process has entered may not be folded here yet: their marks are that process's to bring.
        here = [each for each in people.registered(fold.id, item.id) if each.entry in item.entries]
        import_scores(act, item, here, "enter")
    for start, values in told_openly(people, fold.id, item):
        act(tell_attributes, values, step=f"attributes-{start}-{len(values['attributes'])}")
    return len(waiting)


def import_scores(
    act: Act, item: Item, entered: Iterable[Registered], step: str, keep: Callable[..., PlainWrite] | None = None
) -> None:
    """By number go marks of those parts alone that may stand beside a name; the others come in a sheet by code. keep:
    gives the write that notes them with who is registered; without it a mark that stands already is not told again."""
    known = list(entered)
    for part in item.rulebook.parts:
        if item.marked_by_code(part):
            continue
        said = {each.entry: each.scores[part.id] for each in known if each.scores.get(part.id)}
        scores = [
            {"entry": id, "score": score} for id, score in said.items() if keep or _stands(item, part, id) != score
        ]
        for start in range(0, len(scores), organizer.BULK):
            batch = scores[start : start + organizer.BULK]
            values = {"item": item.id, "part": part.id, "scores": batch}
            also = [keep(part.id, {each["entry"]: each["score"] for each in batch})] if keep else ()
            act(organizer.import_part_scores, values, also=also, step=f"{step}-{part.id}-{batch[0]['entry']}")


def _stands(item: Item, part: Part, entry: str) -> str:
    """The mark that an entry has in an imported part; "" for none."""
    there = item.entries[EntryId(entry)].imported.get(PartId(part.id))
    return "" if there is None else str(there.raw)
