"""A marking scheme as the rows of a paper sheet: what is marked, by which standard, and with which boxes."""

from __future__ import annotations

from typing import Any

from ..scoring.numbers import text
from ..scoring.rulebook_types import Aspect, Part
from .words import Words


def scheme_rows(part: Part, words: Words) -> list[dict[str, Any]]:
    """The criteria, each with its aspects: `{id, name, help, max, how, box, boxes, levels}`; texts of one language."""
    return [
        {"name": words.pick(criterion.name), "aspects": [_row(aspect, words) for aspect in criterion.aspects]}
        for criterion in part.criteria
    ]


def _row(aspect: Aspect, words: Words) -> dict[str, Any]:
    levels = [words.pick(each) for each in aspect.descriptors]
    return {
        "id": aspect.id,
        "name": words.pick(aspect.name),
        "help": words.pick(aspect.help) if aspect.help else "",
        "max": "" if aspect.kind == "veto" else text(aspect.max),
        "how": _how(aspect, words),
        "box": _BOXES.get(aspect.kind, "figure"),
        "boxes": aspect.readings if aspect.kind == "measured" else 1,
        "levels": levels,
    }


_BOXES = {"judgement": "levels", "check": "yesno", "veto": "yesno", "measured": "readings"}
"""What the judge fills in: one figure, one of 0–3, yes or no, or so many readings."""


def _how(aspect: Aspect, words: Words) -> str:
    """The aspect's standard in one line."""
    values = {"min": text(aspect.min), "max": text(aspect.max), "unit": aspect.unit or ""}
    values |= {name: _text(getattr(aspect, name)) for name in ("step", "nominal", "per_fault", "at", "tolerance")}
    values["per"] = _text(aspect.per_outside if aspect.per_unit is None else aspect.per_unit)
    values["steps"] = _steps(aspect, words)
    return "".join(words(f"paper.score_sheet.how.{said}", n=aspect.allowed, **values) for said in _sentences(aspect))


def _sentences(aspect: Aspect) -> list[str]:
    """Which sentences of the catalogue say how the aspect is marked."""
    if aspect.kind == "veto":
        return ["veto.void" if aspect.fixes == "void" else f"veto.{aspect.fixes}.{aspect.bound}"]
    if aspect.kind == "points":
        return ["points" if aspect.step is not None else "points_free"]
    if aspect.kind != "measured":
        return [aspect.kind]
    if aspect.ladder:
        return ["measured", "ladder"]
    if aspect.per_outside is None:
        return ["measured", "per_unit"]
    return ["measured", "per_outside", *(["allowed"] if aspect.allowed else [])]


def _steps(aspect: Aspect, words: Words) -> str:
    """A ladder's rungs, or the bands of a deduction."""
    rungs = [("rung", each.upto, each.points) for each in aspect.ladder]
    bands = [("band", each.off, each.points) for each in aspect.bands]
    said = [
        words(f"paper.score_sheet.how.{of}", at=text(at), points=text(points), unit=aspect.unit or "")
        for of, at, points in rungs + bands
    ]
    return words("paper.score_sheet.how.and").join(said)


def mark_words(aspect: Aspect, mark: Any, words: Words) -> str:
    """A recorded mark as it stands on paper; "" for none."""
    if mark is None:
        return ""
    if isinstance(mark, bool):
        kind = "veto" if aspect.kind == "veto" else "check"
        return words(f"paper.score_sheet.{kind}.{'yes' if mark else 'no'}")
    return " / ".join(map(str, mark)) if isinstance(mark, list | tuple) else str(mark)


def _text(value: Any) -> str:
    return "" if value is None else text(value)
