"""The roll: what each judge's device last said, and which devices need a person.

In memory only: after a restart a device is unseen until it says hello. May not be in here: sockets (live), words (web).
Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SILENT_AFTER = 30.0
"""A device that owes something and was not heard for longer needs a person."""
JUST_MARKED = 120.0
"""A device whose last sheet is not older than this when it falls silent was being marked on."""
HALF_OPEN = 10.0
"""A line that broke unnoticed is shut by then: two lines of one device for longer are not one device's."""
FORGIVEN_AFTER = 600.0
"""A device that owes nothing is not asked for any longer: its judge has gone for lunch."""


@dataclass(slots=True)
class Heard:
    """What one device last said. `rtt`: milliseconds of a round trip, as the device measured it."""

    contest: str
    seat: str
    seen: float
    lines: int = 0
    marked: float = 0.0
    unsent: int = 0
    app: str = ""
    rtt: int | None = None
    visible: bool = True
    doubled: float = 0.0
    """When a second line was opened with the same token."""
    practised: bool = False
    """Whether its judge has marked a sample on it; the device remembers it, and says so in its hello."""

    @property
    def state(self) -> str:
        """ "online", "asleep" (the line is open, the page is not looked at) or "away"."""
        if not self.lines:
            return "away"
        return "online" if self.visible else "asleep"

    def silent(self, now: float) -> bool:
        """Whether somebody should go and look: it is away, and owes something or was just being marked on."""
        quiet = now - self.seen
        if self.lines or quiet <= SILENT_AFTER:
            return False
        return self.unsent > 0 or (self.seen - self.marked <= JUST_MARKED and quiet <= FORGIVEN_AFTER)


@dataclass(slots=True)
class Roll:
    """Every device that was heard since the start, by the digest of its token."""

    _heard: dict[str, Heard] = field(default_factory=dict)

    def opened(self, token: str, contest: str, seat: str, now: float) -> Heard:
        """A line of the device has opened."""
        heard = self._heard.setdefault(token, Heard(contest, seat, now))
        heard.lines += 1
        if heard.lines == 2:
            heard.doubled = now
        heard.seen = now
        return heard

    def forget(self, tokens: Iterable[str]) -> None:
        """The devices were revoked: they are nobody's."""
        for token in tokens:
            self._heard.pop(token, None)

    def of(self, contest: str) -> dict[str, Heard]:
        """Token → what its device last said, in one contest."""
        return {token: heard for token, heard in self._heard.items() if heard.contest == contest}


def alarms(heard: Heard, beside: Iterable[Heard], now: float, *, marking: bool = True) -> list[str]:
    """What is wrong with a device; `beside`: all devices of its seat · `marking`: its seat has something to mark. Where
    it has not, silence is alarming only while sheets are unsent. "silent", "two_devices"."""
    found = ["silent"] if heard.silent(now) and (marking or heard.unsent) else []
    copied = heard.lines > 1 and now - heard.doubled > HALF_OPEN  # the same token on two lines: two devices use it
    if copied or (heard.lines and sum(1 for each in beside if each.lines) > 1):
        found.append("two_devices")
    return found
