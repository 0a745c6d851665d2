"""verify.py: one file, Python alone, that says whether a journal is whole."""

import json
import random
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from contest import verify
from contest.commands.scores import verify_command
from contest.export.journal import dump
from contest.journal import contests, journal
from tests.support.counts import count
from tests.support.doors import a_door, opened
from tests.support.every_kind import everything
from tests.support.histories import a_contest
from tests.support.imports import ROOT

MUTATIONS = count(small=100, full=1_500)


@pytest.fixture
def cup():
    return everything(a_contest())


@pytest.fixture
def exported(cup, tmp_path):
    path = tmp_path / "cup.ndjson"
    path.write_text("".join(dump(cup.stored)), encoding="utf-8")
    return path


def heads(cup, path):
    """heads.log as the server writes it."""
    path.write_text("".join(f"cup {each.seq} {each.hash.hex()}\n" for each in cup.stored), encoding="ascii")
    return path


def bare(tmp_path, *arguments):
    """verify.py, copied out of the house, run by a Python that has nothing of ours."""
    alone = shutil.copy(ROOT / "contest" / "verify.py", tmp_path / "alone.py")
    command = [sys.executable, "-I", "-S", str(alone), *map(str, arguments)]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60)


def test_the_file_alone_verifies_a_journal(cup, exported, tmp_path):
    answer = bare(tmp_path, exported, heads(cup, tmp_path / "heads.log"))
    assert (answer.returncode, answer.stderr) == (0, "")
    first, *draws = answer.stdout.splitlines()
    assert first == f"cup: whole; {cup.contest.seq} lines, head {cup.contest.head.hex()}"
    assert any("codes" in draw and "is what its seed draws" in draw for draw in draws)


def test_the_file_alone_says_which_line_was_changed(exported, tmp_path):
    exported.write_text(exported.read_text(encoding="utf-8").replace("88.5", "99.5"), encoding="utf-8")
    answer = bare(tmp_path, exported)
    assert answer.returncode == 1
    assert "was changed: its hash does not match" in answer.stdout


def test_the_file_alone_says_how_it_is_used(tmp_path):
    answer = bare(tmp_path)
    assert (answer.returncode, "python verify.py JOURNAL.ndjson" in answer.stdout) == (2, True)


def faults(path, heads=None):
    said = []
    return verify.report(verify.check(path), heads or {}, said.append), "\n".join(said)


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_no_sign_of_an_export_is_changed_unseen(exported, cup, seed):
    dice = random.Random(seed)
    lines = exported.read_text(encoding="utf-8").splitlines()
    whole = verify.check(exported)
    k = dice.randrange(len(lines))
    what = dice.choice(["sign", "remove", "swap", "again"])
    if what == "sign":
        place = dice.randrange(len(lines[k]))
        other = dice.choice([sign for sign in "0123456789abcxyz砌 " if sign != lines[k][place]])
        lines[k] = lines[k][:place] + other + lines[k][place + 1 :]
    elif what == "remove":
        del lines[k if k < len(lines) - 1 else 0]  # the last line is a tail: see below
    elif what == "swap":
        j = dice.choice([j for j in range(len(lines)) if j != k])
        lines[j], lines[k] = lines[k], lines[j]
    else:
        lines.insert(k, lines[k])
    exported.write_text("\n".join(lines), encoding="utf-8")
    assert faults(exported)[0] or says_the_same(lines, cup)
    assert whole[0].fault == ""


def says_the_same(lines, cup):
    """JSON may be written otherwise and say the same (a space between two words of it): then nothing was changed."""
    told = [json.loads(line) for line in lines]
    return [(each["line"].encode(), each["hash"]) for each in told] == [(e.raw, e.hash.hex()) for e in cup.stored]


def test_a_cut_tail_shows_against_a_hash_kept_elsewhere(exported, cup, tmp_path):
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    exported.write_text("".join(lines[:-2]), encoding="utf-8")
    assert faults(exported)[0] == 0
    found, said = faults(exported, verify.read_heads(heads(cup, tmp_path / "heads.log")))
    assert (found, "its tail was cut off" in said) == (1, True)


def test_a_journal_rewritten_whole_shows_against_a_hash_kept_elsewhere(cup, tmp_path):
    other = everything(a_contest())
    forged = a_contest()
    forged.clock = 500
    everything(forged)
    path = tmp_path / "forged.ndjson"
    path.write_text("".join(dump(forged.stored)), encoding="utf-8")
    assert faults(path)[0] == 0
    found, said = faults(path, verify.read_heads(heads(other, tmp_path / "heads.log")))
    assert (found, "the journal was rewritten" in said) == (1, True)


def test_a_journal_that_is_gone_is_missed(exported):
    found, said = faults(exported, {"other": {1: "00" * 32}})
    assert (found, "the journal is gone" in said) == (1, True)


def test_a_line_of_heads_cut_short_by_a_power_cut_is_passed_over(tmp_path):
    log = tmp_path / "heads.log"
    log.write_bytes(b"cup 1 " + b"a" * 64 + b"\ncup 2 aaaa\n\xff\xfe\ncup x " + b"b" * 64 + b"\ncup 3 " + b"c" * 63)
    assert verify.read_heads(log) == {"cup": {1: "a" * 64}}


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_file_without_a_line_is_no_whole_journal(tmp_path, text):
    path = tmp_path / "empty.ndjson"
    path.write_text(text)
    found, said = faults(path)
    assert (found, "empty.ndjson holds no line" in said) == (1, True)


@pytest.mark.parametrize(
    "data", [b"not json", b"[1]", b'{"line": 3, "hash": ""}', b"\xff\xff", b'{"line": "[]", "hash": ""}']
)
def test_what_is_no_journal_is_a_fault_with_a_sentence(tmp_path, data):
    path = tmp_path / "strange.ndjson"
    path.write_bytes(data)
    found, said = faults(path)
    assert (found, "strange.ndjson is not a journal" in said) == (1, True)


def test_blank_lines_in_a_journal_say_nothing(exported):
    exported.write_text(exported.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    assert faults(exported)[0] == 0


# --- databases ---


def test_a_database_is_verified_contest_by_contest_while_it_is_served(sqlite_url, tmp_path):
    with a_door(sqlite_url) as door:
        one, other = everything(opened(door, "one")), opened(door, "other")
        told = [(each.contest, each.lines, each.head, each.fault) for each in verify.check(tmp_path / "contest.db")]
        assert told == [(c.id, c.contest.seq, c.contest.head.hex(), "") for c in (one, other)]


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (delete(journal).where(journal.c.contest_id == "cup", journal.c.seq > 5), "its tail was cut off"),
        (delete(journal).where(journal.c.contest_id == "cup"), "the journal is gone, but its database names it"),
        (delete(journal).where(journal.c.contest_id == "cup", journal.c.seq == 3), "is missing or out of order"),
        (update(journal).where(journal.c.seq == 3).values(line=b"{}"), "is missing or out of order"),
        (update(journal).where(journal.c.seq == 3).values(line=b"["), "is not a journal"),
        (delete(contests), "its database does not name it"),
        (update(contests).values(seq=3, head=b"\0" * 32), "has another hash"),
        (update(contests).values(head=b"\0" * 32), "has another hash"),
    ],
)
def test_a_database_must_end_its_journals_where_it_says(sqlite_url, tmp_path, harm, sentence):
    with a_door(sqlite_url) as door:
        everything(opened(door))
        door.writer.run(lambda connection: connection.execute(harm))
    found, said = faults(tmp_path / "contest.db")
    assert (found, sentence in said) == (1, True), said


def test_a_file_that_is_some_other_database_is_a_fault(tmp_path):
    import sqlite3

    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    assert "is not a journal" in faults(tmp_path / "other.db")[1]


# --- the command ---


def test_contest_verify_checks_its_own_database_against_its_own_heads(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTEST_VAR", str(tmp_path))
    monkeypatch.setenv("CONTEST_DATABASE_URL", database_url)
    with a_door(database_url, tmp_path / "heads.log") as door:
        cup = everything(opened(door))
        last = cup.stored[-1]
    answer = CliRunner().invoke(verify_command)
    assert (answer.exit_code, "cup: whole" in answer.output) == (0, True), answer.output
    with a_door(database_url) as door:
        before = door.head_at("cup", last.seq - 1)
        door.writer.run(lambda connection: connection.execute(delete(journal).where(journal.c.seq == last.seq)))
        door.writer.run(lambda connection: connection.execute(update(contests).values(seq=last.seq - 1, head=before)))
    answer = CliRunner().invoke(verify_command)
    assert (answer.exit_code, "its tail was cut off" in answer.output) == (1, True), answer.output
