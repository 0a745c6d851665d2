"""The staff of one contest: invited, given roles and taken off by who organizes it; and one role a person, unless the
contest says otherwise."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select

from contest.people import token_digest
from contest.people.rights import conflict
from contest.people_tables import Invitation
from contest.scoring.events import from_bytes
from contest.scoring.refused import Refused
from tests.web.hall import PASSWORD, Desk, Hall, Play, refused


@pytest.fixture
def boss(hall: Hall, play: Play) -> Desk:
    """Who organizes this contest and no other."""
    return hall.staff("organizer", contest=play.id)


def at(play: Play, rest: str = "") -> str:
    return f"/api/contests/{play.id}/staff{rest}"


def invited(boss: Desk, play: Play, *roles: str) -> str:
    answer = boss.post(at(play, "/invitations"), {"name": "李会计", "roles": [{"role": role} for role in roles]})
    assert answer.status_code == 200, answer.text
    return answer.json["url"].partition("#invited=")[2]


def joined(hall: Hall, token: str, login: str, **more) -> Desk:
    desk = hall.visitor()
    answer = desk.post("/api/invitation/accept", {"token": token, "login": login, "password": PASSWORD, **more})
    assert answer.status_code == 200, answer.text
    desk.csrf = answer.json["csrf"]
    return desk


def one(boss: Desk, play: Play, login: str) -> dict:
    return next(each for each in boss.get(at(play)).json["accounts"] if each["login"] == login)


def allow(boss: Desk, play: Play, shared: bool = True):
    return boss.post(at(play, "/sharing"), {"shared": shared, "reason": "全县只有三个人"})


# --- invitations that wait ---


def waiting(desk: Desk, where: str) -> list[tuple[str, bool]]:
    return [(each["name"], each["password"]) for each in desk.get(where).json]


def test_an_invitation_that_waits_is_listed_for_its_contest_and_can_be_withdrawn(hall: Hall, play: Play, boss: Desk):
    token, where = invited(boss, play, "recorder", "viewer"), at(play, "/invitations")
    (told,) = boss.get(where).json
    assert [(each["contest"], each["role"]) for each in told["grants"]] == [(play.id, "recorder"), (play.id, "viewer")]
    assert (told["name"], told["by"]) == ("李会计", boss.login.title())
    assert token not in str(told)
    elsewhere = hall.contest()
    for other in (boss, hall.staff("organizer", contest=elsewhere.id)):
        away = other.post(f"/api/contests/{elsewhere.id}/staff/invitations/{told['id']}/withdraw")
        assert away.status_code in (403, 404)
    assert boss.post(f"{where}/{told['id']}/withdraw").json == []
    assert refused(hall.visitor().post("/api/invitation", {"token": token}), 403, "invitation_over")
    assert refused(boss.post(f"{where}/{told['id']}/withdraw"), 404, "unknown_invitation")


def test_one_that_is_taken_up_waits_no_longer_and_of_the_house_all_are_listed(hall: Hall, play: Play, boss: Desk):
    house, token = hall.staff("organizer"), invited(boss, play, "recorder")
    assert ("李会计", False) in waiting(house, "/api/accounts/invitations")
    guest = joined(hall, token, f"li2-{play.id}")
    assert waiting(boss, at(play, "/invitations")) == []
    id = one(boss, play, guest.get("/api/session").json["account"]["login"])["id"]
    boss.post(at(play, f"/{id}/password"), {})
    assert waiting(boss, at(play, "/invitations")) == [("李会计", True)]
    house.post(f"/api/accounts/{id}/grants", {"grants": [{"contest": hall.contest().id, "role": "viewer"}]})
    assert waiting(boss, at(play, "/invitations")) == []  # the account is another contest's by now


def test_the_link_of_the_first_start_is_nobodys_to_see(empty_hall: Hall):
    people = empty_hall.services.people
    token = people.first_link()
    assert people.open_invitations() == []
    assert people.invited(token)


# --- who manages whom ---


def test_who_organizes_one_contest_invites_for_it_sees_its_people_alone_and_takes_them_off(
    hall: Hall, play: Play, boss: Desk
):
    hall.staff("chief", contest=hall.contest().id)
    hall.staff("viewer")
    guest = joined(hall, invited(boss, play, "recorder"), f"li-{play.id}")
    assert {each["login"] for each in boss.get(at(play)).json["accounts"]} == {boss.login, f"li-{play.id}"}
    assert guest.get(f"/api/contests/{play.id}").status_code == 200
    answer = boss.post(at(play, f"/{one(boss, play, f'li-{play.id}')['id']}/roles"), {"roles": []})
    assert {each["login"] for each in answer.json["accounts"]} == {boss.login}
    assert refused(guest.get(f"/api/contests/{play.id}"), 403, "forbidden")
    assert refused(boss.get("/api/accounts"), 403, "forbidden")


def test_somebody_of_another_contest_is_unknown_here(hall: Hall, play: Play, boss: Desk):
    login = hall.account("viewer", contest="another")
    stranger = next(each.id for each in hall.services.people.known() if each.login == login)
    for what, body in (("roles", {"roles": [{"role": "chief"}]}), ("password", {}), ("end", {})):
        assert refused(boss.post(at(play, f"/{stranger}/{what}"), body), 404, "unknown_account")


def test_an_account_that_is_there_joins_with_its_password_and_keeps_what_it_had(hall: Hall, play: Play, boss: Desk):
    login = hall.account("chief", contest="another")
    guest = joined(hall, invited(boss, play, "viewer"), login, existing=True)
    assert {(each["contest"], each["role"]) for each in guest.get("/api/session").json["grants"]} == {
        ("another", "chief"),
        (play.id, "viewer"),
    }
    here = one(boss, play, login)
    assert ([each["role"] for each in here["grants"]], here["elsewhere"]) == (["viewer"], True)
    assert refused(boss.post(at(play, f"/{here['id']}/password")), 409, "account_elsewhere")
    assert refused(boss.post(at(play, f"/{here['id']}/end")), 409, "account_elsewhere")
    boss.post(at(play, f"/{here['id']}/roles"), {"roles": []})
    assert [each["contest"] for each in guest.get("/api/session").json["grants"]] == ["another"]


def test_a_link_is_not_joined_with_a_wrong_password_and_stays_good(hall: Hall, play: Play, boss: Desk):
    login, token = hall.account("viewer", contest="another"), invited(boss, play, "viewer")
    said = {"token": token, "login": login, "password": "not the right one", "existing": True}
    assert refused(hall.visitor().post("/api/invitation/accept", said), 401, "wrong_password")
    joined(hall, token, login, existing=True)


def test_who_reads_an_older_list_does_not_undo_what_another_gave(hall: Hall, play: Play, boss: Desk):
    joined(hall, invited(boss, play, "viewer"), f"wu-{play.id}")
    seen = boss.get(at(play))
    id = one(boss, play, f"wu-{play.id}")["id"]
    match = {"If-Match": seen.headers["ETag"]}
    path = at(play, f"/{id}/roles")
    assert boss.ask("POST", path, {"roles": [{"role": "recorder"}]}, match).status_code == 200
    assert refused(boss.ask("POST", path, {"roles": [{"role": "chief"}]}, match), 412, "changed_meanwhile")
    assert [each["role"] for each in one(boss, play, f"wu-{play.id}")["grants"]] == ["recorder"]


def test_sharing_that_is_sent_again_since_no_answer_came_is_no_change_by_another(play: Play, boss: Desk):
    sent = {"If-Match": boss.get(at(play)).headers["ETag"], "Idempotency-Key": "shared-once"}
    said = {"shared": True, "reason": "a rehearsal"}
    assert boss.ask("POST", at(play, "/sharing"), said, sent).status_code == 200
    assert boss.ask("POST", at(play, "/sharing"), said, sent).status_code == 200
    assert refused(
        boss.ask("POST", at(play, "/sharing"), said, sent | {"Idempotency-Key": ""}), 412, "changed_meanwhile"
    )


# --- one role a person ---


@pytest.mark.parametrize(
    ("grants", "shared", "found"),
    [
        ([("cup", "", "chief"), ("cup", "", "viewer")], "", None),
        ([("cup", "", "organizer"), ("cup", "", "recorder")], "", None),
        ([("cup", "", "chief"), ("hall", "", "officer")], "", None),
        ([("cup", "", "chief"), ("cup", "", "chief")], "", None),
        ([("cup", "", "chief"), ("cup", "", "officer")], "", "cup"),
        ([("cup", "wall", "chief"), ("cup", "soup", "officer")], "", "cup"),
        ([("*", "", "organizer"), ("cup", "", "chief")], "", "cup"),
        ([("*", "", "organizer"), ("cup", "", "chief")], "cup", None),
        ([("*", "", "organizer"), ("*", "", "chief")], "cup", "*"),
        ([("cup", "", "supervisor"), ("cup", "", "recorder")], "hall", "cup"),
    ],
)
def test_roles_exclude_each_other_in_one_contest_and_not_in_two(grants, shared, found):
    said = conflict(grants, {shared})
    assert (said and said[0]) == found


def test_two_roles_of_one_person_are_refused_with_what_to_do_until_the_contest_allows_it(
    hall: Hall, play: Play, boss: Desk
):
    both = {"name": "李", "roles": [{"role": "chief"}, {"role": "officer"}]}
    answer = boss.post(at(play, "/invitations"), both)
    assert refused(answer, 409, "roles_apart")
    assert "裁判长" in answer.json["message"]["zh"]
    assert "允许" in answer.json["message"]["zh"]
    joined(hall, invited(boss, play, "chief"), f"zhou-{play.id}")
    path = at(play, f"/{one(boss, play, f'zhou-{play.id}')['id']}/roles")
    assert refused(boss.post(path, {"roles": both["roles"]}), 409, "roles_apart")

    said = allow(boss, play).json["sharing"]
    assert (said["now"], said["reason"], said["several"]) == (True, "全县只有三个人", [])
    told = boss.post(path, {"roles": both["roles"]}).json
    assert told["sharing"]["several"] == [{"name": "李会计", "roles": ["chief", "officer"]}]
    assert boss.get(f"/api/contests/{play.id}").json["roles_shared"] == said["since"]


def test_a_link_of_before_gives_nothing_that_the_rule_forbids_now(hall: Hall, play: Play, boss: Desk):
    allow(boss, play)
    token = invited(boss, play, "chief", "officer")
    allow(boss, play, shared=False)
    said = {"token": token, "login": f"late-{play.id}", "password": PASSWORD}
    assert refused(hall.visitor().post("/api/invitation/accept", said), 409, "roles_apart")


def test_it_ends_when_nobody_holds_several_any_more_and_stays_told(hall: Hall, play: Play, boss: Desk):
    since = allow(boss, play).json["sharing"]["since"]
    assert refused(allow(boss, play), 409, "roles_shared_already")
    joined(hall, invited(boss, play, "chief", "officer"), f"he-{play.id}")
    assert refused(allow(boss, play, shared=False), 409, "roles_still_shared")
    boss.post(at(play, f"/{one(boss, play, f'he-{play.id}')['id']}/roles"), {"roles": []})
    assert allow(boss, play, shared=False).json["sharing"]["since"] == since
    assert boss.get(f"/api/contests/{play.id}").json["roles_shared"] == since
    kinds = [from_bytes(line.raw).event.kind for line in hall.services.door.lines(play.id)]
    assert kinds.count("RolesShared") == 2


def test_the_chain_holds_no_word_of_the_reason(hall: Hall, play: Play, boss: Desk):
    allow(boss, play)
    assert all("全县" not in line.raw.decode() for line in hall.services.door.lines(play.id))


def test_two_persons_stay_two_whatever_roles_one_holds(hall: Hall, play: Play, boss: Desk):
    allow(boss, play)
    login = f"both-{play.id}"
    both = joined(hall, invited(boss, play, "chief", "supervisor"), login)
    play.brought_to("locked")
    second = {"login": login, "password": PASSWORD}
    answer = both.act(play.id, "unlock", reason="重录", second=second)
    assert refused(answer, 409, "same_person")


# --- links of who is no more ---


def id_of(hall: Hall, login: str) -> str:
    return next(each.id for each in hall.services.people.known() if each.login == login)


def a_password_link(boss: Desk, hall: Hall, play: Play, login: str) -> str:
    answer = boss.post(at(play, f"/{id_of(hall, login)}/password"))
    assert answer.status_code == 200, answer.text
    return answer.json["url"].partition("#invited=")[2]


def accepting(hall: Hall, token: str, login: str, **more):
    said = {"token": token, "login": login, "password": PASSWORD, **more}
    return hall.visitor().post("/api/invitation/accept", said)


def written_back(hall: Hall, token: str):
    """Put an invitation back once its row was deleted, as a copy of it that a second process holds: what stays in the
    way then is what is asked when it is accepted."""
    people, digest = hall.services.people, token_digest(token)
    row = people.reader.run(lambda conn: conn.execute(select(Invitation).where(Invitation.token == digest)).one())

    def again() -> None:
        people.writer.run(lambda conn: conn.execute(delete(Invitation).where(Invitation.token == digest)))
        people.writer.run(lambda conn: conn.execute(insert(Invitation).values(row._asdict())))

    return again


def open_links(hall: Hall, by: str) -> int:
    where = Invitation.by == f"account:{by}"
    return hall.services.people.reader.run(lambda conn: len(conn.execute(select(Invitation).where(where)).all()))


def test_an_organizer_of_one_contest_does_not_become_an_organizer_of_all_by_a_password_link_kept_from_before(
    hall: Hall, play: Play, boss: Desk
):
    people, login = hall.services.people, hall.account("chief", contest=play.id)
    token = a_password_link(boss, hall, play, login)
    again = written_back(hall, token)
    people.set_grants(id_of(hall, login), [("*", "", "organizer")])
    for _ in range(2):  # the second time its row is there, and what is asked at accepting stays alone in the way
        with pytest.raises(Refused, match="invitation_over"):
            people.accept(token, login, "", "a password of mine")
        assert refused(accepting(hall, token, login), 403, "invitation_over")
        again()
    assert hall.visitor().sign_in(login).status_code == 200  # the old password is good


@pytest.mark.parametrize("grants", [[("another", "", "chief")], []])
def test_a_password_link_is_over_once_the_account_is_not_of_the_contest_any_more(
    hall: Hall, play: Play, boss: Desk, grants: list
):
    people, login = hall.services.people, hall.account("chief", contest=play.id)
    token = a_password_link(boss, hall, play, login)
    again = written_back(hall, token)
    people.set_grants(id_of(hall, login), grants)
    again()
    assert refused(accepting(hall, token, login), 403, "invitation_over")


def test_a_password_link_is_good_while_who_made_it_organizes_the_accounts_contests(hall: Hall, play: Play, boss: Desk):
    login = hall.account("chief", contest=play.id)
    token = a_password_link(boss, hall, play, login)
    hall.services.people.set_grants(id_of(hall, login), [(play.id, "", "viewer")])
    assert accepting(hall, token, login).json["account"]["login"] == login


@pytest.mark.parametrize("existing", [False, True])
def test_an_organizer_who_was_dismissed_does_not_come_back_by_an_invitation_made_before(
    hall: Hall, play: Play, boss: Desk, existing: bool
):
    token, people = invited(boss, play, "organizer"), hall.services.people
    again = written_back(hall, token)
    people.set_grants(id_of(hall, boss.login), [], play.id)
    login = boss.login if existing else f"again-{play.id}"
    for _ in range(2):
        assert refused(accepting(hall, token, login, existing=existing), 403, "invitation_over")
        with pytest.raises(Refused, match="invitation_over"):
            people.join(token, id_of(hall, boss.login))
        with pytest.raises(Refused, match="invitation_over"):
            people.accept(token, f"other-{play.id}", "", PASSWORD)
        again()


def test_who_is_dismissed_or_signed_out_by_the_office_leaves_no_open_invitation(hall: Hall, play: Play, boss: Desk):
    people, id = hall.services.people, id_of(hall, boss.login)
    invited(boss, play, "viewer")
    people.set_grants(id, [(play.id, "", "organizer"), (play.id, "", "viewer")])
    assert open_links(hall, id) == 1  # who may still give it keeps it
    people.set_grants(id, [(play.id, "", "viewer")])
    assert open_links(hall, id) == 0
    people.set_grants(id, [(play.id, "", "organizer")])
    invited(boss, play, "viewer")
    people.end_sessions(id)
    assert open_links(hall, id) == 0


# --- who works for all contests ---


def test_who_has_a_role_in_all_contests_is_listed_and_offices_that_nobody_holds_are_told(empty_hall: Hall):
    play = empty_hall.contest()
    boss = empty_hall.staff("organizer", contest=play.id)
    told = boss.get(at(play)).json
    assert (told["house"], told["vacant"]) == ([], ["chief", "officer", "supervisor", "recorder"])
    chief = empty_hall.staff("chief")
    empty_hall.staff("recorder", contest=play.id, item="wall")
    empty_hall.staff("officer", contest="another")
    told = boss.get(at(play)).json
    assert told["house"] == [{"name": chief.login.title(), "roles": ["chief"]}]
    assert told["vacant"] == ["officer", "supervisor"]
