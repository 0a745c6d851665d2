"""`python -m bench`: every figure; `python -m bench NAME …`: these. Exit status 1 if one is not met."""

from __future__ import annotations

import sys

from . import acks, delta, fanout, judge_page, latency, reopen, roster, twice, whole, wide

FIGURES = {
    "fanout": fanout.run,
    "acks": acks.run,
    "latency": latency.run,
    "delta": delta.run,
    "open": reopen.run,
    "check": twice.run,
    "whole": whole.run,
    "wide": wide.run,
    "roster": roster.run,
    "page": judge_page.run,
}
BY_NAME = {"million": reopen.run_million}
"""Too big to be measured with the others."""


def main(names: list[str]) -> int:
    """Measure, print, and say whether every figure was met."""
    figures = FIGURES | BY_NAME
    unknown = [name for name in names if name not in figures]
    if unknown:
        print(f"{', '.join(unknown)}: unknown; there are {', '.join(figures)}", file=sys.stderr)
        return 2
    lines = [line for name in names or FIGURES for line in figures[name]()]
    return 0 if all(line["met"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
