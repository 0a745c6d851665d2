"""`contest account`: who may sign in."""

from __future__ import annotations

import click

from ..db import Reader, Writer
from ..migrating import upgrade
from ..people import ROLES, People
from ..record import Door
from ..settings import Settings


@click.group()
def account() -> None:
    """Accounts of the staff. A running server sees changes within a second."""


@account.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name as papers show it.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given several times."
)
@click.option("--contest", default="*", show_default=True, help="Only in this contest.")
@click.option("--item", default="", help="Only in this item of the contest.")
@click.password_option()
def add(login: str, name: str, roles: tuple[str, ...], contest: str, item: str, password: str) -> None:
    """Make an account."""
    if item and contest == "*":
        raise click.UsageError("--item needs --contest")
    _people().add_account(login, name, password, [(contest, item, role) for role in roles])
    click.echo(f"{login}: {', '.join(roles)}")


@account.command()
@click.argument("login")
@click.password_option()
def password(login: str, password: str) -> None:
    """Change a password; the account's sessions end."""
    _people().set_password(login, password)
    click.echo(login)


def _people() -> People:
    url = Settings.from_environment().database_url
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    people = People(writer, reader)
    people.shares_roles = Door(writer, reader).shares_roles
    return people


COMMANDS = (account,)
