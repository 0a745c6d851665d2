"""The page before the doors open: every line has its words, and the probe leaves nothing behind that counts."""

from __future__ import annotations

from contest.locale import both
from contest.people.probing import written_and_read
from tests.web.hall import Hall, Play


def test_every_line_is_told_in_both_languages_with_nothing_left_open(hall: Hall, play: Play):
    told = hall.staff("organizer").get(f"/api/contests/{play.id}/readiness").json
    assert [line["code"] for line in told] == [
        "power",
        "sleep",
        "address",
        "port",
        "disk",
        "database",
        "clock",
        "seats",
        "practice",
        "material",
        "deadlines",
    ]
    for line in told:
        for text in [*line["message"].values(), *line["name"].values()]:
            assert text
            assert not text.startswith("ready.")
            assert "{" not in text


def test_every_finding_that_can_be_has_its_sentence():
    can_be = [
        "power.ok",
        "power.amber",
        "power.unknown",
        "sleep.unknown",
        "address.ok",
        "address.unknown",
        "address.amber.loopback",
        "address.amber.offline",
        "port.ok",
        "port.amber",
        "port.unknown",
        "disk.ok",
        "disk.amber",
        "database.ok",
        "database.amber.slow",
        "database.amber.failed",
        "clock.ok",
        "clock.amber",
        "seats.ok",
        "seats.amber",
        "practice.ok",
        "practice.amber",
        "material.ok",
        "material.ok.none",
        "material.amber",
        "deadlines.ok",
        "deadlines.ok.none",
        "deadlines.amber",
    ]
    assert [each for each in can_be if both(f"ready.{each}")["zh"].startswith("ready.")] == []


def test_the_probe_writes_and_reads_and_can_be_done_again(hall: Hall, play: Play):
    before = play.fold.head
    assert written_and_read(hall.services.people) >= 0
    assert written_and_read(hall.services.people) >= 0
    assert play.fold.head == before
