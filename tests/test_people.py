"""People: who is let in, what they may do, and how soon they are out; on both databases."""

import hashlib
from datetime import timedelta

import gevent
import pytest
from argon2 import extract_parameters
from sqlalchemy import select

from contest.db import Reader, Writer
from contest.migrating import upgrade
from contest.people import (
    POLICY,
    ROLES,
    People,
    Person,
    Session,
    accounts,
    commitment,
    devices,
    hashing,
    may,
    sessions,
    token_digest,
)
from contest.people_tables import Account, Device, Pairing, SeatPin, WebSession
from contest.scoring.refused import Refused
from contest.throttle import Throttle
from tests.support import hashes
from tests.support.histories import refused
from tests.support.pace import seconds

ENDED_WITHIN = 1.0  # seconds, by the sweep each second (design decision 12)


@pytest.fixture
def writer(database_url):
    upgrade(database_url)
    writer = Writer(database_url)
    yield writer
    writer.close()


@pytest.fixture
def reader(database_url, writer):
    reader = Reader(database_url)
    yield reader
    reader.close()


@pytest.fixture
def people(writer, reader):
    return People(writer, reader)


@pytest.fixture
def elsewhere(people):
    """The same database as another process has it."""
    return People(people.writer, people.reader)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    hashes.quick(monkeypatch)


def chief(people, login="chief", grants=(("cup", "", "chief"),)):
    return people.add_account(login, "裁判长", "right password", grants)


def rows(people, table):
    return people.reader.run(lambda connection: connection.execute(select(table)).all())


# --- roles ---


def session(*grants):
    return Session("", "account:x", "", grants)


def test_who_is_nobody_or_has_no_grant_may_nothing():
    for act in POLICY:
        assert not may(None, act, "cup", "wall")
        assert not may(session(), act, "cup", "wall")


def test_an_act_without_a_policy_is_nobodys_and_loudly_so():
    with pytest.raises(KeyError):
        may(session(("*", "", "organizer")), "burn", "cup")


@pytest.mark.parametrize("act", POLICY)
@pytest.mark.parametrize("role", [*ROLES, "seat", "stranger"])
def test_a_role_may_what_the_policy_says_where_its_grant_holds(role, act):
    allowed = role in POLICY[act]
    for grant, contest, item, holds in [
        (("cup", ""), "cup", "", True),
        (("cup", ""), "cup", "wall", True),
        (("cup", ""), "other", "wall", False),
        (("*", ""), "other", "wall", True),
        (("cup", "wall"), "cup", "wall", True),
        (("cup", "wall"), "cup", "roof", False),
        (("cup", "wall"), "cup", "", False),
        (("", ""), "cup", "", False),
    ]:
        assert may(session((*grant, role)), act, contest, item) is (allowed and holds)


def test_only_judges_judge_and_judges_do_nothing_else():
    assert POLICY["judge"] == {"seat"}
    assert [act for act, roles in POLICY.items() if "seat" in roles] == ["judge"]


# --- accounts ---


def test_an_account_signs_in_with_its_grants_and_is_known_by_its_token(people):
    id = chief(people)
    token, signed_in = people.sign_in("chief", "right password")
    assert people.session(token) == signed_in
    assert (signed_in.actor, signed_in.name, signed_in.login) == (f"account:{id}", "裁判长", "chief")
    assert signed_in.grants == (("cup", "", "chief"),)
    assert people.account_names() == {f"account:{id}": "裁判长"}


def test_neither_passwords_nor_tokens_stand_in_the_database(people):
    chief(people)
    token, signed_in = people.sign_in("chief", "right password")
    stored = str(rows(people, Account)) + str(rows(people, WebSession))
    assert "right password" not in stored
    assert token not in stored
    assert signed_in.token == token_digest(token)


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_a_token_of_nobody_is_nobody(people, token):
    chief(people)
    assert people.session(token) is None


def test_a_session_is_not_found_by_its_digest(people):
    chief(people)
    _, signed_in = people.sign_in("chief", "right password")
    assert people.session(signed_in.token) is None


def test_a_wrong_password_and_an_unknown_login_are_refused_alike(people):
    chief(people)
    for login, password in [("chief", "wrong"), ("nobody", "right password"), ("", "")]:
        with refused("wrong_password"):
            people.sign_in(login, password)


def test_an_unknown_login_takes_as_long_as_a_wrong_password():
    kept, nobody = hashing.hashed("right password"), accounts.NOBODY
    assert extract_parameters(nobody) == extract_parameters(kept)
    assert not hashing.fits(nobody, "right password")


def test_guessing_a_password_is_slowed_for_the_account_and_not_for_others(people):
    chief(people)
    chief(people, "other")
    for _ in range(5):
        with refused("wrong_password"):
            people.prove("chief", "wrong", "10.0.0.1")
    with refused("too_many_tries"):
        people.prove("chief", "right password", "10.0.0.1")
    assert people.prove("other", "right password", "10.0.0.1")


def test_guesses_at_the_same_moment_are_all_counted(people):
    chief(people)
    guesses = [gevent.spawn(people.prove, "chief", f"wrong {k}") for k in range(30)]
    gevent.joinall(guesses, timeout=30)
    codes = [each.exception.code for each in guesses]
    assert (codes.count("wrong_password"), codes.count("too_many_tries")) == (5, 25)


def test_an_address_that_guesses_many_accounts_is_slowed_in_the_end(people):
    for k in range(60):
        with refused("wrong_password"):
            people.prove(f"login-{k}", "wrong", "10.0.0.1")
    with refused("too_many_tries"):
        people.prove("login-99", "wrong", "10.0.0.1")
    with refused("wrong_password"):
        people.prove("login-99", "wrong", "10.0.0.2")


def test_a_login_is_one_account_and_a_role_one_of_six(people):
    chief(people)
    with refused("login_taken", login="chief"):
        chief(people)
    for role in ("seat", "root", ""):
        with refused("unknown_role", role=role):
            chief(people, "other", [("cup", "", role)])
    assert people.has_accounts()


def test_a_new_database_has_nobody(people):
    assert not people.has_accounts()


def test_a_new_password_ends_every_session_of_the_account(people):
    chief(people)
    token, _ = people.sign_in("chief", "right password")
    people.set_password("chief", "another password")
    assert people.session(token) is None
    assert people.prove("chief", "another password")
    with refused("unknown_login", login="nobody"):
        people.set_password("nobody", "another password")


def test_a_second_person_must_be_allowed_the_act_too(people):
    id = chief(people, "supervisor", [("cup", "", "supervisor")])
    assert people.as_second("supervisor", "right password", "unlock", "cup", "wall") == f"account:{id}"
    with refused("forbidden"):
        people.as_second("supervisor", "right password", "sign", "cup", "wall")
    for who in ("supervisor", "nobody"):
        with refused("wrong_second"):
            people.as_second(who, "wrong", "unlock", "cup", "wall")


@pytest.fixture
def with_pin(people):
    """A supervisor 王建国 with a PIN: the account's id."""
    id = people.add_account("wang", "王建国", "right password", [("cup", "", "supervisor")])
    people.set_pin(id, "271828")
    return id


def test_a_second_person_agrees_by_name_and_pin_on_somebody_elses_screen(people, with_pin):
    for who in ("wang", "王建国"):
        for secret in ("271828", "right password"):
            assert people.as_second(who, secret, "unlock", "cup", "wall") == f"account:{with_pin}"
    with refused("forbidden"):
        people.as_second("王建国", "271828", "sign", "cup", "wall")


def test_a_pin_signs_nobody_in_and_proves_nobody_elsewhere(people, with_pin):
    for prove in (people.sign_in, people.prove):
        with refused("wrong_password"):
            prove("wang", "271828")


def test_a_name_that_two_bear_is_nobodys(people, with_pin):
    people.add_account("wang2", "王建国", "right password", [("cup", "", "chief")])
    with refused("wrong_second"):
        people.as_second("王建国", "271828", "unlock", "cup", "wall")
    assert people.as_second("wang", "271828", "unlock", "cup", "wall")


def test_guessing_a_pin_is_slowed_for_the_account_by_whichever_name_and_for_its_password_too(people, with_pin):
    for who in ("wang", "王建国", "wang", "王建国", "wang"):
        with refused("wrong_second"):
            people.as_second(who, "314159", "unlock", "cup", "wall")
    for prove in (people.as_second, people.prove):
        with refused("too_many_tries"):
            prove("wang", "271828", *(("unlock", "cup", "wall") if prove == people.as_second else ()))
    with refused("too_many_tries"):
        people.as_second("王建国", "271828", "unlock", "cup", "wall")


@pytest.mark.parametrize("pin", ["888888", "123456", "9876543210"])
def test_a_pin_that_anybody_would_try_first_is_none(people, with_pin, pin):
    with refused("weak_pin"):
        people.set_pin(with_pin, pin)


@pytest.mark.parametrize("how", ["none", "another password", "by a link", "signed out everywhere"])
def test_a_pin_ends_when_it_is_taken_back_and_with_the_password_and_all_sessions(people, with_pin, how):
    if how == "none":
        people.set_pin(with_pin, "")
    elif how == "another password":
        people.set_password("wang", "another password")
    elif how == "by a link":
        boss = people.add_account("boss", "Boss", "right password", [("*", "", "organizer")])
        people.accept(people.invite("", (), f"account:{boss}", with_pin)[0], "", "", "another password")
    else:
        people.end_sessions(with_pin)
    assert people.pin_since(with_pin) is None
    with refused("wrong_second"):
        people.as_second("wang", "271828", "unlock", "cup", "wall")


# --- devices ---


def paired(people, pin="1234", seat="j1"):
    token, _ = people.new_pairing("cup", seat)
    return people.pair(token, pin, "tablet 7")


def test_a_device_that_was_paired_is_on_its_seat_and_may_judge_there_alone(people):
    token, device = paired(people)
    assert people.session(token) == device
    assert (device.actor, device.contest, device.seat) == ("seat:j1", "cup", "j1")
    assert may(device, "judge", "cup")
    assert not may(device, "judge", "other")
    assert not any(may(device, act, "cup") for act in POLICY if act != "judge")
    assert people.paired_seats("cup") == {"j1"}


def test_a_link_lets_one_device_in(people):
    link, _ = people.new_pairing("cup", "j1")
    people.pair(link, "1234", "")
    with refused("pairing_over"):
        people.pair(link, "1234", "")
    assert len(rows(people, Device)) == 1


def test_of_two_devices_with_one_link_at_the_same_moment_one_gets_in(people):
    paired(people, "1234")
    link, _ = people.new_pairing("cup", "j1")
    both = [gevent.spawn(people.pair, link, "1234", "") for _ in range(2)]
    gevent.joinall(both, timeout=30)
    assert sorted(each.successful() for each in both) == [False, True]
    assert (len(rows(people, Device)), len(people.waiting("cup"))) == (1, 1)


def test_a_device_that_asks_again_while_its_first_asking_is_still_served_is_paired_once(people):
    link, key = people.new_pairing("cup", "j1")[0], "k" * 40
    both = [gevent.spawn(people.pair, link, "1234", "", key=key) for _ in range(2)]
    gevent.joinall(both, timeout=30, raise_error=True)
    assert {asked.value[0] for asked in both} == {key}
    assert len(people.devices("cup")) == 1


def test_pairing_is_held_open_in_every_process_and_after_a_restart_until_it_is_closed(people, elsewhere):
    card = people.new_cards("cup", ["j1"])["j1"]
    with refused("pairing_closed"):
        elsewhere.pair(card, "1234", "")
    people.hold_pairing("cup", "account:x", open=True)
    assert elsewhere.pairing_held("cup")[1] == "account:x"
    assert elsewhere.pair(card, "1234", "")[1].seat == "j1"
    people.hold_pairing("cup", "account:x", open=False)
    assert elsewhere.pairing_held("cup") is None


def test_who_waited_is_over_when_the_time_is(people, monkeypatch):
    monkeypatch.setattr(devices, "WAITING_LIFE", timedelta(seconds=-1))
    paired(people)
    token, waiter = paired(people)
    assert people.waiting("cup") == []
    with refused("waiting_over"):
        people.arrival(token)
    with refused("unknown_waiting"):
        people.admit("cup", waiter.id)


def test_a_link_is_over_when_its_time_is(people):
    link, _ = people.new_pairing("cup", "j1", timedelta(seconds=-1))
    with refused("pairing_over"):
        people.pair(link, "1234", "")
    _, ends = people.new_pairing("cup", "j1")
    assert ends.isoformat() == next(
        row.expires_at for row in rows(people, Pairing) if row.expires_at == ends.isoformat()
    )


def test_a_link_that_was_never_given_out_lets_nobody_in(people):
    with refused("pairing_over"):
        people.pair("x" * 24, "1234", "")


def test_the_first_device_sets_the_pin_and_later_ones_must_know_it(people):
    paired(people, "1234")
    link, _ = people.new_pairing("cup", "j1")
    with refused("wrong_pin"):
        people.pair(link, "9999", "")
    assert people.pair(link, "1234", "")  # a wrong PIN does not use the link up
    assert len(rows(people, SeatPin)) == 1
    assert "1234" not in rows(people, SeatPin)[0].pin


def test_a_pin_is_not_set_by_a_device_that_did_not_get_in(people):
    link, _ = people.new_pairing("cup", "j1")
    both = [gevent.spawn(people.pair, link, pin, "") for pin in ("1111", "2222")]
    gevent.joinall(both, timeout=30)
    (winner,) = [pin for pin, each in zip(("1111", "2222"), both, strict=True) if each.successful()]
    assert paired(people, winner)


def test_of_two_first_devices_with_links_of_their_own_one_sets_the_pin(people):
    links = [people.new_pairing("cup", "j1")[0] for _ in range(2)]
    both = [gevent.spawn(people.pair, link, pin, "") for link, pin in zip(links, ("1111", "2222"), strict=True)]
    gevent.joinall(both, timeout=30)
    assert sorted(each.successful() for each in both) == [False, True]
    assert [each.exception.code for each in both if not each.successful()] == ["wrong_pin"]
    assert len(rows(people, SeatPin)) == len(rows(people, Device)) == 1


def test_guessing_a_pin_is_slowed_for_the_seat_whatever_links_one_has(people):
    paired(people, "1234")
    for k in range(5):
        link, _ = people.new_pairing("cup", "j1")
        with refused("wrong_pin"):
            people.pair(link, f"999{k}", "", f"10.0.0.{k}")
    link, _ = people.new_pairing("cup", "j1")
    with refused("too_many_tries"):
        people.pair(link, "1234", "", "10.0.0.9")
    assert paired(people, "1234", "j2")


def test_ten_thousand_guesses_from_everywhere_cost_few_looks_at_a_pin_and_let_nobody_in(people, monkeypatch):
    seats = [f"j{k}" for k in range(10)]
    for seat in seats:
        paired(people, "4711", seat)
    links = {seat: people.new_pairing("cup", seat)[0] for seat in seats}
    looks = []
    monkeypatch.setattr(devices, "fits", lambda kept, secret: looks.append(secret))  # wrong, and counted
    codes = set()
    for k in range(10_000):
        seat = seats[k % len(seats)]
        try:
            people.pair(links[seat], f"{k:04d}", "", f"10.{k % 200}.0.1")
        except Refused as no:
            codes.add(no.code)
    assert codes == {"wrong_pin", "too_many_tries"}
    assert len(looks) < 200
    assert len(rows(people, Device)) == len(seats)


def test_guessing_at_many_doors_from_many_places_is_slowed_over_all(people, monkeypatch):
    monkeypatch.setattr(people, "_everybody", Throttle(20, lambda: 100.0, longest=1.0))
    for k in range(20):
        with refused("pairing_over"):
            people.pair("x" * 24, "1234", "", f"10.0.0.{k}")
    with refused("too_many_tries", seconds=2):
        people.pair("x" * 24, "1234", "", "10.0.1.1")


def test_judges_of_one_hall_who_mistype_do_not_lock_each_other_out(people):
    for k in range(20):
        paired(people, "1234", f"j{k}")
        link, _ = people.new_pairing("cup", f"j{k}")
        with refused("wrong_pin"):
            people.pair(link, "9999", "", "10.0.0.1")
    link, _ = people.new_pairing("cup", "j1")
    assert people.pair(link, "1234", "", "10.0.0.1")


# --- out ---


def test_who_signs_out_is_out_at_once(people):
    chief(people)
    token, signed_in = people.sign_in("chief", "right password")
    people.sign_out(signed_in)
    assert people.session(token) is None
    assert not people.alive(signed_in)


def test_a_seat_that_is_revoked_loses_its_devices_links_and_pin(people):
    token, device = paired(people, "1234")
    other, _ = paired(people, "1234", "j2")
    link, _ = people.new_pairing("cup", "j1")
    ended = []
    people.ended.append(ended.append)
    assert people.revoke_seat("cup", "j1") == 1
    assert people.session(token) is None
    assert not people.alive(device)
    assert ended == [{device.token}]
    with refused("pairing_over"):
        people.pair(link, "1234", "")
    assert people.session(other)
    assert paired(people, "5678")  # the next judge chooses a PIN of their own


def test_who_was_revoked_here_is_out_in_another_process_within_a_second(people, elsewhere):
    token, device = paired(people)
    elsewhere.sweep()
    assert elsewhere.session(token) == device
    ended = []
    elsewhere.ended.append(ended.append)

    def sweep_each_second():  # what contest.serving does
        while True:
            gevent.sleep(ENDED_WITHIN * 0.9)
            elsewhere.sweep()

    sweeping = gevent.spawn(sweep_each_second)
    people.revoke_seat("cup", "j1")
    with gevent.Timeout(seconds(ENDED_WITHIN + 0.5)):
        while elsewhere.session(token) is not None:
            gevent.sleep(0.01)
    sweeping.kill()
    assert ended == [{device.token}]


def test_who_signed_in_elsewhere_is_known_after_the_sweep(people, elsewhere):
    chief(people)
    token, signed_in = people.sign_in("chief", "right password")
    elsewhere.sweep()
    assert elsewhere.session(token) == signed_in


def test_a_sweep_that_finds_nothing_new_rereads_nothing(people, monkeypatch):
    monkeypatch.setattr(sessions, "_load_sessions", lambda connection: 1 // 0)
    people.sweep()


def test_an_older_reading_never_takes_the_place_of_a_newer_one(people, monkeypatch):
    chief(people)
    run, held = people.reader.run, []

    def slow_once(work):
        found = run(work)
        if work is sessions._load_sessions and not held:
            held.append(True)
            gevent.sleep(0.2)  # meanwhile the other one signs in
        return found

    monkeypatch.setattr(people.reader, "run", slow_once)
    first = gevent.spawn(people.sign_in, "chief", "right password")
    with gevent.Timeout(10):
        while not held:
            gevent.sleep(0.001)
    second, _ = people.sign_in("chief", "right password")
    assert people.session(first.get(timeout=10)[0])
    assert people.session(second)


# --- identities and texts ---

WANG = Person("001", "王建国", "一建")


def test_a_commitment_is_over_the_identity_and_its_salt():
    assert commitment("s", WANG) == commitment("s", WANG)
    others = [
        commitment("t", WANG),
        commitment("s", Person("001", "王建国", "二建")),
        commitment("s", Person("", "", "")),
    ]
    assert len({commitment("s", WANG), *others}) == 4


def test_attributes_are_committed_to_where_there_are_any():
    """Who has none keeps the commitment that journals had before there were attributes."""
    plain = '{"name":"王建国","number":"001","salt":"s","unit":"一建"}'
    with_age = '{"attributes":{"age":"37"},"name":"王建国","number":"001","salt":"s","unit":"一建"}'
    assert commitment("s", WANG) == hashlib.sha256(plain.encode()).hexdigest()
    older = Person("001", "王建国", "一建", {"age": "37"})
    assert commitment("s", older) == hashlib.sha256(with_age.encode()).hexdigest()


def test_attributes_are_kept_and_told_without_the_name(people):
    senior = Person("002", "李秀英", "二建", {"level": "senior", "unit": "not this one"})
    entries, keep = people.entrants("cup", "wall", [WANG, senior])
    people.writer.run(keep)
    people.sweep()
    ids = [row["entry"] for row in entries]
    assert [people.person("cup", id) for id in ids] == [WANG, senior]
    assert people.attributes_of("cup", ids) == [
        {"entry": ids[0], "unit": "一建"},
        {"entry": ids[1], "unit": "二建", "level": "senior"},
    ]


def test_entrants_get_random_ids_and_are_found_by_them(people):
    entries, keep = people.entrants("cup", "wall", [WANG, Person("002", "李秀英", "二建")])
    people.writer.run(keep)
    people.sweep()
    assert people.person("cup", entries[0]["entry"]) == WANG
    assert people.person("cup", "e0") is None
    assert [row["unit"] for row in people.attributes_of("cup", [row["entry"] for row in entries])] == ["一建", "二建"]
    again, _ = people.entrants("cup", "wall", [WANG])
    assert again[0]["entry"] != entries[0]["entry"]
    assert again[0]["commitment"] != entries[0]["commitment"]


def test_a_free_text_leaves_only_its_salted_digest_for_the_chain(people):
    one, also = people.seal_text("cup", "迟到五分钟")
    other, _ = people.seal_text("cup", "迟到五分钟")
    assert one != other
    for write in also:
        people.writer.run(write)
    assert people.texts("cup", [one, other, ""]) == {one: "迟到五分钟"}
    assert people.texts("cup", []) == {}
    assert people.seal_text("cup", "") == ("", [])


def test_the_seed_of_a_draw_is_kept_until_unsealing(people):
    seed, keep = people.new_seed("cup", "wall")
    people.writer.run(keep)
    assert people.seed("cup", "wall") == seed
    assert people.seed("cup", "roof") == ""
    another, keep = people.new_seed("cup", "wall")
    people.writer.run(keep)
    assert people.seed("cup", "wall") == another != seed


def test_seats_have_names(people):
    for judge in ("裁判甲", "裁判乙"):
        people.writer.run(people.name_seat("cup", "j1", "一号", "One", judge))
    assert people.seat_names("cup") == {"j1": {"zh": "一号", "en": "One", "judge": "裁判乙", "unit": ""}}


# --- receipts ---


def test_a_mark_on_a_receipt_is_of_this_server_and_of_this_epoch(people, elsewhere):
    mark = people.receipt_mark("cup", "", 7, "h")
    assert elsewhere.receipt_mark("cup", "", 7, "h") == mark
    others = [("other", "", 7, "h"), ("cup", "2026", 7, "h"), ("cup", "", 8, "h"), ("cup", "", 7, "g")]
    assert mark not in [people.receipt_mark(*each) for each in others]


def test_two_processes_that_start_at_the_same_moment_have_one_secret(writer, reader):
    started = [gevent.spawn(People, writer, reader) for _ in range(4)]
    gevent.joinall(started, timeout=30, raise_error=True)
    assert len({each.value.secret for each in started}) == 1
