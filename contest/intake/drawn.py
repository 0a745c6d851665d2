"""A table of what people drew from a box: a number and what it drew, two columns, every row with its place.

Which numbers there are is not known here (contest/drawn.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from contest.scoring.refused import Fault
from contest.spreadsheet import texts_xlsx

from .cells import Refusal, find_table
from .heads import cell_name, find_head, in_words, on_sheet, plain

GIVEN = {
    "competitor": ("参赛号", "编号", "选手编号", "number", "competitor number"),
    "number": ("抽签号", "draw number"),
}
DRAWN = {
    "number": ("抽签号", "draw number"),
    "code": ("加密号", "作品号", "号码", "code"),
    "group": ("组", "组别", "组号", "场次", "group", "session"),
    "station": ("工位", "工位号", "赛位", "赛位号", "station"),
    "order": ("出场顺序", "顺序", "序号", "order"),
}
"""What the two columns may be called. The first stands in sentences and templates."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as typed, each text with its place: a cell of a file, or `rows[3].drawn` of a request."""

    given: str
    drawn: str
    given_at: str
    drawn_at: str


def typed_rows(rows: Iterable[tuple[str, str]]) -> list[DrawnRow]:
    """The rows of a request."""
    return [DrawnRow(given, drawn, f"rows[{k}].given", f"rows[{k}].drawn") for k, (given, drawn) in enumerate(rows)]


def read_drawn(path: Path, given: str, drawn: str) -> tuple[list[DrawnRow], list[Fault]]:
    """The rows of a .csv, .txt or .xlsx file, whose columns are a `given` and what was `drawn`; the faults of its
    head. A row with a number alone is kept: it is told as one that drew nothing."""
    known = {"given": GIVEN[given], "drawn": DRAWN[drawn]}
    labels = {column: in_words(names) for column, names in known.items()}
    names = {plain(name): column for column, words in known.items() for name in words}
    wanted = names, ("given", "drawn"), labels, "drawn_no_head"
    try:
        sheet, cells = find_table(path, lambda cells: find_head(cells, *wanted)[0] is not None)
    except Refusal as refused:
        return [], [Fault("", refused.code, refused.data)]
    head, columns, faults = find_head(cells, *wanted)
    before = f"{sheet}!" if sheet else ""
    if head is None:
        return [], [Fault(each.place, each.code, {**each.data, **labels}) for each in faults]
    return [
        DrawnRow(
            *(_cell(row, columns[each]) for each in known), *(before + cell_name(at, columns[each]) for each in known)
        )
        for at, row in enumerate(cells[head + 1 :], head + 2)
        if any(cell.strip() for cell in row)
    ], [on_sheet(sheet, fault) for fault in faults]


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def code_key(text: str) -> str:
    """What people typed as a code, as it is kept: full-width signs as plain ones, capitals, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def drawn_xlsx(given: str, drawn: str, rows: Iterable[tuple[str, str]]) -> bytes:
    """The table to fill in: what is drawn already stands there."""
    return texts_xlsx(DRAWN[drawn][0], [(GIVEN[given][0], DRAWN[drawn][0]), *rows], (18, 18))
