"""Write docs/events.md from contest/scoring/events.py: every kind of event with its fields. A test compares the two."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import MISSING, Field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "events.md"
sys.path.insert(0, str(ROOT))

from contest.scoring import events  # noqa: E402

HEAD = """# The events of a contest

Made from `contest/scoring/events.py` by `python scripts/events_page.py`; do not edit here.

{grammar}

## A line

What is stored, hashed and exported for each event is one line: canonical JSON (UTF-8, keys sorted, no spaces) of

| key | what |
|---|---|
| `contest`, `seq` | the contest's id; the line's number, from 1 without a gap |
| `at` | when, UTC, ISO 8601 with milliseconds; order is `seq`, never `at` |
| `by` | who: `seat:<id>`, `account:<id>` or `system` |
| `kind`, `data` | one of the kinds below; its fields |
| `request` | only where a device chose an idempotency key: `{{"id": …, "body": digest of what was asked}}` |

Its hash is SHA-256 over the hash of the line before (32 zero bytes before the first) and the line's bytes.

Below, `ItemId`, `PartId`, `EntryId` and `SeatId` are texts; "left out" says what a field is in a line that lacks it.
"""


def page() -> str:
    """The page's text."""
    grammar = plain(events.__doc__ or "").split("Grammar: ", 1)[1].split(" docs/events.md is made", 1)[0]
    kinds = "\n".join(section(kind, event) for kind, event in events.KINDS.items())
    return HEAD.format(grammar=grammar[:1].upper() + grammar[1:]) + "\n" + kinds


def section(kind: str, event: type[events.Event]) -> str:
    """One kind: what it says happened, and its fields."""
    rows = "\n".join(f"| `{each.name}` | {said(str(each.type))} | {default(each)} |" for each in fields(event))
    return f"## {kind}\n\n{plain(event.__doc__ or '')}\n\n| field | type | left out |\n|---|---|---|\n{rows}\n"


def said(annotation: str) -> str:
    """A type in the words of JSON, an id by its own name."""
    words = {"str": "text", "int": "whole number", "bool": "true or false", "None": "null"}
    simple = re.sub(r"Mapping\[[^]]*\]|Marks", "object", annotation)
    simple = re.sub(r"list\[.*\]", "list", simple)
    return " or ".join(words.get(each, each) for each in simple.split(" | "))


def default(each: Field[object]) -> str:
    """What a field is that an older line does not have."""
    if each.default is not MISSING:
        return f"`{each.default!r}`" if each.default != "" else "empty"
    return "never" if each.default_factory is MISSING else "empty"


def plain(doc: str) -> str:
    """A docstring's text, each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(doc).split("\n\n"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
