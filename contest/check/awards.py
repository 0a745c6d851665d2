"""Awards: each level in order asks those still without one, from the best down, how many of them it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .entry import Book, Entry
from .exact import number, whole

Award = Mapping[str, Any]
Ranked = tuple[Entry, int]
Won = dict[str, list[Entry]]


def drawn(book: Book, everyone: Sequence[Entry], ranked: Sequence[Ranked]) -> dict[str, list[str]]:
    """Award → winners. `ranked`: those with a place, the best first."""
    field = [entry for entry in everyone if entry.status != "guest"]
    awards = list(book.data.get("awards") or ())
    beside = {award["id"] for award in awards if award.get("besides")}
    won: Won = {}
    for at, award in enumerate(awards):
        gone = [] if award.get("besides") else [each for id, each in won.items() if id not in beside]
        barred = {entry.name for winners in gone for entry in winners}
        barred |= {entry.name for id in award.get("apart_from") or () for entry in won[id]}
        left = [(entry, place) for entry, place in ranked if entry.name not in barred and _may(award, entry, place)]
        room = _room(awards[: at + 1], len(ranked) if award.get("base") == "ranked" else len(field), won)
        won[award["id"]] = _level(award, room, left) if _is_drawn(award, field) else []
    return {id: [entry.name for entry in winners] for id, winners in won.items()}


def _is_drawn(award: Award, field: Sequence[Entry]) -> bool:
    when = award.get("when") or {}
    sizes = {"entries": len(field), "units": len({e.attributes["unit"] for e in field if e.attributes.get("unit")})}
    over = [sizes[what] > int(when[f"{what}_over"]) for what in sizes if when.get(f"{what}_over") is not None]
    upto = [sizes[what] <= int(when[f"{what}_upto"]) for what in sizes if when.get(f"{what}_upto") is not None]
    return all([*over, *upto])


def _may(award: Award, entry: Entry, place: int) -> bool:
    return (
        (not award.get("requires_pass") or entry.passed)
        and (award.get("threshold") is None or _reaches(entry, number(award["threshold"])))
        and (award.get("from_rank") is None or place >= int(award["from_rank"]))
        and (award.get("to_rank") is None or place <= int(award["to_rank"]))
        and all(
            meets(condition, entry.attributes.get(condition["attribute"])) for condition in award.get("where") or ()
        )
    )


def _reaches(entry: Entry, threshold: Fraction) -> bool:
    return entry.total <= threshold if entry.book.lowest_first else entry.total >= threshold


def meets(condition: Mapping[str, Any], found: Any) -> bool:
    """Whether an attribute is as wanted; who has none meets nothing but other_than."""
    if condition.get("other_than") is not None and found == condition["other_than"]:
        return False
    wanted = [key for key in ("equals", "one_of", "least", "most", "below") if condition.get(key) is not None]
    if not wanted:
        return True
    return found is not None and all(_is(key, condition[key], found) for key in wanted)


def _is(key: str, wanted: Any, found: str) -> bool:
    if key in ("equals", "one_of"):
        return found == wanted if key == "equals" else found in wanted
    try:
        is_value, limit = number(found), number(wanted)
    except ValueError:
        return False
    return {"least": is_value >= limit, "most": is_value <= limit, "below": is_value < limit}[key]


def _level(award: Award, room: int | None, left: list[Ranked]) -> list[Entry]:
    """The winners: place by place, as long as the level has room for one more, or for all of them."""
    winners: list[Entry] = []
    for place in sorted({place for _, place in left}):
        group = [entry for entry, its in left if its == place]
        wanted = 1 if award.get("ties", "at_least") == "at_least" else len(group)
        if room is not None and len(winners) + wanted > room:
            break
        winners += group
    return winners


def _room(awards: Sequence[Award], field: int, won: Won) -> int | None:
    """How many the last of these levels takes; None: all who may have it."""
    award = awards[-1]
    if award.get("count") is not None:
        return int(award["count"])
    if award.get("percent") is None:
        return None
    mode = award.get("rounding", "half_up")
    if not award.get("cumulative"):
        return whole(number(award["percent"]) * field / 100, mode)
    before = sum(len(won[level["id"]]) for level in awards[:-1] if not level.get("besides"))
    return max(0, whole(number(award["percent"]) * field / 100, mode) - before)
