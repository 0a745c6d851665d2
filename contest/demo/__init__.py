"""`contest demo`: a whole contest on this machine, from the first sheet to the winners, played by simulated judges.

May not be in here: any other way to a result than the one people take: judges' sockets, the REST API, the door.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gevent
import structlog
from gevent.event import Event

from ..scoring.refused import Refused
from ..serving import serving
from ..settings import Settings
from ..simulate import Refusal
from ..simulate.run import PACES
from .kept import Kept
from .show import Show
from .telling import CannotGoOn, Teller


@dataclass(frozen=True, slots=True)
class How:
    """What the caller asked for. `pace`: one of PACES; `seed`: None for the one this contest was opened with."""

    preset: str
    once: bool = False
    pace: str = "normal"
    seed: int | None = None


def run(settings: Settings, how: How) -> int:
    """Serve, rehearse, hand out the awards and serve on; the exit code. CannotGoOn."""
    ended = Event()
    for name in ("SIGINT", "SIGTERM"):
        gevent.signal_handler(getattr(signal, name), ended.set)
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(_log_to(settings.var))
        app = _serve(stack, settings)
        teller = Teller(dataclasses.replace(settings, port=app.port), log)
        kept = Kept.read(settings.var / "demo.json", how.preset, how.seed)
        show = gevent.spawn(_attempt, Show(app, teller, kept, how.preset, PACES[how.pace]))
        gevent.wait([ended, show], count=1)
        if not show.ready():
            show.kill()
            teller.say("cli.demo_stopped")
            return 130 if how.once else 0
        fault: Exception | None = show.get()
        if fault is not None:
            teller.say("cli.demo_fault", fault=str(fault))
        if how.once:
            return 0 if fault is None else 1
        teller.say("cli.demo_serving", url=teller.url)
        ended.wait()
    return 0


def _attempt(show: Show) -> Exception | None:
    """Play the show; what people can mend comes back as a value, so that it is told as a sentence."""
    try:
        show.play()
    except (Refusal, Refused, CannotGoOn) as fault:
        return fault
    return None


def _serve(stack: contextlib.ExitStack, settings: Settings) -> Any:
    try:
        return stack.enter_context(serving(settings))
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise CannotGoOn("cli.port_taken", port=settings.port, other=settings.port + 1) from fault
        raise CannotGoOn("cli.cannot_listen", host=settings.host, port=settings.port, why=str(fault)) from fault


@contextlib.contextmanager
def _log_to(var: Path) -> Any:
    """The server's log goes to a file: the terminal belongs to the show."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / "demo.log"
    with path.open("a", encoding="utf-8") as file:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            logger_factory=structlog.WriteLoggerFactory(file),
        )
        try:
            yield path
        finally:
            structlog.reset_defaults()
