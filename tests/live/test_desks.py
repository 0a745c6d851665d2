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


def test_a_desk_has_no_digest_and_names_the_team_of_its_joint_sheets_and_nobody_else(played):
    played.judge("t1").call("sheet", sheet("6", **JOINT))
    said = played.judge("t2").call("hello", {})
    assert "digest" not in str(said)
    assert sorted(said["names"]) == ["t1", "t2", "t3"]
    assert played.judge("b1").call("hello", {})["names"] == {}
    assert said["sheets"][0]["typed_by"] == "t1"


def test_a_member_s_no_and_its_reason_stand_on_the_desks_of_the_team_and_on_no_other(played):
    typed = played.judge("t1").call("sheet", sheet("6", **JOINT, confirm=True))
    objection = {"request": "object-1", "version": typed["version"], "reason": "第二条缝读错了", **JOINT}
    answer = played.judge("t2").call("object", objection)
    assert (answer["outcome"], answer["mine_confirmed"]) == ("accepted", False)
    for seat in ("t1", "t2", "t3"):
        (told,) = played.judge(seat).call("hello", {})["sheets"]
        no = told["team"]["objection"]
        assert (no["seat"], no["reason"]) == ("t2", "第二条缝读错了")
        assert (told["team"]["confirmed"], told["team"]["withdrawn"]) == ([], ["t1"])
    assert "读错" not in str(played.judge("b1").call("hello", {}))


def test_the_chief_reads_why_a_member_says_no(played):
    typed = played.judge("t1").call("sheet", sheet("6", **JOINT))
    objection = {"request": "object-1", "version": typed["version"], "reason": "第二条缝读错了", **JOINT}
    played.judge("t2").call("object", objection)
    (told,) = played.desk().ask("GET", "/items/paint/alarms").json
    assert (told["kind"], told["code"], told["seat"]["id"]) == ("objected", JOINT["code"], "t2")
    assert told["reason"] == "第二条缝读错了"


def test_an_objection_says_why(played):
    typed = played.judge("t1").call("sheet", sheet("6", **JOINT))
    for reason in ("", None):
        said = {"request": "object-1", "version": typed["version"], "reason": reason, **JOINT}
        assert played.judge("t2").call("object", said)["code"] == "malformed"
