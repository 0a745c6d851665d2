"""Bringing rulebooks, rosters and journals in from files, as acts at the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from . import journal as journal_table
from .export import journal as journal_file
from .opening import SYSTEM, told_openly
from .people import People, Person
from .record import Door, Stored
from .registering import read
from .scorefile import load_rulebook
from .scoring.contest import Contest, fold
from .scoring.events import GENESIS, ItemId, from_bytes
from .scoring.item import Item
from .scoring.refused import Refused
from .scoring.verbs import organizer
from .scoring.verbs.chief import open_marking
from .scoring.verbs.jury import tell_attributes
from .scoring.verbs.officer import draw_codes
from .seating import set_up_seats


def import_rulebook(door: Door, contest: str, file: Path, zh: str, en: str, *, rehearsal: bool = False) -> str:
    """Give a contest an item by its rulebook file; opens the contest if it is new. What was done, in a line."""
    try:
        door.current(contest)
    except Refused:
        values = {"title": {"zh": zh, "en": en}, "rehearsal": rehearsal}
        door.record(contest, organizer.open_contest, by=SYSTEM, values=values)
    rulebook = load_rulebook(file)
    receipt = door.record(contest, organizer.set_rulebook, by=SYSTEM, values={"rulebook": rulebook})
    return f"{contest}: {rulebook['id']} #{receipt.seq}"


def import_roster(door: Door, people: People, contest: str, file: Path, day: date | None = None) -> Iterator[str]:
    """Enter a roster's competitors, all or none; draw codes, import part scores, open marking. A line an item. day: on
    which ages are counted where the roster has birthdays."""
    fold = door.current(contest)
    items, found = fold.items, read(fold, file, day)
    for row in found:
        if items[ItemId(row.item)].opened:
            raise Refused("already_open", item=row.item)
    for k, item in enumerate(items.values()):
        rows = [row for row in found if row.item == item.id]
        if rows:
            _enter(door, people, contest, item, rows, "ABCDEFGHJKLMNPQRSTUVWXYZ"[k % 24])
            yield f"{item.id}: {len(rows)}"


def _enter(door: Door, people: People, contest: str, item: Item, rows: list[Any], prefix: str) -> None:
    for start in range(0, len(rows), organizer.BULK):
        batch = [Person(row.number, row.name, row.unit, row.attributes) for row in rows[start : start + organizer.BULK]]
        entries, keep = people.entrants(contest, item.id, batch)
        values = {"item": item.id, "entries": entries}
        door.record(contest, organizer.enter_entries, by=SYSTEM, values=values, also=[keep])
    people.sweep()
    seed, keep_seed = people.new_seed(contest, item.id)
    drawn = {"item": item.id, "seed": seed, "prefix": prefix}
    door.record(contest, draw_codes, by=SYSTEM, values=drawn, also=[keep_seed])
    _scores(door, people, contest, item, rows)
    for _, values in told_openly(people, contest, item):
        door.record(contest, tell_attributes, by=SYSTEM, values=values)

    def act(verb: Any, values: dict[str, Any], also: Any = (), step: str = "") -> Any:
        return door.record(contest, verb, by=SYSTEM, values=values, also=also)

    set_up_seats(act, people, door.current(contest), item)
    door.record(contest, open_marking, by=SYSTEM, values={"item": item.id})


def _scores(door: Door, people: People, contest: str, item: Item, rows: list[Any]) -> None:
    by_number = {row.number: row for row in rows}
    known = [(entry, people.person(contest, entry)) for entry in item.entries]
    for part in item.rulebook.parts:
        found = [
            (entry, by_number[who.number].scores.get(part.id))
            for entry, who in known
            if who and who.number in by_number
        ]
        scores = [{"entry": str(entry), "score": score} for entry, score in found if score]
        for start in range(0, len(scores), organizer.BULK):
            values = {"item": item.id, "part": part.id, "scores": scores[start : start + organizer.BULK]}
            door.record(contest, organizer.import_part_scores, by=SYSTEM, values=values)


def import_journal(door: Door, file: Path) -> str:
    """Import a journal as the contest it names. Refused where that contest exists; BrokenChain where the file is
    not whole."""
    whole, stored = _read_journal(file)
    if door.writer.run(lambda conn: journal_table.append(conn, whole.id, 0, stored, [])):
        raise Refused("contest_exists", contest=whole.id)
    return f"{whole.id}: #{whole.seq} {whole.head.hex()}"


def _read_journal(file: Path) -> tuple[Contest, list[Stored]]:
    """The contest that the file tells, and its lines; what cannot be folded is not written."""
    try:
        with file.open(encoding="utf-8") as lines:
            stored = list(journal_file.read(lines))
        if not stored:
            raise Refused("empty_journal", path=file.name)
        contest = from_bytes(stored[0].raw).contest
        return fold(contest, journal_table.checked(contest, GENESIS, 0, stored)), stored
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        raise Refused("not_a_journal", path=file.name) from fault
