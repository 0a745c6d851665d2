"""One's own sessions, which end by themselves or there; and the tokens by which programs act in one's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contest.people import POLICY, TOKEN_ACTS
from contest.people.lasting import IDLE, WHOLE
from contest.people.tokens import A_MINUTE
from tests.web.hall import PASSWORD, Desk, Hall, Play, refused

SOON = (datetime.now(UTC) + timedelta(days=30)).isoformat()


@pytest.fixture
def clock(hall: Hall):
    """Time goes on as the test says; afterwards it is now again."""
    people = hall.services.people
    start, ahead = people.clock(), [0.0]

    def forward(seconds: float) -> None:
        ahead[0] += seconds

    real, people.clock = people.clock, lambda: start + ahead[0]
    yield forward
    people.clock = real


def made(desk: Desk, play: Play, *acts: str, until: str = SOON) -> str:
    said = {"name": "排名同步", "contest": play.id, "acts": list(acts), "until": until}
    answer = desk.post("/api/account/tokens", said)
    assert answer.status_code == 200, answer.text
    return answer.json["token"]


class Program:
    """It has a token and no cookie."""

    def __init__(self, hall: Hall, token: str) -> None:
        self._desk, self._token = hall.visitor(), token
        self.address = self._desk.address

    def ask(self, method: str, path: str, body=None):
        return self._desk.ask(method, path, body, {"Authorization": f"Bearer {self._token}"})


# --- the PIN of a second person ---


def test_a_pin_takes_the_password_again_and_is_then_good_on_anothers_screen(hall: Hall):
    play = hall.contest().brought_to("locked")
    desk = hall.staff("supervisor")
    assert desk.get("/api/account/pin").json == {"since": None}
    assert refused(desk.post("/api/account/pin", {"pin": "271828", "password": "x"}), 401, "wrong_password")
    assert refused(desk.post("/api/account/pin", {"pin": "2718", "password": PASSWORD}), 422, "malformed")
    assert desk.post("/api/account/pin", {"pin": "271828", "password": PASSWORD}).json["since"]
    second = {"login": desk.login, "password": "271828"}
    assert hall.staff("officer").act(play.id, "unseal", second=second).json["state"] == "unsealed"
    assert desk.post("/api/account/pin", {"pin": "", "password": PASSWORD}).json == {"since": None}


# --- sessions ---


def test_a_session_ends_after_twelve_hours_in_which_nobody_used_it(hall: Hall, clock):
    desk = hall.staff("viewer")
    clock(IDLE - 60)
    assert desk.get("/api/session").status_code == 200
    clock(IDLE - 60)
    hall.services.people.sweep()  # when it was used is on disk
    assert desk.get("/api/session").status_code == 200
    clock(IDLE + 60)
    assert refused(desk.get("/api/session"), 401, "signed_out")
    hall.services.people.sweep()
    assert refused(desk.get("/api/session"), 401, "signed_out")


def test_a_session_ends_after_seven_days_whatever_happens_and_leaves_no_row(hall: Hall, clock):
    desk, people = hall.staff("viewer"), hall.services.people
    for _ in range(int(WHOLE // IDLE) * 2 - 1):
        clock(IDLE / 2)
        assert desk.get("/api/session").status_code == 200
    clock(IDLE / 2 + 60)
    assert refused(desk.get("/api/session"), 401, "signed_out")
    people.sweep()
    assert next(each for each in people.known() if each.login == desk.login).signed_in == 0


def test_one_sees_ones_own_sessions_and_signs_out_there(hall: Hall):
    here = hall.staff("viewer")
    there, third = hall.visitor(), hall.visitor()
    for each in (there, third):
        each.sign_in(here.login)
    seen = here.get("/api/account/sessions").json
    assert [each["here"] for each in seen].count(True) == 1
    assert len(seen) == 3
    assert all(each["agent"].startswith("Werkzeug") for each in seen)
    other = next(each["id"] for each in seen if not each["here"])
    assert len(here.post(f"/api/account/sessions/{other}/end").json) == 2
    assert sorted(each.get("/api/session").status_code for each in (here, there, third)) == [200, 200, 401]
    assert here.get("/api/session").status_code == 200
    assert refused(here.post(f"/api/account/sessions/{other}/end"), 404, "unknown_session")


def test_nobody_ends_a_session_of_somebody_else(hall: Hall):
    one, other = hall.staff("viewer"), hall.staff("organizer")
    (seen,) = one.get("/api/account/sessions").json
    assert refused(other.post(f"/api/account/sessions/{seen['id']}/end"), 404, "unknown_session")
    assert refused(other.post("/api/account/sessions/%25/end"), 404, "unknown_session")
    assert one.get("/api/session").status_code == 200


def test_signing_out_everywhere_is_everywhere(hall: Hall):
    here, there = hall.staff("viewer"), hall.visitor()
    there.sign_in(here.login)
    assert here.post("/api/account/sessions/end").json == []
    assert refused(here.get("/api/session"), 401, "signed_out")
    assert refused(there.get("/api/session"), 401, "signed_out")


# --- tokens ---


def test_a_program_does_what_its_token_is_for_and_nothing_else(hall: Hall, play: Play):
    desk = hall.staff("organizer", contest=play.id)
    program = Program(hall, made(desk, play, "see", "freeze"))
    assert program.ask("GET", f"/api/contests/{play.id}").status_code == 200
    act = f"/api/contests/{play.id}/items/wall/acts"
    assert program.ask("POST", f"{act}/freeze", {}).status_code == 200
    assert refused(program.ask("POST", f"{act}/unfreeze", {}), 403, "forbidden")
    assert refused(program.ask("GET", f"/api/contests/{play.id}/roster"), 403, "forbidden")
    assert refused(program.ask("GET", f"/api/contests/{hall.contest().id}"), 403, "forbidden")
    for path in ("/api/account/tokens", "/api/account/sessions", "/api/accounts"):
        assert refused(program.ask("GET", path), 403, "forbidden")
    assert refused(program.ask("DELETE", "/api/session"), 403, "forbidden")


def test_the_journal_says_which_program_of_whom_did_it_also_once_its_token_is_gone(hall: Hall, play: Play):
    desk = hall.staff("organizer", contest=play.id)
    program = Program(hall, made(desk, play, "freeze"))
    program.ask("POST", f"/api/contests/{play.id}/items/wall/acts/freeze", {})
    (kept,) = desk.get("/api/account/tokens").json
    desk.post(f"/api/account/tokens/{kept['id']}/revoke")
    line = desk.get(f"/api/contests/{play.id}/story").json["lines"][0]
    assert line["who"]["zh"] == f"排名同步（{desk.login.title()}）"
    assert "排名" not in hall.services.door.lines(play.id)[-1].raw.decode()


def test_a_token_is_told_once_kept_as_a_digest_and_gone_when_it_is_revoked(hall: Hall, play: Play):
    desk = hall.staff("organizer", contest=play.id)
    token = made(desk, play, "see")
    program = Program(hall, token)
    assert program.ask("GET", f"/api/contests/{play.id}").status_code == 200
    (told,) = desk.get("/api/account/tokens").json
    assert token not in str(told)
    assert told["used"] is not None
    rows = hall.services.people.reader.run(lambda conn: conn.exec_driver_sql("SELECT * FROM api_tokens").fetchall())
    assert token not in str(rows)
    assert desk.post(f"/api/account/tokens/{told['id']}/revoke").json == []
    assert refused(program.ask("GET", f"/api/contests/{play.id}"), 401, "token_over")


def test_a_token_does_never_more_than_its_owner_may_at_the_time(hall: Hall, play: Play):
    desk = hall.staff("organizer", contest=play.id)
    said = {"name": "x", "contest": play.id, "until": SOON}
    assert refused(
        hall.staff("viewer", contest=play.id).post("/api/account/tokens", said | {"acts": ["setup"]}),
        409,
        "token_beyond",
    )
    program = Program(hall, made(desk, play, "setup"))
    path = f"/api/contests/{play.id}/roster"
    assert program.ask("GET", path).status_code == 200
    people = hall.services.people
    account = next(each.id for each in people.known() if each.login == desk.login)
    people.set_grants(account, [], play.id)
    assert refused(program.ask("GET", path), 403, "forbidden")


@pytest.mark.parametrize("days", [-400, 400])
def test_a_token_ends_within_a_year(hall: Hall, play: Play, days: int):
    until = datetime.fromtimestamp(hall.services.people.clock(), UTC) + timedelta(days=days)
    said = {"name": "x", "contest": play.id, "acts": ["see"], "until": until.isoformat()}
    assert refused(hall.staff("viewer", contest=play.id).post("/api/account/tokens", said), 409, "token_until")


def test_a_token_is_over_when_its_time_is(hall: Hall, play: Play, clock):
    desk = hall.staff("viewer", contest=play.id)
    until = datetime.fromtimestamp(hall.services.people.clock() + 3600, UTC).isoformat()
    program = Program(hall, made(desk, play, "see", until=until))
    assert program.ask("GET", "/api/contests").status_code == 200
    clock(3601)
    assert refused(program.ask("GET", "/api/contests"), 401, "token_over")


def test_a_program_that_asks_too_much_is_told_to_wait(hall: Hall, play: Play, clock):
    desk = hall.staff("viewer", contest=play.id)
    token, people = made(desk, play, "see"), hall.services.people
    for _ in range(A_MINUTE):
        people.program(token)
    assert refused(Program(hall, token).ask("GET", "/api/contests"), 429, "too_many_requests")
    clock(60)
    assert Program(hall, token).ask("GET", "/api/contests").status_code == 200


def test_who_guesses_tokens_is_slowed(hall: Hall):
    program = Program(hall, "ct_nobody")
    said = {program.ask("GET", "/api/contests").json["code"] for _ in range(70)}
    assert said == {"token_over", "too_many_tries"}


def test_a_program_with_a_token_that_is_no_more_keeps_nobody_at_its_address_from_signing_in(hall: Hall, play: Play):
    owner, people = hall.staff("viewer", contest=play.id), hall.services.people
    program = Program(hall, made(owner, play, "see"))
    (kept,) = owner.get("/api/account/tokens").json
    owner.post(f"/api/account/tokens/{kept['id']}/revoke")
    codes = [program.ask("GET", "/api/contests").json["code"] for _ in range(400)]
    assert codes[:60] == ["token_over"] * 60
    assert codes[-1] == "too_many_tries"
    same = replace(hall.visitor(), address=program.address)
    assert same.sign_in(hall.account("chief")).status_code == 200
    link, _ = people.new_pairing(play.id, "j1")
    assert people.pair(link, "1234", "", program.address)
    assert hall.visitor().sign_in(owner.login).status_code == 200  # elsewhere too


def test_a_new_password_ends_tokens_too(hall: Hall, play: Play):
    desk = hall.staff("viewer", contest=play.id)
    program = Program(hall, made(desk, play, "see"))
    hall.services.people.set_password(desk.login, "another password")
    assert refused(program.ask("GET", "/api/contests"), 401, "token_over")


def test_no_program_signs_decides_types_or_does_what_takes_two_persons():
    in_person = {
        "accounts",
        "admit",
        "lock",
        "unlock",
        "draw",
        "unseal",
        "sign",
        "publish",
        "void",
        "decide",
        "advance",
    }
    in_person |= {"override", "recuse", "return", "type", "judge"}
    assert not in_person & set(TOKEN_ACTS)
    assert set(TOKEN_ACTS) <= set(POLICY)
