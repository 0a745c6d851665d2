"""Boards: standings for one audience, kept up to date entry by entry.

What counts on a live board is design decision 4: confirmed sheets, complete panels; entries rank among those with the
same completed parts. What the public may not see yet never reaches a public board's rows, head or number `n`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sortedcontainers import SortedList

from . import slices
from .awards import chief_awards
from .contest import Contest
from .events import Code, EntryId, ItemId
from .item import Entry, Frozen, Item, Shown, is_whole
from .marking import EntryScore
from .numbers import text
from .ranking import UNRANKED, beside, field_wide, order_keys_steps, sort_key
from .results import prizes
from .rulebook import Rulebook
from .settling import settling
from .slices import Steps, mapped, ordered, sliced
from .stage import shown as on_stage
from .view import Place, View, encode

Names = Callable[[EntryId], tuple[str, str] | None]  # entry → (name, unit), where they may be shown
Group = tuple[int, tuple[str, ...]]
Key = tuple[Group, tuple[Any, ...], str, EntryId]
"""Where an entry stands: its group (those with the same completed parts), its rank key there, its code, its id."""

_UNRANKED_FROM = 1000  # groups of those without a place are numbered from here


@dataclass(slots=True)
class _Built:
    """Everyone's place as it was worked out. `turn`: the board's count of what places everyone anew, when this was
    begun · `book`, `named`, `mode`: by which rules, and how the board stood · `grouped`: only a whole group tells the
    order in it, once all are there · `held`: what it is made of where that is kept, since entries cannot be placed one
    by one as lines come (a board that is frozen or field-wide) · `n`, `at`: which number and time that bore · `groups`:
    one object a group, equal at a glance wherever keys compare · `rows`: as JSON, made when they come to be seen ·
    `moved`: who was touched since."""

    turn: int
    book: Rulebook
    named: bool
    mode: str
    grouped: bool = False
    awards: dict[EntryId, str] = field(default_factory=dict)
    held: Mapping[EntryId, Shown] | None = None
    n: int = 0
    at: str = ""
    order: SortedList[Key] = field(default_factory=SortedList)
    keys: dict[EntryId, Key] = field(default_factory=dict)
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    rows: dict[EntryId, str] = field(default_factory=dict)
    judged: set[EntryId] = field(default_factory=set)
    present: set[EntryId] = field(default_factory=set)
    moved: set[EntryId] = field(default_factory=set)

    def like(self, before: _Built) -> bool:
        """Whether an entry that is shown as it was then has the key that it had: both were made of what was held, by
        the same rules, and no key hangs on others."""
        rules = before.book is self.book and (before.named, before.mode) == (self.named, self.mode)
        return rules and not self.grouped and self.held is not None and before.held is not None

    def entered_as(self, before: _Built, id: EntryId) -> bool:
        """Note an entry as it was noted before, if nothing that is shown of it is another. False if anything is."""
        assert self.held is not None, "asked of those that are `like`"
        assert before.held is not None, "and the one before"
        now, then = self.held.get(id), before.held.get(id)
        if now is None or then is None or now.score is not then.score or now.known is not then.known:
            return False
        if (now.code, now.status, now.provisional) != (then.code, then.status, then.provisional):
            return False
        if id in before.keys:
            self.keys[id] = before.keys[id]
        if id in before.judged:
            self.judged.add(id)
        if id in before.present:
            self.present.add(id)
        return True


class ItemBoard:
    """The board of one item, public or staff's. `touch` after each line, `view` when somebody looks; between them
    `settling` does the work of `view` in slices, for whom it would hold up too long."""

    def __init__(self, contest: Contest, item: ItemId, *, staff: bool, names: Names) -> None:
        self._contest, self._id, self._staff, self._names = contest, item, staff, names
        self.name = f"{contest.id}.{item}.staff" if staff else f"{contest.id}.{item}"
        self._turn = 1  # counts what places everyone anew
        self._built = self._next = _Built(0, self._book, False, "")
        self.behind = False  # a field-wide board that was touched since it was worked out was begun
        self._stood = self._standing()

    @property
    def _item(self) -> Item:
        return self._contest.items[self._id]

    @property
    def _frozen(self) -> Frozen | None:
        """What this board stands still at, if it does: then nothing on it is read from anywhere else."""
        return None if self._staff else self._item.frozen

    @property
    def _book(self) -> Rulebook:
        return self._frozen.rulebook if self._frozen else self._item.rulebook

    @property
    def field_wide(self) -> bool:
        """Whether one mark may move every row. Such a board is worked out whole, at most once a second (design decision
        10): for `view` and `settling` alone, so that whoever is looked up in between is found as the last view had
        them; lines that come meanwhile wait for the next one (`behind`)."""
        return bool(self._book.field_parts) or field_wide(self._book)

    @property
    def whole(self) -> bool:
        """Whether a line may mean working out everyone: where one mark may move every row, and where prizes are drawn
        (of percentages, or so many of a unit: one more for one is one less for another)."""
        return self.field_wide or self._mode() == "result"

    def _standing(self) -> tuple[Any, ...]:
        """What, when it changes, changes every row."""
        item = self._item
        frozen = item.frozen.n if item.frozen else 0
        return item.version, item.state, frozen, item.names_known, len(item.entries), item.draws.coded_at

    def touch(self, entries: Iterable[EntryId] | None) -> None:
        """Take in what a line changed: these entries, or all (None)."""
        stands = self._standing()
        if stands != self._stood:
            self._stood = stands
            self._turn += 1
        elif self._frozen is not None:
            return
        elif self.field_wide:
            self.behind = True
        elif entries is None:
            self._turn += 1
        else:
            for built in (self._built, self._next):
                built.moved.update(entries)

    def settling(self) -> Steps[None]:
        """Put what moved in its place, once however often it was touched, a slice at a time. What the board held before
        stands until the next is whole; lines that come between two slices are taken in."""
        if self.behind:
            self.behind, self._turn = False, self._turn + 1
        while True:
            if self._built.turn != self._turn:
                yield from self._anew()
            elif len(self._built.moved) > slices.SLICE:
                self._move(self._built, slices.SLICE)
                yield
            else:
                break
        self._move(self._built, slices.SLICE)

    def _settle(self) -> None:
        for _ in self.settling():
            pass

    def _anew(self) -> Iterator[None]:
        """Place everyone, unless meanwhile something changes every row once more."""
        turn = self._turn
        stood = (yield from self._held()) if self._frozen or self.field_wide else None
        if self._turn != turn:
            return
        fresh = self._next = self._begun(*stood or (None, 0, ""))
        before = self._built if fresh.like(self._built) else None
        if before is not None:
            fresh.groups.update(before.groups)
        for some in sliced(list(self._item.entries.values())):
            for entry in some:
                if before is None or not fresh.entered_as(before, entry.id):
                    self._place(fresh, entry)
            yield
            if self._turn != fresh.turn or self._next is not fresh:
                return
        if fresh.grouped:
            yield from self._order(fresh)
        fresh.order = SortedList((yield from ordered((yield from _nearly_ordered(fresh.keys, self._built.order)))))
        if self._turn != fresh.turn or self._next is not fresh:
            return
        yield from self._take(fresh)

    def _take(self, fresh: _Built) -> Iterator[None]:
        """Let the board be the fresh one, and the one before it go in slices: to give its memory back in one go is the
        longest piece of all."""
        rest = [self._built.keys.values(), (self._built.held or {}).values()]
        freed: list[Any] = [each for values in rest for each in values]
        rest.clear()
        self._built = fresh
        while freed:
            yield
            del freed[-slices.SLICE :]

    def _held(self) -> Steps[tuple[Mapping[EntryId, Shown], int, str]]:
        """What the board is made of at one moment, and the number and time that it bears then."""
        stood = [(self._n(), self._at())]
        if self._frozen:
            return (self._frozen.entries, *stood[0])

        def stands() -> None:
            self.behind = False  # what came until now is in it
            stood[0] = self._n(), self._at()

        held = yield from settling(self._item, stands)
        return (held, *stood[0])

    def _begun(self, held: Mapping[EntryId, Shown] | None, n: int, at: str) -> _Built:
        mode = self._mode()
        awards = self._draw_awards() if mode == "result" else {}
        book = self._book
        return _Built(self._turn, book, self._named(), mode, field_wide(book), awards, held, n, at)

    def _move(self, built: _Built, most: int) -> None:
        for _ in range(min(most, len(built.moved))):
            self._place(built, self._item.entries[built.moved.pop()])

    def _order(self, built: _Built) -> Steps[None]:
        """Give the keys what only a whole group (those with the same completed parts) tells."""
        scores: dict[Group, dict[EntryId, EntryScore]] = {}
        known = {}
        for some in sliced(list(built.keys.values())):
            for group, _, _, id in some:
                shown = self._shown(built, self._item.entries[id])
                known[id] = shown.known
                if group[0] < _UNRANKED_FROM and shown.score is not None:
                    scores.setdefault(group, {})[id] = shown.score
            yield
        ranks: dict[EntryId, tuple[Any, ...]] = {}
        for group_scores in scores.values():
            ranks |= yield from order_keys_steps(built.book, group_scores, known)
        built.keys = yield from mapped(
            lambda key: (key[0], ranks.get(key[3], key[1]), key[2], key[3]), list(built.keys.items())
        )

    def _place(self, built: _Built, entry: Entry) -> None:
        """Move one entry to where it belongs now: O(log n)."""
        old = built.keys.pop(entry.id, None)
        if old is not None and built is self._built:
            built.order.remove(old)
        built.rows.pop(entry.id, None)
        built.judged.discard(entry.id)
        built.present.discard(entry.id)
        if built.held is not None and entry.id not in built.held:
            return
        new = self._enter(built, entry)
        if new is not None:
            built.keys[entry.id] = new
            if built is self._built and built.held is None:
                built.order.add(new)  # one that is being built is put in order in one go

    def _enter(self, built: _Built, entry: Entry) -> Key | None:
        """Note where an entry stands and return its key in the order; None where it has nothing to show yet."""
        shown = self._shown(built, entry)
        if shown.status == "present":
            built.present.add(entry.id)
            if is_whole(built.book, built.named, shown):
                built.judged.add(entry.id)
        # Before the draw an entry has no name that a board may say.
        if built.mode == "progress" or not shown.code or (shown.score is None and shown.status == "present"):
            return None
        group = self._group(built, shown)
        rank = () if built.grouped and group[0] < _UNRANKED_FROM else self._rank_key(built, shown)
        return group, rank, *beside(shown.code, entry.id)

    def _shown(self, built: _Built, entry: Entry) -> Shown:
        """What this board's audience may see of an entry."""
        return self._item.shown_of(entry) if built.held is None else built.held[entry.id]

    def _group(self, built: _Built, shown: Shown) -> Group:
        """Those with more completed parts first, each set of parts by itself; the unranked behind all."""
        status = shown.status
        if status != "present" or shown.score is None:
            return _UNRANKED_FROM + UNRANKED.index(status), ()
        done = tuple(_done(built.book, shown))
        group = built.groups.get(done)
        if group is None:
            numbers = tuple(f"{k:03d}" for k, part in enumerate(built.book.parts) if part.id in done)
            group = built.groups[done] = (-len(done), numbers)
        return group

    def _rank_key(self, built: _Built, shown: Shown) -> tuple[Any, ...]:
        if shown.score is None or shown.status not in ("present", "guest"):
            return ()
        return sort_key(built.book, shown.score, shown.known)

    def _row(self, entry: Entry, shown: Shown) -> dict[str, Any]:
        known = self._names(entry.id) if self._named() else None
        score, status = shown.score, shown.status
        return {
            "key": shown.code,
            "code": shown.code,
            "name": known[0] if known else None,
            "unit": known[1] if known else None,
            "score": None if score is None else text(score.total),
            "parts": {} if score is None else {id: text(part.score) for id, part in score.parts.items()},
            "done": _done(self._book, shown),
            "provisional": list(shown.provisional),
            "status": None if status == "present" else status,
            "award": self._award(entry),
        }

    def _award(self, entry: Entry) -> dict[str, Any] | None:
        won = self._built.awards.get(entry.id)
        found = (each for each in self._book.awards if each.id == won)
        return next(({"id": each.id, "name": {"zh": each.name.zh, "en": each.name.en}} for each in found), None)

    def _named(self) -> bool:
        return self._frozen.unsealed if self._frozen else self._item.names_known

    def _mode(self) -> str:
        item = self._item
        if not self._frozen and (item.shows_result(self._contest.rehearsal) or (item.signature and self._staff)):
            return "result"
        if not self._staff and self._book.board.while_sealed == "progress" and not self._named():
            return "progress"
        return "parts"

    def _draw_awards(self) -> dict[EntryId, str]:
        return chief_awards(self._book, prizes(self._item))

    def view(self) -> View:
        """The board as its audience sees it now: at most `depth` rows. O(depth + log n an entry that moved)."""
        self._settle()
        return self.seen()

    def seen(self) -> View:
        """The same as it was worked out last: to be asked once `settling` is through."""
        built = self._built
        depth = self._book.board.depth
        top = list(self._built.order[: depth + 1])  # one more: it may share the last place
        rows = {code: self._seen(entry) for _, _, code, entry in top[:depth]}
        return View(
            self.name,
            built.n if self.behind else self._n(),
            self._head(),
            tuple(rows),
            rows,
            tuple(_places(top, self._book.ranking.numbering == "dense")[:depth]),
        )

    def found(self, code: str) -> tuple[str, Place] | None:
        """The row of the entry that bears a code, as JSON, and its place: also beyond the depth. None where this board
        shows nothing of it. O(log n)."""
        if not (self.field_wide and self._built.turn):
            self._settle()
        entry = self._item.by_code.get(Code(code))
        key = self._built.keys.get(entry.id) if entry else None
        return None if key is None else (self._seen(key[3]), self._place_of(key))

    def _place_of(self, key: Key) -> Place:
        """The place of one who stands in the order."""
        start, first = (
            self._built.order.bisect_left(key[:1]),
            self._built.order.bisect_left(key[:2]),
        )  # of its group, of its place
        dense = self._book.ranking.numbering == "dense"
        since = start if dense else first  # only the dense numbering hangs on all who stand before
        place, tied = _places(list(self._built.order[since : first + 2]), dense)[first - since]
        return (place if place is None or dense else first - start + 1, tied)

    def _stage(self) -> dict[str, Any]:
        """Who is on stage, where entries are marked there one by one: the head tells it, so that frames stay small."""
        if self._book.board.stage is None:
            return {}

        def place_of(entry: EntryId) -> Place | None:
            key = self._built.keys.get(entry)
            return None if key is None else self._place_of(key)

        return {"stage": None if self._frozen else on_stage(self._item, self._names, place_of)}

    def _seen(self, id: EntryId) -> str:
        row = self._built.rows.get(id)
        if row is None:
            entry = self._item.entries[id]
            row = self._built.rows[id] = encode(self._row(entry, self._shown(self._built, entry)))
        return row

    def _n(self) -> int:
        if self._staff:
            return self._contest.seq
        return self._frozen.n if self._frozen else self._item.public_n

    def _at(self) -> str:
        return self._frozen.changed_at if self._frozen else self._item.public_at

    def _head(self) -> dict[str, Any]:
        item, frozen, book = self._item, self._frozen, self._book
        return {
            "contest": dict(self._contest.title),
            "contest_id": self._contest.id,
            "epoch": self._contest.epoch,
            "item": {"zh": book.name.zh, "en": book.name.en},
            "ranks": book.ranks,
            "sealed": not self._named(),
            "state": frozen.state if frozen else item.state,
            "frozen_at": item.frozen.at if item.frozen else None,
            "rehearsal": self._contest.rehearsal,
            "mode": self._mode(),
            "judged": len(self._built.judged),
            "of": len(self._built.present),
            "at": (self._built.at if self.behind else self._at()) or None,
            "parts": [
                {
                    "id": part.id,
                    "name": {"zh": part.name.zh, "en": part.name.en},
                    "weight": text(part.weight),
                    "shown": self._named() or not part.known_by_name,
                }
                for part in book.parts
            ],
            "entries": len(frozen.entries if frozen else item.entries),
            "depth": book.board.depth,
            **self._stage(),
            **self._withdrawn(),
        }

    def _withdrawn(self) -> dict[str, bool]:
        withdrawn = self._frozen.withdrawn if self._frozen else self._item.withdrawn
        return {} if withdrawn is None else {"withdrawn": withdrawn}


def _nearly_ordered(keys: Mapping[EntryId, Key], before: Iterable[Key]) -> Steps[list[Key]]:
    """The keys, those that stand as before in the order they had: what is sorted already is sorted in a tenth of the
    time."""
    kept: list[Key] = []
    for some in sliced(list(before), slices.RUN):
        kept += [key for key in some if keys.get(key[3]) is key]
        yield
    stands = {key[3] for key in kept}
    return kept + [key for id, key in keys.items() if id not in stands]


def _places(order: list[Key], dense: bool = False) -> list[Place]:
    """The places of keys in their order: 1-2-2-4 (1-2-2-3 if dense), counted anew in each group, none for the
    unranked."""
    places: list[Place] = []
    start, place = 0, 1
    for k, key in enumerate(order):
        before = order[k - 1] if k else None
        shared = before is not None and key[0] == before[0] and key[1] == before[1]
        if before is None or key[0] != before[0]:
            start, place = k, 0
        if not shared:
            place = place + 1 if dense else k - start + 1
        elif places[-1][0] is not None:
            places[-1] = (place, 1)
        places.append((None, 0) if key[0][0] >= _UNRANKED_FROM else (place, int(shared)))
    return places


def _done(book: Rulebook, shown: Shown) -> list[str]:
    parts = {} if shown.score is None else shown.score.parts
    return [part.id for part in book.parts if part.id in parts]
