"""Votes of the public and ballots of a jury: what was counted, and noting it."""

from __future__ import annotations

from typing import Any

from ..decision_replies import Ballots, VotesTable
from ..decision_schemas import Ballot, Votes, VotesVoid
from ..replies import Receipt
from ..scoring import counting
from ..scoring.item import Item
from ..scoring.verbs.finding import the_entry, the_part
from ..scoring.verbs.votes import count_votes, hold_ballot, void_votes
from .items import find
from .joined import Joined
from .openapi import Views
from .policy import needs
from .recording import noted
from .services import services
from .tags import refuse_if_moved, tagged

blp = Views("counts", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Votes and ballots")


@blp.route("/votes/<part>")
@needs("see")
@blp.gives(VotesTable, "The table, with an ETag")
def votes(contest: str, item: str, part: str) -> Any:
    """The votes of a part, entries × channels, and those that were voided with the reason."""
    return tagged(_votes(contest, item, part))


def _votes(contest: str, item: str, part: str) -> dict[str, Any]:
    fold, found = find(contest, item)
    seen = counting.votes(found, the_part(found, {"part": part}, "votes"))
    joined, names = Joined(fold, services().people), services().people.account_names()
    seen["rows"] = joined.rows(found, seen["rows"])
    seen["voids"] = joined.told(joined.rows(found, seen["voids"]))
    for void in seen["voids"]:
        void["by"] = names.get(void["by"], void["by"])
    return seen


@blp.route("/votes/<part>/<channel>", methods=["POST"])
@needs("count")
@blp.once
@blp.takes(Votes)
@blp.matched
@blp.gives(Receipt)
def count(said: dict[str, Any], contest: str, item: str, part: str, channel: str) -> Any:
    """Note how many votes entries have in a channel by now; a later count replaces an earlier one. The ETag is the
    table's."""
    found = find(contest, item)[1]
    refuse_if_moved(contest, lambda: _votes(contest, item, part))
    rows = [{"entry": _entry(found, code), "votes": votes} for code, votes in said["votes"].items()]
    return noted(contest, count_votes, {"item": item, "part": part, "channel": channel, "votes": rows})


@blp.route("/votes/<part>/<channel>/void", methods=["POST"])
@needs("void")
@blp.once
@blp.takes(VotesVoid)
@blp.gives(Receipt)
def void(said: dict[str, Any], contest: str, item: str, part: str, channel: str) -> Any:
    """Take votes away from an entry that were not honestly given; they stay voided in later counts."""
    find(contest, item)
    digest, also = services().people.seal_text(contest, said.pop("reason"))
    values = {"item": item, "part": part, "channel": channel, "reason_digest": digest, **said}
    return noted(contest, void_votes, values, also=also)


@blp.route("/ballots/<part>")
@needs("see")
@blp.gives(Ballots, "The ballots, with an ETag")
def ballots(contest: str, item: str, part: str) -> Any:
    """The ballots of a part, and who is elected as they stand."""
    return tagged(_ballots(contest, item, part))


def _ballots(contest: str, item: str, part: str) -> dict[str, Any]:
    fold, found = find(contest, item)
    seen = counting.ballots(found, the_part(found, {"part": part}, "ballot"))
    names = services().people.account_names()
    seen["rows"] = Joined(fold, services().people).rows(found, seen["rows"])
    for held in seen["held"]:
        held["by"] = names.get(held["by"], held["by"])
    return seen


@blp.route("/ballots/<part>", methods=["POST"])
@needs("count")
@blp.once
@blp.takes(Ballot)
@blp.matched
@blp.gives(Receipt)
def hold(said: dict[str, Any], contest: str, item: str, part: str) -> Any:
    """Note a ballot. The next one of the part is a run-off: what it says of those it lists goes before what was said
    of them. The ETag is the ballots'."""
    found = find(contest, item)[1]
    refuse_if_moved(contest, lambda: _ballots(contest, item, part))
    rows = [{"entry": _entry(found, row.pop("code")), **row} for row in said.pop("votes")]
    return noted(contest, hold_ballot, {"item": item, "part": part, "votes": rows, **said})


def _entry(item: Item, code: str) -> str:
    return the_entry(item, {"code": code}).id
