"""The shape of what is asked of votes, ballots and rounds: schemas.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .schemas import CODE, Text, Whole, text

BULK = 1000


class Votes(Schema):
    """The votes that entries have in a channel by now, by code; at most 1,000 an act."""

    votes = fields.Dict(
        keys=Text(validate=CODE), values=Whole(), required=True, validate=validate.Length(min=1, max=BULK)
    )


class VotesVoid(Schema):
    """Votes to be taken away from an entry, and why."""

    code = Text(required=True, validate=CODE)
    votes = Whole(required=True)
    reason = text(500, least=1, required=True)


class BallotPaper(Schema):
    """What the valid papers say of one entry."""

    code = Text(required=True, validate=CODE)
    for_ = Whole(required=True, data_key="for", attribute="for")
    against = Whole(load_default=0)
    abstain = Whole(load_default=0)


class Ballot(Schema):
    """A ballot that was held: members present, papers issued, returned and valid, and what they say. After the first
    one of a part the next is a run-off of those it lists."""

    present = Whole(required=True)
    issued = Whole(required=True)
    returned = Whole(required=True)
    valid = Whole(required=True)
    votes = fields.List(fields.Nested(BallotPaper), required=True, validate=validate.Length(min=1, max=BULK))


class Advance(Schema):
    """How many go on, as it was shown to who confirms it."""

    count = Whole(required=True)
