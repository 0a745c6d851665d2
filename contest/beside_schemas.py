"""The shape of what is asked and told of deadlines, and of what lies beside the sheets: schemas.py and replies.py go on
here."""

from __future__ import annotations

from marshmallow import Schema

from .replies import Named, flag, many, maybe, one, whole, word
from .schemas import text


class Deadline(Schema):
    """Until when: ISO 8601 with its time zone, "" for no deadline any more; and why, where there was one."""

    until = text(40, required=True)
    reason = text(500, load_default="")


class Due(Schema):
    """A deadline, and since when there is one."""

    until = word()
    since = word()


class SeatPace(Schema):
    """How far a seat is. `expected`: how many an even pace would have done by now (0 without a deadline); `last`: when
    its newest sheet came; `online`: its device has an open line."""

    seat = one(Named)
    judge = word()
    done = whole()
    of = whole()
    left = whole()
    expected = whole()
    last = maybe()
    online = flag()


class Pace(Schema):
    """A part that judges mark, its deadline, and its seats: who is furthest behind comes first."""

    part = word()
    deadline = one(Due, allow_none=True)
    seats = many(SeatPace)
