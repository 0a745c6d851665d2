"""The result of an item as it stands: places, totals, awards, and the digest that a signature covers.

May not be in here: names (they are no part of a result; papers and boards join them to codes after unsealing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from . import awards as award_rules
from . import teams
from .attributes import STROKES, stroke_key
from .awards import Awarded, Draw
from .contest import Contest
from .events import EntryId, ItemId, digest
from .item import Item
from .marking import EntryScore
from .numbers import text
from .promotions import Promoted, promotions
from .ranking import Standing, as_shown, standings
from .teams import UnitStanding


@dataclass(frozen=True, slots=True)
class Results:
    """Standings best first, who got which award, and the digest over both and the entries' commitments. Where the rules
    part nobody the order is that of the boards. empty: prizes that nobody got (空缺) by award, once the item is locked;
    everyone: the standings with those who are present and lack a part, the field that percentages are of.
    """

    item: ItemId
    standings: list[Standing]
    awards: list[Awarded]
    digest: str
    final: bool  # signed as it stands
    promotions: list[Promoted] = field(default_factory=list)
    empty: dict[str, int] = field(default_factory=dict)
    everyone: list[Standing] = field(default_factory=list)


def results(contest: Contest, item: Item) -> Results:
    """The item's result from everything that counts now, hidden parts included: for staff, signing and exports. Who
    asks again before another line touches the item gets the same one."""
    return item.once("result", lambda: _results(contest, item))


def _results(contest: Contest, item: Item) -> Results:
    everyone, draw, given = _drawn(item)
    known = draw.known
    raised = promotions(item.rulebook, everyone, known)
    mark = _digest(contest, item, _settled(everyone), given, raised)
    final = item.signature is not None and item.signature.digest == mark
    everyone = as_shown(item.rulebook, everyone, {id: entry.code for id, entry in item.entries.items()}, known)
    at = {each.entry: k for k, each in enumerate(everyone)}
    winners = _winners_as_shown(item, given, at)
    raised.sort(key=lambda each: at[each.entry])
    empty = award_rules.left_empty(draw, given) if item.locked else {}
    return Results(item.id, _settled(everyone), winners, mark, final, raised, empty, everyone)


def prizes(item: Item) -> list[Awarded]:
    """Who gets which award, as `results` tells: for boards, which need nothing else of it."""
    return _drawn(item)[2]


def _drawn(item: Item) -> tuple[list[Standing], Draw, list[Awarded]]:
    return item.once("draw", lambda: _draw(item))


def _draw(item: Item) -> tuple[list[Standing], Draw, list[Awarded]]:
    known = {id: entry.known for id, entry in item.entries.items()}
    everyone = standings_of(item, complete_scores(item))
    draw = award_rules.drawn(item.rulebook.awards, award_rules.begun(item.rulebook, everyone, known))
    return everyone, draw, list(award_rules.listed(item.rulebook.awards, draw, everyone, item.overrides))


def standings_of(item: Item, scores: Mapping[EntryId, EntryScore]) -> list[Standing]:
    """Everyone's standing by these scores, which have every part; who is present and lacks a part has no place."""
    statuses = {id: item.status(entry) for id, entry in item.entries.items()}
    return standings(item.rulebook, scores, statuses, {id: entry.known for id, entry in item.entries.items()})


def as_seen(item: Item, found: Results) -> list[Standing]:
    """The rows that staff see: the standings; while something is hidden, everyone whose other parts are there, since a
    row that is missing for want of theory would tell whose code it is."""
    if not item.veiled:
        return found.standings
    rows = [replace(each, score=item.entries[each.entry].score) for each in found.everyone]
    return [each for each in rows if each.status != "present" or item.seen_whole(item.entries[each.entry])]


def _settled(everyone: list[Standing]) -> list[Standing]:
    """Without those who still lack a part."""
    return [each for each in everyone if each.rank is not None or each.status != "present"]


def _winners_as_shown(item: Item, given: list[Awarded], at: Mapping[EntryId, int]) -> list[Awarded]:
    """The awards in their order, winners that share a place (or their strokes) as on the boards."""
    strokes = {award.id for award in item.rulebook.awards if award.listed == STROKES}

    def place(each: Awarded) -> Any:
        return each.award_id, stroke_key(
            item.entries[each.entry].known.attributes
        ) if each.award_id in strokes else each.rank

    return [each for _, same in groupby(given, key=place) for each in sorted(same, key=lambda each: at[each.entry])]


def complete_scores(item: Item) -> dict[EntryId, EntryScore]:
    """The scores that have every part."""
    return {id: entry.score for id, entry in item.entries.items() if entry.score and item.complete(entry)}


def _digest(contest: Contest, item: Item, table: list[Standing], drawn: list[Awarded], raised: list[Promoted]) -> str:
    rows = [
        {
            "entry": standing.entry,
            "commitment": item.entries[standing.entry].commitment,
            "rank": standing.rank,
            "status": standing.status,
            "total": _text(standing.score, "total"),
            "parts": {}
            if standing.score is None
            else {id: text(part.score) for id, part in standing.score.parts.items()},
        }
        for standing in table
    ]
    given = [{"award": each.award_id, "entry": each.entry} for each in drawn]
    whole = {"contest": contest.id, "item": item.id, "rulebook": item.version, "rows": rows, "awards": given}
    if item.rulebook.promotion is not None:  # results signed before there were promotions keep their digest
        whole["promotions"] = [{"entry": each.entry, "to": each.to} for each in raised]
    return digest(whole)


def _text(score: EntryScore | None, name: str) -> str | None:
    return None if score is None else text(getattr(score, name))


def unit_results(contest: Contest, items: list[Item] | None = None) -> list[UnitStanding]:
    """The table of units over `items` (default: all of the table that are unsealed); empty where there is nothing
    yet."""
    table = contest.unit_table
    if table is None:
        return []
    if items is None:
        items = [contest.items[ItemId(id)] for id in table.items if contest.items[ItemId(id)].names_known]
    found = {item.id: results(contest, item) for item in items}
    per_item: Mapping[Any, list[Standing]] = {
        # Of equals at a unit's limit the first by entry id counts: nobody chose those, as one might codes.
        id: sorted(each.standings, key=lambda one: (one.rank is None, one.rank, one.entry))
        for id, each in found.items()
    }
    units: dict[EntryId, str] = {
        entry.id: entry.unit for item in items for entry in item.entries.values() if entry.unit
    }
    return teams.unit_table(table, per_item, units, {id: _won(each) for id, each in found.items()})


def _won(found: Results) -> dict[EntryId, list[str]]:
    """Every award of each entry."""
    won: dict[EntryId, list[str]] = {}
    for each in found.awards:
        won.setdefault(each.entry, []).append(each.award_id)
    return won


@dataclass(frozen=True, slots=True)
class Honours:
    """The table of units and their honours as it stands; the `entry` of each is a unit. empty: honours that no unit got
    (空缺) by award, once all its items are locked."""

    units: list[UnitStanding]
    given: list[Awarded]
    empty: dict[str, int]


def unit_honours(contest: Contest) -> Honours:
    """The units of the items that are unsealed, and what they are honoured with."""
    table, units = contest.unit_table, unit_results(contest)
    if table is None or not units:
        return Honours(units, [], {})
    draw = teams.unit_draw(table, units)
    given = teams.unit_awards(table, draw)
    locked = all(contest.items[ItemId(id)].locked for id in table.items)
    return Honours(units, given, award_rules.left_empty(draw, given) if locked else {})
