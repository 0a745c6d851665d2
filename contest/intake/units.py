"""Units as they are written already: other widths of brackets and letters, and blanks, make no other unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from .words import key

_BRACKETS = str.maketrans("【〔[{】〕]}", "(((())))")


@lru_cache(maxsize=4096)
def unit_key(text: str) -> str:
    """By which two names of units are the same one."""
    return "".join(key(text).translate(_BRACKETS).split())


class Spelling:
    """How each unit is written: as it is already, else as it is met first. told: as said → as it is written."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = set(known)
        self._by_key = {unit_key(unit): unit for unit in sorted(self._known, reverse=True)}
        self._told: dict[str, str] = {}

    @property
    def told(self) -> Mapping[str, str]:
        """Every name that was said in another way."""
        return self._told

    def of(self, said: str) -> str:
        """The unit's name as it is written. Where it stands in two ways already, what is said is one of them."""
        if not said or said in self._known:
            return said
        written = self._by_key.setdefault(unit_key(said), said)
        if written != said:
            self._told[said] = written
        return written
