"""Every performance of two real competitions comes out as published, to the last decimal (rules.md §3, ISU)."""

from __future__ import annotations

from decimal import Decimal

from contest.scoring.events import EntryId
from contest.scoring.marking import (
    EntryScore,
    combine,
    imported,
    read_imported,
    read_marks,
    read_penalty,
    score_sheet,
    total,
)
from contest.scoring.numbers import text
from contest.scoring.ranking import standings
from contest.scoring.rulebook import Rulebook, parse_rulebook

from .. import isu


def scored(rulebook: Rulebook, performance: isu.Performance) -> EntryScore:
    elements, components = rulebook.parts
    sheets = {
        judge: score_sheet(components, read_marks(components, marks)) for judge, marks in performance.sheets.items()
    }
    parts = {
        "elements": imported(elements, read_imported(elements, performance.elements)),
        "components": combine(components, sheets, final=True),
    }
    taken = [read_penalty(rulebook, "deductions", performance.deductions)] if performance.is_penalized else []
    return total(rulebook, parts, taken, {})


def test_every_panel_score_component_score_total_and_rank_is_the_official_one():
    played = 0
    for item in isu.items():
        rulebook = parse_rulebook(item.rulebook)
        scores = {EntryId(entry.id): scored(rulebook, entry) for entry in item.entries}
        for entry in item.entries:
            result = scores[EntryId(entry.id)].parts["components"]
            panel = dict(zip(rulebook.parts[1].aspects, result.part.aspects, strict=True))
            assert panel == {name: Decimal(official) for name, official in entry.panel.items()}
            assert text(result.score) == entry.components
            assert text(scores[EntryId(entry.id)].total) == entry.total
        ranks = {standing.entry: standing.rank for standing in standings(rulebook, scores)}
        assert ranks == {entry.id: entry.rank for entry in item.entries}, item.id
        played += len(item.entries)
    assert played == 172


def test_the_slice_holds_every_mark_of_nine_judges():
    marks = sum(len(sheet) for item in isu.items() for entry in item.entries for sheet in entry.sheets.values())
    assert marks == 172 * 5 * 9


def test_an_absent_judges_aspect_is_dropped_before_the_trim():
    """Stored as 0.00, it would otherwise be the lowest mark and save the real one (rules.md §3)."""
    item = isu.items()[0]
    rulebook = parse_rulebook(item.rulebook)
    part = rulebook.parts[1]
    given = ["7.00", "7.25", "7.50", "8.00", "8.25", "8.50", "9.00", "9.25"]
    sheets = {}
    for judge, mark in zip(isu.JUDGES, [*given, None], strict=True):
        raw = dict.fromkeys(part.aspects, "8.00")
        raw["performance"] = mark
        sheets[judge] = score_sheet(part, read_marks(part, raw))
    place = list(part.aspects).index("performance")
    # (7.25 + 7.50 + 8.00 + 8.25 + 8.50 + 9.00) ÷ 6 = 8.08333…
    assert text(combine(part, sheets).aspects[place]) == "8.08"
