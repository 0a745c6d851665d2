"""The course of a contest's items: what the contest says of it, and how far each is, with what is counted beside the
fold."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import jsonify

from .. import calendar_days, courses, presets
from .. import course_replies as course_replies  # so that replies.Item finds the shape by its name
from ..course import Beside, Course, Place, course_of, places
from ..course import called as words_of
from ..course_schemas import CourseSaid
from ..floor import Arrivals, counts_of
from ..locale import LANGUAGES, say
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..words import day_words
from ..workdays import working_days_after
from .openapi import Views
from .policy import OPEN, needs
from .services import services
from .tags import refuse_if_changed, tagged

blp = Views("courses", __name__, url_prefix="/api/contests/<contest>", description="The course of a contest")


class Counted:
    """What is counted beside the fold of a contest, asked once for all of its items, and only when one is told."""

    def __init__(self, contest: Contest) -> None:
        self.contest = contest

    @cached_property
    def _registered(self) -> dict[str, dict[str, int]]:
        return services().people.registered_states(self.contest.id)

    @cached_property
    def _arrivals(self) -> Arrivals:
        return services().floor.arrivals(self.contest.id)

    @cached_property
    def _said(self) -> dict[str, Any]:
        return courses.said_course(services().door.reader, self.contest.id)

    @cached_property
    def _edits(self) -> dict[date, bool]:
        return {day: each.works for day, each in calendar_days.said_days(services().door.reader).items()}

    def course(self, item: Item) -> Course:
        """The item's course, as called.course_in tells it."""
        return course_of(item.rulebook, {**presets.course(self.contest.preset), **self._said})

    def beside(self, item: Item, notice: int) -> Beside:
        """What is counted of this item, whose result is on notice for so many working days."""
        came = counts_of(self._arrivals, item)
        today = datetime.now(services().settings.zone).date()
        return Beside(
            self._registered.get(item.id, {}),
            None if came is None else came.expected - came.missing,
            0 if came is None else came.expected,
            self._ends(item, notice),
            today,
        )

    def _ends(self, item: Item, notice: int) -> date | None:
        """The last day of the public notice: the first day counted is the one after it began."""
        if not item.published:
            return None
        began = datetime.fromisoformat(item.published_at).astimezone(services().settings.zone).date()
        return working_days_after(began, notice, self._edits)


@blp.route("/words")
@needs(OPEN)
@blp.gives(course_replies.CalledByItem, "Item → its words")
def called(contest: str) -> Any:
    """What a contest calls who marks and who is marked, as its public boards say it."""
    fold = services().door.current(contest)
    counted = Counted(fold)
    return jsonify({"items": {item.id: words_of(counted.course(item)) for item in fold.items.values()}})


@blp.route("/course")
@needs("see")
@blp.gives(course_replies.CourseKept, "What is kept, with an ETag")
def kept(contest: str) -> Any:
    """What the contest says of its course itself; null and empty where it leaves it to the preset or the rules."""
    services().door.current(contest)
    return tagged(_kept(contest))


@blp.route("/course", methods=["POST"])
@needs("setup")
@blp.takes(CourseSaid)
@blp.matched
@blp.gives(course_replies.CourseKept, "Kept, with an ETag")
def course(said: dict[str, Any], contest: str) -> Any:
    """Say what the contest calls who marks and who is marked, for how many working days its results are on public
    notice, which steps it does without, and what it calls the others."""
    services().door.current(contest)
    refuse_if_changed(_kept(contest))
    named = {step: dict.fromkeys(LANGUAGES, name) for step, name in said["named"].items()}
    words = {"judge": said["judge"], "entry": said["entry"]}
    own = {"words": words, "notice": said["notice"], "off": said["off"], "named": named}
    courses.keep_course(services().door.writer, contest, own)
    return tagged(_kept(contest))


def _kept(contest: str) -> dict[str, Any]:
    said = courses.said_course(services().door.reader, contest)
    return {
        "words": said.get("words"),
        "notice": said.get("notice"),
        "off": said.get("off", []),
        "named": said.get("named", {}),
    }


def course_view(item: Item, counted: Counted) -> dict[str, Any]:
    """The item's words, and its steps with what each waits for, in sentences."""
    course = counted.course(item)
    return {
        "words": {"judge": course.judge, "entry": course.entry},
        "steps": [_told(place) for place in places(item, course, counted.beside(item, course.notice))],
        "notice": course.notice,
        "off": list(course.off),
    }


def _told(place: Place) -> dict[str, Any]:
    lacks = [{"code": lack.code, "data": lack.data, "message": _sentence(lack.code, lack.data)} for lack in place.lacks]
    return {"id": place.step.id, "name": place.step.name, "state": place.state, "lacks": lacks}


def _sentence(code: str, data: dict[str, Any]) -> dict[str, str]:
    """What is missing, in both languages; a day as each of them writes it."""
    days = day_words(date.fromisoformat(data["until"])) if "until" in data else None
    return {
        language: say(language, f"missing.{code}", data | ({"until": days[language]} if days else {}))
        for language in LANGUAGES
    }
