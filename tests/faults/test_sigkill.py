"""kill -9 in a burst: nothing acknowledged is lost, doubled or altered, and it serves again within 5 seconds."""

from __future__ import annotations

import csv
import io
import os
import random
import sqlite3
from fractions import Fraction

import pytest

from contest.cli import main as command_line
from tests.faults.burst import CONTEST, burst
from tests.faults.checker import Verdict, read_journal, read_ledgers, sort_marks
from tests.faults.ranking import confirmed_totals, ranked
from tests.support.counts import count
from tests.support.desk import ask
from tests.support.pace import seconds
from tests.support.server import served
from tests.support.small import PASSWORD, token
from tests.support.wire import Judge

pytestmark = pytest.mark.faults
ROUNDS = count(small=1, full=50)
KILLS = count(small=10, full=20)  # a round
SECOND = {"login": "second", "password": PASSWORD}


@pytest.fixture(scope="module", params=range(ROUNDS))
def killed(tmp_path_factory, record_seed, request):
    """A whole contest that was killed again and again: one item locked in the middle, the other brought to its end."""
    with burst(tmp_path_factory.mktemp("killed"), record_seed + request.param) as played:
        starts = []
        for number in range(KILLS):
            if number == KILLS // 2:
                played.desk().act("tile", "lock", missing_reason="演练")
            starts.append(played.kill_and_restart())
        played.finish()
        staff = played.desk()
        staff.act("wall", "lock")
        for item in ("tile", "wall"):
            staff.act(item, "unseal", second=SECOND)
        digest = staff.ask("GET", "/items/wall/results").json["version"]["digest"]
        staff.act("wall", "sign", password=PASSWORD, digest=digest)
        exported = played.server.var / "exported.ndjson"
        exported.write_bytes(staff.ask("GET", "/exports/journal.ndjson").body)
        played.starts, played.exported, played.staff = starts, exported, staff
        yield played


@pytest.fixture(scope="module")
def record_seed():
    """Printed with a failure; CONTEST_SEED plays it again."""
    return int(os.environ.get("CONTEST_SEED") or random.SystemRandom().getrandbits(32))


def test_every_acknowledged_mark_is_there_once_and_as_it_was_meant(killed):
    verdict = killed.verdict()
    print(verdict)
    assert verdict.clean, str(verdict)
    assert len(verdict.ok) > 50 * KILLS
    cut_off = [intent for intent in killed.by_request().values() if intent.sent > len(intent.acks)]
    print(f"{len(cut_off)} answers were cut off by a kill")
    assert len(cut_off) > KILLS, "the kills came in the middle of the burst"


def test_the_server_serves_again_within_five_seconds(killed):
    print(f"restarts {min(killed.starts):.2f} to {max(killed.starts):.2f} s")
    assert max(killed.starts) <= seconds(5)


def test_nothing_was_accepted_after_the_lock(killed):
    journal = read_journal(killed.database, CONTEST)
    late = [line for line in journal if line.said["kind"] == "SheetSetAside" and line.data["reason"] == "late"]
    assert late, "judges went on marking the locked item"
    assert killed.verdict().after_lock == []


def test_the_chain_holds_in_the_database_and_in_the_export(killed, capsys):
    with pytest.raises(SystemExit) as ended:
        command_line(["verify", str(killed.exported)])
    assert ended.value.code in (0, None), capsys.readouterr()
    heads = {line.seq: line.hash for line in read_journal(killed.database, CONTEST)}
    noted = [line.split() for line in (killed.server.var / "heads.log").read_text().splitlines()]
    assert all(heads[int(seq)] == head for contest, seq, head in noted if contest == CONTEST)


def test_the_ranking_worked_out_anew_equals_board_and_export(killed):
    expected = ranked(confirmed_totals(killed.exported, "wall"))
    assert len(expected) == 10
    board = ask(killed.server.address, "GET", f"/boards/{CONTEST}.wall").json
    shown = zip(board["rows"], board["places"], strict=True)
    assert [(place, row["code"], Fraction(row["score"])) for row, (place, _) in shown] == expected
    assert [tied for _, tied in board["places"]] == [
        int(sum(place == each for each, _, _ in expected) > 1) for place, _, _ in expected
    ]
    content = killed.staff.ask("GET", "/exports/results.csv?item=wall&lang=en").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(int(row["Rank"]), row["Code"], Fraction(row["Total"])) for row in rows] == expected


def test_every_device_finds_its_receipt_in_the_chain(killed):
    """The last receipt of each judge, brought to hello, leaves the contest open for acts."""
    judge = Judge(killed.server.address, token(CONTEST, "j1"))
    intents = read_ledgers([killed.ledgers / "j1.ndjson"])
    newest = max((ack for intent in intents.values() for ack in intent.acks), key=lambda ack: ack["seq"])
    receipt = {name: newest[name] for name in ("seq", "head", "mark")}
    assert judge.call("hello", {"receipt": receipt})["outcome"] == "accepted"
    assert killed.staff.ask("POST", "/items/tile/acts/freeze", {}).status == 200
    judge.leave()


# --- the checker, against servers that are broken on purpose


def sabotaged(tmp_path, fault, seed, kills=0):
    """The verdict over a burst on a server with that fault."""
    with burst(tmp_path, seed, ("-m", "tests.faults.sabotaged", fault)) as played:
        for _ in range(kills):
            played.kill_and_restart()
        played.wait_for_acks(100)
        played.desk().act("tile", "lock", missing_reason="演练")
        played.wait_for_acks(50)
        played.finish()
        verdict = played.verdict()
    print(fault, verdict)
    return verdict


def test_a_server_that_acknowledges_before_it_commits_is_caught(tmp_path, record_seed):
    verdict = sabotaged(tmp_path, "ack_before_commit", record_seed, kills=2)
    assert verdict.lost


def test_a_server_that_knows_no_request_again_is_caught(tmp_path, record_seed):
    verdict = sabotaged(tmp_path, "no_known_request", record_seed)
    assert verdict.duplicated


def test_a_server_that_takes_sheets_after_the_lock_is_caught(tmp_path, record_seed):
    verdict = sabotaged(tmp_path, "no_lock_check", record_seed)
    assert verdict.after_lock


def test_the_checker_catches_what_somebody_did_to_the_journal(killed):
    """Marks taken out, changed, doubled, invented, put in another order: each under its own name."""
    intents = killed.by_request()
    journal = read_journal(killed.database, CONTEST)
    sheets = [k for k, line in enumerate(journal) if line.said["kind"] == "SheetSubmitted"]
    victim = journal[sheets[len(sheets) // 2]]

    def found(lines) -> Verdict:
        return sort_marks(intents, lines)

    def changed(line, **data):
        return type(line)(line.seq, line.raw, line.hash, {**line.said, "data": {**line.data, **data}})

    def swapped(line):
        return changed(line, marks={"a": "0.5", "b": "0.75"}) if line is victim else line

    assert found(journal).clean
    assert found([line for line in journal if line is not victim]).lost == [victim.request]
    assert found(list(map(swapped, journal))).altered == [victim.request]
    assert found([*journal, victim]).duplicated == [victim.request]
    fewer = {request: intent for request, intent in intents.items() if request != victim.request}
    assert sort_marks(fewer, journal).phantom == [victim.request]
    assert found(journal[::-1]).stale
    assert found(journal[:-3] + journal[-2:]).broken


def test_a_receipt_that_the_chain_lacks_makes_the_contest_read_only(killed, tmp_path):
    """Somebody cuts the journal's tail: the first device that comes back with its receipt shows it."""
    intents = read_ledgers([killed.ledgers / "j1.ndjson"])
    newest = max((ack for intent in intents.values() for ack in intent.acks), key=lambda ack: ack["seq"])
    copy = sqlite3.connect(tmp_path / "contest.db")
    original = sqlite3.connect(killed.database)
    original.backup(copy)
    original.close()
    copy.execute("DELETE FROM journal WHERE contest_id = ? AND seq >= ?", (CONTEST, newest["seq"]))
    end = copy.execute("SELECT seq, hash FROM journal WHERE contest_id = ? ORDER BY seq DESC", (CONTEST,)).fetchone()
    copy.execute("UPDATE contests SET seq = ?, head = ? WHERE id = ?", (*end, CONTEST))
    copy.commit()
    copy.close()
    with served(tmp_path) as server:
        judge = Judge(server.address, token(CONTEST, "j1"))
        receipt = {name: newest[name] for name in ("seq", "head", "mark")}
        sheet = {"request": "after-the-cut", "item": "wall", "code": killed.codes["wall"][0], "part": "work"}
        sheet |= {"marks": {"a": "1", "b": "1"}, "base": 0, "rulebook": 2}
        assert judge.call("sheet", sheet)["outcome"] in ("accepted", "set_aside"), "nobody knows yet"
        judge.call("hello", {"receipt": receipt})
        assert judge.call("sheet", sheet | {"request": "after-the-hello"})["code"] == "read_only"
        judge.leave()
