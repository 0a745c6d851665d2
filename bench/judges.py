"""Judges in one process: each hands in new sheets of its own entries, made beforehand, and counts the acks."""

from __future__ import annotations

import json
import random
from collections import deque
from itertools import islice

from .field import ITEM, PART, RULEBOOK, Field
from .wire import Line, message

OURS, STOCK = "/judging", "/"  # the namespaces of the two servers


class Judge:
    """One client, of our server or of the stock one; both send the same sheets."""

    line: Line

    def __init__(self, field: Field, seat: int, namespace: str = OURS) -> None:
        self.echo = namespace == STOCK
        self._field, self._seat, self._namespace = field, seat, namespace
        self._entries = iter(field.own(seat))
        self._dice = random.Random(seat)
        self._ready: deque[bytes] = deque()

    def prepare(self, count: int) -> None:
        """Make `count` more sheets beforehand, so that only sending and reading is left."""
        for entry in islice(self._entries, count):
            self._ready.append(message(self._namespace, 1, "sheet", self._sheet(entry)))

    def connect(self, port: int) -> None:
        """Open the line; its pings want an answer within seconds."""
        self.line = Line(port, self._namespace, None if self.echo else {"token": self._field.token(self._seat)})

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
            "rulebook": RULEBOOK,
            "confirm": True,
        }
        return json.dumps(sheet, separators=(",", ":")).encode()

    def send(self) -> None:
        """Send the next sheet; an echo has no memory, so there they may come round again."""
        frame = self._ready.popleft()
        if self.echo:
            self._ready.append(frame)
        self.line.sock.sendall(frame)

    def acks(self) -> list[bytes]:
        """The acks that came. RuntimeError: a sheet was not accepted."""
        acks = [found for found in self.line.read() if found.startswith(b"43")]
        for ack in acks:
            if not self.echo and b'"outcome":"accepted"' not in ack:
                raise RuntimeError(ack.decode())
        return acks
