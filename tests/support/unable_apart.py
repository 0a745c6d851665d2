"""The child whose second calculation does not know the rulebook: see sabotaged_apart.py."""

from __future__ import annotations

from contest.apart.__main__ import main
from contest.check import NotCovered, places


def _unknown(book: object) -> None:
    raise NotCovered("ties.by: height")


if __name__ == "__main__":
    places.cover = _unknown
    main()
