"""`contest rulebook`: check a rulebook's file, turn it into its other forms, print their schema."""

from __future__ import annotations

from pathlib import Path

import click

from ..locale import both
from ..rulebooks import files, schema
from ..scoring.rulebook import UnitTable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("rulebook")
def rulebook_group() -> None:
    """Rulebooks and unit tables as files: docs/rulebook.md."""


@rulebook_group.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Read FILE and tell every fault with its place, in Chinese and in English."""
    rules = files.read(file)
    told = "cli.unit_table_sound" if isinstance(rules, UnitTable) else "cli.rulebook_sound"
    click.echo("  ".join(both(told, {"name": f"{rules.name.zh} {rules.name.en}"}).values()))


@rulebook_group.command()
@click.argument("source", metavar="IN", type=FILE)
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--cis", is_flag=True, help="A workbook is a WorldSkills CIS marking scheme sheet.")
@click.option("--base", type=FILE, help="IN is a CIS sheet; what it cannot say stays as in this rulebook.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of a workbook.")
def convert(source: Path, target: Path, cis: bool, base: Path | None, lang: str) -> None:
    """Write the rules in IN to OUT, in the form that each file's name says (.yaml, .json, .xlsx)."""
    if base is None:
        files.write(files.read(source, cis=cis), target, lang, cis=cis)
    else:
        rules, told = files.read_over(source, base, lang)
        files.write(rules, target, lang)
        for note in told:
            words = both(f"rulebook.{note.code}", note.data, by_file=True)
            click.echo("\n".join(f"{note.place}: {said}" for said in words.values()), err=True)
    click.echo(str(target))


@rulebook_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of rulebook and unit table."""
    click.echo(schema.text(), nl=False)


COMMANDS = (rulebook_group,)
