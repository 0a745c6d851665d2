"""The command line: `contest serve | demo | simulate | score | rulebook | verify | export | import | backup | …`.

May not be in here: what the commands do; each is a few lines that call the part that does.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from .commands import accounts, backups, files, rehearse, rulebooks, scores, secure, serve, told
from .db import UnsafeDatabase
from .journal import BrokenChain
from .locale import both
from .scoring.refused import Faulty, Refused
from .settings import UnsafeSettings
from .words import refusal


class Commands(click.Group):
    """Commands whose refusals are told as sentences, not as tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (UnsafeSettings, UnsafeDatabase, BrokenChain) as fault:
            raise click.ClickException(str(fault)) from fault
        except Refused as refused:
            raise click.ClickException(_sentence(refused)) from refused


def _sentence(refused: Refused) -> str:
    words = refusal(refused, by_file=True)
    lines = [f"{words['message']['zh']} {words['message']['en']}"]
    if isinstance(refused, Faulty):
        for fault in refused.faults:
            said = both(f"{refused.area}.{fault.code}", fault.data, by_file=True)
            lines += [f"  {fault.place}: {said[lang]}" for lang in ("zh", "en")]
    return "\n".join(lines)


@click.group(cls=Commands)
@click.version_option(package_name="contest")
def main() -> None:
    """Live scoring for skills contests. 技能竞赛现场评分。"""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


for module in (serve, rehearse, scores, rulebooks, files, backups, accounts, secure, told):
    for command in module.COMMANDS:
        main.add_command(command)
