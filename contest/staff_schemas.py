"""The shape of what is asked of a contest's staff, of one's own sessions and tokens, and of series: setup_schemas.py
goes on here."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from .schemas import Flag, Text, text
from .setup_schemas import ROLE


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


def roles_of(contest: str, said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The roles as `people` keeps them."""
    return [(contest, row["item"], row["role"]) for row in said["roles"]]
