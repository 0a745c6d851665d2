"""Working days as the State Council publishes them, and as an office says otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from chinese_calendar import Holiday

from contest.locale import catalogue
from contest.workdays import KNOWN_TO, MOST, is_unlike_its_weekday, name_of, working_days_after, works

FRIDAY, SATURDAY = date(2026, 9, 25), date(2026, 10, 10)


def test_a_week_has_five_working_days_and_the_day_itself_is_not_counted():
    assert working_days_after(date(2026, 11, 23), 5, {}) == date(2026, 11, 30)
    assert working_days_after(date(2026, 11, 23), 0, {}) == date(2026, 11, 23)


def test_holidays_are_left_out_and_the_days_that_make_up_for_them_are_counted():
    """National Day 2026: off from 1 to 7 October, worked on Saturday the 10th."""
    assert not any(works(date(2026, 10, day), {}) for day in range(1, 8))
    assert works(SATURDAY, {})
    assert working_days_after(date(2026, 9, 30), 3, {}) == SATURDAY
    assert name_of(date(2026, 10, 1)) == "National Day"
    assert is_unlike_its_weekday(SATURDAY, {})


def test_what_the_office_says_of_a_day_goes_before_what_is_published():
    closed = {date(2026, 11, 24): False, date(2026, 11, 28): True}
    assert working_days_after(date(2026, 11, 23), 4, closed) == date(2026, 11, 28)
    assert not is_unlike_its_weekday(date(2026, 10, 1), {date(2026, 10, 1): True})


def test_a_year_that_is_not_published_is_counted_by_the_week():
    monday = date(KNOWN_TO + 20, 1, 1)
    while monday.weekday():
        monday = monday.replace(day=monday.day + 1)
    assert works(monday, {})
    assert not works(monday.replace(day=monday.day + 5), {})
    assert name_of(monday) == ""


def test_this_contest_s_year_is_known():
    assert KNOWN_TO >= 2026


@pytest.mark.parametrize("count", [-1, MOST + 1])
def test_no_one_counts_backwards_or_for_ever(count):
    with pytest.raises(ValueError, match="count"):
        working_days_after(FRIDAY, count, {})


def test_every_holiday_that_is_published_has_its_word():
    names = {str(each.value) for each in Holiday}
    assert {f"calendar.holiday.{name}" for name in names} <= set(catalogue("zh"))
