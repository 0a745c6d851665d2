"""`contest demo` and `contest simulate`: a contest played by seeded judges over the real sockets."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from .. import presets
from ..locale import both
from ..settings import Settings

PACES = ("slow", "normal", "fast", "max")


@click.command()
@click.argument("name", type=click.Choice(presets.names()), default="datong-construction")
@click.option("--once", is_flag=True, help="End after the results are written, instead of serving on.")
@click.option("--pace", type=click.Choice(PACES), default="normal", show_default=True, help="How fast judges mark.")
@click.option("--host", help="Address to listen on (default 127.0.0.1; 0.0.0.0 for phones in the same network).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (default 5000).")
@click.option("--seed", type=int, help="The same seed gives the same codes, marks and ranking.")
def demo(name: str, once: bool, pace: str, host: str | None, port: int | None, seed: int | None) -> None:
    """Rehearse a preset with simulated judges, from the first sheet to the winners; then serve on. 演示一场完整的竞赛。

    A second run goes on where the first one stopped. Everything is kept in CONTEST_VAR (default var/).
    """
    from .. import demo as show

    settings = Settings.from_environment()
    settings = dataclasses.replace(settings, host=host or settings.host, port=port or settings.port)
    try:
        code = show.run(settings, show.How(name, once, pace, seed))
    except show.CannotGoOn as fault:
        raise click.ClickException(str(fault)) from fault
    raise SystemExit(code)


@click.command()
@click.argument("url")
@click.option(
    "--tokens",
    type=click.Path(dir_okay=False, path_type=Path),
    help='JSON: {"seat": {"device": token} or {"pairing": token, "pin": "4821"}}; devices once paired are kept there.',
)
@click.option("--contest", help="Pair every seat of this contest, as --login.")
@click.option("--login", default="organizer", show_default=True, help="Who asks for the pairings.")
@click.option("--password", envvar="CONTEST_PASSWORD", help="Asked for where it is needed; or CONTEST_PASSWORD.")
@click.option("--pin", default=None, help="PIN of the seats that are paired (default: random, and told).")
@click.option("--pace", type=click.Choice(PACES), default="fast", show_default=True, help="How fast judges mark.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same marks.")
def simulate(url: str, pace: str, seed: int, **where: Any) -> None:
    """Play a contest on the running server at URL with simulated judges. 模拟裁判打分。

    Give their device or pairing tokens (--tokens), or a login that may pair seats (--contest).
    """
    from ..simulate import Refusal, TurnedAway
    from . import simulated

    try:
        simulated.run(url, seed=seed, pace=pace, **where)
    except (Refusal, TurnedAway) as fault:
        raise click.ClickException(str(fault)) from fault
    except OSError as fault:
        words = both("cli.simulate_nobody", {"url": url, "why": str(fault)})
        raise click.ClickException(f"{words['zh']} {words['en']}") from fault


COMMANDS: tuple[click.Command, ...] = (demo, simulate)
