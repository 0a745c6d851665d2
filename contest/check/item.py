"""An item's result: parts, places, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .awards import advancing, beside_a_name, by_strokes, drawn, empty, is_by_strokes
from .entry import Book, Entry
from .fieldwide import settle
from .known import cover
from .places import Place, in_order
from .promotion import promoted
from .scale import scaled
from .stands import Stand


def result(rulebook: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]], final: bool = True) -> dict[str, Any]:
    """Ranks, totals and outcomes of an item. Numbers are fractions. Raises NotCovered.

    `rulebook` as docs/rulebook.md says it; `entries`: id → {sheets: {part: {judge: {aspect: mark}}}, spared: {part:
    how many are recused with nobody standing in}, settled: [parts whose judges need not mark again], scores: {part:
    text}, votes: {part: {channel: number}}, ballots: {part: [{for, present, valid}]}, penalties: [{rule, count,
    points}], times: {part: seconds}, status, attributes: {name: value}, decided: {lot | chief | ballot: the place it
    gave}}, whatever is not there left out. `final`: the item is locked, what is missing by now stays missing.
    The answer's shape stands on this package's first page.
    """
    cover(rulebook)
    book = Book(rulebook, final)
    everyone = [Entry(book, str(name), given) for name, given in entries.items()]
    settle(book, everyone)
    ordered, places = in_order(book, everyone)
    totals = {entry.name: entry.total for entry in ordered if entry.name in places}
    figures = scaled(rulebook["scale"], totals) if rulebook.get("scale") else {}
    stands = [
        _stand(entry, places.get(entry.name), figures.get(entry.name)) for entry in ordered if entry.status != "guest"
    ]
    rows = {entry.name: _row(entry, places.get(entry.name)) for entry in ordered}
    return {"entries": rows, "order": list(rows)} | _outcomes(rulebook, rows, stands)


def _outcomes(rules: Mapping[str, Any], rows: Mapping[str, dict[str, Any]], stands: Sequence[Stand]) -> dict[str, Any]:
    """Awards, promotions, who goes on; and beside each row its award and its figure."""
    awards = list(rules.get("awards") or ())
    drew = drawn(awards, stands)
    won = {award: [one.name for one in winners] for award, winners in drew.won.items()}
    called = listed(awards, won, drew.prizes, {one.name: one.attributes for one in stands})
    figures = {one.name: one.figure for one in stands}
    for name, row in rows.items():
        row |= {"award": beside_a_name(awards, won, name), "scaled": figures.get(name)}
    scores = {name: {part: each["score"] for part, each in row["parts"].items()} for name, row in rows.items()}
    return called | {
        "prizes": drew.prizes,
        "promotions": promoted(rules["promotion"], stands, scores) if rules.get("promotion") else {},
        "advancing": advancing(rules["advance"], stands) if rules.get("advance") else [],
    }


def listed(
    awards: Sequence[Mapping[str, Any]],
    won: Mapping[str, list[str]],
    prizes: Mapping[str, int],
    told: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """{awards, listed, empty}: the winners in the order in which they are called up, of those listed by strokes equals
    together, and how many prizes nobody has. `told`: entry → attributes."""
    groups = {award["id"]: by_strokes(won[award["id"]], told) for award in awards if is_by_strokes(award)}
    called = {award: [name for group in each for name in group] for award, each in groups.items()}
    return {"awards": {**won, **called}, "listed": groups, "empty": empty(prizes, won)}


def _stand(entry: Entry, place: Place | None, figure: Fraction | None) -> Stand:
    rank, lowest_first = place[0] if place else None, entry.book.lowest_first
    return Stand(entry.name, rank, entry.total, entry.passed, entry.attributes, figure, lowest_first)


def _row(entry: Entry, place: Place | None) -> dict[str, Any]:
    rank, tied, by = place or (None, False, None)
    return {
        "rank": rank,
        "tied": tied,
        "decided_by": None if by is None else entry.book.ties[by]["by"],
        "status": entry.status,
        "missing": entry.missing,
        "total": entry.total,
        "unrounded": entry.unrounded,
        "passed": entry.passed,
        "parts": {id: _part(entry, id) for id in entry.values},
    }


def _part(entry: Entry, id: str) -> dict[str, Fraction]:
    return {
        "raw": entry.exact[id],
        "value": entry.values[id],
        "score": entry.scores[id],
        "weighted": entry.weighted[id],
    }
