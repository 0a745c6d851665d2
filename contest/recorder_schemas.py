"""The shape of what recorders ask: schemas.py goes on here."""

from __future__ import annotations

from marshmallow import Schema

from .schemas import Marks, Whole, text


class TypedSheet(Schema):
    """A paper sheet as typed. `base` and `rulebook`: the versions that were shown; `replaces`: the line of one's own
    typing that this one puts right."""

    marks = Marks(required=True)
    note = text(500, load_default="")
    base = Whole(required=True)
    rulebook = Whole(required=True)
    replaces = Whole(load_default=0)
