"""`contest tls init`: an authority and a certificate of the hall's own, so that judges' pages may come over https."""

from __future__ import annotations

import socket

import click

from .. import tls
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
    named = hosts or tuple(own_addresses())
    kept = tls.init(settings.var, named)
    data = {"hosts": ", ".join(named) or "localhost", "folder": kept.folder, "port": settings.tls_port}
    for said in both("cli.tls_ready", data).values():
        click.echo(said)
    click.echo(f"SHA-256 {kept.fingerprint}")


def own_addresses() -> list[str]:
    """The address of this machine on its network, as far as it can tell without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))  # a datagram socket only looks up the way, and sends nothing
            return [str(probe.getsockname()[0])]
        except OSError:
            return []


COMMANDS = (group,)
