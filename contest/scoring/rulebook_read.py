"""Reading a rulebook's shape: right keys, right kinds of value. What the values mean together is rulebook_check.

Nothing stops at the first fault: a value that cannot be read becomes a harmless stand-in and one more fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from .numbers import MODES, ZERO, NotANumber, Rounding, parse
from .refused import Fault
from .rulebook_types import Stages, Text

T = TypeVar("T")

ID = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
STAGES = ("aspect", "judges", "factor", "part", "weighted", "total")
LONG = 300  # a text that may be so long may have more than one line: help, descriptors, what a CIS sheet says
_ABSENT = object()


@dataclass
class Node:
    """A mapping of the file and its place; every reader below takes a key and reports what is wrong with it."""

    data: Mapping[str, Any]
    place: str
    faults: list[Fault]
    void: bool = False
    """Stands in for something that is no mapping: it has no keys, and nobody is told about each of them."""
    _seen: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def fault(self, key: str, code: str, /, **data: Any) -> None:
        if not self.void:
            self.faults.append(Fault(self.at(key) if key else self.place, code, data))

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def get(self, key: str, default: Any = _ABSENT) -> Any:
        """The raw value; the default where it is absent or null, and a fault where there is no default."""
        self._seen.add(key)
        value = self.data.get(key)
        if value is not None:
            return value
        if default is _ABSENT:
            self.fault(key, "missing_key", key=key)
            return None
        return default

    def finish(self) -> None:
        """Report the keys nobody read."""
        for key in self.data:
            if key not in self._seen:
                self.fault(str(key), "unknown_key", key=str(key))

    def node(self, key: str, default: Any = _ABSENT) -> Node:
        return self.wrap(self.get(key, default), self.at(key))

    def wrap(self, value: Any, place: str) -> Node:
        """The value as a mapping at that place, or a fault and an empty stand-in."""
        if isinstance(value, Mapping):
            return Node(value, place, self.faults)
        if value is not None and not self.void:
            self.faults.append(Fault(place, "not_a_mapping", {}))
        return Node({}, place, self.faults, void=True)

    def nodes(self, key: str, most: int, required: bool = True, short: str = "") -> list[Node]:
        """The mappings of a list; where `short` names a key, a bare text stands for a mapping of that key alone."""
        found = []
        for i, value in enumerate(self.values(key, most, required)):
            if value is None:  # not a key left out: `wrap` would let it pass
                self.fault(f"{key}[{i}]", "not_a_mapping")
            bare = short and isinstance(value, str)
            found.append(self.wrap({short: value} if bare else value, f"{self.at(key)}[{i}]"))
        return found

    def values(self, key: str, most: int, required: bool = True) -> Sequence[Any]:
        value = self.get(key) if required else self.get(key, [])
        if value is None:
            return []
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            self.fault(key, "not_a_list")
            return []
        if required and not value:
            self.fault(key, "empty_list")
        if len(value) > most:
            self.fault(key, "list_too_long", most=most, found=len(value))
        return value[:most]

    def ident(self, key: str, default: Any = _ABSENT) -> str:
        value = self.get(key, default)
        if value is not None and not (isinstance(value, str) and ID.fullmatch(value)):
            self.fault(key, "bad_id", found=shown(value))
            return ""
        return value or ""

    def idents(self, key: str, most: int, required: bool = True) -> list[str]:
        found = []
        for i, value in enumerate(self.values(key, most, required)):
            if isinstance(value, str) and ID.fullmatch(value):
                found.append(value)
            else:
                self.fault(f"{key}[{i}]", "bad_id", found=shown(value))
        return found

    def choice(self, key: str, choices: Sequence[str], default: Any = _ABSENT) -> Any:
        value = self.get(key, default)
        if value in choices or value is default:
            return value
        if value is not None:
            self.fault(key, "not_one_of", found=shown(value), choices=list(choices))
        return choices[0]

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.get(key, default)
        if not isinstance(value, bool):
            self.fault(key, "not_a_flag", found=shown(value))
            return default
        return value

    def whole(self, key: str, least: int, most: int, default: Any = _ABSENT) -> Any:
        """A whole number, written 3 or "3"."""
        value = self.get(key, default)
        if value is None or value is default:
            return least if default is _ABSENT else default
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value, re.ASCII):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(key, "not_whole", found=shown(value))
        elif least <= value <= most:
            return value
        else:
            self.fault(key, "out_of_range", found=str(value), least=str(least), most=str(most))
        return least

    def decimal(self, key: str, default: Any = _ABSENT, least: str | None = None, above: str | None = None) -> Any:
        """A decimal, written "8.5" or 8; `least` may be reached, `above` may not. ZERO stands in for what is wrong."""
        value = self.get(key, default)
        if value is None or value is default:
            return ZERO if default is _ABSENT else default
        return self._within(key, value, least, above)

    def decimals(self, key: str, most: int, least: str) -> tuple[Decimal, ...]:
        """The decimals of a list, none below `least`."""
        return tuple(self._within(f"{key}[{i}]", value, least, None) for i, value in enumerate(self.values(key, most)))

    def _within(self, key: str, value: Any, least: str | None, above: str | None) -> Decimal:
        number = self._number(key, value)
        if number is None:
            return ZERO
        if (least is not None and number < Decimal(least)) or (above is not None and number <= Decimal(above)):
            self.fault(key, "too_small" if above is None else "not_above", found=str(value), least=least or above)
        return number

    def _number(self, key: str, value: Any) -> Decimal | None:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.fault(key, "float" if isinstance(value, float) else "not_a_number", found=shown(value))
            return None
        try:
            return parse(value)
        except NotANumber as wrong:
            self.fault(key, wrong.code, found=wrong.text)
            return None

    def text(self, key: str, most: int = 80) -> Text:
        """A pair {zh, en} under the key."""
        return self.node(key).pair(most)

    def pair(self, most: int) -> Text:
        """This mapping as {zh, en}: both there, without control characters or marks that turn the reading direction."""
        pair = Text(self.line("zh", most), self.line("en", most))
        self.finish()
        return pair

    def maybe_text(self, key: str, most: int = 600) -> Text | None:
        self._seen.add(key)
        return self.text(key, most) if self.has(key) else None

    def line(self, key: str, most: int) -> str:
        value = self.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            self.fault(key, "bad_text", most=most)
            return ""
        visible = value.replace("\n", " ") if most >= LONG else value
        if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn") for letter in visible):
            self.fault(key, "hidden_letter")
            return ""
        return value

    def maybe_line(self, key: str, most: int) -> str | None:
        self._seen.add(key)
        return (self.line(key, most) or None) if self.has(key) else None

    def words(self, key: str, most: int) -> tuple[str, ...]:
        """The texts of a list that may be left out; whole numbers are taken as they are written."""
        found = []
        for i, value in enumerate(self.values(key, most, required=False)):
            if isinstance(value, str | int) and not isinstance(value, bool):
                found.append(str(value))
            else:
                self.fault(f"{key}[{i}]", "bad_text", most=80)
        return tuple(found)

    def maybe(self, key: str, read: Callable[[Node], T]) -> T | None:
        """What `read` makes of the mapping under the key, None where the key is absent."""
        self._seen.add(key)
        return read(self.node(key)) if self.has(key) else None


def shown(value: Any) -> str:
    """A wrong value as a sentence may quote it: short."""
    return str(value)[:40]


def read_rounding(node: Node) -> Rounding:
    """{digits: 0–9, mode: half_up | half_even | down | up | truncate}"""
    rounding = Rounding(node.whole("digits", 0, 9), node.choice("mode", tuple(MODES), "half_up"))
    node.finish()
    return rounding


def read_stages(node: Node, allowed: Sequence[str] = STAGES) -> Stages:
    """The stages that round; a stage left out is exact."""
    stages = {stage: node.maybe(stage, read_rounding) for stage in allowed}
    node.finish()
    return Stages(**stages)
