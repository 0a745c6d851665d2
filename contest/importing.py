"""Bringing rulebooks, rosters and journals in from files, as acts at the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from . import journal as journal_table
from .drawn import prefix_of
from .entering import enter
from .export import journal as journal_file
from .opening import SYSTEM
from .people import People
from .record import Door, Stored
from .registering import apply, read
from .roster_changes import Room, difference, units_of
from .scorefile import load_rulebook
from .scoring.contest import Contest, fold
from .scoring.events import GENESIS, from_bytes
from .scoring.refused import Refused
from .scoring.verbs import Verb, organizer
from .scoring.verbs.chief import open_marking
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


def import_roster(
    door: Door, people: People, contest: str, file: Path, day: date | None = None, mode: str = "add"
) -> Iterator[str]:
    """Register and enter a roster's competitors, all or none; draw codes, set up seats, open marking. A line an item.
    day: on which ages are counted where the roster has birthdays · mode: one of roster_changes.MODES."""

    def act(verb: Verb, values: dict[str, Any], also: Any = (), step: str = "") -> Any:
        return door.record(contest, verb, by=SYSTEM, values=values, also=also)

    fold = door.current(contest)
    registered = people.registered(contest)
    rows = read(fold, file, day, Room({}, registered, mode, units_of(people, contest))).rows
    named = {row.item for row in rows}
    for item in fold.items.values():
        if item.id in named and item.opened:
            raise Refused("already_open", item=item.id)
    apply(act, people, fold, difference(registered, rows, mode), SYSTEM)
    for item in [item for item in fold.items.values() if item.id in named]:
        enter(act, people, fold, item)
        seed, keep = people.new_seed(contest, item.id)
        drawn = door.current(contest)
        prefix = prefix_of(people, drawn, drawn.items[item.id])
        act(draw_codes, {"item": item.id, "seed": seed, "prefix": prefix}, also=[keep])
        set_up_seats(act, people, door.current(contest), item)
        act(open_marking, {"item": item.id})
        yield f"{item.id}: {len(door.current(contest).items[item.id].entries)}"


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
