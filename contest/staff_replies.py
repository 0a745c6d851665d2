"""The shape of answers about a contest's staff, one's own sessions and tokens, and series: setup_replies.py goes on
here."""

from __future__ import annotations

from marshmallow import Schema

from .replies import Words, flag, many, maybe, one, word, words
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


class HouseHolder(Schema):
    """Somebody with roles in all contests."""

    name = word()
    roles = words()


class Staff(Schema):
    """The staff of one contest. house: who has roles in all contests; vacant: offices that nobody holds."""

    sharing = one(SharedRoles)
    accounts = many(ContestAccount)
    house = many(HouseHolder)
    vacant = words()


class OwnSession(Schema):
    """A session of one's own. agent: what its browser calls itself; here: the one that asks."""

    id = word()
    since = word()
    seen = word()
    agent = word()
    here = flag()


class PinSet(Schema):
    """Since when there is a PIN for agreeing on somebody else's screen; null: there is none."""

    since = maybe()


class ProgramToken(Schema):
    """A program's token. used: when last, null for never."""

    id = word()
    name = word()
    contest = word()
    acts = words()
    since = word()
    until = word()
    used = maybe()


class TokenMade(Schema):
    """A new token, told this once, and all that are good."""

    token = word()
    tokens = many(ProgramToken)


class Series(Schema):
    """Several contests under one name, in order."""

    id = word()
    title = one(Words)
    contests = words()
