"""Opening a contest from a preset: its lines at the door, and who is who beside them.

May not be in here: reading files (presets, intake) or anything that happens once judges mark.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .material import Kept, Shelf, sealed_list
from .people import People, Person, Registered, foretold
from .presets import Preset
from .record import Door
from .scoring.attributes import UNIT, reads
from .scoring.contest import Contest
from .scoring.events import EntryId, ItemId
from .scoring.item import Item
from .scoring.verbs import organizer
from .scoring.verbs.beside import set_material
from .scoring.verbs.chief import open_marking
from .scoring.verbs.jury import tell_attributes
from .scoring.verbs.officer import draw_codes, letter_of
from .scoring.verbs.organizer import BULK
from .scoring.verbs.votes import count_votes, hold_ballot

SYSTEM = "system"
Numbers = Mapping[str, Mapping[str, EntryId]]
"""Per item: roster number → entry id."""


def open_preset(
    door: Door,
    people: People,
    preset: Preset,
    contest: str,
    *,
    rehearsal: bool,
    seed: str | None = None,
    shelf: Shelf | None = None,
) -> None:
    """Record all a preset says of a contest: rulebooks, entries, codes, theory marks, seats; then let judges mark. An
    item that a round leads to waits for its entries.

    Resumes where an earlier run stopped between two acts: every act has a request of its own. `seed`: in a rehearsal
    the draw may follow from it, so that the same seed gives everyone the same code; ValueError in a real contest.
    `shelf`: where the preset's material goes; without one there is none.
    """
    if seed is not None and not rehearsal:
        raise ValueError("a draw that can be foretold is none")
    here = _Opening(door, people, preset, contest)
    title, later = dict(preset.title), _later(preset)
    here.act("contest", organizer.open_contest, {"title": title, "rehearsal": rehearsal, "preset": preset.id})
    for item, rulebook in preset.rulebooks.items():
        here.act(f"rulebook:{item}", organizer.set_rulebook, {"rulebook": rulebook})
        if item not in later:
            _enter(here, item, seed)
            _draw(here, item, seed)
    if preset.unit_table:
        here.act("units", organizer.set_unit_table, {"table": preset.unit_table})
    numbers: Numbers = {str(item.id): people.by_number(contest, item.entries) for item in here.fold.items.values()}
    _seat(here, numbers)
    _import_scores(here, numbers)
    for entered in here.fold.items.values():
        for start, values in told_openly(people, contest, entered):
            here.act(f"attributes:{entered.id}:{start}", tell_attributes, values)
    _count_votes(here, numbers)
    if shelf is not None:
        _lay_beside(here, shelf, numbers)
    for item in preset.rulebooks:
        if item not in later and not here.fold.items[ItemId(item)].opened:
            here.act(f"marking:{item}", open_marking, {"item": item})


@dataclass(frozen=True, slots=True)
class _Opening:
    """A contest that is being opened from a preset."""

    door: Door
    people: People
    preset: Preset
    contest: str

    @property
    def fold(self) -> Contest:
        return self.door.current(self.contest)

    def act(self, name: str, verb: Any, values: dict[str, Any], also: Any = ()) -> None:
        """Record an act under a request of its own: done before, it is done once."""
        self.door.record(
            self.contest, verb, by=SYSTEM, values=values, request=f"open:{name}", asked={"act": name}, also=also
        )

    def has_done(self, name: str) -> bool:
        """Whether the act stands in the journal."""
        return f"open:{name}" in self.fold.requests


def _later(preset: Preset) -> set[str]:
    """The items that a round leads to: who is in them shows once that round is signed."""
    return {book["advance"]["to"] for book in preset.rulebooks.values() if book.get("advance")}


def _enter(here: _Opening, item: str, seed: str | None) -> None:
    """Enter an item's competitors, at most 1,000 an act."""
    rows = [row for row in here.preset.roster if row.item == item]
    for start in range(0, len(rows), BULK):
        batch = rows[start : start + BULK]
        name = f"entries:{item}:{start}"
        if here.has_done(name):
            continue
        persons = [Person(row.number, row.name, row.unit, row.attributes) for row in batch]
        entries, keep = here.people.entrants(here.contest, item, persons, foretold(seed, item, start))
        ids = [each["entry"] for each in entries]
        registered = [
            Registered(item, row.number, row.name, row.unit, row.attributes, row.scores, entry=entry)
            for row, entry in zip(batch, ids, strict=True)
        ]
        also = [keep, here.people.keep_registrations(here.contest, SYSTEM, registered)]
        here.act(name, organizer.enter_entries, {"item": item, "entries": entries}, also)
    here.people.sweep()


def _draw(here: _Opening, item: str, seed: str | None) -> None:
    """Draw an item's codes."""
    drawn, keep = here.people.new_seed(here.contest, item, foretold(seed, item, "draw"))
    prefix = letter_of(here.fold, here.fold.items[ItemId(item)])
    here.act(f"codes:{item}", draw_codes, {"item": item, "seed": drawn, "prefix": prefix}, [keep])


def _seat(here: _Opening, numbers: Numbers) -> None:
    """Set the seats, each with its duties and its name."""
    for seat in here.preset.seats:
        duties = [
            {"item": duty.item, "part": duty.part, "entries": _of(duty.entries, numbers[duty.item])}
            for duty in seat.duties
        ]
        also = [here.people.name_seat(here.contest, seat.id, seat.name["zh"], seat.name["en"], seat.judge, seat.unit)]
        values = {"seat": seat.id, "judge": seat.id, "duties": duties, "shadow": seat.shadow}
        here.act(f"seat:{seat.id}", organizer.set_seat, values, also)


def _of(said: Any, numbers: Mapping[str, EntryId]) -> list[EntryId] | None:
    """The entries of a duty; None for all."""
    return None if said == "all" else [numbers[number] for number in said]


def _import_scores(here: _Opening, numbers: Numbers) -> None:
    """Theory and the like: scores that came from elsewhere."""
    for item, rulebook in here.preset.rulebooks.items():
        imported = [part["id"] for part in rulebook["parts"] if part["source"] == "imported"]
        rows = [row for row in here.preset.roster if row.item == item]
        for part in imported:
            scores = [
                {"entry": numbers[item][row.number], "score": row.scores[part]} for row in rows if row.scores.get(part)
            ]
            for start in range(0, len(scores), BULK):
                values = {"item": item, "part": part, "scores": scores[start : start + BULK]}
                here.act(f"scores:{item}:{part}:{start}", organizer.import_part_scores, values)


def told_openly(people: People, contest: str, item: Item) -> Iterator[tuple[int, dict[str, Any]]]:
    """The values of `tell_attributes`, a bulk each with where it begins, for an item whose names are no secret; what a
    rulebook reads of a sealed item waits for the unsealing."""
    if not item.names_known or reads(item.rulebook) == {UNIT}:
        return
    rows = people.attributes_of(contest, item.entries)
    for start in range(0, len(rows), BULK):
        yield start, {"item": item.id, "attributes": rows[start : start + BULK]}


def _count_votes(here: _Opening, numbers: Numbers) -> None:
    """Votes and ballots that were counted beforehand."""
    for count in here.preset.counts:
        known = numbers[count.item]
        values: dict[str, Any] = {"item": count.item, "part": count.part}
        if count.papers:
            said = [{"entry": known[number], "for": votes} for number, votes in count.votes.items()]
            here.act(f"ballot:{count.item}:{count.part}", hold_ballot, {**values, **count.papers, "votes": said})
            continue
        rows = [{"entry": known[number], "votes": votes} for number, votes in count.votes.items()]
        for start in range(0, len(rows), BULK):
            name = f"votes:{count.item}:{count.part}:{count.channel}:{start}"
            here.act(name, count_votes, {**values, "channel": count.channel, "votes": rows[start : start + BULK]})


def _lay_beside(here: _Opening, shelf: Shelf, numbers: Numbers) -> None:
    """The preset's texts beside the sheets, in turns, in the order of the roster."""
    for item, texts in here.preset.material.items():
        kept = [shelf.files.put(io.BytesIO(text.encode()), len(text.encode())) for text in texts]
        for turn, entry in enumerate(numbers[item].values()):
            stored = kept[turn % len(kept)]
            text = Kept(entry=entry, part="", slot="shown", kind="text", digest=stored.digest, size=stored.size)
            digest, also = here.people.seal_text(here.contest, sealed_list([text]))
            values = {"item": item, "entry": entry, "material_digest": digest, "files": 1}
            beside = [*also, shelf.write(here.contest, item, fresh=[text])]
            here.act(f"material:{item}:{entry}", set_material, values, beside)
