"""Rosters from spreadsheets, as people send them: every fault is told at once, with its cell.

Nothing here writes to a contest, and no file is opened in this process: sheet.py reads it in a child with limits.
"""

from .attributes import Asked, asked_of
from .cells import Refusal, read_cells
from .roster import Columns, Roster, RosterRow, read_roster, roster_from_cells

__all__ = [
    "Asked",
    "Columns",
    "Refusal",
    "Roster",
    "RosterRow",
    "asked_of",
    "read_cells",
    "read_roster",
    "roster_from_cells",
]
