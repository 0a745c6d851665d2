"""A rulebook in the order of the CIS sheet: criteria (A, B …), sub criteria (A1 …), aspects, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import count

from contest.scoring.rulebook import Aspect, Criterion, Part, Rulebook
from contest.scoring.rulebook_types import Cis

from .bookreader import letters

NONE = Cis()


@dataclass(frozen=True, slots=True)
class Leaf:
    """An aspect, and where it stands in the rulebook: the part's number, the criterion's in it, its own in that."""

    part: int
    criterion: int
    at: int
    aspect: Aspect

    @property
    def letter(self) -> str:
        """J for a judgement, M for all else."""
        return "J" if self.aspect.kind == "judgement" else "M"


@dataclass(slots=True)
class Sub:
    """A sub criterion; `criterion`: the one that names it, where several have its id."""

    id: str
    criterion: Criterion
    leaves: list[Leaf] = field(default_factory=list)


@dataclass(slots=True)
class Module:
    """A criterion of the sheet's upper table; the first of its parts names it."""

    id: str
    parts: list[tuple[int, Part]] = field(default_factory=list)
    subs: list[Sub] = field(default_factory=list)


def outline(rulebook: Rulebook) -> list[Module]:
    """The judged parts as criteria, in the sheet's order."""
    modules: dict[str, Module] = {}
    for at, part in enumerate(rulebook.parts):
        if part.source == "judged":
            id = (part.cis or NONE).id or _free(modules)
            modules.setdefault(id, Module(id)).parts.append((at, part))
    for module in modules.values():
        module.subs = _subs(module)
    return list(modules.values())


def _free(taken: Collection[str]) -> str:
    """The next letter: A, B …"""
    return next(letters(at) for at in range(len(taken), 100) if letters(at) not in taken)


def _subs(module: Module) -> list[Sub]:
    """Its sub criteria, by the row of their first aspect; one without an id gets the next number that is free."""
    subs: dict[str, Sub] = {}
    said = {criterion.cis.id for _, part in module.parts for criterion in part.written if criterion.cis}
    for number, part in module.parts:
        for at, criterion in enumerate(part.written):
            id = (criterion.cis or NONE).id or next(
                told for k in count(len(subs) + 1) if (told := f"{module.id}{k}") not in said and told not in subs
            )
            leaves = [Leaf(number, at, k, aspect) for k, aspect in enumerate(criterion.aspects)]
            subs.setdefault(id, Sub(id, criterion)).leaves.extend(leaves)
    for sub in subs.values():
        sub.leaves.sort(key=_row)
    return sorted(subs.values(), key=lambda sub: _first(sub.leaves))


def _row(leaf: Leaf) -> int:
    return (leaf.aspect.cis or NONE).row or 0


def _first(leaves: Sequence[Leaf]) -> int:
    return min(map(_row, leaves))
