"""Which row of a CIS sheet is which aspect of a rulebook: by sub criterion and description, then by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from contest.scoring.rulebook import Aspect, Criterion, Part

from .cis_outline import NONE, Leaf, Module


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect's row. sub: its sub criterion's id · cells: A–K, a judgement's descriptors behind · line: from 0."""

    sub: str
    cells: Sequence[str]
    line: int

    @property
    def letter(self) -> str:
        """M or J."""
        return self.cells[3].upper()

    @property
    def name(self) -> str:
        """Its description."""
        return self.cells[4]


def called(thing: Part | Criterion | Aspect) -> set[str]:
    """What the sheet may call a thing: by its own name there, or the rulebook's in either language."""
    return {each.strip() for each in ((thing.cis or NONE).name, thing.name.zh, thing.name.en) if each}


def match(rows: Sequence[Row], module: Module | None) -> dict[int, Leaf]:
    """Line → aspect, for one criterion of the sheet: the same words in the same sub criterion; the same words anywhere
    in the criterion, where only one can be meant; between two that are known, as many rows as there were aspects."""
    leaves = {sub.id: sub.leaves for sub in module.subs} if module else {}
    found: dict[int, Leaf] = {}
    for sub, here in leaves.items():
        _by_name([row for row in rows if row.sub == sub], here, found)
    _moved(rows, [leaf for here in leaves.values() for leaf in here], found)
    for sub, here in leaves.items():
        _by_place([row for row in rows if row.sub == sub], here, found)
    return found


def _by_name(rows: Iterable[Row], leaves: Iterable[Leaf], found: dict[int, Leaf]) -> None:
    left = list(leaves)
    for row in rows:
        leaf = next((each for each in left if each.letter == row.letter and row.name in called(each.aspect)), None)
        if leaf is not None:
            left.remove(leaf)
            found[row.line] = leaf


def _moved(rows: Iterable[Row], leaves: Iterable[Leaf], found: dict[int, Leaf]) -> None:
    left = _left(leaves, found)
    open_rows = [row for row in rows if row.line not in found]
    for row in open_rows:
        alike = [leaf for leaf in left if leaf.letter == row.letter and row.name in called(leaf.aspect)]
        again = [each for each in open_rows if each.letter == row.letter and each.name == row.name]
        if len(alike) == len(again) == 1:
            found[row.line] = alike[0]


def _by_place(rows: Sequence[Row], leaves: Sequence[Leaf], found: dict[int, Leaf]) -> None:
    """Rows of other words that stand where as many aspects stood: they were renamed."""
    left = _left(leaves, found)
    known: list[object] = [found.get(row.line, row) for row in rows]
    for tag, i, j, k, m in SequenceMatcher(None, [*map(_key, leaves)], [*map(_key, known)], False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            for leaf, row in zip(leaves[i:j], rows[k:m], strict=True):
                if leaf in left and row.line not in found and leaf.letter == row.letter:
                    found[row.line] = leaf


def _key(thing: object) -> tuple[str, int, int, int]:
    if isinstance(thing, Leaf):
        return "leaf", thing.part, thing.criterion, thing.at
    assert isinstance(thing, Row)
    return "row", thing.line, 0, 0


def _left(leaves: Iterable[Leaf], found: Mapping[int, Leaf]) -> list[Leaf]:
    taken = {_key(leaf) for leaf in found.values()}
    return [leaf for leaf in leaves if _key(leaf) not in taken]
