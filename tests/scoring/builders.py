"""Rulebooks and sheets in few words. Every mapping is what its file would say; pass what a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from contest.scoring.marking import EntryScore, PartScore, SheetScore, combine, read_marks, score_sheet, total
from contest.scoring.rulebook import Part, Rulebook, parse_rulebook

TWO = {"digits": 2, "mode": "half_up"}


def name(word: str = "x") -> dict[str, str]:
    return {"zh": word, "en": word}


def points(id: str, max: str = "100", step: str = "0.5", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name(), "kind": "points", "max": max, "step": step} | more


def aspect(kind: str, id: str = "a", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name(), "kind": kind} | more


def criterion(id: str, *aspects: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name(), "aspects": [dict(a) for a in aspects]} | more


def judged(id: str, *criteria: Mapping[str, Any], judges: int = 1, weight: str = "100", **more: Any) -> dict[str, Any]:
    found = list(criteria) or [criterion("c", points("a"))]
    panel = {"judges": judges, "by": "all"}
    return {"id": id, "name": name(), "source": "judged", "weight": weight, "panel": panel, "criteria": found} | more


def trimmed(judges: int = 5, low: int = 1, high: int = 1, **more: Any) -> dict[str, Any]:
    """The keys of a part whose judges are trimmed."""
    return {"judges": judges, "combine": {"method": "trimmed_mean", "low": low, "high": high} | more}


def imported(id: str, weight: str = "100", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name(), "source": "imported", "weight": weight, "out_of": "100"} | more


def data(*parts: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A rulebook's mapping, two digits at judges and total."""
    book = {"format": 1, "id": "x", "name": name(), "parts": [dict(part) for part in parts]}
    return book | {"rounding": {"aspect": TWO, "judges": TWO, "factor": TWO, "total": TWO}} | more


def rulebook(*parts: Mapping[str, Any], **more: Any) -> Rulebook:
    return parse_rulebook(data(*parts, **more))


def part(*criteria: Mapping[str, Any], **more: Any) -> Part:
    """The one part of a rulebook, which counts as it is."""
    return rulebook(judged("p", *criteria, weight="1", **more), weighting="sum").parts[0]


def sheets(part: Part, *marks: Mapping[str, Any] | str) -> dict[Any, SheetScore]:
    """A sheet per judge j1, j2, …; a bare mark is that of the only aspect."""
    read = [read_marks(part, mark if isinstance(mark, Mapping) else {next(iter(part.aspects)): mark}) for mark in marks]
    return {f"j{i}": score_sheet(part, one) for i, one in enumerate(read, start=1)}


def combined(part: Part, *marks: Mapping[str, Any] | str, final: bool = False) -> PartScore:
    score = combine(part, sheets(part, *marks), final)
    assert score is not None
    return score


def of(value: str | int) -> PartScore:
    """A part's score as if imported."""
    return PartScore(Decimal(value), Decimal(value))


def entry(book: Rulebook, *values: str, penalties: Sequence[Any] = (), times: Any = None) -> EntryScore:
    """An entry's score from its parts' scores in order."""
    scores = {part.id: of(value) for part, value in zip(book.parts, values, strict=False)}
    return total(book, scores, penalties, times)
