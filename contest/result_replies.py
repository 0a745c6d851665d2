"""The shape of an item's progress, result and awards over REST, and of the table of units: replies.py goes on here.

May not be in here: contests, seats, sessions (replies.py).
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .replies import Named, PlacedFault, Words, by, flag, many, maybe, one, whole, word, words
from .schemas import STATUSES, Text, Whole

CELLS = ("none", "in", "confirmed", "returned", "set_aside")


class ProgressSeat(Named):
    """A column of the matrix."""

    part = word()


class ProgressEntry(Schema):
    """A row of the matrix; name and unit only once they are known."""

    code = word()
    status = word(*STATUSES)
    name = maybe()
    unit = maybe()


class BoardThen(Schema):
    """A board's snapshot, as /boards gives it: its rows with their places beside them."""

    board = word()
    n = whole()
    digest = word()
    head = fields.Dict(required=True)
    rows = fields.List(fields.Dict(), required=True)
    places = fields.List(fields.List(Whole(allow_none=True)), required=True)


class Recusals(Schema):
    """The entries a seat is recused from; `stand_in`: another seat marks in its place."""

    seat = one(Named)
    codes = words()
    stand_in = flag()


class Progress(Schema):
    """Who has marked what: cells by "code|part|seat", and when each sheet came. `uncounted`: the cells whose sheets
    never count, and why; of recusals only who may recuse is told."""

    seats = many(ProgressSeat)
    entries = many(ProgressEntry)
    cells = by(Text(validate=validate.OneOf(CELLS)))
    uncounted = by(Text(validate=validate.OneOf(("recused", "shadow"))))
    at = by(Text())


class Check(Schema):
    """What a second, independent calculation of the result comes to, and the line and digest it was held against.
    `not_covered`: why there is none ("": there is). `count` of all differences, of which some are told by place."""

    seq = whole()
    digest = word()
    entries = whole()
    ranks = word("person", "team", "work")
    not_covered = word()
    count = whole()
    differences = many(PlacedFault)


class Version(Schema):
    """The line and the digest that a result, or its signature, stands for."""

    seq = whole()
    digest = word()


class ResultPart(Named):
    """A part of the result; `hidden`: known by name, so its scores wait for unsealing."""

    weight = word()
    source = word("judged", "imported", "votes", "ballot", "derived")
    hidden = flag()


class PenaltyNoted(Schema):
    """A penalty that an entry got by line `given`: `count` times `points` each. `by`: the name of who gave it, null for
    the house itself; `reason`: null where none was said, it was erased, or it is not for who asks."""

    given = whole()
    id = word()
    name = one(Words, allow_none=True)
    count = whole()
    points = maybe()
    by = maybe()
    reason = maybe()


class EntryNotes(Schema):
    """What the office noted of one entry; `times` in seconds by part."""

    code = word()
    name = maybe()
    unit = maybe()
    status = word(*STATUSES)
    times = by(whole())
    penalties = many(PenaltyNoted)


class JudgeShare(Schema):
    """One judge's total, and whether it was dropped; under "joint" stands who typed the sheet."""

    total = word()
    dropped = maybe("low", "high")
    typed_by = Text()


class PartResult(Schema):
    """An entry's part: its score after deductions, what they took, its share of the total, judges by seat."""

    score = word()
    deducted = word()
    weighted = word()
    judges = by(fields.Nested(JudgeShare))


class Deduction(Schema):
    """A penalty and what it took."""

    id = word()
    name = one(Words, allow_none=True)
    points = word()


class ResultRow(Schema):
    """An entry's line of the result; rank and total are null where it has none."""

    code = word()
    name = maybe()
    unit = maybe()
    rank = whole(allow_none=True)
    tied = flag()
    status = word(*STATUSES, "eliminated")
    total = maybe()
    parts = by(fields.Nested(PartResult))
    deductions = many(Deduction)
    award = one(Named, allow_none=True)


class Results(Schema):
    """The result as it stands, in order; `waiting`: codes whose score is not complete; `veiled`: totals and places,
    which would tell who bears which code, wait for unsealing, and the order is that of the codes."""

    version = one(Version)
    final = flag()
    sealed = flag()
    veiled = flag()
    parts = many(ResultPart)
    rows = many(ResultRow)
    waiting = words()


class Winner(Schema):
    """Who gets an award."""

    rank = whole(allow_none=True)
    code = word()
    name = maybe()
    unit = maybe()
    total = maybe()


class Award(Named):
    """An award and who gets it; `empty`: how many of its prizes nobody gets, once the item is locked."""

    money = maybe()
    entries = many(Winner)
    empty = whole()


class Promotion(Winner):
    """Who steps up `to` a level of skill, and the level held `before`; `parts`: the parts' scores."""

    parts = by(word())
    before = one(Named, allow_none=True)
    to = one(Named)


class Awards(Schema):
    """The award list as things stand, and who steps up a level, once names are known."""

    final = flag()
    awards = many(Award)
    promotions = many(Promotion)


class Counted(Schema):
    """An entry that counts for its unit."""

    item = word()
    code = word()
    name = maybe()
    points = word()


class Unit(Schema):
    """A unit's line."""

    unit = word()
    rank = whole(allow_none=True)
    tied = flag()
    total = word()
    counted = many(Counted)


class HonouredUnit(Schema):
    """A unit that is honoured."""

    unit = word()
    rank = whole(allow_none=True)
    total = word()


class Honour(Named):
    """An honour of units and who gets it; `empty`: how many of it no unit gets, once all items are locked."""

    money = maybe()
    units = many(HonouredUnit)
    empty = whole()


class Units(Schema):
    """The table of units over the items that are unsealed; `open`: there is one to show."""

    name = one(Words, allow_none=True)
    open = flag()
    rows = many(Unit)
    honours = many(Honour)
