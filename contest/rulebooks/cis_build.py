"""A rulebook's mapping from a CIS sheet's rows that found their places in a base."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from contest.scoring.numbers import NotANumber, parse, text
from contest.scoring.rulebook import Aspect, Criterion, Part, Rulebook, dump_rulebook

from .cis import SheetReader, ident, plain_aspect, plain_part, short
from .cis_match import Row, called
from .cis_outline import NONE, Leaf
from .cis_place import LANGUAGES, Placed

TELLS = ("extra", "requirement", "wsos", "calculation")
STAYS = ("id", "name", "factor", "help", "cis")
"""What an aspect keeps whose kind no longer fits its mark."""


class Builder:
    """Makes the mapping. plain: lines whose aspects are full or none, whatever the base says · dropped: rules of the
    base that are left out, as `rule` names them · lines: place of an aspect → its line."""

    def __init__(self, base: Rulebook, reader: SheetReader, placed: Placed) -> None:
        self.base, self.reader, self.placed = base, reader, placed
        self.plain: set[int] = set()
        self.dropped: set[tuple[str, int | None]] = set()
        self.lines: dict[tuple[int, int, int], int] = {}
        self.language = placed.language
        self._written = dump_rulebook(base)
        self._subs: dict[tuple[str, str], tuple[Mapping[str, Any], int]] = {}
        self._rank: dict[int, int] = {}
        for id, subs in reader.found.items():
            for sub, line in subs:
                self._subs.setdefault((id, sub["id"]), (sub, line))
                self._rank |= {at: number for number, (_, at) in enumerate(sub["aspects"], start=1)}

    def data(self, *, pinned: bool) -> dict[str, Any]:
        """The mapping. pinned: with the sheet's ids and rows in it, for a sheet that says them otherwise than the base
        would."""
        data = deepcopy(self._written)
        self.lines.clear()
        self.reader.where.clear()
        parts: dict[Any, dict[Any, list[Row]]] = {}
        for (part, criterion), rows in self.placed.homes.items():
            parts.setdefault(part, {})[criterion] = rows
        made: list[dict[str, Any]] = []
        for at, written in enumerate(data["parts"]):
            if written["source"] != "judged":
                made.append(written)
            elif at in parts:
                made.append(self._part(at, written, parts[at], _Into(len(made), pinned)))
        for key in parts:
            if isinstance(key, tuple):
                plain = self._new_part(key[0], key[1], {each["id"] for each in data["parts"] + made})
                made.append(plain | {"criteria": self._criteria(key[0], {}, parts[key], _Into(len(made), pinned))})
        return self._without(data) | {"parts": made}

    def rule(self, key: str, at: int | None) -> tuple[str, int | None]:
        """Which rule of the base stands at this place of the mapping made last."""
        if at is None:
            return key, None
        return key, [k for k in range(len(getattr(self.base, key))) if (key, k) not in self.dropped][at]

    def _without(self, data: dict[str, Any]) -> dict[str, Any]:
        for key in {key for key, _ in self.dropped}:
            if (key, None) in self.dropped:
                del data[key]
            else:
                data[key] = [each for k, each in enumerate(data[key]) if (key, k) not in self.dropped]
        return data

    def _part(self, at: int, written: dict[str, Any], rows: dict[Any, list[Row]], into: _Into) -> dict[str, Any]:
        """A part of the base with the sheet's criteria; what it is out of is what its aspects add to."""
        module = next(each for each in self.placed.modules.values() if at in [part for part, _ in each.parts])
        name, _, cell = self.reader.names[module.id]
        self.reader.where[f"parts[{into.part}]"] = cell.replace("!C", "!A")
        if not self._as_before(at, [row for here in rows.values() for row in here]):
            written.pop("out_of")
        self._rename(written, module.parts[0][1], name, alone=len(module.parts) == 1)
        if into.pinned:
            _keep(written, id=module.id)
        known = dict.fromkeys(leaf.criterion for sub in module.subs for leaf in sub.leaves if leaf.part == at)
        before = dict(enumerate(written["criteria"]))
        into.criteria = {each["id"] for each in before.values()}
        into.aspects = {aspect["id"] for each in before.values() for aspect in each["aspects"]}
        order = ordered([*rows], [*known], [*before])
        return written | {"criteria": self._criteria(module.id, before, {key: rows[key] for key in order}, into)}

    def _as_before(self, part: int, rows: Sequence[Row]) -> bool:
        """Whether a part's aspects and their marks are the base's."""
        leaves = {row.line: self.placed.found.get(row.line) for row in rows}
        kept = [
            leaf and _same_number(row.cells[10], text(leaf.aspect.max)) for row in rows for leaf in [leaves[row.line]]
        ]
        return all(kept) and len(kept) == sum(len(each.aspects) for each in self.base.parts[part].written)

    def _new_part(self, id: str, letter: str, taken: Collection[str]) -> dict[str, Any]:
        """As the sheet alone would make it."""
        cells = [row for sub, _ in self.reader.found[id] for row, _ in sub["aspects"]]
        mixed = len({row[3].upper() for row in cells}) > 1
        plain = plain_part(id, self.reader.names[id][0], letter, mixed=mixed)
        return plain | {"id": free(plain["id"], taken)}

    def _criteria(
        self, module: str, before: Mapping[Any, dict[str, Any]], rows: Mapping[Any, list[Row]], into: _Into
    ) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for key, here in rows.items():
            place = f"parts[{into.part}].criteria[{len(made)}]"
            sub, line = self._subs[module, here[0].sub]
            self.reader.where |= {
                place: f"{self.reader.sheet}!A{line + 1}",
                f"{place}.name": f"{self.reader.sheet}!B{line + 1}",
            }
            thing = self.placed.naming(module, here[0].sub)
            written = before.get(key)
            if written is None or thing is None:
                criterion = _new_criterion(sub, into)
            else:
                criterion = self._old_criterion(written, thing, sub, into)
            numbers = self._order(module, here, key if written else None)
            aspects = [self._aspect(row, (into, len(made), k), written) for k, row in enumerate(numbers)]
            made.append(criterion | {"aspects": aspects})
        return made

    def _old_criterion(
        self, written: dict[str, Any], thing: Criterion, sub: Mapping[str, Any], into: _Into
    ) -> dict[str, Any]:
        criterion = {key: value for key, value in written.items() if key != "aspects"}
        self._rename(criterion, thing, sub["name"])
        if not _same_number(sub["day"], (thing.cis or NONE).day or ""):
            _keep(criterion, day=sub["day"] or None)
        if into.pinned:
            _keep(criterion, id=sub["id"])
        return criterion

    def _order(self, module: str, rows: Sequence[Row], criterion: Any) -> list[Row]:
        """A criterion's rows in the base's order, where the sheet left that alone."""
        old = {row.line: self.placed.found.get(row.line) for row in rows}
        known = {line: leaf.at for line, leaf in old.items() if leaf and leaf.criterion == criterion}
        by_at = {at: line for line, at in known.items()}
        subs = self.placed.modules[module].subs if module in self.placed.modules else ()
        leaves = [leaf for sub in subs for leaf in sub.leaves]
        written = [leaf for leaf in leaves if leaf in old.values() and leaf.at in by_at and leaf.criterion == criterion]
        lines = ordered(
            [row.line for row in rows], [by_at[leaf.at] for leaf in written], [by_at[k] for k in sorted(by_at)]
        )
        by_line = {row.line: row for row in rows}
        return [by_line[line] for line in lines]

    # Aspects

    def _aspect(self, row: Row, place: tuple[_Into, int, int], beside: Any) -> dict[str, Any]:
        into, criterion, number = place
        self.lines[into.part, criterion, number] = row.line
        self.reader.cells(f"parts[{into.part}].criteria[{criterion}].aspects[{number}]", row.line)
        leaf = self.placed.found.get(row.line)
        if leaf is None:
            plain = plain_aspect(row.sub, self._rank[row.line], row.cells, row.line if into.pinned else None)
            return plain | {"id": into.free("aspects", plain["id"])}
        written = self._old_aspect(row, leaf)
        if into.pinned:
            _keep(written, row=row.line)
        return written

    def _old_aspect(self, row: Row, leaf: Leaf) -> dict[str, Any]:
        part, criterion = leaf.part, leaf.criterion
        written: dict[str, Any] = deepcopy(self._written["parts"][part]["criteria"][criterion]["aspects"][leaf.at])
        if row.line in self.plain:
            written = {key: value for key, value in written.items() if key in STAYS} | {"kind": "check"}
        if row.line in self.plain or not _same_number(row.cells[10], text(leaf.aspect.max)):
            written["max"] = row.cells[10]
        self._rename(written, leaf.aspect, row.name)
        said = leaf.aspect.cis or NONE
        for key, told in zip(TELLS, row.cells[6:10], strict=True):
            if told != (getattr(said, key) or ""):
                _keep(written, **{key: told or None})
        if row.letter == "J":
            self._describe(written, row.cells[11:])
        return written

    def _describe(self, written: dict[str, Any], told: Sequence[str]) -> None:
        """The four descriptors, each in the words of the base where the sheet says the same."""
        if not any(told):
            written.pop("descriptors", None)
            return
        before = written.get("descriptors") or [dict.fromkeys(LANGUAGES, each) for each in told]
        written["descriptors"] = [
            words if each in [said.strip() for said in words.values()] else words | {self.language: each}
            for words, each in zip(before, told, strict=True)
        ]

    def _rename(
        self, written: dict[str, Any], thing: Part | Criterion | Aspect, told: str, *, alone: bool = True
    ) -> None:
        """Take the sheet's name where it says another than the base. alone: no other part bears it too."""
        if told in called(thing):
            return
        if alone:
            written["name"] = written["name"] | {self.language: short(told)}
        _keep(written, name=None if alone and short(told) == told else told)


@dataclass
class _Into:
    """The part being made: its number, and the ids that are taken in it. pinned: with the sheet's ids and rows."""

    part: int
    pinned: bool
    criteria: set[str] = field(default_factory=set)
    aspects: set[str] = field(default_factory=set)

    def free(self, among: str, wanted: str) -> str:
        """The id, or with the next number that is free; it is taken from now on."""
        taken: set[str] = getattr(self, among)
        found = free(wanted, taken)
        taken.add(found)
        return found


def free(wanted: str, taken: Collection[str]) -> str:
    """The id, with a number behind if there is one already."""
    return next(each for k in count(1) if (each := f"{wanted}-{k}" if k > 1 else wanted) not in taken)


def ordered(sheet: Sequence[Any], written: Sequence[Any], base: Sequence[Any]) -> list[Any]:
    """The sheet's order; the base's, with what is new behind its neighbour, where the sheet's is the one `written`."""
    kept = [each for each in sheet if each in written]
    if kept != [each for each in written if each in kept]:
        return list(sheet)
    order = [each for each in base if each in kept]
    for at, each in enumerate(sheet):
        if each not in order:
            order.insert(order.index(sheet[at - 1]) + 1 if at else 0, each)
    return order


def _new_criterion(sub: Mapping[str, Any], into: _Into) -> dict[str, Any]:
    told = short(sub["name"])
    cis = {"id": sub["id"], "name": sub["name"] if told != sub["name"] else None, "day": sub["day"] or None}
    return {"id": into.free("criteria", ident(sub["id"])), "name": {"zh": told, "en": told}, "cis": cis}


def _keep(written: dict[str, Any], **told: Any) -> None:
    """Put into `cis` what no rule reads; None takes it out."""
    cis = {key: value for key, value in (written.get("cis", {}) | told).items() if value is not None}
    written.pop("cis", None)
    if cis:
        written["cis"] = cis


def _same_number(one: str, other: str) -> bool:
    try:
        return one == other or parse(one) == parse(other)
    except NotANumber:
        return False
