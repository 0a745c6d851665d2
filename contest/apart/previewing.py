"""Another rulebook tried on an item: why it has no room for what was noted, or whatever would change with it."""

from __future__ import annotations

from typing import Any

from ..scoring.consequences import Changed, Consequences, Stood, consequences
from ..scoring.events import RulebookSet
from ..scoring.item import Item
from ..scoring.office import words
from ..scoring.refit import misfits
from ..scoring.rulebook import parse_rulebook
from .tasks import Asked, the_people

MOST_TOLD = 500


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{unfit: [{place, code, data}], veiled, counts, entries: [{code, was, now}], units: [{unit, was, now}], result}.

    Entries that change, by code, some of many; while totals would unmask codes only their coded parts.
    """
    contest, item = asked.contest, asked.item
    unfit = [
        {"place": each.place, "code": each.code, "data": dict(each.data)}
        for each in misfits(contest, item, parse_rulebook(asked["rulebook"]))
    ]
    if unfit:
        return {"unfit": unfit}, b""
    veiled, hidden = item.veiled, {part.id for part in item.rulebook.parts if item.hidden(part)}
    rows = the_people(asked).attributes_of(asked["contest"], item.entries) if item.names_known else []
    found = consequences(contest, item, RulebookSet(item.id, asked["rulebook"]), rows)
    told = sorted((_told(item, each, hidden, veiled) for each in found.entries), key=lambda row: str(row["code"]))
    return {"unfit": [], "veiled": veiled, **_counts(found)} | {
        "entries": [row for row in told if row["was"] != row["now"]][:MOST_TOLD],
        "units": [
            {"unit": unit, "was": _stood(was, hidden, False), "now": _stood(now, hidden, False)}
            for unit, (was, now) in found.units.items()
        ],
    }, b""


def _counts(found: Consequences) -> dict[str, Any]:
    kept = ("totals", "ranks", "awards", "incomplete")
    return {"counts": {name: getattr(found, name) for name in kept}, "result": found.digest}


def _told(item: Item, each: Changed, hidden: set[Any], veiled: bool) -> dict[str, Any]:
    told = {"was": _stood(each.was, hidden, veiled), "now": _stood(each.now, hidden, veiled)}
    return {"entry": each.entry, "code": item.entries[each.entry].code, **told}


def _stood(stood: Stood, hidden: set[Any], veiled: bool) -> dict[str, Any]:
    parts = {id: score for id, score in stood.parts.items() if id not in hidden}
    if veiled:
        return {"parts": parts, "total": "", "rank": "", "awards": []}
    awards = [words(name) for name in stood.awards]
    return {"parts": parts, "total": stood.total, "rank": stood.rank, "awards": awards}
