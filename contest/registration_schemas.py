"""The shape of what is asked about registering: reviews, units' links and quotas, and what a unit sends by its link."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from .schemas import ID, Text, Whole, text

MOST_REVIEWED = 1000
LONGEST_NOTE = 500


class Seen(Schema):
    """A registration as it was seen. at: when it was written last."""

    id = text(20, least=1, required=True)
    at = text(40, required=True)


class Review(Schema):
    """What was decided on registrations; note: why, needed to have them amended and to refuse them."""

    rows = fields.List(fields.Nested(Seen), required=True, validate=validate.Length(min=1, max=MOST_REVIEWED))
    state = Text(required=True, validate=validate.OneOf(("accepted", "amend", "refused")))
    note = text(LONGEST_NOTE, load_default="")


class ReviewUndone(Schema):
    """Whose newest review is taken back."""

    ids = fields.List(text(20, least=1), required=True, validate=validate.Length(min=1, max=MOST_REVIEWED))


def quotas(**kwargs: Any) -> fields.Dict:
    """Item, or "" for all together → how many."""
    most = Whole(validate=validate.Range(0, 10_000))
    return fields.Dict(keys=text(40), values=most, validate=validate.Length(max=200), **kwargs)


class QuotasSaid(Schema):
    """How many a unit may register; unit "": every unit that has no quota of its own."""

    unit = text(120, load_default="")
    most = quotas(required=True)


class NewUnitLink(Schema):
    """A link for a unit. closes, substitutes_until: ISO 8601 with an offset, the latter "" for none; most: the unit's
    quotas in these items, the others stay as they are."""

    unit = text(120, least=1, required=True)
    items = fields.List(Text(validate=ID), required=True, validate=validate.Length(min=1, max=100))
    closes = text(40, least=1, required=True)
    substitutes_until = text(40, load_default="")
    most = quotas(load_default=None, allow_none=True)


class Somebody(Schema):
    """A person as their unit types them. number "": the house gives one."""

    name = text(120, least=1, required=True)
    number = text(40, load_default="")
    attributes = fields.Dict(keys=text(40), values=text(120), load_default=dict, validate=validate.Length(max=40))


class Enrolment(Somebody):
    """Somebody to be registered in an item."""

    item = Text(required=True, validate=ID)


class Substitute(Somebody):
    """Who is to take somebody's place, and why."""

    note = text(LONGEST_NOTE, load_default="")


class SheetSent(Schema):
    """Beside a unit's sheet. digest: of what was shown, where it is to be done."""

    digest = text(64, load_default="")


class ScoresSent(SheetSent):
    """Beside a sheet of marks. reason: why marks that stand are changed."""

    reason = text(LONGEST_NOTE, load_default="")


class RosterExport(Schema):
    """Which rows, in which language."""

    item = text(40, load_default="")
    state = text(12, load_default="")
    lang = Text(load_default="zh", validate=validate.OneOf(("zh", "en")))
