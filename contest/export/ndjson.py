"""The journal as lines, one JSON object each, byte for byte as stored: the verifier never re-serializes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def journal_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Each line's stored bytes, ended by one newline. Raises ValueError for bytes that would be two lines."""
    for line in lines:
        if b"\n" in line or b"\r" in line:
            raise ValueError("a journal line holds a line break")
        yield line + b"\n"
