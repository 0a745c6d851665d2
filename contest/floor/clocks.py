"""A press of a clock as it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from ..scoring.timekeeping import Press


@dataclass(frozen=True, slots=True)
class Pressed(Press):
    """A press with where it is from: part, place, the two clocks, who."""

    part: str = ""
    place: str = ""
    device: int = 0
    offset: int | None = None
    received: int = 0
    by: str = ""
