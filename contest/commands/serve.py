"""`contest serve`: the plain production start."""

from __future__ import annotations

import dataclasses
import signal

import click
import gevent
from gevent.event import Event

from ..serving import serving
from ..settings import Settings


@click.command()
@click.option("--host", help="Address to listen on (default 127.0.0.1; 0.0.0.0 for a hall's network).")
@click.option("--port", type=int, help="Port (default 5000).")
def serve(host: str | None, port: int | None) -> None:
    """Serve contests. No demo, no default accounts: make the first one with `contest account add`."""
    settings = Settings.from_environment()
    settings = dataclasses.replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    with serving(settings) as app:
        where = dataclasses.replace(settings, port=app.port).url
        click.echo(f"{where}/board/  {where}/judge  {where}/console")
        if not app.extensions["contest"].people.has_accounts():
            click.echo("还没有账号 No accounts yet: contest account add LOGIN --name NAME --role organizer")
        until_stopped()


def until_stopped() -> None:
    """Wait for Ctrl-C or a polite end."""
    ended = Event()
    for name in ("SIGINT", "SIGTERM"):
        gevent.signal_handler(getattr(signal, name), ended.set)
    ended.wait()


COMMANDS = (serve,)
