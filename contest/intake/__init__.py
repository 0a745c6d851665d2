"""Rosters and sheets of judges from spreadsheets, as people send them: every fault is told at once, with its cell.

Nothing here writes to a contest, and no file is opened in this process: sheet.py reads it in a child with limits.
"""

from .attributes import Asked, asked_of
from .cells import Refusal, read_cells
from .drawn import DrawnRow, drawn_xlsx, read_drawn, typed_rows
from .judges import Hall, JudgeRow, JudgeSheet, judges_from_cells, read_judges
from .judges_template import judges_csv, judges_xlsx
from .person import read_person
from .photos import small_photo
from .roster import Columns, Roster, RosterRow, read_roster, roster_from_cells
from .roster_template import roster_xlsx

__all__ = [
    "Asked",
    "Columns",
    "DrawnRow",
    "Hall",
    "JudgeRow",
    "JudgeSheet",
    "Refusal",
    "Roster",
    "RosterRow",
    "asked_of",
    "drawn_xlsx",
    "judges_csv",
    "judges_from_cells",
    "judges_xlsx",
    "read_cells",
    "read_drawn",
    "read_judges",
    "read_person",
    "read_roster",
    "roster_from_cells",
    "roster_xlsx",
    "small_photo",
    "typed_rows",
]
