"""Results leave the house: workbook, CSV, journal lines, all from one ResultView.

Builders are pure: a view and a language in, bytes out. No database, no clock and no rule of scoring may be in here.
"""

from .csvfile import build_csv
from .ndjson import journal_lines
from .view import ResultView, file_name
from .workbook import build_workbook

__all__ = ["ResultView", "build_csv", "build_workbook", "file_name", "journal_lines"]
