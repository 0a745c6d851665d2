"""The shape of answers about a contest's staff, one's own sessions and tokens, and series: setup_replies.py goes on
here."""

from __future__ import annotations

from marshmallow import Schema

from .replies import flag, many, maybe, one, word, words
from .setup_replies import StaffAccount


class SeveralHeld(Schema):
    """Somebody who holds roles that otherwise exclude each other."""

    name = word()
    roles = words()


class SharedRoles(Schema):
    """Whether one person may hold several roles now; since: when this was first so, null for never; reason: null where
    there is none or it was erased."""

    now = flag()
    since = maybe()
    reason = maybe()
    several = many(SeveralHeld)


class ContestAccount(StaffAccount):
    """An account with its roles in one contest. elsewhere: it has others."""

    elsewhere = flag()


class Staff(Schema):
    """The staff of one contest."""

    sharing = one(SharedRoles)
    accounts = many(ContestAccount)
