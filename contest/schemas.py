"""The shape of every request and socket message: unknown fields, floats, NaN and over-long text are refused here.

Shape only: what a value means, and whether it may be, is asked of the verbs. What answers look like: replies.py.
"""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing, validate

from .scoring.refused import Refused

MOST_ASPECTS = 200
MOST_READINGS = 100
LONGEST_MARK = 32


class Pattern(validate.Regexp):
    """A pattern of the whole text; Python's `$` alone would let a line end through."""

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


ID = Pattern(r"^[a-z][a-z0-9-]{0,39}$")
REQUEST = Pattern(r"^[A-Za-z0-9_-]{8,60}$")
CODE = validate.Length(min=1, max=24)
_UNSOUND = re.compile("[\0\ud800-\udfff]")
STATUSES = ("present", "absent", "withdrawn", "disqualified", "guest", "void")


def is_sound(text: str) -> bool:
    """Whether a text can be stored and sent anywhere: PostgreSQL has no NUL, UTF-8 no half of a surrogate pair."""
    return _UNSOUND.search(text) is None


class Text(fields.String):
    """A text that can be stored and sent anywhere."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if isinstance(text, str) and not is_sound(text):
            raise self.make_error("invalid_utf8")
        return text

    def fits(self, value: Any) -> bool:
        """Whether the value is sound as it is."""
        return type(value) is str and is_sound(value) and _passes(self, value)


def _passes(field: fields.Field[Any], value: Any) -> bool:
    try:
        for validator in field.validators:
            validator(value)
    except ValidationError:
        return False
    return True


class Marks(fields.Field[dict[str, Any]]):
    """Aspect id → decimal string, true/false, or a list of decimal strings. Numbers are refused: 8.5 is a float."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > MOST_ASPECTS:
            raise ValidationError("marks must be an object")
        for aspect, mark in value.items():
            if len(aspect) > 40 or not is_sound(aspect) or not _is_mark(mark):
                raise ValidationError(f"{aspect[:40]!r}: a mark is text, true, false or a list of texts")
        return value

    def fits(self, value: Any) -> bool:
        """Whether the value is sound as it is."""
        if type(value) is not dict or len(value) > MOST_ASPECTS:
            return False
        return all(len(aspect) <= 40 and is_sound(aspect) and _is_mark(mark) for aspect, mark in value.items())


def _is_mark(mark: Any) -> bool:
    if type(mark) is str:
        return len(mark) <= LONGEST_MARK and is_sound(mark)
    if type(mark) is list:
        return len(mark) <= MOST_READINGS and all(type(each) is str and _is_mark(each) for each in mark)
    return type(mark) is bool


class Whole(fields.Field[int]):
    """A whole number as JSON writes it: no text, no float, no true; from 0 to 2⁵³."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int or not 0 <= value < 2**53:
            raise ValidationError("a whole number from 0")
        return value

    def fits(self, value: Any) -> bool:
        """Whether the value is sound as it is."""
        return type(value) is int and 0 <= value < 2**53 and _passes(self, value)


class Flag(fields.Field[bool]):
    """true or false, nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if type(value) is not bool:
            raise ValidationError("true or false")
        return value

    def fits(self, value: Any) -> bool:
        """Whether the value is sound as it is."""
        return type(value) is bool


def text(most: int = 500, least: int = 0, **kwargs: Any) -> Text:
    """A text field of bounded length."""
    return Text(validate=validate.Length(min=least, max=most), **kwargs)


class Receipt(Schema):
    """A receipt as the server gave it out."""

    seq = Whole(required=True)
    head = text(64, required=True)
    mark = text(64, load_default="")


class Hello(Schema):
    """A device says who it is by what it holds: its newest receipt and how much it has not delivered. `practised`: its
    judge has marked a sample on it."""

    receipt = fields.Nested(Receipt, allow_none=True, load_default=None)
    unsent = Whole(load_default=0)
    app = text(40, load_default="")
    visible = Flag(load_default=True)
    practised = Flag(load_default=False)


class Beat(Schema):
    """A device says that it is there: how many messages wait on it, how long the last round trip took (milliseconds),
    whether its page is looked at. null: nothing new."""

    unsent = Whole(load_default=None, allow_none=True)
    rtt = Whole(load_default=None, allow_none=True)
    visible = Flag(load_default=None, allow_none=True)


class Sheet(Schema):
    """A judge's sheet of one part of one entry. `offered`: brought again after the journal was restored from a backup;
    the number on its old receipt. `holder`: the line since which the judge sat there who marked it, as the device was
    told; 0 where it was not."""

    request = Text(required=True, validate=REQUEST)
    item = Text(required=True, validate=ID)
    code = Text(required=True, validate=CODE)
    part = Text(required=True, validate=ID)
    marks = Marks(required=True)
    note = text(500, load_default="")
    base = Whole(required=True)
    rulebook = Whole(required=True)
    confirm = Flag(load_default=False)
    offered = Whole(load_default=0)
    holder = Whole(load_default=0)


class Confirm(Schema):
    """A judge's word that a sheet is right as it stands. `holder`: as on a sheet."""

    request = Text(required=True, validate=REQUEST)
    item = Text(required=True, validate=ID)
    code = Text(required=True, validate=CODE)
    part = Text(required=True, validate=ID)
    version = Whole(required=True)
    holder = Whole(load_default=0)


class Practice(Schema):
    """A sample sheet of an invented entry: it has no request and no code, so that nothing can take it for a sheet."""

    item = Text(required=True, validate=ID)
    part = Text(required=True, validate=ID)
    marks = Marks(required=True)
    note = text(500, load_default="")


class Objection(Confirm):
    """A member of a measuring team does not agree with its joint sheet as it stands."""

    reason = text(500, least=1, required=True)


class Nothing(Schema):
    """A message without content."""


MESSAGES: dict[str, type[Schema]] = {
    "hello": Hello,
    "ping_me": Beat,
    "sheet": Sheet,
    "confirm": Confirm,
    "object": Objection,
    "practice": Practice,
    "practice_papers": Nothing,
}
"""What a judge's device sends on its socket, by the event's name."""


class SignIn(Schema):
    """Login and password."""

    login = text(64, least=1, required=True)
    password = text(200, least=1, required=True)


class SecondPerson(Schema):
    """Who agrees on somebody else's screen: their login, or their name where nobody else bears it; their password, or
    the PIN they set for this."""

    login = text(120, least=1, required=True)
    password = text(200, least=1, required=True)


class Pair(Schema):
    """A device pairs with a seat."""

    token = text(60, least=8, required=True)
    pin = Text(required=True, validate=Pattern(r"^[0-9]{4,8}$"))
    device = text(80, load_default="")
    # Made by the device, which is known by it from then on: sent again with it, a pairing whose answer was lost is the
    # same pairing. Without one the server makes it.
    key = text(80, least=32, load_default="")


class StillWaiting(Schema):
    """A device asks what became of it; the token is the one it was given, or had made."""

    token = text(80, least=8, required=True)


class PinReset(Schema):
    """A seat's PIN is chosen anew; its devices stay or go."""

    devices = Text(required=True, validate=validate.OneOf(("stay", "go")))


class Handover(Schema):
    """A seat goes to another judge."""

    judge = text(120, least=1, required=True)
    reason = text(500, least=1, required=True)


class Shadow(Schema):
    """A seat only looks on from now on, or counts."""

    shadow = Flag(required=True)
    reason = text(500, least=1, required=True)


class CardsAsked(Schema):
    """Seat cards of these seats, of all where none is named."""

    seats = fields.List(Text(validate=ID), load_default=list, validate=validate.Length(max=500))
    lang = Text(load_default="zh", validate=validate.OneOf(("zh", "en")))


class ActBody(Schema):
    """What an act on an item may bring; each act reads what it needs."""

    reason = text(500, load_default="")
    missing_reason = text(500, load_default="")
    unchecked_reason = text(500, load_default="")
    second = fields.Nested(SecondPerson, load_default=None, allow_none=True)
    password = text(200, load_default="")
    digest = text(64, load_default="")


class Status(Schema):
    """An entry's status."""

    status = Text(required=True, validate=validate.OneOf(STATUSES))
    reason = text(500, load_default="")


CODES = fields.List(Text(validate=CODE), validate=validate.Length(min=1, max=1000))


class TieDecision(Schema):
    """How entries that share a place are parted: `groups` of codes, the first before the others; or the `codes` between
    which the server draws lots; or the `votes` that each got in a ballot."""

    rule = Text(required=True, validate=validate.OneOf(("lot", "chief", "ballot")))
    groups = fields.List(CODES, load_default=None, allow_none=True, validate=validate.Length(max=1000))
    codes = fields.List(Text(validate=CODE), load_default=None, allow_none=True, validate=validate.Length(max=1000))
    votes = fields.Dict(keys=Text(validate=CODE), values=Whole(), load_default=None, allow_none=True)
    reason = text(500, load_default="")


class AwardGiven(Schema):
    """The award the jury wants an entry to have ("" for none), and why; a second person may prove themself at once."""

    award = text(40, required=True)
    reason = text(500, load_default="")
    second = fields.Nested(SecondPerson, load_default=None, allow_none=True)


class Penalty(Schema):
    """A penalty given: how many times, or how many points where the rule leaves them to the giver."""

    penalty = Text(required=True, validate=ID)
    count = Whole(load_default=1)
    points = text(24, load_default=None, allow_none=True)
    reason = text(500, least=1, required=True)


class Time(Schema):
    """The time an entry used for a part, in seconds."""

    part = Text(required=True, validate=ID)
    seconds = Whole(required=True, validate=validate.Range(max=86_400))


class Return(Schema):
    """A sheet sent back to its judge."""

    part = Text(required=True, validate=ID)
    owner = text(40, least=1, required=True)
    reason = text(500, least=1, required=True)


class Settle(Schema):
    """Marks that lie too far apart count as they are."""

    part = Text(required=True, validate=ID)
    reason = text(500, least=1, required=True)


class Recusal(Schema):
    """The entries a seat is recused from, all of them, and whether another seat marks in its place."""

    seat = text(64, least=1, required=True)
    codes = fields.List(Text(validate=CODE), required=True, validate=validate.Length(max=1000))
    stand_in = Flag(load_default=False)
    reason = text(500, least=1, required=True)


class Reason(Schema):
    """Why."""

    reason = text(500, least=1, required=True)


class LineAsked(Schema):
    """Which line of the journal; in an address, so it is a text."""

    line = fields.Integer(required=True, validate=validate.Range(1, 2**53 - 1))


class ExportAsked(Schema):
    """Which file: of one item or of all, before it is signed (marked as a draft), in which language."""

    item = text(40, load_default="")
    draft = Text(load_default="0", validate=validate.OneOf(["0", "1"]))
    lang = Text(load_default="zh", validate=validate.OneOf(["zh", "en"]))


class JournalAsked(Schema):
    """In which language the journal is told."""

    lang = Text(load_default="zh", validate=validate.OneOf(["zh", "en"]))


class SheetsAsked(Schema):
    """Which score sheets on paper: blank, as recorded, or each judge's table to sign; of a part and a seat, or all."""

    kind = Text(required=True, validate=validate.OneOf(["blank", "filled", "summary"]))
    part = text(40, load_default="")
    seat = text(40, load_default="")
    lang = Text(load_default="zh", validate=validate.OneOf(["zh", "en"]))


def load(schema: Schema, data: Any) -> dict[str, Any]:
    """The data in the schema's shape, or Refused("malformed") that names the fields."""
    try:
        loaded: dict[str, Any] = _plain(schema, data) or schema.load(data)
    except ValidationError as fault:
        raise malformed(fault) from None
    except (TypeError, ValueError, RecursionError):
        raise malformed() from None
    return loaded


def _plain(schema: Schema, data: Any) -> dict[str, Any] | None:
    """What `schema.load` gives for sound data, in a fifth of its time. None: the schema is to say what is wrong, or has
    fields that only it can read."""
    if type(data) is not dict or not data.keys() <= schema.load_fields.keys():
        return None
    loaded: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        value = data.get(name, missing)
        if value is missing:
            value = missing if field.required else field.load_default
            value = value() if callable(value) else value
        elif not (isinstance(field, Text | Whole | Flag | Marks) and field.fits(value)):
            return None
        if value is missing:
            return None
        loaded[name] = value
    return loaded


def malformed(fault: ValidationError | None = None) -> Refused:
    """The refusal of what has not the shape it should; `where` names at most eight fields."""
    named = fault.messages if fault is not None and isinstance(fault.messages, dict) else {}
    where = sorted(str(field)[:40].encode("utf-8", "replace").decode() for field in named)
    return Refused("malformed", where=where[:8] or ["JSON"])
