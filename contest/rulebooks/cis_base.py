"""A CIS sheet over a rulebook: the scheme is the sheet's, and what the sheet cannot say stays as the rulebook has it.

What cannot stay (an aspect that is gone, a ladder that no longer fits its mark) is told, each at its place.
"""

from __future__ import annotations

import re
from pathlib import Path

from contest.scoring.refused import Fault, RulebookRefused
from contest.scoring.rulebook import Rulebook, parse_rulebook

from .bookreader import sheets_of
from .cis import Rows, SheetReader
from .cis_build import Builder
from .cis_outline import outline
from .cis_place import Placed, place

LOOSE = ("measured", "faults", "bands")
"""Kinds that become full or none where what the rulebook says of them does not fit the sheet's mark."""

_ASPECT = re.compile(r"parts\[(\d+)\]\.criteria\[(\d+)\]\.aspects\[(\d+)\]")
_RULE = re.compile(r"(ties|awards|penalties|promotion|advance)\b(?:\[(\d+)\])?")


def read_cis_over(path: Path, base: Rulebook, language: str = "zh") -> tuple[Rulebook, list[Fault]]:
    """The sheet in an xlsx file over a rulebook, and what is to be told of it: sentences `rulebook.<code>`."""
    name, rows = next(iter(sheets_of(path).items()))
    return rulebook_over(rows, base, language, name)


def rulebook_over(rows: Rows, base: Rulebook, language: str = "zh", sheet: str = "CIS") -> tuple[Rulebook, list[Fault]]:
    """The sheet's rows over a rulebook. language: in which new words are written, where the sheet's own cannot be told.

    A sheet that this rulebook makes gives this rulebook again. Raises RulebookRefused, each fault at its cell."""
    reader = SheetReader(sheet)
    reader.scan(rows)
    if reader.faults:
        raise RulebookRefused(reader.faults)
    placed = place(base, reader, language)
    builder = Builder(base, reader, placed)
    book = _sound(builder, placed, pinned=False)
    if not _in_order(builder, book, reader):
        book = _sound(builder, placed, pinned=True)
    return book, placed.told


def _sound(builder: Builder, placed: Placed, *, pinned: bool) -> Rulebook:
    """The rulebook: what fits no more is taken out and told, until the rest is sound. Each time something goes."""
    while True:
        try:
            return parse_rulebook(builder.data(pinned=pinned))
        except RulebookRefused as refused:
            before = frozenset(builder.plain)
            mended = [_mend(builder, placed, fault, before) for fault in refused.faults]
            if not all(mended):
                raise RulebookRefused([builder.reader.at_cell(fault) for fault in refused.faults]) from None


def _mend(builder: Builder, placed: Placed, fault: Fault, before: frozenset[int]) -> bool:
    """Take out what this fault is about, and tell it; False where the sheet itself is at fault. before: the lines whose
    aspects were made plain earlier."""
    if found := _ASPECT.match(fault.place):
        part, criterion, at = map(int, found.groups())
        line = builder.lines[part, criterion, at]
        leaf = placed.found.get(line)
        if leaf is None or line in before or leaf.aspect.kind not in LOOSE:
            return False
        if line not in builder.plain:
            builder.plain.add(line)
            placed.told.append(builder.reader.at_cell(fault))
            placed.tell(line, "E", "cis_plain", name=getattr(leaf.aspect.name, placed.language))
        return True
    rule = _RULE.match(fault.place)
    if rule is None:
        return False
    key = builder.rule(rule[1], None if rule[2] is None else int(rule[2]))
    if key not in builder.dropped:
        builder.dropped.add(key)
        placed.told += [fault, Fault(fault.place, "cis_dropped")]
    return True


def _in_order(builder: Builder, book: Rulebook, reader: SheetReader) -> bool:
    """Whether the sheet that the rulebook makes has this sheet's ids and rows."""
    made = {
        module.id: [
            (sub.id, [builder.lines[leaf.part, leaf.criterion, leaf.at] for leaf in sub.leaves]) for sub in module.subs
        ]
        for module in outline(book)
    }
    told = {
        id: [(sub["id"], [line for _, line in sub["aspects"]]) for sub, _ in subs if sub["aspects"]]
        for id, subs in reader.found.items()
    }
    return made == {id: subs for id, subs in told.items() if subs}
