"""Two real competitions as contest items: the rulebook, the entries and every judge's sheet, with the official results.

The rule (ISU, data README): per component drop one highest and one lowest mark, mean rounded to 2 digits, × factor
rounded to 2 digits; elements + components − deductions. A tie goes to the element score in short programs and dances,
to the component score in free ones. A mark of 0.00 stands for an absent judge: that sheet lacks the aspect.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "isu"
JUDGES = tuple(f"J{n}" for n in range(1, 10))
COMPONENTS = {
    "skating-skills": {"zh": "滑行技术", "en": "Skating Skills"},
    "transitions": {"zh": "衔接", "en": "Transitions"},
    "performance": {"zh": "表演", "en": "Performance"},
    "composition": {"zh": "编排", "en": "Composition"},
    "interpretation": {"zh": "音乐表达", "en": "Interpretation of the Music"},
}
COMPETITIONS = {"Grand Prix Final 2017 Senior and Junior": "gpf", "ISU GP NHK Trophy 2016": "nhk"}
WORDS = {
    "JUNIOR ": "青年",
    "LADIES ": "女子单人滑",
    "MEN ": "男子单人滑",
    "PAIRS ": "双人滑",
    "ICE DANCE ": "冰上舞蹈",
    "SHORT PROGRAM": "短节目",
    "FREE SKATING": "自由滑",
    "SHORT DANCE": "短舞蹈",
    "FREE DANCE": "自由舞",
}


@dataclass(frozen=True)
class Performance:
    """One entry: `sheets` is judge → {component: mark as a decimal string}, marks of absent judges left out."""

    id: str
    start: int
    name: str
    nation: str
    rank: int
    total: str
    elements: str
    components: str
    deductions: str
    sheets: dict[str, dict[str, str]] = field(default_factory=dict)
    panel: dict[str, str] = field(default_factory=dict)
    """Official panel score per component."""

    @property
    def is_penalized(self) -> bool:
        return Decimal(self.deductions) > 0


@dataclass(frozen=True)
class Item:
    """One program of one competition: `rulebook` as its file would say it, entries in starting order."""

    id: str
    competition: str
    program: str
    rulebook: dict[str, Any]
    entries: list[Performance]


def items() -> list[Item]:
    """The 24 items of both competitions, 172 entries."""
    components: dict[str, list[dict[str, str]]] = {}
    for row in _rows("components.csv"):
        components.setdefault(row["performance"], []).append(row)
    programs: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows("performances.csv"):
        programs.setdefault((row["competition"], row["program"]), []).append(row)
    return [_item(competition, program, rows, components) for (competition, program), rows in programs.items()]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _item(
    competition: str, program: str, rows: list[dict[str, str]], components: dict[str, list[dict[str, str]]]
) -> Item:
    item = f"{COMPETITIONS[competition]}-{program.lower().replace(' ', '-')}"
    factors = {row["component"]: row["factor"] for row in components[rows[0]["performance"]]}
    entries = [_performance(row, components[row["performance"]]) for row in rows]
    entries.sort(key=lambda entry: entry.start)
    return Item(item, competition, program, rulebook(item, competition, program, factors), entries)


def _performance(row: dict[str, str], components: list[dict[str, str]]) -> Performance:
    sheets: dict[str, dict[str, str]] = {judge: {} for judge in JUDGES}
    for component in components:
        for judge in JUDGES:
            if Decimal(component[judge]):
                sheets[judge][component["component"]] = component[judge]
    return Performance(
        id=row["performance"],
        start=int(row["start"]),
        name=row["name"],
        nation=row["nation"],
        rank=int(row["rank"]),
        total=row["total"],
        elements=row["elements"],
        components=row["components"],
        deductions=row["deductions"],
        sheets={judge: marks for judge, marks in sheets.items() if marks},
        panel={component["component"]: component["panel"] for component in components},
    )


def rulebook(item: str, competition: str, program: str, factors: dict[str, str]) -> dict[str, Any]:
    """The item's rulebook file."""
    to_two = {"digits": 2, "mode": "half_up"}
    return {
        "format": 1,
        "id": item,
        "name": {"zh": chinese(program), "en": program.title()},
        "ranks": "team" if "PAIRS" in program or "DANCE" in program else "person",
        "sealed": False,
        "weighting": "sum",
        "rounding": {"judges": to_two, "factor": to_two, "total": to_two},
        "parts": [
            {"id": "elements", "name": {"zh": "技术分", "en": "Elements"}, "source": "imported"},
            _components_part(factors),
        ],
        "penalties": [{"id": "deductions", "name": {"zh": "扣分", "en": "Deductions"}, "per": "given", "max": "20"}],
        "ties": [{"by": "part", "part": "elements" if "SHORT" in program else "components"}, {"by": "shared"}],
        "awards": [{"id": "podium", "name": {"zh": "领奖台", "en": "Podium"}, "count": 3}],
    }


def _components_part(factors: dict[str, str]) -> dict[str, Any]:
    aspects = [
        {"id": component, "name": COMPONENTS[component], "kind": "points", "factor": factors[component]}
        | {"min": "0.25", "max": "10", "step": "0.25"}
        for component in COMPONENTS
        if component in factors
    ]
    return {
        "id": "components",
        "name": {"zh": "节目内容分", "en": "Components"},
        "source": "judged",
        "panel": {"judges": len(JUDGES), "by": "all"},
        "combine": {"method": "trimmed_mean", "low": 1, "high": 1, "level": "aspect", "missing": "given"},
        "criteria": [{"id": "components", "name": {"zh": "节目内容分", "en": "Components"}, "aspects": aspects}],
    }


def chinese(program: str) -> str:
    """The program's Chinese name."""
    for english, word in WORDS.items():
        program = program.replace(english, word)
    return program


def mark_rows(item: Item) -> Iterator[tuple[str, str, str, str]]:
    """The item's MARKS file for `contest score`, its header first."""
    yield "entry", "judge", "aspect", "value"
    for entry in item.entries:
        yield entry.id, "", "score:elements", entry.elements
        if entry.is_penalized:
            yield entry.id, "", "penalty:deductions", entry.deductions
        for judge, marks in entry.sheets.items():
            for component, mark in marks.items():
                yield entry.id, judge, component, mark
