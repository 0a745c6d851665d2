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
        reports = verify.check_lines_by_contest(_from_database(settings.database_url))
    else:
        reports = verify.check(journal or Path(settings.database_url.removeprefix("sqlite:///")))
    log = heads or (settings.var / "heads.log" if journal is None else None)
    faults = verify.report(reports, verify.read_heads(log) if log and log.exists() else {}, click.echo)
    raise SystemExit(1 if faults else 0)


def _from_database(url: str) -> verify.Rows:
    from sqlalchemy import select

    from ..db import Reader
    from ..journal import journal

    query = select(journal.c.contest_id, journal.c.seq, journal.c.line, journal.c.hash).order_by(
        journal.c.contest_id, journal.c.seq
    )
    rows = Reader(url).run(lambda conn: conn.execute(query).all())
    return [(row.contest_id, row.seq, bytes(row.line), bytes(row.hash)) for row in rows]


COMMANDS = (score, verify_command)
