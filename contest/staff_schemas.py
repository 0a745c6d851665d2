"""The shape of what is asked of a contest's staff, one's own sessions and tokens, series and the ceremony:
setup_schemas.py goes on here."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from .people.rights import TOKEN_ACTS
from .schemas import Flag, Pattern, Text, text
from .setup_schemas import CONTEST, ROLE, NewTitle


class Sharing(Schema):
    """Whether one person may hold several roles in the contest, and why."""

    shared = Flag(required=True)
    reason = text(500, least=1, required=True)


class RoleHere(Schema):
    """A role in the contest, or in one of its items ("": in all)."""

    item = text(40, load_default="")
    role = Text(required=True, validate=ROLE)


class RolesHere(Schema):
    """All the roles an account has in the contest from now on."""

    roles = fields.List(fields.Nested(RoleHere), required=True, validate=validate.Length(max=200))


class Hire(RolesHere):
    """Somebody to be invited for this contest."""

    name = text(120, least=1, required=True)


class NewToken(Schema):
    """A token for a program: what it is called, in which contest, for which acts, until when (ISO 8601)."""

    name = text(60, least=1, required=True)
    contest = text(40, least=1, required=True)
    acts = fields.List(Text(validate=validate.OneOf(TOKEN_ACTS)), required=True, validate=validate.Length(1, 40))
    until = text(40, least=10, required=True)


class OwnPin(Schema):
    """A PIN for agreeing on somebody else's screen ("": none from now on), and the password again."""

    pin = Text(required=True, validate=Pattern(r"^([0-9]{6,12})?$"))
    password = text(200, least=1, required=True)


class SeriesSaid(Schema):
    """What a series is called, and its contests in order."""

    title = fields.Nested(NewTitle, required=True)
    contests = fields.List(Text(validate=CONTEST), required=True, validate=validate.Length(1, 100))


class NewSeries(SeriesSaid):
    """A series to be made."""

    id = Text(required=True, validate=CONTEST)


class Ceremony(Schema):
    """To whom the ceremony pack is given, each by name."""

    to = fields.List(text(60, least=1), required=True, validate=validate.Length(1, 10))
    lang = Text(load_default="zh", validate=validate.OneOf(["zh", "en"]))


def roles_of(contest: str, said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The roles as `people` keeps them."""
    return [(contest, row["item"], row["role"]) for row in said["roles"]]
