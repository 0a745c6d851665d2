"""A difference between the two calculations, as the catalogue says it: what people call an entry, a part, an award."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ..check import Difference, plain
from ..scoring.contest import Contest
from ..scoring.item import Item

MOST_NAMED = 20
LISTS = ("entries", "winners", "advancing", "units", "unit winners")
"""What is told as two lists: of each only what the other lacks is said."""


class Named(Protocol):
    """A part, an award or a level of a rulebook."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> Any: ...


def worded(contest: Contest, item: Item, each: Difference) -> dict[str, Any]:
    """{place, code, data: {first, second, part}}: `place` is the entry's code, else what the difference is about (the
    award, the unit, the item, the table of units); `code` with "differ." before it is the sentence. Statuses stay
    symbols."""
    names = _names(contest, item, each.what)
    part = names.get(each.part, each.part)
    first, second = (each.first, each.second) if each.what not in LISTS else _apart(each.first, each.second)
    place = names.get(each.entry, each.entry) if each.entry else part or _whole(contest, item, each.what)
    data = {"first": said(first, names), "second": said(second, names), "part": part}
    return {"place": place, "code": each.what.replace(" ", "_"), "data": data}


def _names(contest: Contest, item: Item, what: str) -> dict[str, str]:
    """Id → what people call it, of what a difference of this kind names."""
    rules, table = item.rulebook, contest.unit_table
    codes = {str(id): str(entry.code) or str(id) for id, entry in item.entries.items()}
    if what == "promotion":
        return codes | _called(rules.promotion.levels if rules.promotion else ())
    if what == "unit winners":
        return _called(table.awards if table else ())
    if what in ("winners", "award", "listing", "empty"):
        return codes | _called(rules.awards)
    return {} if what.startswith("unit") else codes | _called(rules.parts)


def _called(things: Iterable[Named]) -> dict[str, str]:
    return {str(each.id): f"{each.name.zh} {each.name.en}" for each in things}


def _whole(contest: Contest, item: Item, what: str) -> str:
    """What a difference is about that is no entry's, award's or unit's."""
    named = contest.unit_table if what.startswith("unit") and contest.unit_table else item.rulebook
    return f"{named.name.zh} {named.name.en}"


def _apart(first: Any, second: Any) -> tuple[list[Any], list[Any]]:
    """What only the one lists, and only the other."""
    ours, theirs = list(first or ()), list(second or ())
    return [one for one in ours if one not in set(theirs)], [one for one in theirs if one not in set(ours)]


def said(value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it; ids by what they are called."""
    if value is None or value in ([], (), ""):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list | tuple):  # a tuple is in an order that says something
        told = [said(each, names) for each in value]
        told = told if isinstance(value, tuple) else sorted(told)
        return "、".join(told[:MOST_NAMED] + ["…"] * (len(told) > MOST_NAMED))
    text = str(plain(value))
    return names.get(text, text)
