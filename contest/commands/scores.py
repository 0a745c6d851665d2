"""`contest score`: the calculation alone, from files; `contest verify`: whether a journal is whole."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .. import scorefile, verify
from ..settings import Settings


@click.command()
@click.argument("rulebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("marks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--table", is_flag=True, help="A table for people instead of JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def score(rulebook: Path, marks: Path, table: bool, lang: str) -> None:
    """Score MARKS (CSV) by RULEBOOK (YAML or JSON), no server needed: docs/rulebook.md."""
    found = scorefile.score_files(rulebook, marks)
    click.echo(scorefile.table(found) if table else json.dumps(found, ensure_ascii=False, indent=2))


@click.command("verify")
@click.argument("journal", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--heads", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="heads.log to check against."
)
def verify_command(journal: Path | None, heads: Path | None) -> None:
    """Verify an exported JOURNAL (.ndjson) or database file; without one, this server's own database and heads.log."""
    settings = Settings.from_environment()
    if journal is None and not settings.database_url.startswith("sqlite:///"):
        rows, ends = _from_database(settings.database_url)
        reports = verify.meet(verify.check_lines_by_contest(rows), ends)
    else:
        reports = verify.check(journal or Path(settings.database_url.removeprefix("sqlite:///")))
    log = heads or (settings.var / "heads.log" if journal is None else None)
    faults = verify.report(reports, verify.read_heads(log) if log and log.exists() else {}, click.echo)
    raise SystemExit(1 if faults else 0)


def _from_database(url: str) -> tuple[verify.Rows, verify.Heads]:
    """Every journal of the server's database, and where it says itself that they end; as of one moment."""
    from ..db import make_engine
    from ..journal import ends, read

    engine = make_engine(url, readonly=True).execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        told = ends(connection)
        rows = [(id, each.seq, each.raw, each.hash) for id in told for each in read(connection, id)]
    engine.dispose()
    return rows, {id: {seq: head.hex()} for id, (seq, head) in told.items() if seq}


COMMANDS = (score, verify_command)
