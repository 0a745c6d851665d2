"""What the server keeps instead of a secret: argon2 of passwords and PINs, SHA-256 of long random tokens."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Callable
from typing import Any, TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from argon2.low_level import ARGON2_VERSION

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


def _of_nobody() -> str:
    """A hash of nothing known: salt and digest are dice. What it says of its cost is what any other says."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${_dice(_hasher.salt_len)}${_dice(_hasher.hash_len)}"


def _dice(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).decode().rstrip("=")


NOBODY = _of_nobody()
"""What an unknown login is compared with, so that it costs the same time as a wrong password. Argon2 takes that time
when it is compared; made by argon2, it would cost every start of the program as much."""
