"""`contest serve` with one thing other than in production, so that a test need not wait or may speak TLS.

`python -m tests.live.odd HOW serve --port N`; HOW is the name of a function here.
"""

from __future__ import annotations

import functools
import os
import sys

from contest import serving
from contest.cli import main
from contest.live import stream


def hasty() -> None:
    """Heartbeats every 0.3 s; a reader who takes nothing for 1 s is let go."""
    stream.HEARTBEAT = 0.3
    stream.STUCK = 1.0


def tls() -> None:
    """Served over TLS with the key and certificate named in the environment."""
    serving.WSGIServer = functools.partial(
        serving.WSGIServer, keyfile=os.environ["TEST_TLS_KEY"], certfile=os.environ["TEST_TLS_CERTIFICATE"]
    )


if __name__ == "__main__":
    globals()[sys.argv.pop(1)]()
    main()
