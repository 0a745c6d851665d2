"""The child with one of its two calculations broken: what the gate of signing must notice.

`python -m tests.support.sabotaged_apart` is what an `Apart` runs whose `module` says so; production names no other.
"""

from __future__ import annotations

from fractions import Fraction

from contest.apart.__main__ import main
from contest.check import entry


def a_hundredth_more() -> None:
    """The second calculation adds a hundredth of a point to every total."""
    total = entry.Entry.total.func
    entry.Entry.total = property(lambda self: total(self) + Fraction(1, 100))


if __name__ == "__main__":
    a_hundredth_more()
    main()
