"""Recusals over REST: the chief sets them and sees them and nobody else does."""

from __future__ import annotations

from typing import Any

from contest.scoring.verbs import organizer
from tests.web.hall import Hall, Play, refused


def recuse(desk: Any, play: Play, *codes: str, seat: str = "j2", **more: Any) -> Any:
    body = {"seat": seat, "codes": list(codes), "stand_in": True, "reason": "同单位"} | more
    return desk.post(f"/api/contests/{play.id}/items/wall/recusals", body)


def test_the_chief_recuses_a_seat_sees_it_and_lifts_it(hall: Hall, play: Play):
    chief, code = hall.staff("chief"), play.codes()[0]
    assert recuse(chief, play, code).status_code == 200
    where = f"/api/contests/{play.id}/items/wall/recusals"
    (told,) = chief.get(where).json
    assert (told["seat"]["id"], told["codes"], told["stand_in"]) == ("j2", [code], True)
    assert recuse(chief, play).status_code == 200
    assert chief.get(where).json == []


def test_what_cannot_be_is_refused_in_words(hall: Hall, play: Play):
    chief, code = hall.staff("chief"), play.codes()[0]
    assert refused(recuse(chief, play, code, stand_in=False), 409, "recusal_needs_stand_in")
    assert refused(recuse(chief, play, code, seat="nobody"), 404, "unknown_seat")
    assert refused(recuse(chief, play, "never"), 404, "unknown_code")
    assert refused(recuse(chief, play, code, reason=""), 422, "malformed")


def test_other_staff_do_not_see_whose_cells_do_not_count(hall: Hall, play: Play):
    code = play.codes()[0]
    recuse(hall.staff("chief"), play, code)
    cells = {
        role: hall.staff(role).get(f"/api/contests/{play.id}/items/wall/progress").json["uncounted"]
        for role in ("chief", "recorder", "viewer")
    }
    assert cells == {"chief": {f"{code}|work|j2": "recused"}, "recorder": {}, "viewer": {}}


def test_a_shadow_is_no_secret(hall: Hall, play: Play):
    duties = [{"item": "wall", "part": "work", "entries": None}]
    play.does(organizer.set_seat, seat="s1", judge="s1", duties=duties, shadow=True)
    told = hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/progress").json
    assert set(told["uncounted"].values()) == {"shadow"}
    assert len(told["uncounted"]) == len(play.codes())


def test_marks_to_look_at_are_told_to_the_office(hall: Hall, play: Play):
    for entry, (first, second) in enumerate([("70", "71"), ("80", "81"), ("60", "61")]):
        play.sheet("j1", play.codes()[entry], first)
        play.sheet("j2", play.codes()[entry], second)
    assert hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/alarms").json == []
