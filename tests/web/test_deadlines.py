"""Deadlines over REST: set and moved by who may, seen by all of the staff; who is behind comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.web.hall import Hall, Play, refused

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_deadline_is_set_seen_and_moved_with_a_reason(hall: Hall, play: Play):
    where = f"/api/contests/{play.id}/items/wall"
    organizer, viewer = hall.staff("organizer"), hall.staff("viewer")
    assert organizer.post(f"{where}/parts/work/deadline", {"until": TOMORROW}).status_code == 200
    play.sheet("j2", play.codes()[0], "70")
    (part,) = viewer.get(f"{where}/pace").json
    assert (part["part"], part["deadline"]["until"]) == ("work", TOMORROW)
    told = [(row["seat"]["id"], row["judge"], row["done"], row["left"], row["online"]) for row in part["seats"]]
    assert told == [("j1", "裁判 j1", 0, 3, False), ("j2", "裁判 j2", 1, 2, False)]
    parts = viewer.get(f"/api/contests/{play.id}").json["items"][0]["parts"]
    assert {each["id"]: each["due"] for each in parts} == {"theory": None, "work": TOMORROW}
    assert refused(organizer.post(f"{where}/parts/work/deadline", {"until": ""}), 409, "reason_needed")
    moved = {"until": "", "reason": "网络故障，全员延期"}
    assert organizer.post(f"{where}/parts/work/deadline", moved).status_code == 200
    assert viewer.get(f"{where}/pace").json[0]["deadline"] is None


def test_a_moment_without_its_time_zone_is_refused(hall: Hall, play: Play):
    where = f"/api/contests/{play.id}/items/wall/parts/work/deadline"
    assert refused(hall.staff("chief").post(where, {"until": "2036-12-03T17:00"}), 409, "deadline_unreadable")
