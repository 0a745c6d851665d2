"""Votes and ballots, counted: what was decided on the ground of the counts before is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import events as e
from ..events import EntryId, Line
from ..facts import Touched
from ..votes import ballot_score

if TYPE_CHECKING:
    from ..contest import Contest


def counted(contest: Contest, line: Line, event: e.VotesCounted) -> Touched:
    item = contest.items[event.item]
    item.undecide()
    for row in event.votes:
        votes = item.entries[EntryId(row["entry"])].votes
        votes[event.part, event.channel] = row["votes"], votes.get((event.part, event.channel), (0, 0))[1]
    item.stale = True
    return Touched(event.item, None, True)


def voided(contest: Contest, line: Line, event: e.VotesVoided) -> Touched:
    item = contest.items[event.item]
    item.undecide()
    votes = item.entries[event.entry].votes
    counted, voided = votes.get((event.part, event.channel), (0, 0))
    votes[event.part, event.channel] = counted, voided + event.votes
    item.voids.append(line)
    item.stale = True
    return Touched(event.item, None, True)


def ballot(contest: Contest, line: Line, event: e.BallotHeld) -> Touched:
    item = contest.items[event.item]
    part = item.rulebook.part(event.part)
    item.undecide()
    item.ballots.setdefault(event.part, []).append(line)
    held = {"present": event.present, "valid": event.valid}
    for row in event.votes:
        entry = item.entries[EntryId(row["entry"])]
        entry.imported[event.part] = ballot_score(part, held, row["for"])
        item.rescore(entry, part)
        item.refresh(entry)
    return Touched(event.item, None, True)
