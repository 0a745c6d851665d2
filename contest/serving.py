"""Running an application: one gevent server, its timers, and a clean end."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import structlog
from gevent.pywsgi import WSGIServer

from . import create_app, tls
from .db import sole_writer
from .live.stream import Handler
from .migrating import upgrade
from .settings import Settings

log = structlog.get_logger()
BACKLOG = 2048
GARBAGE = (2_000, 1, 1_000)
"""How many objects are made before Python looks for garbage among them (at its 700 that was a tenth of a sheet's cost),
after how many such looks it goes over those objects once more, and after how many of these over everything since the
opening. At its 10 the second look went over 100,000 objects, the third over half a million, and the loop stood still
for 40 and 100 ms."""


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Any]:
    """An application that serves at `settings.host:port` (port 0: any free one, see `app.port`) until the block
    ends."""
    settings.var.mkdir(parents=True, exist_ok=True)
    raise_file_limit()
    gc.set_threshold(*GARBAGE)
    with sole_writer(settings.database_url):
        upgrade(settings.database_url)
        app = create_app(settings)
        servers = [_server(settings.host, settings.port, app), *_secure(settings, app)]
        timers = []
        try:
            for server in servers:
                server.start()
            app.port, app.tls_port = servers[0].server_port, servers[-1].server_port if servers[1:] else 0
            beats = app.extensions["contest-beats"]
            timers = [gevent.spawn(_each_second, app), *(gevent.spawn(beat) for beat in beats)]
            yield app
        finally:
            gevent.killall(timers)
            for server in servers:
                server.stop(timeout=1)
            for end in app.extensions["contest-ends"]:
                end()


def _server(host: str, port: int, app: Any, **more: Any) -> WSGIServer:
    return WSGIServer((host, port), app, handler_class=Handler, backlog=BACKLOG, log=None, error_log=_Errors(), **more)


def _secure(settings: Settings, app: Any) -> list[WSGIServer]:
    """A second server over TLS, where a certificate was made; the first stays for browsers that trust none."""
    kept = tls.kept(settings.var)
    if not kept.ready:
        return []
    files = {"certfile": str(kept.server), "keyfile": str(kept.server_key)}
    return [_server(settings.host, settings.tls_port, app, **files)]


def _each_second(app: Any) -> None:
    """The sweep: what other processes changed, heard or not."""
    services = app.extensions["contest"]
    many = not services.settings.database_url.startswith("sqlite")
    sweeps: list[Callable[[], None]] = [services.people.sweep, *([services.door.sweep] if many else [])]
    while True:
        gevent.sleep(1)
        for sweep in sweeps:
            try:
                sweep()
            except Exception:  # the database is away: the next second asks again
                log.exception("sweep_failed")


def raise_file_limit() -> None:
    """Let this process hold as many sockets as the system allows; Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class _Errors:
    """pywsgi's error log, into ours."""

    def write(self, text: str) -> None:
        if text.strip():
            log.error("server", text=text.strip()[:2000])

    def flush(self) -> None:
        pass
