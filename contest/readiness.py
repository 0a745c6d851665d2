"""Before the doors open: what of this machine, and of what was set up, could spoil the day, each finding with what was
found.

Only reads, apart from the database's probe, which the caller gives. Nothing here works on one system only: where the
platform does not tell, the finding is "unknown", never a guess. May not be in here: words (the catalogue's `ready`).
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from .lan import LOOPBACK
from .office_time import stamp

SUPPLIES = Path("/sys/class/power_supply")
LEAST_FREE = 2_000_000_000
"""Bytes: a long day with its backups takes a tenth of it."""
SLOW_WRITE = 200
"""Milliseconds: a judge feels it, and a disk that takes so long is failing or full."""
WITHIN = 1.0

Words = Mapping[str, str]
"""A text in both languages; as a finding's datum it is told in the language of its sentence."""
State = Literal["ok", "amber", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: `code` and `state` have their sentence in the catalogue, `ready.<code>.<state>`; `why` parts two
    reasons for the same state."""

    code: str
    state: State
    data: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


def power(supplies: Path = SUPPLIES) -> Finding:
    """Whether the machine runs on mains, where the platform tells (Linux)."""
    found = [(_said(each, "type"), each) for each in _folders(supplies)]
    mains = [_said(each, "online") for kind, each in found if kind in ("Mains", "USB")]
    batteries = [each for kind, each in found if kind == "Battery" and _said(each, "scope") != "Device"]
    if "1" in mains or any(_said(each, "status") in ("Charging", "Full") for each in batteries):
        return Finding("power", "ok")
    if batteries:
        return Finding("power", "amber", {"percent": _said(batteries[0], "capacity") or "?"})
    return Finding("power", "unknown")


def _folders(supplies: Path) -> list[Path]:
    try:
        return sorted(supplies.iterdir())
    except OSError:
        return []


def _said(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def sleep() -> Finding:
    """No platform tells this in one place: a person has to look."""
    return Finding("sleep", "unknown")


def address(url: str, own: str) -> Finding:
    """Where the QR codes lead, and whether that is this machine."""
    host = urlsplit(url).hostname or ""
    told = {"url": url, "own": own or "–"}
    if not own:
        return Finding("address", "amber", told, "offline")
    if host in LOOPBACK:
        return Finding("address", "amber", told, "loopback")
    return Finding("address", "ok" if host == own else "unknown", told)


def port(own: str, number: int) -> Finding:
    """Whether the server answers under its own address in the network. A firewall may still keep others out."""
    told = {"address": f"{own}:{number}"}
    if not own:
        return Finding("port", "unknown", told)
    try:
        socket.create_connection((own, number), WITHIN).close()
    except OSError:
        return Finding("port", "amber", told)
    return Finding("port", "ok", told)


def disk(var: Path, free: int | None = None) -> Finding:
    """Room for the day where the database lies."""
    left = shutil.disk_usage(var).free if free is None else free
    return Finding("disk", "ok" if left >= LEAST_FREE else "amber", {"free": f"{left / 1e9:.1f}"})


def database(probe: Callable[[], int]) -> Finding:
    """Whether something written is read again. `probe` does it and tells the milliseconds; it raises where it fails."""
    try:
        took = probe()
    except Exception as fault:  # whatever is wrong with the database, the page has to say so, not fall
        return Finding("database", "amber", {"why": str(fault)[:200]}, "failed")
    slow = took > SLOW_WRITE
    return Finding("database", "amber" if slow else "ok", {"ms": took}, "slow" if slow else "")


def clock(now: datetime, last: str) -> Finding:
    """Whether time went back: `last` is when the journal's last line was written (ISO 8601). Both are told in the
    office's time zone, as a phone beside it shows them."""
    written = datetime.fromisoformat(last)
    told = {"now": _as_here(now), "last": _as_here(written)}
    return Finding("clock", "amber" if written > now else "ok", told)


def _as_here(moment: datetime) -> str:
    return stamp(moment.isoformat())


def seats(states: list[str]) -> Finding:
    """Whether every seat has a device, and every device has been heard (`states`: one a seat, as the device board)."""
    count = {state: states.count(state) for state in ("unpaired", "unseen", "away")}
    told = {**count, "of": len(states), "ready": len(states) - sum(count.values())}
    if not states:
        return Finding("seats", "amber", told, "none")
    return Finding("seats", "amber" if any(count.values()) else "ok", told)


def practice(practised: Collection[bool]) -> Finding:
    """Whether every judge has marked a sample on their own device (`practised`: one a seat)."""
    told = {"of": len(practised), "done": sum(practised), "left": len(practised) - sum(practised)}
    if not practised:
        return Finding("practice", "amber", told, "none")
    return Finding("practice", "ok" if all(practised) else "amber", told)


def material(lacks: Collection[tuple[Words, int, int]]) -> Finding:
    """Whether every entry has what judges are to read beside its sheets. `lacks`: of each part where anybody has some
    (an item, where it is for all its parts) the name, how many entries have none, and of how many."""
    short = [(name, lacking, of) for name, lacking, of in lacks if lacking]
    if not lacks:
        return Finding("material", "ok", why="none")
    told = [{lang: f"{name[lang]} {lacking}/{of}" for lang in name} for name, lacking, of in short]
    names: list[Words] = [*told] or [name for name, _, _ in lacks]
    return Finding("material", "amber" if short else "ok", {"parts": _joined(names)})


def deadlines(due: Collection[tuple[Words, datetime]], now: datetime) -> Finding:
    """Until when sheets are due (`due`: a part's name and the moment), and whether that is over for some."""
    over = [each for each in due if each[1] <= now]
    told = [{lang: f"{name[lang]} {_as_here(until)[:-3]}" for lang in name} for name, until in over or due]
    if not told:
        return Finding("deadlines", "ok", why="none")
    return Finding("deadlines", "amber" if over else "ok", {"parts": _joined(told)})


def _joined(names: Collection[Words]) -> Words:
    return {lang: sep.join(each[lang] for each in names) for lang, sep in (("zh", "；"), ("en", "; "))}
