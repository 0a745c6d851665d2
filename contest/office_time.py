"""Moments as the office that holds the contest reads them: in its own time zone, whatever the machine's is.

A moment is ISO 8601 with its zone, as lines are stamped.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def zone(environ: Mapping[str, str] | None = None) -> tzinfo:
    """The zone that CONTEST_ZONE names; Asia/Shanghai where it says nothing. ValueError: there is none of that name."""
    text = (os.environ if environ is None else environ).get("CONTEST_ZONE") or ""
    try:
        return ZoneInfo(text) if text else ZONE
    except (ValueError, OSError, KeyError):  # no such name, a folder's name, or one that leads elsewhere
        raise ValueError(text) from None


def moment(at: str, lang: str) -> str:
    """To the minute, as it stands in a sentence: 2026年11月29日 11:21; 29 November 2026, 11:21."""
    here = _here(at)
    if lang == "zh":
        return f"{here:%Y}年{here.month}月{here.day}日 {here:%H:%M}"
    return f"{here.day} {here:%B %Y, %H:%M}"


def stamp(at: str) -> str:
    """To the second, as it stands in a column and sorts there: 2026-11-29 11:21:35."""
    return f"{_here(at):%Y-%m-%d %H:%M:%S}"


def day(at: str) -> str:
    """2026-11-29."""
    return f"{_here(at):%Y-%m-%d}"


def _here(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(zone())
