"""Before an item opens: how far it is, its seats, and judges by a sheet."""

from __future__ import annotations

import io

from tests.web.hall import Desk, Hall, Preparing, refused


def office(hall: Hall) -> Desk:
    return hall.staff("organizer")


def sent(desk: Desk, address: str, text: str, headers: dict[str, str] | None = None):
    form = {"file": (io.BytesIO(text.encode("utf-8-sig")), "裁判.csv")}
    return desk.ask("POST", address, headers=headers, data=form, content_type="multipart/form-data")


def test_an_item_tells_how_far_it_is(hall: Hall):
    play = Preparing(hall.services)
    told = office(hall).get(f"/api/contests/{play.id}/items/wall/preparation").json
    assert told["registered"] == {"waiting": 0, "accepted": 0, "amend": 0, "refused": 0}
    assert (told["entered"], told["coded"]) == (0, 0)
    assert told["places"] == [{"part": "work", "needed": 2, "seats": 0}]


def test_the_seats_that_panels_need_are_set_up_once(hall: Hall):
    play, desk = Preparing(hall.services), office(hall)
    where = f"/api/contests/{play.id}/items/wall"
    assert desk.post(f"{where}/seats").json == {"seats": ["wall-work-1", "wall-work-2"]}
    assert desk.post(f"{where}/seats").json == {"seats": []}
    assert desk.get(f"{where}/preparation").json["places"] == [{"part": "work", "needed": 2, "seats": 2}]


def test_a_sheet_of_judges_is_told_before_it_seats_anybody(hall: Hall):
    play, desk = Preparing(hall.services), office(hall)
    desk.post(f"/api/contests/{play.id}/items/wall/seats")
    sheet = "姓名,单位,项目,部分\n赵大,一建,wall,work\n钱二,二建,wall,work\n"
    told = sent(desk, f"/api/contests/{play.id}/judges/read", sheet).json["judges"]
    assert [(row["seat"], row["judge"], row["was"], row["fresh"]) for row in told] == [
        ("wall-work-1", "赵大", "", False),
        ("wall-work-2", "钱二", "", False),
    ]
    assert not any(names["judge"] for names in hall.services.people.seat_names(play.id).values())
    sent(desk, f"/api/contests/{play.id}/judges", sheet)
    assert hall.services.people.seat_names(play.id)["wall-work-2"]["judge"] == "钱二"


def test_judges_are_seated_just_as_it_was_told_or_not(hall: Hall):
    play, desk = Preparing(hall.services), office(hall)
    here = f"/api/contests/{play.id}/judges"
    desk.post(f"/api/contests/{play.id}/items/wall/seats")
    mine, other = (f"姓名,单位,项目,部分\n{name},一建,wall,work\n" for name in ("赵大", "孙三"))
    match = {"If-Match": sent(desk, f"{here}/read", mine).headers["ETag"]}
    assert sent(desk, here, other).status_code == 200
    assert refused(sent(desk, here, mine, match), 412, "changed_meanwhile")
    match = {"If-Match": sent(desk, f"{here}/read", mine).headers["ETag"]}
    assert sent(desk, here, mine, match).status_code == 200
    assert sent(desk, here, mine, match).status_code == 200  # once more, since no answer had come


def test_a_faulty_sheet_of_judges_seats_nobody(hall: Hall):
    play, desk = Preparing(hall.services), office(hall)
    answer = sent(desk, f"/api/contests/{play.id}/judges", "姓名,项目,部分\n赵大,wall,work\n,wall,nothing\n")
    assert refused(answer, 422, "judges_faults")
    assert hall.services.people.seat_names(play.id) == {}


def test_the_template_reads_back(hall: Hall):
    play, desk = Preparing(hall.services), office(hall)
    desk.post(f"/api/contests/{play.id}/items/wall/seats")
    assert desk.get(f"/api/contests/{play.id}/judges/template.xlsx").data[:2] == b"PK"
