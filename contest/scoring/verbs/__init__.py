"""The verbs: what people do in a contest. Each is a pure function `(contest, by, at, values) -> event` or raises
Refused.

May not be in here: clocks, dice, I/O, roles (`people.may` asked those before), or changing the contest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..contest import Contest
from ..events import Actor, Event

Values = Mapping[str, Any]
Verb = Callable[[Contest, Actor, str, Values], Event]
Act = Callable[..., Any]
"""act(verb, values, also=…, step=…): the way of a verb to the door, for who does several and need not know whose."""
