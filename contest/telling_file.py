"""The journal in plain words as a file: one line an act, who, what, when, why.

Only of a contest whose items are unsealed: `export.journal.refuse_sealed` was asked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .export.extract import write
from .export.table import Column, Table
from .export.view import Lang, ResultView, Version, file_name
from .export.words import Words, words
from .office_time import day, stamp
from .people import People
from .scoring.contest import Contest
from .scoring.events import Line
from .scoring.rulebook_types import Text
from .telling import digests, told


def story_file(
    contest: Contest, people: People, lines: Sequence[Line], kind: str, lang: Lang, *, why: bool
) -> tuple[str, bytes]:
    """The name and the bytes of the journal as xlsx, csv or json; `why`: with the reasons that people gave."""
    said = words(lang)
    named = people.account_names(), people.seat_names(contest.id)
    texts = people.texts(contest.id, digests(lines)) if why else {}
    rows = [_row(told(contest, line, *named, texts), lang) for line in lines]
    title = Text(contest.title["zh"], contest.title["en"])
    view = ResultView(
        contest=title,
        items=(),
        version=Version(contest.seq, contest.head.hex()),
        date=day(contest.opened_at),
        rehearsal=contest.rehearsal,
        roles_shared=contest.roles.since,
    )
    table = Table(said("sheet.journal"), said("title.journal"), _columns(said), rows, freeze=1, signed_off=False)
    return file_name(view, lang, kind, "journal"), write(view, [table], kind, said)


def _columns(said: Words) -> list[Column]:
    return [
        Column("#", 8, "centre"),
        Column(said("col.at"), 24),
        Column(said("col.who"), 24),
        Column(said("col.item"), 16),
        Column(said("col.code"), 10, "centre"),
        Column(said("col.act"), 60, strong=True),
        Column(said("col.why"), 40),
    ]


def _row(line: dict[str, Any], lang: str) -> list[Any]:
    who, act = ((line[name] or {}).get(lang, "") for name in ("who", "message"))
    return [line["seq"], stamp(line["at"]), who, line["item"], line["code"], act, line["text"]]
