"""One at a time in a contest: who reads something and then writes what follows from it holds its lock meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from gevent.lock import RLock


def lock_by_contest() -> Callable[[str], RLock]:
    """Gives the lock of a contest, made when it is first asked for: nobody waits for another contest's people."""
    held: defaultdict[str, RLock] = defaultdict(RLock)
    return held.__getitem__
