"""Verifies the journals of skills contests: this one file, Python's standard library, nothing else.

    python verify.py JOURNAL.ndjson|CONTEST.db [HEADS.log]

A journal is a list of lines, each hashed together with the hash before it (SHA-256 over previous hash ‖ the line's
bytes, the first behind 32 zero bytes). If anyone changed, inserted, removed or reordered a line, the hashes stop
matching at that line. A tail that was cut off, or a journal rewritten whole, shows only against a hash kept elsewhere:
heads.log, a judge's receipt, the head printed on a signed sheet.

Draws are drawn again from their seeds, once these are told: who is ordered comes by HMAC-SHA256(seed, id), numbered
from 1. One that people drew from a box has no seed; its table is recorded, and nothing more can be proved of it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = tuple[str, int, bytes, bytes]  # contest, seq, the line's bytes, the hash stored with it
Rows = list[Row]
Heads = dict[str, dict[int, str]]  # contest → seq → hash (hex) seen elsewhere


@dataclass
class Report:
    """What was found of one contest: how many lines hold, the head there, and the first fault if there is one."""

    contest: str
    lines: int = 0
    head: str = "00" * 32
    heads: dict[int, str] = field(default_factory=dict)
    fault: str = ""
    draws: list[str] = field(default_factory=list)  # what can be said of each


def rows_of_file(path: Path) -> Iterator[Row]:
    """The journal lines of an exported .ndjson file."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate((text for text in file if text.strip()), start=1):
            row = json.loads(text)
            raw = row["line"].encode()
            yield json.loads(raw).get("contest", "?"), number, raw, bytes.fromhex(row["hash"])


def _dealt_apart(seed: bytes, entries: Iterable[str], sizes: list[int], units: dict[str, str]) -> dict[str, int]:
    """The largest unit first, each of its entries to the group with fewest of it, then most room, then by the seed."""

    def turn(name: str) -> bytes:
        return hmac.new(seed, name.encode(), "sha256").digest()

    of: dict[str, list[str]] = {}
    for entry in _ordered(seed, entries):
        of.setdefault(units.get(entry) or "\0" + entry, []).append(entry)
    room = dict(enumerate(sizes, start=1))
    found: dict[str, int] = {}
    for unit in sorted(of, key=lambda unit: (-len(of[unit]), turn(unit))):
        there = dict.fromkeys(room, 0)
        for entry in of[unit]:
            free = [group for group in room if room[group] > 0]
            group = min(free, key=lambda group: (there[group], -room[group], turn(f"{unit}/{group}")))
            found[entry], room[group], there[group] = group, room[group] - 1, there[group] + 1
    return found


def is_database(path: Path) -> bool:
    """Whether the file is an SQLite database."""
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def read_database(path: Path) -> tuple[Rows, Heads]:
    """The journal lines of an SQLite database, and where it says itself that its journals end; as of one moment."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("BEGIN")
        lines = connection.execute(
            "SELECT contest_id, seq, line, hash FROM journal ORDER BY contest_id, seq"
        ).fetchall()
        ends = connection.execute("SELECT id, seq, head FROM contests WHERE seq > 0").fetchall()
    finally:
        connection.close()
    rows = [(row[0], row[1], bytes(row[2]), bytes(row[3])) for row in lines]
    return rows, {id: {seq: bytes(head).hex()} for id, seq, head in ends}


def check_lines(contest: str, rows: Iterable[tuple[int, bytes, bytes]]) -> Report:
    """Walk one contest's chain as far as it holds."""
    report, head, draws = Report(contest), b"\x00" * 32, Draws()
    for seq, raw, stored in rows:
        told = json.loads(raw)
        fresh = hashlib.sha256(head + raw).digest()
        if seq != report.lines + 1 or told.get("seq") != seq or told.get("contest") != contest:
            report.fault = f"line {report.lines + 1} is missing or out of order (found {told.get('seq')})"
        elif fresh != stored:
            report.fault = f"line {seq} was changed: its hash does not match"
        if report.fault:
            return report
        head = fresh
        report.lines, report.head = seq, head.hex()
        report.heads[seq] = report.head
        report.fault = draws.read(seq, told.get("kind", ""), told.get("data", {}))
        if report.fault:
            return report
    report.draws = draws.said()
    return report


@dataclass
class Draw:
    """A draw as its line tells it: of what, the ids or numbers that drew in the order of what they drew."""

    seq: int
    what: str
    digest: str
    order: list[str]
    said: str = ""


class Draws:
    """The draws of a contest's items, each drawn again once its seed is told."""

    def __init__(self) -> None:
        self.drawn: dict[tuple[str, str], Draw] = {}
        self.numbers: dict[str, dict[str, str]] = {}
        self.groups: dict[str, dict[str, int]] = {}
        self.lots: dict[tuple[str, str], dict[str, int]] = {}
        self.judges: dict[tuple[str, str], int] = {}
        self.open: set[str] = set()
        self.layers: dict[str, int] = {}
        self.units: dict[str, dict[str, str]] = {}
        self.apart: dict[tuple[str, str], tuple[Draw, bytes, list[int], dict[str, int]]] = {}

    def read(self, seq: int, kind: str, data: dict[str, Any]) -> str:
        """Take a line in; a fault, or ""."""
        act: Callable[[int, dict[str, Any]], str] | None = getattr(self, "_" + kind, None)
        return "" if act is None else act(seq, data)

    def said(self) -> list[str]:
        """What can be said of each draw, in the order of their lines."""
        for (item, _), (draw, seed, sizes, lots) in self.apart.items():
            draw.said = self._kept_apart(item, seed, sizes, lots)
        listed = sorted(self.drawn.items(), key=lambda each: each[1].seq)
        return [f"{item}: {draw.what} (line {draw.seq}) {draw.said or 'not told yet'}" for (item, _), draw in listed]

    def _kept_apart(self, item: str, seed: bytes, sizes: list[int], lots: dict[str, int]) -> str:
        """Units may have been corrected since, so that a difference is told and is no fault."""
        units = self.units.get(item, {})
        if not lots.keys() <= units.keys():
            return "keeps units apart, which are not told yet"
        same = _dealt_apart(seed, lots, sizes, units) == lots
        return f"{PROVED} over the units" if same else "is not what its seed draws over the units as they are told now"

    def _AttributesTold(self, seq: int, data: dict[str, Any]) -> str:
        told = {row["entry"]: row.get("unit", "") for row in data["attributes"]}
        self.units.setdefault(data["item"], {}).update(told)
        return ""

    def _LayersSet(self, seq: int, data: dict[str, Any]) -> str:
        if self.layers.get(data["item"], 1) != len(data["holders"]):
            for what in ("codes", "numbers"):
                self.drawn.pop((data["item"], what), None)
        self.layers[data["item"]] = len(data["holders"])
        return ""

    def _NumbersDrawn(self, seq: int, data: dict[str, Any]) -> str:
        self.numbers[data["item"]] = {row["entry"]: row["number"] for row in data["numbers"]}
        self.drawn.pop((data["item"], "codes"), None)
        return self._keep(seq, "numbers", data, [(row["number"], row["entry"]) for row in data["numbers"]])

    def _CodesDrawn(self, seq: int, data: dict[str, Any]) -> str:
        two = self.layers.get(data["item"], 1) == 2
        numbers = self.numbers.get(data["item"], {}) if two else {}
        bears = [(row["code"], numbers.get(row["entry"], row["entry"])) for row in data["codes"]]
        return self._keep(seq, "codes", data, bears)

    def _keep(self, seq: int, what: str, data: dict[str, Any], bears: list[tuple[str, str]]) -> str:
        digest = data["seed_digest"]
        order = [who for _, who in sorted(bears, key=lambda each: (len(each[0]), each[0]))]
        said = "" if digest else BY_HAND
        self.drawn[data["item"], what] = Draw(seq, what, digest, order, said)
        return ""

    def _LayerUnsealed(self, seq: int, data: dict[str, Any]) -> str:
        return self._open(seq, data, "codes")

    def _IdentityUnsealed(self, seq: int, data: dict[str, Any]) -> str:
        self._AttributesTold(seq, data)
        return self._open(seq, data, "numbers" if self.layers.get(data["item"], 1) == 2 else "codes")

    def _open(self, seq: int, data: dict[str, Any], what: str) -> str:
        draw = self.drawn.get((data["item"], what))
        if draw is None or not draw.digest:
            return ""
        seed = bytes.fromhex(data["seed"])
        if hashlib.sha256(seed).hexdigest() != draw.digest:
            return f"line {seq} tells another seed than line {draw.seq} was drawn from"
        if _ordered(seed, draw.order) != draw.order:
            return f"line {draw.seq} gives other {what} than its seed draws"
        draw.said = f"{PROVED} (line {seq})"
        return ""

    def _LotsDrawn(self, seq: int, data: dict[str, Any]) -> str:
        item, what = data["item"], data["what"]
        lots: dict[str, int] = {row["entry"]: row["lot"] for row in data["lots"]}
        if what == "group":
            self.groups[item] = lots
            for within in ("station", "order"):
                self.drawn.pop((item, within), None)
        self.lots[item, what] = lots
        draw = self.drawn[item, what] = Draw(seq, what, "", [], BY_HAND)
        if not data["seed"]:
            return ""
        if data.get("apart"):
            self.apart[item, what] = (draw, bytes.fromhex(data["seed"]), data["sizes"], lots)
            return ""
        again = _dealt(bytes.fromhex(data["seed"]), lots, data["sizes"], self.groups.get(item, {}), what)
        if again != lots:
            return f"line {seq} deals out otherwise than its seed does"
        draw.said = PROVED
        return ""

    def _RulebookSet(self, seq: int, data: dict[str, Any]) -> str:
        for part in data["rulebook"].get("parts", ()):
            self.judges[data["item"], part["id"]] = int(part.get("panel", {}).get("judges", 1))
        return ""

    def _MarkingOpened(self, seq: int, data: dict[str, Any]) -> str:
        self.open.add(data["item"])
        return ""

    def _EntriesAssigned(self, seq: int, data: dict[str, Any]) -> str:
        item, part, way = data["item"], data["part"], data.get("way", "each")
        draw = self.drawn[item, f"seats of {part}"] = Draw(seq, f"who marks {part}", "", [])
        if item in self.open:
            draw.said = "was settled while marking went on: what was marked stayed, and it is not drawn again"
            return ""
        against = {(row["seat"], entry) for row in data["seats"] for entry in row["recused"]}
        given = {row["seat"]: set(row["entries"]) for row in data["seats"]}
        groups = {} if way == "each" else self.lots.get((item, way), {})
        judges = self.judges.get((item, part), 1)
        if _assigned(bytes.fromhex(data["seed"]), given, judges, groups, against) != given:
            return f"line {seq} gives entries to other seats than its seed does"
        draw.said = PROVED
        return ""


BY_HAND = "was drawn by hand: the table is recorded, there is no seed to prove it"
PROVED = "is what its seed draws"


def _ordered(seed: bytes, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: hmac.new(seed, name.encode(), "sha256").digest())


def _dealt(seed: bytes, entries: Iterable[str], sizes: list[int], groups: dict[str, int], what: str) -> dict[str, int]:
    """Groups filled one after the other, or turns counted within each group."""
    order = _ordered(seed, entries)
    if what == "group":
        ends = [sum(sizes[: k + 1]) for k in range(len(sizes))]
        return {entry: 1 + sum(end <= k for end in ends) for k, entry in enumerate(order)}
    taken: dict[int, int] = {}
    found = {}
    for entry in order:
        group = groups.get(entry, 0)
        found[entry] = taken[group] = taken.get(group, 0) + 1
    return found


def _assigned(
    seed: bytes, given: dict[str, set[str]], judges: int, groups: dict[str, int], against: set[tuple[str, str]]
) -> dict[str, set[str]]:
    """Each entry, in the order of the seed, to those of its panel who have least so far; then, since sheets of the own
    unit (`against`) do not count, to whoever of all has least in the end, until so many count."""

    def turn(entry: str, seat: str) -> bytes:
        return hmac.new(seed, f"{entry}/{seat}".encode(), "sha256").digest()

    entries = {entry for listed in given.values() for entry in listed}
    of = {entry: groups.get(entry, 0) for entry in entries}
    listed, seats = sorted(set(of.values())), _ordered(seed, given)
    panels = {group: seats[at :: len(listed)] for at, group in enumerate(listed)}
    loads, first = dict.fromkeys(given, 0), {}
    for entry in _ordered(seed, entries):
        ranked = sorted(panels[of[entry]], key=lambda seat: (loads[seat], turn(entry, seat)))
        first[entry] = ranked[:judges]
        for seat in first[entry]:
            loads[seat] += 1
    found: dict[str, set[str]] = {seat: set() for seat in given}
    for entry, chosen in first.items():
        rest = sorted(set(given) - set(chosen), key=lambda seat: (loads[seat], turn(entry, seat)))
        counting = 0
        for seat in [*chosen, *rest]:
            if counting < judges:
                found[seat].add(entry)
                counting += (seat, entry) not in against
    return found


def check_lines_by_contest(rows: Iterable[Row]) -> list[Report]:
    """Every contest among the rows, in the order in which they stand."""
    grouped: dict[str, list[tuple[int, bytes, bytes]]] = {}
    for contest, seq, raw, stored in rows:
        grouped.setdefault(contest, []).append((seq, raw, stored))
    return [check_lines(contest, lines) for contest, lines in grouped.items()]


def check(path: Path) -> list[Report]:
    """Every contest in a file. A file that cannot be read as a journal is a report with that fault."""
    try:
        if not is_database(path):
            return check_lines_by_contest(rows_of_file(path)) or [Report("?", fault=f"{path.name} holds no line")]
        rows, ends = read_database(path)
        return meet(check_lines_by_contest(rows), ends)
    except (ValueError, KeyError, TypeError, AttributeError, sqlite3.Error) as fault:
        return [Report("?", fault=f"{path.name} is not a journal: {fault}")]


def meet(reports: list[Report], ends: Heads) -> list[Report]:
    """The reports, with a fault where a journal does not end as its database says."""
    for each in reports:
        told = ends.get(each.contest)
        if told is None:
            each.fault = each.fault or "its database does not name it"
        elif not each.fault:
            each.fault = against(each, told) or ("" if each.lines in told else "its database ends it earlier")
    gone = sorted(ends.keys() - {each.contest for each in reports})
    return reports + [Report(contest, fault="the journal is gone, but its database names it") for contest in gone]


def read_heads(path: Path) -> Heads:
    """The hashes of heads.log: `contest seq hash` a line. A last line cut short by a power cut is passed over."""
    heads: Heads = {}
    for text in path.read_text(encoding="ascii", errors="replace").splitlines():
        words = text.split()
        if len(words) == 3 and words[1].isdigit() and len(words[2]) == 64:
            heads.setdefault(words[0], {})[int(words[1])] = words[2]
    return heads


def against(report: Report, heads: dict[int, str]) -> str:
    """The first disagreement with hashes kept elsewhere, or ""."""
    for seq in sorted(heads):
        if seq > report.lines:
            return f"the journal ends at line {report.lines}, but line {seq} was seen: its tail was cut off"
        if report.heads[seq] != heads[seq]:
            return f"line {seq} has another hash than was seen before: the journal was rewritten"
    return ""


def report(reports: list[Report], heads: Heads, say: Callable[[str], object]) -> int:
    """Say what was found; the number of faults."""
    faults = 0
    missing = [contest for contest in heads if contest not in {each.contest for each in reports}]
    for each in reports:
        fault = each.fault or against(each, heads.get(each.contest, {}))
        faults += bool(fault)
        say(f"{each.contest}: {'FAULT: ' + fault if fault else 'whole'}; {each.lines} lines, head {each.head}")
        for draw in each.draws:
            say(f"  {draw}")
    for contest in missing:
        faults += 1
        say(f"{contest}: FAULT: the journal is gone, but its heads were seen")
    return faults


def main(arguments: list[str]) -> int:
    """The command line."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    heads = read_heads(Path(arguments[1])) if len(arguments) == 2 else {}
    return 1 if report(check(Path(arguments[0])), heads, print) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
