"""Awards: each level in order asks those still without one, from the best down, how many of them it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .entry import Book, Entry
from .exact import number, whole

Ranked = tuple[Entry, int]


def drawn(book: Book, everyone: Sequence[Entry], ranked: Sequence[Ranked]) -> dict[str, list[str]]:
    """Award → winners. `ranked`: those with a place, the best first."""
    won: dict[str, list[str]] = {}
    entered = sum(entry.status != "guest" for entry in everyone)
    for award in book.data.get("awards") or ():
        gone = {name for winners in won.values() for name in winners}
        field = len(ranked) if award.get("base") == "ranked" else entered
        left = [(entry, place) for entry, place in ranked if entry.name not in gone and _may(award, entry)]
        won[award["id"]] = _level(award, field, left) if _is_drawn(award, entered) else []
    return won


def _is_drawn(award: Mapping[str, Any], entered: int) -> bool:
    when = award.get("when") or {}
    over, upto = when.get("entries_over"), when.get("entries_upto")
    return (over is None or entered > int(over)) and (upto is None or entered <= int(upto))


def _may(award: Mapping[str, Any], entry: Entry) -> bool:
    if award.get("requires_pass") and not entry.passed:
        return False
    return award.get("threshold") is None or entry.total >= number(award["threshold"])


def _level(award: Mapping[str, Any], field: int, left: list[Ranked]) -> list[str]:
    """The winners: place by place, as long as the level has room for one more, or for all of them."""
    if award.get("count") is None and award.get("percent") is None:
        return [entry.name for entry, _ in left]
    room = _room(award, field)
    winners: list[str] = []
    for place in sorted({place for _, place in left}):
        group = [entry.name for entry, its in left if its == place]
        wanted = 1 if award.get("ties", "at_least") == "at_least" else len(group)
        if len(winners) + wanted > room:
            break
        winners += group
    return winners


def _room(award: Mapping[str, Any], field: int) -> int:
    if award.get("count") is not None:
        return int(award["count"])
    return whole(number(award["percent"]) * field / 100, award.get("rounding", "half_up"))
