"""The shape of what is asked of draws: setup_schemas.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .schemas import Flag, Pattern, Text, Whole, text

MOST_ROWS = 5000


class DrawSaid(Schema):
    """A draw by chance. prefix: of codes, "" for the item's letter; of groups: `sizes`, or how many `groups` of equal
    size, and whether entries of one unit are kept `apart`; stations: how many there are."""

    prefix = Text(load_default="", validate=Pattern(r"^[A-Z]{0,3}$"))
    groups = Whole(load_default=0, validate=validate.Range(0, 999))
    sizes = fields.List(Whole(validate=validate.Range(1, 9999)), load_default=list, validate=validate.Length(max=999))
    apart = Flag(load_default=False)
    stations = Whole(load_default=0, validate=validate.Range(0, 999))


class RowSaid(Schema):
    """What a number drew."""

    given = text(60, required=True)
    drawn = text(40, required=True)


class TableSaid(Schema):
    """A table of a draw by hand."""

    rows = fields.List(fields.Nested(RowSaid), required=True, validate=validate.Length(max=MOST_ROWS))


class LayersSaid(Schema):
    """Who holds the layers, as accounts."""

    holders = fields.List(text(60, least=1), required=True, validate=validate.Length(min=1, max=2))
    reason = text(500, load_default="")


class InLanguage(Schema):
    """In which language a file is made."""

    lang = Text(load_default="zh", validate=validate.OneOf(("zh", "en")))


class Way(Schema):
    """In which way entries are assigned; "" to be told how they are."""

    way = Text(load_default="", validate=validate.OneOf(("", "each", "group", "station")))


class MoreSeats(Schema):
    """How many seats a part is to have."""

    seats = Whole(required=True, validate=validate.Range(1, 60))
