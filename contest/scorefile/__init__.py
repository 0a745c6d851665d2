"""`contest score`: the calculation alone, from two files, no server: the check that any recorder can run.

It reads files and calls scoring; no rule may be in here.
"""

from .explained import explain
from .report import score_files
from .rulefile import load_rulebook
from .table import table

__all__ = ["explain", "load_rulebook", "score_files", "table"]
