"""`python -m bench`: every figure; `python -m bench NAME …`: these. Exit status 1 if one is not met."""

from __future__ import annotations

import sys

from . import acks, delta, fanout, latency, reopen, twice

FIGURES = {
    "fanout": fanout.run,
    "acks": acks.run,
    "latency": latency.run,
    "delta": delta.run,
    "open": reopen.run,
    "check": twice.run,
}


def main(names: list[str]) -> int:
    """Measure, print, and say whether every figure was met."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"{', '.join(unknown)}: unknown; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    lines = [line for name in names or FIGURES for line in FIGURES[name]()]
    return 0 if all(line["met"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
