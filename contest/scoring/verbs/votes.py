"""Votes come in, are voided, ballots are held: what the organizer and the chief note of what others said."""

from __future__ import annotations

from ..contest import Contest
from ..deadlines import is_over
from ..events import Actor, BallotHeld, EntryId, Event, PartId, VotesCounted, VotesVoided
from ..item import Item
from ..refused import Refused
from ..rulebook import Part
from ..rulebook_sources import BallotRule
from ..votes import base_of
from . import Values
from .finding import refuse_if_signed, the_entry, the_item, the_part
from .organizer import BULK

MOST_VOTES = 10**12
PAPERS = ("present", "issued", "returned", "valid")


def count_votes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Note the votes that entries have in a channel by now: `part`, `channel`, `votes` [{"entry", "votes"}], at most
    1,000 an act. A later count replaces an earlier one; what was voided stays voided. None after the part's deadline:
    it is moved first, with a reason."""
    item = _unsigned(contest, values)
    part = the_part(item, values, "votes")
    if is_over(item, part, at):
        raise Refused("votes_late", part=part.id)
    channel = _channel(part, values)
    rows = values["votes"]
    if not 0 < len(rows) <= BULK:
        raise Refused("bulk", most=BULK)
    for row in rows:
        if row["entry"] not in item.entries:
            raise Refused("unknown_entry", item=item.id)
        if not _is_count(row["votes"]):
            raise Refused("votes_count", found=str(row["votes"])[:24])
    listed = [{"entry": row["entry"], "votes": row["votes"]} for row in rows]
    if len({row["entry"] for row in listed}) < len(listed):
        raise Refused("counted_twice", item=item.id)
    return VotesCounted(item.id, PartId(part.id), channel, listed)


def void_votes(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Take votes away from an entry that were not honestly given: `code`, `part`, `channel`, `votes`,
    `reason_digest`, without which nothing is voided."""
    item = _unsigned(contest, values)
    part = the_part(item, values, "votes")
    channel = _channel(part, values)
    entry = the_entry(item, values)
    if not values.get("reason_digest"):
        raise Refused("reason_needed")
    left = entry.tally(PartId(part.id)).get(channel, 0)
    if not _is_count(values["votes"]) or not 0 < values["votes"] <= left:
        raise Refused("votes_void", most=left)
    return VotesVoided(item.id, entry.id, PartId(part.id), channel, values["votes"], values["reason_digest"])


def hold_ballot(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Note a ballot: `part`, `present`, `issued`, `returned`, `valid`, `votes` [{"entry", "for", "against",
    "abstain"}]. The next ballot of the part is a run-off: what it says of those it lists goes before what was said."""
    item = _unsigned(contest, values)
    part = the_part(item, values, "ballot")
    assert part.ballot is not None
    _refuse_papers(part.ballot, values)
    before = len(item.ballots.get(PartId(part.id), ()))
    rows = [_row(item, part, row, bool(before)) for row in values["votes"]]
    if not rows or len({row["entry"] for row in rows}) < len(rows):
        raise Refused("counted_twice", item=item.id)
    _refuse_votes(part.ballot, values["valid"], rows)
    counts = {key: values[key] for key in PAPERS}
    return BallotHeld(item.id, PartId(part.id), before + 1, **counts, votes=rows)


def _unsigned(contest: Contest, values: Values) -> Item:
    item = the_item(contest, values)
    refuse_if_signed(item)
    return item


def _channel(part: Part, values: Values) -> str:
    assert part.votes is not None
    for channel in part.votes.channels:
        if channel.id == values["channel"]:
            return channel.id
    raise Refused("unknown_channel", channel=str(values["channel"])[:40], part=part.id)


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MOST_VOTES


def _refuse_papers(rule: BallotRule, values: Values) -> None:
    """No more valid than returned, returned than issued, issued than present, present than there are; the quorum."""
    counts = [rule.members, *(values[key] for key in PAPERS)]
    in_order = all(_is_count(count) for count in counts) and counts == sorted(counts, reverse=True)
    if not in_order or base_of(rule, values) < 1:
        raise Refused("ballot_papers", members=rule.members, **{key: values[key] for key in PAPERS})
    if values["present"] * 100 < rule.quorum * rule.members:
        raise Refused("no_quorum", present=values["present"], members=rule.members, quorum=str(rule.quorum))


def _row(item: Item, part: Part, row: Values, run_off: bool) -> dict[str, int | str]:
    entry = item.entries.get(EntryId(row["entry"]))
    if entry is None or (run_off and PartId(part.id) not in entry.imported):
        raise Refused("unknown_entry", item=item.id)
    counts = {key: row.get(key, 0) for key in ("for", "against", "abstain")}
    if not all(_is_count(count) for count in counts.values()):
        raise Refused("votes_count", found=str(counts)[:24])
    return {"entry": entry.id, **counts}


def _refuse_votes(rule: BallotRule, valid: int, rows: list[dict[str, int | str]]) -> None:
    """Each valid paper says something of each entry, or names at most so many."""
    for row in rows:
        said = int(row["for"]) + int(row["against"]) + int(row["abstain"])
        fits = said == valid if rule.kind == "each" else int(row["for"]) == said <= valid
        if not fits:
            raise Refused("ballot_votes", found=said, valid=valid)
    named = sum(int(row["for"]) for row in rows)
    if rule.choose is not None and named > rule.choose * valid:
        raise Refused("ballot_names", found=named, most=rule.choose * valid)
