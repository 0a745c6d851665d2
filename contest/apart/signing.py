"""The check before signing: the first calculation from the journal, the second from the same lines, held together."""

from __future__ import annotations

import traceback
from typing import Any

from .. import check
from ..scoring import results as whole
from ..scoring.contest import Contest
from ..scoring.item import Item
from .first import first_result, first_units
from .tasks import Asked
from .wording import worded

MOST_TOLD = 50


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{seq, digest, entries, ranks, not_covered, count, differences: [{place, code, data}]}: `digest` as the first
    calculation gives it, `entries` how many take part (those that do not are compared too),
    `not_covered` why there is no second ("": there is), `count` of all differences, of which some are told.
    """
    item = asked.item
    found = whole.results(asked.contest, item)
    told = {
        "seq": asked.contest.seq,
        "digest": found.digest,
        "entries": sum(entry.status == "present" for entry in item.entries.values()),
        "ranks": item.rulebook.ranks,
    }
    first, with_units = first_result(item, found), settles_units(asked.contest, item)
    if with_units:
        first["units"] = first_units(asked.contest)
    try:
        second = check.item_result((each.raw for each in asked.lines), item.id, with_units)
    except check.NotCovered as fault:
        return {**told, "not_covered": str(fault), "count": 0, "differences": []}, b""
    except Exception as fault:  # it fell: then there is no second calculation, and it is said loudly
        traceback.print_exc()
        why = f"{type(fault).__name__}: {fault}"
        return {**told, "not_covered": why, "count": 0, "differences": []}, b""
    differ = sorted(check.compared(first, second), key=str)
    words = [worded(asked.contest, item, each) for each in differ[:MOST_TOLD]]
    return {**told, "not_covered": "", "count": len(differ), "differences": words}, b""


def settles_units(contest: Contest, item: Item) -> bool:
    """Whether this signature is the last that the table of units waits for: then the table is compared too."""
    table = contest.unit_table
    if table is None or item.id not in table.items:
        return False
    others = [contest.items.get(id) for id in table.items if id != item.id]
    return all(other is not None and other.signature is not None for other in others)
