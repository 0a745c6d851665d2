"""The roster as xlsx, csv or json: who is registered for what and how it stands, with its version. No code is in it: by
name and code together it would unmask who bears which.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ..people import Registered
from ..spreadsheet import csv_bytes, workbook
from .csvfile import guarded
from .exact import writable
from .view import Lang
from .words import words


@dataclass(frozen=True, slots=True)
class RosterList:
    """What is written. items, attributes, scores: id → what it is called · title: the contest's · seq: the journal's
    newest line."""

    title: str
    seq: int
    rows: Sequence[Registered]
    items: Mapping[str, str]
    attributes: Mapping[str, str]
    scores: Mapping[str, str]

    @property
    def version(self) -> str:
        """Line of the journal and digest of all that is told: the same version is the same list."""
        told = json.dumps([_plain(each) for each in self.rows], sort_keys=True, ensure_ascii=False)
        return f"{self.seq}:{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _plain(each: Registered) -> dict[str, Any]:
    told = {"item": each.item, "number": each.number, "name": each.name, "unit": each.unit, "state": each.state}
    read = {"attributes": dict(each.attributes), "scores": dict(each.scores)}
    return {**told, "note": each.note, "entered": bool(each.entry), **read}


def as_json(listed: RosterList, lang: Lang) -> bytes:
    """{"title", "version", "rows"}; ids as they are."""
    told = {"title": listed.title, "version": listed.version, "rows": [_plain(each) for each in listed.rows]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(listed: RosterList, lang: Lang) -> bytes:
    """UTF-8 with BOM; texts that a spreadsheet would calculate are guarded, every line carries the version."""
    heads, rows = _table(listed, lang)
    told = ([*(guarded(writable(cell)) for cell in row), listed.version] for row in rows)
    return csv_bytes([[*(guarded(head) for head in heads), words(lang)("col.version")], *told])


def as_xlsx(listed: RosterList, lang: Lang) -> bytes:
    """One sheet of texts; the version stands in the title and in the file's properties."""
    target, said = BytesIO(), words(lang)
    book = workbook(target)
    book.set_properties({"title": writable(listed.title), "comments": listed.version})
    sheet = book.add_worksheet(said("sheet.roster"))
    strong, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    heads, rows = _table(listed, lang)
    sheet.set_column(0, len(heads) - 1, 16, text)
    sheet.write_string(0, 0, writable(f"{listed.title} · {said('col.version')} {listed.version}"))
    for number, cells in enumerate([heads, *rows], 1):
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, writable(cell), strong if number == 1 else None)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, max(len(rows) + 1, 2), len(heads) - 1)
    book.close()
    return target.getvalue()


KINDS: Mapping[str, Callable[[RosterList, Lang], bytes]] = {"xlsx": as_xlsx, "csv": as_csv, "json": as_json}


def _table(listed: RosterList, lang: Lang) -> tuple[list[str], list[list[str]]]:
    said = words(lang)
    heads = [said(f"col.{name}") for name in ("item", "number", "name", "unit")]
    heads += [*listed.attributes.values(), *listed.scores.values(), said("col.state"), said("col.remarks")]
    return heads, [list(_cells(listed, each, said)) for each in listed.rows]


def _cells(listed: RosterList, each: Registered, said: Callable[[str], str]) -> Iterable[str]:
    yield from (listed.items.get(each.item, each.item), each.number, each.name, each.unit)
    yield from (each.attributes.get(id, "") for id in listed.attributes)
    yield from (each.scores.get(id, "") for id in listed.scores)
    yield said("roster.entered") if each.entry else said(f"roster.{each.state}")
    yield each.note
