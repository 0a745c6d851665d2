"""Verifies the journals of skills contests: this one file, Python's standard library, nothing else.

    python verify.py JOURNAL.ndjson|CONTEST.db [HEADS.log]

A journal is a list of lines, each hashed together with the hash before it (SHA-256 over previous hash ‖ the line's
bytes, the first behind 32 zero bytes). If anyone changed, inserted, removed or reordered a line, the hashes stop
matching at that line. A tail that was cut off, or a journal rewritten whole, shows only against a hash kept elsewhere:
heads.log, a judge's receipt, the head printed on a signed sheet.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

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


def rows_of_file(path: Path) -> Iterator[Row]:
    """The journal lines of an exported .ndjson file."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate((text for text in file if text.strip()), start=1):
            row = json.loads(text)
            raw = row["line"].encode()
            yield json.loads(raw).get("contest", "?"), number, raw, bytes.fromhex(row["hash"])


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
    report, head = Report(contest), b"\x00" * 32
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
    return report


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
