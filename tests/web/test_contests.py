"""Contests as the office sees them: the list, one of them, its units, the sheets that wait for a decision."""

from __future__ import annotations

import pytest

from contest.scoring.verbs import chief
from contest.web.joined import aspects_of
from tests.web.hall import Desk, Hall, Play, Preparing, refused


def test_the_list_holds_the_contests_one_may_see_and_no_others(hall: Hall):
    mine, other = hall.contest(), hall.contest()
    listed = {line["id"]: line for line in hall.staff("viewer", contest=mine.id).get("/api/contests").json}
    assert set(listed) == {mine.id}
    assert [(item["id"], item["state"], item["judged"], item["of"]) for item in listed[mine.id]["items"]] == [
        ("wall", "marking", 0, 3),
        ("soup", "marking", 0, 3),
    ]
    everything = {line["id"] for line in hall.staff("viewer").get("/api/contests").json}
    assert {mine.id, other.id} <= everything


def test_a_contest_shows_its_seats_with_what_they_mark_and_whether_a_device_is_there(hall: Hall, play: Play):
    people = hall.services.people
    people.pair(people.new_pairing(play.id, "j2")[0], "2468", "tablet")
    seats = hall.staff("viewer").get(f"/api/contests/{play.id}").json["seats"]
    assert [(seat["id"], seat["name"]["en"], seat["paired"], seat["connected"]) for seat in seats] == [
        ("j1", "Seat j1", False, False),
        ("j2", "Seat j2", True, False),
    ]
    assert seats[0]["duties"] == [{"item": "wall", "part": "work"}, {"item": "soup", "part": "taste"}]


def test_a_contest_tells_where_its_journal_ends(hall: Hall, play: Play):
    said = hall.staff("viewer").get(f"/api/contests/{play.id}").json
    assert (said["seq"], said["head"]) == (play.fold.seq, play.fold.head.hex())
    assert said["read_only"] is None


def test_a_contest_whose_journal_is_doubted_says_so(hall: Hall, play: Play):
    hall.services.door.make_read_only(play.id, "a receipt is not in the journal")
    assert hall.staff("viewer").get(f"/api/contests/{play.id}").json["read_only"]
    assert refused(hall.staff("chief").act(play.id, "freeze"), 409, "read_only")


@pytest.mark.parametrize(
    ("roles", "acts"),
    [
        (("viewer",), []),
        (("organizer",), ["freeze"]),
        (("chief",), ["lock", "freeze"]),
        (("officer",), []),
        (("organizer", "chief"), ["lock", "freeze"]),
    ],
)
def test_an_item_offers_the_acts_that_its_state_and_the_session_allow(
    hall: Hall, play: Play, roles: tuple[str, ...], acts: list[str]
):
    items = hall.staff(*roles).get(f"/api/contests/{play.id}").json["items"]
    assert items[0]["acts"] == acts


def test_an_item_says_what_its_next_step_lacks_in_words(hall: Hall):
    lacks = hall.staff().get(f"/api/contests/{Preparing(hall.services).id}").json["items"][0]["missing"]
    assert [lack["code"] for lack in lacks] == ["entries"]
    assert set(lacks[0]["message"]) == {"zh", "en"}
    marking = hall.contest()
    lacks = hall.staff().get(f"/api/contests/{marking.id}").json["items"][0]["missing"]
    assert [(lack["code"], lack["data"]) for lack in lacks] == [("sheets", {"short": 6, "expected": 6})]


def test_an_unknown_contest_is_unknown_to_those_who_may_see_all(hall: Hall):
    assert refused(hall.staff("viewer").get("/api/contests/never-held"), 404, "unknown_contest")


def test_asking_for_unknown_contests_leaves_nothing_behind(hall: Hall):
    """Or anyone could fill the memory by asking for boards of contests that never were."""
    before = len(hall.services.door._desks)
    for k in range(20):
        assert hall.visitor().get(f"/boards/never-held-{k}.wall").status_code == 404
        assert hall.visitor().get(f"/boards?contest=never-held-{k}").status_code == 404
    assert len(hall.services.door._desks) == before


def test_the_table_of_units_waits_for_unsealing(hall: Hall):
    sealed, unsealed = hall.contest().brought_to("locked"), hall.contest().brought_to("unsealed")
    desk = hall.staff("viewer")
    assert desk.get(f"/api/contests/{sealed.id}/units").json["rows"] == []
    said = desk.get(f"/api/contests/{unsealed.id}/units").json
    assert said["open"]
    assert {row["unit"] for row in said["rows"]} == {"CanaryUnitNorth", "CanaryUnitSouth", "金丝雀队"}
    assert {each["name"] for row in said["rows"] for each in row["counted"]} >= {"CanaryWren wall"}


@pytest.fixture
def aside(play: Play) -> int:
    """A sheet of j1 that was set aside, because the one that stands was confirmed; its line."""
    code = play.codes()[0]
    play.sheet("j1", code, "80")
    return play.sheet("j1", code, "90.5")


def test_a_sheet_that_was_set_aside_is_shown_beside_the_one_that_stands(hall: Hall, play: Play, aside: int):
    (row,) = hall.staff("viewer").get(f"/api/contests/{play.id}/set-aside").json
    assert (row["seq"], row["fate"], row["reason"], row["seat"]["id"]) == (aside, "open", "confirmed", "j1")
    assert (row["marks"], row["current"]["marks"]) == ({"a": "90.5"}, {"a": "80"})
    assert row["aspects"] == [{"id": "a", "name": {"zh": "x", "en": "x"}, "max": "100", "kind": "points"}]


@pytest.mark.parametrize(("how", "stands"), [("adopt", "90.5"), ("decline", "80")])
def test_the_chief_decides_once_whether_it_counts(hall: Hall, play: Play, aside: int, how: str, stands: str):
    desk = hall.staff("chief")
    at = f"/api/contests/{play.id}/set-aside/{aside}"
    assert desk.post(f"{at}/{how}", {"reason": "the judge asked for it"}).status_code == 200
    assert desk.get(f"/api/contests/{play.id}/set-aside").json == []
    (sheet,) = play.item().by_code[play.codes()[0]].sheets["work"].values()
    assert sheet.marks == {"a": stands}
    assert refused(desk.post(f"{at}/adopt", {"reason": "again"}), 409, "already_decided")


def test_a_decision_sent_twice_with_its_key_is_one_decision(hall: Hall, play: Play, aside: int):
    desk = hall.staff("chief")
    at, said = f"/api/contests/{play.id}/set-aside/{aside}/adopt", {"reason": "asked for"}
    once, again = desk.post(at, said, key="decision-1"), desk.post(at, said, key="decision-1")
    assert once.status_code == again.status_code == 200
    assert once.json == again.json
    assert play.fold.seq == once.json["seq"]


def test_a_decision_needs_a_reason_and_the_right_to_decide(hall: Hall, play: Play, aside: int):
    at = f"/api/contests/{play.id}/set-aside/{aside}/adopt"
    assert refused(hall.staff("chief").post(at, {"reason": ""}), 422, "malformed")
    assert refused(hall.staff("organizer", "recorder").post(at, {"reason": "please"}), 403, "forbidden")
    assert refused(
        hall.staff("chief").post(f"/api/contests/{play.id}/set-aside/1/adopt", {"reason": "x"}), 404, "unknown_sheet"
    )


def test_the_boards_of_a_contest_are_listed_for_everyone(hall: Hall, play: Play):
    listed = hall.visitor().get(f"/boards?contest={play.id}").json
    assert [each["board"] for each in listed] == [f"{play.id}.wall", f"{play.id}.soup", f"{play.id}.units"]


# --- a right in one item of a contest ---


@pytest.fixture
def baker(hall: Hall, play: Play) -> Desk:
    """The chief judge of `soup` alone."""
    return hall.staff("chief", "recorder", contest=play.id, item="soup")


def test_who_is_responsible_for_one_item_sees_that_item_its_seats_and_its_sheets(
    hall: Hall, play: Play, baker: Desk, aside: int
):
    (line,) = baker.get("/api/contests").json
    assert [item["id"] for item in line["items"]] == ["soup"]
    said = baker.get(f"/api/contests/{play.id}").json
    assert [item["id"] for item in said["items"]] == ["soup"]
    assert [seat["id"] for seat in said["seats"]] == ["j1"]  # j2 marks the wall alone
    assert baker.get(f"/api/contests/{play.id}/set-aside").json == []


def test_who_is_responsible_for_one_item_moves_that_item_on_and_no_other(hall: Hall, play: Play, baker: Desk):
    play.marked("soup")
    assert baker.act(play.id, "lock", "soup").json["state"] == "locked"
    assert refused(baker.act(play.id, "lock", "wall"), 403, "forbidden")


def test_who_is_responsible_for_one_item_decides_on_its_sheets_only(hall: Hall, play: Play, baker: Desk, aside: int):
    at = f"/api/contests/{play.id}/set-aside/{aside}/adopt"
    assert refused(baker.post(at, {"reason": "x"}), 403, "forbidden")
    mason = hall.staff("chief", contest=play.id, item="wall")
    assert mason.post(at, {"reason": "x"}).status_code == 200


def test_who_is_responsible_for_one_item_seats_only_who_marks_nothing_else(hall: Hall, play: Play, baker: Desk):
    assert refused(baker.post(f"/api/contests/{play.id}/seats/j1/pairing"), 403, "forbidden")  # marks the wall too
    mason = hall.staff("chief", contest=play.id, item="wall")
    assert mason.post(f"/api/contests/{play.id}/seats/j2/pairing").status_code == 200


def test_who_is_responsible_for_one_item_takes_away_that_items_files_only(hall: Hall, play: Play, baker: Desk):
    at = f"/api/contests/{play.id}/exports/results.csv"
    assert baker.get(f"{at}?item=soup&draft=1").status_code == 200
    assert refused(baker.get(f"{at}?item=wall&draft=1"), 403, "forbidden")
    assert refused(baker.get(f"{at}?draft=1"), 403, "forbidden")


def test_a_part_that_the_rulebook_has_no_more_has_no_aspects(hall: Hall, play: Play):
    fold = play.services.door.current(play.id)
    assert aspects_of(fold, "wall", "work")
    assert aspects_of(fold, "wall", "gone") == []


def test_the_list_tells_how_far_each_item_is_and_what_needs_somebody(hall: Hall):
    play = hall.contest()
    code = play.codes()[0]
    play.sheet("j1", code, "80")
    play.sheet("j1", code, "81")  # a second one, of nothing that stands: set aside
    desk = hall.staff("viewer", contest=play.id)

    def told():
        (line,) = desk.get("/api/contests").json
        return line, {item["id"]: (item["sheets"]["confirmed"], item["alarms"]) for item in line["items"]}

    line, items = told()
    assert (line["seats"], line["online"], line["at"]) == (2, 0, play.fold.at)
    assert items == {"wall": (1, ["set_aside"]), "soup": (0, [])}
    play.marked("soup")
    play.does(chief.lock, item="soup")
    play.does(chief.request_unlock, "account:one", item="soup", reason_digest="d")
    assert told()[1]["soup"] == (3, ["second"])
