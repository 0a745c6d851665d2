"""The sealed pack for who hands out the awards, before everybody knows them: in which order, third prizes first, and a
card for each award. Every page says to whom it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..people import People
from ..scoring.contest import Contest
from ..scoring.refused import Refused
from .files import items_of
from .paper import build_paper
from .result import Joiner
from .view import AwardView, ItemView, Lang, Version, WinnerView, refuse_unfinished
from .words import Words, words


def ceremony_pack(contest: Contest, people: People, item: str, to: Sequence[str], lang: Lang) -> tuple[Version, bytes]:
    """Which result it is of, and the PDF. Refused("export_unsigned"), ("no_awards"): nobody receives any."""
    view = Joiner(contest, people).result(items_of(contest, item), draft=False)
    refuse_unfinished(view)
    (told,) = view.items
    said = words(lang)
    calls = [_award(award, told, said) for award in reversed(told.awards) if award.winners]
    if not calls:
        raise Refused("no_awards", item=item)
    data = {
        "title": contest.title[lang],
        "item": said.pick(told.name),
        "version": view.version.short,
        "rehearsal": contest.rehearsal,
        "roles_shared": bool(contest.roles.since),
        "to": list(to),
        "awards": calls,
    }
    return view.version, build_paper("ceremony", data, lang)


def _award(award: AwardView, item: ItemView, said: Words) -> dict[str, Any]:
    """An award with who receives it, the best one last."""
    numbers = {row.code: row.number or "" for row in item.rows}
    return {
        "name": said.pick(award.name),
        "winners": [_winner(each, numbers) for each in reversed(award.winners)],
        "empty": award.empty,
    }


def _winner(winner: WinnerView, numbers: dict[str, str]) -> dict[str, Any]:
    return {
        "rank": "" if winner.rank is None else str(winner.rank),
        "number": numbers.get(winner.code, ""),
        "name": winner.name or winner.code,
        "unit": winner.unit or "",
    }
