"""Both calculations of the same two files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contest import check
from contest.scorefile import score_files

HEAD = ("entry", "judge", "aspect", "value")
Row = tuple[str, str, str, str]


def marks(rows: Iterable[Row]) -> str:
    """The MARKS file."""
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue()


def both(folder: Path, book: dict[str, Any], rows: Iterable[Row]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer of `contest score`, and the check's."""
    book_file, marks_file = folder / "book.json", folder / "marks.csv"
    book_file.write_text(json.dumps(book), encoding="utf-8")
    marks_file.write_text(marks(rows), encoding="utf-8")
    lines = marks_file.read_text(encoding="utf-8").splitlines()
    return score_files(book_file, marks_file), check.result(book, check.entries_of_csv(book, lines))
