"""How often a fault or a random case is played: small in `make test`, full in `make faults` and `make check-rules`."""

import os

FULL = bool(os.environ.get("CONTEST_FULL"))


def count(small: int, full: int) -> int:
    """The number of repetitions of this run."""
    return full if FULL else small
