"""Accounts: the first by the link of the start, the others by invitation; roles given and taken; links good once."""

from __future__ import annotations

import pytest

from contest.scoring.refused import Refused
from tests.web.hall import PASSWORD, Desk, Hall, Play, refused

GRANT = {"contest": "*", "item": "", "role": "chief"}


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    """An organizer of everything."""
    return hall.staff("organizer")


def token_of(link: dict) -> str:
    return link["url"].partition("#invited=")[2]


def invited(office: Desk, **more) -> str:
    answer = office.post("/api/accounts/invitations", {"name": "李会计", "grants": [GRANT], **more})
    assert answer.status_code == 200, answer.text
    return token_of(answer.json)


def accepting(desk: Desk, token: str, login: str, **more):
    return desk.post("/api/invitation/accept", {"token": token, "login": login, "password": PASSWORD, **more})


def known(office: Desk, login: str) -> dict:
    return next(each for each in office.get("/api/accounts").json if each["login"] == login)


def test_who_is_invited_chooses_login_and_password_and_is_in(hall: Hall, office: Desk):
    token, guest = invited(office), hall.visitor()
    assert guest.post("/api/invitation", {"token": token}).json == {"name": "李会计", "login": ""}
    answer = accepting(guest, token, "li")
    assert answer.json["account"] == {"login": "li", "name": "李会计"}
    assert answer.json["grants"] == [{"contest": "*", "item": None, "role": "chief"}]
    assert guest.get("/api/session").status_code == 200


def test_a_link_is_good_once(hall: Hall, office: Desk):
    token = invited(office)
    accepting(hall.visitor(), token, "once")
    assert refused(accepting(hall.visitor(), token, "twice"), 403, "invitation_over")
    assert refused(hall.visitor().post("/api/invitation", {"token": token}), 403, "invitation_over")


def test_a_login_that_is_taken_leaves_the_link_good(hall: Hall, office: Desk):
    accepting(hall.visitor(), invited(office), "wang")
    token = invited(office)
    assert refused(accepting(hall.visitor(), token, "wang"), 409, "login_taken")
    assert accepting(hall.visitor(), token, "wang2").status_code == 200


def test_a_short_password_is_refused(hall: Hall, office: Desk):
    assert refused(accepting(hall.visitor(), invited(office), "short", password="1234567"), 422, "malformed")


def test_a_new_password_ends_what_was_open_under_the_old_one(hall: Hall, office: Desk):
    guest = hall.visitor()
    accepting(guest, invited(office), "zhao")
    link = office.post(f"/api/accounts/{known(office, 'zhao')['id']}/password").json
    assert (
        accepting(hall.visitor(), token_of(link), "whatever", password="another horse").json["account"]["login"]
        == "zhao"
    )
    assert refused(guest.get("/api/session"), 401, "signed_out")
    assert refused(hall.visitor().sign_in("zhao"), 401, "wrong_password")


def test_roles_are_given_and_taken_at_once(hall: Hall, office: Desk, play: Play):
    guest = hall.visitor()
    guest.csrf = accepting(guest, invited(office), "qian").json["csrf"]
    assert guest.get(f"/api/contests/{play.id}").status_code == 200
    office.post(f"/api/accounts/{known(office, 'qian')['id']}/grants", {"grants": []})
    assert refused(guest.get(f"/api/contests/{play.id}"), 403, "forbidden")
    assert known(office, "qian")["grants"] == []


def test_who_is_signed_out_by_the_office_is_out(hall: Hall, office: Desk):
    guest = hall.visitor()
    accepting(guest, invited(office), "sun")
    assert known(office, "sun")["signed_in"] == 1
    office.post(f"/api/accounts/{known(office, 'sun')['id']}/end")
    assert refused(guest.get("/api/session"), 401, "signed_out")


def test_somebody_must_stay_who_manages_accounts(hall: Hall, tmp_path):
    people = hall.services.people
    organizers = [each for each in people.known() if ("*", "", "organizer") in each.grants]
    for each in organizers[1:]:
        people.set_grants(each.id, [])
    with pytest.raises(Refused, match="last_organizer"):
        people.set_grants(organizers[0].id, [("*", "", "chief")])
    assert people.known()  # nothing was taken
    assert ("*", "", "organizer") in {grant for each in people.known() for grant in each.grants}


def test_the_first_account_is_made_by_the_link_of_the_start_and_says_its_name(empty_hall: Hall):
    people, first = empty_hall.services.people, empty_hall.visitor()
    older, token = people.first_link(), people.first_link()
    assert refused(accepting(first, older, "boss", name="赵主席"), 403, "invitation_over")
    assert refused(accepting(first, token, "boss"), 409, "name_needed")
    answer = accepting(first, token, "boss", name="赵主席")
    assert answer.json["grants"] == [{"contest": "*", "item": None, "role": "organizer"}]
    assert refused(accepting(first, people.first_link(), "other", name="别人"), 403, "invitation_over")
