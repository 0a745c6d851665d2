"""The shape of what is asked of accounts and of setting up a contest: schemas.py goes on here."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from .schemas import Flag, Pattern, Text, text

LEAST_PASSWORD = 8
LOGIN = Pattern(r"^[^\s/@:]{1,60}$")
CONTEST = Pattern(r"^[a-z0-9][a-z0-9-]{0,39}$")
ROLE = Pattern(r"^[a-z_]{1,20}$")


class Token(Schema):
    """A link's token; it travels in the body, so that no log sees it."""

    token = text(80, least=1, required=True)


class Acceptance(Token):
    """Who takes up an invitation. name: for the first account; else the invitation says it. existing: login and
    password are those of an account that is there already, which gets the roles."""

    login = Text(required=True, validate=LOGIN)
    name = text(120, load_default="")
    password = text(200, least=LEAST_PASSWORD, required=True)
    existing = Flag(load_default=False)


class RoleSaid(Schema):
    """A role in a contest ("*": in all) and in one of its items ("": in all)."""

    contest = text(40, least=1, required=True)
    item = text(40, load_default="")
    role = Text(required=True, validate=ROLE)


class Grants(Schema):
    """All the roles an account has from now on."""

    grants = fields.List(fields.Nested(RoleSaid), required=True, validate=validate.Length(max=200))


class Invite(Grants):
    """Somebody to be invited. account: whose password is to be chosen anew."""

    name = text(120, least=1, required=True)


class NewTitle(Schema):
    """A text in Chinese and, where there is one, in English."""

    zh = text(120, least=1, required=True)
    en = text(120, load_default="")


class NewContest(Schema):
    """A contest to be opened. preset: whose rulebooks it begins with, "" for none; sample: in a rehearsal, the preset's
    invented people and judges too."""

    id = Text(required=True, validate=CONTEST)
    title = fields.Nested(NewTitle, required=True)
    rehearsal = Flag(load_default=False)
    preset = text(40, load_default="")
    sample = Flag(load_default=False)


class RulebookSaid(Schema):
    """A rulebook as docs/rulebook.md writes it."""

    rulebook = fields.Dict(keys=Text(), required=True)


def grants_of(said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The grants as `people` keeps them."""
    return [(row["contest"], row["item"], row["role"]) for row in said["grants"]]


class Plain(Schema):
    """An act that says all by its address."""


class Page(Schema):
    """A page of a long list, asked for the same way of each: `after` is the `next` that the page before told, 0 for the
    first; at most `limit` rows. A page's `next` is 0 at the end."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**53 - 1))
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 1000))


class RosterAsked(Page):
    """Which rows of the roster: of one item or "" for all, in a state (or whose substitute waits), with `find` in
    number, name or unit."""

    item = text(40, load_default="")
    state = Text(
        load_default="", validate=validate.OneOf(("", "waiting", "accepted", "amend", "refused", "substitute"))
    )
    find = text(80, load_default="")


class RosterFile(Schema):
    """Beside a roster's file. mode: add people and correct those it names ("add"), or let it stand for all of its items
    and remove who is not in it ("replace"); day: on which ages are counted, YYYY-MM-DD; digest: of the difference that
    was shown, where it is to be applied; underway: a key of the sender's own, under which it asks how far it is."""

    mode = Text(load_default="add", validate=validate.OneOf(("add", "replace")))
    day = text(10, load_default="")
    digest = text(64, load_default="")
    underway = text(50, load_default="")


class StoryAsked(Page):
    """Which lines of the journal, from its end backwards: of an item, of a code, with these words in what is told of
    them (who or what, in either language), or all."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))
    item = text(40, load_default="")
    code = text(24, load_default="")
    words = text(60, load_default="")
