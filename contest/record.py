"""The one door: `record` takes an act, decides it on the loop against the committed fold, commits it, and then tells.

May not be in here: what an act means (verbs), who may do it (people), how it is shown (live, web).

Acts of one contest wait in one queue. What waits together and cannot affect each other (sheets of different lanes) is
decided together and written in one transaction; any other act goes alone. See docs/decisions/0002-verbs-on-the-loop.md.
"""

from __future__ import annotations

import contextlib
import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gevent
import structlog
from gevent.event import AsyncResult
from gevent.event import Event as Bell
from gevent.lock import RLock

from . import journal
from .ahead import Ahead, Lines, reading_ahead
from .db import PlainWrite, Reader, Writer
from .journal import BrokenChain, Stored
from .scoring import taking
from .scoring.contest import Contest, Touched
from .scoring.events import Actor, ContestId, Event, Line, digest
from .scoring.refused import Refused
from .scoring.verbs import Values, Verb
from .scoring.verbs import in_slices as verbs
from .turns import in_turns

__all__ = ["BrokenChain", "Door", "NotSaved", "Receipt", "Stored"]

log = structlog.get_logger()
GROUP = 200  # acts decided together at most
PAGE = 500  # lines folded before the loop gets its turn, or read at a time from the end
PAGES = 10  # such pages read at a time from the beginning: to ask costs as much as to fold twenty lines

Lane = tuple[str, ...]
Listener = Callable[[Contest, Sequence[tuple[Line, Touched]]], None]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an act got: the number of its line and the chain's hash there (hex)."""

    seq: int
    head: str


class NotSaved(Refused):
    """The database would not take the act just now; nothing was written, and the same request may be sent again."""

    def __init__(self) -> None:
        super().__init__("not_saved")


@dataclass(slots=True)
class Act:
    """An act waiting at the door."""

    verb: Verb
    by: Actor
    values: Values
    request: str
    body: str
    lane: Lane | None
    also: Sequence[PlainWrite]
    answer: AsyncResult = field(default_factory=AsyncResult)


@dataclass(slots=True)
class Desk:
    """One contest's place at the door: its fold, what waits, and why it is read-only if it is."""

    contest: Contest
    waiting: deque[Act] = field(default_factory=deque)
    bell: Bell = field(default_factory=Bell)
    read_only: str = ""
    behind: bool = False  # another process has committed lines that are not folded here
    clerk: Any = None


class Door:
    """Every contest of this process. `listeners` hear of lines after they are committed and folded."""

    def __init__(self, writer: Writer, reader: Reader, heads_log: Path | None = None) -> None:
        self.writer, self.reader = writer, reader
        self.listeners: list[Listener] = []
        self._heads_log = heads_log
        self._desks: dict[str, Desk] = {}
        self._opening = RLock()

    def record(
        self,
        contest: str,
        verb: Verb,
        *,
        by: str,
        values: Values,
        request: str = "",
        asked: Mapping[str, Any] | None = None,
        lane: Lane | None = None,
        also: Sequence[PlainWrite] = (),
    ) -> Receipt:
        """Do an act and wait until it is on disk.

        `request` makes it idempotent: the same one with the same `asked` (default: `values`) by the same actor gets
        its first receipt again. Acts with different `lane`s may share a group. `also` is written in the same
        transaction, and may refuse it.
        Raises Refused (nothing was written) or NotSaved.
        """
        desk = self._desk(contest)
        body = digest(dict(values if asked is None else asked))[:32] if request else ""
        act = Act(verb, Actor(by), values, request, body, lane, also)
        desk.waiting.append(act)
        desk.bell.set()
        receipt: Receipt = act.answer.get()
        return receipt

    def current(self, contest: str) -> Contest:
        """The contest as committed so far; opened if it was not. Refused("unknown_contest") if there is none."""
        # Anyone may ask for any name: only a contest that exists gets a desk.
        if contest not in self._desks and not self.reader.run(lambda conn: journal.read(conn, contest, 0, 1)):
            raise Refused("unknown_contest", contest=contest)
        fold = self._desk(contest).contest
        if not fold.seq:
            raise Refused("unknown_contest", contest=contest)
        return fold

    def shares_roles(self, contest: str) -> bool:
        """Whether the contest lets one person hold several roles; not of one that is not there."""
        try:
            return self.current(contest).roles.now
        except Refused:
            return False

    def read_only(self, contest: str) -> str:
        """Why the contest takes no acts; "" if it does."""
        return self._desk(contest).read_only

    def make_read_only(self, contest: str, why: str) -> None:
        """Take no more acts in this contest: something outside proves that its journal is not whole."""
        self._desk(contest).read_only = why
        log.error("contest_read_only", contest=contest, why=why)

    def head_at(self, contest: str, seq: int) -> bytes | None:
        """The chain's hash at line `seq`, if the journal has that line."""
        found = self.reader.run(lambda connection: journal.line_at(connection, contest, seq))
        return None if found is None else found.hash

    def lines(self, contest: str) -> list[Stored]:
        """Every line of a contest's journal, as stored."""
        return self.reader.run(lambda connection: journal.read(connection, contest))

    def pages_back(self, contest: str, before: int | None = None) -> Iterator[list[Stored]]:
        """The lines before line `before`, or all there are, as stored: from the newest backwards, a page at a time, so
        that who looks for something recent never reads a whole journal."""
        while page := self._back(contest, before):
            yield page
            before = page[-1].seq

    def _back(self, contest: str, before: int | None) -> list[Stored]:
        return self.reader.run(lambda connection: journal.back(connection, contest, before, PAGE))

    def names(self) -> list[str]:
        """The ids of all contests in the database."""
        return sorted(id for id, (seq, _) in self.reader.run(journal.ends).items() if seq)

    def _desk(self, id: str) -> Desk:
        desk = self._desks.get(id)
        if desk is None:
            with self._opening:
                desk = self._desks.get(id)
                if desk is None:
                    desk = Desk(self._open(id))
                    desk.clerk = gevent.spawn(self._serve, desk)
                    self._desks[id] = desk
        return desk

    def _open(self, id: str) -> Contest:
        """Read, verify and fold a journal. BrokenChain stops it before anything is shown."""
        contest = Contest(ContestId(id))
        with _kept(), reading_ahead(self.reader, id) as ahead:
            for lines in self._opening_lines(contest, ahead):
                for start in range(0, len(lines), PAGE):
                    _take(contest, lines[start : start + PAGE])
                    gevent.sleep(0)
        return contest

    def _opening_lines(self, contest: Contest, ahead: Ahead) -> Iterator[Lines]:
        """The lines behind those that the contest has, as many as are at hand, each checked; those that a child brings
        from where it began, as long as it brings any."""
        while True:
            if ahead.follows(contest.seq, contest.head):
                while lines := ahead.lines():
                    yield lines
            rest = ahead.after - contest.seq if ahead.after and contest.seq < ahead.after else PAGES * PAGE
            page = self._page(contest, min(rest, PAGES * PAGE))
            if not page:
                return
            for start in range(0, len(page), PAGE):
                yield list(journal.checked(contest.id, contest.head, contest.seq, page[start : start + PAGE]))

    def _page(self, contest: Contest, most: int) -> list[Stored]:
        return self.reader.run(lambda conn: journal.page(conn, contest.id, contest.seq, contest.head, most))

    def _fold(self, contest: Contest, stored: Sequence[Stored]) -> list[tuple[Line, Touched]]:
        # All of it checked first: nothing is folded of a page that is broken.
        return _take(contest, list(journal.checked(contest.id, contest.head, contest.seq, stored)))

    def _serve(self, desk: Desk) -> None:
        """The contest's clerk: one group after the other."""
        while True:
            desk.bell.wait()
            desk.bell.clear()
            while desk.waiting or desk.behind:
                acts: list[Act] = []
                try:
                    if desk.behind:
                        self._look(desk)
                    acts, lines = self._decide(desk)
                    self._commit(desk, acts, lines)
                except BrokenChain as broken:
                    self.make_read_only(desk.contest.id, str(broken))
                    _answer(acts, Refused("read_only", why=str(broken)))
                except Exception as fault:  # loud, and the desk goes on
                    log.exception("door_failed", contest=desk.contest.id, fault=str(fault))
                    _answer(acts, fault)

    def _decide(self, desk: Desk) -> tuple[list[Act], list[Line]]:
        """Take what may share a group off the queue and decide it; what is refused or known gets its answer at once."""
        acts: list[Act] = []
        lines: list[Line] = []
        lanes: set[Lane | None] = set()
        requests: set[str] = set()
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        while desk.waiting and len(acts) < GROUP:
            act = desk.waiting[0]
            if acts and (act.lane is None or None in lanes or act.lane in lanes or act.request in requests):
                break
            desk.waiting.popleft()
            line = self._line(desk, act, at, desk.contest.seq + len(lines) + 1)
            if line is not None:
                acts.append(act)
                lines.append(line)
                lanes.add(act.lane)
                requests |= {act.request} - {""}
        return acts, lines

    def _line(self, desk: Desk, act: Act, at: str, seq: int) -> Line | None:
        """The line an act becomes, or None where it has got its answer."""
        try:
            known = self._known(desk.contest, act)
            if known is not None:
                act.answer.set(known)
                return None
            if desk.read_only:
                raise Refused("read_only", why=desk.read_only)
            event = _event(act, desk.contest, at)
        except Exception as fault:  # a refusal, or a fault of ours: either way the caller's to hear
            act.answer.set_exception(fault)
            return None
        return Line(desk.contest.id, seq, at, act.by, event, act.request, act.body)

    @staticmethod
    def _known(contest: Contest, act: Act) -> Receipt | None:
        """The receipt an earlier sending of the same request got."""
        answered = contest.requests.get(act.request) if act.request else None
        if answered is None:
            return None
        if (answered.by, answered.body) != (act.by, act.body):
            raise Refused("request_reused")
        return Receipt(answered.seq, answered.head.hex())

    def _commit(self, desk: Desk, acts: list[Act], lines: list[Line]) -> None:
        if not acts:
            return
        contest = desk.contest
        stored = journal.seal(contest.head, lines)
        also = [write for act in acts for write in act.also]
        try:
            missed = self.writer.run(lambda conn: journal.append(conn, contest.id, contest.seq, stored, also))
        except BrokenChain:
            raise
        except Refused as refused:  # by a write that belongs to an act, which then goes alone: nothing is there
            _answer(acts, refused)
            return
        except Exception as fault:
            log.error("commit_failed", contest=contest.id, fault=str(fault))
            found = self._doubtful(contest, stored)
            if found is None:
                _answer(acts, NotSaved())
                return
            missed = found
        if missed:
            self._catch_up(desk, missed)
            desk.waiting.extendleft(reversed(acts))
            return
        self._tell(desk, acts, lines, stored)

    def _doubtful(self, contest: Contest, stored: Sequence[Stored]) -> list[Stored] | None:
        """What became of a commit that failed: [] it is there after all, lines of others, or None: nothing is there.

        Asks until the database answers: no other group may pass before that.
        """
        for pause in _pauses():
            try:
                found = self.writer.run(lambda conn: journal.settled(conn, contest.id, contest.seq))
            except Exception as fault:
                log.error("database_away", contest=contest.id, fault=str(fault))
                gevent.sleep(pause)
                continue
            if [each.hash for each in found[: len(stored)]] == [each.hash for each in stored]:
                return []
            return found or None
        raise AssertionError("unreachable")

    def _tell(self, desk: Desk, acts: Sequence[Act], lines: Sequence[Line], stored: Sequence[Stored]) -> None:
        """It is on disk: fold it, answer those who asked, and let the listeners hear."""
        told = [(line, _applied(desk.contest, line, each.hash)) for line, each in zip(lines, stored, strict=True)]
        self._note_head(desk.contest)
        for act, each in zip(acts, stored, strict=True):
            act.answer.set(Receipt(each.seq, each.hash.hex()))
        self._signal(desk.contest, told)

    def _look(self, desk: Desk) -> None:
        desk.behind = False
        contest = desk.contest
        self._catch_up(desk, self.reader.run(lambda conn: journal.read(conn, contest.id, contest.seq)))

    def _catch_up(self, desk: Desk, missed: Sequence[Stored]) -> None:
        """Fold in what another process has committed."""
        self._signal(desk.contest, self._fold(desk.contest, missed))

    def _signal(self, contest: Contest, told: Sequence[tuple[Line, Touched]]) -> None:
        for listener in self.listeners:
            try:
                listener(contest, told)
            except Exception:  # a listener fails alone and never undoes a record
                log.exception("listener_failed", contest=contest.id)

    def _note_head(self, contest: Contest) -> None:
        """Write the head to var/heads.log, an anchor outside the database: a cut tail shows against it."""
        if self._heads_log is None:
            return
        with contextlib.suppress(OSError), self._heads_log.open("a", encoding="ascii") as file:
            file.write(f"{contest.id} {contest.seq} {contest.head.hex()}\n")

    def sweep(self) -> None:
        """Take in what other processes have committed to the contests that are open here (PostgreSQL)."""
        for id, (seq, _) in self.reader.run(journal.ends).items():
            desk = self._desks.get(id)
            if desk is not None and seq > desk.contest.seq:
                desk.behind = True
                desk.bell.set()

    def close(self) -> None:
        """Stop taking acts; what is committed is safe."""
        for desk in self._desks.values():
            if desk.clerk is not None:
                desk.clerk.kill()
            _answer(desk.waiting, NotSaved())


def _event(act: Act, contest: Contest, at: str) -> Event:
    """What the act comes to; where it takes long, the loop has its turns: none of them can change the contest, whose
    only clerk is here."""
    steps = verbs.IN_SLICES.get(act.verb)
    if steps is None:
        return act.verb(contest, act.by, at, act.values)
    return in_turns(steps(contest, act.by, at, act.values))


def _take(contest: Contest, lines: Lines) -> list[tuple[Line, Touched]]:
    """Fold lines in, in order."""
    return [(line, _applied(contest, line, head)) for line, head in lines]


def _applied(contest: Contest, line: Line, head: bytes) -> Touched:
    """Fold a line in, likewise."""
    return in_turns(contest.applying(line, head)) if type(line.event) in taking.IN_SLICES else contest.apply(line, head)


def _answer(acts: Iterable[Act], fault: Exception) -> None:
    """Give those who still wait for an answer this one: nobody waits for ever."""
    for act in acts:
        if not act.answer.ready():
            act.answer.set_exception(fault)


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """What is made in this block stays until the end: Python need not look through it for garbage, now or ever.

    The fold of 30,000 sheets is 300,000 objects; looking through them was a third of opening it, and held the loop up
    for 165 ms at a time ever after.
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if not resting:
            gc.enable()


def _pauses() -> Iterable[float]:
    pause = 0.1
    while True:
        yield pause
        pause = min(pause * 2, 2.0)
