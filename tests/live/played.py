"""The language of the tests of sockets and streams: a contest on a server, its judges, its office, its readers."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.desk import Answer, Desk, ask
from tests.support.server import Server
from tests.support.small import token
from tests.support.streams import Event, Stream
from tests.support.wire import Judge


def sheet(
    mark: Any = "8.5", *, code: str = "A01", item: str = "wall", part: str = "build", **more: Any
) -> dict[str, Any]:
    """A sheet as a device sends it, with a request of its own."""
    said = {"request": secrets.token_hex(8), "item": item, "code": code, "part": part, "marks": {"a": mark}}
    known = {"base": 0, "rulebook": RULEBOOKS.get(item, 1), "confirm": False}
    return said | {"note": ""} | known | more


def confirm(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A confirmation of the sheet that `answer` accepted."""
    said = {"request": secrets.token_hex(8), "item": "wall", "code": "A01", "part": "build"}
    return said | {"version": answer["version"]} | more


RULEBOOKS = {"wall": 2, "paint": 5, "roof": 8}
"""The line that set each item's rulebook: a small contest opens the same way every time."""


@dataclass
class Played:
    """One contest while it is played."""

    server: Server
    id: str
    _open: list[Callable[[], None]] = field(default_factory=list)
    _marks: Any = field(default_factory=lambda: itertools.count(1))

    def __enter__(self) -> Played:
        return self

    def __exit__(self, *exc: object) -> None:
        for leave in self._open:
            leave()

    def behind(self, leave: Callable[[], None]) -> None:
        """Have something closed behind the test."""
        self._open.append(leave)

    def judge(self, seat: str = "b1", **more: Any) -> Judge:
        """A judge's open line."""
        judge = Judge(self.server.address, token(self.id, seat), **more)
        self._open.append(judge.leave)
        assert judge.refused is None, judge.refused
        return judge

    def desk(self, login: str = "chief") -> Desk:
        """Somebody of the staff, signed in."""
        return Desk(self.server.address, self.id, login)

    def stream(self, *boards: str, **more: Any) -> Stream:
        """A reader of boards, named as their item: "wall", "wall.staff"."""
        stream = Stream(self.server.address, [f"{self.id}.{board}" for board in boards], **more)
        self._open.append(stream.leave)
        return stream

    def board(self, name: str = "wall", **headers: str) -> Answer:
        """The board's snapshot as it is fetched."""
        return ask(self.server.address, "GET", f"/boards/{self.id}.{name}", None, headers)

    def show(self, judge: Judge, code: str = "A01", mark: str = "", **more: Any) -> dict[str, Any]:
        """Confirm a sheet of its own, so that the board changes; the answer."""
        answer = judge.call(
            "sheet", sheet(mark or f"{next(self._marks) % 20 / 2:.1f}", code=code, confirm=True, **more)
        )
        assert answer["outcome"] == "accepted", answer
        return answer


def same(played: Played, stream: Stream, name: str, **headers: str) -> bool:
    """Whether a reader's copy is what the board would say to somebody who asks now."""
    fresh = played.board(name, **headers).json
    copy = stream.copies[f"{played.id}.{name}"]
    return bool(copy.whole == {key: fresh[key] for key in copy.whole})


def frames(stream: Stream) -> list[Event]:
    """The frames that came."""
    return [event for event in stream.events if event.name == "frame"]
