"""The child whose second calculation does not know the rulebook: see sabotaged_apart.py."""

from __future__ import annotations

from contest import check
from contest.apart.__main__ import main


def _unknown(*_: object) -> None:
    raise check.NotCovered("ties.by: height")


if __name__ == "__main__":
    check.item_result = _unknown
    main()
