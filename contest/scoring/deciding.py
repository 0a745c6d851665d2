"""What is left to persons: equals that the chain leaves to lots, the chief or a ballot; awards of the jury; who goes on
to the next round. By code; names are joined elsewhere.

May not be in here: deciding (verbs/jury.py, verbs/rounds.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .contest import Contest
from .events import EntryId
from .item import Item
from .numbers import text
from .office import words
from .ranking import standings
from .results import complete_scores, results
from .rounds import advancing, waiting

BY_PERSONS = ("lot", "chief", "ballot")


def ties(item: Item) -> list[dict[str, Any]]:
    """Groups that share a place as far as the chain goes without persons, best first, each with the rules of the chain
    that may part it; `decided`: the one that did. Nothing while places are veiled."""
    if item.veiled:
        return []
    found: dict[tuple[EntryId, ...], dict[str, Any]] = {}
    for at, tie in enumerate(item.rulebook.ties):
        if tie.by in BY_PERSONS:
            for rank, group in _shared(item, at):
                told = found.setdefault(group, _group(item, rank, group))
                told["rules"].append(tie.by)
                if all(tie.by in item.entries[id].known.decided for id in group):
                    told["decided"] = tie.by
    return sorted(found.values(), key=lambda told: told["rank"])


def _shared(item: Item, at: int) -> list[tuple[int, tuple[EntryId, ...]]]:
    """Who share a place by the first `at` rules of the chain."""
    book = replace(item.rulebook, ties=item.rulebook.ties[:at])
    known = {id: entry.known for id, entry in item.entries.items()}
    table = standings(book, complete_scores(item), {id: entry.status for id, entry in item.entries.items()}, known)
    places: dict[int, list[EntryId]] = {}
    for each in table:
        if each.rank is not None:
            places.setdefault(each.rank, []).append(each.entry)
    return [(rank, tuple(sorted(group))) for rank, group in places.items() if len(group) > 1]


def _group(item: Item, rank: int, group: tuple[EntryId, ...]) -> dict[str, Any]:
    rows = []
    for entry in sorted((item.entries[id] for id in group), key=lambda entry: (_turn(entry), entry.code)):
        total = None if entry.score is None else text(entry.score.total)
        rows.append({"entry": entry.id, "code": entry.code, "total": total})
    return {"rank": rank, "rules": [], "decided": None, "entries": rows}


def _turn(entry: Any) -> tuple[int, ...]:
    return tuple(entry.known.decided.values())


def overrides(item: Item) -> list[dict[str, Any]]:
    """Awards that persons gave or took, by code; those that wait for a second person first."""
    asked = [
        {"entry": id, "code": item.entries[id].code, "award": award, "asked_by": by, "reason_digest": why}
        for id, (by, award, why) in item.override_by.items()
    ]
    given = [
        {"entry": id, "code": item.entries[id].code, "award": award, "asked_by": "", "reason_digest": ""}
        for id, award in item.overrides.items()
    ]
    return [*sorted(asked, key=lambda row: row["code"]), *sorted(given, key=lambda row: row["code"])]


def onward(contest: Contest, item: Item) -> dict[str, Any] | None:
    """Who goes on to the next item, in order of places, and who is the first who does not; None without a next round.
    While places are veiled nobody is told to."""
    rule = item.rulebook.advance
    if rule is None:
        return None
    found = results(contest, item)
    table = [] if item.veiled else [each for each in found.standings if each.rank is not None]
    going = [] if item.veiled else advancing(item.rulebook, found.everyone)
    on = frozenset(going)
    after = contest.items.get(rule.to)
    part = next((each for each in after.rulebook.parts if each.id == rule.into), None) if after else None
    return {
        "to": {"id": rule.to, "name": words(after.rulebook.name) if after else {"zh": rule.to, "en": rule.to}},
        "into": None if part is None else words(part.name),
        "count": rule.count,
        "percent": None if rule.percent is None else text(rule.percent),
        "threshold": None if rule.threshold is None else text(rule.threshold),
        "ties": rule.ties,
        "going": len(going),
        "done": after is not None and item.id in after.rounds and not waiting(going, item, after),
        "rows": [
            {
                "entry": each.entry,
                "code": item.entries[each.entry].code,
                "rank": each.rank,
                "total": None if each.score is None else text(each.score.total),
                "on": each.entry in on,
            }
            for each in table
        ],
    }
