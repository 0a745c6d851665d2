"""A child that answers, refuses, falls, or does not end: what the server makes of each."""

from __future__ import annotations

import json

import gevent
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from contest.apart import children
from contest.apart.children import Apart, ChildFailed
from contest.apart.tasks import Asked, the_people
from contest.journal import BrokenChain
from contest.people import People
from contest.scoring.refused import Refused
from tests.support.doors import a_door, opened


@pytest.fixture
def told(tmp_path):
    """A contest in a database, and its address."""
    url = f"sqlite:///{tmp_path / 'contest.db'}"
    with a_door(url) as door:
        People(door.writer, door.reader)
        yield opened(door).contest, url


def apart_by(tmp_path, monkeypatch, url, source, **more):
    """Children that run this source."""
    (tmp_path / "a_child.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Apart(url, module="a_child", **more)


def test_the_loop_goes_on_while_a_child_works(told, tmp_path, monkeypatch):
    contest, url = told
    apart = apart_by(tmp_path, monkeypatch, url, "import time; time.sleep(0.3); print('{}')")
    asked = gevent.spawn(apart.ask, "nothing", contest)
    turns = 0
    while not asked.ready():
        gevent.sleep(0.005)
        turns += 1
    assert asked.get().told == {}
    assert turns > 10


def test_a_child_is_asked_by_its_input_and_nothing_of_it_stands_in_the_list_of_processes(told, tmp_path, monkeypatch):
    contest, url = told
    source = "import json, sys; print(json.dumps({'argv': sys.argv, 'said': json.load(sys.stdin)}))"
    answer = apart_by(tmp_path, monkeypatch, url, source).ask("signing", contest, item="wall").told
    assert answer["said"]["database"] == url
    assert not any(url in each for each in answer["argv"])
    assert (answer["said"]["seq"], answer["said"]["head"]) == (contest.seq, contest.head.hex())


def test_what_a_child_refuses_is_refused_here_with_the_same_words(told, tmp_path, monkeypatch):
    contest, url = told
    refusal = json.dumps({"refused": "unknown_item", "data": {"item": "roof"}})
    with pytest.raises(Refused) as refused:
        apart_by(tmp_path, monkeypatch, url, f"print({refusal!r})").ask("nothing", contest)
    assert (refused.value.code, refused.value.data) == ("unknown_item", {"item": "roof"})


def test_a_child_that_falls_is_a_fault_and_says_how_it_fell(told, tmp_path, monkeypatch):
    contest, url = told
    with pytest.raises(ChildFailed, match="ZeroDivisionError"):
        apart_by(tmp_path, monkeypatch, url, "1 / 0").ask("nothing", contest)


def test_a_child_that_does_not_end_is_ended(told, tmp_path, monkeypatch):
    contest, url = told
    apart = apart_by(tmp_path, monkeypatch, url, "import time; time.sleep(60)", seconds=0.3)
    with pytest.raises(Refused) as refused:
        apart.ask("nothing", contest)
    assert refused.value.code == "apart_slow"
    assert not apart._running


def test_more_than_can_wait_are_refused_at_once(told, tmp_path, monkeypatch):
    contest, url = told
    apart = apart_by(tmp_path, monkeypatch, url, "import time; time.sleep(60)", seconds=0.5)
    monkeypatch.setattr(children, "MOST_WAITING", 1)
    waiting = [gevent.spawn(apart.ask, "nothing", contest) for _ in range(children.AT_ONCE + 1)]
    gevent.sleep(0.05)
    with pytest.raises(Refused) as refused:
        apart.ask("nothing", contest)
    assert refused.value.code == "apart_busy"
    gevent.joinall(waiting)


def test_a_journal_that_leads_elsewhere_than_the_server_believes_is_not_calculated_with(told):
    contest, url = told
    asked = {"database": url, "contest": "cup", "seq": contest.seq}
    assert Asked({**asked, "head": contest.head.hex()}).contest == contest
    with pytest.raises(BrokenChain):
        _ = Asked({**asked, "head": "0" * 64}).contest


def test_a_child_cannot_write(told):
    _, url = told
    people = the_people(Asked({"database": url}))
    with pytest.raises(OperationalError, match="readonly"):
        people.writer.run(lambda connection: connection.execute(text("DELETE FROM journal")))
