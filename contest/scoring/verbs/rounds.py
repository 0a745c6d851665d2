"""Who goes on to the next round: the entries of the next item, and the totals they take along."""

from __future__ import annotations

from typing import Any

from ..carried import moved
from ..contest import Contest
from ..events import Actor, EntryId, Event, RoundAdvanced
from ..item import Item
from ..numbers import text
from ..refused import Refused
from ..results import results
from ..rounds import advancing, waiting
from ..rulebook_outcomes import Advance
from . import Values
from .finding import refuse_if_signed, the_item
from .organizer import BULK, import_part_scores


def advance(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let those who made the cut of a signed `item` into the item that its rulebook names: `entries` [{"entry": a new
    id, "commitment", "source": the id here}], at most 1,000 an act of those who go on and have not gone yet; as many
    acts as it takes."""
    item = the_item(contest, values)
    rule = refuse_unready(contest, item)
    left = waiting(_going(contest, item), item, the_item(contest, {"item": rule.to}))
    rows = [{key: str(row[key]) for key in ("entry", "commitment", "source")} for row in values["entries"]]
    _refuse_entries(contest, item, rows, left)
    return RoundAdvanced(rule.to, item.id, "" if rule.into is None else rule.into, rows)


def carry_again(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Bring along again what those who went on have in the signed `item` now, where it was corrected since: their
    scores of the next item's part, at most 1,000 an act."""
    after, scores = refuse_unmoved(contest, the_item(contest, values))
    part = contest.items[values["item"]].rulebook.advance
    assert part is not None, "it led there"
    return import_part_scores(contest, by, at, {"item": after.id, "part": part.into, "scores": scores[:BULK]})


def refuse_unmoved(contest: Contest, item: Item) -> tuple[Item, list[dict[str, str]]]:
    """The next item, and [{"entry": there, "score": the total here}] of those who have another one there, if they may
    be brought along again now."""
    rule = item.rulebook.advance
    if rule is None:
        raise Refused("no_next_round", item=item.id)
    after = the_item(contest, {"item": rule.to})
    found = [each for each in moved(after) if each.entry.source and each.entry.source.item.id == item.id]
    if not found:
        raise Refused("already_advanced", item=item.id)
    if not results(contest, item).final:
        raise Refused("not_signed", item=item.id)
    refuse_if_signed(after)
    return after, [{"entry": each.entry.id, "score": text(each.now)} for each in found if each.now is not None]


def _going(contest: Contest, item: Item) -> list[EntryId]:
    return item.once("going", lambda: advancing(item.rulebook, results(contest, item).everyone))


def refuse_unready(contest: Contest, item: Item) -> Advance:
    """What the rulebook says of the next round, if its entries may be let in now."""
    rule = item.rulebook.advance
    if rule is None:
        raise Refused("no_next_round", item=item.id)
    after = the_item(contest, {"item": rule.to})
    signed = results(contest, item).final
    if item.id in after.rounds and not (signed and waiting(_going(contest, item), item, after)):
        raise Refused("already_advanced", item=item.id)
    if not signed:
        raise Refused("not_signed", item=item.id)
    _refuse_next(item, after)
    return rule


def _refuse_next(item: Item, after: Item) -> None:
    """The next round must not have begun, and must have room for what is taken along."""
    if after.opened or after.by_code:
        raise Refused("already_open", item=after.id)
    rule = item.rulebook.advance
    if rule is None or rule.into is None:
        return
    part = next((part for part in after.rulebook.parts if part.id == rule.into and part.source == "imported"), None)
    if part is None:
        raise Refused("unknown_part", part=rule.into)
    if after.rulebook.sealed and not part.known_by_name:
        raise Refused("carry_unmasks", part=part.id)
    most = max((entry.score.total for entry in item.entries.values() if entry.score), default=part.max)
    if part.out_of is not None and most > part.out_of:
        raise Refused("score_out_of_range", score=str(most), max=str(part.out_of))


def _refuse_entries(contest: Contest, item: Item, rows: list[dict[str, Any]], left: list[EntryId]) -> None:
    """They must be of those who are `left` to go on, each once."""
    if not 0 < len(rows) <= BULK:
        raise Refused("bulk", most=BULK)
    fresh = {row["entry"] for row in rows}
    if len(fresh) < len(rows) or any(id in each.entries for each in contest.items.values() for id in fresh):
        raise Refused("entered_twice", item=item.id)
    sources = {row["source"] for row in rows}
    if len(sources) < len(rows) or not sources.issubset(left):
        raise Refused("not_the_cut", count=len(left), found=len(rows))
