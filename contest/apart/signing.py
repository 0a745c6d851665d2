"""The check before signing: the first calculation from the journal, the second from the same lines, held together."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

from .. import check
from ..scoring import results as whole
from ..scoring.item import Item
from .first import first_result
from .tasks import Asked

MOST_TOLD = 50


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{seq, digest, entries, ranks, not_covered, count, differences: [{place, code, data}]}: `digest` as the first
    calculation gives it, `not_covered` why there is no second ("": there is), `count` of all differences, of which some
    are told.
    """
    item = asked.item
    found = whole.results(asked.contest, item)
    told = {
        "seq": asked.contest.seq,
        "digest": found.digest,
        "entries": len(item.entries),
        "ranks": item.rulebook.ranks,
    }
    first = first_result(item, found)
    try:
        second = check.item_result((each.raw for each in asked.lines), item.id)
    except check.NotCovered as fault:
        return {**told, "not_covered": str(fault), "count": 0, "differences": []}, b""
    except Exception as fault:  # it fell: then there is no second calculation, and it is said loudly
        traceback.print_exc()
        why = f"{type(fault).__name__}: {fault}"
        return {**told, "not_covered": why, "count": 0, "differences": []}, b""
    differ = sorted(check.compared(first, second), key=str)
    words = [_worded(item, each) for each in differ[:MOST_TOLD]]
    return {**told, "not_covered": "", "count": len(differ), "differences": words}, b""


def _worded(item: Item, each: check.Difference) -> dict[str, Any]:
    """The difference with its code, ready for the catalogue: `place` is the entry's code, or the award's name."""
    codes = {str(id): str(entry.code) or str(id) for id, entry in item.entries.items()}
    names = {str(part.id): f"{part.name.zh} {part.name.en}" for part in item.rulebook.parts}
    names |= {str(award.id): f"{award.name.zh} {award.name.en}" for award in item.rulebook.awards}
    said = {"first": _plain(each.first, codes, names), "second": _plain(each.second, codes, names)}
    part = names.get(each.part, each.part)
    return {"place": codes.get(each.entry, part), "code": each.what, "data": {**said, "part": part}}


def _plain(value: Any, *words: Mapping[str, str]) -> str:
    """A value as people read it; ids by what they are called."""
    if value is None or value == [] or value == "":
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return "、".join(sorted(_plain(each, *words) for each in value))
    text = str(check.plain(value))
    return next((known[text] for known in words if text in known), text)
