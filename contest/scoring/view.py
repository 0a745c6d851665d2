"""What a board says at one moment, and the difference between two such moments.

A view is rows in order with their places, and a head. `snapshot` tells one whole, `frame` what changed since an
earlier one: a reader that has the earlier view and puts the frame on it holds the later one, byte for byte (`digest`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Place = tuple[int | None, int]  # the place (None: unranked) and whether it is shared (1) or not (0)


def encode(value: Any) -> str:
    """JSON as a browser's JSON.stringify writes it, so that both ends can compute the same digest."""
    return _encoder.encode(value)


@dataclass(frozen=True)
class View:
    """A board at `n`: keys of the rows in order, each row's JSON by key, places beside the rows."""

    board: str
    n: int
    head: Mapping[str, Any]
    keys: tuple[str, ...]
    rows: Mapping[str, str]
    places: tuple[Place, ...]

    @cached_property
    def digest(self) -> str:
        """CRC-32 over rows and places: tells a reader that it went astray. (What is signed is signed with SHA-256.)"""
        parts = [
            f"{self.rows[key]}@{'' if place is None else place},{tied}"
            for key, (place, tied) in zip(self.keys, self.places, strict=True)
        ]
        return f"{zlib.crc32(chr(10).join(parts).encode()):08x}"

    def snapshot(self) -> str:
        """The whole board as JSON."""
        rows = ",".join(self.rows[key] for key in self.keys)
        return (
            f'{{"board":{encode(self.board)},"n":{self.n},"digest":"{self.digest}","head":{encode(self.head)},'
            f'"rows":[{rows}],"places":{encode(self.places)}}}'
        )

    def frame(self, before: View) -> str:
        """What changed since `before`, as JSON: rows that are new or other, and the stretch of the order that moved."""
        rows = ",".join(self.rows[key] for key in self.keys if before.rows.get(key) != self.rows[key])
        head = {name: value for name, value in self.head.items() if before.head.get(name) != value}
        return (
            f'{{"board":{encode(self.board)},"since":{before.n},"n":{self.n},"digest":"{self.digest}",'
            f'"head":{encode(head)},"rows":[{rows}],"window":{encode(_window(before, self))}}}'
        )


def _window(before: View, after: View) -> dict[str, Any] | None:
    """The one stretch in which order or places differ, or None."""
    old = list(zip(before.keys, before.places, strict=True))
    new = list(zip(after.keys, after.places, strict=True))
    if old == new:
        return None
    start = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        start += 1
    tail = 0
    for one, other in zip(reversed(old[start:]), reversed(new[start:]), strict=False):
        if one != other:
            break
        tail += 1
    stretch = new[start : len(new) - tail]
    return {
        "at": start,
        "remove": len(old) - tail - start,
        "keys": [key for key, _ in stretch],
        "places": [place for _, place in stretch],
    }
