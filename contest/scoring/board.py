"""Boards: standings for one audience, kept up to date entry by entry.

What counts on a live board is design decision 4: confirmed sheets, complete panels; entries rank among those with the
same completed parts. What the audience may see of it is in audience.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import slices
from .audience import Audience, Names, done_parts
from .built import UNRANKED_FROM, Built, Group, Key, in_order, nearly_ordered, places
from .contest import Contest
from .events import Code, EntryId, ItemId
from .item import Entry, Shown, is_whole
from .marking import EntryScore
from .ranking import UNRANKED, beside, field_wide, order_keys_steps, sort_key
from .settling import settling
from .slices import Steps, let_go, mapped, ordered, sliced
from .view import Place, View, encode


class ItemBoard:
    """The board of one item, public or staff's. `touch` after each line, `view` when somebody looks; between them
    `settling` does the work of `view` in slices, for whom it would hold up too long."""

    def __init__(self, contest: Contest, item: ItemId, *, staff: bool, names: Names) -> None:
        self._audience = Audience(contest, item, staff=staff, names=names)
        self.name = f"{contest.id}.{item}.staff" if staff else f"{contest.id}.{item}"
        self._turn = 1  # counts what places everyone anew
        self._built = self._next = Built(0, self._audience.book, False, "")
        self.behind = False  # a field-wide board that was touched since it was worked out was begun
        self._stood = self._audience.standing()

    @property
    def field_wide(self) -> bool:
        """Whether one mark may move every row. Such a board is worked out whole, at most once a second (design decision
        10): for `view` and `settling` alone, so that whoever is looked up in between is found as the last view had
        them; lines that come meanwhile wait for the next one (`behind`)."""
        return bool(self._audience.book.field_parts) or field_wide(self._audience.book)

    @property
    def whole(self) -> bool:
        """Whether a line may mean working out everyone: where one mark may move every row, and where prizes are drawn
        (of percentages, or so many of a unit: one more for one is one less for another)."""
        return self.field_wide or self._audience.mode == "result"

    def touch(self, entries: Iterable[EntryId] | None) -> None:
        """Take in what a line changed: these entries, or all (None)."""
        stands = self._audience.standing()
        if stands != self._stood:
            self._stood = stands
            self._turn += 1
        elif self._audience.frozen is not None:
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
        stood = (yield from self._held()) if self._audience.frozen or self.field_wide else None
        if self._turn != turn:
            return
        fresh = self._next = self._begun(*stood or (None, 0, ""))
        before = self._built if fresh.like(self._built) else None
        if before is not None:
            fresh.groups.update(before.groups)
        for some in sliced(list(self._audience.item.entries.values())):
            for entry in some:
                if before is None or not fresh.entered_as(before, entry.id):
                    self._enter(fresh, entry)
            yield
            if self._turn != fresh.turn or self._next is not fresh:
                return
        if fresh.grouped:
            yield from self._order(fresh)
        fresh.order = in_order((yield from ordered((yield from nearly_ordered(fresh.keys, self._built.order)))))
        if self._turn != fresh.turn or self._next is not fresh:
            return
        yield from self._take(fresh)

    def _take(self, fresh: Built) -> Iterator[None]:
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
        stood = [(self._audience.n, self._audience.at)]
        if self._audience.frozen:
            return (self._audience.frozen.entries, *stood[0])

        def stands() -> None:
            self.behind = False  # what came until now is in it
            stood[0] = self._audience.n, self._audience.at

        held = yield from settling(self._audience.item, stands)
        return (held, *stood[0])

    def _begun(self, held: Mapping[EntryId, Shown] | None, n: int, at: str) -> Built:
        mode = self._audience.mode
        awards = self._audience.awards() if mode == "result" else {}
        book = self._audience.book
        return Built(self._turn, book, self._audience.named, mode, field_wide(book), awards, held, n, at)

    def _move(self, built: Built, most: int) -> None:
        for _ in range(min(most, len(built.moved))):
            self._place(built, self._audience.item.entries[built.moved.pop()])

    def _order(self, built: Built) -> Steps[None]:
        """Give the keys what only a whole group (those with the same completed parts) tells."""
        scores: dict[Group, dict[EntryId, EntryScore]] = {}
        known = {}
        for some in sliced(list(built.keys.values())):
            for group, _, _, id in some:
                shown = self._shown(built, self._audience.item.entries[id])
                known[id] = shown.known
                if group[0] < UNRANKED_FROM and shown.score is not None:
                    scores.setdefault(group, {})[id] = shown.score
            yield
        ranks: dict[EntryId, tuple[Any, ...]] = {}
        for group_scores in scores.values():
            found = yield from order_keys_steps(built.book, group_scores, known)
            ranks = ranks | found if ranks else found
        before = built.keys
        built.keys = yield from mapped(lambda key: (key[0], ranks.get(key[3], key[1]), key[2], key[3]), before.items())
        used: list[dict[EntryId, Any]] = [before, ranks, known, *scores.values()]
        for each in used:
            yield from let_go(each)

    def _place(self, built: Built, entry: Entry) -> None:
        """Move one entry to where it belongs now: O(log n)."""
        old = built.keys.pop(entry.id, None)
        if old is not None and built is self._built:
            built.order.remove(old)
        built.rows.pop(entry.id, None)
        built.judged.discard(entry.id)
        built.present.discard(entry.id)
        new = self._enter(built, entry)
        if new is not None and built is self._built and built.held is None:
            built.order.add(new)  # one that is being built is put in order in one go

    def _enter(self, built: Built, entry: Entry) -> Key | None:
        """Note where an entry stands, as one that was not noted before; None where it stands nowhere."""
        if built.held is not None and entry.id not in built.held:
            return None
        new = self._key(built, entry)
        if new is not None:
            built.keys[entry.id] = new
        return new

    def _key(self, built: Built, entry: Entry) -> Key | None:
        """Its key in the order; None where it has nothing to show yet. Notes whether it is there and judged."""
        shown = self._shown(built, entry)
        if shown.status == "present":
            built.present.add(entry.id)
            if is_whole(built.book, built.named, shown):
                built.judged.add(entry.id)
        # Before the draw an entry has no name that a board may say.
        if built.mode == "progress" or not shown.code or (shown.score is None and shown.status == "present"):
            return None
        group = self._group(built, shown)
        rank = () if built.grouped and group[0] < UNRANKED_FROM else self._rank_key(built, shown)
        return group, rank, *beside(shown.code, entry.id)

    def _shown(self, built: Built, entry: Entry) -> Shown:
        """What this board's audience may see of an entry."""
        return entry.item.shown_of(entry) if built.held is None else built.held[entry.id]

    def _group(self, built: Built, shown: Shown) -> Group:
        """Those with more completed parts first, each set of parts by itself; the unranked behind all."""
        status = shown.status
        if status != "present" or shown.score is None:
            return UNRANKED_FROM + UNRANKED.index(status), ()
        done = tuple(done_parts(built.book, shown))
        group = built.groups.get(done)
        if group is None:
            numbers = tuple(f"{k:03d}" for k, part in enumerate(built.book.parts) if part.id in done)
            group = built.groups[done] = (-len(done), numbers)
        return group

    def _rank_key(self, built: Built, shown: Shown) -> tuple[Any, ...]:
        if shown.score is None or shown.status not in ("present", "guest"):
            return ()
        return sort_key(built.book, shown.score, shown.known)

    def view(self) -> View:
        """The board as its audience sees it now: at most `depth` rows. O(depth + log n an entry that moved)."""
        self._settle()
        return self.seen()

    def seen(self) -> View:
        """The same as it was worked out last: to be asked once `settling` is through."""
        built = self._built
        depth = self._audience.book.board.depth
        top = list(self._built.order[: depth + 1])  # one more: it may share the last place
        rows = {code: self._seen(entry) for _, _, code, entry in top[:depth]}
        n, at = (built.n, built.at) if self.behind else (self._audience.n, self._audience.at)
        return View(
            self.name,
            n,
            self._audience.head(built.judged, built.present, at, self._place_by_id),
            tuple(rows),
            rows,
            tuple(places(top, self._audience.book.ranking.numbering == "dense")[:depth]),
        )

    def found(self, code: str) -> tuple[str, Place] | None:
        """The row of the entry that bears a code, as JSON, and its place: also beyond the depth. None where this board
        shows nothing of it. O(log n)."""
        if not (self.field_wide and self._built.turn):
            self._settle()
        entry = self._audience.item.by_code.get(Code(code))
        key = self._built.keys.get(entry.id) if entry else None
        return None if key is None else (self._seen(key[3]), self._place_of(key))

    def _place_of(self, key: Key) -> Place:
        """The place of one who stands in the order."""
        start, first = (
            self._built.order.bisect_left(key[:1]),
            self._built.order.bisect_left(key[:2]),
        )  # of its group, of its place
        dense = self._audience.book.ranking.numbering == "dense"
        since = start if dense else first  # only the dense numbering hangs on all who stand before
        place, tied = places(list(self._built.order[since : first + 2]), dense)[first - since]
        return (place if place is None or dense else first - start + 1, tied)

    def _place_by_id(self, entry: EntryId) -> Place | None:
        key = self._built.keys.get(entry)
        return None if key is None else self._place_of(key)

    def _seen(self, id: EntryId) -> str:
        row = self._built.rows.get(id)
        if row is None:
            entry = self._audience.item.entries[id]
            row = self._built.rows[id] = encode(
                self._audience.row(entry, self._shown(self._built, entry), self._built.awards.get(id, ""))
            )
        return row
