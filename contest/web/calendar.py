"""The calendar of working days of this house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import jsonify

from .. import calendar_days, course_replies
from ..calendar_days import Said
from ..course_schemas import DaysAfter, DaySaid, YearAsked
from ..schemas import malformed
from ..words import day_words
from ..workdays import KNOWN_TO, is_unlike_its_weekday, name_of, working_days_after, works
from .openapi import Views
from .policy import SIGNED_IN, needs
from .services import services

blp = Views("calendar", __name__, url_prefix="/api", description="Working days")


@blp.route("/calendar")
@needs(SIGNED_IN)
@blp.takes(YearAsked, location="query")
@blp.gives(course_replies.Calendar, "The year")
def year(said: dict[str, Any]) -> Any:
    """The days of a year that are other than their weekday makes them, and those of which this office says so."""
    return jsonify(_year(said["year"]))


def _year(year: int) -> dict[str, Any]:
    known = calendar_days.said_days(services().door.reader)
    edits = {day: each.works for day, each in known.items()}
    first = date(year, 1, 1)
    every = (first + timedelta(days=k) for k in range((date(year + 1, 1, 1) - first).days))
    days = [
        {
            "day": day.isoformat(),
            "works": works(day, edits),
            "holiday": name_of(day),
            "note": known[day].note if day in known else "",
            "said": day in known,
        }
        for day in every
        if day in known or is_unlike_its_weekday(day, edits)
    ]
    return {"year": year, "published": year <= KNOWN_TO, "days": days}


@blp.route("/calendar", methods=["POST"])
@needs("setup")
@blp.takes(DaySaid)
@blp.gives(course_replies.Calendar, "The year of that day")
def say(said: dict[str, Any]) -> Any:
    """Say of a day that it is worked, or that it is not, whatever is published; or nothing of it any more."""
    day = _day(said["day"])
    kept = None if said["works"] is None else Said(said["works"], said["note"].strip())
    calendar_days.keep_day(services().door.writer, day, kept)
    return jsonify(_year(day.year))


@blp.route("/calendar/after")
@needs(SIGNED_IN)
@blp.takes(DaysAfter, location="query")
@blp.gives(course_replies.Day, "The day")
def after(said: dict[str, Any]) -> Any:
    """The working day that is so many working days after a day, which itself is not counted."""
    edits = {day: each.works for day, each in calendar_days.said_days(services().door.reader).items()}
    found = working_days_after(_day(said["day"]), said["count"], edits)
    return jsonify({"day": found.isoformat(), "words": day_words(found)})


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:  # 30 February
        raise malformed() from None
