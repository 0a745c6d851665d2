"""`contest demo` and `contest simulate`: a contest played by seeded judges over the real sockets."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
