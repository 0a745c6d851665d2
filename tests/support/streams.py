"""A reader of boards of the tests' own: Server-Sent Events on a plain socket, and a board put together from them."""

from __future__ import annotations

import json
import re
import ssl
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.wire import WITHIN, Address, Closed, NoAnswer, connect

_EVENT = re.compile(r"(?:id: (?P<id>[0-9a-f_-]+)\n)?event: (?P<name>[a-z]+)\ndata: (?P<data>[^\n]*)")


class Hole(AssertionError):
    """A frame that does not follow what the reader has."""


@dataclass(frozen=True)
class Event:
    """One event as it came, whole, and when (monotonic seconds)."""

    id: str
    name: str
    data: Any
    at: float


@dataclass
class Copy:
    """A board as a reader holds it."""

    n: int = -1
    head: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Put a snapshot or frame on; what is older than the copy is passed over. Hole: a frame was missed."""
        said = event.data
        if event.name == "snapshot":
            self._take_whole(said)
        elif said["n"] > self.n:
            if said["since"] != self.n:
                raise Hole(f"frame since {said['since']} on a copy at {self.n}")
            self._put(said)
        assert self.digest == said["digest"] or said["n"] < self.n, f"{self.digest} is not what {said} leads to"

    def _take_whole(self, said: Any) -> None:
        assert said["n"] >= self.n, f"backwards from {self.n} to {said['n']}"
        self.n, self.head = said["n"], said["head"]
        self.keys = [row["key"] for row in said["rows"]]
        self.rows = {row["key"]: row for row in said["rows"]}
        self.places = said["places"]

    def _put(self, said: Any) -> None:
        self.n = said["n"]
        self.head = self.head | said.get("head", {})
        self.rows |= {row["key"]: row for row in said["rows"]}
        window = said["window"]
        if window:
            span = slice(window["at"], window["at"] + window["remove"])
            self.keys[span], self.places[span] = window["keys"], window["places"]

    @property
    def digest(self) -> str:
        """CRC-32 as the contract has it: rows in order as JSON, "@", place, ",", tied, by lines."""
        lines = [
            json.dumps(self.rows[key], ensure_ascii=False, separators=(",", ":"))
            + f"@{'' if place is None else place},{tied}"
            for key, (place, tied) in zip(self.keys, self.places, strict=True)
        ]
        return f"{zlib.crc32(chr(10).join(lines).encode()):08x}"

    @property
    def whole(self) -> dict[str, Any]:
        """The copy in a snapshot's shape."""
        rows = [self.rows[key] for key in self.keys]
        return {"n": self.n, "digest": self.digest, "head": self.head, "rows": rows, "places": self.places}


class Stream:
    """An open stream of boards. `take` limits what one read takes, `buffer` what the kernel takes unread."""

    def __init__(
        self,
        address: Address,
        boards: Sequence[str],
        *,
        last: str = "",
        cookie: str = "",
        buffer: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.sock = connect(address, buffer=buffer, tls=tls)
        self.copies = {board: Copy() for board in boards}
        self.events: list[Event] = []
        self.raw = b""  # every byte that came
        self._parsed = 0
        headers = {"Host": f"{address[0]}:{address[1]}", "Last-Event-ID": last, "Cookie": cookie}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
        self.sock.sendall(f"GET /stream?boards={','.join(boards)} HTTP/1.1\r\n{head}\r\n".encode())

    def open(self) -> str:
        """Read the response head; its text."""
        while b"\r\n\r\n" not in self.raw:
            self._more(WITHIN)
        head, _, _ = self.raw.partition(b"\r\n\r\n")
        self._parsed = max(self._parsed, len(head) + 4)
        return head.decode()

    @property
    def status(self) -> int:
        return int(self.open().split()[1])

    def _more(self, within: float, most: int = 65536) -> None:
        self.sock.settimeout(max(within, 0.001))
        try:
            data = self.sock.recv(most)
        except TimeoutError:
            raise NoAnswer("nothing came") from None
        except OSError:
            raise Closed from None
        if not data:
            raise Closed
        self.raw += data

    def event(self, within: float = WITHIN, *, beats: bool = False) -> Event:
        """The next whole event, put on its board's copy; a heartbeat only where `beats` are waited for."""
        self.open()
        end = time.monotonic() + within
        while True:
            while (event := self._parse()) is None:
                self._more(end - time.monotonic())
            if event.name != "heartbeat":
                self.events.append(event)
                self.copies[event.data["board"]].take(event)
                return event
            if beats:
                return event

    def _parse(self) -> Event | None:
        while True:
            end = self.raw.find(b"\n\n", self._parsed)
            if end < 0:
                return None
            block, self._parsed = self.raw[self._parsed : end].decode(), end + 2
            if block == "retry: 2000":
                continue
            found = _EVENT.fullmatch(block)
            assert found, f"a broken event: {block[:300]!r}"
            return Event(found["id"] or "", found["name"], json.loads(found["data"]), time.monotonic())

    def snapshots(self) -> list[Event]:
        """What comes first: a snapshot of each board."""
        return [self.event() for _ in self.copies]

    @property
    def last(self) -> str:
        """The id a browser would come back with."""
        return next((event.id for event in reversed(self.events) if event.id), "")

    @property
    def told(self) -> bytes:
        """Every byte that came, but for heartbeats."""
        return self.raw.replace(b"event: heartbeat\ndata: {}\n\n", b"")

    def follow(self, until: Callable[[], object], within: float = WITHIN) -> None:
        """Take events until a condition holds. NoAnswer if it does not in time."""
        end = time.monotonic() + within
        while not until():
            self.event(end - time.monotonic())

    def quiet(self, seconds: float) -> bool:
        """Whether nothing but heartbeats comes for so long."""
        try:
            self.event(seconds)
        except NoAnswer:
            return True
        return False

    def closed(self, within: float = WITHIN) -> bool:
        """Whether the server ends the stream in time."""
        end = time.monotonic() + within
        try:
            while time.monotonic() < end:
                self.event(end - time.monotonic())
        except Closed:
            return True
        except NoAnswer:
            pass
        return False

    def leave(self) -> None:
        self.sock.close()
