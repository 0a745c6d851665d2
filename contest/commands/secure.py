"""`contest tls init`: an authority and a certificate of the hall's own, so that judges' pages may come over https."""

from __future__ import annotations

import click

from .. import tls
from ..lan import own_address
from ..locale import both
from ..settings import Settings


@click.group("tls")
def group() -> None:
    """Serve https in a hall without internet."""


@group.command()
@click.option("--host", "hosts", multiple=True, help="An address or local name that devices type; may be repeated.")
def init(hosts: tuple[str, ...]) -> None:
    """Make a certificate for this laptop's addresses. After a change of address run it again."""
    settings = Settings.from_environment()
    named = hosts or tuple(filter(None, [own_address()]))
    kept = tls.init(settings.var, named)
    data = {"hosts": ", ".join(named) or "localhost", "folder": kept.folder, "port": settings.tls_port}
    for said in both("cli.tls_ready", data).values():
        click.echo(said)
    click.echo(f"SHA-256 {kept.fingerprint}")


COMMANDS = (group,)
