"""What stands behind a part that no judge marks, in words: votes, ballots, formulas."""

from __future__ import annotations

from collections.abc import Iterator

from ..scoring.item import Item
from ..scoring.part_reasons import PartReason
from ..scoring.rulebook_sources import BallotRule, VoteRule
from ..scoring.rulebook_types import Part
from ..scoring.source_reasons import BallotReason, VoteReason
from .said import Words, figure, listed, name_of, number, tell


def sources_told(item: Item, part: PartReason, rule: Part) -> Iterator[Words]:
    """What stands behind a part that no judge marks."""
    out_of = number(rule.out_of or rule.max)
    for votes in part.votes:
        yield from _votes(votes, rule.votes, out_of)
    for ballot in part.ballots:
        yield _ballot(ballot, rule.ballot)
    if part.ballots and rule.ballot is not None:
        yield from _share(part, part.ballots[-1], rule.ballot, out_of)
    if part.operands:
        read = [(name_of(item.rulebook.part(each.part).name), each) for each in part.operands]
        values = [tell("operand", part=name, id=each.part, score=figure(each.score)) for name, each in read]
        yield tell("formula", formula=rule.formula or "", values=listed(values))


def _votes(votes: VoteReason, rule: VoteRule | None, out_of: str) -> Iterator[Words]:
    """The votes of a channel, and what they are worth."""
    assert rule is not None, "votes are of a part that is voted on"
    channel = next(each for each in rule.channels if each.id == votes.channel)
    count = max(votes.counted - votes.voided, 0)
    counts = {"counted": votes.counted, "voided": votes.voided, "votes": count}
    yield tell("votes_voided" if votes.voided else "votes", channel=name_of(channel.name), **counts)
    told = {"votes": count, "base": votes.base, "worth": figure(votes.worth), "weight": number(channel.weight)}
    if rule.scale == "places":
        yield tell("votes_place", place=votes.base + 1, worth=told["worth"], weight=told["weight"])
    elif not votes.base:
        yield tell("votes_none", weight=told["weight"])
    else:
        yield tell(f"votes_{rule.scale}{'_capped' if votes.capped else ''}", out_of=out_of, **told)


def _ballot(ballot: BallotReason, rule: BallotRule | None) -> Words:
    said = {"round": ballot.round, "present": ballot.present, "valid": ballot.valid, "yes": ballot.yes}
    each = rule is not None and rule.kind == "each"
    return tell("ballot_each" if each else "ballot", no=ballot.no, abstain=ballot.abstain, **said)


def _share(part: PartReason, last: BallotReason, rule: BallotRule, out_of: str) -> Iterator[Words]:
    """What the last ballot makes of its votes, and whether it elects."""
    base = {"present": last.present, "valid": last.valid, "all": rule.members}[rule.of]
    yield tell("ballot_share", yes=last.yes, base=base, out_of=out_of, of=tell(f"ballot_of.{rule.of}"))
    if rule.passes is not None:
        line = tell("ballot_over" if rule.over else "ballot_least", passes=number(rule.passes))
        yield tell("not_elected" if part.failed else "elected", line=line)
