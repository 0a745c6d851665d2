"""The tie chain: what each rule makes of an entry's score. A smaller value goes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .events import EntryId, PartId
from .numbers import ZERO, NotANumber, Points, Rounding, parse, round_to, total_of
from .parts import PartScore, untrimmed_mean, whole_sheets
from .places import placed_steps
from .rulebook_outcomes import Tie
from .rulebook_types import Rulebook
from .slices import Steps, at_once, mapped, sliced
from .totals import EntryScore

_NONE: Mapping[Any, Any] = MappingProxyType({})
LAST = (1, ZERO)
"""The value of an entry of which a rule knows nothing: behind all of whom it does."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an entry beside its score. attributes: nameless, from unsealing (unit, age …), as texts ·
    decided: its turn where lots, the chief or a ballot parted equals · places: per part those that its judges gave it,
    the best first, and one behind all"""

    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    decided: Mapping[str, int] = field(default_factory=lambda: _NONE)
    places: Mapping[PartId, tuple[int, ...]] = field(default_factory=lambda: _NONE)


UNKNOWN = Known()
WIDE = ("count_back",)
"""The rules that compare everyone who has a place."""


def chain_key(rulebook: Rulebook, score: EntryScore, known: Known) -> list[Any]:
    """The values of the rulebook's chain in order; `shared` adds none."""
    chain = rulebook.memo.get("chain")
    if chain is None:
        chain = rulebook.memo["chain"] = [(TIES[tie.by], tie) for tie in rulebook.ties if tie.by != "shared"]
    return [value(rulebook, tie, score, known) for value, tie in chain]


def better(rulebook: Rulebook, value: Points) -> Points:
    """The value so that a better total is smaller: the order of the ranking."""
    return value if rulebook.ranking.order == "ascending" else value.copy_negate()


def _first(tie: Tie, value: Points) -> Points:
    return value if tie.first == "lower" else value.copy_negate()


def _time(_: Rulebook, tie: Tie, score: EntryScore, __: Known) -> Any:
    """Less time first; no time recorded comes last (rules.md §1: time → practice → theory → shared)."""
    seconds = score.times.get(tie.part) if tie.part else None
    return (1, 0) if seconds is None else (0, seconds)


def _times(_: Rulebook, tie: Tie, score: EntryScore, __: Known) -> Any:
    """The smaller sum of the times of some parts first; one that is not recorded comes last."""
    found = [score.times.get(part) for part in tie.parts]
    return (1, 0) if None in found else (0, sum(seconds or 0 for seconds in found))


def _parts(_: Rulebook, tie: Tie, score: EntryScore, __: Known) -> Any:
    """The higher weighted sum of some parts first, e.g. all practice."""
    found = (score.parts.get(part) for part in tie.parts)
    return _first(tie, total_of(result.weighted for result in found if result is not None))


def _part(_: Rulebook, tie: Tie, score: EntryScore, __: Known) -> Any:
    """The higher score in a part first (rules.md §1: module 1 → module 2 → …)."""
    result = score.parts.get(tie.part) if tie.part else None
    return ZERO if result is None else _first(tie, result.score)


def _criterion(rulebook: Rulebook, tie: Tie, score: EntryScore, _: Known) -> Any:
    """The higher value of a criterion first (口味 → 质感, rules.md §1)."""
    ids = [criterion.id for criterion in rulebook.part(tie.part or "").criteria]
    index = ids.index(tie.criterion) if tie.criterion else 0
    return _value(score, tie, lambda part: part.criterion(index))


def _aspect(rulebook: Rulebook, tie: Tie, score: EntryScore, _: Known) -> Any:
    """The higher value of an aspect first."""
    ids = list(rulebook.part(tie.part or "").aspects)
    index = ids.index(tie.aspect) if tie.aspect else 0
    return _value(score, tie, lambda part: part.aspects[index])


def _value(score: EntryScore, tie: Tie, value: Callable[[PartScore], Points]) -> Any:
    result = score.parts.get(tie.part) if tie.part else None
    return ZERO if result is None else _first(tie, value(result.part))


def _aspects(rulebook: Rulebook, tie: Tie, score: EntryScore, _: Known) -> Any:
    """The higher sum of a group of aspects first: 口味 and 质感 together, wherever they stand in the scheme."""
    result = score.parts.get(tie.part) if tie.part else None
    if result is None:
        return ZERO
    values = dict(zip(rulebook.part(tie.part or "").aspects, result.part.aspects, strict=True))
    return _first(tie, total_of(values[aspect] for aspect in tie.aspects))


def _unrounded_total(rulebook: Rulebook, _: Tie, score: EntryScore, __: Known) -> Any:
    """A tie goes to the next decimals, all of them (stage contests, rules.md §1)."""
    return better(rulebook, score.unrounded)


def _next_decimal(rulebook: Rulebook, tie: Tie, score: EntryScore, _: Known) -> Any:
    """The total to more digits, where tied: 2, 3 if tied (stage contests, rules.md §1). Rounded as the total is."""
    mode = rulebook.rounding.total.mode if rulebook.rounding.total else "half_up"
    return better(rulebook, round_to(score.unrounded, Rounding(tie.digits or 0, mode)))


def _untrimmed_mean(rulebook: Rulebook, tie: Tie, score: EntryScore, _: Known) -> Any:
    """The better mean of all judges' sheets, the dropped ones too (cooking, rules.md §1)."""
    result = score.parts.get(tie.part) if tie.part else None
    if result is None:
        return ZERO
    return better(rulebook, untrimmed_mean(result.part))


def _count_back(_: Rulebook, tie: Tie, __: EntryScore, known: Known) -> Any:
    """More judges' first places first, then more second places, … (rules.md §1, §3): of two lists of places, the best
    first, the smaller one is where places of the first kind that differs are more."""
    return known.places.get(tie.part, ()) if tie.part else ()


def _givers(_: Rulebook, tie: Tie, score: EntryScore, __: Known) -> Any:
    """More judges who gave points first (points per place, rules.md §3: → number of givers → counts of 12s …), over
    the field that the points go by: those too who have no place in the end."""
    result = score.parts.get(tie.part) if tie.part else None
    return 0 if result is None else -result.part.givers


def _fewer_penalties(rulebook: Rulebook, _: Tie, score: EntryScore, __: Known) -> Any:
    """Fewer penalties first, counted ones by their count; one that is taken once however often it is noted is one."""
    once = {taken.rule_id for taken in score.penalties if rulebook.penalty(taken.rule_id).per == "once"}
    return len(once) + sum(taken.count for taken in score.penalties if taken.rule_id not in once)


def _attribute(_: Rulebook, tie: Tie, __: EntryScore, known: Known) -> Any:
    """The higher or lower number that an entry's attribute is (age: the younger first); none comes last."""
    try:
        return (0, _first(tie, parse(known.attributes[tie.attribute or ""])))
    except (KeyError, NotANumber):
        return LAST


def _decided(_: Rulebook, tie: Tie, __: EntryScore, known: Known) -> Any:
    """Lots drawn, the chief's decision, a ballot: the turn that was recorded. Who was not in it comes behind."""
    turn = known.decided.get(tie.by)
    return (1, 0) if turn is None else (0, turn)


TIES: dict[str, Callable[[Rulebook, Tie, EntryScore, Known], Any]] = {
    "time": _time,
    "times": _times,
    "parts": _parts,
    "part": _part,
    "criterion": _criterion,
    "aspect": _aspect,
    "aspects": _aspects,
    "unrounded_total": _unrounded_total,
    "next_decimal": _next_decimal,
    "untrimmed_mean": _untrimmed_mean,
    "count_back": _count_back,
    "givers": _givers,
    "fewer_penalties": _fewer_penalties,
    "attribute": _attribute,
    "lot": _decided,
    "chief": _decided,
    "ballot": _decided,
}


def _nobody_yet(_: EntryScore) -> list[int]:
    return []


def judges_places_steps(
    rulebook: Rulebook, scores: Mapping[EntryId, EntryScore], part: PartId
) -> Steps[dict[EntryId, tuple[int, ...]]]:
    """The places that a part's judges gave each entry (0 the first), the best first, and one behind all; a judge's
    equal sheets share the better place. A sheet with gaps compares with no other and gives none."""
    places = yield from mapped(_nobody_yet, scores.items())
    best_first = rulebook.ranking.order == "descending"
    for given in (yield from _by_judge(scores, part)).values():
        placed = yield from placed_steps(given.values(), highest_first=best_first, place=lambda before, _: before)
        for some in sliced(zip(given, placed, strict=True)):
            for entry, place in some:
                places[entry].append(place)
            yield
    return (yield from mapped(lambda row: (*sorted(row), len(scores)), places.items()))


judges_places = at_once(judges_places_steps)


def _by_judge(scores: Mapping[EntryId, EntryScore], part: PartId) -> Steps[dict[str, dict[EntryId, Points]]]:
    """Per judge what each entry's sheet came to; sheets with gaps compare with no other."""
    given: dict[str, dict[EntryId, Points]] = {}
    for some in sliced(scores.items()):
        for entry, score in some:
            result = score.parts.get(part)
            for seat, total in whole_sheets(result.part).items() if result else ():
                given.setdefault(seat, {})[entry] = total
        yield
    return given
