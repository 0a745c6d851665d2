"""The cells of a spreadsheet file as text, read by a child process that may not take much time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Cells = list[list[str]]
"""Rows of texts; a number cell as Excel shows it, to 15 digits."""

SECONDS = 5.0
"""The longest a child may take, by the clock; its own limit of CPU time is less (sheet.py)."""

READER = Path(__file__).with_name("sheet.py")


class Refusal(Exception):
    """A file that is not read. `code`: sentence `intake.<code>`."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


def read_cells(path: Path) -> Cells:
    """The cells of the first sheet of a .csv, .txt or .xlsx file. Raises Refusal; a file that breaks the child is one
    that is too much for it."""
    cells: Cells = _ask(path)["cells"]
    return cells


def find_table(path: Path, is_table: Callable[[Cells], bool]) -> tuple[str, Cells]:
    """The first sheet of a file that is the table which is looked for, by name ("" for the first one of all), and its
    cells: a workbook may begin with a cover. Without any it is the first one. Raises Refusal."""
    cells = read_cells(path)
    if is_table(cells) or path.read_bytes()[:2] != b"PK":
        return "", cells
    others = list(read_book(path).items())[1:]
    return next(((name, each) for name, each in others if is_table(each)), ("", cells))


def read_book(path: Path) -> dict[str, Cells]:
    """The cells of every sheet of an .xlsx file, by name. Raises Refusal."""
    sheets: dict[str, Cells] = _ask(path, "--whole")["sheets"]
    return sheets


def _ask(path: Path, *how: str) -> dict[str, Any]:
    """What the child answers about the file."""
    command = [sys.executable, "-I", str(READER), str(path), *how]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refusal("too_much") from None
    if child.returncode or not child.stdout:
        raise Refusal("too_much")
    answer: dict[str, Any] = json.loads(child.stdout)
    if "refused" in answer:
        raise Refusal(answer["refused"], **answer["data"])
    return answer
