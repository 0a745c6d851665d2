"""`contest backup DIR`, `contest restore DIR`: a consistent copy of everything, while serving."""

from __future__ import annotations

from pathlib import Path

import click

from .. import backing
from ..settings import Settings


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy the whole database and heads.log into FOLDER, consistently, while the server runs."""
    settings = Settings.from_environment()
    click.echo(f"{backing.backup(settings, folder)}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(folder: Path) -> None:
    """Put a backup from FOLDER in place. The server must be stopped; what is there now is kept beside it."""
    settings = Settings.from_environment()
    for line in backing.restore(settings, folder):
        click.echo(line)


COMMANDS = (backup, restore)
