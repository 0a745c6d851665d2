"""The shape of an entry's reasons over REST: values as scoring gives them, and the same as sentences."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Words, flag, many, maybe, one, whole, word, words
from .schemas import Text


class RoundingTold(Schema):
    """How a stage rounded."""

    digits = whole()
    mode = word()


class StageTold(Schema):
    """One stage: what stood before it and after."""

    stage = word()
    before = word()
    after = word()
    rounding = one(RoundingTold, allow_none=True)


class MarkTold(Schema):
    """One mark and the points it came to."""

    aspect = word()
    mark = fields.Raw(required=True, allow_none=True)
    points = maybe()


class SheetTold(Schema):
    """One judge's sheet; `dropped`: the end at which it was left out; `given`: its sum before judges were made alike,
    null where they are not."""

    seat = word()
    total = word()
    dropped = maybe()
    drops = fields.List(fields.List(Text()), required=True)
    marks = many(MarkTold)
    given = maybe()


class RoundTold(Schema):
    """Marks that lay too far apart and were given again."""

    aspect = word()
    round = whole()
    given = fields.List(fields.Raw(allow_none=True), required=True)


class VotesTold(Schema):
    """The votes of a channel, and how many of them are void."""

    channel = word()
    counted = whole()
    voided = whole()


class BallotTold(Schema):
    """What one ballot said of the entry."""

    round = whole()
    present = whole()
    valid = whole()
    yes = whole()
    no = whole()
    abstain = whole()


class OperandTold(Schema):
    """A part that a formula reads, with its score."""

    part = word()
    score = word()


class PartTold(Schema):
    """One part, from its sheets to its share of the total; `apart`: its judges lay too far apart and count as they
    are."""

    part = word()
    method = word()
    sheets = many(SheetTold)
    stages = many(StageTold)
    seconds = whole(allow_none=True)
    vetoed = words()
    rounds = many(RoundTold)
    apart = flag()
    votes = many(VotesTold)
    ballots = many(BallotTold)
    operands = many(OperandTold)


class TieTold(Schema):
    """A neighbour with the same total, and what parted the two."""

    neighbour = word()
    ahead = flag()
    rule = whole(allow_none=True)
    by = maybe()


class AwardTold(Schema):
    """Why an award was won or not."""

    award = word()
    code = word()
    data = fields.Dict(keys=Text(), required=True)


class PromotionTold(Schema):
    """Why a level was gained or not; levels and parts by their ids."""

    code = word()
    data = fields.Dict(keys=Text(), required=True)


class ChapterTold(Schema):
    """What is told in words of one part (`name`), of the total, the place or the awards."""

    of = word("part", "total", "place", "award")
    name = one(Words, allow_none=True)
    sentences = many(Words)


class Explanation(Schema):
    """Why this score, why this place, why this award; `sentences` say the same in words, `chapters` too, under
    heads."""

    code = word()
    status = word()
    rank = whole(allow_none=True)
    tied = flag()
    parts = many(PartTold)
    penalties = fields.List(fields.List(Text()), required=True)
    stages = many(StageTold)
    ties = many(TieTold)
    awards = many(AwardTold)
    missing = words()
    promotion = one(PromotionTold, allow_none=True)
    sentences = many(Words)
    chapters = many(ChapterTold)
