"""Ready contests as data, one folder each: rulebooks, roster, panels, unit table.

Only data and this loader are in here; what becomes of them in a journal is decided elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contest.intake import Columns, RosterRow, asked_of, roster_from_cells
from contest.scoring.rulebook import parse_rulebook

HERE = Path(__file__).parent

Words = Mapping[str, str]
"""A text in both languages: {zh, en}."""

ALL = "all"
THIN = {"zh": "\u2009", "en": " "}
"""The space between words and figures."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a seat marks: one part of one item, of all entries or of those with these roster numbers."""

    item: str
    part: str
    entries: str | tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge's place. `judge` is who sits there (invented), `unit` where the judge comes from, if that is said; a
    visitor may take a free one in a rehearsal.
    A shadow only looks on: its sheets never count."""

    id: str
    name: Words
    duties: tuple[Duty, ...]
    judge: str
    free: bool = False
    shadow: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Votes counted before the contest opens here. channel "" is a secret ballot, `papers` its present, issued,
    returned and valid; votes: roster number → votes for."""

    item: str
    part: str
    channel: str
    votes: Mapping[str, int]
    papers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Preset:
    """A contest of the field. rulebooks: item id → the rulebook file's own mapping, for parse_rulebook; unit_table:
    the mapping for parse_unit_table; dates: ISO days; invented: its persons and units do not exist; material: item →
    texts for judges to read, which its entries take in turns."""

    id: str
    title: Words
    series: Words
    organizer: Words
    venue: Words
    dates: tuple[str, ...]
    invented: bool
    rulebooks: Mapping[str, Mapping[str, Any]]
    roster: tuple[RosterRow, ...]
    seats: tuple[Seat, ...]
    unit_table: Mapping[str, Any] | None
    counts: tuple[Count, ...] = ()
    material: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def names() -> list[str]:
    """The presets there are, by name."""
    return sorted(path.parent.name for path in HERE.glob("*/contest.yaml"))


def load(name: str) -> Preset:
    """The preset of that name. Raises KeyError if there is none, ValueError if its own files are faulty."""
    if name not in names():
        raise KeyError(name)
    folder = HERE / name
    about = _yaml(folder / "contest.yaml")
    rulebooks = {item: _yaml(folder / f"{item}.yaml") for item in about["items"]}
    cells = _cells(folder / about["roster"])
    roster = _roster(cells, rulebooks, name)
    return Preset(
        id=about["id"],
        title=about["title"],
        series=about["series"],
        organizer=about["organizer"],
        venue=about["venue"],
        dates=tuple(about["dates"]),
        invented=about["invented"],
        rulebooks=rulebooks,
        roster=roster,
        seats=tuple(_seats(about["seats"], rulebooks)),
        unit_table=about.get("units"),
        counts=tuple(_counts(about.get("counts", {}), roster, cells)),
        material={item: tuple(texts) for item, texts in _material(folder / "material.yaml").items()},
    )


@cache
def course(name: str) -> Mapping[str, Any]:
    """What the preset says of the way its items go and of the words on it (course.yaml); nothing where it says none or
    there is no such preset."""
    return _yaml(HERE / name / "course.yaml") if name in names() and (HERE / name / "course.yaml").exists() else {}


def _yaml(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded


def _material(path: Path) -> dict[str, Any]:
    return _yaml(path) if path.exists() else {}


def _cells(path: Path) -> list[list[str]]:
    """The roster's cells. The file is our own, so it is read here and not in a child."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _roster(cells: list[list[str]], rulebooks: Mapping[str, Mapping[str, Any]], preset: str) -> tuple[RosterRow, ...]:
    """The roster, its items by id; a column named like an imported part holds its scores, one named like an attribute
    what the rulebook reads of a person."""
    items = {item: tuple(book["name"].values()) for item, book in rulebooks.items()}
    parts = [part for book in rulebooks.values() for part in book["parts"] if part["source"] == "imported"]
    named = {part["id"]: (part["name"]["zh"],) for part in parts if part["id"] != "theory"}
    attributes = {item: asked_of(parse_rulebook(book)) for item, book in rulebooks.items()}
    roster = roster_from_cells(cells, items, Columns(named, attributes))
    if roster.faults:
        raise ValueError(f"{preset}: {roster.faults}")
    return roster.rows


def _column(header: str, row: RosterRow, cells: list[list[str]]) -> str:
    """What a row says in a column that only this preset has; its head is the first line."""
    return cells[row.row - 1][cells[0].index(header)]


def _counts(said: Mapping[str, Any], roster: tuple[RosterRow, ...], cells: list[list[str]]) -> Iterator[Count]:
    """said: item → part → channel → column; of a ballot `{column, present, issued, returned, valid}`."""
    for item, parts in said.items():
        rows = [row for row in roster if row.item == item]
        for part, columns in parts.items():
            papers = {key: count for key, count in columns.items() if isinstance(count, int)}
            for channel, header in columns.items():
                if channel not in papers:
                    votes = {row.number: int(_column(header, row, cells)) for row in rows}
                    yield Count(item, part, "" if papers else channel, votes, papers)


def _seats(panels: Mapping[str, Any], rulebooks: Mapping[str, Mapping[str, Any]]) -> Iterator[Seat]:
    """Seats numbered within their panel: `masonry-product-3`, 砌筑 · 清水墙观感 3."""
    for item, parts in panels.items():
        book = rulebooks[item]
        named = {part["id"]: part["name"] for part in book["parts"]}
        for part, places in parts.items():
            for number, place in enumerate(places, 1):
                entries = place.get("entries", ALL)
                duty = Duty(item, part, ALL if entries == ALL else tuple(entries))
                words = {lang: f"{book['name'][lang]} · {named[part][lang]}{THIN[lang]}{number}" for lang in THIN}
                yield Seat(
                    f"{item}-{part}-{number}",
                    words,
                    (duty,),
                    place["judge"],
                    free=place.get("free", False),
                    shadow=place.get("shadow", False),
                    unit=place.get("unit", ""),
                )
