"""The rulebook: everything about one item that changes ranks. `parse_rulebook` is the one way to get one.

The types stand in rulebook_types, the file's shape is read in rulebook_build, its sense is checked in rulebook_check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .numbers import Rounding
from .refused import Fault, RulebookRefused
from .rulebook_award_check import check_unit_table
from .rulebook_build import read_rulebook
from .rulebook_check import check_rulebook
from .rulebook_dump import dump_rulebook, dump_unit_table
from .rulebook_formats import forward
from .rulebook_outcomes import Award, CriterionId, Ranking, Text, Tie, UnitTable, UnitTie, When
from .rulebook_read import Node
from .rulebook_types import (
    Aspect,
    BoardRule,
    Combine,
    Criterion,
    Panel,
    Part,
    PenaltyRule,
    Rulebook,
    Rung,
    Stages,
    TimeRule,
)
from .rulebook_unit_build import read_unit_table

__all__ = [
    "Aspect",
    "Award",
    "BoardRule",
    "Combine",
    "Criterion",
    "CriterionId",
    "Fault",
    "Panel",
    "Part",
    "PenaltyRule",
    "Ranking",
    "Rounding",
    "Rulebook",
    "RulebookRefused",
    "Rung",
    "Stages",
    "Text",
    "Tie",
    "TimeRule",
    "UnitTable",
    "UnitTie",
    "When",
    "dump_rulebook",
    "dump_unit_table",
    "parse_rulebook",
    "parse_unit_table",
]


def parse_rulebook(data: Mapping[str, Any]) -> Rulebook:
    """The rulebook in a mapping (YAML or JSON; decimals are strings). Raises RulebookRefused with all its faults."""
    faults: list[Fault] = []
    rulebook = read_rulebook(Node({}, "", faults).wrap(forward(data), ""))
    faults += check_rulebook(rulebook, [fault.place for fault in faults])
    if faults:
        raise RulebookRefused(faults)
    return rulebook


def parse_unit_table(data: Mapping[str, Any]) -> UnitTable:
    """The unit table in a mapping. Raises RulebookRefused with all its faults."""
    faults: list[Fault] = []
    table = read_unit_table(Node({}, "", faults).wrap(forward(data), ""))
    faults += check_unit_table(table)
    if faults:
        raise RulebookRefused(faults)
    return table
