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
    """One stage: what stood before it and after; `due`: what was to be taken or added, where there was no room for
    all of it."""

    stage = word()
    before = word()
    after = word()
    rounding = one(RoundingTold, allow_none=True)
    due = maybe()


class MarkTold(Schema):
    """One mark and the points it came to; `worth`: these × the aspect's factor."""

    aspect = word()
    mark = fields.Raw(required=True, allow_none=True)
    points = maybe()
    worth = maybe()


class NodeTold(Schema):
    """A criterion or an aspect: its points, its factor (null for 1), and what came of both; `lacks`: marks are missing
    in it, and so it does not count."""

    of = word("criterion", "aspect")
    id = word()
    points = word()
    factor = maybe()
    worth = word()
    lacks = flag()


class PlaceTold(Schema):
    """A place in the whole field, of a criterion or of whole sheets (""); `points`: what it earns."""

    criterion = word()
    place = word()
    points = maybe()


class SheetTold(Schema):
    """One judge's sheet; `dropped`: the end at which it was left out; `given`: its sum before judges were made alike,
    null where they are not; `vetoed`: the vetoes that fixed it, `unfixed`: its sum without them; `places`: those that
    it gave the entry, where places count."""

    seat = word()
    total = word()
    dropped = maybe()
    drops = fields.List(fields.List(Text()), required=True)
    marks = many(MarkTold)
    given = maybe()
    criteria = many(NodeTold)
    vetoed = words()
    unfixed = maybe()
    places = many(PlaceTold)


class RoundTold(Schema):
    """Marks that lay too far apart and were given again."""

    aspect = word()
    round = whole()
    given = fields.List(fields.Raw(allow_none=True), required=True)


class VotesTold(Schema):
    """The votes of a channel, and how many of them are void; `worth`: the points of those that count, before the
    channel's weight; `base`: the votes that they are measured by, or how many entries have more; `capped`: no channel
    gives more."""

    channel = word()
    counted = whole()
    voided = whole()
    base = whole()
    worth = word()
    capped = flag()


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


class GapTold(Schema):
    """Judges lay `found` apart where `allowed` is the most, in a criterion, an aspect or whole sheets ("")."""

    place = word()
    found = word()
    allowed = word()
    action = word("flag", "mean_of_all", "again")
    of = word("values", "judgement")


class KeptTold(Schema):
    """How many whole sheets were combined, those that stand in too, and how many were dropped at either end."""

    count = whole()
    low = whole()
    high = whole()


class StandInTold(Schema):
    """So many judges were missing; the mean of the others stood in for each."""

    place = word()
    count = whole()
    points = word()


class VetoTold(Schema):
    """A veto on the whole part: how many judges said it, and whether that was enough."""

    aspect = word()
    said = whole()
    counts = flag()


class PartTold(Schema):
    """One part, from its sheets to its share of the total; `apart`: its judges lay too far apart and count as they
    are; `nodes`: what criteria or aspects came to, where judges are combined in each; `places`: what judges' places
    made together; `late`: points that the time cost; `penalties`: of this part; `failed`: a ballot did not elect."""

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
    gaps = many(GapTold)
    kept = one(KeptTold, allow_none=True)
    stand_ins = many(StandInTold)
    nodes = many(NodeTold)
    vetoes = many(VetoTold)
    places = many(PlaceTold)
    late = word()
    penalties = fields.List(fields.List(Text()), required=True)
    failed = flag()


class TieTold(Schema):
    """A neighbour with the same total, or in the same band, and what parted the two: `mine` and `theirs` are what the
    rule made of both; `place`: of which place there were so many; `asked`: the rules that found them equal, `open`:
    those of which nobody has decided yet."""

    neighbour = word()
    ahead = flag()
    rule = whole(allow_none=True)
    by = maybe()
    totals = words()
    mine = maybe()
    theirs = maybe()
    place = whole(allow_none=True)
    first = maybe()
    asked = fields.List(whole(), required=True)
    open = fields.List(whole(), required=True)


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
