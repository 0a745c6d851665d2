"""Before the doors open: what is found is told, and what the platform does not tell is not guessed."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contest import readiness
from contest.readiness import Finding


def supplies(folder: Path, **found: Mapping[str, str]) -> Path:
    """A platform's power supplies, as Linux lays them out."""
    for name, said in found.items():
        (folder / name).mkdir()
        for key, value in said.items():
            (folder / name / key).write_text(f"{value}\n")
    return folder


MAINS, UNPLUGGED = {"type": "Mains", "online": "1"}, {"type": "Mains", "online": "0"}
DRAINING = {"type": "Battery", "status": "Discharging", "capacity": "63"}
MOUSE = {"type": "Battery", "status": "Discharging", "capacity": "9", "scope": "Device"}


def test_a_machine_on_mains_is_ready_and_one_on_battery_says_how_much_is_left(tmp_path):
    for number, (found, state) in enumerate(
        [({"AC": MAINS, "BAT0": DRAINING}, "ok"), ({"AC": UNPLUGGED, "BAT0": DRAINING}, "amber")]
    ):
        (tmp_path / str(number)).mkdir()
        told = readiness.power(supplies(tmp_path / str(number), **found))
        assert told.state == state
    assert told.data == {"percent": "63"}


def test_a_charging_battery_is_on_mains_however_it_is_plugged_in(tmp_path):
    assert readiness.power(supplies(tmp_path, BAT0=DRAINING | {"status": "Charging"})).state == "ok"


def test_where_the_platform_does_not_tell_nothing_is_guessed(tmp_path):
    assert readiness.power(tmp_path / "nowhere") == Finding("power", "unknown")
    assert readiness.power(supplies(tmp_path, mouse=MOUSE)) == Finding("power", "unknown")
    assert readiness.sleep().state == "unknown"


@pytest.mark.parametrize(
    ("url", "own", "state", "why"),
    [
        ("http://127.0.0.1:5000", "192.168.1.7", "amber", "loopback"),
        ("http://localhost:5000", "192.168.1.7", "amber", "loopback"),
        ("http://192.168.1.7:5000", "192.168.1.7", "ok", ""),
        ("http://192.168.1.7:5000", "", "amber", "offline"),
        ("https://judge.example", "192.168.1.7", "unknown", ""),
    ],
)
def test_a_qr_code_must_lead_to_this_machine(url, own, state, why):
    found = readiness.address(url, own)
    assert (found.state, found.why) == (state, why)


def test_a_port_answers_or_it_does_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        assert readiness.port("127.0.0.1", number).state == "ok"
    assert readiness.port("127.0.0.1", number).state == "amber"
    assert readiness.port("", number).state == "unknown"


def test_a_disk_that_is_nearly_full_says_what_is_left(tmp_path):
    assert readiness.disk(tmp_path, 2_000_000_000).state == "ok"
    assert readiness.disk(tmp_path, 1_940_000_000) == Finding("disk", "amber", {"free": "1.9"})


def test_a_database_that_fails_or_is_slow_is_told_not_raised():
    def fails() -> int:
        raise OSError("no space left")

    assert readiness.database(lambda: 3) == Finding("database", "ok", {"ms": 3})
    assert readiness.database(lambda: 201).why == "slow"
    assert readiness.database(fails) == Finding("database", "amber", {"why": "no space left"}, "failed")


def test_a_clock_that_went_back_is_seen_against_the_journal():
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert readiness.clock(now, "2026-11-21T08:00:00.000Z").state == "ok"
    assert readiness.clock(now, "2026-11-21T09:30:00.000Z").state == "amber"


def test_seats_are_ready_once_every_device_was_heard():
    assert readiness.seats(["online", "asleep"]).state == "ok"
    found = readiness.seats(["online", "unpaired", "unseen", "away"])
    assert (found.state, found.data["ready"], found.data["of"]) == ("amber", 1, 4)
    assert readiness.seats([]).state == "amber"


def test_practice_is_done_once_every_judge_has_marked_a_sample():
    assert readiness.practice([True, True]).state == "ok"
    assert readiness.practice([True, False, False]).data == {"of": 3, "done": 1, "left": 2}
    assert readiness.practice([True, False]).state == "amber"
    assert readiness.practice([]).state == "amber"


WALL, PAPERS = {"zh": "砌筑 · 工艺", "en": "Masonry · Process"}, {"zh": "论文", "en": "Papers"}


def test_material_is_looked_at_only_where_somebody_has_some():
    assert (readiness.material([]).state, readiness.material([]).why) == ("ok", "none")
    whole = readiness.material([(WALL, 0, 12)])
    assert (whole.state, whole.data["parts"]["en"]) == ("ok", "Masonry · Process")
    lacking = readiness.material([(WALL, 0, 12), (PAPERS, 3, 20)])
    assert (lacking.state, lacking.data["parts"]) == ("amber", {"zh": "论文 3/20", "en": "Papers 3/20"})


def test_a_deadline_that_is_over_is_told_before_the_sheets_are_late():
    noon, later = (datetime(2026, 11, 28, hour, tzinfo=UTC) for hour in (12, 13))
    assert readiness.deadlines([], noon).why == "none"
    assert readiness.deadlines([(WALL, later)], noon).state == "ok"
    over = readiness.deadlines([(WALL, later), (PAPERS, noon)], noon)
    assert over.state == "amber"
    assert "Papers" in over.data["parts"]["en"]
    assert "Masonry" not in over.data["parts"]["en"]
