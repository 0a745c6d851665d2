"""Who may do what: every address, every act, every kind of session, own and other contest, in every state of an item.

The table below says it once more, by itself; the addresses come from the application, so a new one without a row fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView

from contest import create_app
from contest.apart.children import Answer, Apart
from contest.people import ROLES
from contest.scoring.refused import Refused
from contest.web import items
from contest.web.policy import every_view_has_one, needs
from tests.web.hall import STATES, Desk, Hall, Play, Preparing, refused

pytestmark = pytest.mark.timeout(400)  # every address, asked by everybody, in every state

ANYONE, SIGNED_IN = "anyone", "signed in"
ALL = set(ROLES)
CONTEST, ITEM = "/api/contests/<contest>", "/api/contests/<contest>/items/<item>"
ENTRY = f"{ITEM}/entries/<code>"
MAY = {
    ("POST", "/api/session"): ANYONE,
    ("POST", "/api/pair"): ANYONE,
    ("POST", "/api/pair/waiting"): ANYONE,
    ("GET", "/api/session"): SIGNED_IN,
    ("GET", "/api/contests"): SIGNED_IN,
    ("POST", "/api/invitation"): ANYONE,
    ("POST", "/api/invitation/accept"): ANYONE,
    ("GET", "/api/accounts"): {"organizer"},
    ("POST", "/api/accounts/invitations"): {"organizer"},
    ("GET", "/api/accounts/invitations"): {"organizer"},
    ("POST", "/api/accounts/invitations/<invitation>/withdraw"): {"organizer"},
    ("POST", "/api/accounts/<account>/grants"): {"organizer"},
    ("POST", "/api/accounts/<account>/password"): {"organizer"},
    ("POST", "/api/accounts/<account>/end"): {"organizer"},
    ("GET", f"{CONTEST}/staff"): {"organizer"},
    ("POST", f"{CONTEST}/staff/sharing"): {"organizer"},
    ("POST", f"{CONTEST}/staff/invitations"): {"organizer"},
    ("GET", f"{CONTEST}/staff/invitations"): {"organizer"},
    ("POST", f"{CONTEST}/staff/invitations/<invitation>/withdraw"): {"organizer"},
    ("POST", f"{CONTEST}/staff/<account>/roles"): {"organizer"},
    ("POST", f"{CONTEST}/staff/<account>/password"): {"organizer"},
    ("POST", f"{CONTEST}/staff/<account>/end"): {"organizer"},
    ("POST", f"{ITEM}/ceremony"): {"organizer"},
    ("GET", "/api/series"): SIGNED_IN,
    ("POST", "/api/series"): {"organizer"},
    ("POST", "/api/series/<series>"): {"organizer"},
    ("POST", "/api/series/<series>/remove"): {"organizer"},
    ("GET", "/api/account/sessions"): SIGNED_IN,
    ("POST", "/api/account/sessions/<session>/end"): SIGNED_IN,
    ("GET", "/api/account/pin"): SIGNED_IN,
    ("POST", "/api/account/pin"): SIGNED_IN,
    ("GET", "/api/account/tokens"): SIGNED_IN,
    ("POST", "/api/account/tokens"): SIGNED_IN,
    ("POST", "/api/account/tokens/<token>/revoke"): SIGNED_IN,
    ("GET", "/api/presets"): SIGNED_IN,
    ("POST", "/api/contests"): {"organizer"},
    ("POST", f"{CONTEST}/rulebooks"): {"organizer"},
    ("POST", f"{CONTEST}/rulebooks/read"): {"organizer"},
    ("GET", f"{ITEM}/rulebook"): ALL,
    ("GET", f"{ITEM}/rulebook/outline"): ALL,
    ("GET", f"{ITEM}/rulebook/file.xlsx"): ALL,
    ("GET", f"{ITEM}/rulebook/file.yaml"): ALL,
    ("POST", f"{ITEM}/rulebook/read"): {"organizer"},
    ("POST", f"{ITEM}/rulebook/compare"): {"organizer"},
    ("POST", f"{ITEM}/rulebook/preview"): {"organizer"},
    ("POST", f"{ITEM}/rulebook"): {"organizer"},
    ("GET", "/api/presets/<preset>/items/<item>/rulebook"): SIGNED_IN,
    ("GET", f"{ITEM}/preparation"): ALL,
    ("GET", f"{CONTEST}/story"): ALL,
    ("GET", f"{CONTEST}/past"): ALL,
    ("GET", "/api/calendar"): SIGNED_IN,
    ("POST", "/api/calendar"): {"organizer"},
    ("GET", "/api/calendar/after"): SIGNED_IN,
    ("GET", f"{CONTEST}/course"): ALL,
    ("POST", f"{CONTEST}/course"): {"organizer"},
    ("GET", f"{CONTEST}/words"): ANYONE,
    ("POST", f"{ITEM}/seats"): {"organizer", "chief"},
    ("GET", f"{CONTEST}/judges/template.xlsx"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/judges/read"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/judges"): {"organizer", "chief"},
    ("GET", f"{CONTEST}/roster"): {"organizer"},
    ("POST", f"{CONTEST}/roster"): {"organizer"},
    ("POST", f"{CONTEST}/roster/read"): {"organizer"},
    ("GET", f"{CONTEST}/roster/template.xlsx"): {"organizer"},
    ("GET", f"{CONTEST}/roster/underway/<key>"): {"organizer"},
    ("POST", f"{CONTEST}/roster/review"): {"organizer"},
    ("POST", f"{CONTEST}/roster/review/undo"): {"organizer"},
    ("GET", f"{CONTEST}/roster/people/<registration>"): {"organizer"},
    ("GET", f"{CONTEST}/roster/people/<registration>/photo"): {"organizer"},
    ("GET", f"{CONTEST}/links"): {"organizer"},
    ("POST", f"{CONTEST}/links"): {"organizer"},
    ("POST", f"{CONTEST}/links/<link>/withdraw"): {"organizer"},
    ("POST", f"{CONTEST}/quotas"): {"organizer"},
    ("GET", f"{CONTEST}/exports/roster.xlsx"): {"organizer"},
    ("GET", f"{CONTEST}/exports/roster.csv"): {"organizer"},
    ("GET", f"{CONTEST}/exports/roster.json"): {"organizer"},
    ("GET", f"{ITEM}/scores/<part>"): {"organizer", "recorder"},
    ("POST", f"{ITEM}/scores/<part>"): {"organizer", "recorder"},
    ("POST", f"{ITEM}/scores/<part>/read"): {"organizer", "recorder"},
    ("GET", f"{ITEM}/scores/<part>/template.xlsx"): {"organizer", "recorder"},
    ("POST", f"{ITEM}/entries"): {"organizer"},
    ("GET", f"{ITEM}/parts/<part>/assigning"): {"organizer", "chief"},
    ("POST", f"{ITEM}/parts/<part>/assigning"): {"organizer", "chief"},
    ("POST", f"{ITEM}/parts/<part>/seats"): {"organizer", "chief"},
    ("GET", f"{ITEM}/draws"): ALL,
    ("POST", f"{ITEM}/draws/<what>"): {"officer"},
    ("POST", f"{ITEM}/draws/<what>/typed"): {"officer"},
    ("POST", f"{ITEM}/draws/<what>/file"): {"officer"},
    ("GET", f"{ITEM}/draws/<what>/template.xlsx"): {"officer"},
    ("POST", f"{ITEM}/layers"): {"organizer"},
    ("POST", f"{ITEM}/layers/<layer>/table"): {"officer"},
    ("POST", f"{ITEM}/layers/<layer>/slips"): {"officer"},
    ("GET", f"{ITEM}/calling"): {"organizer", "officer", "recorder"},
    ("GET", f"{ITEM}/calling.xlsx"): {"organizer", "officer", "recorder"},
    ("GET", CONTEST): ALL,
    ("GET", f"{CONTEST}/units"): ALL,
    ("GET", f"{CONTEST}/set-aside"): ALL,
    ("POST", f"{CONTEST}/set-aside/<seq>/adopt"): {"chief"},
    ("POST", f"{CONTEST}/set-aside/<seq>/decline"): {"chief"},
    ("GET", f"{ITEM}/progress"): ALL,
    ("GET", f"{ITEM}/results"): ALL,
    ("GET", f"{ITEM}/awards"): ALL,
    ("GET", f"{ITEM}/check"): {"chief"},
    ("GET", f"{ITEM}/board"): ALL,
    ("POST", f"{ITEM}/acts/open"): {"organizer", "chief"},
    ("POST", f"{ITEM}/acts/freeze"): {"organizer", "chief"},
    ("POST", f"{ITEM}/acts/unfreeze"): {"organizer", "chief"},
    ("POST", f"{ITEM}/acts/lock"): {"chief"},
    ("POST", f"{ITEM}/acts/unlock"): {"chief", "supervisor"},
    ("POST", f"{ITEM}/acts/unseal"): {"officer", "supervisor"},
    ("POST", f"{ITEM}/acts/sign"): {"chief"},
    ("POST", f"{ITEM}/acts/publish"): {"organizer"},
    ("GET", f"{ENTRY}/explanation"): ALL,
    ("GET", f"{ITEM}/ties"): ALL,
    ("POST", f"{ITEM}/ties"): {"chief"},
    ("GET", f"{ITEM}/overrides"): ALL,
    ("GET", f"{ITEM}/votes/<part>"): ALL,
    ("POST", f"{ITEM}/votes/<part>/<channel>"): {"organizer", "chief", "recorder"},
    ("POST", f"{ITEM}/votes/<part>/<channel>/void"): {"chief"},
    ("GET", f"{ITEM}/ballots/<part>"): ALL,
    ("POST", f"{ITEM}/ballots/<part>"): {"organizer", "chief", "recorder"},
    ("GET", f"{ITEM}/advance"): ALL,
    ("POST", f"{ITEM}/advance"): {"chief"},
    ("GET", f"{ITEM}/parts/<part>/judges"): ALL,
    ("GET", f"{ITEM}/papers/sheets.pdf"): ALL - {"viewer", "officer"},
    ("GET", f"{ITEM}/typing/<part>/<seat>"): {"recorder"},
    ("POST", f"{ITEM}/typing/<part>/<seat>/<code>"): {"recorder"},
    ("GET", f"{ITEM}/robustness"): ALL,
    ("GET", f"{ITEM}/stage"): ALL,
    ("POST", f"{ITEM}/stage"): {"organizer", "chief", "recorder"},
    ("GET", f"{ITEM}/alarms"): ALL,
    ("POST", f"{ENTRY}/award"): {"chief", "supervisor"},
    ("POST", f"{ENTRY}/status"): {"chief", "recorder"},
    ("POST", f"{ENTRY}/penalties"): {"chief", "recorder"},
    ("GET", ENTRY): ALL,
    ("POST", f"{ENTRY}/penalties/<given>/lift"): {"chief", "recorder"},
    ("POST", f"{ENTRY}/times"): {"chief", "recorder"},
    ("POST", f"{ENTRY}/return"): {"chief"},
    ("POST", f"{ENTRY}/settle"): {"chief"},
    ("GET", f"{ITEM}/material"): {"organizer", "officer"},
    ("POST", f"{ITEM}/material"): {"organizer", "officer"},
    ("POST", f"{ITEM}/material/links"): {"organizer", "officer"},
    ("POST", f"{ITEM}/material/<id>/remove"): {"organizer", "officer"},
    ("GET", f"{ITEM}/material/<id>/pages/<number>"): {"organizer", "officer"},
    ("GET", f"{ITEM}/material/<id>/text"): {"organizer", "officer"},
    ("GET", f"{ITEM}/checkin"): {"organizer", "officer", "recorder"},
    ("POST", f"{ITEM}/checkin"): {"organizer", "officer", "recorder"},
    ("POST", f"{ITEM}/checkin/absent"): {"organizer", "officer", "recorder"},
    ("POST", f"{ITEM}/checkin/present"): {"organizer", "officer", "recorder"},
    ("POST", f"{ITEM}/checkin/late"): {"organizer", "officer", "recorder"},
    ("GET", f"{ITEM}/clock"): {"chief", "recorder"},
    ("POST", f"{ITEM}/clock"): {"chief", "recorder"},
    ("GET", f"{ITEM}/clock/hall"): ANYONE,
    ("GET", f"{ITEM}/pace"): ALL,
    ("POST", f"{ITEM}/parts/<part>/deadline"): {"organizer", "chief"},
    ("GET", f"{ITEM}/recusals"): {"chief"},
    ("POST", f"{ITEM}/recusals"): {"chief"},
    ("POST", f"{CONTEST}/seats/<seat>/pairing"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/seats/<seat>/revoke"): {"organizer", "chief"},
    ("GET", f"{CONTEST}/devices"): ALL,
    ("POST", f"{CONTEST}/seats/<seat>/pin"): {"chief"},
    ("POST", f"{CONTEST}/seats/<seat>/handover"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/seats/<seat>/shadow"): {"organizer", "chief"},
    ("GET", f"{CONTEST}/pairing"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/pairing/open"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/pairing/close"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/pairing/cards"): {"organizer", "chief"},
    ("POST", f"{CONTEST}/pairing/waiting/<waiter>/admit"): {"chief"},
    ("POST", f"{CONTEST}/pairing/waiting/<waiter>/deny"): {"chief"},
    ("GET", f"{CONTEST}/readiness"): {"organizer", "chief"},
    ("GET", f"{CONTEST}/exports/workbook.xlsx"): ALL - {"viewer", "officer"},
    ("GET", f"{CONTEST}/exports/results.csv"): ALL - {"viewer", "officer"},
    ("GET", f"{CONTEST}/exports/journal.ndjson"): ALL - {"viewer", "officer"},
    **{
        ("GET", f"{CONTEST}/exports/{what}.{kind}"): ALL - {"viewer", "officer"}
        for what in ("results", "sheets", "awards", "statistics", "journal")
        for kind in ("xlsx", "csv", "json")
    },
}
# Signing out ends the very session that asks: test_session and test_own play it.
# The authority is there only once a certificate was made: test_tls plays it.
# What judges read asks for a device's token, not for a session: test_reading plays it.
# What a unit does by its link asks for the link's token: test_enrolling plays it.
READ = "/api/judge/material"
PLAYED_ELSEWHERE = {("GET", READ), ("GET", f"{READ}/<id>/pages/<number>"), ("GET", f"{READ}/<id>/text")}
UNIT = "/api/unit"
PLAYED_ELSEWHERE |= {("GET", UNIT), ("GET", f"{UNIT}/template.xlsx"), ("POST", f"{UNIT}/people")}
PLAYED_ELSEWHERE |= {
    ("POST", f"{UNIT}/sheet"),
    ("POST", f"{UNIT}/sheet/read"),
    ("GET", f"{UNIT}/people/<registration>/photo"),
}
PLAYED_ELSEWHERE |= {
    ("POST", f"{UNIT}/people/<registration>{act}")
    for act in ("", "/withdraw", "/substitute", "/substitute/withdraw", "/photo")
}
PLAYED_ELSEWHERE |= {("DELETE", "/api/session"), ("GET", "/api/trust"), ("GET", "/api/trust/authority.crt")}
PLAYED_ELSEWHERE |= {("POST", "/api/account/sessions/end")}


@dataclass(frozen=True)
class Who:
    """A session: which role it has there ("" for none), whether it is one at all."""

    name: str
    desk: Desk
    role: str = ""
    contest: str = ""  # "*": all
    item: str = ""
    signed_in: bool = True

    def may(self, allowed: set[str] | str, contest: str, rule: str) -> bool:
        if allowed in (ANYONE, SIGNED_IN):
            return allowed == ANYONE or self.signed_in
        if "<contest>" not in rule and self.contest != "*":
            return False  # what is of no contest is for who may everywhere
        return self.role in allowed and self.contest in ("*", contest) and (not self.item or self._may_there(rule))

    def _may_there(self, rule: str) -> bool:
        """Where a right in one item is enough: all that is asked here is about `wall`."""
        # A decision's shape is read before the sheet it is about, a device that waits before its seat.
        whole = (CONTEST, f"{CONTEST}/devices", f"{CONTEST}/pairing", f"{CONTEST}/past")
        if rule in whole or "set-aside" in rule or "waiting" in rule:
            return True
        return self.item == "wall" and ("<item>" in rule or "<seat>" in rule)


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """(method, address) of everything under /api, an address of many acts once for each."""
    for rule in app.url_map.iter_rules():
        name = rule.rule.replace("<int:", "<")
        if not name.startswith("/api"):
            continue
        names = [name]
        if "<act>" in name:
            names = [name.replace("<act>", act) for act in items._ACTS]
        if "<any(" in name:
            names = list(_each(name))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield from ((method, each) for each in names)


def _each(name: str) -> Iterator[str]:
    """An address with every word it may have where it says `<any(…)>`."""
    head, some, rest = name.partition("<any(")
    if not some:
        yield name
        return
    choice, _, after = rest.partition("):")
    for word in choice.split(","):
        yield from _each(f"{head}{word.strip()}{after.partition('>')[2]}")


def filled(rule: str, play: Any, code: str) -> str:
    given = {"contest": play.id, "item": "wall", "code": code, "seq": "1", "given": "1", "seat": "j2"}
    given |= {
        "part": "work",
        "channel": "app",
        "waiter": "0",
        "account": "0",
        "registration": "r0",
        "link": "r0",
        "session": "0",
        "token": "0",
        "series": "0",
        "id": "0" * 24,
        "number": "1",
    }
    given |= {"what": "code", "layer": "1"}
    given |= {"preset": "none"}
    for name, value in given.items():
        rule = rule.replace(f"<{name}>", value)
    return rule


@pytest.fixture(scope="module")
def plays(hall: Hall) -> dict[str, Play]:
    """A contest in every state."""
    told = {"preparing": Preparing(hall.services).entered()}
    told |= {state: hall.contest("wall").brought_to(state) for state in STATES[1:]}
    return told


@pytest.fixture(scope="module")
def everyone(hall: Hall, plays: dict[str, Play]) -> list[Who]:
    """Every kind of session: nobody, a judge's device, each role everywhere, in one contest, in one item."""
    device = hall.visitor()
    token, _ = hall.services.people.pair(hall.services.people.new_pairing(plays["marking"].id, "j1")[0], "2468", "")
    device.client.set_cookie("contest_session", token)
    found = [Who("nobody", hall.visitor(), signed_in=False), Who("device", device, signed_in=False)]
    for role in ROLES:
        found.append(Who(f"{role} everywhere", hall.staff(role), role, "*"))
        found.append(Who(f"{role} elsewhere", hall.staff(role, contest="another"), role, "another"))
        for play in plays.values():
            found.append(Who(f"{role} of {play.id}", hall.staff(role, contest=play.id), role, play.id))
        marking = plays["marking"].id
        for item in ("wall", "soup"):
            name = f"{role} of {marking}/{item}"
            found.append(Who(name, hall.staff(role, contest=marking, item=item), role, marking, item))
    return found


def test_every_address_has_a_row_and_every_row_an_address(hall: Hall):
    assert set(addresses(hall.app)) == set(MAY) | PLAYED_ELSEWHERE


def no_child(*_: object, **asked: object) -> Answer:
    """Who may ask is all that is asked here: nobody need calculate for it."""
    raise Refused("apart_busy")


@pytest.mark.parametrize("state", STATES)
def test_nobody_does_what_is_not_theirs_and_everybody_what_is(
    plays: dict[str, Play], everyone: list[Who], monkeypatch: pytest.MonkeyPatch, state: str
):
    """Bodies are not what any act takes, so that what is allowed gets as far as its shape and changes nothing."""
    monkeypatch.setattr(Apart, "ask", no_child)
    before, play = {play.id: play.fold.head for play in plays.values()}, plays[state]
    other = plays[STATES[STATES.index(state) - 1]]
    asking = [who for who in everyone if who.contest in ("", "*", "another", play.id, other.id)]
    wrong, cells = [], 0
    code = (play.codes() or ["A01"])[0]
    for (method, rule), allowed in MAY.items():
        path = filled(rule, play, code)
        for who in asking:
            body = {"never": "a field"} if method == "POST" else None
            status = who.desk.ask(method, path, body).status_code
            expected = 401 if not who.signed_in else 403
            cells += 1
            if (status not in (401, 403, 500)) if who.may(allowed, play.id, rule) else (status == expected):
                continue
            wrong.append((who.name, method, path, status))
    assert wrong == []
    assert cells > 2_000
    assert {play.id: play.fold.head for play in plays.values()} == before


def test_refusals_do_not_tell_whether_a_contest_is_there(hall: Hall, play: Play):
    """Who may see nothing elsewhere gets the same bytes for contests that are and that never were."""
    desk = hall.staff("chief", contest="another")
    there, never = (desk.get(f"/api/contests/{name}") for name in (play.id, "never-held"))
    assert refused(there, 403, "forbidden")
    assert there.data == never.data


@pytest.mark.parametrize("role", ROLES)
def test_a_right_that_is_taken_away_is_gone_within_the_next_sweep(hall: Hall, play: Play, role: str):
    desk = hall.staff(role, contest=play.id)
    people = hall.services.people
    assert desk.get(f"/api/contests/{play.id}").status_code == 200

    def take(connection):
        connection.exec_driver_sql("DELETE FROM grants WHERE contest_id = ?", (play.id,))
        connection.exec_driver_sql("UPDATE people_version SET number = number + 1")

    people.writer.run(take)
    people.sweep()
    assert refused(desk.get(f"/api/contests/{play.id}"), 403, "forbidden")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://localhost",
        "http://localhost:5001",
        "http://localhost.evil.example",
        "null",
        "",
        "file://",
    ]
    + [f"http://{host}" for host in ("127.0.0.1", "10.0.0.1", "localhost@evil.example", "evil.example:80", "xn--e1a")],
)
def test_an_act_that_a_foreign_page_sends_is_refused_even_with_everything_right(hall: Hall, play: Play, origin: str):
    desk = hall.staff("chief")
    answer = desk.ask("POST", f"/api/contests/{play.id}/items/wall/acts/freeze", {}, {"Origin": origin})
    assert refused(answer, 403, "csrf")
    assert not play.item().frozen
    said = hall.visitor().ask("POST", "/api/session", {"login": "a", "password": "b"}, {"Origin": origin})
    assert refused(said, 403, "csrf")


def test_the_own_pages_act_is_done(hall: Hall, play: Play):
    desk = hall.staff("chief")
    own = {"Origin": "http://localhost"}
    assert desk.ask("POST", f"/api/contests/{play.id}/items/wall/acts/freeze", {}, own).status_code == 200


def test_no_answer_lets_a_foreign_page_read_it(hall: Hall, play: Play):
    desk = hall.staff("chief")
    for path in ("/api/session", f"/api/contests/{play.id}", f"/boards/{play.id}.wall", "/openapi.json"):
        headers = desk.get(path, headers={"Origin": "http://evil.example"}).headers
        assert not any(name.lower().startswith("access-control") for name, _ in headers)


# --- sabotage: what must not start ---


def test_a_view_without_a_policy_stops_the_start(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(items.results, "policy")
    with pytest.raises(RuntimeError, match="results has no policy"):
        create_app(hall.services.settings)


def test_a_policy_that_nobody_knows_stops_the_start(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(items.results, "policy", "se")
    with pytest.raises(RuntimeError, match="results has no policy"):
        create_app(hall.services.settings)


def test_one_method_without_a_policy_is_enough_to_stop_it():
    class Half(MethodView):
        @needs("see")
        def get(self) -> str:
            return ""

        def post(self) -> str:
            return ""

    app = Flask("half")
    app.add_url_rule("/api/half", view_func=Half.as_view("half"))
    with pytest.raises(RuntimeError, match="/api/half"):
        every_view_has_one(app)
