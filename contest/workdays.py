"""Working days as offices in China count them: 法定节假日 and the days that make up for them (调休), as the State
Council publishes them year by year, and what an office itself says otherwise of a day.

May not be in here: reading tables (calendar_days).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chinese_calendar import get_holiday_detail, is_workday
from chinese_calendar.constants import holidays

Edits = Mapping[date, bool]
"""Days of which the office itself says whether they are worked."""
SATURDAY = 5
MOST = 1000
"""Working days that one may count ahead."""
KNOWN_TO = max(holidays).year
"""The last year whose holidays are published; later ones are counted by the week alone."""


def works(day: date, edits: Edits) -> bool:
    """Whether a day is worked: as the office says, else as published, else from Monday to Friday."""
    if day in edits:
        return edits[day]
    try:
        return bool(is_workday(day))
    except NotImplementedError:  # a year that is not published yet
        return day.weekday() < SATURDAY


def working_days_after(day: date, count: int, edits: Edits) -> date:
    """The `count`-th working day after `day`, which itself is not counted; 0 gives the day itself. ValueError: a count
    below 0 or above MOST, or so many days off that none is found in ten years."""
    if not 0 <= count <= MOST:
        raise ValueError(f"count {count}")
    found = day
    for _ in range(3660):
        if count == 0:
            return found
        found += timedelta(days=1)
        count -= works(found, edits)
    raise ValueError("no working days")


def name_of(day: date) -> str:
    """The holiday that a published day off belongs to, or for which a weekend is worked ("National Day"); "" for an
    ordinary day."""
    try:
        return get_holiday_detail(day)[1] or ""
    except NotImplementedError:
        return ""


def is_unlike_its_weekday(day: date, edits: Edits) -> bool:
    """Whether a day is another than the week makes it: what a calendar has to say."""
    return works(day, edits) != (day.weekday() < SATURDAY)
