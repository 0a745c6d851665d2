"""The second calculation: ranks, totals and awards once more, from plain values, to be held against the first.

Independent in algorithm and structure: written from docs/rulebook.md by people who did not read contest/scoring, which
it may not import; trees walked anew for every entry, comparisons in pairs, and `fractions.Fraction` for every number.
"""

from .compare import Difference, compared, differences
from .journal import journal_items, recomputed
from .known import NotCovered
from .marksfile import entries_of_csv
from .places import result
from .plain import plain

__all__ = [
    "Difference",
    "NotCovered",
    "compared",
    "differences",
    "entries_of_csv",
    "journal_items",
    "plain",
    "recomputed",
    "result",
]
