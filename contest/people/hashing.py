"""What the server keeps instead of a secret: argon2 of passwords and PINs, SHA-256 of long random tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

T = TypeVar("T")
_hasher = PasswordHasher()


def token_digest(token: str) -> str:
    """What the server keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(secret: str) -> str:
    """A password or PIN as it is kept. Argon2 takes 87 ms of CPU: in a thread, never on the loop."""
    return _in_thread(_hasher.hash, secret)


def fits(kept: str, secret: str) -> bool:
    """Whether a password or PIN is the one that is kept."""
    return _in_thread(_matches, kept, secret)


def _in_thread(work: Callable[..., T], *args: Any) -> T:
    result: T = gevent.get_hub().threadpool.apply(work, args)
    return result


def _matches(hashed: str, secret: str) -> bool:
    try:
        return _hasher.verify(hashed, secret)
    except Argon2Error:
        return False


NOBODY = _hasher.hash(secrets.token_hex(8))
"""What an unknown login is compared with, so that it costs the same time as a wrong password."""
