"""Files on disk under their SHA-256: written once, whole or not at all, so that a copy of the folder needs only what it
lacks."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..scoring.refused import Refused

CHUNK = 256 * 1024
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is there: its SHA-256 (hex), its size in bytes, and its first bytes."""

    digest: str
    size: int
    head: bytes


class Files:
    """The folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the file of a digest lies. ValueError: it is no digest."""
        if _DIGEST.fullmatch(digest) is None:
            raise ValueError(digest)
        return self.folder / digest[:2] / digest

    def put(self, source: BinaryIO, most: int) -> Stored:
        """Keep what can be read from `source`. Refused("material_too_big"): it has more than `most` bytes;
        ("material_empty"): none. Blocking: to be called in a thread."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{secrets.token_hex(8)}.part"
        try:
            stored = _copied(source, part, most)
            target = self.path(stored.digest)
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return stored

    def copied_to(self, folder: Path) -> Iterator[Path]:
        """Copy what `folder` lacks; each file that was copied."""
        for path in sorted(self.folder.glob("??/*")):
            target = Files(folder).path(path.name)
            if not target.exists():
                with path.open("rb") as source:
                    Files(folder).put(source, path.stat().st_size)
                yield target


def _copied(source: BinaryIO, target: Path, most: int) -> Stored:
    digest, size, head = hashlib.sha256(), 0, b""
    with target.open("xb") as file:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise Refused("material_too_big", most=f"{most / 1e6:.0f}")
            head = head or chunk[:1024]
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused("material_empty")
    return Stored(digest.hexdigest(), size, head)
