"""The shape of an item's course over REST.

May not be in here: what is asked.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from .course import ENTRIES, JUDGES, LEAVABLE, STEPS
from .replies import Lack, Words, by, flag, many, one, whole, word, words


class CourseStep(Schema):
    """One step: `name` where the contest has its own word for it. open: passed by although something of it is not done;
    skipped: passed by, and nothing here knows of it."""

    id = word(*STEPS)
    name = one(Words, allow_none=True)
    state = word("done", "now", "ahead", "open", "skipped")
    lacks = many(Lack)


class CourseWords(Schema):
    """What the contest calls those who mark, and who is marked."""

    judge = word(*JUDGES)
    entry = word(*ENTRIES)


class Course(Schema):
    """The way an item goes; `notice`: the working days that its result is on public notice; `off`: steps that the
    contest does without."""

    off = words(*LEAVABLE)
    words = one(CourseWords)
    steps = many(CourseStep)
    notice = whole()


class CalledWords(Schema):
    """The words of an item: who marks, their head, who is marked."""

    judge = one(Words)
    judges = one(Words)
    chief = one(Words)
    entry = one(Words)


class CalledByItem(Schema):
    """Item → its words."""

    items = by(fields.Nested(CalledWords))


class CalendarDay(Schema):
    """A day that is another than its weekday makes it, or of which the office says something: `holiday` as published
    ("" for none), `said`: by the office."""

    day = word()
    works = flag()
    holiday = word()
    note = word()
    said = flag()


class Calendar(Schema):
    """A year's days that matter; `published`: whether its holidays are known."""

    year = whole()
    published = flag()
    days = many(CalendarDay)


class Day(Schema):
    """A day, ISO, and in words."""

    day = word()
    words = one(Words)


class CourseKept(Schema):
    """What the contest says of its course itself: null and empty where it leaves it to the preset or the rules.
    `named`: step → what it calls it."""

    off = words(*LEAVABLE)
    named = by(fields.Nested(Words))
    notice = whole(allow_none=True)
    words = one(CourseWords, allow_none=True)
