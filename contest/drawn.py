"""Tables of draws: what people typed held against who is entered, what a layer's holder sees, and the calling list.

Who stands behind an entry is joined here: a table of the first layer and the calling list have names and no code, a
table of the second has codes and no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .intake import DrawnRow, read_drawn
from .intake.drawn import code_key
from .intake.words import key
from .people import People
from .scoring.contest import Contest
from .scoring.draws import WHAT
from .scoring.events import EntryId
from .scoring.item import Item
from .scoring.refused import Fault, Faulty, Refused
from .scoring.verbs import officer
from .scoring.verbs.lots import MOST
from .scoring.verbs.officer import CODE, LETTERS

KINDS = ("number", "code", *WHAT)
"""What can be drawn: the layers of the codes, and lots."""


class DrawRefused(Faulty):
    """A table of a draw that cannot be used; nothing of it was taken. Sentences `intake.<code>`."""

    area = "intake"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("draw_faults", faults)


def layer_of(item: Item, what: str) -> int:
    """Which layer a draw of codes or numbers is; 0 for lots. Refused("one_layer") for numbers where none come
    between."""
    if what in WHAT:
        return 0
    if what == "number" and item.draws.layers == 1:
        raise Refused("one_layer", item=item.id)
    return 1 if what == "number" else item.draws.layers


def drawn_of_layer(item: Item, layer: int) -> str:
    """What a layer's draw gives: the code in the last one."""
    return "code" if layer == item.draws.layers else "number"


def given_of(item: Item, what: str) -> str:
    """What a draw starts from: the competitor's number, or in the second of two layers the number drawn before."""
    return "number" if what == "code" and item.draws.layers == 2 else "competitor"


def givens(people: People, fold: Contest, item: Item, what: str) -> dict[EntryId, str]:
    """Each entry's number from which it draws."""
    if given_of(item, what) == "number":
        if any(entry not in item.draws.numbers for entry in item.entries):
            raise Refused("missing_numbers", item=item.id)
        return dict(item.draws.numbers)
    return dict.fromkeys(item.entries, "") | people.numbers_of(fold.id, item.entries)


def typed(people: People, fold: Contest, item: Item, what: str, rows: Sequence[DrawnRow]) -> list[dict[str, Any]]:
    """What a typed table says, whole: `[{"entry", what}]`, of lots `{"entry", "lot"}`. DrawRefused with every fault."""
    return _Table(item, what, givens(people, fold, item, what), _telling(people, fold, item, what)).read(rows)


def typed_file(people: People, fold: Contest, item: Item, what: str, path: Path) -> list[dict[str, Any]]:
    """The same of a file."""
    given, telling = givens(people, fold, item, what), _telling(people, fold, item, what)
    rows, faults = read_drawn(path, given_of(item, what), what)
    if faults:
        raise DrawRefused(faults)
    return _Table(item, what, given, telling).read(rows)


def _telling(people: People, fold: Contest, item: Item, what: str) -> dict[str, str]:
    """What may not be a code of the item, and why: a code of another one stands for two; in a sealed item a number from
    the roster tells whose it is, or seems to."""
    if what != "code":
        return {}
    elsewhere = {str(code) for each in fold.items.values() if each.id != item.id for code in each.by_code}
    numbers = {code_key(each.number) for each in people.registered(fold.id)} if item.rulebook.sealed else ()
    return dict.fromkeys(elsewhere, "code_elsewhere") | dict.fromkeys(numbers, "code_is_number")


def prefix_of(people: People, fold: Contest, item: Item, asked: str = "") -> str:
    """What an item's codes begin with where they are drawn by chance: as asked for, else the item's letter, or the next
    one with which no code is one that may not be. Refused("prefix_taken")."""
    telling = _telling(people, fold, item, "code")
    first = LETTERS.index(officer.letter_of(fold, item))
    letters = [*LETTERS[first:], *LETTERS[:first]]
    for prefix in [asked] if asked else [*letters, *(one + other for one in letters for other in LETTERS)]:
        if not any(code in telling for code in officer.codes_of(prefix, len(item.entries))):
            return prefix
    raise Refused("prefix_taken", prefix=asked)


class _Table:
    """Reads a table row by row; a fault is told at its place, and what is missing at the end. telling: codes that are
    refused → why."""

    def __init__(self, item: Item, what: str, given: Mapping[EntryId, str], telling: Mapping[str, str]) -> None:
        self.item, self.what, self.given, self.telling = item, what, given, telling
        self.by_given: dict[str, list[EntryId]] = {}
        for entry, number in given.items():
            self.by_given.setdefault(key(number), []).append(entry)
        self.met: set[EntryId] = set()
        self.taken: dict[tuple[int, str], str] = {}
        self.faults: list[Fault] = []

    def read(self, rows: Sequence[DrawnRow]) -> list[dict[str, Any]]:
        found = [each for row in rows for each in self._row(row)]
        if missing := sorted(self.given[entry] for entry in self.item.entries if entry not in self.met):
            shown = "、".join(missing[:20]) + "…" * (len(missing) > 20)
            self.faults.append(Fault("", "drawn_missing", {"count": len(missing), "numbers": shown}))
        if self.faults:
            raise DrawRefused(self.faults)
        return found

    def _row(self, row: DrawnRow) -> Iterator[dict[str, Any]]:
        entries = self.by_given.get(key(row.given), [])
        if len(entries) != 1 or not row.given:
            self._fault(row.given_at, "given_ambiguous" if entries else "given_unknown", text=row.given)
            return
        (entry,) = entries
        if entry in self.met:
            self._fault(row.given_at, "given_twice", text=row.given)
            return
        self.met.add(entry)
        text = code_key(row.drawn)
        if not self._is_sound(text):
            self._fault(row.drawn_at, self._unsound(text), text=row.drawn, most=MOST)
            return
        if text in self.telling:
            self._fault(row.drawn_at, self.telling[text], text=text)
            return
        place = (self._group(entry), text)
        if self.what != "group" and place in self.taken:
            self._fault(row.drawn_at, "drawn_twice", text=text, by=self.taken[place])
            return
        self.taken[place] = row.given
        yield {"entry": str(entry), "lot": int(text)} if self.what in WHAT else {"entry": str(entry), self.what: text}

    def _is_sound(self, text: str) -> bool:
        if self.what in WHAT:
            return text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST
        return CODE.fullmatch(text) is not None

    def _unsound(self, text: str) -> str:
        return "drawn_empty" if not text else "lot_unreadable" if self.what in WHAT else "code_unreadable"

    def _group(self, entry: EntryId) -> int:
        return self.item.draws.lot("group", entry) or 0 if self.what in ("station", "order") else 0

    def _fault(self, place: str, code: str, **data: Any) -> None:
        self.faults.append(Fault(place, code, data))


def drawn_now(item: Item, what: str, entry: EntryId) -> str:
    """What an entry has drawn; "" for nothing."""
    if what == "code":
        return str(item.entries[entry].code)
    return item.draws.numbers.get(entry, "") if what == "number" else str(item.draws.lot(what, entry) or "")


def blank(people: People, fold: Contest, item: Item, what: str) -> list[tuple[str, str]]:
    """The table to fill in, in the order of numbers. Codes are never in it; lots that were drawn are."""
    given = givens(people, fold, item, what)
    return [(given[e], drawn_now(item, what, e) if what in WHAT else "") for e in sorted(given, key=given.__getitem__)]


def table(people: People, fold: Contest, item: Item, layer: int) -> list[dict[str, Any]]:
    """A layer as its holder keeps it, in the order of what was given: of the first layer with name and unit."""
    what = drawn_of_layer(item, layer)
    given = givens(people, fold, item, what)
    rows = []
    for entry in sorted(given, key=lambda entry: (given[entry], drawn_now(item, what, entry))):
        person = people.person(fold.id, entry) if layer == 1 else None
        rows.append(
            {
                "given": given[entry],
                "drawn": drawn_now(item, what, entry),
                "name": person.name if person else None,
                "unit": person.unit if person else None,
            }
        )
    return rows


def calling(people: People, fold: Contest, item: Item) -> list[dict[str, Any]]:
    """Who is called when and where (检录名单), group by group, by turn, then station, then number. No code, and while
    codes are sealed no status either: who is absent shows beside the codes."""
    numbers = people.numbers_of(fold.id, item.entries)
    rows = [_called(people, fold, item, entry, numbers.get(entry, "")) for entry in item.entries]
    last = MOST + 1
    rows.sort(key=lambda r: (r["group"] or last, r["order"] or last, r["station"] or last, r["number"], r["name"]))
    groups: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.pop("group"), []).append(row)
    return [{"group": group, "rows": listed} for group, listed in groups.items()]


def _called(people: People, fold: Contest, item: Item, entry: EntryId, number: str) -> dict[str, Any]:
    person = people.person(fold.id, entry)
    told = {"name": person.name, "unit": person.unit} if person else {}
    lots = {what: item.draws.lot(what, entry) for what in WHAT}
    status = item.entries[entry].status if item.names_known else None
    return {"number": number, "name": "", "unit": ""} | told | lots | {"status": status}
