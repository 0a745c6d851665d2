"""Whether the awards and the table of units can be drawn as the file says."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from .numbers import text
from .refused import Fault
from .rulebook_outcomes import Award, UnitTable
from .rulebook_types import Rulebook

HUNDRED = Decimal(100)


def twice(place: str, names: Sequence[Hashable], key: str = ".id") -> Iterator[Fault]:
    """Names that stand a second time."""
    for i, name in enumerate(names):
        if name and name in names[:i]:
            yield Fault(f"{place}[{i}]{key}", "duplicate", {"id": str(name), "first": f"{place}[{names.index(name)}]"})


def check_awards(rulebook: Rulebook) -> Iterator[Fault]:
    """Levels that have no size, or can never be drawn."""
    yield from twice("awards", [award.id for award in rulebook.awards])
    for i, award in enumerate(rulebook.awards):
        yield from _award(rulebook, award, f"awards[{i}]")


def _award(rulebook: Rulebook, award: Award, place: str) -> Iterator[Fault]:
    if award.count is not None and award.percent is not None:
        yield Fault(place, "count_and_percent", {"count": award.count, "percent": text(award.percent)})
    if award.count is None and award.percent is None and award.threshold is None:
        yield Fault(place, "award_without_size", {})
    if award.percent is not None and award.percent > HUNDRED:
        yield Fault(f"{place}.percent", "over_hundred", {"percent": text(award.percent)})
    over, upto = award.when.entries_over, award.when.entries_upto
    if over is not None and upto is not None and over >= upto:
        yield Fault(f"{place}.when", "when_never", {"over": over, "upto": upto})
    if award.requires_pass and all(part.pass_mark is None for part in rulebook.parts):
        yield Fault(f"{place}.requires_pass", "no_pass_mark", {})


def check_unit_table(table: UnitTable) -> Iterator[Fault]:
    """Items named twice; `shared` anywhere but last."""
    yield from twice("items", table.items, key="")
    for i, tie in enumerate(table.ties):
        if tie.by == "shared" and i + 1 < len(table.ties):
            yield Fault(f"ties[{i}]", "shared_not_last", {})
