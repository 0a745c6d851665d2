"""Boards over plain HTTP: whole, with an ETag, for everybody or for staff."""

from __future__ import annotations

import pytest

from tests.support.desk import ask
from tests.support.server import eventually
from tests.support.small import PASSWORD

SECOND = {"login": "second", "password": PASSWORD}


def test_a_board_comes_whole_as_json_that_is_asked_for_anew_each_time(played):
    played.show(played.judge("r1"), "C01", "7.5", item="roof", part="deck")
    answer = played.board("roof")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["cache-control"] == "no-cache"
    board = answer.json
    assert (board["board"], board["head"]["judged"], board["head"]["of"]) == (f"{played.id}.roof", 1, 6)
    (row,) = board["rows"]
    assert (row["code"], row["name"], row["unit"], row["score"], board["places"]) == (
        "C01",
        None,
        None,
        "75.00",
        [[1, 0]],
    )


def test_who_has_the_board_already_gets_no_byte_of_it(played):
    first = played.board("roof")
    etag = first.headers["etag"]
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = played.board("roof", **{"If-None-Match": given})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
    assert played.board("roof", **{"If-None-Match": '"other"'}).status == 200


def test_a_change_changes_the_etag(played):
    before = played.board("roof").headers["etag"]
    played.show(played.judge("r1"), "C01", item="roof", part="deck")
    after = played.board("roof", **{"If-None-Match": before})
    assert after.status == 200
    assert after.headers["etag"] != before


def test_another_items_change_does_not_show_in_the_etag(played):
    before = played.board("roof").headers["etag"]
    played.show(played.judge("b1"))
    assert played.board("roof", **{"If-None-Match": before}).status == 304


def test_the_public_boards_are_listed_and_staffs_are_not(played):
    listed = ask(played.server.address, "GET", f"/boards?contest={played.id}").json
    assert [each["board"] for each in listed] == [f"{played.id}.{item}" for item in ("wall", "paint", "roof")]
    assert all(each["head"]["contest_id"] == played.id for each in listed)
    everything = ask(played.server.address, "GET", "/boards", None, {"Cookie": played.desk().cookie}).json
    assert {each["board"] for each in listed} < {each["board"] for each in everything}
    assert not any(each["board"].endswith("staff") for each in everything)


@pytest.mark.parametrize(
    "path", ["/boards/c0.nowhere", "/boards/nowhere.roof", "/boards/c0", "/boards?contest=nowhere"]
)
def test_what_is_not_there_is_404_in_both_languages(server, path):
    answer = ask(server.address, "GET", path)
    assert answer.status == 404
    assert answer.json["message"].keys() == {"zh", "en"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_boards_are_only_read(server, method):
    assert ask(server.address, method, "/boards/c0.roof").status == 405
    assert ask(server.address, method, "/boards").status == 405


def test_staffs_board_shows_what_the_public_one_hides(played):
    staff, judge = played.desk(), played.judge("r1")
    staff.act("roof", "freeze")
    played.show(judge, "C01", item="roof", part="deck")
    assert played.board("roof").json["rows"] == []
    (row,) = played.board("roof.staff", Cookie=staff.cookie).json["rows"]
    assert (row["code"], row["name"]) == ("C01", None), "even staff see no name before unsealing"


def test_names_come_with_unsealing_and_not_before(played):
    staff, judge = played.desk(), played.judge("r1")
    for number in range(1, 7):
        played.show(judge, f"C0{number}", item="roof", part="deck")
    staff.act("roof", "lock")
    sealed = played.board("roof").body.decode()
    assert "选手" not in sealed
    assert "单位" not in sealed
    staff.act("roof", "unseal", second=SECOND)
    eventually(lambda: all(row["name"] for row in played.board("roof").json["rows"]), 1)
    rows = played.board("roof").json["rows"]
    assert sorted(row["name"] for row in rows) == [f"选手{number}" for number in range(1, 7)]
    assert all(row["unit"].startswith("单位") for row in rows)


def test_no_entry_id_is_ever_on_a_board(played):
    """An entry id with a name beside it would undo every seal: boards speak of codes only."""
    staff = played.desk()
    played.show(played.judge("r1"), "C01", item="roof", part="deck")
    for board in (played.board("roof"), played.board("roof.staff", Cookie=staff.cookie)):
        assert [row["key"] for row in board.json["rows"]] == ["C01"]
        assert b'"entry' not in board.body.replace(b'"entries"', b"")
