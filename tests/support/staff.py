"""People of the office for tests that are not about who may hold which roles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contest.people import People


def hired(people: People, login: str, name: str, password: str, grants: Sequence[tuple[str, str, str]]) -> str:
    """An account with all of these roles, as one could have them before the rule that parts them; its id."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "sharing", lambda _: {contest for contest, *_ in grants})
        return people.add_account(login, name, password, grants)
