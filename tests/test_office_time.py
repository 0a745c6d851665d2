"""Moments are told in the time zone of the office, whatever the machine's is."""

from datetime import UTC, datetime

import pytest

from contest import office_time, readiness

AT = "2026-11-29T17:05:35.876Z"


def test_a_moment_after_midnight_in_china_is_of_the_next_day_there():
    assert office_time.moment(AT, "zh") == "2026年11月30日 01:05"
    assert office_time.moment(AT, "en") == "30 November 2026, 01:05"
    assert office_time.stamp(AT) == "2026-11-30 01:05:35"
    assert office_time.day(AT) == "2026-11-30"


def test_the_office_may_be_elsewhere(monkeypatch):
    monkeypatch.setenv("CONTEST_ZONE", "Europe/Berlin")
    assert office_time.stamp(AT) == "2026-11-29 18:05:35"
    found = readiness.clock(datetime(2026, 11, 29, 17, 6, tzinfo=UTC), AT)
    assert found.data == {"now": "2026-11-29 18:06:00", "last": "2026-11-29 18:05:35"}


def test_a_zone_that_there_is_none_of_is_told(monkeypatch):
    monkeypatch.setenv("CONTEST_ZONE", "Mars/Olympus")
    with pytest.raises(ValueError, match="Mars"):
        office_time.zone()
