"""What another rulebook would do to an item as it stands: every score, place and award that would be another.

May not be in here: whether it may be set (verbs/organizer.py), or how it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .attributes import readable, reads
from .contest import Contest
from .events import Actor, AttributesTold, EntryId, Event, Line, RulebookSet
from .item import Entry, Item
from .numbers import text
from .results import results, unit_honours
from .rulebook import Rulebook, parse_rulebook
from .rulebook_outcomes import Text


@dataclass(frozen=True, slots=True)
class Stood:
    """How an entry or a unit stands: decimals and its place as texts ("" for none), what it won by name."""

    parts: Mapping[str, str]
    total: str = ""
    rank: str = ""
    awards: tuple[Text, ...] = ()


NOWHERE = Stood({})


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that would stand otherwise."""

    entry: EntryId
    was: Stood
    now: Stood


@dataclass(frozen=True, slots=True)
class Consequences:
    """`entries` that change · `units` {name: (was, now)} whose place or honours change · counts of all that change ·
    digest: of the result as it would be."""

    entries: list[Changed]
    units: dict[str, tuple[Stood, Stood]] = field(default_factory=dict)
    totals: int = 0
    ranks: int = 0
    awards: int = 0
    incomplete: int = 0
    digest: str = ""


def consequences(contest: Contest, item: Item, event: RulebookSet, attributes: list[dict[str, Any]]) -> Consequences:
    """What changes once the event is taken in, and with it what it newly reads of `attributes` where names are known.
    It is taken in: this contest is not to be used for anything else afterwards."""
    was, complete = _stand(contest, item), sum(map(item.complete, item.entries.values()))
    units = _units(contest)
    for each in followed(item, event, attributes):
        line = Line(contest.id, contest.seq + 1, contest.at, Actor("system"), each)
        contest.apply(line, contest.head)
    now, after = _stand(contest, item), _units(contest)
    changed = [Changed(id, was[id], now[id]) for id in was if was[id] != now[id]]
    return Consequences(
        entries=changed,
        units={
            name: (units.get(name, NOWHERE), after.get(name, NOWHERE))
            for name in units | after
            if units.get(name) != after.get(name)
        },
        totals=sum(each.was.total != each.now.total for each in changed),
        ranks=sum(each.was.rank != each.now.rank for each in changed),
        awards=sum(each.was.awards != each.now.awards for each in changed),
        incomplete=complete - sum(map(item.complete, item.entries.values())),
        digest=results(contest, item).digest,
    )


def followed(item: Item, event: RulebookSet, attributes: list[dict[str, Any]]) -> Iterator[Event]:
    """The event, and what of the entries comes into the open with it."""
    tells = item.names_known and newly_read(item.rulebook, parse_rulebook(event.rulebook))
    yield event
    if tells and attributes:
        yield AttributesTold(item.id, readable(item.rulebook, attributes, item.entries))


def newly_read(old: Rulebook, new: Rulebook) -> bool:
    """Whether the new rulebook reads attributes that the old one did not: they are told once it is set."""
    return not reads(new) <= reads(old)


def _stand(contest: Contest, item: Item) -> dict[EntryId, Stood]:
    found, book = results(contest, item), item.rulebook
    names = {award.id: award.name for award in book.awards}
    levels = {level.id: level.name for level in book.promotion.levels} if book.promotion else {}
    ranks = {each.entry: "" if each.rank is None else str(each.rank) for each in found.standings}
    won: dict[EntryId, list[Text]] = {}
    for each in found.awards:
        won.setdefault(each.entry, []).append(names[each.award_id])
    for raised in found.promotions:
        won.setdefault(raised.entry, []).append(levels[raised.to])
    return {
        id: replace(_scored(entry), rank=ranks.get(id, ""), awards=tuple(won.get(id, ())))
        for id, entry in item.entries.items()
    }


def _scored(entry: Entry) -> Stood:
    if entry.score is None:
        return NOWHERE
    return Stood({id: text(part.score) for id, part in entry.score.parts.items()}, text(entry.score.total))


def _units(contest: Contest) -> dict[str, Stood]:
    """Every unit of the table, as far as it may be seen."""
    found, table = unit_honours(contest), contest.unit_table
    names = {award.id: award.name for award in table.awards} if table else {}
    won: dict[str, list[Text]] = {}
    for each in found.given:
        won.setdefault(str(each.entry), []).append(names[each.award_id])
    return {
        each.unit: Stood(
            {}, text(each.total), "" if each.rank is None else str(each.rank), tuple(won.get(each.unit, ()))
        )
        for each in found.units
    }
