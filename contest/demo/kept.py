"""What the demo remembers between runs, in var/demo.json, for its owner alone: passwords, PIN, devices, seed."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROLES = ("organizer", "chief", "officer", "supervisor")
"""The demo's accounts: each bears the name of its role."""
SEED = 1


@dataclass(slots=True)
class Kept:
    """A contest's share of the file. `seats`: seat id → device token of its simulated judge; `fresh`: just made up."""

    path: Path
    contest: str
    seed: int
    pin: str
    passwords: dict[str, str]
    seats: dict[str, str] = field(default_factory=dict)
    fresh: bool = False

    @classmethod
    def read(cls, path: Path, contest: str, seed: int | None) -> Kept:
        """What an earlier run kept of this contest, or something new; `seed` overrules the kept one."""
        found = _load(path).get(contest)
        if found is None:
            pin = f"{secrets.randbelow(9000) + 1000}"
            return cls(path, contest, SEED if seed is None else seed, pin, {r: password() for r in ROLES}, fresh=True)
        kept = found["seed"] if seed is None else seed
        return cls(path, contest, kept, found["pin"], found["accounts"], found["seats"])

    def write(self) -> None:
        """Keep it, whole or not at all."""
        kept = {"seed": self.seed, "pin": self.pin, "accounts": self.passwords, "seats": self.seats}
        whole = _load(self.path) | {self.contest: kept}
        draft = self.path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(whole, file, ensure_ascii=False, indent=1)
        draft.replace(self.path)


def _load(path: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return loaded


def password() -> str:
    """Random and easy to read out: kavo-tiru-4829 (38 bits; the server slows guessing)."""
    words = ("".join(secrets.choice("bdfgklmnprstvz") + secrets.choice("aeiou") for _ in range(2)) for _ in range(2))
    return f"{'-'.join(words)}-{secrets.randbelow(9000) + 1000}"
