"""`contest import` and `contest export`: journals, rulebooks, rosters, judges, presets, results, from and to files."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from .. import presets
from ..db import Reader, Writer, sole_writer
from ..export import build_csv, build_workbook, file_name
from ..export import journal as journal_file
from ..export.result import Joiner
from ..export.view import refuse_unfinished
from ..importing import import_journal, import_roster, import_rulebook
from ..intake import judges_csv, judges_xlsx
from ..migrating import upgrade
from ..opening import open_preset
from ..people import People
from ..record import Door
from ..scoring.events import ItemId
from ..seating import hall_of, import_judges, judge_rows
from ..settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextlib.contextmanager
def at_the_door(*, write: bool) -> Iterator[tuple[Door, People]]:
    """A door to this server's database; to write to SQLite, the server must be stopped."""
    settings = Settings.from_environment()
    with sole_writer(settings.database_url) if write else contextlib.nullcontext():
        upgrade(settings.database_url)
        writer, reader = Writer(settings.database_url), Reader(settings.database_url)
        door = Door(writer, reader, settings.var / "heads.log")
        try:
            yield door, People(writer, reader)
        finally:
            door.close()
            writer.close()
            reader.close()


@click.group("import")
def import_group() -> None:
    """Bring files in. With SQLite, stop the server first."""


@import_group.command()
@click.argument("name", type=click.Choice(presets.names()))
@click.option("--contest", help="Id of the new contest (default: the preset's name).")
@click.option("--rehearsal", is_flag=True, help="A rehearsal: marked as such, never published.")
def preset(name: str, contest: str | None, rehearsal: bool) -> None:
    """Open a contest from a preset."""
    with at_the_door(write=True) as (door, people):
        open_preset(door, people, presets.load(name), contest or name, rehearsal=rehearsal)
        click.echo(f"{contest or name}: #{door.current(contest or name).seq}")


@import_group.command()
@click.argument("contest")
@click.argument("file", type=FILE)
@click.option("--title-zh", help="Title of a new contest.")
@click.option("--title-en", help="Title of a new contest.")
@click.option("--rehearsal", is_flag=True, help="A new contest is a rehearsal: marked as such, never published.")
def rulebook(contest: str, file: Path, title_zh: str | None, title_en: str | None, rehearsal: bool) -> None:
    """Give CONTEST an item by its rulebook FILE (YAML or JSON); opens the contest if it is new."""
    with at_the_door(write=True) as (door, _):
        titles = title_zh or contest, title_en or contest
        click.echo(import_rulebook(door, contest, file, *titles, rehearsal=rehearsal))


@import_group.command()
@click.argument("contest")
@click.argument("file", type=FILE)
@click.option("--ages-on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day on which ages count, for birthdays.")
@click.option("--replace", "whole", is_flag=True, help="FILE stands for all of its items: who is not in it is removed.")
def roster(contest: str, file: Path, day: datetime.datetime | None, whole: bool) -> None:
    """Enter the competitors of a roster FILE (xlsx or CSV) in CONTEST, draw their codes, import their theory marks.

    Whoever is registered already is corrected, or stays; nobody is removed without --replace."""
    with at_the_door(write=True) as (door, people):
        mode = "replace" if whole else "add"
        for line in import_roster(door, people, contest, file, day.date() if day else None, mode):
            click.echo(line)


@import_group.command()
@click.argument("contest")
@click.argument("file", type=FILE)
def judges(contest: str, file: Path) -> None:
    """Seat the judges of FILE (xlsx or CSV) in CONTEST: names, units, seats or parts, trainees."""
    with at_the_door(write=True) as (door, people):
        for line in import_judges(door, people, contest, file):
            click.echo(line)


@import_group.command()
@click.argument("file", type=FILE)
def journal(file: Path) -> None:
    """Import an exported journal (.ndjson) as the contest it names, to the same heads."""
    with at_the_door(write=True) as (door, _):
        click.echo(import_journal(door, file))


@click.group("export")
def export_group() -> None:
    """Write files."""


@export_group.command("journal")
@click.argument("contest")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sealed", is_flag=True, help="Even while codes are sealed (for a backup in safe hands).")
def export_journal(contest: str, file: Path, sealed: bool) -> None:
    """Write CONTEST's journal as NDJSON; `contest verify FILE` checks it anywhere."""
    with at_the_door(write=False) as (door, _):
        fold = door.current(contest)
        if not sealed:
            journal_file.refuse_sealed(fold.items.values())
        stored = door.lines(contest)
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(journal_file.dump(stored))
        click.echo(f"{file}: #{fold.seq} {fold.head.hex()}")


@export_group.command("judges")
@click.argument("contest")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def export_judges(contest: str, file: Path, lang: Any) -> None:
    """Write CONTEST's judges to FILE (.xlsx or .csv), a row a seat, to be filled in and imported."""
    with at_the_door(write=False) as (door, people):
        fold, named = door.current(contest), people.seat_names(contest)
        build = judges_csv if file.suffix.lower() == ".csv" else judges_xlsx
        file.write_bytes(build(judge_rows(fold, named), hall_of(fold, named), lang))
        click.echo(str(file))


@export_group.command("results")
@click.argument("contest")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--item", help="Only this item.")
@click.option("--draft", is_flag=True, help="Even before it is signed; marked 草稿/DRAFT.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def export_results(contest: str, folder: Path, item: str | None, draft: bool, lang: Any) -> None:
    """Write CONTEST's results workbook and CSV into FOLDER."""
    with at_the_door(write=False) as (door, people):
        for path in write_results(door, people, contest, folder, item, draft=draft, lang=lang):
            click.echo(str(path))


def write_results(
    door: Door,
    people: People,
    contest: str,
    folder: Path,
    item: str | None = None,
    *,
    draft: bool = False,
    lang: Any = "zh",
) -> list[Path]:
    """The workbook and the CSV of a contest's results, in `folder`. Refused where something is unsigned."""
    fold = door.current(contest)
    items = [fold.items[ItemId(item)]] if item else list(fold.items.values())
    view = Joiner(fold, people).result(items, draft=draft)
    refuse_unfinished(view)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / file_name(view, lang, "xlsx", "workbook"), folder / file_name(view, lang, "csv")]
    for path, data in zip(paths, (build_workbook(view, lang), build_csv(view, lang)), strict=True):
        path.write_bytes(data)
    return paths


COMMANDS = (import_group, export_group)
