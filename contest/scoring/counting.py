"""What the office may see of votes and ballots: what was counted, voided, held. By code; names are joined elsewhere.

May not be in here: what a vote is worth (votes.py), or noting one (verbs/votes.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .events import BallotHeld, PartId, VotesVoided
from .item import Entry, Item
from .numbers import text
from .office import words
from .refused import Refused
from .rulebook import Part


def votes(item: Item, part: Part) -> dict[str, Any]:
    """The table of a part's votes, entries × channels, and what was voided. Refused("missing_unsealing") where the
    part would tell who bears a code."""
    _refuse_hidden(item, part)
    assert part.votes is not None
    channels = [each.id for each in part.votes.channels]
    return {
        "id": part.id,
        "name": words(part.name),
        "scale": part.votes.scale,
        "cap": _text(part.votes.cap),
        "out_of": _text(part.out_of),
        "signed": item.signature is not None,
        "channels": [
            {"id": each.id, "name": words(each.name), "weight": text(each.weight)} for each in part.votes.channels
        ],
        "rows": [_entry(entry, part) | {"votes": dict(_tally(entry, part, channels))} for entry in _in_order(item)],
        "voids": [_void(item, line) for line in item.voids if _of(line.event, part)],
    }


def ballots(item: Item, part: Part) -> dict[str, Any]:
    """A part's ballots, the newest last, and where they leave every entry. Refused("missing_unsealing") likewise."""
    _refuse_hidden(item, part)
    rule = part.ballot
    assert rule is not None
    return {
        "id": part.id,
        "name": words(part.name),
        "out_of": _text(part.out_of),
        "signed": item.signature is not None,
        "rule": {
            "kind": rule.kind,
            "members": rule.members,
            "choose": rule.choose,
            "quorum": text(rule.quorum),
            "of": rule.of,
            "passes": _text(rule.passes),
            "over": rule.over,
        },
        "rows": [_entry(entry, part) | {"elected": _elected(entry, part)} for entry in _in_order(item)],
        "held": [_held(item, line.seq, line.at, line.by, line.event) for line in item.ballots.get(PartId(part.id), ())],
    }


def _refuse_hidden(item: Item, part: Part) -> None:
    if item.hidden(part):
        raise Refused("missing_unsealing", item=item.id)


def _in_order(item: Item) -> list[Entry]:
    return sorted(item.by_code.values(), key=lambda entry: entry.code)


def _entry(entry: Entry, part: Part) -> dict[str, Any]:
    made = entry.parts.get(PartId(part.id))
    score = None if made is None else text(made.value)
    return {"entry": entry.id, "code": entry.code, "status": entry.status, "score": score}


def _tally(entry: Entry, part: Part, channels: list[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """Per channel that has been counted, or from which votes were taken."""
    for channel in channels:
        found = entry.votes.get((PartId(part.id), channel))
        if found is not None:
            yield channel, {"counted": found[0], "voided": found[1]}


def _of(event: object, part: Part) -> bool:
    return isinstance(event, VotesVoided) and event.part == part.id


def _void(item: Item, line: Any) -> dict[str, Any]:
    event: VotesVoided = line.event
    return {
        "seq": line.seq,
        "at": line.at,
        "by": line.by,
        "entry": event.entry,
        "code": item.entries[event.entry].code,
        "channel": event.channel,
        "votes": event.votes,
        "reason_digest": event.reason_digest,
    }


def _held(item: Item, seq: int, at: str, by: str, event: Any) -> dict[str, Any]:
    assert isinstance(event, BallotHeld)
    rows = [{**row, "code": item.entries[row["entry"]].code} for row in event.votes]
    return {
        "round": event.round,
        "seq": seq,
        "at": at,
        "by": by,
        "present": event.present,
        "issued": event.issued,
        "returned": event.returned,
        "valid": event.valid,
        "votes": [{key: row[key] for key in ("code", "for", "against", "abstain")} for row in rows],
    }


def _elected(entry: Entry, part: Part) -> bool | None:
    """None: no ballot yet, or none that elects."""
    made = entry.parts.get(PartId(part.id))
    if made is None or part.ballot is None or part.ballot.passes is None:
        return None
    return not made.failed


def _text(value: Any) -> str | None:
    return None if value is None else text(value)
