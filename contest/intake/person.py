"""One person as somebody typed them: the same texts are taken and refused as in a row of a roster (roster.py)."""

from __future__ import annotations

from collections.abc import Mapping

from contest.people.strokes import Uncounted, strokes_of
from contest.scoring.attributes import STROKES
from contest.scoring.refused import Fault

from .attributes import Asked, Unfit, read_attribute
from .roster import label
from .words import text_fault


def read_person(
    asked: Mapping[str, Asked], name: str, number: str, said: Mapping[str, str]
) -> tuple[dict[str, str], list[Fault]]:
    """The attributes in the rulebook's words, and every fault with the field as its place: `name`, `number` or an
    attribute's id; sentences `intake.<code>`."""
    faults = [_fault("name", "empty")] if not name else []
    for field, text in (("name", name), ("number", number)):
        if code := text_fault(text):
            faults.append(_fault(field, code))
    found: dict[str, str] = {}
    for id, each in asked.items():
        text = said.get(id, "").strip()
        try:
            found[id] = read_attribute(each, text or (strokes_of(name) if id == STROKES else ""))
        except Unfit as unfit:
            faults.append(_fault(id, unfit.code, **unfit.data))
        except Uncounted as unknown:
            faults.append(_fault(id, "strokes_unknown", text=unknown.character, wanted=label(STROKES)))
    return {id: text for id, text in found.items() if text}, faults


def _fault(place: str, code: str, **data: object) -> Fault:
    return Fault(place, code, {"column": label(place), **data})
