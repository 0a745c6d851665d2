"""What those who run the server ask: alive, ready, figures; and what everybody else may not learn from them."""

from __future__ import annotations

import pytest

from tests.web.hall import Hall, Play


def test_the_process_says_that_it_is_alive_and_ready(hall: Hall, play: Play):
    visitor = hall.visitor()
    assert visitor.get("/healthz").json == {"ok": True}
    assert visitor.get("/readyz").json["ok"]


def test_figures_are_for_this_machine_only(hall: Hall, play: Play):
    """How many lines a contest has would tell what a frozen board hides."""
    at_home = hall.visitor()
    at_home.address = "127.0.0.1"
    answer = at_home.get("/metrics")
    assert answer.status_code == 200
    assert f'contest_journal_seq{{contest="{play.id}"}} {float(play.fold.seq)}' in answer.text


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7", "::ffff:192.168.1.20"])
def test_figures_are_hidden_from_the_hall(hall: Hall, address: str):
    visitor = hall.visitor()
    visitor.address = address
    assert visitor.get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_figures_are_hidden_from_who_comes_through_a_proxy_on_this_machine(hall: Hall, header: str):
    visitor = hall.visitor()
    visitor.address = "127.0.0.1"
    assert visitor.get("/metrics", headers={header: "192.168.1.20"}).status_code == 404
