"""Every preset that is played to its end comes to the same in both calculations: the gate of signing stands open."""

from __future__ import annotations

import pytest

from contest.apart.signing import answer
from contest.apart.tasks import Asked

from .test_presets import SMALL, _opened, _play


@pytest.mark.parametrize("name", SMALL)
def test_both_calculations_agree_on_every_item_of_a_preset(name, tmp_path):
    with _opened(name, tmp_path) as (door, people, contest):
        _play(door, people, contest)
        asked = {
            "database": f"sqlite:///{tmp_path / 'contest.db'}",
            "contest": name,
            "seq": contest.seq,
            "head": contest.head.hex(),
        }
        for item in contest.items.values():
            told, _ = answer(Asked(asked | {"item": item.id}))
            assert (told["not_covered"], told["differences"]) == ("", [])
            assert told["digest"] == item.signature.digest
