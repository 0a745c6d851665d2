"""Scores to ranks. Order is one key: the total first, then the tie chain, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .events import EntryId, PartId
from .rulebook_types import Rulebook
from .slices import Steps, at_once, mapped, ordered, sliced
from .ties import UNKNOWN, WIDE, Known, better, chain_key, judges_places_steps
from .totals import EntryScore

Status = Literal["present", "guest", "absent", "withdrawn", "disqualified", "eliminated", "void"]
UNRANKED: tuple[Status, ...] = ("present", "guest", "eliminated", "void", "withdrawn", "absent", "disqualified")
"""The order of those without a place, after the ranked; `present` here means not scored yet. guest: out of competition,
scored and shown, taking nobody's place · void: the marks of the work do not count (an identity mark on it)."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry's place. rank: None without one · tied: the place is shared · decided_by: the index in the tie chain of
    the rule that parted it from a neighbour with the same total, None where the total alone did or nothing could."""

    entry: EntryId
    rank: int | None
    tied: bool
    status: Status
    score: EntryScore | None
    decided_by: int | None = None


def sort_key(rulebook: Rulebook, score: EntryScore, known: Known = UNKNOWN) -> Key:
    """The key that orders entries of the same parts: smaller is better; equal keys share a place. Where `field_wide`
    says so, `order_keys` alone gives the whole key."""
    return (better(rulebook, score.total), *chain_key(rulebook, score, known))


def field_wide(rulebook: Rulebook) -> bool:
    """Whether one entry's marks may move others in the order: a tie band, places given by judges."""
    return bool(rulebook.ranking.band) or any(tie.by in WIDE for tie in rulebook.ties)


def order_keys_steps(
    rulebook: Rulebook, scores: Mapping[EntryId, EntryScore], known: Mapping[EntryId, Known] | None = None
) -> Steps[dict[EntryId, Key]]:
    """Every entry's key, with what only the whole field tells, worked out in slices."""
    known = yield from _counted(rulebook, scores, known or {})
    each = ((entry, (score, known.get(entry, UNKNOWN))) for entry, score in scores.items())
    keys = yield from mapped(lambda one: sort_key(rulebook, *one), each)
    return (yield from _banded(rulebook, keys)) if rulebook.ranking.band else keys


order_keys = at_once(order_keys_steps)


def _counted(
    rulebook: Rulebook, scores: Mapping[EntryId, EntryScore], known: Mapping[EntryId, Known]
) -> Steps[Mapping[EntryId, Known]]:
    wide = [tie.part for tie in rulebook.ties if tie.by in WIDE and tie.part]
    if not wide:
        return known
    places: dict[PartId, dict[EntryId, tuple[int, ...]]] = {}
    for part in wide:
        places[part] = yield from judges_places_steps(rulebook, scores, part)

    def counted(entry: EntryId) -> Known:
        before = known.get(entry, UNKNOWN)
        return Known(before.attributes, before.decided, {part: theirs[entry] for part, theirs in places.items()})

    return (yield from mapped(counted, ((entry, entry) for entry in scores)))


def _banded(rulebook: Rulebook, keys: dict[EntryId, Key]) -> Steps[dict[EntryId, Key]]:
    """Totals within the band of the best of their group count as equal (WorldSkills 2015, rules.md §2): groups are
    formed from the best down, so that a chain of small steps never makes one group."""
    grouped: dict[EntryId, Key] = {}
    best = None
    by_total = yield from ordered((key[0], entry) for entry, key in keys.items())
    for some in sliced(by_total):
        for total, entry in some:
            if best is None or total - best > rulebook.ranking.band:
                best = total
            grouped[entry] = (best, *keys[entry][1:])
        yield
    return grouped


def standings(
    rulebook: Rulebook,
    scores: Mapping[EntryId, EntryScore],
    statuses: Mapping[EntryId, Status] | None = None,
    known: Mapping[EntryId, Known] | None = None,
) -> list[Standing]:
    """Everyone's place, best first: ranked entries with their places, then those without one. An entry with no status
    is present; one that came too late somewhere is eliminated. Entries should have the same parts."""
    found: dict[EntryId, Status] = {entry: status_of(score) for entry, score in scores.items()}
    for entry, status in (statuses or {}).items():
        if status != "present" or entry not in found:
            found[entry] = status
    ranked = {entry: scores[entry] for entry, status in found.items() if status == "present" and entry in scores}
    keyed = sorted((key, entry) for entry, key in order_keys(rulebook, ranked, known).items())
    unranked = sorted(found.keys() - ranked.keys(), key=lambda e: (*_behind(rulebook, found[e], scores.get(e)), e))
    places = _places(rulebook, keyed, scores)
    return places + [Standing(entry, None, False, found[entry], scores.get(entry)) for entry in unranked]


def beside(code: str, entry: EntryId) -> tuple[str, EntryId]:
    """The end of every order that people see: those whom the rules do not part stand by their codes."""
    return code, entry


def as_shown(
    rulebook: Rulebook,
    table: Sequence[Standing],
    codes: Mapping[EntryId, str],
    known: Mapping[EntryId, Known] | None = None,
) -> list[Standing]:
    """The table of `standings` as boards, papers and files show it. It differs within a shared place, and among those
    who have none; a signature covers the order of the entry ids there, as it always has."""
    known = known or {}

    def key(each: Standing) -> Any:
        end = beside(codes.get(each.entry, ""), each.entry)
        if each.rank is not None:
            return 0, each.rank, (), end
        return 1, *_behind(rulebook, each.status, each.score, known.get(each.entry, UNKNOWN)), end

    return sorted(table, key=key)


def status_of(score: EntryScore) -> Status:
    """What the score itself says of a present entry."""
    return "eliminated" if score.eliminated else "present"


def _behind(rulebook: Rulebook, status: Status, score: EntryScore | None, known: Known = UNKNOWN) -> tuple[int, Key]:
    """Where those without a place stand among themselves: by kind, guests by their scores."""
    shown = status == "guest" and score is not None
    return UNRANKED.index(status), sort_key(rulebook, score, known) if shown and score is not None else ()


def _places(
    rulebook: Rulebook, keyed: list[tuple[Key, EntryId]], scores: Mapping[EntryId, EntryScore]
) -> list[Standing]:
    """1-2-2-4, or 1-2-2-3 where places are numbered densely."""
    dense = rulebook.ranking.numbering == "dense"
    placed: list[Standing] = []
    rank = 0
    for i, (key, entry) in enumerate(keyed):
        before = keyed[i - 1][0] if i else None
        after = keyed[i + 1][0] if i + 1 < len(keyed) else None
        if key != before:
            rank = rank + 1 if dense else i + 1
        tied = key in (before, after)
        placed.append(Standing(entry, rank, tied, "present", scores[entry], _decided_by(key, before, after)))
    return placed


def _decided_by(key: Key, *neighbours: Key | None) -> int | None:
    """Where the key first differs from a neighbour's with the same total, as an index into the tie chain."""
    for neighbour in neighbours:
        if neighbour is not None and neighbour[0] == key[0] and neighbour != key:
            return next(i for i, (a, b) in enumerate(zip(key[1:], neighbour[1:], strict=True)) if a != b)
    return None
