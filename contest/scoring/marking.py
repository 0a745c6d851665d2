"""From marks to an entry's score: `read_marks` → `score_sheet` → `combine` (or `imported`) → `total`.

Stages of a judged part, each rounded as the rulebook says: aspect → [judges, at level aspect] → × factor → sum of the
criterion → [judges, at level criterion] → × factor → sum → [judges, at level sheet] → part → − time and penalties →
× weight (÷ out_of) → sum → − penalties → total. A factor of 1 multiplies nothing and rounds nothing.
"""

from __future__ import annotations

from .parts import JudgeShare, PartScore, combine, imported, read_imported
from .sheets import SheetScore, read_marks, score_sheet, take_sheet
from .spreads import Apart, apart
from .totals import EntryScore, PartResult, PenaltyTaken, read_penalty, too_late, total

__all__ = [
    "Apart",
    "EntryScore",
    "JudgeShare",
    "PartResult",
    "PartScore",
    "PenaltyTaken",
    "SheetScore",
    "apart",
    "combine",
    "imported",
    "read_imported",
    "read_marks",
    "read_penalty",
    "score_sheet",
    "take_sheet",
    "too_late",
    "total",
]
