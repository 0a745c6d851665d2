"""A journal as NDJSON: every line as it is stored, with its hash; read back it gives the same heads.

Each line of the file is `{"line": <the canonical bytes as text>, "hash": <hex>}`: the text is exactly what was
hashed, so that
`verify.py` needs nothing of ours. Names, phones and free text are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..record import BrokenChain, Stored
from ..scoring import events
from ..scoring.item import Item
from ..scoring.refused import Refused
from .view import listed


def refuse_sealed(items: Iterable[Item]) -> None:
    """A journal tells who stands behind nothing, but what a sealed item still hides: it leaves after unsealing."""
    sealed = [item for item in items if not item.names_known]
    if sealed:
        raise Refused("export_sealed", items=listed(item.rulebook.name for item in sealed))


def dump(lines: Iterable[Stored]) -> Iterator[str]:
    """The NDJSON lines of a journal, each with its line end."""
    for each in lines:
        yield json.dumps({"line": each.raw.decode(), "hash": each.hash.hex()}, ensure_ascii=False) + "\n"


def read(lines: Iterable[str]) -> Iterator[Stored]:
    """The stored lines of an NDJSON journal, checked against the chain. BrokenChain: it does not hold."""
    head, seq = events.GENESIS, 0
    for text in lines:
        if not text.strip():
            continue
        row = json.loads(text)
        raw = row["line"].encode()
        head, seq = events.chain(head, raw), seq + 1
        line = events.from_bytes(raw)
        if row["hash"] != head.hex() or line.seq != seq:
            raise BrokenChain(line.contest, seq)
        yield Stored(seq, line.request, raw, head)
