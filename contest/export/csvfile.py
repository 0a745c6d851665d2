"""The ranking as CSV for other programs: UTF-8 with BOM, safe to open in a spreadsheet, and read back unchanged.

Text that a spreadsheet would take for a formula gets an apostrophe in front; so does text that begins with one, so that
`bare` can take it off again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from ..spreadsheet import csv_bytes
from .exact import plain, writable
from .ranking import remarks
from .veil import veiled
from .view import ItemView, Lang, ResultView, RowView, refuse_unfinished, states
from .words import Words, words

_DANGEROUS = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n']")
Record = dict[str, str]


def guarded(text: str) -> str:
    """The text so that no spreadsheet calculates it."""
    return f"'{text}" if _DANGEROUS.match(text) or text[:1].isspace() else text


def bare(text: str) -> str:
    """What was guarded, as it was."""
    return text[1:] if text.startswith("'") else text


def build_csv(view: ResultView, lang: Lang = "zh") -> bytes:
    """One line an entry, all items below each other; a part that an item lacks stays empty. Every line carries the
    item's version and whether it is signed. Raises Refused like the workbook."""
    refuse_unfinished(view)
    view = veiled(view)
    said = words(lang)
    records = [dict(_record(view, item, row, said)) for item in view.items for row in item.rows]
    header = list(dict.fromkeys(name for item in view.items for name in _header(item, said)))
    return csv_bytes([header, *([record.get(name, "") for name in header] for record in records)])


def read_csv(content: bytes) -> list[Record]:
    """The lines of such a file by column, as they were before guarding."""
    rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    header = [bare(name) for name in next(rows)]
    return [dict(zip(header, map(bare, row), strict=True)) for row in rows]


def _header(item: ItemView, said: Words) -> Iterator[str]:
    empty = RowView(rank=None, code="", total=None)
    yield from (name for name, _ in _record(None, item, empty, said))


def _record(view: ResultView | None, item: ItemView, row: RowView, said: Words) -> Iterator[tuple[str, str]]:
    """Column and cell. Numbers go as they are (none begins a formula: a minus is never a score); texts are guarded."""
    texts = {"item": said.pick(item.name), "rank": "" if row.rank is None else str(row.rank), "code": row.code}
    texts |= {"number": row.number or "", "name": row.name or "", "unit": row.unit or ""}
    for name, text in texts.items():
        yield said(f"col.{name}"), _text(text)
    yield from _parts(item, row, said)
    yield said("col.total"), "" if row.counted is None else plain(row.counted)
    if any(other.scaled is not None for other in item.rows):
        yield said("col.scaled"), "" if row.scaled is None else plain(row.scaled)
    yield said("col.award"), _text(said.pick(row.award) if row.award else "")
    if any(award.money is not None for award in item.awards):
        yield said("col.money"), "" if row.money is None else plain(row.money)
    if item.promotions:
        yield from _levels(row, said)
    yield said("col.state"), _text(said(f"status.{row.status}"))
    yield said("col.remarks"), _text(remarks(row, said))
    marks = [said(f"state.{each}") for each in states(view)] if view else []
    yield said("col.version"), _text(" ".join([f"{item.version.seq}:{item.version.digest}", *marks]))


def _levels(row: RowView, said: Words) -> Iterator[tuple[str, str]]:
    """The level held and the one gained, of those who step up."""
    found = row.promotion
    before = found and (said.pick(found.before) if found.before else said("level.none"))
    yield said("col.before"), _text(before or "")
    yield said("col.to"), _text(said.pick(found.to) if found else "")


def _parts(item: ItemView, row: RowView, said: Words) -> Iterator[tuple[str, str]]:
    for part in item.parts:
        named, cell = said.pick(part.name), row.parts.get(part.id)
        for n, seat in enumerate(part.seats, 1):
            given = cell.judges.get(seat.id) if cell else None
            dropped = f" {said(f'dropped.{given.dropped}')}" if given and given.dropped else ""
            yield _text(f"{named} {said('col.judge', n=n)}"), f"{plain(given.total)}{dropped}" if given else ""
        figures = {"deducted": cell.deducted, "score": cell.score, "weighted": cell.weighted} if cell else {}
        for name in ("deducted", "score", "weighted"):
            number = figures.get(name)
            yield _text(f"{named} {said(f'col.{name}')}"), "" if number is None else plain(number)


def _text(text: str) -> str:
    return guarded(writable(text))
