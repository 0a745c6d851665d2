"""Why an entry has its result, over REST; tests/web/told.py holds the answer to its documented shape."""

from __future__ import annotations

from tests.web.hall import Hall, Play, refused


def reasons(hall: Hall, play: Play, code: str):
    return hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/entries/{code}/explanation")


def test_before_the_unsealing_no_theory_no_place_no_total_is_told(hall: Hall):
    play = hall.contest("wall").brought_to("marking").marked()
    told = reasons(hall, play, play.codes()[0]).json
    assert [part["part"] for part in told["parts"]] == ["work"]
    assert (told["rank"], told["stages"], told["awards"], told["ties"]) == (None, [], [], [])


def test_afterwards_every_stage_and_award_is(hall: Hall):
    play = hall.contest("wall").brought_to("signed")
    told = [reasons(hall, play, code).json for code in play.codes()]
    first = next(each for each in told if each["rank"] == 1)
    assert {part["part"] for part in first["parts"]} == {"theory", "work"}
    assert first["stages"][-1]["stage"] == "total"
    assert all("{" not in sentence[lang] for each in told for sentence in each["sentences"] for lang in ("zh", "en"))


def test_the_story_stands_under_heads_and_names_judges_briefly(hall: Hall):
    play = hall.contest("wall").brought_to("signed")
    chapters = reasons(hall, play, play.codes()[0]).json["chapters"]
    assert [each["of"] for each in chapters] == ["part", "part", "total", "place", "award"]
    assert [each["sentences"][0]["en"].split(" gave")[0] for each in chapters[1:2]] == ["Seat j1"]


def test_a_code_that_nobody_bears_is_refused(hall: Hall, play: Play):
    assert refused(reasons(hall, play, "Z99"), 404, "unknown_code")
