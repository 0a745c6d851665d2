"""The hub of this process: the fold's changes become boards, boards become frames, at most ten a second a board.

The first change goes out at once. A frame is encoded once; whoever listens gets the same bytes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import gevent
from gevent.event import AsyncResult
from gevent.lock import RLock

from ..people import People, Session, may
from ..record import Door
from ..scoring.board import ItemBoard
from ..scoring.contest import Contest, Touched
from ..scoring.events import EntryId, ItemId, Line
from ..scoring.refused import Refused
from ..scoring.unit_board import UnitBoard
from ..scoring.view import View
from ..turns import in_turns

PER_SECOND = 10
KEPT = 64  # frames kept a board, for readers who come back
FIELD_WIDE_PAUSE = 1.0  # boards that are computed whole (units, prizes, one mark moves everyone): at most once a second


@dataclass(frozen=True, slots=True)
class Frame:
    """What changed on a board between two views; `json` as it is sent."""

    since: str
    to: str
    json: bytes


@dataclass(slots=True)
class Channel:
    """One board, what it last said, and what it said before."""

    name: str
    contest: str
    item: str  # "" for the table of units
    board: ItemBoard | UnitBoard
    view: View
    frames: deque[Frame] = field(default_factory=lambda: deque(maxlen=KEPT))
    looked_at: float = 0.0
    waits: bool = False
    stale: bool = False
    opened: AsyncResult = field(default_factory=AsyncResult)
    settling: RLock = field(default_factory=RLock)
    _snapshot: tuple[str, bytes] = ("", b"")

    @property
    def pause(self) -> float:
        """Seconds from one look to the next, at least."""
        return FIELD_WIDE_PAUSE if self.board.whole else 1 / PER_SECOND

    @property
    def mark(self) -> str:
        """Where the board stands, for ETags and for readers who come back: n and digest."""
        return f"{self.view.n}-{self.view.digest}"

    def snapshot(self) -> bytes:
        """The whole board as JSON, encoded once a view."""
        mark = self.mark
        if self._snapshot[0] != mark:
            self._snapshot = (mark, self.view.snapshot().encode())
        return self._snapshot[1]


class Hub:
    """Every board that somebody asked for. `listeners` get (channel, frame) as it goes out."""

    def __init__(self, door: Door, people: People) -> None:
        self._door, self.people = door, people
        self._channels: dict[str, Channel] = {}
        self._by_contest: dict[str, list[Channel]] = {}
        self.listeners: list[Callable[[Channel, Frame], None]] = []
        door.listeners.append(self._hear)

    def channel(self, name: str, session: Session | None) -> Channel:
        """The board of that name, for who asks. Refused("unknown_board"), or ("forbidden") for staff's without a
        right."""
        contest, _, rest = name.partition(".")
        item, _, audience = rest.partition(".")
        if audience == "staff":
            if not may(session, "see", contest, item):
                raise Refused("forbidden")
        elif audience or not rest:
            raise Refused("unknown_board", board=name)
        found = self._channels.get(name) or self._open(name, contest, item, staff=audience == "staff")
        found.opened.get()
        return found

    def contests(self) -> list[str]:
        """The ids of all contests."""
        return self._door.names()

    def public(self, contest: str) -> list[str]:
        """The names of a contest's public boards."""
        fold = self._door.current(contest)
        units = [f"{contest}.units"] if fold.unit_table else []
        return [f"{contest}.{item}" for item in fold.items] + units

    def _open(self, name: str, contest: str, item: str, *, staff: bool) -> Channel:
        try:
            fold = self._door.current(contest)
        except Refused:
            raise Refused("unknown_board", board=name) from None
        if item == "units" and fold.unit_table is not None:
            channel = Channel(name, contest, "", UnitBoard(fold), _nothing(name))
        elif ItemId(item) in fold.items:
            board = ItemBoard(fold, ItemId(item), staff=staff, names=self._names(contest))
            channel = Channel(name, contest, item, board, _nothing(name))
        else:
            raise Refused("unknown_board", board=name)
        # Another greenlet may have opened it while this one read names: the first one stays.
        kept = self._channels.setdefault(name, channel)
        if kept is channel:
            self._by_contest.setdefault(contest, []).append(channel)
            self._begin(channel)
        return kept

    def _begin(self, channel: Channel) -> None:
        """The first view; who asks for the board meanwhile waits for it."""
        try:
            with whole(channel) as board:
                channel.view = board.seen()
        except BaseException as fault:
            del self._channels[channel.name]
            self._by_contest[channel.contest].remove(channel)
            channel.opened.set_exception(fault)
            raise
        channel.opened.set(True)

    def _names(self, contest: str) -> Callable[[EntryId], tuple[str, str] | None]:
        self.people.person(contest, "")  # read now: a board that is being computed must not wait

        def names(entry: EntryId) -> tuple[str, str] | None:
            person = self.people.person(contest, entry)
            return (person.name, person.unit) if person else None

        return names

    def _hear(self, contest: Contest, told: Sequence[tuple[Line, Touched]]) -> None:
        for channel in self._by_contest.get(contest.id, ()):
            for _, touched in told:
                if touched.item is None:
                    continue
                if isinstance(channel.board, UnitBoard):
                    channel.stale = True
                    self._soon(channel)
                elif touched.item == channel.item:
                    channel.board.touch(touched.entries)
                    self._soon(channel)

    def _soon(self, channel: Channel) -> None:
        if not channel.waits:
            channel.waits = True
            gevent.spawn_later(max(0.0, channel.looked_at + channel.pause - time.monotonic()), self._send, channel)

    def _send(self, channel: Channel) -> None:
        try:
            with whole(channel) as board:
                if channel.stale:
                    channel.stale = False
                    board.touch(None)
                before, after = channel.view, board.seen()
        finally:  # not before: what comes while everyone is placed anew is in this view
            channel.waits, channel.looked_at = False, time.monotonic()
        if channel.board.behind:  # … unless one mark moves everyone
            self._soon(channel)
        if after.n == before.n and after.head == before.head:
            return
        since = channel.mark
        channel.view = after
        frame = Frame(since, channel.mark, after.frame(before).encode())
        channel.frames.append(frame)
        for listener in self.listeners:
            listener(channel, frame)


@contextmanager
def whole(channel: Channel) -> Iterator[ItemBoard | UnitBoard]:
    """The channel's board once all that moved is in its place; the loop has its turns meanwhile, and no other greenlet
    this board."""
    with channel.settling:
        in_turns(channel.board.settling())
        yield channel.board


def _nothing(name: str) -> View:
    return View(name, 0, {}, (), {}, ())


def since(channel: Channel, mark: str) -> list[Frame] | None:
    """The frames that lead from `mark` to now; None where they are no longer kept and a snapshot is needed."""
    if mark == channel.mark:
        return []
    frames = list(channel.frames)
    for k, frame in enumerate(frames):
        if frame.since == mark:
            return frames[k:]
    return None
