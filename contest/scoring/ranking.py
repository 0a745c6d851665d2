"""Scores to ranks. Order is one key: the total first, then the tie chain, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .events import EntryId
from .numbers import GUARD_DIGITS, ZERO, divide, total_of
from .rulebook_types import Rulebook, Tie
from .totals import EntryScore

Status = Literal["present", "absent", "withdrawn", "disqualified", "eliminated"]
UNRANKED: tuple[Status, ...] = ("present", "eliminated", "withdrawn", "absent", "disqualified")
"""The order of those without a place, after the ranked; `present` here means not scored yet."""


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


def sort_key(rulebook: Rulebook, score: EntryScore) -> tuple[Any, ...]:
    """The key that orders entries of the same parts: smaller is better; equal keys share a place."""
    key: list[Any] = [score.total.copy_negate()]
    for tie in rulebook.ties:
        if tie.by != "shared":
            key.append(_TIES[tie.by](rulebook, tie, score))
    return tuple(key)


def _time(_: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """Less time first; no time recorded comes last (rules.md §1: time → practice → theory → shared)."""
    seconds = score.times.get(tie.part) if tie.part else None
    return (1, 0) if seconds is None else (0, seconds)


def _parts(_: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """The higher weighted sum of some parts first, e.g. all practice."""
    found = (score.parts.get(part) for part in tie.parts)
    return total_of(result.weighted for result in found if result is not None).copy_negate()


def _part(_: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """The higher score in a part first (rules.md §1: module 1 → module 2 → …)."""
    result = score.parts.get(tie.part) if tie.part else None
    return ZERO if result is None else result.score.copy_negate()


def _criterion(rulebook: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """The higher value of a criterion first (口味 → 质感, rules.md §1)."""
    ids = [criterion.id for criterion in rulebook.part(tie.part or "").criteria]
    return _value(score, tie, lambda part: part.criteria, ids.index(tie.criterion) if tie.criterion else 0)


def _aspect(rulebook: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """The higher value of an aspect first."""
    ids = list(rulebook.part(tie.part or "").aspects)
    return _value(score, tie, lambda part: part.aspects, ids.index(tie.aspect) if tie.aspect else 0)


def _value(score: EntryScore, tie: Tie, values: Callable[[Any], tuple[Any, ...]], index: int) -> Any:
    result = score.parts.get(tie.part) if tie.part else None
    return ZERO if result is None else values(result.part)[index].copy_negate()


def _unrounded_total(_: Rulebook, __: Tie, score: EntryScore) -> Any:
    """A tie goes to the next decimal (stage contests, rules.md §1)."""
    return score.unrounded.copy_negate()


def _untrimmed_mean(_: Rulebook, tie: Tie, score: EntryScore) -> Any:
    """The higher mean of all judges' sheets, the dropped ones too (cooking, rules.md §1)."""
    result = score.parts.get(tie.part) if tie.part else None
    if result is None:
        return ZERO
    sheets = [share.total for share in result.part.judges.values()]
    return divide(total_of(sheets), len(sheets), GUARD_DIGITS, "half_up").copy_negate()


def _fewer_penalties(_: Rulebook, __: Tie, score: EntryScore) -> Any:
    """Fewer penalties first, counted ones by their count."""
    return sum(taken.count for taken in score.penalties)


_TIES: dict[str, Callable[[Rulebook, Tie, EntryScore], Any]] = {
    "time": _time,
    "parts": _parts,
    "part": _part,
    "criterion": _criterion,
    "aspect": _aspect,
    "unrounded_total": _unrounded_total,
    "untrimmed_mean": _untrimmed_mean,
    "fewer_penalties": _fewer_penalties,
}


def standings(
    rulebook: Rulebook, scores: Mapping[EntryId, EntryScore], statuses: Mapping[EntryId, Status] | None = None
) -> list[Standing]:
    """Everyone's place, best first: ranked entries with shared places 1-2-2-4, then those without a place. An entry
    with no status is present; one that came too late somewhere is eliminated. Entries should have the same parts."""
    found: dict[EntryId, Status] = {entry: _status(score) for entry, score in scores.items()}
    for entry, status in (statuses or {}).items():
        if status != "present" or entry not in found:
            found[entry] = status
    keyed = [(sort_key(rulebook, scores[e]), e) for e, status in found.items() if status == "present" and e in scores]
    keyed.sort()
    unranked = sorted(found.keys() - {entry for _, entry in keyed}, key=lambda e: (UNRANKED.index(found[e]), e))
    places = _places(keyed, scores)
    return places + [Standing(entry, None, False, found[entry], scores.get(entry)) for entry in unranked]


def _status(score: EntryScore) -> Status:
    return "eliminated" if score.eliminated else "present"


def _places(keyed: list[tuple[tuple[Any, ...], EntryId]], scores: Mapping[EntryId, EntryScore]) -> list[Standing]:
    placed: list[Standing] = []
    for i, (key, entry) in enumerate(keyed):
        before = keyed[i - 1][0] if i else None
        after = keyed[i + 1][0] if i + 1 < len(keyed) else None
        rank = placed[-1].rank if key == before else i + 1
        tied = key in (before, after)
        placed.append(Standing(entry, rank, tied, "present", scores[entry], _decided_by(key, before, after)))
    return placed


def _decided_by(key: tuple[Any, ...], *neighbours: tuple[Any, ...] | None) -> int | None:
    """Where the key first differs from a neighbour's with the same total, as an index into the tie chain."""
    for neighbour in neighbours:
        if neighbour is not None and neighbour[0] == key[0] and neighbour != key:
            return next(i for i, (a, b) in enumerate(zip(key[1:], neighbour[1:], strict=True)) if a != b)
    return None
