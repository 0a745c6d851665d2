"""The calendar of working days over REST, and the public notice that ends by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from contest.web import courses
from contest.workdays import working_days_after
from tests.web.hall import Desk, Hall, Play, refused


@pytest.fixture
def clerk(hall: Hall) -> Desk:
    return hall.staff("organizer")


def said(desk: Desk, year: int):
    return {each["day"]: each for each in desk.get(f"/api/calendar?year={year}").json["days"]}


def after(desk: Desk, day: str, count: int):
    return desk.get(f"/api/calendar/after?day={day}&count={count}").json


def notice(desk: Desk, play: Play):
    item = next(each for each in desk.get(f"/api/contests/{play.id}").json["items"] if each["id"] == "wall")
    return next(step for step in item["course"]["steps"] if step["id"] == "notice"), item["course"]


def test_a_year_tells_its_holidays_and_the_weekends_that_are_worked(clerk: Desk):
    days = said(clerk, 2026)
    assert (days["2026-10-01"]["works"], days["2026-10-01"]["holiday"]) == (False, "National Day")
    assert days["2026-10-10"]["works"]
    assert "2026-11-24" not in days
    assert clerk.get("/api/calendar?year=2090").json == {"year": 2090, "published": False, "days": []}


def test_what_the_office_says_of_a_day_is_counted_until_it_says_nothing_of_it_any_more(clerk: Desk):
    assert after(clerk, "2026-03-09", 1) == {
        "day": "2026-03-10",
        "words": {"zh": "2026年3月10日", "en": "10 March 2026"},
    }
    clerk.post("/api/calendar", {"day": "2026-03-10", "works": False, "note": " 停电 "})
    assert said(clerk, 2026)["2026-03-10"] == {
        "day": "2026-03-10",
        "works": False,
        "holiday": "",
        "note": "停电",
        "said": True,
    }
    assert after(clerk, "2026-03-09", 1)["day"] == "2026-03-11"
    clerk.post("/api/calendar", {"day": "2026-03-10", "works": None})
    assert after(clerk, "2026-03-09", 1)["day"] == "2026-03-10"


def test_days_that_are_none_are_refused_and_so_is_who_organizes_nothing(hall: Hall, clerk: Desk):
    assert refused(clerk.get("/api/calendar/after?day=2026-02-30&count=1"), 422, "malformed")
    assert refused(clerk.get("/api/calendar/after?day=2026-02-03&count=367"), 422, "malformed")
    assert refused(hall.staff("chief").post("/api/calendar", {"day": "2026-03-10", "works": False}), 403, "forbidden")


def test_the_notice_ends_on_a_working_day_and_says_which(hall: Hall, clerk: Desk):
    play = hall.contest().brought_to("published")
    step, course = notice(clerk, play)
    began = datetime.fromisoformat(play.item().published_at).astimezone(ZoneInfo("Asia/Shanghai")).date()
    last = working_days_after(began, course["notice"], {})
    assert (step["state"], course["notice"]) == ("now", 5)
    assert step["lacks"][0]["message"]["zh"] == f"公示到{last.year}年{last.month}月{last.day}日为止"


def test_the_notice_begins_on_the_day_of_the_contests_zone_not_of_the_servers_clock(
    hall: Hall, clerk: Desk, monkeypatch
):
    play = hall.contest().brought_to("published")
    told = []
    for evening, zone in (("2026-03-09T20:00:00Z", "Asia/Shanghai"), ("2026-03-09T20:00:00Z", "UTC")):
        monkeypatch.setattr(play.item(), "published_at", evening)
        there = replace(hall.services, settings=replace(hall.services.settings, zone=ZoneInfo(zone)))
        monkeypatch.setattr(courses, "services", lambda there=there: there)
        told.append(courses.Counted(play.fold).beside(play.item(), 1).notice_ends)
    assert told == [date(2026, 3, 11), date(2026, 3, 10)]


def test_a_contest_says_its_own_words_and_days_of_notice(hall: Hall, clerk: Desk):
    play = hall.contest().brought_to("published")
    kept = {"judge": "juror", "entry": "work", "notice": 7}
    assert clerk.post(f"/api/contests/{play.id}/course", kept).status_code == 200
    step, course = notice(clerk, play)
    assert (course["words"], course["notice"]) == ({"judge": "juror", "entry": "work"}, 7)
    assert step["lacks"][0]["data"]["until"] > date.today().isoformat()
    assert len(course["steps"]) == 13
    more = {"off": ["archive"], "named": {"final": "定榜"}}
    assert clerk.post(f"/api/contests/{play.id}/course", kept | more).status_code == 200
    course = notice(clerk, play)[1]
    assert (course["off"], course["steps"][-1]["id"]) == (["archive"], "final")
    assert course["steps"][-1]["name"] == {"zh": "定榜", "en": "定榜"}
    assert refused(clerk.post(f"/api/contests/{play.id}/course", kept | {"off": ["signing"]}), 422, "malformed")


def test_a_course_is_not_said_over_what_another_said_meanwhile(hall: Hall, clerk: Desk):
    here, kept = f"/api/contests/{hall.contest().id}/course", {"judge": "juror", "entry": "work", "notice": 7}
    seen = clerk.get(here)
    assert seen.json == {"words": None, "notice": None, "off": [], "named": {}}
    match = {"If-Match": seen.headers["ETag"]}
    assert clerk.ask("POST", here, kept, match).headers["ETag"] == clerk.get(here).headers["ETag"]
    assert refused(clerk.ask("POST", here, kept | {"notice": 5}, match), 412, "changed_meanwhile")
    assert clerk.get(here).json["notice"] == 7


def test_anybody_may_know_what_a_contest_calls_who_marks_and_who_is_marked(hall: Hall, clerk: Desk):
    play = hall.contest()
    clerk.post(f"/api/contests/{play.id}/course", {"judge": "juror", "entry": "work", "notice": 5})
    told = hall.visitor().get(f"/api/contests/{play.id}/words").json["items"]
    assert set(told) == {"wall", "soup"}
    assert (told["wall"]["judges"]["zh"], told["wall"]["entry"]) == ("评委", {"zh": "作品", "en": "work"})
