"""Argon2 as weak as it goes, for tests that are not about how long it takes (0.2 s of two cores, each time)."""

import pytest
from argon2 import PasswordHasher

from contest.people import accounts, hashing, second


def quick(patch: pytest.MonkeyPatch) -> None:
    """Passwords, PINs and unknown logins, at once. How slowly it is done outside is tests/web/test_session.py's."""
    patch.setattr(hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for module in (accounts, second):
        patch.setattr(module, "NOBODY", hashing._of_nobody())
