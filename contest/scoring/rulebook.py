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


ONCE_ACCEPTED = frozenset({"carry_cumulative", "formula_over_out_of", "rounding_missing"})
"""Faults that rulebooks were not always refused for: one that stands in a journal may have them. What a formula makes
of parts below 0, and so what it is a share of, was taken for less."""


def parse_rulebook(data: Mapping[str, Any], journaled: bool = False) -> Rulebook:
    """The rulebook in a mapping (YAML or JSON; decimals are strings). Raises RulebookRefused with all its faults.
    `journaled`: it was accepted when it came into the journal, which has to be read whatever is refused since."""
    faults: list[Fault] = []
    rulebook = read_rulebook(Node({}, "", faults).wrap(forward(data), ""))
    faults += check_rulebook(rulebook, [fault.place for fault in faults])
    _refuse(faults, journaled)
    return rulebook


def parse_unit_table(data: Mapping[str, Any], journaled: bool = False) -> UnitTable:
    """The unit table in a mapping, likewise. Raises RulebookRefused with all its faults."""
    faults: list[Fault] = []
    table = read_unit_table(Node({}, "", faults).wrap(forward(data), ""))
    faults += check_unit_table(table)
    _refuse(faults, journaled)
    return table


def _refuse(faults: list[Fault], journaled: bool) -> None:
    found = [fault for fault in faults if not journaled or fault.code not in ONCE_ACCEPTED]
    if found:
        raise RulebookRefused(found)
