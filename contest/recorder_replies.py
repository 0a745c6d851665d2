"""The shape of what recorders are told: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema

from .replies import Receipt, flag, many, one, whole, word, words
from .schemas import STATUSES, Marks
from .scheme_replies import SchemeToMark


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
    """A seat's sheets of a part. `part`: what they are marked by; `rulebook`: its version."""

    part = one(SchemeToMark)
    rulebook = whole()
    rows = many(TypingRow)


class SheetTyped(Receipt):
    """What came of it."""

    outcome = word("typed", "differs", "recorded")
