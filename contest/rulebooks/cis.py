"""The WorldSkills CIS sheet "Marking Scheme Import" (rules.md §2): a table ID | Name | Mark, and below it columns A–K.

A sub criterion fills A–C, an aspect D–K, and a J aspect is followed by four rows, one for each score 0–3.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from contest.scoring.numbers import NotANumber, parse, text, total_of
from contest.scoring.refused import Fault, RulebookRefused
from contest.scoring.rulebook import Aspect, Criterion, Part, Rulebook, parse_rulebook

from ..spreadsheet import workbook
from .bookreader import sheets_of
from .cis_outline import NONE, Module, Sub, outline
from .words import same

TOP = ("ID", "Name", "Mark")
HEADS = (
    "Sub Criterion ID",
    "Sub Criterion Name or Description",
    "Day of Marking",
    "Aspect Type M = Meas J = Judg",
    "Aspect - Description",
    "Judg Score",
    "Extra Aspect Description (Meas or Judg) OR Judgement Score Description (Judg only)",
    "Requirement (Measurement Only)",
    "WSOS Section",
    "Calculation Row (Export only)",
    "Max Mark",
)
NAME = 80
"""Letters of a rulebook's name."""

TWO = {"digits": 2, "mode": "half_up"}
RULES = {"format": 1, "weighting": "sum", "rounding": {"aspect": {"digits": 9}, "judges": TWO, "total": TWO}}
SPREAD = {"of": "judgement", "apart": "1", "action": "flag"}
PANELS: Mapping[str, Mapping[str, Any]] = {
    "M": {"panel": {"judges": 3, "by": "joint"}},
    "J": {
        "panel": {"judges": 3, "by": "all"},
        "combine": {"method": "mean", "level": "aspect", "spread": SPREAD},
    },
}
"""Who marks: usual values, as in the preset worldskills-masonry; the sheet says nothing of it."""

Rows = list[list[str]]


# Out


def build_cis(rulebook: Rulebook, language: str = "en") -> bytes:
    """The marking scheme of a rulebook as the sheet, an xlsx file."""
    target = io.BytesIO()
    book = workbook(target)
    sheet = book.add_worksheet("Marking Scheme Import")
    for number, row in enumerate(cis_rows(rulebook, language)):
        for at, told in enumerate(row):
            if at in (2, 5, 10) and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", told, re.ASCII):
                sheet.write_number(number, at, Decimal(told))
            elif told:
                sheet.write_string(number, at, told)
    for at, width in enumerate((10, 32, 8, 8, 48, 8, 48, 32, 8, 10, 10)):
        sheet.set_column(at, at, width)
    book.close()
    return target.getvalue()


def cis_rows(rulebook: Rulebook, language: str = "en") -> Rows:
    """The sheet's rows of texts."""
    modules = outline(rulebook)
    top = [[each.id, name_of(each.parts[0][1], language), text(_mark(each))] for each in modules]
    scheme = [row for module in modules for sub in module.subs for row in _sub_criterion(sub, language)]
    return [list(TOP), *top, [], list(HEADS), *scheme]


def _mark(module: Module) -> Decimal:
    return total_of(leaf.aspect.max for sub in module.subs for leaf in sub.leaves)


def name_of(thing: Part | Criterion | Aspect, language: str) -> str:
    """What the sheet calls a thing of the rulebook."""
    return (thing.cis or NONE).name or str(getattr(thing.name, language))


def _sub_criterion(sub: Sub, language: str) -> Iterator[list[str]]:
    yield [sub.id, name_of(sub.criterion, language), (sub.criterion.cis or NONE).day or "", *[""] * 8]
    for leaf in sub.leaves:
        yield from _aspect_rows(leaf.aspect, language)


def _aspect_rows(aspect: Aspect, language: str) -> Iterator[list[str]]:
    cis = aspect.cis or NONE
    judged = aspect.kind == "judgement"
    told = [cis.extra, cis.requirement, cis.wsos, cis.calculation]
    yield [
        "",
        "",
        "",
        "J" if judged else "M",
        name_of(aspect, language),
        "",
        *(each or "" for each in told),
        text(aspect.max),
    ]
    if judged:
        said = [str(getattr(each, language)) for each in aspect.descriptors] or [""] * 4
        yield from (["", "", "", "", "", str(score), each, "", "", "", ""] for score, each in enumerate(said))


# In


def read_cis(path: Path) -> Rulebook:
    """The sheet in an xlsx file as a rulebook. Raises RulebookRefused, each fault at its cell."""
    name, rows = next(iter(sheets_of(path).items()))
    return rulebook_from_cis(rows, path.stem, name)


def rulebook_from_cis(rows: Rows, title: str, sheet: str = "CIS") -> Rulebook:
    """The sheet's rows as a rulebook of that title."""
    reader = SheetReader(sheet)
    reader.scan(rows)
    data = [part for id in reader.names for part in reader.parts(id)]
    if reader.faults:
        raise RulebookRefused(reader.faults)
    named = {"zh": title[:NAME] or "CIS", "en": title[:NAME] or "CIS"}
    try:
        return parse_rulebook({**RULES, "id": ident(title), "name": named, "parts": data})
    except RulebookRefused as refused:
        raise RulebookRefused([reader.at_cell(fault) for fault in refused.faults]) from None


@dataclass
class SheetReader:
    """Reads the sheet's rows. names: of the table above, id → name, mark, the mark's cell · found: id → sub criteria
    {id, name, day, aspects} with their row, aspects as their cells (a judgement's four descriptors behind) with their
    row · where: place in the rulebook → cell. Rows count from 0."""

    sheet: str
    faults: list[Fault] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    found: dict[str, list[tuple[dict[str, Any], int]]] = field(default_factory=dict)

    def scan(self, rows: Rows) -> None:
        """Find names and sub criteria, or faults."""
        rows = [[*(cell.strip().replace("\r\n", "\n") for cell in row), *[""] * 11][:11] for row in rows]
        top = next((i for i, row in enumerate(rows) if _is(row[:3], TOP)), None)
        head = next((i for i, row in enumerate(rows) if _is(row, HEADS)), None)
        if top is None or head is None or head < top:
            self.faults.append(Fault(f"{self.sheet}!A1", "cis_no_head"))
            return
        for number in range(top + 1, head):
            id, name, mark = rows[number][:3]
            if id:
                self.names[id] = (name, mark, f"{self.sheet}!C{number + 1}")
        self._scheme(rows, head + 1)
        for id in self.names:
            self._check_mark(id)

    def at_cell(self, fault: Fault) -> Fault:
        """The fault at the cell from which its place was read."""
        place = fault.place
        while place and place not in self.where:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return Fault(self.where.get(place, self.sheet), fault.code, fault.data)

    def _scheme(self, rows: Rows, first: int) -> None:
        criterion: list[tuple[dict[str, Any], int]] | None = None
        number = first
        while number < len(rows):
            row = rows[number]
            if row[0] and not any(row[3:]):
                criterion = self._sub_criterion(row, number)
            elif row[3].upper() in ("M", "J") and not any(row[:3]) and criterion:
                criterion[-1][0]["aspects"].append((row, number))
                number += self._scores(rows, number) if row[3].upper() == "J" else 0
            elif any(row) and (criterion is not None or not self.faults):
                self.faults.append(Fault(f"{self.sheet}!A{number + 1}", "cis_row"))
            number += 1

    def _scores(self, rows: Rows, number: int) -> int:
        """How many rows below a J aspect are taken: its four scores, or none and a fault."""
        below = rows[number + 1 : number + 5]
        if [row[5] for row in below] == ["0", "1", "2", "3"] and not any(cell for row in below for cell in row[:5]):
            rows[number] = [*rows[number], *(row[6] for row in below)]
            aspects = next(reversed(self.found.values()))[-1][0]["aspects"]
            aspects[-1] = (rows[number], number)
            return 4
        self.faults.append(Fault(f"{self.sheet}!F{number + 2}", "cis_row"))
        return 0

    def _sub_criterion(self, row: list[str], number: int) -> list[tuple[dict[str, Any], int]] | None:
        id = max((id for id in self.names if row[0].startswith(id)), key=len, default=None)
        if id is None:
            self.faults.append(Fault(f"{self.sheet}!A{number + 1}", "cis_criterion", {"found": row[0][:40]}))
            return None
        subs = self.found.pop(id, [])
        self.found[id] = [*subs, ({"id": row[0], "name": row[1], "day": row[2], "aspects": []}, number)]
        return self.found[id]

    def parts(self, id: str) -> Iterator[dict[str, Any]]:
        """The parts of a criterion: one of M and one of J."""
        name, _, at = self.names[id]
        subs = self.found.get(id, [])
        kinds = {row[3].upper() for sub, _ in subs for row, _ in sub["aspects"]}
        for kind in sorted(kinds, reverse=True):
            mixed = len(kinds) > 1
            place = f"parts[{len([p for p in self.where if re.fullmatch(r'parts.[0-9]+.', p)])}]"
            self.where[place] = at.replace("!C", "!A")
            criteria = list(self._criteria(subs, kind, place, mixed))
            yield plain_part(id, name, kind, mixed=mixed) | {"criteria": criteria}

    def _check_mark(self, id: str) -> None:
        _, mark, at = self.names[id]
        rows = [row for sub, _ in self.found.get(id, []) for row, _ in sub["aspects"]]
        try:
            added = total_of(parse(row[10]) for row in rows)
            if mark and parse(mark) != added:
                self.faults.append(Fault(at, "cis_mark", {"told": mark, "sum": text(added)}))
        except NotANumber:
            return  # told at the mark's own cell

    def _criteria(self, subs: Sequence[Any], kind: str, place: str, mixed: bool) -> Iterator[dict[str, Any]]:
        row = 0
        for number, (sub, at) in enumerate(
            each for each in subs if any(r[3].upper() == kind for r, _ in each[0]["aspects"])
        ):
            below = f"{place}.criteria[{number}]"
            self.where |= {below: f"{self.sheet}!A{at + 1}", f"{below}.name": f"{self.sheet}!B{at + 1}"}
            aspects: list[dict[str, Any]] = []
            for row, (cells, line) in enumerate(sub["aspects"], start=1):
                if cells[3].upper() == kind:
                    here = f"{below}.aspects[{len(aspects)}]"
                    self.cells(here, line)
                    aspects.append(plain_aspect(sub["id"], row, cells, line if mixed else None))
            told = short(sub["name"])
            cis = {"id": sub["id"], "name": sub["name"] if told != sub["name"] else None, "day": sub["day"] or None}
            yield {"id": ident(sub["id"]), "name": {"zh": told, "en": told}, "cis": cis, "aspects": aspects}

    def cells(self, place: str, line: int) -> None:
        """Remember from which cells an aspect at this place is read."""
        for key, column in (("", "D"), (".name", "E"), (".cis", "G"), (".max", "K"), (".descriptors", "G")):
            self.where[place + key] = f"{self.sheet}!{column}{line + 1}"
        for score in range(4):
            self.where[f"{place}.descriptors[{score}]"] = f"{self.sheet}!G{line + 2 + score}"


def plain_part(id: str, name: str, letter: str, *, mixed: bool) -> dict[str, Any]:
    """The part that takes a criterion's aspects of M or J, without them. mixed: it has both, a part each."""
    measured = letter == "M"
    called = {"zh": f"{name}·{'测量' if measured else '评判'}", "en": f"{name}, {'measured' if measured else 'judged'}"}
    return {
        "id": ident(id) + f"-{letter.lower()}" * mixed,
        "name": {language: short(each if mixed else name) for language, each in called.items()},
        "source": "judged",
        "cis": {"id": id, "name": name or None},
        **PANELS[letter],
    }


def plain_aspect(sub: str, number: int, cells: Sequence[str], line: int | None) -> dict[str, Any]:
    """An aspect by its row alone: M full or none, J by its descriptors. number: its own among those of `sub`."""
    told = short(cells[4])
    keys = ("extra", "requirement", "wsos", "calculation")
    cis: dict[str, Any] = {key: each or None for key, each in zip(keys, cells[6:10], strict=True)}
    cis |= {"name": cells[4] if told != cells[4] else None, "row": line}
    aspect = {"id": f"{ident(sub)}-{number}", "name": {"zh": told, "en": told}, "max": cells[10]}
    aspect |= {"cis": cis} if any(cis.values()) else {}
    if cells[3].upper() == "M":
        return aspect | {"kind": "check"}
    said = [{"zh": each, "en": each} for each in cells[11:]]
    return aspect | {"kind": "judgement"} | ({"descriptors": said} if any(cells[11:]) else {})


def short(told: str) -> str:
    """A name: on one line, and no longer than names may be."""
    told = " ".join(told.splitlines())
    return told if len(told) <= NAME else told[: NAME - 1] + "…"


def ident(told: str) -> str:
    """An id made of what somebody else calls a thing."""
    plain = re.sub(r"[^a-z0-9]+", "-", told.lower()).strip("-")[:30]
    return plain if re.match(r"[a-z]", plain) else f"c{plain}"


def _is(row: Sequence[str], heads: Sequence[str]) -> bool:
    return [same(each) for each in row] == [same(each) for each in heads]
