"""Awards: each level in order asks those still without one, from the best down, how many of them it takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .exact import number
from .quotas import allowed
from .stands import Stand, meets_all, share

Award = Mapping[str, Any]


class Drawn(NamedTuple):
    """Award → winners, the best first; and of those with a number, how many prizes are left to it, won or not, with
    what was passed on to it and without what it passed on."""

    won: dict[str, list[Stand]]
    prizes: dict[str, int]


def drawn(awards: Sequence[Award], field: Sequence[Stand]) -> Drawn:
    """`field`: all that compete, those with a place among them, the best first; guests are none."""
    found = Drawn({}, {})
    carried = 0
    takers = [award["id"] for award in awards if is_drawn(award, field) and takes_a_number(award)]
    beside = {award["id"] for award in awards if award.get("besides")}
    for award in awards:
        before = {id: winners for id, winners in found.won.items() if id not in beside}
        found.won[award["id"]] = []
        if not is_drawn(award, field):
            continue
        room = _room(award, field, before)
        if room is not None:
            room = max(0, room + carried)
        left = _left(award, field, found.won, {} if award["id"] in beside else before)
        found.won[award["id"]] = cut(award, room, allowed(award, left, list(found.won.values())))
        if room is not None:  # what takes no number is passed over
            over = room - len(found.won[award["id"]])
            carried = _carried(award, over) if award["id"] != takers[-1] else 0
            found.prizes[award["id"]] = room - max(0, carried)
    return found


def empty(prizes: Mapping[str, int], won: Mapping[str, Collection[object]]) -> dict[str, int]:
    """Award → how many of its prizes nobody has, of those that have any left."""
    return {award: count - len(won[award]) for award, count in prizes.items() if count > len(won[award])}


def takes_a_number(award: Award) -> bool:
    """Whether a level has so many prizes, and not one for whoever meets its terms."""
    return award.get("count") is not None or award.get("percent") is not None


def is_drawn(award: Award, field: Sequence[Stand]) -> bool:
    """Whether the field has the size for which a level is drawn."""
    when = award.get("when") or {}
    sizes = {
        "entries": len(field),
        "units": len({one.attributes["unit"] for one in field if one.attributes.get("unit")}),
    }
    over = [sizes[what] > int(when[f"{what}_over"]) for what in sizes if when.get(f"{what}_over") is not None]
    upto = [sizes[what] <= int(when[f"{what}_upto"]) for what in sizes if when.get(f"{what}_upto") is not None]
    return all([*over, *upto])


def _left(
    award: Award, field: Sequence[Stand], won: Mapping[str, list[Stand]], before: Mapping[str, list[Stand]]
) -> list[Stand]:
    """Those who may have it."""
    barred = {one.name for winners in before.values() for one in winners}
    barred |= {one.name for id in award.get("apart_from") or () for one in won[id]}
    return [one for one in field if one.name not in barred and may(award, one)]


def may(award: Award, one: Stand) -> bool:
    """Whether someone meets the terms of an award; nobody without a place does."""
    place = one.place
    return (
        place is not None
        and (not award.get("requires_pass") or one.passed)
        and one.reaches(award.get("threshold"))
        and (award.get("least_scale") is None or (one.figure or 0) >= number(award["least_scale"]))
        and (award.get("from_rank") is None or place >= int(award["from_rank"]))
        and (award.get("to_rank") is None or place <= int(award["to_rank"]))
        and meets_all(award.get("where") or (), one.attributes)
    )


def cut(award: Award, room: int | None, left: Sequence[Stand]) -> list[Stand]:
    """The winners: so many as there is room for; whoever ties across the cut wins too, or goes without too: with the
    last winner, or the first loser, wherever they stand."""
    if room is None or len(left) <= room:
        return list(left)
    inside, outside = list(left[:room]), left[room:]
    band = number(award.get("band") or 0)
    if award.get("ties", "at_least") == "at_most":
        return [one for one in inside if not _is_tie(one, outside[0], band)]
    return [*inside, *(one for one in outside if inside and _is_tie(one, inside[-1], band))]


def _is_tie(one: Stand, other: Stand, band: Fraction) -> bool:
    return one.place == other.place or (band > 0 and abs(one.total - other.total) <= band)


def _room(award: Award, field: Sequence[Stand], before: Mapping[str, list[Stand]]) -> int | None:
    """How many a level takes, before what is carried to it; None: all who may have it."""
    if award.get("count") is not None:
        return int(award["count"])
    if award.get("percent") is None:
        return None
    gone = sum(map(len, before.values())) if award.get("cumulative") else 0
    return share(award, field) - gone


def _carried(award: Award, over: int) -> int:
    """How many more, or fewer, the next level with a number takes."""
    return {"spare": max(0, over), "both": over}.get(award.get("carry") or "none", 0)


def beside_a_name(awards: Sequence[Award], won: Mapping[str, Collection[str]], name: str) -> str | None:
    """The one award that stands beside a name: the first of those `won` (award → names), and those given besides others
    only where it is alone."""
    besides = {award["id"] for award in awards if award.get("besides")}
    mine = [award for award, winners in won.items() if name in winners]
    return min(mine, key=lambda award: award in besides, default=None)


def is_by_strokes(award: Award) -> bool:
    return award.get("listed") == "strokes"


def by_strokes(winners: Sequence[str], told: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The winners as they are called up by the strokes of their surnames, equals together. `told`: their attributes."""
    keys = {name: strokes(told[name].get("strokes")) for name in winners}
    return [[name for name in winners if keys[name] == key] for key in sorted({*keys.values()})]


def strokes(told: Any) -> tuple[bool, tuple[int, ...]]:
    """`12 7 5` as numbers; who has none stands last."""
    counts = tuple(int(word) for word in str(told or "").split() if word.isdigit())
    return not counts, counts


def advancing(rule: Award, field: Sequence[Stand]) -> list[str]:
    """Who goes on to the next round: cut like an award of its own."""
    return [one.name for one in cut(rule, _room(rule, field, {}), [one for one in field if may(rule, one)])]
