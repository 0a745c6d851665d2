"""Results leave the house: workbook and CSV from one ResultView, the journal line by line.

Builders are pure: a view and a language in, bytes out. No database, no clock and no rule of scoring may be in here.
"""

from .csvfile import build_csv
from .view import ResultView, file_name
from .workbook import build_workbook

__all__ = ["ResultView", "build_csv", "build_workbook", "file_name"]
