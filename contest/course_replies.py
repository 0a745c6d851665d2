"""The shape of an item's course over REST.

May not be in here: what is asked.
"""

from __future__ import annotations

from marshmallow import Schema

from .course import ENTRIES, JUDGES, STEPS
from .replies import Lack, Words, many, one, whole, word


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
    """The way an item goes; `notice`: the working days that its result is on public notice."""

    words = one(CourseWords)
    steps = many(CourseStep)
    notice = whole()
