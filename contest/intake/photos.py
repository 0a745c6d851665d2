"""A photo that somebody sends, made small by a child process that may not take much time or memory (picture.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from contest.scoring.refused import Refused

from .picture import TOO_MANY

DRAWER = Path(__file__).with_name("picture.py")
SECONDS = 10.0


def small_photo(path: Path) -> bytes:
    """The photo as a JPEG of at most 60 kB. Blocking: to be called in a thread. Refused("photo_unreadable"),
    ("photo_pixels")."""
    command = [sys.executable, "-I", str(DRAWER), str(path)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused("photo_unreadable") from None
    if child.returncode == TOO_MANY:
        raise Refused("photo_pixels")
    if child.returncode or not child.stdout:
        raise Refused("photo_unreadable")
    return child.stdout
