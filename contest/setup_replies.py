"""The shape of answers about accounts and setting up: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Words, flag, many, maybe, one, whole, word, words
from .schemas import Text


class Invited(Schema):
    """What an invitation says. name: "" for the first account of all; login: whose password is chosen anew, or ""."""

    name = word()
    login = word()


class RoleHeld(Schema):
    """A role. item: null for all."""

    contest = word()
    item = maybe()
    role = word()


class StaffAccount(Schema):
    """An account. signed_in: sessions that are open."""

    id = word()
    login = word()
    name = word()
    grants = many(RoleHeld)
    signed_in = whole()


class Link(Schema):
    """A link that is good once, and its QR code as SVG."""

    url = word()
    qr = word()
    expires = word()


class PresetItem(Schema):
    """An item of a preset."""

    id = word()
    name = one(Words)


class Preset(Schema):
    """A ready contest of the field."""

    id = word()
    title = one(Words)
    items = many(PresetItem)
    entries = whole()
    seats = whole()


class Opened(Schema):
    """A contest that was opened."""

    id = word()


class RulebookStands(Schema):
    """An item's rulebook as it stands. fixed: judges have marked; it can no longer be replaced here."""

    rulebook = fields.Dict(keys=Text(), required=True)
    fixed = flag()


class ItemSet(Schema):
    """An item that was given its rulebook."""

    id = word()
    seq = whole()


class ReadRulebook(Schema):
    """A rulebook read from a file. notes: what the file could not say."""

    rulebook = fields.Dict(keys=Text(), required=True)
    notes = words()
