"""The shape of the stage over REST: what is asked of it, and what it answers. replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .decision_replies import Bearer
from .replies import flag, many, maybe, one, whole, word
from .schemas import CODE, STATUSES, Text, Whole

ACTS = ("call", "reveal", "back", "clear")
STEPS = ("", "marks", "struck", "result", "place")


class StageActed(Schema):
    """What the operator does; `code`: whom to call."""

    act = Text(required=True, validate=validate.OneOf(ACTS))
    code = Text(load_default="", validate=validate.Length(max=CODE.max))
    after = Whole(required=True)


class StageSeat(Schema):
    """The judge whom the hall calls `n`: whether their sheet is there; the mark and where it was struck out, once
    revealed."""

    n = whole()
    marked = flag()
    mark = maybe()
    dropped = maybe("low", "high")


class StageHall(Bearer):
    """What the hall sees of the called entry. `order`: the how many-th it was called · `held`: so many must have been
    marked first · `place`: [place, whether it is shared]."""

    status = word(*STATUSES)
    order = whole()
    held = whole()
    step = word(*STEPS)
    seats = many(StageSeat)
    part = maybe()
    score = maybe()
    place = fields.List(Whole(allow_none=True), required=True, allow_none=True)


class StageNext(Schema):
    """The one act that comes next; `lacking`: sheets that are waited for."""

    act = word("call", "reveal", "wait", "clear", "none")
    step = maybe(*STEPS)
    code = maybe()
    lacking = whole()


class StageLine(Bearer):
    """An entry: the how many-th it was called, whether it is marked, whether the hall has seen its place."""

    status = word(*STATUSES)
    order = whole(allow_none=True)
    marked = flag()
    out = flag()
    now = flag()


class StageSeen(Schema):
    """The stage as its operator sees it."""

    seq = whole()
    first = whole()
    over = flag()
    unseen = maybe("frozen", "sealed")
    back = flag()
    hall = one(StageHall, allow_none=True)
    next = one(StageNext)
    entries = many(StageLine)
