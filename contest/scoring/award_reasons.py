"""Why an entry got an award, or did not get it: the draw once more, level by level, with an eye on one entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .attributes import meets
from .awards import Draw, begun, between, holds, level, most_of, reaches, units_of
from .events import EntryId
from .numbers import text
from .ranking import Standing
from .rulebook_outcomes import Award
from .rulebook_types import Rulebook
from .ties import Known


@dataclass(frozen=True, slots=True)
class AwardReason:
    """code: won, given_by_jury, entries_size, units_size, no_place, out_of_window, before_window, below_threshold,
    above_threshold, below_scale, not_passed, condition, has_another, limit_full, limit_tied, tie_at_cut, cut, cut_none
    or no_quota."""

    award: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


def award_reasons(
    rulebook: Rulebook,
    standings: Sequence[Standing],
    known: Mapping[EntryId, Known],
    entry: EntryId,
    overrides: Mapping[EntryId, str] | None = None,
) -> list[AwardReason]:
    """One reason an award, in the order in which they are drawn."""
    draw = begun(rulebook, standings, known)
    mine = next((each for each in draw.entered if each.entry == entry), None)
    given = (overrides or {}).get(entry)
    found = []
    for i, award in enumerate(rulebook.awards):
        before = set(draw.taken)
        draws = holds(award, draw)
        draw.won[award.id] = level(award, draw, rulebook.awards[i + 1 :]) if draws else []
        reason = _reason(award, draw, mine, draws, before)
        if given is not None and (given == award.id or not award.besides):
            reason = AwardReason(award.id, "given_by_jury", {"given": given == award.id})
        found.append(reason)
        if not award.besides:
            draw.taken.update(each.entry for each in draw.won[award.id])
    return found


def _reason(award: Award, draw: Draw, mine: Standing | None, draws: bool, taken: set[EntryId]) -> AwardReason:
    if mine is None or mine.rank is None or mine.score is None:
        return AwardReason(award.id, "no_place")
    if not draws:
        return _wrong_size(award, draw)
    if mine in draw.won[award.id]:
        return AwardReason(award.id, "won", {"rank": mine.rank})
    barred = {each.entry for id in award.apart_from for each in draw.won.get(id, ())}
    if mine.entry in barred or (not award.besides and mine.entry in taken):
        return AwardReason(award.id, "has_another")
    if not draw.able(award, mine):
        return _unable(award, draw, mine)
    full = _full(award, draw, mine) if award.limits else None
    return full or _at_the_cut(award, draw, mine)


def _wrong_size(award: Award, draw: Draw) -> AwardReason:
    """Which field is too small or too large for the level: that of the entries, or that of their units."""
    when, entries = award.when, len(draw.entered)
    if not between(entries, when.entries_over, when.entries_upto):
        bounds = {"over": when.entries_over, "upto": when.entries_upto}
        return AwardReason(award.id, "entries_size", {"found": entries} | bounds)
    bounds = {"over": when.units_over, "upto": when.units_upto}
    return AwardReason(award.id, "units_size", {"found": units_of(draw)} | bounds)


@contextmanager
def _undrawn(award: Award, draw: Draw) -> Iterator[None]:
    """The draw as it stood before this level was drawn."""
    winners = draw.won.pop(award.id)
    yield
    draw.won[award.id] = winners


def _chosen(award: Award, draw: Draw) -> list[Standing]:
    """Those whom the limits let through."""
    with _undrawn(award, draw):
        return draw.limited(award, draw.pool(award))


def _full(award: Award, draw: Draw, mine: Standing) -> AwardReason | None:
    """The limit that passes an entry over: how many with its value may win, and how many of them stand before it;
    `equal`: how many with its value share its place, where there is not room for all of them. None: there is room."""
    with _undrawn(award, draw):
        pool = draw.pool(award)
        ahead = [each for each in draw.limited(award, pool) if (each.rank or 0) < (mine.rank or 0)]
        for limit in award.limits:
            value, most = draw.value(limit, mine), most_of(limit, draw.value(limit, mine))
            won = draw.counted(limit)[value] + sum(draw.value(limit, each) == value for each in ahead)
            equal = sum(draw.value(limit, each) == value for each in pool if each.rank == mine.rank)
            if value and won + (equal if award.ties == "at_most" else 1) > most:
                found = {"attribute": limit.attribute, "value": value, "most": most, "won": won, "equal": equal}
                return AwardReason(award.id, "limit_full" if won >= most else "limit_tied", found)
    return None


def _unable(award: Award, draw: Draw, mine: Standing) -> AwardReason:
    """What the entry itself lacks, the first thing of several."""
    score, rank = mine.score, mine.rank or 0
    assert score is not None
    if award.threshold is not None and not reaches(score.total, award.threshold, draw.lowest_first):
        lacking = {"total": text(score.total), "threshold": text(award.threshold)}
        return AwardReason(award.id, "above_threshold" if draw.lowest_first else "below_threshold", lacking)
    scaled = draw.scaled.get(mine.entry)
    if award.least_scale is not None and scaled is not None and scaled < award.least_scale:
        return AwardReason(award.id, "below_scale", {"scaled": text(scaled), "least": text(award.least_scale)})
    if award.requires_pass and not score.passed:
        return AwardReason(award.id, "not_passed")
    if rank < (award.from_rank or 1) or (award.to_rank is not None and rank > award.to_rank):
        if award.to_rank is None:
            return AwardReason(award.id, "before_window", {"rank": rank, "first": award.from_rank})
        window = {"rank": rank, "first": award.from_rank or 1, "last": award.to_rank}
        return AwardReason(award.id, "out_of_window", window)
    failed = [where.attribute for where in award.where if not meets(draw.attributes(mine), [where])]
    return AwardReason(award.id, "condition", {"attribute": ", ".join(failed)})


def _at_the_cut(award: Award, draw: Draw, mine: Standing) -> AwardReason:
    """The quota was used up; or some of it is left, and more than it are equal there, who go without together."""
    won, quota = draw.won[award.id], draw.quotas.get(award.id) or 0
    able = _chosen(award, draw)
    if len(won) < quota < len(able) and (mine.rank or 0) <= (able[quota].rank or 0):
        return AwardReason(award.id, "tie_at_cut", {"quota": quota, "left": quota - len(won), "rank": mine.rank})
    if not won:
        return AwardReason(award.id, "cut_none" if quota else "no_quota", {"quota": quota})
    return AwardReason(award.id, "cut", {"quota": quota, "rank": mine.rank, "last": won[-1].rank})
