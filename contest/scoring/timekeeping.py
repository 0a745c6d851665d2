"""What a clock shows: presses of its buttons (start, pause, resume, stop, a work handed in, time given back) → how long
it ran. Whole milliseconds, since 1970 where a moment is meant; `frontend/shared/timekeeping.ts` says the same.

May not be in here: what the time costs (clock.py), or asking what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .clock import SIXTY
from .numbers import multiply
from .rulebook_panels import TimeRule

State = Literal["ready", "running", "paused", "stopped"]
ALL = ""
PATIENCE = 20_000
"""How much later than it was sent a press may have come for its device's clock to be believed, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press. scope: whom it is for, "" for all, "group:…", "station:…" or "code:…" · seconds: given back by it ·
    undoes: the press, by its `n`, that it takes back."""

    n: int
    scope: str
    kind: str
    moment: int
    seconds: int = 0
    undoes: int = 0
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as it stands: milliseconds it ran, whole seconds given back, when it was started and stopped (0: it was
    not)."""

    state: State = "ready"
    ran: int = 0
    given: int = 0
    started: int = 0
    stopped: int = 0

    @property
    def seconds(self) -> int:
        """The time used. A second counts once it is over: nobody is late by a part of one."""
        return self.ran // 1000


def standing(presses: Iterable[Press]) -> list[Press]:
    """The presses that were not taken back, in the order in which they happened, however late some of them arrived."""
    known = list(presses)
    gone = {each.undoes for each in known if each.kind == "undo"}
    there = (each for each in known if each.kind != "undo" and each.n not in gone)
    return sorted(there, key=lambda each: (each.moment, each.n))


def reading(presses: Iterable[Press], now: int) -> Reading:
    """What the clock of these presses (of one entry, see `scopes_of`) shows at `now`. What does not fit is no press: a
    second start, a pause of what stands still, anything but time given back after the stop."""
    state: State = "ready"
    ran = given = started = stopped = since = 0
    for press in standing(presses):
        kind, moment = press.kind, press.moment
        if kind == "give":
            given += press.seconds
        elif kind == "start" and state == "ready":
            state, since, started = "running", moment, moment
        elif kind == "pause" and state == "running":
            state, ran = "paused", ran + moment - since
        elif kind == "resume" and state == "paused":
            state, since = "running", moment
        elif kind in ("stop", "hand_in") and state in ("running", "paused"):
            ran += moment - since if state == "running" else 0
            state, stopped = "stopped", moment
    if state == "running":
        ran += max(0, now - since)
    return Reading(state, ran, given, started, stopped)


def scopes_of(code: str, group: str = "", station: str = "") -> tuple[str, ...]:
    """Every scope that reaches an entry."""
    wider = [f"{kind}:{name}" for kind, name in (("group", group), ("station", station)) if name]
    return (ALL, *wider, f"code:{code}")


def moment_of(device: int, offset: int | None, waited: int | None, received: int) -> int:
    """When a press happened, on the server's clock.

    device: the tablet's clock at the press · offset: how far it lay behind the server's when last measured (None:
    never) · waited: how long the press waited to be sent, by a clock that nobody can set (None: the page was opened
    anew since) · received: the server's clock when it came. The tablet's clock is believed unless it contradicts the
    wait: then it was set meanwhile.
    """
    sent = None if waited is None else received - waited
    if offset is None:
        return received if sent is None else sent
    said = device + offset
    if sent is not None and not sent - PATIENCE <= said <= sent:
        return sent
    return min(said, received)


def most_back(rule: TimeRule | None) -> int:
    """The most seconds that the rulebook lets be given back; 0 where it says nothing of it."""
    return 0 if rule is None or rule.give_back is None else int(multiply(rule.give_back, SIXTY))


def newest_reason(presses: Sequence[Press]) -> str:
    """The digest of the reason of the newest of the presses that has one."""
    return next((each.reason_digest for each in reversed(standing(presses)) if each.reason_digest), "")
