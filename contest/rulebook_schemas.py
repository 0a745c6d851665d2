"""The shape of what is asked of a rulebook that an item has or is to have: setup_schemas.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .schemas import SecondPerson, Text, text
from .setup_schemas import RulebookSaid


class BookFile(Schema):
    """A rulebook as a file. lang: the language of a workbook, or that in which new words of a CIS sheet are taken."""

    lang = Text(load_default="zh", validate=validate.OneOf(("zh", "en")))


class RulebookChange(RulebookSaid):
    """Another rulebook. digest: of what was told of it. Where marks rest on the present one: why, and the second person
    who agrees."""

    digest = text(64, load_default="")
    reason = text(500, load_default="")
    second = fields.Nested(SecondPerson, load_default=None, allow_none=True)
