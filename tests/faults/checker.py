"""The one checker: ledgers against the journal, mark by mark. Standard library only, nothing of `contest`.

Every mark is sorted: ok · lost (acknowledged, absent) · recovered (present, never acknowledged: allowed) · duplicated ·
altered · phantom (nobody meant it) · stale (an older sheet on top of a newer one).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHEETS = ("SheetSubmitted", "SheetSetAside", "SheetConfirmed")


@dataclass(frozen=True)
class Line:
    """A line of the journal as it is stored."""

    seq: int
    raw: bytes
    hash: str
    said: Mapping[str, Any]

    @property
    def request(self) -> str:
        return str((self.said.get("request") or {}).get("id", ""))

    @property
    def data(self) -> Mapping[str, Any]:
        return dict(self.said["data"])


@dataclass
class Intent:
    """One message a judge meant, and every answer it got."""

    seat: str
    order: int
    event: str
    said: Mapping[str, Any]
    sent: int = 0
    acks: list[Mapping[str, Any]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


@dataclass
class Verdict:
    """The sorted marks: requests by what became of them."""

    ok: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    after_lock: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)  # lines at which the chain does not hold

    @property
    def clean(self) -> bool:
        return not (
            self.lost
            or self.duplicated
            or self.altered
            or self.phantom
            or self.stale
            or self.after_lock
            or self.broken
            or self.refused
        )

    def __str__(self) -> str:
        counts = ", ".join(f"{len(found)} {name}" for name, found in vars(self).items())
        acked = len(self.ok)
        bound = f"; at 95 % at most {3 / acked:.1e} of acknowledged marks" if acked and not self.lost else ""
        examples = {name: found[:3] for name, found in vars(self).items() if found and name not in ("ok", "recovered")}
        return f"{counts}{bound} {examples or ''}"


def read_ledgers(paths: Iterable[Path]) -> dict[str, Intent]:
    """Every judge's intents by request, in the order in which each meant them."""
    intents: dict[str, Intent] = {}
    for path in paths:
        for number, text in enumerate(path.read_text().splitlines()):
            noted = json.loads(text)
            request = noted["request"]
            if noted["what"] == "intent":
                intents[request] = Intent(path.stem, number, noted["event"], noted["said"])
            elif noted["what"] == "sent":
                intents[request].sent += 1
            elif noted["what"] == "acked":
                intents[request].acks.append(noted)
            elif noted["what"] == "refused":
                intents[request].refusals.append(noted["code"])
    return intents


def read_journal(database: Path, contest: str) -> list[Line]:
    """The lines as SQLite has them."""
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute("SELECT seq, line, hash FROM journal WHERE contest_id = ? ORDER BY seq", (contest,))
        return [Line(seq, bytes(raw), bytes(hash).hex(), json.loads(bytes(raw))) for seq, raw, hash in rows]
    finally:
        connection.close()


def sort_marks(intents: Mapping[str, Intent], journal: list[Line]) -> Verdict:
    """What became of every mark."""
    verdict = Verdict(broken=broken_at(journal), after_lock=after_lock(journal))
    codes = codes_of(journal)
    present: dict[str, list[Line]] = defaultdict(list)
    for line in journal:
        if line.said["kind"] in SHEETS:
            present[line.request].append(line)
    verdict.phantom += [request for request in present if request not in intents]
    for request, intent in intents.items():
        _sort(verdict, request, intent, present.get(request, []), codes)
    verdict.stale += stale(intents, journal)
    return verdict


def _sort(verdict: Verdict, request: str, intent: Intent, lines: list[Line], codes: Mapping[str, str]) -> None:
    if intent.refusals:
        verdict.refused.append(request)
    if intent.acks and not lines:
        verdict.lost.append(request)
    elif len(lines) > 1:
        verdict.duplicated.append(request)
    elif lines and not is_meant(intent, lines[0], codes):
        verdict.altered.append(request)
    elif intent.acks:
        verdict.ok.append(request)
    elif lines:
        verdict.recovered.append(request)


def is_meant(intent: Intent, line: Line, codes: Mapping[str, str]) -> bool:
    """Whether a line says what the judge meant, and every receipt it got names this line."""
    said, data, kind = intent.said, line.data, line.said["kind"]
    where = (data["item"], codes[data["entry"]], data["part"], data["seat"], line.said["by"])
    same = where == (said["item"], said["code"], said["part"], intent.seat, f"seat:{intent.seat}")
    if intent.event == "confirm":
        same = same and kind == "SheetConfirmed" and data["version"] == said["version"]
    else:
        same = same and kind != "SheetConfirmed" and data["marks"] == said["marks"]
        same = same and (kind == "SheetSetAside" or data.get("confirmed", False) == said["confirm"])
    outcome = "set_aside" if kind == "SheetSetAside" else "accepted"
    receipts = {(ack["outcome"], ack["seq"], ack["head"]) for ack in intent.acks}
    return same and receipts <= {(outcome, line.seq, line.hash)}


def codes_of(journal: list[Line]) -> dict[str, str]:
    """Entry id → code."""
    drawn = [line.data["codes"] for line in journal if line.said["kind"] == "CodesDrawn"]
    return {row["entry"]: row["code"] for codes in drawn for row in codes}


def broken_at(journal: list[Line]) -> list[int]:
    """Where the chain does not hold: a line missing, out of order, or with another hash."""
    head, faults = b"\0" * 32, []
    for number, line in enumerate(journal, start=1):
        head = hashlib.sha256(head + line.raw).digest()
        if (line.seq, line.said["seq"], line.hash) != (number, number, head.hex()):
            faults.append(line.seq)
    return faults


def after_lock(journal: list[Line]) -> list[int]:
    """Lines that changed a sheet of an item behind its lock."""
    locked: set[str] = set()
    found = []
    for line in journal:
        kind, item = line.said["kind"], line.data.get("item")
        if kind == "ItemLocked":
            locked.add(item)
        elif item in locked and kind in ("SheetSubmitted", "SheetConfirmed"):
            found.append(line.seq)
    return found


def stale(intents: Mapping[str, Intent], journal: list[Line]) -> list[str]:
    """Requests that came to stand on a sheet after one that their judge meant later."""
    newest: dict[tuple[str, ...], int] = {}
    found = []
    for line in journal:
        if line.said["kind"] != "SheetSubmitted" or line.request not in intents:
            continue
        data, order = line.data, intents[line.request].order
        sheet = (data["seat"], data["item"], data["part"], data["entry"])
        if order < newest.get(sheet, -1):
            found.append(line.request)
        newest[sheet] = max(order, newest.get(sheet, -1))
    return found
