"""The shape of what is asked and told on the floor of the hall: check-in, hand-in, clocks. schemas.py and replies.py go
on here."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .replies import Words, flag, many, maybe, one, whole, word, words
from .schemas import ID, STATUSES, Text, Whole, text

ARRIVALS = ("came", "late", "absent", "undo")
PRESSES = ("start", "pause", "resume", "stop", "hand_in", "give", "note", "undo")
DAY = 86_400


class CheckinSaid(Schema):
    """A touch at the check-in, of who bears `number`."""

    number = text(40, least=1, required=True)
    kind = Text(required=True, validate=validate.OneOf(ARRIVALS))
    minutes = Whole(load_default=0, validate=validate.Range(max=1440))


class CheckinClosed(Schema):
    """Who did not come, all of them: absent from now on."""

    numbers = fields.List(text(40, least=1), required=True, validate=validate.Length(min=1, max=1000))
    reason = text(500, load_default="")


class CameAfterAll(Schema):
    """Who was recorded as absent is present after all."""

    number = text(40, least=1, required=True)
    reason = text(500, least=1, required=True)


class LateSaid(Schema):
    """The rulebook's penalty for who came late, so many times."""

    number = text(40, least=1, required=True)
    penalty = Text(required=True, validate=ID)
    count = Whole(load_default=1, validate=validate.Range(max=1440))
    reason = text(500, least=1, required=True)


class LateRule(Schema):
    """A penalty of the rulebook for coming late."""

    id = word()
    name = one(Words)
    per = word("once", "count")
    points = maybe()


class CheckinRow(Schema):
    """Who should come. state: what was said last ("": nothing); `code` once names are known; `penalties`: those for
    coming late that stand."""

    number = word()
    name = word()
    unit = word()
    code = maybe()
    status = word(*STATUSES)
    state = word("", "came", "late", "absent")
    minutes = whole()
    at = maybe()
    by = maybe()
    penalties = words()


class CheckinCounts(Schema):
    """How many should come, came, came late (of those), are absent; and of how many nothing was said."""

    expected = whole()
    came = whole()
    late = whole()
    absent = whole()
    missing = whole()


class Checkin(Schema):
    """The check-in of an item. whole: rows are all of them, not only the one that was touched · may_close: this session
    may record absences and penalties by number · sealed: only the encryption officer may · locked: nothing may be
    recorded any more."""

    rows = many(CheckinRow)
    whole = flag()
    counts = one(CheckinCounts)
    late = many(LateRule)
    may_close = flag()
    sealed = flag()
    locked = flag()


class PressSaid(Schema):
    """A press of a clock. part: "" where nothing is timed, and only works are handed in · device: milliseconds since
    1970 by the tablet's clock; offset: how far it lies behind the server's (may be below 0), null where that was never
    measured; waited: milliseconds since the press, null where the page was opened anew since."""

    part = text(40, load_default="")
    scope = text(80, load_default="")
    kind = Text(required=True, validate=validate.OneOf(PRESSES))
    seconds = Whole(load_default=0, validate=validate.Range(max=DAY))
    undoes = Whole(load_default=0)
    place = text(40, load_default="")
    reason = text(500, load_default="")
    device = Whole(required=True)
    offset = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(-(2**53) + 1, 2**53 - 1)
    )
    waited = Whole(load_default=None, allow_none=True)


class PressesAsked(Schema):
    """From which press on."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**31 - 1))


class PressTold(Schema):
    """A press. at: milliseconds since 1970 by the server's clock."""

    n = whole()
    part = word()
    scope = word()
    kind = word(*PRESSES)
    at = whole()
    seconds = whole()
    undoes = whole()
    place = word()


class PressSeen(PressTold):
    """The same for the office: by whom, why (null: no reason, or it was erased), and how late it arrived."""

    by = word()
    reason = maybe()
    late = whole()


class TimedPart(Schema):
    """A part with a time: seconds allowed (null: no limit) and how many may be given back at most."""

    id = word()
    name = one(Words)
    limit = fields.Integer(required=True, allow_none=True)
    give_back = whole()


class TimedEntry(Schema):
    """An entry by its code, with what it drew. times: part → the seconds recorded for it, without those given back."""

    code = word()
    status = word(*STATUSES)
    station = word()
    group = word()
    times = fields.Dict(keys=Text(), values=Whole(), required=True)


class Clock(Schema):
    """The clocks of an item: what can be timed, who is, and the presses. now: the server's clock, milliseconds since
    1970 · sealed: no station is told or kept beside a code."""

    now = whole()
    parts = many(TimedPart)
    entries = many(TimedEntry)
    presses = many(PressSeen)
    locked = flag()
    sealed = flag()


class PressKept(Schema):
    """What came of a press: the press as it is kept; for which codes a time was recorded."""

    press = one(PressSeen)
    recorded = words()


class HallClock(Schema):
    """What a clock in the hall shows. presses: those for all or a group, without who pressed and why."""

    now = whole()
    contest = one(Words)
    item = one(Words)
    parts = many(TimedPart)
    presses = many(PressTold)
