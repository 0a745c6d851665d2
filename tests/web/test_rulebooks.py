"""An item's rulebook over REST: read, told as a difference, previewed, and set just as it was told."""

from __future__ import annotations

import io
import random
from copy import deepcopy

import pytest
import yaml

from contest.rulebooks.cis import build_cis
from contest.rulebooks.workbook import build_workbook
from contest.scoring.events import from_bytes
from contest.scoring.results import results
from contest.scoring.rulebook import parse_rulebook
from contest.scoring.verbs import chief
from tests.web.hall import PASSWORD, Desk, Hall, Play, Preparing, refused, soup, wall


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    return hall.staff("organizer")


@pytest.fixture(scope="module")
def second(hall: Hall) -> dict[str, str]:
    """The chief, who agrees on the organizer's screen."""
    return {"login": hall.account("chief"), "password": PASSWORD}


def at(play: Play, item: str = "soup") -> str:
    return f"/api/contests/{play.id}/items/{item}/rulebook"


def harder(book=None):
    """The soup's one part counts twice; its prize goes to who has at least 150."""
    book = deepcopy(book or soup()) | {"weighting": "sum"}
    book["parts"][0]["weight"] = "2"
    book["awards"] = [{"id": "gold", "name": {"zh": "金奖", "en": "Gold"}, "threshold": "150"}]
    return book


def lighter():
    """The wall's theory counts as much as the work."""
    book = deepcopy(wall())
    book["parts"][0]["weight"] = book["parts"][1]["weight"] = "50"
    return book


def sent(office: Desk, play: Play, name: str, data: bytes, item: str = "soup"):
    form = {"file": (io.BytesIO(data), name)}
    return office.ask("POST", f"{at(play, item)}/read", data=form, content_type="multipart/form-data")


def previewed(office: Desk, play: Play, book, item: str = "soup"):
    answer = office.post(f"{at(play, item)}/preview", {"rulebook": book})
    assert answer.status_code == 200, answer.text
    return answer.json


def applied(office: Desk, play: Play, book, digest: str, item: str = "soup", **more):
    return office.post(at(play, item), {"rulebook": book, "digest": digest, **more})


def test_it_is_told_in_words_and_says_whether_marks_rest_on_it(office: Desk, play: Play):
    told = office.get(f"{at(play)}/outline").json
    assert [part["name"]["zh"] for part in told["outline"]["parts"]] == ["x"]
    assert told["outline"]["parts"][0]["criteria"][0]["aspects"][0]["kind"] == {"zh": "打分", "en": "points"}
    assert (told["rests"], told["locked"]) == (False, False)
    play.sheet("j1", play.codes("soup")[0], "70", item="soup")
    assert office.get(f"{at(play)}/outline").json["rests"] is True


def test_the_files_come_back_as_no_difference(office: Desk, play: Play):
    for name in ("file.xlsx", "file.yaml"):
        answer = office.get(f"{at(play, 'wall')}/{name}")
        assert "attachment" in answer.headers["Content-Disposition"]
        told = sent(office, play, name, answer.data, "wall").json
        assert (told["differences"], told["notes"]) == ([], [])


def test_another_one_is_told_as_a_difference_and_then_set(office: Desk, hall: Hall):
    play = Preparing(hall.services)
    told = sent(office, play, "汤.xlsx", build_workbook(parse_rulebook(harder()))).json
    assert [(each["kind"], each["place"]["zh"]) for each in told["differences"]] == [
        ("added", "计权方式"),
        ("changed", "x › 权重"),
        ("added", "金奖"),
    ]
    assert applied(office, play, told["rulebook"], told["digest"]).json["id"] == "soup"
    assert play.item("soup").rulebook.awards[0].id == "gold"


def test_a_file_that_calls_the_item_otherwise_is_this_items_all_the_same(office: Desk, hall: Hall):
    play = Preparing(hall.services)
    told = sent(office, play, "x.yaml", yaml.safe_dump(harder() | {"id": "other"}).encode()).json
    assert told["rulebook"]["id"] == "soup"


def test_a_cis_sheet_goes_over_what_the_rulebook_says_besides(office: Desk, hall: Hall):
    play = Preparing(hall.services)
    told = sent(office, play, "cis.xlsx", build_cis(parse_rulebook(soup()), "zh")).json
    assert told["differences"] == []


def test_every_fault_of_a_file_is_told_at_its_place_and_nothing_is_set(office: Desk, hall: Hall):
    play, book = Preparing(hall.services), harder()
    book["parts"][0]["weight"], book["awards"][0]["threshold"] = "x", "y"
    version = play.item("soup").version
    for answer in (
        sent(office, play, "x.yaml", yaml.safe_dump(book).encode()),
        office.post(f"{at(play)}/compare", {"rulebook": book}),
        office.post(f"{at(play)}/preview", {"rulebook": book}),
    ):
        assert refused(answer, 422, "rulebook_faults")
        assert {fault["place"] for fault in answer.json["faults"]} >= {"parts[0].weight", "awards[0].threshold"}
    assert play.item("soup").version == version


def test_who_changed_it_first_is_not_overwritten(office: Desk, hall: Hall):
    play = Preparing(hall.services)
    told = office.post(f"{at(play)}/compare", {"rulebook": harder()}).json
    renamed = soup() | {"name": {"zh": "汤", "en": "Soup"}}
    applied(office, play, renamed, office.post(f"{at(play)}/compare", {"rulebook": renamed}).json["digest"])
    assert refused(applied(office, play, harder(), told["digest"]), 409, "rulebook_moved")
    assert play.item("soup").rulebook.name.zh == "汤"


def test_a_change_whose_answer_was_lost_is_answered_as_it_was_when_it_is_sent_again(
    office: Desk, hall: Hall, play: Play
):
    change = {"rulebook": harder(), "digest": office.post(f"{at(play)}/compare", {"rulebook": harder()}).json["digest"]}
    first = office.post(at(play), change, key="lost-1")
    assert first.status_code == 200, first.text
    play.sheet("j1", play.codes("soup")[0], "70", item="soup")
    again = office.post(at(play), change, key="lost-1")
    assert (again.status_code, again.json) == (200, first.json)
    assert refused(office.post(at(play), change | {"rulebook": soup()}, key="lost-1"), 409, "request_reused")
    assert refused(office.post(at(play), change, key="fresh-1"), 409, "preview_outdated")


def test_after_marks_what_is_previewed_is_what_comes_of_it(office: Desk, play: Play, second):
    play.marked("soup")
    assert office.post(f"{at(play)}/compare", {"rulebook": harder()}).json["digest"] == ""
    before, seen = play.digest("soup"), previewed(office, play, harder())
    assert play.digest("soup") == before
    assert seen["counts"] == {"totals": 3, "ranks": 0, "awards": 2, "incomplete": 0}
    assert [row["was"]["total"] for row in seen["entries"]] == ["70.50", "75.50", "80.50"]
    answer = applied(office, play, harder(), seen["digest"], reason="计分表印错", second=second)
    assert answer.status_code == 200, answer.text
    stands = {str(each.entry): each for each in results(play.fold, play.item("soup")).standings}
    codes = {str(entry.code): str(entry.id) for entry in play.item("soup").entries.values()}
    assert {row["code"]: (row["now"]["total"], row["now"]["rank"]) for row in seen["entries"]} == {
        code: (str(stands[id].score.total), str(stands[id].rank)) for code, id in codes.items()
    }
    event = from_bytes(play.services.door.lines(play.id)[-1].raw).event
    name = play.services.people.account_names()[event.agreed_by]
    told = office.get(f"/api/contests/{play.id}/story").json["lines"][0]
    assert told["message"]["zh"] == f"热菜：评分之后更换规则书，{name}同意"
    assert play.services.people.texts(play.id, [event.reason_digest]) == {event.reason_digest: "计分表印错"}


def test_it_takes_a_reason_and_the_chief_or_the_supervisor(hall: Hall, office: Desk, play: Play, second):
    play.marked("soup")
    mark = previewed(office, play, harder())["digest"]
    viewer = {"login": hall.account("viewer"), "password": PASSWORD}
    for more, status, code in (
        ({"reason": "x"}, 409, "rulebook_in_use"),
        ({"second": second}, 409, "reason_needed"),
        ({"reason": "x", "second": viewer}, 403, "forbidden"),
        ({"reason": "x", "second": second | {"password": "wrong"}}, 401, "wrong_second"),
    ):
        assert refused(applied(office, play, harder(), mark, **more), status, code)
    assert play.item("soup").rulebook.awards == ()


def test_a_mark_that_comes_meanwhile_outdates_the_preview(office: Desk, play: Play, second):
    play.marked("soup")
    mark = previewed(office, play, harder())["digest"]
    play.does(chief.record_time, item="soup", code=play.codes("soup")[0], part="taste", seconds=60)
    assert refused(applied(office, play, harder(), mark, reason="x", second=second), 409, "preview_outdated")
    again = previewed(office, play, harder())["digest"]
    assert applied(office, play, harder(), again, reason="x", second=second).status_code == 200


def test_marks_that_would_not_fit_are_told_instead_and_nothing_is_set(office: Desk, play: Play, second):
    play.marked("soup")
    book = soup()
    book["parts"][0]["criteria"][0]["aspects"][0]["max"] = "80"
    seen = previewed(office, play, book)
    assert (seen["digest"], [each["code"] for each in seen["unfit"]]) == ("", ["mark"])
    assert seen["unfit"][0]["place"] == play.codes("soup")[2]
    answer = applied(office, play, book, seen["digest"], reason="x", second=second)
    assert refused(answer, 409, "preview_outdated")


def test_a_locked_item_says_that_it_has_to_be_unlocked(office: Desk, play: Play, second):
    play.brought_to("locked")
    assert office.get(f"{at(play, 'wall')}/outline").json["locked"] is True
    mark = previewed(office, play, lighter(), "wall")["digest"]
    answer = applied(office, play, lighter(), mark, "wall", reason="x", second=second)
    assert refused(answer, 409, "rulebook_locked")


def test_while_totals_would_unmask_codes_they_are_only_counted(office: Desk, play: Play):
    play.marked()
    seen = previewed(office, play, lighter(), "wall")
    assert seen["veiled"] is True
    assert seen["counts"]["totals"] == 3
    assert seen["entries"] == []


def test_a_preset_lends_its_rulebooks(office: Desk):
    told = office.get("/api/presets/datong-construction/items/masonry/rulebook").json
    assert told["rulebook"]["id"] == "masonry"
    assert refused(office.get("/api/presets/datong-construction/items/none/rulebook"), 404, "unknown_item")
    assert refused(office.get("/api/presets/none/items/none/rulebook"), 404, "unknown_preset")


def test_the_second_calculation_follows_a_change_after_marks(hall: Hall, office: Desk, play: Play, second):
    rolled = random.Random(5)
    for code in play.codes("soup"):
        play.sheet("j1", code, str(rolled.randint(0, 199) / 2).removesuffix(".0"), item="soup")
    mark = previewed(office, play, harder())["digest"]
    assert applied(office, play, harder(), mark, reason="x", second=second).status_code == 200
    play.does(chief.lock, item="soup")
    told = hall.staff("chief").get(f"/api/contests/{play.id}/items/soup/check").json
    assert (told["not_covered"], told["differences"]) == ("", [])
