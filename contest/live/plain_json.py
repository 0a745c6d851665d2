"""JSON for socket packets: Python's own, without building a reader and a writer for every message."""

from __future__ import annotations

import json
from typing import Any

_writer = json.JSONEncoder(separators=(",", ":"))


def loads(text: str) -> Any:
    """The value. ValueError: it is no JSON; a number of more than 4,300 digits is none either (Python's own bound)."""
    return json.loads(text)


def dumps(value: Any, **options: Any) -> str:
    """The value as ASCII JSON without blanks, which is what python-socketio asks for in `options`."""
    return _writer.encode(value)
