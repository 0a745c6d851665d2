"""What joins a desk from outside the chain: the notes of its sheets, and what the seats are called that typed them."""

from tests.live.played import sheet

JOINT = {"item": "paint", "part": "look", "code": "B01"}


def notes(judge):
    return [each["note"] for each in judge.call("hello", {})["sheets"]]


def test_a_second_device_of_a_seat_gets_the_notes_that_the_first_one_wrote(played):
    played.judge().call("sheet", sheet("8", note="灰缝偏大"))
    played.judge().call("sheet", sheet("7", code="A02"))
    assert notes(played.judge()) == ["灰缝偏大", ""]


def test_a_sheet_set_aside_keeps_its_note_and_tells_that_of_the_one_that_stands(played):
    judge = played.judge()
    judge.call("sheet", sheet("8", note="第一次"))
    answer = judge.call("sheet", sheet("2", base=0, note="第二次"))
    assert answer["current"]["note"] == "第一次"
    assert notes(judge) == ["第一次", "第二次"]


def test_a_note_is_read_by_its_own_seat_and_team_only(played):
    played.judge().call("sheet", sheet("8", note="只给自己看"))
    played.judge("t1").call("sheet", sheet("6", note="全组可见", **JOINT))
    assert notes(played.judge("f1")) == []
    assert notes(played.judge("t2")) == ["全组可见"]


def test_a_desk_has_no_digest_and_names_the_seats_that_typed_its_sheets_and_no_others(played):
    played.judge("t1").call("sheet", sheet("6", **JOINT))
    said = played.judge("t2").call("hello", {})
    assert "digest" not in str(said)
    assert said["names"] == {"t1": {"zh": "t1", "en": "t1"}}
    assert said["sheets"][0]["typed_by"] == "t1"
