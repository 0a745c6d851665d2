"""Which nameless attributes of its entries a rulebook reads: these, and no others, come into the open at unsealing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .numbers import NotANumber, parse
from .rulebook_outcomes import Where
from .rulebook_types import Rulebook

UNIT = "unit"
STROKES = "strokes"
LONGEST = 80


def reads(rulebook: Rulebook) -> frozenset[str]:
    """Their names. The unit is always read: a contest may have a table of units over the item."""
    found = {UNIT} | {tie.attribute for tie in rulebook.ties if tie.attribute}
    for award in rulebook.awards:
        found |= {where.attribute for where in award.where} | ({STROKES} if award.listed == STROKES else set())
        for limit in award.limits:
            found |= {limit.attribute} | {where.attribute for where in limit.where}
    if rulebook.promotion is not None:
        found |= {rulebook.promotion.attribute} | {where.attribute for where in rulebook.promotion.where}
    return frozenset(found)


def meets(attributes: Mapping[str, str], conditions: Iterable[Where]) -> bool:
    """Whether every condition holds."""
    return all(_meets(attributes.get(where.attribute), where) for where in conditions)


def _meets(value: str | None, where: Where) -> bool:
    if value is None:
        return where == Where(where.attribute, other_than=where.other_than)
    if (where.equals is not None and value != where.equals) or (where.one_of and value not in where.one_of):
        return False
    return value != where.other_than and _in_range(value, where)


def _in_range(value: str, where: Where) -> bool:
    if where.least is None and where.most is None and where.below is None:
        return True
    try:
        number = parse(value)
    except NotANumber:
        return False
    low = where.least is None or number >= where.least
    return low and (where.most is None or number <= where.most) and (where.below is None or number < where.below)


def stroke_key(attributes: Mapping[str, str]) -> tuple[bool, tuple[int, ...]]:
    """The order by strokes of the surname (姓氏笔画): the attribute `strokes` is the numbers of strokes of the name's
    characters, with blanks between; who has none comes last. How a name is counted is data, made elsewhere."""
    counted = attributes.get(STROKES, "").split()
    strokes = tuple(int(each) for each in counted if each.isdecimal())
    return not strokes, strokes


def readable(rulebook: Rulebook, rows: Iterable[Mapping[str, Any]], entries: Iterable[str]) -> list[dict[str, str]]:
    """Rows `{"entry", attribute: text}` as they may stand in the chain for good: known entries, read attributes."""
    wanted, known = reads(rulebook), frozenset(entries)
    return [
        {"entry": row["entry"], UNIT: row.get(UNIT, "")}
        | {name: str(value)[:LONGEST] for name, value in sorted(row.items()) if name in wanted - {UNIT} and value}
        for row in rows
        if row["entry"] in known
    ]
