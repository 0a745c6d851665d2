"""Parts in which one mark or vote can move every entry: worked out for the whole field, then handed to each entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from . import skating, votes
from .adjusting import adjusted
from .exact import ZERO, number

if TYPE_CHECKING:
    from .entry import Book, Entry

PLACES = ("majority", "place_points")


def settle(book: Book, everyone: Sequence[Entry]) -> None:
    """Gives each entry its `wide`: part → what it comes to; or its `moved`: part → judge → the adjusted total; and
    its `givers`: part → how many judges gave points."""
    for id, part in book.parts.items():
        method = (part.get("combine") or {}).get("method")
        if part["source"] == "votes":
            _vote(book, id, everyone)
        elif method in PLACES:
            _place(book, id, everyone)
        elif part.get("adjust"):
            _adjust(book, id, everyone)


def competing(everyone: Sequence[Entry]) -> list[Entry]:
    """Those who can have a place: present, and not too late."""
    return [entry for entry in everyone if entry.status == "present"]


def _vote(book: Book, id: str, everyone: Sequence[Entry]) -> None:
    counts = {entry.name: (entry.given.get("votes") or {}).get(id) or {} for entry in everyone}
    found = votes.shares(book.parts[id], counts, {entry.name for entry in competing(everyone)})
    for entry in everyone:
        if entry.name in found:
            entry.wide[id] = found[entry.name]


def _place(book: Book, id: str, everyone: Sequence[Entry]) -> None:
    part = book.parts[id]
    placed = [entry for entry in competing(everyone) if entry.is_marked(id)]
    combine = part["combine"]
    points = [number(each) for each in combine["points"]]
    if combine["method"] == "place_points":
        orders = skating.judges_orders({entry.name: entry.sums(id) for entry in placed})
        each = [skating.earned(order, points) for order in orders]
        found = {entry.name: sum((mine.get(entry.name, ZERO) for mine in each), ZERO) for entry in placed}
        for entry in placed:
            entry.givers[id] = sum(mine.get(entry.name, ZERO) > 0 for mine in each)
    elif combine.get("level") == "criterion":
        dances = [_given(book, id, criterion, placed) for criterion in part["criteria"]]
        found = skating.earned(skating.over_dances([skating.by_majority(given) for given in dances]), points)
    else:
        found = skating.earned(skating.by_majority({entry.name: entry.sums(id) for entry in placed}), points)
    for entry in placed:
        entry.wide[id] = found[entry.name]


def _given(book: Book, id: str, criterion: Mapping[str, object], placed: Sequence[Entry]) -> skating.Given:
    """What each judge gave one criterion."""
    scheme = book.schemes[id]
    found: dict[str, dict[str, Fraction]] = {}
    for entry in placed:
        worths = {judge: scheme.worth(criterion, sheet) for judge, sheet in entry.sheets(id).items()}
        found[entry.name] = {judge: worth for judge, worth in worths.items() if worth is not None}
    return found


def _adjust(book: Book, id: str, everyone: Sequence[Entry]) -> None:
    part, scheme = book.parts[id], book.schemes[id]
    given = {entry.name: entry.sums(id) for entry in everyone}
    measured = {entry.name: given[entry.name] for entry in competing(everyone)}
    found = adjusted(part["adjust"], scheme.possible(part), given, measured)
    for entry in everyone:
        if entry.name in measured or entry.status == "guest":
            entry.moved[id] = found[entry.name]
