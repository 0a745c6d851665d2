"""`contest demo` and `contest simulate`: a contest played by seeded judges over the real sockets."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from .. import presets
from ..lan import EVERYWHERE
from ..locale import both
from ..settings import Settings

PACES = ("slow", "normal", "fast", "max")
PERCENT = click.FloatRange(0, 100)


@click.command()
@click.argument("name", type=click.Choice(presets.names()), default="datong-construction")
@click.option("--once", is_flag=True, help="End after the results are written, instead of serving on.")
@click.option("--pace", type=click.Choice(PACES), default="normal", show_default=True, help="How fast judges mark.")
@click.option("--hall", is_flag=True, help="For phones in the same network too.")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (default 5000).")
@click.option("--seed", type=int, help="The same seed gives the same codes, marks and ranking.")
def demo(name: str, once: bool, pace: str, hall: bool, host: str | None, port: int | None, seed: int | None) -> None:
    """Rehearse a preset with simulated judges, from the first sheet to the winners; then serve on. 演示一场完整的竞赛。

    A second run goes on where the first one stopped. Everything is kept in CONTEST_VAR (default var/).
    """
    from .. import demo as show

    settings = Settings.from_environment()
    host = host or (EVERYWHERE[0] if hall else settings.host)
    settings = dataclasses.replace(settings, host=host, port=port or settings.port)
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
@click.option("--judges", type=click.IntRange(1), help="Play only so many of the seats (default: all).")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed: the same marks and flaws.")
@click.option(
    "--flaws", type=PERCENT, default=0, show_default=True, help="Percent of the sheets that each flaw below befalls."
)
@click.option("--errors", type=PERCENT, help="Marks out of range or with a comma, refused, typed again.")
@click.option("--corrections", type=PERCENT, help="Other marks first, corrected before confirming.")
@click.option("--doubles", type=PERCENT, help="An answered sheet is sent again.")
@click.option("--breaks", type=PERCENT, help="The line breaks before the answer comes.")
@click.option("--offline", type=PERCENT, help="Two to six sheets marked without a line, sent later.")
def simulate(url: str, **how: Any) -> None:
    """Play a rehearsal on the running server at URL with simulated judges. 模拟裁判打分。

    Give their device or pairing tokens (--tokens), or a login that may pair seats (--contest). Whatever befalls them,
    the same seed ends with the same marks. A real contest is not played.

    \b
    contest simulate http://127.0.0.1:5000 --contest cup --pace normal --flaws 5
    """
    from ..simulate import Refusal, TurnedAway
    from . import simulated

    kinds = ("errors", "corrections", "doubles", "breaks", "offline")
    every, single = how.pop("flaws"), {kind: how.pop(kind) for kind in kinds}
    shares = {kind: every if share is None else share for kind, share in single.items()}
    try:
        simulated.run(url, simulated.How(**how, flaws=shares))
    except (Refusal, TurnedAway) as fault:
        raise click.ClickException(str(fault)) from fault
    except OSError as fault:
        words = both("cli.simulate_nobody", {"url": url, "why": str(fault)})
        raise click.ClickException(f"{words['zh']} {words['en']}") from fault


COMMANDS: tuple[click.Command, ...] = (demo, simulate)
