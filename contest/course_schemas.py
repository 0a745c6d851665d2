"""What is asked of the calendar of working days and of the course of a contest."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .course import ENTRIES, JUDGES, LEAVABLE, STEPS
from .schemas import Text, Whole

_DAY = validate.Regexp(r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")


class YearAsked(Schema):
    """Which year of the calendar."""

    year = fields.Integer(required=True, validate=validate.Range(2000, 2100))


class DaySaid(Schema):
    """What the office says of a day: whether it is worked (null: as published) and why."""

    day = Text(required=True, validate=_DAY)
    works = fields.Boolean(required=True, allow_none=True, truthy={True}, falsy={False})
    note = Text(load_default="", validate=validate.Length(max=80))


class DaysAfter(Schema):
    """So many working days after a day; in an address, so they are texts."""

    day = Text(required=True, validate=_DAY)
    count = fields.Integer(required=True, validate=validate.Range(0, 366))


class CourseSaid(Schema):
    """What the contest calls who marks and who is marked, for how many working days its results are on notice, which
    steps it does without, and what it calls a step otherwise than everybody does."""

    judge = Text(required=True, validate=validate.OneOf(JUDGES))
    entry = Text(required=True, validate=validate.OneOf(ENTRIES))
    notice = Whole(required=True, validate=validate.Range(0, 366))
    off = fields.List(Text(validate=validate.OneOf(LEAVABLE)), load_default=list, validate=validate.Length(max=20))
    named = fields.Dict(
        keys=Text(validate=validate.OneOf(STEPS)),
        values=Text(validate=validate.Length(1, 12)),
        load_default=dict,
        validate=validate.Length(max=30),
    )
