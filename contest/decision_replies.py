"""The shape of votes, ballots, rounds, ties and awards of the jury over REST: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Named, Words, by, flag, many, maybe, one, whole, word, words
from .schemas import STATUSES


class Bearer(Schema):
    """An entry by its code; name and unit only once they are known."""

    code = word()
    name = maybe()
    unit = maybe()


class CountedEntry(Bearer):
    """An entry of a part that is counted; `score`: what the count is worth, once it is whole."""

    status = word(*STATUSES)
    score = maybe()


class Channel(Named):
    """Where votes come from, and its share of the part in percent."""

    weight = word()


class Tally(Schema):
    """Votes counted in a channel, and how many of them do not count."""

    counted = whole()
    voided = whole()


class VotesRow(CountedEntry):
    """An entry's votes by channel; a channel not yet counted is not there."""

    votes = by(fields.Nested(Tally))


class Void(Bearer):
    """Votes taken away by line `seq`, and why (null: erased)."""

    seq = whole()
    at = word()
    by = word()
    channel = word()
    votes = whole()
    reason = maybe()


class VotesTable(Named):
    """A part's votes; `signed`: nothing changes any more."""

    scale = word("ratio", "share", "places")
    cap = maybe()
    out_of = maybe()
    signed = flag()
    channels = many(Channel)
    rows = many(VotesRow)
    voids = many(Void)


class BallotRule(Schema):
    """How the jury votes: percentages as decimal strings."""

    kind = word("choose", "each")
    members = whole()
    choose = whole(allow_none=True)
    quorum = word()
    of = word("present", "all", "valid")
    passes = maybe()
    over = flag()


class BallotRow(CountedEntry):
    """Where the ballots leave an entry; `elected` null: no ballot yet, or none that elects."""

    elected = fields.Boolean(required=True, allow_none=True)


class BallotLine(Schema):
    """What the papers of one ballot said of an entry."""

    code = word()
    for_ = whole(data_key="for")
    against = whole()
    abstain = whole()


class Held(Schema):
    """One ballot; from round 2 on a run-off."""

    round = whole()
    seq = whole()
    at = word()
    by = word()
    present = whole()
    issued = whole()
    returned = whole()
    valid = whole()
    votes = many(BallotLine)


class Ballots(Named):
    """A part's ballots, the newest last."""

    out_of = maybe()
    signed = flag()
    rule = one(BallotRule)
    rows = many(BallotRow)
    held = many(Held)


class Tied(Bearer):
    """One of those who share a place."""

    total = maybe()


class TieGroup(Schema):
    """Who share a place where the chain ends, the rules that may part them, and the one that did."""

    rank = whole()
    rules = words("lot", "chief", "ballot")
    decided = maybe("lot", "chief", "ballot")
    entries = many(Tied)


class Ties(Schema):
    """Groups left to persons; `closed`: why none can be parted now."""

    closed = one(Words, allow_none=True)
    groups = many(TieGroup)


class Override(Bearer):
    """An award of the jury (null: none); `asked_by` waits for a second person, "" where two agreed."""

    award = one(Named, allow_none=True)
    asked_by = word()
    mine = flag()
    reason = maybe()


class Overrides(Schema):
    """Awards the jury gave or took, and those it may give; `closed`: why it cannot now."""

    closed = one(Words, allow_none=True)
    awards = many(Named)
    rows = many(Override)


class Onward(Bearer):
    """An entry at the cut; `on`: goes on."""

    rank = whole()
    total = maybe()
    on = flag()


class Round(Schema):
    """Who goes on to which item; `closed`: why nobody can be let on now; `into`: the part their total is taken to;
    `again`: of how many it can be brought along again, since this round was corrected (0: none)."""

    to = one(Named)
    into = one(Words, allow_none=True)
    count = whole(allow_none=True)
    percent = maybe()
    threshold = maybe()
    ties = word("at_least", "at_most")
    going = whole()
    again = whole()
    done = flag()
    closed = one(Words, allow_none=True)
    rows = many(Onward)


class Look(Schema):
    """A judge's sheet beside the panel's."""

    code = word()
    mark = word()
    difference = maybe()
    robust_z = maybe()


class Spread(Schema):
    """How a judge's marks are spread; quartiles as QUARTILE.INC of a spreadsheet has them."""

    count = whole()
    least = word()
    lower = word()
    median = word()
    upper = word()
    most = word()
    mean = word()


class JudgeLook(Schema):
    """One judge; `difference`: mean of the differences from the others · `own_unit`: null while it cannot be told."""

    seat = one(Named)
    judge = word()
    difference = maybe()
    own_unit = maybe()
    looks = many(Look)
    spread = one(Spread)


class Agreement(Schema):
    """How the panel agrees on the `entries` that all its judges marked."""

    entries = whole()
    judges = whole()
    kendall_w = maybe()
    icc = by(maybe())


class JudgeAlike(Schema):
    """The figures by which one judge's totals are moved; `lacks`: why nobody's are."""

    seat = one(Named)
    judge = word()
    entries = whole()
    mean = word()
    deviation = word()
    lacks = word("", "too_few", "no_deviation")


class Alike(Schema):
    """How strict and mild judges are made alike; each must have marked `least` entries."""

    method = word("z_score", "mean_shift")
    least = whole()
    judges = many(JudgeAlike)


class Alarms(Schema):
    """What to look at while judging goes on. "spread": judges lie `found` apart where `allowed` is the most (no seat);
    "outlier": the judge gave `found` where `allowed` is the middle of the panel; "held": a spread that leaves the part
    without a score, its judges called `rounds` times to mark again and `ready` of `of`; "objected": the member on
    `seat` does not agree with the team's sheet, and why (`reason`: null where it is not for who asks, or erased)."""

    code = word()
    part = word()
    kind = word("spread", "outlier", "held", "objected")
    seat = one(Named, allow_none=True)
    judge = word()
    found = word()
    allowed = word()
    rounds = whole()
    ready = whole()
    of = whole()
    reason = maybe()


class Judges(Named):
    """The judges of a part."""

    out_of = word()
    agreement = one(Agreement)
    judges = many(JudgeLook)
    adjust = one(Alike, allow_none=True)


class Changed(Bearer):
    """An entry's awards as they are, and as they would be."""

    before = many(Named)
    after = many(Named)


class WithoutJudge(Schema):
    """What would change without one judge of a part."""

    part = one(Named)
    seat = one(Named)
    judge = word()
    changes = many(Changed)


class OtherMark(Bearer):
    """What would change had one mark been a step higher or lower (`by`, signed)."""

    part = one(Named)
    seat = one(Named)
    judge = word()
    aspect = one(Named)
    by = word()
    changes = many(Changed)


class Robustness(Schema):
    """Which awards hang on one judge, or on one step of one mark; `tried`: how many of each were tried."""

    judges = whole()
    without = many(WithoutJudge)
    moved = many(OtherMark)
