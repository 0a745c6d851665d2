"""A roster to fill in, as a workbook; it reads back as it is (roster.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..spreadsheet import texts_xlsx

WIDTHS = (12, 14, 28, 16)
"""Of the needed columns; the others have the width of a mark."""


def roster_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str = "名单") -> bytes:
    """The sheet of texts."""
    widths = (WIDTHS[at] if at < len(WIDTHS) else 12 for at in range(len(heads)))
    return texts_xlsx(name, [heads, *rows], widths)
