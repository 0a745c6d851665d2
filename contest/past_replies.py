"""The shape of a contest as it stood at an earlier line.

May not be in here: what is asked.
"""

from __future__ import annotations

from marshmallow import Schema

from .replies import ItemLine, SheetCounts, Words, flag, many, maybe, one, whole, word
from .schemas import STATUSES


class RowThen(Schema):
    """An entry's line of the result there; name and unit only where they were known there."""

    code = word()
    name = maybe()
    unit = maybe()
    rank = whole(allow_none=True)
    tied = flag()
    status = word(*STATUSES, "eliminated")
    total = maybe()
    award = one(Words, allow_none=True)


class ItemThen(ItemLine):
    """An item there: `count` of all rows, of which the first are told; `frozen` since when its board stood still."""

    sealed = flag()
    sheets = one(SheetCounts)
    frozen = maybe()
    final = flag()
    veiled = flag()
    rows = many(RowThen)
    count = whole()


class ContestThen(Schema):
    """The contest at line `seq`, which was written `at`; `now`: the journal's last line today."""

    seq = whole()
    at = word()
    now = whole()
    items = many(ItemThen)
