"""The command line: every refusal is a sentence, every file comes back, every exit code can be relied on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from contest import web
from contest.cli import main
from contest.people import ROLES
from contest.scoring.results import results
from contest.scoring.verbs import chief, officer
from tests.scoring.builders import criterion, data, imported, judged, points
from tests.support.histories import agreed
from tests.support.server import ROOT, eventually, served
from tests.support.small import House, books, house, preset

Run = Callable[..., Result]
ROSTER = "参赛号,姓名,单位,项目,理论\nQZ01,张建军,磐石,砌筑,86.5\nQZ02,曹雅琴,魏都,砌筑,\n"


def book(**more: object) -> dict:
    theory = imported("theory", weight="30", known_by_name=True)
    work = judged("work", criterion("c", points("a")), judges=2, weight="70", combine={"method": "mean"})
    return data(theory, work, id="wall", name={"zh": "砌筑", "en": "Masonry"}, **more)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command line over a folder of its own. What it says is on one string, errors included."""

    def run(*arguments: str, env: Mapping[str, str] | None = None, input: str | None = None) -> Result:
        told = {"CONTEST_VAR": str(tmp_path / "var"), "CONTEST_DATABASE_URL": None, **(env or {})}
        return CliRunner().invoke(main, list(arguments), env=told, input=input)

    return run


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "wall.yaml").write_text(yaml.safe_dump(book(sealed=True), allow_unicode=True), encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def opened(run: Run, files: Path) -> Run:
    """A contest with its item and its roster, from files."""
    assert run("import", "rulebook", "2026-cup", str(files / "wall.yaml")).exit_code == 0
    assert run("import", "roster", "2026-cup", str(files / "roster.csv")).exit_code == 0
    return run


def sentence(result: Result) -> str:
    """The one sentence of a refusal: no traceback, exit code 1."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.output.strip()


# --- serve ---


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_ENV": "development"}, "FLASK_ENV"),
        ({"WERKZEUG_DEBUG_PIN": "off"}, "WERKZEUG_DEBUG_PIN"),
        ({"CONTEST_DATABASE_URL": "sqlite:///:memory:"}, "memory"),
        ({"CONTEST_DATABASE_URL": "sqlite:///"}, "memory"),
        ({"CONTEST_DATABASE_URL": "sqlite:///file:x?mode=memory&uri=true"}, "memory"),
        ({"CONTEST_DATABASE_URL": "mysql://localhost/x"}, "postgresql://"),
        ({"CONTEST_PORT": "http"}, "CONTEST_PORT"),
        ({"CONTEST_PORT": "0"}, "CONTEST_PORT"),
        ({"CONTEST_PORT": "５０００"}, "CONTEST_PORT"),
        ({"CONTEST_ORIGINS": "*"}, "wildcard"),
        ({"CONTEST_ORIGINS": "https://*.example"}, "wildcard"),
        ({"CONTEST_ORIGINS": "https://a.example,judge.example"}, "judge.example"),
        ({"CONTEST_ORIGINS": "https://a.example/path"}, "exact"),
        ({"CONTEST_SECURE": "maybe"}, "CONTEST_SECURE"),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_an_unsafe_setting_is_refused_in_one_sentence(run: Run, tmp_path: Path, env: dict[str, str], word: str):
    said = sentence(run("serve", env=env))
    assert word in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "var").exists()  # nothing was begun


def test_a_second_server_is_refused_on_the_same_database_and_on_the_same_port(tmp_path: Path):
    (tmp_path / "one").mkdir()
    with served(tmp_path / "one") as server:
        same_database = serve(tmp_path / "one", "--port", "0")
        same_port = serve(tmp_path / "two", "--port", str(server.port))
    assert "another process serves" in same_database
    assert str(server.port) in same_port


def serve(var: Path, *arguments: str) -> str:
    """What a server says that does not begin: one sentence."""
    program = [sys.executable, "-c", "from contest.cli import main; main()", "serve", *arguments]
    env = {"PATH": os.environ["PATH"], "CONTEST_VAR": str(var)}
    said = subprocess.run(program, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30)
    assert (said.returncode, said.stdout) == (1, "")
    assert len(said.stderr.splitlines()) == 1, said.stderr
    return said.stderr


def test_a_server_says_where_it_is_and_that_nobody_can_sign_in_and_ends_politely(tmp_path: Path):
    with served(tmp_path) as server:
        assert re.search(r"/board/ .*/judge .*/console", server.log)
        eventually(lambda: "/console#invited=" in server.log)
        server._process.send_signal(signal.SIGTERM)
        assert server._process.wait(10) == 0
    assert "Traceback" not in server.log


def test_the_program_without_a_word_lists_its_commands():
    said = subprocess.run([sys.executable, "-m", "contest.cli"], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0 or "Usage" in said.stderr


def test_the_document_of_the_api_is_told_without_a_server(run: Run):
    assert json.loads(run("openapi").stdout) == web.document()


# --- accounts ---


def test_an_account_is_made_and_its_password_is_asked_for_twice(run: Run):
    said = run(
        "account",
        "add",
        "li",
        "--name",
        "李主任",
        "--role",
        "recorder",
        "--role",
        "organizer",
        input="secret\nsecret\n",
    )
    assert (said.exit_code, "secret" in said.output) == (0, False)
    assert "li: recorder, organizer" in said.output


def test_one_person_gets_no_roles_that_exclude_each_other(run: Run):
    said = run("account", "add", "li", "--name", "李", "--role", "chief", "--role", "officer", "--password", "secret")
    assert "裁判长和加密裁判" in sentence(said) or "加密裁判和裁判长" in sentence(said)


def test_an_account_that_is_there_is_not_made_again(run: Run):
    add = ("account", "add", "li", "--name", "李", "--role", "chief", "--password", "secret")
    assert run(*add).exit_code == 0
    assert "li" in sentence(run(*add))


def test_a_password_is_changed_for_an_account_that_is_there(run: Run):
    run("account", "add", "li", "--name", "李", "--role", "chief", "--password", "secret")
    assert run("account", "password", "li", "--password", "another").exit_code == 0
    assert "wang" in sentence(run("account", "password", "wang", "--password", "another"))


@pytest.mark.parametrize("role", ["judge", "seat", "admin", ""])
def test_there_are_no_other_roles(run: Run, role: str):
    said = run("account", "add", "li", "--name", "李", "--role", role, "--password", "secret")
    assert said.exit_code == 2
    assert all(known in said.output for known in ROLES)


def test_an_account_may_be_for_one_item_of_one_contest(run: Run, tmp_path: Path):
    add = ("account", "add", "li", "--name", "李", "--role", "chief", "--password", "secret", "--item", "wall")
    assert run(*add).exit_code == 2  # an item of which contest?
    assert run(*add, "--contest", "cup").exit_code == 0
    with house(tmp_path / "var") as found:
        _, session = found.people.sign_in("li", "secret")
    assert session.grants == (("cup", "wall", "chief"),)


# --- bringing in ---


def test_a_contest_is_opened_from_its_files(opened: Run, tmp_path: Path):
    with house(tmp_path / "var") as found:
        contest = found.door.current("2026-cup")
        (item,) = contest.items.values()
        assert (item.state, len(item.entries)) == ("marking", 2)
        assert {
            (found.people.person("2026-cup", id).name, bool(entry.imported)) for id, entry in item.entries.items()
        } == {
            ("张建军", True),
            ("曹雅琴", False),
        }
        assert list(contest.seats) == ["wall-work-1", "wall-work-2"]


def test_a_rulebook_with_faults_is_refused_with_all_of_them(run: Run, files: Path):
    bad = book() | {"ranks": "nobody", "weighting": "guess"}
    (files / "bad.yaml").write_text(yaml.safe_dump(bad, allow_unicode=True), encoding="utf-8")
    said = sentence(run("import", "rulebook", "2026-cup", str(files / "bad.yaml")))
    assert "ranks:" in said
    assert "weighting:" in said


@pytest.mark.parametrize("id", ["Cup", "cup.2026", "a/b", "cup cup", "-cup", "", "c" * 41, "杯"])
def test_an_id_that_could_not_stand_in_an_address_is_refused(run: Run, files: Path, id: str):
    said = run("import", "rulebook", "--", id, str(files / "wall.yaml"))
    assert said.exit_code == 1
    assert "Traceback" not in said.output


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("QZ03,王五,磐石,彩画,\n", "D2"),
        ("QZ03,王五,磐石,砌筑,8٫5\n", "E2"),
        ("QZ03,王五,磐石,砌筑,100.5\n", "100.5"),
        ("QZ03,,磐石,砌筑,\n", "B2"),
        ("QZ03,王五,磐石,砌筑,\nQZ03,赵六,魏都,砌筑,\n", "A3"),
    ],
)
def test_a_roster_with_a_fault_is_refused_with_its_place_and_nothing_is_entered(
    run: Run, files: Path, rows: str, told: str
):
    run("import", "rulebook", "2026-cup", str(files / "wall.yaml"))
    (files / "roster.csv").write_text(ROSTER.splitlines()[0] + "\n" + rows, encoding="utf-8")
    said = sentence(run("import", "roster", "2026-cup", str(files / "roster.csv")))
    assert told in said
    assert "intake." not in said
    with house(files / "var") as found:
        assert not found.door.current("2026-cup").items["wall"].entries


def test_a_roster_that_no_part_can_take_is_refused_whole(run: Run, files: Path):
    """The second item has no theory: the first one is not entered either."""
    cake = data(judged("taste"), id="cake", name={"zh": "蛋糕", "en": "Cake"})
    (files / "cake.yaml").write_text(yaml.safe_dump(cake, allow_unicode=True), encoding="utf-8")
    for name in ("wall", "cake"):
        assert run("import", "rulebook", "2026-cup", str(files / f"{name}.yaml")).exit_code == 0
    (files / "roster.csv").write_text(ROSTER + "DG01,王五,磐石,蛋糕,77\n", encoding="utf-8")
    said = sentence(run("import", "roster", "2026-cup", str(files / "roster.csv")))
    assert "蛋糕 没有“x”这一部分" in said
    with house(files / "var") as found:
        assert not any(item.entries for item in found.door.current("2026-cup").items.values())


def test_a_roster_is_not_entered_a_second_time(opened: Run, files: Path):
    assert sentence(opened("import", "roster", "2026-cup", str(files / "roster.csv")))


def test_imported_parts_of_any_name_have_a_column(run: Run, files: Path):
    elements = {"id": "elements", "name": {"zh": "技术分", "en": "Elements"}, "source": "imported"}
    short = data(
        elements, judged("show", weight="1"), id="short", name={"zh": "短节目", "en": "Short"}, weighting="sum"
    )
    (files / "short.yaml").write_text(yaml.safe_dump(short, allow_unicode=True), encoding="utf-8")
    run("import", "rulebook", "cup", str(files / "short.yaml"))
    (files / "roster.csv").write_text("参赛号,姓名,单位,项目,技术分\n1,甲,一队,短节目,56.01\n", encoding="utf-8")
    assert run("import", "roster", "cup", str(files / "roster.csv")).exit_code == 0
    with house(files / "var") as found:
        (entry,) = found.door.current("cup").items["short"].entries.values()
        assert str(entry.imported["elements"].value) == "56.01"


# --- taking out, verifying ---


@pytest.fixture
def signed(tmp_path: Path, run: Run) -> Run:
    """A small contest, all of it signed: its results may leave."""
    with house(tmp_path / "var") as found:
        found.open("cup", preset(books(), 2))
        for item in list(found.door.current("cup").items):
            sign(found, item)
    return run


def sign(house: House, item: str) -> None:
    """Nobody marked, and somebody says why: such a result may be signed too."""
    does = partial(house.door.record, "cup", by="account:one")
    does(chief.lock, values={"item": item, "missing_digest": "why"})
    does(officer.request_unsealing, values={"item": item})
    seed, units = (
        house.people.seed("cup", item),
        house.people.attributes_of("cup", house.door.current("cup").items[item].entries),
    )
    values = {"item": item, "seed": seed, "attributes": units}
    house.door.record("cup", officer.approve_unsealing, by="account:two", values=values)
    fold = house.door.current("cup")
    shown = results(fold, fold.items[item]).digest
    does(chief.sign, values={"item": item, "digest": shown, "missing_digest": "why", "check": agreed(shown)})


def test_signed_results_are_a_workbook_and_a_csv_with_their_version_in_their_names(signed: Run, tmp_path: Path):
    said = signed("export", "results", "cup", str(tmp_path / "out"), "--item", "wall", "--lang", "en")
    assert said.exit_code == 0
    names = [Path(line).name for line in said.output.split("\n") if line]
    assert all(re.fullmatch(r"wall-results(-workbook)?-\d+-[0-9a-f]{8}\.(xlsx|csv)", name) for name in names)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)


def test_the_journal_of_an_unsealed_contest_leaves_without_asking(signed: Run, tmp_path: Path):
    assert signed("export", "journal", "cup", str(tmp_path / "cup.ndjson")).exit_code == 0
    assert signed("verify", str(tmp_path / "cup.ndjson")).exit_code == 0


def test_results_leave_signed_or_not_at_all(opened: Run, tmp_path: Path):
    out = tmp_path / "out"
    assert "砌筑" in sentence(opened("export", "results", "2026-cup", str(out)))
    assert not out.exists() or not list(out.iterdir())
    assert opened("export", "results", "2026-cup", str(out), "--draft").exit_code == 0
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".xlsx"]
    assert all(path.name.startswith("草稿-DRAFT") for path in out.iterdir())


def test_a_journal_leaves_unsealed_unless_one_says_so(opened: Run, tmp_path: Path):
    file = tmp_path / "cup.ndjson"
    assert "砌筑" in sentence(opened("export", "journal", "2026-cup", str(file)))
    assert opened("export", "journal", "2026-cup", str(file), "--sealed").exit_code == 0
    assert opened("verify", str(file)).exit_code == 0


def test_a_journal_comes_back_to_the_same_head_elsewhere(opened: Run, tmp_path: Path):
    file = tmp_path / "cup.ndjson"
    exported = opened("export", "journal", "2026-cup", str(file), "--sealed").output.split()[-1]
    elsewhere = {"CONTEST_VAR": str(tmp_path / "elsewhere")}
    imported = opened("import", "journal", str(file), env=elsewhere)
    assert (imported.exit_code, imported.output.split()[-1]) == (0, exported)
    assert opened("verify", env=elsewhere).exit_code == 0
    assert "2026-cup" in sentence(opened("import", "journal", str(file), env=elsewhere))


@pytest.mark.parametrize("spoil", ["changed", "cut out", "swapped", "empty", "no journal"])
def test_a_spoilt_journal_is_found_and_not_imported(opened: Run, tmp_path: Path, spoil: str):
    file = tmp_path / "cup.ndjson"
    opened("export", "journal", "2026-cup", str(file), "--sealed")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    spoilt = {
        "changed": [*lines[:2], lines[2].replace("wall", "hall", 1), *lines[3:]],
        "cut out": [*lines[:2], *lines[3:]],
        "swapped": [lines[0], lines[2], lines[1], *lines[3:]],
        "empty": [],
        "no journal": ["hello\n"],
    }[spoil]
    file.write_text("".join(spoilt), encoding="utf-8")
    assert opened("verify", str(file)).exit_code == 1
    sentence(opened("import", "journal", str(file), env={"CONTEST_VAR": str(tmp_path / "elsewhere")}))


def test_verify_holds_the_servers_own_journal_against_its_heads(opened: Run, tmp_path: Path):
    assert opened("verify").exit_code == 0
    heads = tmp_path / "var" / "heads.log"
    heads.write_text(heads.read_text() + f"2026-cup 999 {'0' * 64}\n")
    said = opened("verify")
    assert (said.exit_code, "its tail was cut off" in said.output) == (1, True)


def test_the_verifier_is_a_file_that_needs_nothing_of_ours(opened: Run, tmp_path: Path):
    file = tmp_path / "cup.ndjson"
    opened("export", "journal", "2026-cup", str(file), "--sealed")
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "verify.py").write_bytes((ROOT / "contest" / "verify.py").read_bytes())
    asked = [sys.executable, "-I", "-S", "verify.py", str(file)]
    said = subprocess.run(asked, cwd=alone, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert (said.returncode, "2026-cup: whole" in said.stdout) == (0, True)


# --- backup and restore ---


def test_a_backup_is_taken_while_serving_and_comes_back_elsewhere(tmp_path: Path, run: Run):
    var, copy = tmp_path / "hall", tmp_path / "stick"
    with house(var) as found:
        found.open("cup", preset(books(), 2))
        seq = found.door.current("cup").seq
    with served(var):
        assert run("backup", str(copy), env={"CONTEST_VAR": str(var)}).exit_code == 0
        assert "another process serves" in sentence(run("restore", str(copy), env={"CONTEST_VAR": str(var)}))
    said = run("restore", str(copy), env={"CONTEST_VAR": str(tmp_path / "spare")})
    assert said.exit_code == 0
    assert f"cup: #{seq + 1}" in said.output
    assert run("verify", env={"CONTEST_VAR": str(tmp_path / "spare")}).exit_code == 0


def test_what_a_restore_replaces_is_kept(opened: Run, tmp_path: Path):
    copy = tmp_path / "stick"
    assert opened("backup", str(copy)).exit_code == 0
    said = opened("restore", str(copy))
    assert said.exit_code == 0
    kept = re.search(r"kept: (\S+)", said.output)
    assert kept
    assert Path(kept[1]).exists()


def test_a_folder_without_a_backup_restores_nothing(opened: Run, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert str(tmp_path / "empty") in sentence(opened("restore", str(tmp_path / "empty")))
    assert opened("verify").exit_code == 0


# --- score ---

MARKS = """entry,judge,aspect,value
M1,,score:theory,80
M1,J1,a,90
M1,J2,a,91
M2,,score:theory,70
M2,J1,a,95
M2,J2,a,95
"""


def test_score_gives_json_with_every_stage(run: Run, files: Path):
    (files / "marks.csv").write_text(MARKS, encoding="utf-8")
    said = run("score", str(files / "wall.yaml"), str(files / "marks.csv"))
    found = json.loads(said.stdout)["entries"]
    assert [(row["entry"], row["rank"], row["total"]) for row in found] == [("M2", 1, "87.50"), ("M1", 2, "87.35")]


def test_score_gives_a_table_for_people(run: Run, files: Path):
    (files / "marks.csv").write_text(MARKS, encoding="utf-8")
    said = run("score", str(files / "wall.yaml"), str(files / "marks.csv"), "--table")
    assert [line.split()[:2] for line in said.stdout.splitlines()[2:4]] == [["1", "M2"], ["2", "M1"]]


def test_marks_with_faults_are_refused_with_their_lines(run: Run, files: Path):
    (files / "marks.csv").write_text(MARKS + "M3,J1,a,1000\nM3,J2,b,9\n", encoding="utf-8")
    said = sentence(run("score", str(files / "wall.yaml"), str(files / "marks.csv")))
    assert "8" in said
    assert "9" in said


def test_a_file_that_is_not_there_is_said(run: Run):
    said = run("score", "nothing.yaml", "nothing.csv")
    assert said.exit_code == 2
    assert "nothing.yaml" in said.output
