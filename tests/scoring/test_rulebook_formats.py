"""A rulebook of an older format is carried forward; one of a newer version, or of no format there is, says so."""

from __future__ import annotations

import pytest

from contest.scoring import rulebook_formats
from contest.scoring.rulebook import RulebookRefused, parse_rulebook, parse_unit_table

from .builders import data, imported, name


def refused(read, mapping):
    with pytest.raises(RulebookRefused) as told:
        read(mapping)
    return [(fault.place, fault.code, dict(fault.data)) for fault in told.value.faults]


@pytest.mark.parametrize("found", [2, "2", 17])
def test_a_file_of_a_newer_version_says_that_and_nothing_else(found):
    newer = data(imported("p"), format=found, colour="red")
    assert refused(parse_rulebook, newer) == [("format", "format_newer", {"found": int(found), "newest": 1})]
    table = {"format": found, "name": name(), "items": ["a"], "colour": "red"}
    assert [code for _, code, _ in refused(parse_unit_table, table)] == ["format_newer"]


@pytest.mark.parametrize("found", [0, -3])
def test_a_format_that_never_was_is_refused(found):
    assert refused(parse_rulebook, data(imported("p"), format=found)) == [
        ("format", "format_unknown", {"found": found, "newest": 1})
    ]


@pytest.mark.parametrize("found", [True, "one", [1]])
def test_what_is_no_number_is_the_reader_s_to_refuse(found):
    assert [code for _, code, _ in refused(parse_rulebook, data(imported("p"), format=found))] == ["not_whole"]


def test_an_older_file_is_carried_forward_step_by_step(monkeypatch):
    """Two made-up formats before the first: there `name` was called `title`, and one before that `heading`."""

    def renamed(old, new):
        return lambda book: {new if key == old else key: value for key, value in book.items()}

    monkeypatch.setattr(rulebook_formats, "STEPS", {-1: renamed("heading", "title"), 0: renamed("title", "name")})
    now = data(imported("p"))
    for number, key in ((-1, "heading"), (0, "title")):
        old = {k: v for k, v in now.items() if k != "name"} | {"format": number, key: now["name"]}
        assert parse_rulebook(old) == parse_rulebook(now)
        assert old["format"] == number  # the file itself is left as it is
    assert refused(parse_rulebook, now | {"format": -2})[0][1] == "format_unknown"


def test_a_step_leaves_faults_to_the_reader_with_their_places(monkeypatch):
    monkeypatch.setattr(rulebook_formats, "STEPS", {0: lambda book: book})
    assert refused(parse_rulebook, data(imported("p"), format=0, colour="red")) == [
        ("colour", "unknown_key", {"key": "colour"})
    ]
