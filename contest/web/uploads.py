"""A file that somebody sends: bounded, kept for as long as it is read, and read beside the loop."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, TypeVar

import gevent
from flask import request

from ..schemas import malformed
from ..scoring.refused import Refused

T = TypeVar("T")
MOST = 20 * 2**20  # bytes: a roster of 30,000 is under three million


FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}
"""What /openapi.json tells of a request that is one file."""


def of_the_upload(read: Callable[[Path], T], most: int = MOST) -> T:
    """What `read` makes of the file `file` in the request's form. Its name keeps nothing but its ending.

    Refused("file_needed"), ("malformed"), ("too_large"), and whatever `read` refuses.
    """
    request.max_content_length = most
    sent = request.files.get("file")
    if sent is None:
        raise Refused("file_needed") if request.mimetype == "multipart/form-data" else malformed()
    ending = PurePath(sent.filename or "").suffix.lower()[:8]
    with tempfile.TemporaryDirectory(prefix="contest-") as folder:
        path = Path(folder, f"file{ending if ending.isascii() else ''}")
        sent.save(path)
        sent.close()
        return beside(read, path)


def beside(work: Callable[..., T], *args: Any) -> T:
    """The work done in a thread, while the loop goes on; a refusal is handed over, since gevent would print it."""
    found: T | Refused = gevent.get_hub().threadpool.apply(_tried, (work, args))
    if isinstance(found, Refused):
        raise found
    return found


def _tried(work: Callable[..., T], args: tuple[Any, ...]) -> T | Refused:
    try:
        return work(*args)
    except Refused as refused:
        return refused
