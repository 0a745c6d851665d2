"""`contest demo`: from nothing to the winners, resumed from wherever it stopped; the same seed, the same ranking."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from contest import presets
from contest.cli import main
from contest.db import Reader, Writer
from contest.demo import show
from contest.demo.judges import SIMULATED
from contest.demo.kept import ROLES, Kept
from contest.demo.telling import HALVES, qr_lines
from contest.migrating import upgrade
from contest.opening import open_preset
from contest.people import People
from contest.record import Door
from contest.simulate import JudgeClient, Rest, marks_of
from tests.support.forked import Heard
from tests.support.pace import seconds
from tests.support.rehearsal import CONTEST, SEED, demo, played, rehearsed
from tests.support.server import ROOT, SERVE, eventually

ITEMS = ("masonry", "painting", "waterproofing")
FREE = "masonry-product-5"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which a demo was played to its end, and what it said."""
    return rehearsed(tmp_path_factory)


def journal(var: Path) -> list[dict[str, Any]]:
    with sqlite3.connect(f"file:{var / 'contest.db'}?mode=ro", uri=True) as connection:
        lines = [json.loads(row[0]) for row in connection.execute("select line from journal order by seq")]
    connection.close()
    return lines


def exported(var: Path, kind: str) -> Path:
    (found,) = (var / "exports").glob(f"*.{kind}")
    return found


def ranking(var: Path) -> list[tuple[str, ...]]:
    """The results CSV without the column that names the journal's line, nor how far somebody came who left."""
    with exported(var, "csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    version = head.index("结果版本")
    return [tuple(cell for k, cell in enumerate(row) if k != version) if row[1] else tuple(row[:6]) for row in rows]


def test_a_whole_demo_leaves_a_sound_journal_of_everything_that_happens_at_a_contest(whole):
    var, said = whole
    result = CliRunner().invoke(main, ["verify"], env={"CONTEST_VAR": str(var)})
    assert result.exit_code == 0, result.output
    kinds = Counter(line["kind"] for line in journal(var))
    assert kinds["SheetSubmitted"] in range(357, 365)  # of the one who left, some or none
    assert [kinds[kind] for kind in ("PenaltyGiven", "TimeRecorded", "StatusSet")] == [1, 1, 1]
    assert [kinds[kind] for kind in ("ItemLocked", "IdentityUnsealed", "ResultSigned")] == [3, 3, 3]
    assert "100% · 357 of 357" in said


def test_passwords_are_random_and_for_the_owner_alone(whole, tmp_path):
    var, said = whole
    assert (var / "demo.json").stat().st_mode & 0o077 == 0
    accounts = json.loads((var / "demo.json").read_text())[CONTEST]["accounts"]
    assert set(accounts) == set(ROLES)
    assert all(re.fullmatch(r"[a-z]{4}-[a-z]{4}-\d{4}", secret) and secret in said for secret in accounts.values())
    other = Kept.read(tmp_path / "demo.json", CONTEST, None)
    assert set(other.passwords.values()) & set(accounts.values()) == set()


def test_a_second_run_says_it_is_finished_and_serves_the_winners_the_workbook_shows(whole):
    var, _ = whole
    before, began = journal(var), time.monotonic()
    with demo(var) as process:
        said = until(process, "Still serving")
        assert time.monotonic() - began < seconds(10)  # 5 s on a machine of its own
        assert "This rehearsal is finished" in said
        assert winners_of_the_api(var, address(said)) == winners_of_the_workbook(var) != []
        process.send_signal(signal.SIGINT)
        rest = process.rest(20)
        assert process.poll() == 0
        assert "Traceback" not in rest
    assert journal(var) == before


def until(process: Heard, words: str) -> str:
    """All that it says up to the line with these words."""
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def address(said: str) -> str:
    found = re.search(r"(http://127\.0\.0\.1:\d+)/board/", said)
    assert found
    return found[1]


def winners_of_the_api(var: Path, url: str) -> list[tuple[str, ...]]:
    organizer = office(var, url)
    items = {each["id"]: each["name"]["zh"] for each in organizer.get(f"/api/contests/{CONTEST}")["items"]}
    found = []
    for item in ITEMS:
        for award in organizer.get(f"/api/contests/{CONTEST}/items/{item}/awards")["awards"]:
            for row in award["entries"]:
                place = (str(row["rank"]), row["code"], row["name"], row["unit"], f"{float(row['total']):.2f}")
                found.append((items[item], award["name"]["zh"], *place))
    return found


def office(var: Path, url: str) -> Rest:
    """The demo's organizer, signed in."""
    organizer = Rest(url)
    organizer.sign_in("organizer", json.loads((var / "demo.json").read_text())[CONTEST]["accounts"]["organizer"])
    return organizer


def winners_of_the_workbook(var: Path) -> list[tuple[str, ...]]:
    rows = CalamineWorkbook.from_path(str(exported(var, "xlsx"))).get_sheet_by_name("获奖名单").to_python()
    head = next(k for k, row in enumerate(rows) if row[0] == "项目")
    kept = [row for row in rows[head + 1 :] if isinstance(row[2], float)]
    return [(row[0], row[1], f"{row[2]:.0f}", *row[3:6], f"{row[6]:.2f}") for row in kept]


def test_interrupted_and_killed_it_goes_on_with_no_sheet_twice_and_ends_like_the_whole_one(whole, tmp_path):
    """Whoever came to the free seat hands in one sheet, is away with two more until the end, and then leaves. Some
    devices it had paired when it was killed, and not yet kept."""
    with demo(tmp_path, "--pace", "fast") as process:
        visitor, held = come(until(process, "#pair="))
        assert visitor.send(held[0])["outcome"] == "accepted"
        visitor.close()
        eventually(lambda: sheets(tmp_path) > 20, within=60)
        process.send_signal(signal.SIGINT)
        said = process.rest(20)
    assert process.poll() == 0
    assert said.rstrip().endswith("Run it again to go on.")
    assert "Traceback" not in said
    half = sheets(tmp_path)
    with demo(tmp_path, "--pace", "fast") as process:
        eventually(lambda: sheets(tmp_path) > half + 40, within=60)
        process.kill()
    assert sheets(tmp_path) < 357
    forget(tmp_path, "masonry-process")
    with demo(tmp_path, "--once", "--pace", "max") as process:
        visitor.url = address(until(process, "the demo waits for whoever came to the free seat"))
        assert [visitor.send(sheet)["outcome"] for sheet in held] == ["accepted"] * 3  # the first one a second time
        visitor.close()
        office(tmp_path, visitor.url).post(f"/api/contests/{CONTEST}/seats/{FREE}/revoke")
        process.rest(100)
    assert process.poll() == 0
    told = [line["data"] for line in journal(tmp_path) if line["kind"] == "SheetSubmitted"]
    joint = Counter((each["item"], each["entry"], each["part"]) for each in told if each["part"] == "measured")
    own = Counter((each["item"], each["entry"], each["part"], each["seat"]) for each in told)
    assert max(own.values()) == max(joint.values()) == 1
    assert ranking(tmp_path) == ranking(whole[0]) != []


def forget(var: Path, panel: str) -> None:
    """The devices of a panel's seats are not in what was kept."""
    kept = json.loads((var / "demo.json").read_text())
    seats = kept[CONTEST]["seats"]
    kept[CONTEST]["seats"] = {seat: token for seat, token in seats.items() if not seat.startswith(panel)}
    assert len(kept[CONTEST]["seats"]) == len(seats) - 3
    (var / "demo.json").write_text(json.dumps(kept))


def come(said: str) -> tuple[JudgeClient, list[dict[str, Any]]]:
    """A person's device on the free seat, and the first three sheets with the marks that its simulated judge gives."""
    found = re.search(r"(http\S+)/judge#pair=(\S+)  PIN (\d+)", said)
    assert found
    visitor = JudgeClient(found[1])
    visitor.pair(found[2], found[3], "a phone")
    desk = visitor.hello()
    (scheme,) = (part for item in desk["items"] for part in item["parts"])
    places = [(entry["item"], entry["code"], scheme["id"]) for entry in desk["entries"][:3]]
    marks = [marks_of(scheme, int(SEED), item, code, FREE) for item, code, _ in places]
    return visitor, [visitor.written(place, each, confirm=True) for place, each in zip(places, marks, strict=True)]


def sheets(var: Path) -> int:
    try:
        return sum(line["kind"] == "SheetSubmitted" for line in journal(var))
    except sqlite3.OperationalError:  # no database yet
        return 0


def test_who_comes_while_the_free_seat_is_played_is_let_in_once_its_simulated_judge_has_got_up(tmp_path, monkeypatch):
    """And has the seat until its devices are revoked: what is missing then is played."""
    url = f"sqlite:///{tmp_path / 'contest.db'}"
    upgrade(url)
    writer, reader = Writer(url), Reader(url)
    door, people = Door(writer, reader), People(writer, reader)
    open_preset(door, people, presets.load(CONTEST), CONTEST, rehearsal=True, seed=SEED)
    knock(people, SIMULATED)
    told: list[str] = []

    def on_the_seat() -> list[str]:
        return [device.label for device in people.devices(CONTEST)]

    class Simulated:
        def __init__(self, job: dict[str, Any]) -> None:
            told.append(f"plays {[*job['seats']]}")

        def over(self) -> bool:
            if "gets up" in told:
                return True
            knock(people, "a phone")
            return False

        def fault(self) -> str:
            return ""

        def close(self) -> None:
            assert on_the_seat() != [SIMULATED, "a phone"]
            told.append("gets up")

    def look(counts: object) -> None:
        if on_the_seat() == [SIMULATED, "a phone"]:
            told.append("is in")
            people.revoke_seat(CONTEST, FREE)

    monkeypatch.setattr(show, "Playing", Simulated)
    monkeypatch.setattr(show.Devices, "tokens", lambda devices, seats, told: dict.fromkeys(seats, "a token"))
    services = SimpleNamespace(door=door, people=people, settings=SimpleNamespace(host="127.0.0.1"))
    teller = SimpleNamespace(say=lambda msgid, **data: told.append(f"{msgid} {data['seat']['en']}"))
    kept = Kept.read(tmp_path / "demo.json", CONTEST, None)
    rehearsal = show.Show(SimpleNamespace(extensions={"contest": services}, port=1), teller, kept, CONTEST, 40.0)
    bars = SimpleNamespace(show=look, seated=None)
    assert rehearsal._round_of_free(bars, [FREE])
    plays = [f"plays ['{FREE}']", "gets up"]
    assert told == [*plays, "cli.demo_waiting Masonry · Judged product 5", "is in", *plays]
    told[:] = ["gets up"]
    knock(people, "a phone")
    assert not rehearsal._round(bars, last=False), "the others broke down and are asked again first"
    others = [seat.id for seat in presets.load(CONTEST).seats if seat.id != FREE]
    assert told[1:] == [f"plays {others}", "gets up"]
    door.close()
    writer.close()
    reader.close()


def knock(people: People, label: str) -> None:
    """A device at the door of the free seat: the first one is let in, one more waits."""
    link, _ = people.new_pairing(CONTEST, FREE)
    people.pair(link, "2468", label)


def test_a_rehearsal_on_stage_has_an_operator_who_shows_everybody_to_the_hall(tmp_path):
    """Each of the 24 but who is absent or withdraws: called, four steps, and the stage is cleared behind the last."""
    played(tmp_path, "stage-speech")
    told = journal(tmp_path)
    places = {
        line["data"]["entry"] for line in told if line["kind"] == "EntryRevealed" and line["data"]["step"] == "place"
    }
    called = {line["data"]["entry"] for line in told if line["kind"] == "EntryCalled"}
    assert places == called
    assert len(called) in (23, 24)
    assert [line["kind"] for line in told].count("StageCleared") == 1


def test_a_real_contest_of_that_name_is_left_alone(tmp_path):
    env = {"CONTEST_VAR": str(tmp_path)}
    assert CliRunner().invoke(main, ["import", "preset", CONTEST], env=env).exit_code == 0
    before = journal(tmp_path)
    with demo(tmp_path, "--once") as process:
        said = process.rest(60)
    assert process.poll() == 1
    assert "is a real contest" in said
    assert "Traceback" not in said
    assert journal(tmp_path) == before
    assert not (tmp_path / "demo.json").exists()


def test_a_port_in_use_is_told_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, *SERVE, "demo", "--port", str(port)]  # from nothing, as people start it
        env = os.environ | {"CONTEST_VAR": str(tmp_path)}
        ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=60)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert said.count("\n") == 1
    assert f"Port {port} is taken; choose another one: --port {port + 1}" in said


def test_a_qr_code_is_a_square_of_dark_on_light_with_its_quiet_zone():
    lines = qr_lines("http://127.0.0.1:5000/board/")
    assert {len(line) for line in lines} == {2 * len(lines) - 1}  # an odd number of modules, two to a line
    assert set("".join(lines)) <= set(HALVES.values())
    assert lines[0] == "█" * len(lines[0])


def test_a_panel_in_flash_mode_marks_again_where_it_lies_too_far_apart_and_ends_with_every_score(tmp_path):
    played(tmp_path, "worldskills-masonry")
    lines = journal(tmp_path)
    again = [line["data"] for line in lines if line["data"].get("again")]
    assert again
    for one in again:
        of = [
            each["data"] for each in lines if each["kind"] == "SheetSubmitted" and each["data"]["entry"] == one["entry"]
        ]
        assert len([each for each in of if each["part"] == one["part"]]) >= 6  # three judges, twice
    assert lines[-1]["kind"] == "ResultSigned"
