"""The formats of rulebook and unit table: a file of an older one is carried forward, step by step, before it is read.

When a key changes its meaning or its name, NEWEST grows by one and STEPS gets the way from the format before. A key
that is only added with a usual value needs neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .refused import Fault, RulebookRefused

Data = Mapping[str, Any]
Step = Callable[[Data], Data]
"""From a mapping as somebody wrote it, not checked at all, to one of the next format; what it cannot make out it leaves
for the reader to refuse."""

NEWEST = 1
STEPS: Mapping[int, Step] = {}
"""format → the step to the next one."""


def forward(data: Any) -> Any:
    """The mapping in the newest format. Raises RulebookRefused for a format of a newer version, or of none; what is no
    mapping, or states no whole number, is left to the reader."""
    found = _format_of(data)
    if found is None:
        return data
    if found > NEWEST:
        raise RulebookRefused([Fault("format", "format_newer", {"found": found, "newest": NEWEST})])
    for old in range(found, NEWEST):
        if old not in STEPS:
            raise RulebookRefused([Fault("format", "format_unknown", {"found": found, "newest": NEWEST})])
        data = {**STEPS[old](data), "format": old + 1}
    return data


def _format_of(data: Any) -> int | None:
    found = data.get("format") if isinstance(data, Mapping) else None
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
