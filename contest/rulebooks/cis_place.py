"""Where each row of a CIS sheet belongs in a rulebook, and what is new, renamed or gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from contest.scoring.refused import Fault
from contest.scoring.rulebook import Criterion, Rulebook

from .cis import SheetReader, short
from .cis_match import Row, called, match
from .cis_outline import Leaf, Module, Sub, outline

LANGUAGES = ("zh", "en")

Home = tuple[Any, Any]
"""A part (its number in the base; id and letter of a new one) and a criterion in it (number; a new one's sub id)."""


@dataclass
class Placed:
    """homes: the rows of each criterion, in the sheet's order · found: line → the base's aspect · language: the sheet's
    own · told: what a person should know."""

    base: Rulebook
    sheet: str
    language: str
    modules: dict[str, Module]
    homes: dict[Home, list[Row]] = field(default_factory=dict)
    found: dict[int, Leaf] = field(default_factory=dict)
    told: list[Fault] = field(default_factory=list)

    def naming(self, module: str, sub: str) -> Criterion | None:
        """The base's criterion that names a sub criterion."""
        subs = self.modules[module].subs if module in self.modules else ()
        return next((each.criterion for each in subs if each.id == sub), None)

    def tell(self, line: int, column: str, code: str, **data: str) -> None:
        """Tell something of a row, counted from 0."""
        self.told.append(Fault(f"{self.sheet}!{column}{line + 1}", code, data))


def place(base: Rulebook, reader: SheetReader, language: str) -> Placed:
    """Find each row's aspect and home. language: the sheet's, where it cannot be told."""
    placed = Placed(base, reader.sheet, language, {module.id: module for module in outline(base)})
    rows = {
        id: [Row(sub["id"], *each) for sub, _ in reader.found.get(id, []) for each in sub["aspects"]]
        for id in reader.names
    }
    for id, here in rows.items():
        placed.found |= match(here, placed.modules.get(id))
    placed.language = _language(placed, [row for here in rows.values() for row in here])
    for id, here in rows.items():
        for row in here:
            placed.homes.setdefault(_home(placed, id, row), []).append(row)
            _tell_row(placed, row)
    placed.told += _gone(placed)
    return placed


def _language(placed: Placed, rows: Sequence[Row]) -> str:
    """That in which more of the sheet is said."""
    said = [(row.name, placed.found[row.line].aspect.name) for row in rows if row.line in placed.found]
    zh, en = (sum(getattr(name, language) == told for told, name in said) for language in LANGUAGES)
    return placed.language if zh == en else "zh" if zh > en else "en"


def _home(placed: Placed, id: str, row: Row) -> Home:
    module, leaf = placed.modules.get(id), placed.found.get(row.line)
    sub = next((each for each in module.subs if each.id == row.sub), None) if module else None
    if leaf is not None and sub is not None and leaf in sub.leaves:
        return leaf.part, leaf.criterion
    part = leaf.part if leaf is not None else _part(placed.base, id, module, row.letter)
    return part, _criterion(sub, part, row)


def _part(base: Rulebook, id: str, module: Module | None, letter: str) -> Any:
    """The part for a new row: where such aspects of its criterion are, or a part of its own; where weights must add to
    100, the criterion's first."""
    if module is None:
        return id, letter
    alike = [leaf.part for sub in module.subs for leaf in sub.leaves if leaf.letter == letter]
    if alike:
        return alike[0]
    return (id, letter) if base.weighting == "sum" else module.parts[0][0]


def _criterion(sub: Sub | None, part: Any, row: Row) -> Any:
    beside = [leaf for leaf in sub.leaves if leaf.part == part] if sub else []
    alike = [leaf for leaf in beside if leaf.letter == row.letter] or beside
    return alike[0].criterion if alike else row.sub


def _tell_row(placed: Placed, row: Row) -> None:
    """What is new or said in other words; the words of the other language are left as they are."""
    leaf = placed.found.get(row.line)
    if leaf is None:
        placed.tell(row.line, "E", "cis_new", name=short(row.name))
        return
    other = "en" if placed.language == "zh" else "zh"
    if row.name not in called(leaf.aspect):
        before, kept = getattr(leaf.aspect.name, placed.language), getattr(leaf.aspect.name, other)
        placed.tell(row.line, "E", "cis_renamed", name=short(row.name), before=before, kept=kept)
    for score, (told, words) in enumerate(zip(row.cells[11:], leaf.aspect.descriptors, strict=False)):
        if told and told not in (words.zh.strip(), words.en.strip()):
            placed.tell(row.line + 1 + score, "G", "cis_words", kept=getattr(words, other))


def _gone(placed: Placed) -> Iterator[Fault]:
    kept = [(leaf.part, leaf.criterion, leaf.at) for leaf in placed.found.values()]
    for module in placed.modules.values():
        for sub in module.subs:
            for leaf in sub.leaves:
                if (leaf.part, leaf.criterion, leaf.at) not in kept:
                    part = placed.base.parts[leaf.part]
                    at = f"{part.id}.{part.written[leaf.criterion].id}.{leaf.aspect.id}"
                    yield Fault(at, "cis_gone", {"sub": sub.id, "name": getattr(leaf.aspect.name, placed.language)})
