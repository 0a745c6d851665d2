"""The answer to what a person can mend, and the place of each fault in what they wrote.

A refusal carries a code and data; its sentences stand only in the catalogue (contest/locale).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """An act that may not be done now. `code` names the sentence, `data` fills its placeholders."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (type(self), self.args, self.__dict__))

    def __str__(self) -> str:
        return f"{self.code} {self.data}" if self.data else self.code


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `place` is a path like `parts[2].criteria[0].aspects[1].max`, or an aspect's id on a sheet;
    `data` holds only what JSON can carry."""

    place: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Faulty(Refused):
    """Refused for a list of faults: all of them, so that nobody mends one only to meet the next. `area`: where their
    sentences stand in the catalogue."""

    area = "rulebook"

    def __init__(self, code: str, faults: Iterable[Fault], **data: Any) -> None:
        self.faults = list(faults)
        super().__init__(code, **{"count": len(self.faults)} | data)

    def __str__(self) -> str:
        return f"{self.code}: " + "; ".join(f"{f.place}: {f.code} {dict(f.data)}" for f in self.faults)


class RulebookRefused(Faulty):
    """A rulebook (or unit table) that cannot be used; sentences `rulebook.<code>`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("rulebook_faults", faults)


class RulebookUnfit(Faulty):
    """Another rulebook that has no room for what was noted by the present one; sentences `refit.<code>`. A fault's
    place is the codes it is about."""

    area = "refit"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("rulebook_unfit", faults)


class MarksRefused(Faulty):
    """Marks, a penalty or an imported score that the rulebook does not allow; sentences `mark.<code>`."""

    area = "mark"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("mark_faults", faults)


class CalculationsDiffer(Faulty):
    """The two calculations of a result do not come to the same; sentences `differ.<code>`. `count`: of all of them, of
    which some are listed."""

    area = "differ"

    def __init__(self, faults: Iterable[Fault], count: int) -> None:
        super().__init__("calculations_differ", faults, count=count)


def _again(kind: type[Refused], args: tuple[Any, ...], state: dict[str, Any]) -> Refused:
    """Rebuild a refusal that crossed into or out of a child process."""
    refused = kind.__new__(kind)
    refused.args = args
    refused.__dict__.update(state)
    return refused
