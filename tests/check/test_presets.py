"""Every preset, played to its signed results: the second calculation comes to the same from its journal alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from contest import check
from contest.db import make_engine
from contest.journal import read
from tests.presets.test_presets import NAMES, _opened, _play
from tests.support.counts import FULL

from .folded import of_contest

QUICK = ["datong-craftsman", "worldskills-masonry"]
"""Votes, a ballot and a list without places; medals within bands, and a table of units."""


def lines(folder: Path, contest: str) -> list[bytes]:
    """The journal as it is stored."""
    engine = make_engine(f"sqlite:///{folder / 'contest.db'}", readonly=True)
    with engine.connect() as connection:
        found = [each.raw for each in read(connection, contest)]
    engine.dispose()
    return found


@pytest.mark.rules
@pytest.mark.parametrize("name", NAMES if FULL else QUICK)
def test_a_played_preset_comes_to_the_same_from_its_lines(name, tmp_path):
    with _opened(name, tmp_path) as (door, people, contest):
        _play(door, people, contest)
        told = lines(tmp_path, name)
        for item in contest.items:
            second = check.item_result(told, str(item), with_units=True)
            assert check.differences(of_contest(contest, str(item)), second) == []
            assert any(second["awards"].values())
