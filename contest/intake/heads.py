"""The head of a table: which row names the columns, whatever they are called and in whatever order they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from contest.scoring.refused import Fault

from .cells import Cells
from .words import key

HEAD_WITHIN = 10
"""Rows in which the head must be found."""
NEAR = 0.6
"""How much of two heads must be alike for one to be perhaps meant by the other (difflib's ratio)."""
MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class Unread:
    """A column of which nothing is read. near: what the column that it may be meant for is called in each language, or
    None."""

    head: str
    near: Mapping[str, str] | None


def in_reading_order(faults: Iterable[Fault]) -> list[Fault]:
    """Row by row, left to right, as whoever mends the sheet goes through it; what has no cell first."""
    return sorted(faults, key=lambda fault: _at(fault.place))


def _at(place: str) -> tuple[int, int, str]:
    place = place.rpartition("!")[2]
    letters = place.rstrip("0123456789")
    row = place[len(letters) :]
    return int(row) if row else 0, len(letters), letters


def cell_name(row: int, column: int) -> str:
    """`C7` for row 7 (from 1), column 2 (from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def on_sheet(sheet: str, fault: Fault) -> Fault:
    """The fault with the sheet in its place (`名单!C7`), where it is not the first one, which has the name ""."""
    return Fault(f"{sheet}!{fault.place}", fault.code, fault.data) if sheet and fault.place else fault


def plain(text: str) -> str:
    """A head for comparing: without blanks and case."""
    return "".join(key(text).split())


def in_words(heads: Sequence[str]) -> dict[str, str]:
    """What a column is called in each language, by the heads it may have: the first one, and the first English one."""
    english = next((head for head in heads if head.isascii()), heads[0])
    return {"zh": heads[0], "en": english[:1].upper() + english[1:]}


def named(names: Sequence[str]) -> dict[str, str]:
    """What an item or a part is called in each language, by the names it may have: Chinese, English, others."""
    return {"zh": names[0], "en": next(filter(None, names[1:]), names[0])}


def find_head(
    cells: Cells,
    names: Mapping[str, str],
    needed: Collection[str],
    labels: Mapping[str, Mapping[str, str]],
    code: str = "no_head",
) -> tuple[int | None, dict[str, int], list[Fault]]:
    """The row that names the columns (from 0), its columns and its faults; without any, one fault that says so.

    names: plain head → column · labels: column → how sentences call it in each language · code: of the
    fault that there is no head."""
    best: int | None = None
    columns: dict[str, int] = {}
    twice: list[Fault] = []
    for at, row in enumerate(cells[:HEAD_WITHIN]):
        found, again = _columns(at, row, names, labels)
        if len(found) > len(columns):
            best, columns, twice = at, found, again
    if best is None or len(columns) < 2:
        return None, {}, [Fault("A1", code, {"within": HEAD_WITHIN})]
    missing = [column for column in needed if column not in columns]
    if missing:
        lost = [Fault(f"A{best + 1}", "column_missing", {"column": labels[column]}) for column in missing]
        return None, columns, lost + twice
    return best, columns, twice


def _columns(
    at: int, row: Sequence[str], names: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, int], list[Fault]]:
    found: dict[str, int] = {}
    twice = []
    for index, cell in enumerate(row):
        column = names.get(plain(cell))
        if column and column in found:
            twice.append(Fault(cell_name(at + 1, index), "column_twice", {"column": labels.get(column, column)}))
        elif column:
            found[column] = index
    return found, twice


def unread(
    row: Sequence[str], columns: Mapping[str, int], names: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]
) -> tuple[Unread, ...]:
    """The columns of the head `row` that are passed over, as they stand; the other arguments as in find_head."""
    read = set(columns.values())
    free = {head: column for head, column in names.items() if column not in columns}
    passed = [cell.strip() for at, cell in enumerate(row) if at not in read and cell.strip()]
    return tuple(Unread(head[:MOST_TOLD], _near(head, free, labels)) for head in passed)


def _near(head: str, free: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, str] | None:
    found = get_close_matches(plain(head)[:MOST_TOLD], free, 1, NEAR)
    return labels[free[found[0]]] if found else None
