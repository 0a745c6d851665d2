"""Who stands behind an entry, seeds of draws, and free texts: what the chain knows only by salted digests."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, insert, select, update

from ..db import PlainWrite, Reader, Writer
from ..people_tables import Draw, Identity, SealedText, Version
from ..scoring.events import EntryId, canonical
from .sessions import Sessions, run


def first_layer(item: str) -> str:
    """Under what the seed of an item's first of two layers is kept: no item's id holds a stroke."""
    return f"{item}/1"


Chance = Callable[[int], str]
"""So many random bytes, as hex. Only a rehearsal may take its chance from a seed that somebody knows."""


def foretold(seed: str | None, *what: object) -> Chance:
    """Chance that follows from a seed and what it is for, so that a rehearsal can be played again; without a seed,
    chance that nobody foresees."""
    if seed is None:
        return secrets.token_hex
    dice = random.Random("/".join(map(str, (seed, *what))))
    return lambda size: dice.randbytes(size).hex()


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands behind an entry. attributes: what rulebooks read beside the unit (age, level …), as texts."""

    number: str
    name: str
    unit: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def commitment(salt: str, person: Person) -> str:
    """The salted digest of an identity that stands in the chain. Attributes are in it where there are any: who has none
    keeps the commitment that journals had before there were attributes."""
    identity: dict[str, object] = {"name": person.name, "number": person.number, "salt": salt, "unit": person.unit}
    if person.attributes:
        identity["attributes"] = dict(person.attributes)
    return hashlib.sha256(canonical(identity)).hexdigest()


class Identities(Sessions):
    """Identities in memory, and the plain writes that belong to an act. Erasing a person deletes row and salt."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        super().__init__(writer, reader)
        self._identities: dict[str, dict[str, Person]] = {}

    def person(self, contest: str, entry: str) -> Person | None:
        """Who stands behind an entry; for staff of unsealed items, exports and unsealing only."""
        return self._people_of(contest).get(entry)

    def by_number(self, contest: str, entries: Iterable[EntryId]) -> dict[str, EntryId]:
        """Who of these entries bears which number, read once by who looks for many; as `numbers_of` tells them."""
        return {number: entry for entry, number in self.numbers_of(contest, entries).items()}

    def numbers_of(self, contest: str, entries: Iterable[EntryId]) -> dict[EntryId, str]:
        """What tells each of these entries apart by number. Two rounds that lead into one final may both bring a 001:
        then those are 001/1, 001/2, in the order in which they were entered."""
        known, bearers = self._people_of(contest), defaultdict[str, list[EntryId]](list)
        for entry in entries:
            if entry in known:
                bearers[known[entry].number].append(entry)
        return {
            entry: number if len(several) == 1 else f"{number}/{k}"
            for number, several in bearers.items()
            for k, entry in enumerate(several, 1)
        }

    def attributes_of(self, contest: str, entries: Iterable[str]) -> list[dict[str, str]]:
        """What is known of entries without their names, `{"entry", "unit", …}`: for the verbs that bring into the open
        as much of it as the rulebook reads, never for an answer."""
        known = self._people_of(contest)
        return [
            {**known[entry].attributes, "entry": entry, "unit": known[entry].unit}
            for entry in entries
            if entry in known
        ]

    def _reread(self) -> None:
        # At once, not when next asked for: whoever asks for a name must never have to wait.
        for contest in list(self._identities):
            self._identities[contest] = self._read_identities(contest)

    def _people_of(self, contest: str) -> dict[str, Person]:
        found = self._identities.get(contest)
        if found is None:
            found = self._identities[contest] = self._read_identities(contest)
        return found

    def _read_identities(self, contest: str) -> dict[str, Person]:
        rows = self.reader.run(lambda conn: conn.execute(select(Identity).where(Identity.contest_id == contest)).all())
        return {row.entry: Person(row.number, row.name, row.unit, row.attributes or {}) for row in rows}

    def entrants(
        self, contest: str, item: str, people: Iterable[Person], chance: Chance = secrets.token_hex
    ) -> tuple[list[dict[str, str]], PlainWrite]:
        """Random entry ids with commitments for these people, and the write that keeps who they are."""
        entries, rows = [], []
        for person in people:
            entry, salt = "e" + chance(8), chance(16)
            entries.append({"entry": entry, "commitment": commitment(salt, person)})
            who = {"number": person.number, "name": person.name, "unit": person.unit}
            row: dict[str, object] = {"contest_id": contest, "entry": entry, "item_id": item, "salt": salt, **who}
            rows.append(row | {"attributes": dict(person.attributes) or None})

        def keep(connection: Connection) -> None:
            connection.execute(insert(Identity), rows)
            connection.execute(update(Version).values(number=Version.number + 1))

        return entries, keep

    def changed_identity(
        self, contest: str, entry: str, person: Person, chance: Chance = secrets.token_hex
    ) -> tuple[str, PlainWrite]:
        """The commitment to an entry's corrected identity, and the write that keeps who it is."""
        salt = chance(16)
        who: dict[str, object] = {"number": person.number, "name": person.name, "unit": person.unit, "salt": salt}
        who["attributes"] = dict(person.attributes) or None

        def keep(connection: Connection) -> None:
            where = (Identity.contest_id == contest, Identity.entry == entry)
            connection.execute(update(Identity).where(*where).values(who))
            connection.execute(update(Version).values(number=Version.number + 1))

        return commitment(salt, person), keep

    def new_seed(self, contest: str, item: str, chance: Chance = secrets.token_hex) -> tuple[str, PlainWrite]:
        """A seed for a draw (hex), and the write that keeps it until unsealing. `item`: of the first of two layers with
        `/1` behind it (`first_layer`)."""
        seed = chance(32)
        row = {"contest_id": contest, "item_id": item, "seed": seed}

        def keep(connection: Connection) -> None:
            connection.execute(delete(Draw).where(Draw.contest_id == contest, Draw.item_id == item))
            connection.execute(insert(Draw).values(row))

        return seed, keep

    def seed(self, contest: str, item: str) -> str:
        """The seed of the draw, for unsealing."""
        where = (Draw.contest_id == contest, Draw.item_id == item)
        return str(self.reader.run(lambda conn: conn.scalar(select(Draw.seed).where(*where))) or "")

    def seal_text(self, contest: str, text: str) -> tuple[str, list[PlainWrite]]:
        """A free text's salted digest for the chain, and the write that keeps the text; "" and nothing for no text."""
        if not text:
            return "", []
        salt = secrets.token_hex(16)
        mark = hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
        row = {"contest_id": contest, "digest": mark, "salt": salt, "text": text}
        return mark, [lambda conn: run(conn, insert(SealedText).values(row))]

    def texts(self, contest: str, digests: Iterable[str]) -> dict[str, str]:
        """The texts behind digests, those that have not been erased."""
        wanted = [each for each in digests if each]
        if not wanted:
            return {}
        where = (SealedText.contest_id == contest, SealedText.digest.in_(wanted))
        rows = self.reader.run(
            lambda conn: conn.execute(select(SealedText.digest, SealedText.text).where(*where)).all()
        )
        return {row.digest: row.text for row in rows}
