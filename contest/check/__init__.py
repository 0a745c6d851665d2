"""The second calculation: ranks, totals and awards once more, from plain values, to be held against the first.

Independent in algorithm and structure: written from docs/rulebook.md by people who did not read contest/scoring, which
it may not import; trees walked anew for every entry, comparisons in pairs, and `fractions.Fraction` for every number.

For whoever asks before a signature: `item_result(lines, item)` is all of an item from a journal's lines alone, and
`differences(first, second)` a line for each difference, none where both agree
(`compared`: the same one by one):

    lines    the journal from its first line: canonical lines (bytes or text), or rows of an exported file
    item     the item's id; KeyError for one that the journal does not know

    {entries: {entry: {rank, tied, decided_by, status, missing: [parts], total, unrounded, passed, award, scaled,
                       parts: {part: {raw, value, score, weighted}}}},
     order: [entries, the best first, then those without a place],
     awards: {award: [entries]}, listed: {award: [[equals]]} of those listed by strokes,
     prizes: {award: how many are left to it}, empty: {award: how many of those nobody has},
     promotions: {entry: {before, to}}, advancing: [entries],
     units: {rows: {unit: {rank, tied, total}}, order: [units], awards: {award: [units]}} or None}

    units is told on request only (`with_units=True`; `units_result(lines)` is that alone), and None where the contest
    has no table. Numbers are Fractions; `plain(result)` makes texts of them. Raises NotCovered for a rulebook that
    says what this calculation does not know.

`first` is the answer of `contest score`, or anything in this shape: lists of rows that name their `entry`, `id` or
`unit` stand for mappings, and numbers may be texts, Decimals or Fractions. What `first` does not tell (a key left out)
is not compared; entries, awards, and of each entry its rank must be told.
"""

from .compare import Difference, compared, differences
from .item import result
from .journal import item_result, journal_items, recomputed, units_result
from .known import NotCovered
from .marksfile import entries_of_csv
from .plain import plain

__all__ = [
    "Difference",
    "NotCovered",
    "compared",
    "differences",
    "entries_of_csv",
    "item_result",
    "journal_items",
    "plain",
    "recomputed",
    "result",
    "units_result",
]
