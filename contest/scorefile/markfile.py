"""The MARKS file: a CSV of what was given, sorted into sheets, imported scores, penalties, times and statuses.

Columns `entry,judge,aspect,value`, in UTF-8. A row with a judge is a mark; one without says in `aspect` what it is:

| judge | aspect | value |
|---|---|---|
| J1 | an aspect's id; `part.aspect` where two parts share it | the mark; true or false; readings with blanks between |
| | score:PART | the score of an imported part |
| | time:PART | whole seconds |
| | penalty:RULE | the count (per: once, count) or the points (per: given) |
| | status | present, absent, withdrawn, disqualified, eliminated, guest, void |
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from contest.scoring.events import EntryId, PartId, SeatId
from contest.scoring.marking import (
    PartScore,
    PenaltyTaken,
    SheetScore,
    imported,
    read_imported,
    read_marks,
    read_penalty,
    score_sheet,
)
from contest.scoring.ranking import Status
from contest.scoring.refused import Fault, MarksRefused
from contest.scoring.rulebook import Part, Rulebook

COLUMNS = ("entry", "judge", "aspect", "value")
JOINT = SeatId("joint")
"""The owner of a joint part's sheet, whoever of the team wrote its rows."""
YES_NO = {"true": True, "false": False}
MOST_SECONDS = 10_000_000


@dataclass
class Given:
    """Everything given for one entry."""

    sheets: dict[PartId, dict[SeatId, SheetScore]] = field(default_factory=dict)
    imported: dict[PartId, PartScore] = field(default_factory=dict)
    penalties: list[PenaltyTaken] = field(default_factory=list)
    times: dict[PartId, int] = field(default_factory=dict)
    status: Status = "present"


@dataclass
class _Sheet:
    """Rows of one sheet, still as text, and the line each stands on."""

    marks: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.entries: dict[EntryId, Given] = {}
        self.faults: list[Fault] = []
        self.sheets: dict[tuple[EntryId, PartId, SeatId], _Sheet] = {}
        self.places = _places(rulebook)
        self.kinds: dict[str, Callable[[Given, str, str], None]] = {
            "score": self._score,
            "time": self._time,
            "penalty": self._penalty,
        }

    def fault(self, line: int, code: str, **data: Any) -> None:
        self.faults.append(Fault(f"line {line}", code, data))

    def row(self, line: int, row: dict[str, str]) -> None:
        """Sort one row; what is wrong with it becomes a fault at its line."""
        entry, judge, aspect, value = (row[column].strip() for column in COLUMNS)
        if not entry or not aspect:
            self.fault(line, "no_entry")
            return
        given = self.entries.setdefault(EntryId(entry), Given())
        if judge:
            self._mark(line, EntryId(entry), SeatId(judge), aspect, value)
            return
        try:
            self._other(line, given, aspect, value)
        except MarksRefused as refused:
            self.faults += [Fault(f"line {line}", fault.code, fault.data) for fault in refused.faults]

    def _mark(self, line: int, entry: EntryId, judge: SeatId, name: str, value: str) -> None:
        place = self.places.get(name)
        if place is None:
            self.fault(line, "unknown_aspect", aspect=name[:40])
            return
        part, aspect = place
        owner = JOINT if part.panel is not None and part.panel.by == "joint" else judge
        sheet = self.sheets.setdefault((entry, part.id, owner), _Sheet())
        if aspect in sheet.marks:
            self.fault(line, "twice", first=sheet.lines[aspect])
            return
        sheet.marks[aspect], sheet.lines[aspect] = _wire(part, aspect, value), line

    def _other(self, line: int, given: Given, name: str, value: str) -> None:
        kind, colon, target = name.partition(":")
        if colon and kind in self.kinds:
            self.kinds[kind](given, target, value)
        elif name == "status" and value in get_args(Status):
            given.status = value  # type: ignore[assignment]
        else:
            self.fault(line, "unknown_status" if name == "status" else "unknown_row", found=(value or name)[:40])

    def _part(self, name: str) -> Part:
        try:
            return self.rulebook.part(name)
        except KeyError:
            raise MarksRefused([Fault("", "unknown_part", {"part": name[:40]})]) from None

    def _score(self, given: Given, target: str, value: str) -> None:
        part = self._part(target)
        if part.source != "imported":
            raise MarksRefused([Fault("", "not_imported", {"part": part.id})])
        if part.id in given.imported:
            raise MarksRefused([Fault("", "score_twice", {"part": part.id})])
        given.imported[part.id] = imported(part, read_imported(part, value))

    def _time(self, given: Given, target: str, value: str) -> None:
        part = self._part(target)
        if not (value.isascii() and value.isdigit() and int(value[:9]) <= MOST_SECONDS) or len(value) > 8:
            raise MarksRefused([Fault("", "not_seconds", {"found": value[:24]})])
        given.times[part.id] = int(value)

    def _penalty(self, given: Given, target: str, value: str) -> None:
        rules = {rule.id: rule for rule in self.rulebook.penalties}
        if target in rules and rules[target].per == "given":
            given.penalties.append(read_penalty(self.rulebook, target, value))
            return
        count = int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else value or None
        given.penalties.append(read_penalty(self.rulebook, target, None, count))

    def finish(self) -> None:
        """Read and add up every sheet, now that all its rows are known."""
        for (entry, part_id, owner), sheet in self.sheets.items():
            part = self.rulebook.part(part_id)
            try:
                score = score_sheet(part, read_marks(part, sheet.marks))
            except MarksRefused as refused:
                self.faults += [_placed(fault, sheet, entry, owner) for fault in refused.faults]
                continue
            self.entries[entry].sheets.setdefault(part_id, {})[owner] = score
        for entry, given in self.entries.items():
            self.faults += _too_many(self.rulebook, entry, given)


def _too_many(rulebook: Rulebook, entry: EntryId, given: Given) -> Iterator[Fault]:
    for part_id, sheets in given.sheets.items():
        panel = rulebook.part(part_id).panel
        if panel is not None and len(sheets) > panel.sheets:
            yield Fault(str(entry), "too_many_sheets", {"part": part_id, "sheets": len(sheets), "judges": panel.sheets})


def _placed(fault: Fault, sheet: _Sheet, entry: EntryId, owner: SeatId) -> Fault:
    """A fault of a sheet at the line it stands on; a mark that is missing has none."""
    line = sheet.lines.get(fault.place)
    place = f"{entry} · {owner} · {fault.place}" if line is None else f"line {line}"
    return Fault(place, fault.code, fault.data)


def _places(rulebook: Rulebook) -> dict[str, tuple[Part, str]]:
    """Which aspect a name means: `part.aspect` always, the bare id where only one part has it."""
    places: dict[str, tuple[Part, str]] = {}
    bare: dict[str, list[tuple[Part, str]]] = {}
    for part in rulebook.parts:
        for aspect in part.aspects:
            places[f"{part.id}.{aspect}"] = (part, aspect)
            bare.setdefault(aspect, []).append((part, aspect))
    return places | {aspect: found[0] for aspect, found in bare.items() if len(found) == 1}


def _wire(part: Part, aspect: str, value: str) -> Any:
    """The cell as the wire would carry it: yes or no for a check, a list for readings, the text otherwise."""
    kind = {a.id: a.kind for a in part.aspects.values()}[aspect]  # type: ignore[index]
    if kind in ("check", "veto"):
        return YES_NO.get(value.lower(), value)
    return value.split() if kind == "measured" else value or None


def read_markfile(rulebook: Rulebook, path: Path) -> dict[EntryId, Given]:
    """What the file gives each entry, in order of appearance. Raises MarksRefused with every fault and its line."""
    reader = _Reader(rulebook)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            lacking = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if lacking:
                raise MarksRefused([Fault("line 1", "no_column", {"columns": ", ".join(lacking)})])
            for row in rows:
                if any(row.values()):
                    reader.row(rows.line_num, {column: row[column] or "" for column in COLUMNS})
    except UnicodeDecodeError:
        raise MarksRefused([Fault(path.name, "not_utf8")]) from None
    except csv.Error as wrong:
        raise MarksRefused([Fault(path.name, "not_csv", {"why": str(wrong)[:200]})]) from None
    reader.finish()
    if reader.faults:
        raise MarksRefused(reader.faults)
    return reader.entries
