"""`contest score`: the calculation alone, from files; `contest verify`: whether a journal is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .. import check, scorefile, verify
from ..locale import both
from ..settings import Settings


@click.command()
@click.argument("rulebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("marks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--table", is_flag=True, help="A table for people instead of JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--check", "twice", is_flag=True, help="Calculate twice, independently, and tell every difference.")
def score(rulebook: Path, marks: Path, table: bool, lang: str, twice: bool) -> None:
    """Score MARKS (CSV) by RULEBOOK (YAML or JSON), no server needed: docs/rulebook.md."""
    found = scorefile.score_files(rulebook, marks)
    if twice:
        raise SystemExit(_checked(found, rulebook, marks))
    click.echo(scorefile.table(found) if table else json.dumps(found, ensure_ascii=False, indent=2))


def _checked(found: dict[str, Any], rulebook: Path, marks: Path) -> int:
    """Say whether the second calculation comes to the same; 0 if it does, 1 for a difference, 2 if it cannot tell."""
    book = scorefile.load_rulebook(rulebook)
    try:
        second = check.result(book, check.entries_of_csv(book, marks.read_text(encoding="utf-8-sig").splitlines()))
    except check.NotCovered as fault:
        click.echo(_said("cli.check_not_covered", what=str(fault)))
        return 2
    differences = check.differences(found, second)
    for line in differences:
        click.echo(line)
    told = "cli.check_differs" if differences else "cli.check_agrees"
    click.echo(_said(told, entries=len(found["entries"]), differences=len(differences)))
    return 1 if differences else 0


def _said(msgid: str, **data: Any) -> str:
    return "  ".join(both(msgid, data).values())


@click.command("verify")
@click.argument("journal", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--heads", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="heads.log to check against."
)
@click.option("--results", is_flag=True, help="Print places and totals, calculated anew from the JOURNAL alone.")
def verify_command(journal: Path | None, heads: Path | None, results: bool) -> None:
    """Verify an exported JOURNAL (.ndjson) or database file; without one, this server's own database and heads.log."""
    if results and (journal is None or verify.is_database(journal)):
        raise click.UsageError("--results reads an exported journal (.ndjson)")
    settings = Settings.from_environment()
    if journal is None and not settings.database_url.startswith("sqlite:///"):
        rows, ends = _from_database(settings.database_url)
        reports = verify.meet(verify.check_lines_by_contest(rows), ends)
    else:
        reports = verify.check(journal or Path(settings.database_url.removeprefix("sqlite:///")))
    log = heads or (settings.var / "heads.log" if journal is None else None)
    faults = verify.report(reports, verify.read_heads(log) if log and log.exists() else {}, click.echo)
    if results and journal and not faults:
        _tell_results(journal)
    raise SystemExit(1 if faults else 0)


def _tell_results(journal: Path) -> None:
    """Item by item: place, code, total, award. What the second calculation does not know is said."""
    for item in check.journal_items(journal.read_text(encoding="utf-8").splitlines()):
        click.echo(f"\n{item.name['zh']} {item.name['en']}")
        try:
            found = item.result()
        except check.NotCovered as fault:
            click.echo(_said("cli.check_not_covered", what=str(fault)))
            continue
        for row in check.plain(item.rows(found)):
            click.echo("{place:>5}  {code:<8}  {total:>10}  {said}".format(**row))


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
