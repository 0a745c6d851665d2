"""Slips for sealed envelopes: who is given it, and behind the fold what was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..scoring.contest import Contest
from ..scoring.item import Item
from .paper import build_paper
from .view import Lang
from .words import words


def slips_paper(contest: Contest, item: Item, layer: int, rows: Iterable[Mapping[str, Any]], lang: Lang) -> bytes:
    """The PDF. rows: {given, drawn, name, unit} as drawn.table tells them."""
    said, of_two = words(lang), item.draws.layers == 2
    gives = "number" if of_two and layer == 1 else "code"
    given = "number" if of_two and layer == 2 else "competitor"
    data = {
        "title": contest.title[lang],
        "item": said.pick(item.rulebook.name),
        "rehearsal": contest.rehearsal,
        "version": f"{contest.id} #{contest.seq}",
        "layer": said(f"paper.slips.layer{layer}") if of_two else "",
        "given": said(f"paper.slips.given_{given}"),
        "drawn": said(f"paper.slips.drawn_{gives}"),
        "slips": [{key: row[key] or "" for key in ("given", "drawn", "name", "unit")} for row in rows],
    }
    return build_paper("slips", data, lang)
