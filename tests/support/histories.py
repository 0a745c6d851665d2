"""Small histories in few words: a contest is told act by act, through the verbs, and folded from its stored bytes.

    contest = a_contest().with_item(a_book(judges=3), entries=2).open()
    contest.sheet("j1", 1, "88.5").sheet("j2", 1, "90").lock(missing="a reason").unseal().sign()

Entries are numbered from 1 in the order in which they were entered (`code(1)` is the code the draw gave the first);
seats are j1, j2, …; a bare mark is that of every aspect of the part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import pytest

from contest.journal import Stored, seal
from contest.scoring.contest import Contest, Touched, fold
from contest.scoring.events import Actor, ContestId, EntryId, ItemId, Line, from_bytes
from contest.scoring.item import Entry, Item
from contest.scoring.refused import Refused
from contest.scoring.results import results
from contest.scoring.verbs import Verb, chief, judge, officer, organizer
from tests.scoring.builders import data, imported, judged, name

SYSTEM, ORGANIZER, CHIEF = "system", "account:organizer", "account:chief"
OFFICER, SUPERVISOR, RECORDER = "account:officer", "account:supervisor", "account:recorder"
SEED = "5eed" * 16
ITEM = "wall"
COMBINE = {"method": "mean"}
PENALTIES = [
    {"id": "late", "name": name("迟到"), "per": "once", "points": "1"},
    {"id": "slip", "name": name("失误"), "per": "count", "points": "0.5"},
    {"id": "conduct", "name": name("违纪"), "per": "given", "max": "10"},
]
TIME = {"limit": "60", "per_started_minute": "0.5", "cap": "10", "out_over": "30"}


def a_book(id: str = ITEM, *, judges: int = 1, by: str = "all", sealed: bool = True, **more: Any) -> dict[str, Any]:
    """An item of theory (30 %, imported, known by name) and practice (70 %): one aspect of 0–100 points in steps of
    0.5, marked by `judges`, whose mean counts; an hour's time; three penalties."""
    several = {"combine": COMBINE} if judges > 1 and by != "joint" else {}
    theory = imported("theory", weight="30", known_by_name=True)
    practice = judged("practice", weight="70", panel={"judges": judges, "by": by}, time=TIME, **several)
    return data(theory, practice, id=id, **{"sealed": sealed, "penalties": PENALTIES} | more)


def a_plain_book(id: str = ITEM, **more: Any) -> dict[str, Any]:
    """An item of practice alone: what its one judge gives is the total."""
    return data(judged("practice", weight="100"), id=id, **{"sealed": True} | more)


@contextmanager
def refused(code: str, **told: Any) -> Iterator[None]:
    """The block is refused with this code, and with these data among what it tells."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert told.items() <= caught.value.data.items()


class History:
    """A contest and the lines that made it. Every act goes through its verb and through canonical bytes."""

    def __init__(self, id: str = "cup") -> None:
        self.id = id
        self.contest = Contest(ContestId(id))
        self.stored: list[Stored] = []
        self.touched: list[Touched] = []
        self.clock = 0  # seconds; each act takes one

    # --- telling ---

    def does(self, verb: Verb, by: str = CHIEF, request: str = "", **values: Any) -> int:
        """An act; the seq of its line."""
        at = f"2026-11-21T{9 + self.clock // 3600:02d}:{self.clock // 60 % 60:02d}:{self.clock % 60:02d}.000Z"
        event = verb(self.contest, Actor(by), at, values)
        seq = self.contest.seq + 1
        (stored,) = seal(self.contest.head, [Line(self.contest.id, seq, at, Actor(by), event, request, "b")])
        self.touched.append(self.contest.apply(from_bytes(stored.raw), stored.hash))
        self.stored.append(stored)
        self.clock += 1
        return seq

    def with_item(
        self, book: Mapping[str, Any] | None = None, *, entries: int = 2, prefix: str = "A", seats: bool = True
    ) -> Self:
        """An item with entries, their codes, and for each judge of each part a seat that marks every entry."""
        book = a_book() if book is None else dict(book)
        item = book["id"]
        self.does(organizer.set_rulebook, ORGANIZER, rulebook=book)
        rows = [{"entry": entry_id(item, k), "commitment": f"{k:064x}"} for k in range(1, entries + 1)]
        self.does(organizer.enter_entries, ORGANIZER, item=item, entries=rows)
        self.does(officer.draw_codes, OFFICER, item=item, seed=SEED, prefix=prefix)
        for part in book["parts"] if seats else ():
            for k in range(1, part.get("panel", {}).get("judges", 0) + 1):
                self.seat(f"j{k}", item=item, part=part["id"])
        return self

    def seat(self, seat: str, *, item: str = ITEM, part: str = "practice", only: Any = None, **more: Any) -> Self:
        """A seat gets one more duty: a part of every entry, or of those numbered in `only`."""
        mine = self.contest.seats.get(seat)  # type: ignore[call-overload]
        had = [
            {"item": d.item, "part": d.part, "entries": None if d.entries is None else sorted(d.entries)}
            for d in (mine.duties if mine else ())
        ]
        entries = None if only is None else [entry_id(item, k) for k in only]
        duties = [*had, {"item": item, "part": part, "entries": entries}]
        self.does(organizer.set_seat, ORGANIZER, seat=seat, judge=seat, duties=duties, **more)
        return self

    def open(self, item: str = ITEM) -> Self:
        self.does(chief.open_marking, item=item)
        return self

    def sheet(self, seat: str, entry: int, marks: Any, *, confirm: bool = True, **more: Any) -> Self:
        """A seat hands in its sheet of an entry, on the ground that stands now."""
        self.does(judge.submit_sheet, f"seat:{seat}", **self.filled(seat, entry, marks, confirm=confirm, **more))
        return self

    def filled(self, seat: str, entry: int, marks: Any, **more: Any) -> dict[str, Any]:
        """What a device sends, with the versions it knows. `item`, `part`, `base` and `rulebook` may be given."""
        name, part_id = more.pop("item", ITEM), more.pop("part", "practice")
        item = self.item(name)
        part = item.rulebook.part(part_id)
        owner = self.contest.owner(item.id, part.id, seat)  # type: ignore[arg-type]
        standing = item.entries[EntryId(entry_id(name, entry))].sheet(part.id, owner)
        marks = marks if isinstance(marks, Mapping) else dict.fromkeys(part.aspects, marks)
        known = {"base": standing.version if standing else 0, "rulebook": item.version}
        return {"item": name, "code": self.code(entry, name), "part": part_id, "marks": marks, **known, **more}

    def confirm(self, seat: str, entry: int, *, item: str = ITEM, part: str = "practice", version: int = 0) -> Self:
        """A seat confirms the sheet as it stands (or the `version` it saw)."""
        owner = self.contest.owner(ItemId(item), part, seat)  # type: ignore[arg-type]
        sheet = self.entry(entry, item).sheet(part, owner)  # type: ignore[arg-type]
        seen = version or (sheet.version if sheet else 0)
        where = {"item": item, "code": self.code(entry, item), "part": part}
        self.does(judge.confirm_sheet, f"seat:{seat}", **where, version=seen)
        return self

    def scores(self, *scores: str | None, item: str = ITEM, part: str = "theory") -> Self:
        """Imported scores of the first entries, in order."""
        rows = [{"entry": entry_id(item, k), "score": score} for k, score in enumerate(scores, start=1)]
        self.does(organizer.import_part_scores, ORGANIZER, item=item, part=part, scores=rows)
        return self

    def of(self, entry: int, verb: Verb, *, item: str = ITEM, by: str = CHIEF, **values: Any) -> int:
        """An act on one entry."""
        return self.does(verb, by, item=item, code=self.code(entry, item), **values)

    def lock(self, missing: str = "", item: str = ITEM) -> Self:
        self.does(chief.lock, item=item, missing_digest=missing)
        return self

    def unseal(self, item: str = ITEM, units: tuple[str, ...] = ("一建", "二建", "三建")) -> Self:
        """Asked for by the officer, agreed to by the supervisor; entries' units go round."""
        self.does(officer.request_unsealing, OFFICER, item=item)
        rows = [{"entry": entry, "unit": units[k % len(units)]} for k, entry in enumerate(self.item(item).entries)]
        self.does(officer.approve_unsealing, SUPERVISOR, item=item, seed=SEED, attributes=rows)
        return self

    def sign(self, missing: str = "", item: str = ITEM) -> Self:
        """The chief signs what is shown."""
        digest = self.digest(item)
        self.does(chief.sign, item=item, digest=digest, missing_digest=missing, check=agreed(digest))
        return self

    def publish(self, item: str = ITEM) -> Self:
        self.does(organizer.publish, ORGANIZER, item=item)
        return self

    def unlock(self, item: str = ITEM) -> Self:
        self.does(chief.request_unlock, item=item, reason_digest="d")
        self.does(chief.approve_unlock, SUPERVISOR, item=item)
        return self

    # --- asking ---

    def item(self, item: str = ITEM) -> Item:
        return self.contest.items[ItemId(item)]

    def entry(self, number: int, item: str = ITEM) -> Entry:
        return self.item(item).entries[EntryId(entry_id(item, number))]

    def code(self, number: int, item: str = ITEM) -> str:
        return str(self.entry(number, item).code)

    def total(self, number: int, item: str = ITEM) -> str | None:
        """An entry's total so far."""
        score = self.entry(number, item).score
        return None if score is None else str(score.total)

    def ranks(self, item: str = ITEM) -> dict[int, int | None]:
        """Number → place, of those in the result."""
        numbers = {entry: k for k, entry in enumerate(self.item(item).entries, start=1)}
        return {numbers[row.entry]: row.rank for row in results(self.contest, self.item(item)).standings}

    def digest(self, item: str = ITEM) -> str:
        return results(self.contest, self.item(item)).digest

    def refold(self) -> Contest:
        """The contest as its stored bytes tell it, from nothing."""
        return fold(ContestId(self.id), [(from_bytes(each.raw), each.hash) for each in self.stored])


def agreed(digest: str) -> dict[str, Any]:
    """What the second calculation says where it comes to the same as the first."""
    return {"digest": digest, "count": 0, "differences": [], "not_covered": ""}


def entry_id(item: str, number: int) -> str:
    """A random-looking id, as the tables of people would give."""
    return "e" + hashlib.sha256(f"{item} {number}".encode()).hexdigest()[:16]


def a_contest(id: str = "cup", *, rehearsal: bool = False) -> History:
    """A contest that was just opened."""
    told = History(id)
    told.does(organizer.open_contest, ORGANIZER, title={"zh": "工匠杯", "en": "Craftsman Cup"}, rehearsal=rehearsal)
    return told
