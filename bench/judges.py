"""Judges in one process: each hands in new sheets of its own entries, made beforehand, and counts the acks."""

from __future__ import annotations

import json
import random
from collections import deque
from itertools import cycle

from .field import ITEM, PART, Field
from .wire import Line, message

OURS, STOCK = "/judging", "/"  # the namespaces of the two servers


class Judge:
    """One client, of our server or of the stock one; both send the same sheets."""

    def __init__(self, port: int, field: Field, seat: int, namespace: str = OURS) -> None:
        self.echo = namespace == STOCK
        self.line = Line(port, namespace, None if self.echo else {"token": field.token(seat)})
        self._field, self._seat = field, seat
        own = field.own(seat)
        self._entries = cycle(own) if self.echo else iter(own)  # an echo has no memory: sheets may come round again
        self._dice = random.Random(seat)
        self._ready: deque[bytes] = deque()
        self._rulebook = 2 if self.echo else self._hello()

    def _hello(self) -> int:
        said = {"receipt": None, "unsent": 0, "app": "bench", "visible": True}
        return int(self.line.ask("hello", said)["items"][0]["rulebook"])

    def prepare(self, count: int) -> None:
        """Make sheets beforehand, so that `count` are ready: only sending and reading is left."""
        while len(self._ready) < count:
            self._ready.append(message(self.line.namespace, 1, "sheet", self._sheet(next(self._entries))))

    @property
    def ready(self) -> bool:
        """Whether there is a sheet to send."""
        return bool(self._ready)

    def _sheet(self, entry: int) -> bytes:
        sheet = {
            "request": f"r{self._seat:02d}-{entry:06d}-{'x' * 12}",
            "item": ITEM,
            "code": self._field.code(entry),
            "part": PART,
            "marks": self._field.marks(self._dice),
            "note": "",
            "base": 0,
            "rulebook": self._rulebook,
            "confirm": True,
        }
        return json.dumps(sheet, separators=(",", ":")).encode()

    def send(self) -> None:
        """Send the next sheet."""
        self.line.sock.sendall(self._ready.popleft())

    def acks(self) -> list[bytes]:
        """The acks that came. RuntimeError: a sheet was not accepted."""
        acks = [found for found in self.line.read() if found.startswith(b"43")]
        for ack in acks:
            if not self.echo and b'"outcome":"accepted"' not in ack:
                raise RuntimeError(ack.decode())
        return acks
