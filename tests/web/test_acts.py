"""The acts that move an item on: in their order, by whom they may be, once, and two of them by two persons."""

from __future__ import annotations

import pytest

from tests.web.hall import PASSWORD, Hall, Play, refused


def test_an_item_goes_from_marking_to_published(hall: Hall, play: Play):
    play.marked()
    chief, officer, supervisor, organizer = (
        hall.staff(role) for role in ("chief", "officer", "supervisor", "organizer")
    )
    states = [chief.act(play.id, "lock").json["state"]]
    states.append(officer.act(play.id, "unseal").json["state"])
    states.append(supervisor.act(play.id, "unseal").json["state"])
    states.append(chief.act(play.id, "sign", password=PASSWORD, digest=play.digest()).json["state"])
    states.append(organizer.act(play.id, "publish").json["state"])
    assert states == ["locked", "locked", "unsealed", "signed", "published"]


def test_a_board_is_frozen_and_moves_again(hall: Hall, play: Play):
    desk = hall.staff("chief")
    assert desk.act(play.id, "freeze").json["frozen"]
    assert refused(desk.act(play.id, "freeze"), 409, "already_frozen")
    assert not desk.act(play.id, "unfreeze").json["frozen"]


def test_an_item_that_lacks_sheets_is_locked_only_with_a_reason(hall: Hall, play: Play):
    desk = hall.staff("chief")
    assert refused(desk.act(play.id, "lock"), 409, "missing_sheets")
    assert desk.act(play.id, "lock", missing_reason="a judge fell ill").json["state"] == "locked"


# --- acts of two persons ---


def test_one_person_alone_unseals_nothing_however_often_they_ask(hall: Hall):
    play = hall.contest().brought_to("locked")
    officer = hall.staff("officer", "supervisor")
    assert officer.act(play.id, "unseal").json["unseal_by"]
    assert officer.act(play.id, "unseal").json["state"] == "locked"
    second = {"login": officer.login, "password": PASSWORD}
    assert refused(officer.act(play.id, "unseal", second=second), 409, "same_person")
    assert not play.item().unsealed


def test_two_persons_unseal_on_one_screen(hall: Hall):
    play = hall.contest().brought_to("locked")
    second = {"login": hall.account("supervisor"), "password": PASSWORD}
    assert hall.staff("officer").act(play.id, "unseal", second=second).json["state"] == "unsealed"


@pytest.mark.parametrize(
    ("role", "password", "status", "code"),
    [("supervisor", "wrong", 401, "wrong_second"), ("chief", PASSWORD, 403, "forbidden")],
)
def test_the_second_person_must_prove_themself_and_have_the_right(
    hall: Hall, role: str, password: str, status: int, code: str
):
    play = hall.contest().brought_to("locked")
    second = {"login": hall.account(role), "password": password}
    assert refused(hall.staff("officer").act(play.id, "unseal", second=second), status, code)
    assert not play.item().unsealed


def test_the_second_persons_right_must_be_for_this_contest(hall: Hall):
    play = hall.contest().brought_to("locked")
    second = {"login": hall.account("supervisor", contest="another"), "password": PASSWORD}
    assert refused(hall.staff("officer").act(play.id, "unseal", second=second), 403, "forbidden")


def test_unlocking_takes_a_reason_and_two_persons(hall: Hall):
    play = hall.contest().brought_to("signed")
    chief, supervisor = hall.staff("chief"), hall.staff("supervisor")
    assert refused(chief.act(play.id, "unlock"), 409, "reason_needed")
    assert chief.act(play.id, "unlock", reason="a sum was wrong").json["state"] == "signed"
    assert supervisor.act(play.id, "unlock").json["state"] == "marking"
    assert play.item().signature is None


# --- signing ---


@pytest.mark.parametrize("password", ["", "wrong"])
def test_who_signs_proves_again_who_they_are(hall: Hall, password: str):
    play = hall.contest().brought_to("unsealed")
    answer = hall.staff("chief").act(play.id, "sign", password=password, digest=play.digest())
    assert refused(answer, 401, "wrong_password")
    assert play.item().signature is None


def test_another_persons_password_signs_nothing(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    other = hall.account("chief")
    hall.services.people.set_password(other, "the other one's")
    answer = hall.staff("chief").act(play.id, "sign", password="the other one's", digest=play.digest())
    assert refused(answer, 401, "wrong_password")


def test_only_what_was_shown_can_be_signed(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    answer = hall.staff("chief").act(play.id, "sign", password=PASSWORD, digest="0" * 64)
    assert refused(answer, 409, "digest_differs")


def test_a_signature_says_who_when_and_what(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    desk = hall.staff("chief")
    signed = desk.act(play.id, "sign", password=PASSWORD, digest=play.digest()).json["signed"]
    assert (signed["by"], signed["digest"], signed["seq"]) == (desk.login.title(), play.digest(), play.fold.seq)


def test_guessing_the_signers_password_is_slowed(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    desk = hall.staff("chief")
    codes = [desk.act(play.id, "sign", password=f"guess {k}", digest=play.digest()).json["code"] for k in range(8)]
    assert codes[0] == "wrong_password"
    assert codes[-1] == "too_many_tries"


def test_no_password_stands_in_the_journal(hall: Hall):
    play = hall.contest().brought_to("locked")
    second = {"login": hall.account("supervisor"), "password": PASSWORD}
    hall.staff("officer").act(play.id, "unseal", second=second, key="key-unseal")
    hall.staff("chief").act(play.id, "sign", password=PASSWORD, digest=play.digest(), key="key-sign")
    assert play.item().signature
    assert not any(PASSWORD.encode() in line.raw for line in hall.services.door.lines(play.id))


# --- the same act sent twice ---


def test_an_act_sent_twice_with_its_key_is_done_once_and_answered_the_same(hall: Hall, play: Play):
    desk = hall.staff("chief")
    once = desk.act(play.id, "freeze", key="key-1")
    seq = play.fold.seq
    again = desk.act(play.id, "freeze", key="key-1")
    assert once.status_code == again.status_code == 200
    assert (play.fold.seq, again.json) == (seq, once.json)


def test_a_key_with_another_body_is_refused(hall: Hall, play: Play):
    desk = hall.staff("chief")
    desk.act(play.id, "lock", missing_reason="ill", key="key-2")
    seq = play.fold.seq
    assert refused(desk.act(play.id, "lock", missing_reason="tired", key="key-2"), 409, "request_reused")
    assert play.fold.seq == seq


def test_a_key_of_one_act_is_no_key_of_another_one(hall: Hall, play: Play):
    desk = hall.staff("chief")
    desk.act(play.id, "freeze", key="key-3")
    assert refused(desk.act(play.id, "unfreeze", key="key-3"), 409, "request_reused")
    assert refused(desk.act(play.id, "freeze", "soup", key="key-3"), 409, "request_reused")


def test_a_key_of_one_person_is_no_key_of_another_one(hall: Hall, play: Play):
    hall.staff("chief").act(play.id, "freeze", key="key-4")
    assert refused(hall.staff("chief").act(play.id, "freeze", key="key-4"), 409, "request_reused")


def test_an_act_of_two_persons_sent_twice_is_done_once(hall: Hall):
    play = hall.contest().brought_to("signed")
    desk = hall.staff("chief")
    second = {"login": hall.account("supervisor"), "password": PASSWORD}
    once = desk.act(play.id, "unlock", reason="a sum", second=second, key="key-5")
    seq = play.fold.seq
    again = desk.act(play.id, "unlock", reason="a sum", second=second, key="key-5")
    assert once.status_code == again.status_code == 200
    assert play.fold.seq == seq


def test_a_signature_sent_twice_is_one_signature(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    desk, digest = hall.staff("chief"), play.digest()
    once = desk.act(play.id, "sign", password=PASSWORD, digest=digest, missing_reason="none", key="key-6")
    again = desk.act(play.id, "sign", password=PASSWORD, digest=digest, missing_reason="none", key="key-6")
    assert once.json["signed"] == again.json["signed"]


@pytest.mark.parametrize("key", ["a b", "é", "open:contest", "k" * 51])
def test_a_key_that_is_none_is_malformed(hall: Hall, play: Play, key: str):
    assert refused(hall.staff("chief").act(play.id, "freeze", key=key), 422, "malformed")


# --- shapes ---


@pytest.mark.parametrize(
    "body", [{"extra": 1}, {"reason": 5}, {"second": {"login": "a"}}, {"reason": "x" * 501}, [1], "x"]
)
def test_what_is_no_act_is_malformed(hall: Hall, play: Play, body: object):
    answer = hall.staff("chief").post(f"/api/contests/{play.id}/items/wall/acts/lock", body)
    assert refused(answer, 422, "malformed")


def test_an_act_without_a_body_is_an_act(hall: Hall, play: Play):
    desk = hall.staff("chief")
    assert desk.ask("POST", f"/api/contests/{play.id}/items/wall/acts/freeze").status_code == 200
