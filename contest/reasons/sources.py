"""What stands behind a part that no judge marks, in words: votes, ballots, formulas."""

from __future__ import annotations

from collections.abc import Iterator

from ..scoring.item import Item
from ..scoring.part_reasons import PartReason
from ..scoring.rulebook_types import Part
from .said import Words, figure, listed, name_of, tell


def sources_told(item: Item, part: PartReason, rule: Part) -> Iterator[Words]:
    """What stands behind a part that no judge marks."""
    channels = {each.id: name_of(each.name) for each in rule.votes.channels} if rule.votes else {}
    for votes in part.votes:
        counts = {"counted": votes.counted, "voided": votes.voided, "votes": max(votes.counted - votes.voided, 0)}
        yield tell("votes_voided" if votes.voided else "votes", channel=channels[votes.channel], **counts)
    for ballot in part.ballots:
        said = {"round": ballot.round, "present": ballot.present, "valid": ballot.valid, "yes": ballot.yes}
        each = rule.ballot is not None and rule.ballot.kind == "each"
        yield tell("ballot_each" if each else "ballot", no=ballot.no, abstain=ballot.abstain, **said)
    if part.operands:
        read = [(name_of(item.rulebook.part(each.part).name), each) for each in part.operands]
        values = [tell("operand", part=name, id=each.part, score=figure(each.score)) for name, each in read]
        yield tell("formula", formula=rule.formula or "", values=listed(values))
