"""The check-in by REST: who came, who is absent, who pays for coming late; and that nobody learns a code by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contest.floor import counts_of
from contest.people import ROLES, Person
from contest.scoring.events import EntriesEntered, ItemId, LayersSet
from contest.scoring.verbs import chief
from tests.web.hall import NAMES, NUMBERS, Desk, Hall, Play, refused


def at(play: Play, item: str, what: str = "") -> str:
    return f"/api/contests/{play.id}/items/{item}/checkin{what}"


def say(desk: Desk, play: Play, number: str, kind: str, *, item: str = "soup", key: str = "", **more: object):
    return desk.post(at(play, item), {"number": number, "kind": kind, **more}, key=key)


def counts(answer) -> tuple[int, ...]:
    told = answer.json["counts"]
    return tuple(told[name] for name in ("expected", "came", "late", "absent", "missing"))


def row(answer, number: str) -> dict[str, object]:
    return next(each for each in answer.json["rows"] if each["number"] == number)


@pytest.fixture(scope="module")
def recorder(hall: Hall) -> Desk:
    return hall.staff("recorder")


@pytest.fixture(scope="module")
def officer(hall: Hall) -> Desk:
    return hall.staff("officer")


SOUP = [f"s{number}" for number in NUMBERS]
WALL = [f"w{number}" for number in NUMBERS]


def test_who_came_who_was_late_and_of_whom_nothing_was_said(recorder: Desk, play: Play):
    seen = recorder.get(at(play, "soup"))
    assert counts(seen) == (3, 0, 0, 0, 3)
    assert [each["number"] for each in seen.json["rows"]] == SOUP
    say(recorder, play, SOUP[0], "came")
    seen = say(recorder, play, SOUP[1], "late", minutes=7)
    assert counts(seen) == (3, 2, 1, 0, 1)
    assert (seen.json["whole"], [each["number"] for each in seen.json["rows"]]) == (False, SOUP[1:2])
    late = row(seen, SOUP[1])
    assert (late["name"], late["state"], late["minutes"], bool(late["by"])) == (f"{NAMES[1]} soup", "late", 7, True)
    head = play.fold.head
    seen = say(recorder, play, SOUP[1], "undo")
    assert counts(seen) == (3, 1, 0, 0, 2)
    assert play.fold.head == head  # what changes no rank is no line
    assert counts_of(floor_of(recorder).arrivals(play.id), play.item("soup")).missing == 2


def floor_of(desk: Desk):
    return desk.client.application.extensions["contest"].floor


def test_a_touch_that_is_sent_again_is_one_and_undoes_nothing_that_came_after(recorder: Desk, play: Play):
    say(recorder, play, SOUP[0], "came", key="touch-0001")
    say(recorder, play, SOUP[0], "absent", key="touch-0002")
    again = say(recorder, play, SOUP[0], "came", key="touch-0001")
    assert counts(again) == (3, 0, 0, 1, 2)
    assert refused(say(recorder, play, SOUP[0], "late", key="touch-0001"), 409, "request_reused")


def test_an_unknown_number_is_refused(recorder: Desk, play: Play):
    assert refused(say(recorder, play, "999", "came"), 404, "unknown_number")
    assert refused(say(recorder, play, WALL[0], "came"), 404, "unknown_number")  # of the other item


def test_who_did_not_come_is_absent_when_the_checkin_is_closed_and_may_come_after_all(recorder: Desk, play: Play):
    say(recorder, play, SOUP[0], "came")
    say(recorder, play, SOUP[1], "absent")
    assert refused(recorder.post(at(play, "soup", "/absent"), {"numbers": SOUP}), 409, "checkin_came")
    body = {"numbers": SOUP[1:], "reason": "到点未到"}
    closed = recorder.post(at(play, "soup", "/absent"), body, key="close-0001")
    assert counts(closed) == (3, 1, 0, 2, 0)
    seq = play.fold.seq
    assert counts(recorder.post(at(play, "soup", "/absent"), body, key="close-0001")) == (3, 1, 0, 2, 0)
    assert play.fold.seq == seq
    assert sorted(entry.status for entry in play.item("soup").entries.values()) == ["absent", "absent", "present"]
    came = {"number": SOUP[1], "reason": "电梯故障"}
    back = recorder.post(at(play, "soup", "/present"), came)
    assert (row(back, SOUP[1])["status"], row(back, SOUP[1])["state"]) == ("present", "came")
    assert refused(recorder.post(at(play, "soup", "/present"), came), 409, "attendance_stands")
    story = recorder.get(f"/api/contests/{play.id}/story?item=soup").json["lines"]
    assert [(line["kind"], line["text"]) for line in story[:3]] == [
        ("StatusSet", "电梯故障"),
        ("StatusSet", "到点未到"),
        ("StatusSet", "到点未到"),
    ]


def test_who_withdrew_or_is_a_guest_does_not_keep_the_checkin_from_closing(recorder: Desk, play: Play):
    one, two, _ = play.codes("soup")
    play.does(chief.set_status, item="soup", code=one, status="withdrawn", reason_digest="")
    play.does(chief.set_status, item="soup", code=two, status="guest", reason_digest="")
    closed = recorder.post(at(play, "soup", "/absent"), {"numbers": SOUP, "reason": "到点未到"})
    assert closed.status_code == 200
    assert sorted(entry.status for entry in play.item("soup").entries.values()) == ["absent", "guest", "withdrawn"]


def test_the_rulebook_s_penalty_for_coming_late_is_given_once(officer: Desk, play: Play):
    seen = say(officer, play, WALL[0], "late", item="wall", minutes=3)
    assert [rule["id"] for rule in seen.json["late"]] == ["late"]
    body = {"number": WALL[0], "penalty": "late", "reason": "迟到 3 分钟"}
    given = officer.post(at(play, "wall", "/late"), body)
    assert row(given, WALL[0])["penalties"] == ["late"]
    entry = play.item().by_code[play.named(NAMES[0])]
    assert [(each.rule_id, bool(each.reason_digest)) for each in entry.penalties.values()] == [("late", True)]
    assert refused(officer.post(at(play, "wall", "/late"), body), 409, "late_penalty_stands")
    for other in ("none", "conduct"):  # who knows whose code it is has no hand in marks
        assert refused(officer.post(at(play, "wall", "/late"), body | {"penalty": other}), 404, "unknown_penalty")


def test_the_course_of_the_item_says_how_many_are_not_checked_in(hall: Hall, recorder: Desk, play: Play):
    def step() -> dict[str, object]:
        items = hall.staff("viewer").get(f"/api/contests/{play.id}").json["items"]
        steps = next(each for each in items if each["id"] == "soup")["course"]["steps"]
        return next(each for each in steps if each["id"] == "checkin")

    assert [lack["code"] for lack in step()["lacks"]] == ["checkin_unbegun"]
    say(recorder, play, SOUP[0], "came")
    assert [lack["data"] for lack in step()["lacks"]] == [{"short": 2, "expected": 3}]
    for number in SOUP[1:]:
        say(recorder, play, number, "absent")
    assert step()["state"] == "done"


def test_two_who_bear_one_number_are_told_apart(recorder: Desk, play: Play):
    """Two rounds lead into this one, and each had its s1."""
    people, item = play.services.people, play.item("soup")
    twin = Person(SOUP[0], "另一位", "三建")
    entries, keep = people.entrants(play.id, "soup", [twin])
    people.keep([keep])
    play.does(lambda *_: EntriesEntered(ItemId("soup"), entries))  # as the round before does; the item is open here
    people.sweep()
    first, second = (f"{SOUP[0]}/{k}" for k in (1, 2))
    assert refused(say(recorder, play, SOUP[0], "came"), 404, "unknown_number")
    seen = say(recorder, play, second, "came")
    assert (row(seen, second)["name"], row(seen, second)["state"]) == ("另一位", "came")
    assert row(recorder.get(at(play, "soup")), first)["state"] == ""
    assert len(item.entries) == 4


# --- a sealed item: names and numbers here, codes elsewhere, and nothing that joins them ---


def every_answer(desk: Desk, play: Play) -> Iterator[bytes]:
    yield desk.get(at(play, "wall")).data
    for number, kind in zip(WALL, ("came", "late", "absent"), strict=True):
        yield say(desk, play, number, kind, item="wall").data
    yield desk.post(at(play, "wall", "/absent"), {"numbers": WALL[2:]}).data
    yield desk.post(at(play, "wall", "/late"), {"number": WALL[1], "penalty": "late", "reason": "x"}).data
    yield desk.post(at(play, "wall", "/present"), {"number": WALL[2], "reason": "x"}).data
    yield desk.post(at(play, "wall", "/present"), {"number": WALL[2], "reason": "x"}).data  # refused


@pytest.mark.parametrize("role", ["organizer", "officer", "recorder"])
def test_no_byte_of_a_sealed_items_checkin_holds_a_code(hall: Hall, play: Play, role: str):
    answers = list(every_answer(hall.staff(role), play))
    hidden = [*play.codes(), *map(str, play.item().entries)]
    assert not [code for code in hidden for answer in answers if code.encode() in answer]
    assert any(NAMES[0].encode() in answer for answer in answers)


def test_in_a_sealed_item_absences_and_penalties_by_number_are_the_officers(recorder: Desk, officer: Desk, play: Play):
    """Whoever could record one for a name of their choice would read in the matrix whose code it is."""
    for desk, who in ((recorder, "recorder"), (officer, "officer")):
        seen = desk.get(at(play, "wall")).json
        assert (seen["sealed"], seen["may_close"]) == (True, who == "officer")
    for what, body in (
        ("/absent", {"numbers": WALL[:1]}),
        ("/late", {"number": WALL[0], "penalty": "late", "reason": "x"}),
        ("/present", {"number": WALL[0], "reason": "x"}),
    ):
        assert refused(recorder.post(at(play, "wall", what), body), 409, "checkin_officer")
    assert counts(officer.post(at(play, "wall", "/absent"), {"numbers": WALL[:1]})) == (3, 0, 0, 1, 2)
    assert play.item().by_code[play.named(NAMES[0])].status == "absent"


def touched_by_number(desk: Desk, play: Play, code: str) -> bool:
    """Whether all that is recorded by number is refused to somebody, and nothing came of it."""
    for what, body in (
        ("/absent", {"numbers": WALL[:1]}),
        ("/late", {"number": WALL[0], "penalty": "late", "reason": "x"}),
        ("/present", {"number": WALL[0], "reason": "x"}),
    ):
        assert refused(desk.post(at(play, "wall", what), body), 409, code)
    seen = desk.get(at(play, "wall")).json
    assert (seen["may_close"], seen["counts"]["absent"]) == (False, 0)
    return all(entry.status == "present" and not entry.penalties for entry in play.item().entries.values())


def held_by(play: Play, *holders: str) -> None:
    play.does(lambda *_: LayersSet(ItemId("wall"), list(holders)))


def actor(hall: Hall, play: Play, desk: Desk) -> str:
    officers = hall.services.people.who_may("draw", play.id, "wall")
    return next(id for id, name in officers.items() if name == desk.login.title())


def test_a_named_holder_alone_records_by_number_in_a_sealed_item(hall: Hall, officer: Desk, play: Play):
    """Another officer is to know no code, and would see whose turned absent."""
    holder = hall.staff("officer")
    held_by(play, actor(hall, play, holder))
    assert touched_by_number(officer, play, "checkin_officer")
    assert holder.get(at(play, "wall")).json["may_close"]
    assert counts(holder.post(at(play, "wall", "/absent"), {"numbers": WALL[:1]})) == (3, 0, 0, 1, 2)
    status = {each["number"]: each["status"] for each in officer.get(at(play, "wall")).json["rows"]}
    assert status[WALL[0]] == "present"  # what stands in the journal is no other officer's to see by name


def test_in_two_layers_nobody_records_by_number_not_even_a_holder(hall: Hall, officer: Desk, play: Play):
    """The first would learn by it the code behind the number."""
    first = hall.staff("officer")
    held_by(play, actor(hall, play, first), actor(hall, play, officer))
    assert touched_by_number(first, play, "checkin_two_layers")
    assert touched_by_number(officer, play, "checkin_two_layers")


def test_what_is_recorded_under_a_code_does_not_show_under_the_name(recorder: Desk, play: Play):
    """Or a recorder would give a penalty to a code and read here whose it is. Nor do the counts move by it."""
    say(recorder, play, WALL[1], "came", item="wall")
    before = recorder.get(at(play, "wall")).json
    code = play.codes()[0]
    play.does(chief.give_penalty, item="wall", code=code, penalty="late")
    play.does(chief.set_status, item="wall", code=code, status="absent")
    assert recorder.get(at(play, "wall")).json == before
    assert counts_of(floor_of(recorder).arrivals(play.id), play.item()).missing == 2


def test_after_unsealing_the_checkin_shows_the_codes_and_takes_nothing_any_more(hall: Hall, recorder: Desk):
    play = hall.contest("wall").brought_to("unsealed")
    seen = recorder.get(at(play, "wall"))
    assert sorted(each["code"] for each in seen.json["rows"]) == play.codes()
    assert seen.json["locked"]
    assert refused(say(recorder, play, WALL[0], "came", item="wall"), 409, "locked")


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"organizer", "officer", "recorder"}))
def test_nobody_else_checks_anybody_in(hall: Hall, play: Play, role: str):
    desk = hall.staff(role)
    assert refused(desk.get(at(play, "soup")), 403, "forbidden")
    assert refused(say(desk, play, SOUP[0], "came"), 403, "forbidden")
