"""How far an item is on its way, told for the console: the course, and what is counted for it beside the fold."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from .. import course_replies as course_replies  # so that replies.Item finds the shape by its name
from .. import presets
from ..course import Beside, Course, Place, course_of, places
from ..floor import Arrivals, counts_of
from ..locale import both
from ..scoring.contest import Contest
from ..scoring.item import Item
from .services import services


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

    def course(self, item: Item) -> Course:
        """The item's course: as its contest's preset says it, or as its rulebook makes it."""
        return course_of(item.rulebook, presets.course(self.contest.preset))

    def beside(self, item: Item) -> Beside:
        """What is counted of this item."""
        counts = counts_of(self._arrivals, item)
        return Beside(
            self._registered.get(item.id, {}),
            None if counts is None else counts.expected - counts.missing,
            0 if counts is None else counts.expected,
            today=datetime.now(UTC).astimezone().date(),
        )


def course_view(item: Item, counted: Counted) -> dict[str, Any]:
    """The item's words, and its steps with what each waits for, in sentences."""
    course = counted.course(item)
    return {
        "words": {"judge": course.judge, "entry": course.entry},
        "steps": [_told(place) for place in places(item, course, counted.beside(item))],
        "notice": course.notice,
    }


def _told(place: Place) -> dict[str, Any]:
    lacks = [
        {"code": lack.code, "data": lack.data, "message": both(f"missing.{lack.code}", lack.data)}
        for lack in place.lacks
    ]
    return {"id": place.step.id, "name": place.step.name, "state": place.state, "lacks": lacks}
