"""The shape of what recorders are told: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Receipt, flag, many, whole, word, words
from .schemas import STATUSES, Marks


class Typist(Schema):
    """What one person typed; `marks` only where another person typed otherwise."""

    seq = whole()
    at = word()
    by = word()
    mine = flag()
    marks = Marks(required=True, allow_none=True)


class TypingRow(Schema):
    """An entry: its sheet as it stands, and what was typed of it and is not handed in. `typed_by`: the names of those
    who typed the sheet that stands."""

    code = word()
    status = word(*STATUSES)
    state = word("none", "in", "confirmed", "returned")
    version = whole()
    typed_by = words()
    typed = many(Typist)


class Typing(Schema):
    """A seat's sheets of a part. `part`: its marking scheme, as rulebook files have it; `rulebook`: its version."""

    part = fields.Dict(required=True)
    rulebook = whole()
    rows = many(TypingRow)


class SheetTyped(Receipt):
    """What came of it."""

    outcome = word("typed", "differs", "recorded")
