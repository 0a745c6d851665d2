"""`contest serve`: the plain production start."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import signal
from typing import Any

import click
import gevent
from gevent.event import Event

from ..lan import EVERYWHERE
from ..locale import both
from ..serving import serving
from ..settings import Settings


@click.command()
@click.option("--hall", is_flag=True, help="For the devices in this network too; QR codes carry its own address there.")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port (default 5000).")
def serve(hall: bool, host: str | None, port: int | None) -> None:
    """Serve contests. No demo, no default accounts: the first start prints a link that makes the first one."""
    settings = Settings.from_environment()
    host = host or (EVERYWHERE[0] if hall else settings.host)
    settings = dataclasses.replace(settings, host=host, port=settings.port if port is None else port)
    with contextlib.ExitStack() as stack:
        app = _listening(stack, settings)
        where = dataclasses.replace(settings, port=app.port).url
        click.echo(f"{where}/board/  {where}/judge  {where}/console")
        people = app.extensions["contest"].people
        if not people.has_accounts():
            click.echo(
                "  ".join(both("cli.first_link", {"url": f"{where}/console#invited={people.first_link()}"}).values())
            )
        until_stopped()


def _listening(stack: contextlib.ExitStack, settings: Settings) -> Any:
    """The application, once it listens; a port that is taken is told as a sentence."""
    try:
        return stack.enter_context(serving(settings))
    except OSError as fault:
        taken = fault.errno == errno.EADDRINUSE
        told = {"port": settings.port, "other": settings.port + 1, "host": settings.host, "why": fault.strerror}
        said = both("cli.port_taken" if taken else "cli.cannot_listen", told)
        raise click.ClickException(f"{said['zh']} {said['en']}") from fault


def until_stopped() -> None:
    """Wait for Ctrl-C or a polite end."""
    ended = Event()
    for name in ("SIGINT", "SIGTERM"):
        gevent.signal_handler(getattr(signal, name), ended.set)
    ended.wait()


COMMANDS = (serve,)
