"""The one door: what is acknowledged is on disk, once; what is not leaves nothing; on both databases."""

from types import SimpleNamespace

import gevent
import pytest
from sqlalchemy import delete, func, insert, select, update

from contest import record, turns
from contest.journal import BrokenChain, contests, journal, settled
from contest.people_tables import SealedText
from contest.record import NotSaved, Receipt
from contest.scoring.events import TimeRecorded, chain, from_bytes
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, organizer
from contest.scoring.verbs.judge import submit_sheet
from tests.support.doors import AtDoor, a_door, at_once, held, opened
from tests.support.histories import ITEM, ORGANIZER, a_book, a_plain_book, refused


@pytest.fixture
def door(database_url):
    with a_door(database_url) as door:
        yield door


@pytest.fixture
def cup(door):
    return opened(door).with_item(a_plain_book(), entries=4).seat("j2").open()


def lines(door):
    """How many lines the database holds."""
    return door.reader.run(lambda connection: connection.scalar(select(func.count()).select_from(journal)))


def is_saved_whole(door, cup):
    """The fold is what the database says, read from its beginning."""
    with a_door(str(door.writer.engine.url.render_as_string(hide_password=False))) as again:
        assert again.current(cup.id) == cup.contest


# --- receipts ---


def test_a_receipt_is_the_number_and_the_hash_of_a_line_that_is_on_disk(door, cup):
    receipt = cup.send("j1", 1, "80")
    assert door.head_at(cup.id, receipt.seq).hex() == receipt.head == cup.contest.head.hex()
    assert door.head_at(cup.id, receipt.seq + 1) is None
    is_saved_whole(door, cup)


def test_the_same_request_gets_the_same_receipt_and_no_second_line(door, cup):
    sheet = cup.filled("j1", 1, "80")

    def send():
        return door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1")

    first = send()
    cup.send("j1", 2, "70")
    before = lines(door)
    assert send() == first
    assert lines(door) == before


def test_the_same_request_is_known_after_a_restart(database_url):
    with a_door(database_url) as door:
        cup = opened(door).with_item(a_plain_book()).open()
        sheet = cup.filled("j1", 1, "80")
        first = door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1")
    with a_door(database_url) as door:
        assert door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1") == first


def test_a_request_belongs_to_one_seat_and_one_body(door, cup):
    sheet = cup.filled("j1", 1, "80")
    door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1")
    for by, values in [("seat:j2", sheet), ("seat:j1", sheet | {"marks": {"a": "81"}})]:
        with refused("request_reused"):
            door.record(cup.id, submit_sheet, by=by, values=values, request="request-1")


@pytest.mark.parametrize("lanes", [("one", "one"), ("one", "other"), (None, None)])
def test_a_request_sent_twice_at_the_same_moment_is_done_once(door, cup, lanes):
    sheet = cup.filled("j1", 1, "80")

    def send(lane):
        where = None if lane is None else (lane,)
        return door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1", lane=where)

    before = lines(door)
    with held(door):
        sent = [gevent.spawn(send, lane) for lane in lanes]
        gevent.sleep(0)
    first, second = [each.get(timeout=20) for each in sent]
    assert first == second == Receipt(before + 1, cup.contest.head.hex())
    assert lines(door) == before + 1


def test_what_was_refused_may_be_asked_again_under_the_same_request(door, cup):
    for mark, code in [("80.3", "mark_faults"), ("101", "mark_faults")]:
        with refused(code):
            cup.send("j1", 1, mark, request="request-1")
    assert cup.send("j1", 1, "80", request="request-1").seq == cup.contest.seq


# --- groups ---


def test_sheets_of_different_lanes_that_wait_together_are_committed_together(door, cup):
    with held(door):
        sent = [gevent.spawn(cup.send, "j1", k, "80") for k in (1, 2, 3, 4)]
        gevent.sleep(0)
    receipts = [each.get(timeout=20) for each in sent]
    assert [each.seq for each in receipts] == list(range(receipts[0].seq, receipts[0].seq + 4))
    assert sum(len(group) for group in cup.groups[-2:]) >= 4
    assert max(len(group) for group in cup.groups) >= 3  # the first may have gone ahead alone
    is_saved_whole(door, cup)


def test_sheets_of_one_lane_go_one_after_the_other_so_that_the_second_meets_the_first(door):
    team = opened(door).with_item(a_book(judges=2, by="joint")).open()
    with held(door):
        sent = [gevent.spawn(team.send, seat, 1, mark, base=0) for seat, mark in [("j1", "80"), ("j2", "70")]]
        gevent.sleep(0)
    first, second = [each.get(timeout=20) for each in sent]
    assert team.groups[-2:] == [[first.seq], [second.seq]]
    assert team.contest.aside[second.seq].event.reason == "outdated"
    assert team.entry(1).sheet("practice", "joint").marks == {"a": "80"}


def test_an_act_of_another_kind_is_written_alone_and_in_its_turn(door, cup):
    acts = [
        lambda: cup.send("j1", 1, "80"),
        lambda: cup.send("j1", 2, "80"),
        lambda: cup.lock("the others are missing"),
        lambda: cup.send("j1", 3, "80"),
        lambda: cup.send("j1", 4, "80"),
    ]
    with held(door):
        sent = [gevent.spawn(act) for act in acts]
        gevent.sleep(0)
    for each in sent:
        each.join(timeout=20)
    locked = next(seq for seq in range(1, cup.contest.seq + 1) if kind(cup, seq) == "ItemLocked")
    assert [locked] in cup.groups
    assert [kind(cup, seq) for seq in range(locked - 2, locked + 3)] == [
        "SheetSubmitted",
        "SheetSubmitted",
        "ItemLocked",
        "SheetSetAside",
        "SheetSetAside",
    ]


def kind(cup, seq):
    return from_bytes(cup.stored[seq - 1].raw).event.kind


def test_what_is_refused_in_a_group_takes_nobody_along(door, cup):
    with held(door):
        sent = [gevent.spawn(cup.send, "j1", k, mark) for k, mark in [(1, "80"), (2, "80.3"), (3, "70")]]
        gevent.sleep(0)
    for each in sent:
        each.join(timeout=20)
    assert [each.successful() for each in sent] == [True, False, True]
    assert [cup.total(k) for k in (1, 2, 3)] == ["80.00", None, "70.00"]
    is_saved_whole(door, cup)


# --- commits that fail ---


@pytest.mark.parametrize("fault", ["refused", "rolled back"])
def test_a_commit_that_failed_leaves_nothing_and_may_be_asked_again(door, cup, fault):
    before, seq = lines(door), cup.contest.seq
    door.writer.faults = [fault]
    with pytest.raises(NotSaved):
        cup.send("j1", 1, "80", request="request-1")
    assert (lines(door), cup.contest.seq, cup.total(1)) == (before, seq, None)
    assert cup.send("j1", 1, "80", request="request-1").seq == seq + 1
    is_saved_whole(door, cup)


def test_everyone_in_a_group_that_failed_is_told(door, cup):
    with held(door):
        sent = [gevent.spawn(cup.send, "j1", k, "80") for k in (1, 2, 3)]
        gevent.sleep(0)
        door.writer.faults = ["rolled back", "", "rolled back", ""]
    for each in sent:
        each.join(timeout=20)
    assert [type(each.exception) for each in sent] == [NotSaved] * 3
    is_saved_whole(door, cup)


@pytest.mark.parametrize("away", [0, 2])
def test_a_commit_whose_answer_was_lost_is_looked_up_and_acknowledged(door, cup, away, monkeypatch):
    monkeypatch.setattr(record, "_pauses", lambda: iter([0] * 10))
    before = lines(door)
    door.writer.faults = ["doubtful", *["refused"] * away]
    receipt = cup.send("j1", 1, "80", request="request-1")
    assert (receipt.seq, lines(door), cup.total(1)) == (before + 1, before + 1, "80.00")
    assert cup.send("j1", 2, "70").seq == receipt.seq + 1
    is_saved_whole(door, cup)


def test_an_act_without_a_request_is_recognized_too(door, cup):
    door.writer.faults = ["doubtful"]
    seq = cup.of(1, chief.set_status, status="absent")
    assert (seq, lines(door), cup.entry(1).status) == (cup.contest.seq, seq, "absent")


def test_plain_writes_are_committed_with_their_act_or_not_at_all(door, cup):
    def note(connection):
        connection.execute(insert(SealedText).values(contest_id="cup", digest="d", salt="s", text="迟到"))

    def notes():
        return door.reader.run(lambda connection: connection.scalar(select(func.count()).select_from(SealedText)))

    def absent():
        values = {"item": ITEM, "code": cup.code(1), "status": "absent", "reason_digest": "d"}
        return door.record(cup.id, chief.set_status, by="account:chief", values=values, also=[note])

    door.writer.faults = ["rolled back"]
    with pytest.raises(NotSaved):
        absent()
    assert (notes(), cup.entry(1).status) == (0, "present")
    absent()
    assert (notes(), cup.entry(1).status) == (1, "absent")


def test_a_plain_write_that_fails_takes_its_act_back(door, cup):
    def broken(connection):
        connection.execute(insert(SealedText).values(contest_id="cup"))

    values = {"item": ITEM, "code": cup.code(1), "status": "absent"}
    with pytest.raises(NotSaved):
        door.record(cup.id, chief.set_status, by="account:chief", values=values, also=[broken])
    assert cup.entry(1).status == "present"
    is_saved_whole(door, cup)


# --- faults of ours are loud, and nobody waits for ever ---


def test_a_plain_write_may_refuse_its_act_and_nothing_is_written(door, cup):
    """What only the database sees, such as that another process was faster."""
    before, values = lines(door), {"item": ITEM, "code": cup.code(1), "status": "absent"}

    def late(connection):
        connection.execute(insert(SealedText).values(contest_id=cup.id, digest="d2", salt="s", text="x"))
        raise Refused("entered_meanwhile")

    with refused("entered_meanwhile"):
        door.record(cup.id, chief.set_status, by="account:chief", values=values, also=[late])
    assert lines(door) == before
    assert (
        door.reader.run(lambda connection: connection.scalar(select(SealedText.digest).filter_by(digest="d2"))) is None
    )
    cup.send("j1", 1, "80")
    is_saved_whole(door, cup)


def test_a_verb_that_breaks_is_heard_by_who_asked_and_the_door_goes_on(door, cup):
    with pytest.raises(ZeroDivisionError):
        cup.does(lambda *_: 1 // 0)
    assert cup.send("j1", 1, "80")


def test_an_event_that_cannot_be_written_is_heard_by_who_asked(door, cup):
    with pytest.raises(TypeError, match="float"):
        cup.does(lambda *_: TimeRecorded(ITEM, cup.entry(1).id, "practice", 1.5))
    assert cup.send("j1", 1, "80")


def test_while_another_rulebook_is_taken_in_the_loop_has_its_turns_and_sheets_wait(door, cup, monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0)
    stood = []

    def sleep(seconds):
        stood.append((cup.contest.seq, cup.item().version))
        gevent.sleep(seconds)

    monkeypatch.setattr(turns, "gevent", SimpleNamespace(sleep=sleep))
    before = cup.contest.seq, cup.item().version
    change = gevent.spawn(cup.does, organizer.set_rulebook, ORGANIZER, rulebook=a_plain_book(weighting="sum"))
    gevent.sleep(0)
    behind = gevent.spawn(cup.send, "j1", 1, "80", rulebook=before[1])
    gevent.joinall([change, behind], timeout=5)
    assert len(stood) >= 8  # after each of the four entries, when it was decided and when it was taken in
    assert set(stood) == {before}
    assert [aside.event.reason for aside in cup.contest.aside.values()] == ["rulebook_changed"]
    is_saved_whole(door, cup)


def test_a_listener_that_breaks_undoes_nothing(door, cup):
    door.listeners.insert(0, lambda *_: 1 // 0)
    assert cup.send("j1", 1, "80")
    assert cup.groups[-1] == [cup.contest.seq]  # the others heard


def test_listeners_hear_only_what_is_committed(door, cup):
    heard = []
    door.listeners.append(lambda contest, told: heard.append((contest.seq, [line.seq for line, _ in told])))
    door.writer.faults = ["rolled back"]
    with pytest.raises(NotSaved):
        cup.send("j1", 1, "80")
    assert heard == []
    receipt = cup.send("j1", 1, "80")
    assert heard == [(receipt.seq, [receipt.seq])]
    assert lines(door) == receipt.seq


def test_when_the_door_closes_who_still_waits_is_told(door, cup):
    with held(door):
        sent = gevent.spawn(cup.send, "j1", 1, "80")
        gevent.sleep(0)
        late = gevent.spawn(cup.lock, "d")
        gevent.sleep(0)
        door.close()
        late.join(timeout=20)
    assert isinstance(late.exception, NotSaved)
    sent.kill()


# --- contests ---


def test_a_name_that_is_no_contest_is_refused_and_takes_no_room(door):
    for name in ("nowhere", "", "x" * 500):
        with refused("unknown_contest"):
            door.current(name)
    assert door._desks == {}
    assert door.names() == []


def test_contests_have_journals_of_their_own(door):
    one, other = opened(door, "one").with_item(), opened(door, "other")
    assert (one.contest.seq > 1, other.contest.seq) == (True, 1)
    assert door.names() == ["one", "other"]
    assert other.contest.head != one.contest.head


def test_a_long_journal_is_read_page_by_page(database_url, monkeypatch):
    monkeypatch.setattr(record, "PAGE", 3)
    with a_door(database_url) as door:
        cup = opened(door).with_item(entries=3).open()
        is_saved_whole(door, cup)


def test_a_contest_that_is_read_only_takes_no_act_but_knows_the_old_ones(door, cup):
    sheet = cup.filled("j1", 1, "80")
    first = door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1")
    door.make_read_only(cup.id, "a receipt is missing")
    with refused("read_only", why="a receipt is missing"):
        cup.send("j1", 2, "70")
    assert door.record(cup.id, submit_sheet, by="seat:j1", values=sheet, request="request-1") == first
    assert door.read_only(cup.id) == "a receipt is missing"


# --- a journal that is not what was acknowledged ---


def run(door, *statements):
    door.writer.run(lambda connection: [connection.execute(each) for each in statements])


@pytest.mark.parametrize("also_the_end", [False, True])
def test_a_tail_that_is_lost_under_a_running_door_is_never_built_upon(door, cup, also_the_end):
    cup.send("j1", 1, "80")
    seq = cup.contest.seq
    run(door, delete(journal).where(journal.c.seq > seq - 2))
    if also_the_end:
        run(door, update(contests).values(seq=seq - 2, head=cup.stored[-1].hash))
    with refused("read_only"):
        cup.send("j1", 2, "70")
    assert door.read_only(cup.id)
    assert cup.total(2) is None


def test_a_tail_that_is_lost_while_nobody_looked_stops_the_opening(door, cup):
    cup.send("j1", 1, "80")
    run(door, delete(journal).where(journal.c.seq == cup.contest.seq))
    with a_door(door.writer.engine.url.render_as_string(hide_password=False)) as again, pytest.raises(BrokenChain):
        again.current(cup.id)


def test_a_head_that_was_rewritten_under_a_running_door_is_noticed_at_the_next_act(door, cup):
    run(door, update(contests).values(head=b"\0" * 32))
    with refused("read_only"):
        cup.send("j1", 1, "80")


def test_a_last_line_that_was_rewritten_with_its_head_is_noticed_at_the_next_act(door, cup):
    last, before = cup.stored[-1], cup.stored[-2]
    raw = last.raw.replace(b"account:chief", b"account:thief")
    forged = chain(before.hash, raw)
    run(door, update(journal).where(journal.c.seq == last.seq).values(line=raw, hash=forged))
    run(door, update(contests).values(head=forged))
    with refused("read_only"):
        cup.send("j1", 1, "80")


def test_every_head_goes_to_a_file_outside_the_database(database_url, tmp_path):
    log = tmp_path / "heads.log"
    with a_door(database_url, log) as door:
        cup = opened(door).with_item(a_plain_book()).open()
        told = [line.split() for line in log.read_text().splitlines()]
        assert told == [["cup", str(each.seq), each.hash.hex()] for each in cup.stored]


def test_a_file_that_cannot_be_written_stops_nobody(database_url, tmp_path):
    with a_door(database_url, tmp_path / "gone" / "heads.log") as door:
        assert opened(door).contest.seq == 1


# --- another process ---


@pytest.fixture
def two(postgresql_url):
    """Two doors to one database, as two processes have them, each with the same contest."""
    with a_door(postgresql_url) as one, a_door(postgresql_url) as other:
        mine = opened(one).with_item(a_plain_book(), entries=4).seat("j2").open()
        theirs = AtDoor(other)
        assert theirs.contest == mine.contest
        yield mine, theirs


def test_lines_of_another_process_are_folded_in_and_the_act_decided_again(two):
    mine, theirs = two
    mine.send("j1", 1, "80", confirm=False)
    theirs.groups.clear()
    receipt = theirs.send("j1", 1, "70", base=0)  # decided on a fold that did not know of the other sheet
    assert theirs.groups == [[receipt.seq - 1], [receipt.seq]]
    assert theirs.contest.aside[receipt.seq].event.reason == "outdated"
    assert theirs.entry(1).sheet("practice", "j1").marks == {"a": "80"}


def test_a_lock_in_another_process_is_met_by_a_sheet_decided_before_it(two):
    mine, theirs = two
    mine.lock("d")
    receipt = theirs.send("j1", 1, "80")
    assert theirs.contest.aside[receipt.seq].event.reason == "late"


def test_a_request_is_known_whichever_process_it_comes_to(two):
    values = two[0].filled("j1", 1, "80")
    receipts = {each.door.record("cup", submit_sheet, by="seat:j1", values=values, request="request-1") for each in two}
    assert len(receipts) == 1


def test_processes_that_write_at_the_same_time_agree_on_every_line(two):
    mine, theirs = two
    acts = [
        lambda k=k, each=each, seat=seat: each.send(seat, k, str(60 + k), request=f"request-{seat}-{k}", base=0)
        for k in (1, 2, 3, 4)
        for each, seat in ((mine, "j1"), (theirs, "j2"))
    ]
    receipts = at_once(*acts)
    assert sorted(each.seq for each in receipts) == list(range(receipts[0].seq, receipts[0].seq + 8))
    for each in two:
        each.door.sweep()
    wait_until(lambda: mine.contest == theirs.contest)


def test_the_sweep_finds_what_nobody_said(two):
    mine, theirs = two
    receipt = mine.send("j1", 1, "80")
    theirs.groups.clear()
    theirs.door.sweep()
    wait_until(lambda: theirs.contest.seq == receipt.seq)
    assert theirs.groups == [[receipt.seq]]
    assert theirs.contest == mine.contest


def wait_until(holds):
    with gevent.Timeout(10):
        while not holds():
            gevent.sleep(0.01)


def test_a_doubtful_commit_is_told_from_lines_of_another_process(two, monkeypatch):
    mine, theirs = two
    monkeypatch.setattr(record, "_pauses", lambda: iter([0] * 10))
    before = mine.send("j1", 1, "80")
    theirs.door.writer.faults = ["refused"]
    second = theirs.send("j1", 2, "70")  # nothing of it was written; what is there is the other's line
    assert second.seq == before.seq + 1
    mine.door.writer.faults = ["doubtful"]
    third = mine.send("j1", 3, "60")
    assert third.seq == second.seq + 1
    theirs.door.sweep()
    wait_until(lambda: theirs.contest == mine.contest)


def test_a_commit_still_under_way_is_waited_for_before_it_is_called_lost(two):
    """The line broke after COMMIT was sent: the server may finish it after we look."""
    mine, theirs = two
    seq = mine.contest.seq
    with mine.door.writer.engine.connect() as slow:
        slow.begin()
        slow.execute(update(contests).where(contests.c.id == "cup").values(seq=contests.c.seq))  # holds the row
        asked = gevent.spawn(theirs.door.writer.run, lambda connection: settled(connection, "cup", seq))
        gevent.sleep(0.3)
        assert not asked.ready()
        slow.rollback()
    assert asked.get(timeout=10) == []


def test_a_broken_line_of_another_process_makes_the_contest_read_only(two):
    mine, theirs = two
    before = theirs.contest.seq
    mine.send("j1", 1, "80")
    mine.send("j1", 2, "80")
    run(mine.door, update(journal).where(journal.c.seq == before + 2).values(line=b"{}"))
    with refused("read_only"):
        theirs.send("j1", 3, "80")
    assert theirs.contest.seq == before  # nothing of what came with it was folded
    assert theirs.door.read_only("cup")


def test_two_processes_that_write_at_the_same_moment_both_go_on(database_url):
    """What waits for the contest's lock sees the line that was written meanwhile, and takes nothing for broken."""
    with a_door(database_url) as one, a_door(database_url) as other:
        opened(one).with_item(a_plain_book(), entries=3).open()
        doors = [AtDoor(one), AtDoor(other)]

        def mark(k):
            for number in range(20):
                doors[k].send("j1", 1 + (number + k) % 3, str(number), confirm=False)

        gevent.joinall([gevent.spawn(mark, k) for k in (0, 1)], raise_error=True)
        assert [door.read_only("cup") for door in (one, other)] == ["", ""]
