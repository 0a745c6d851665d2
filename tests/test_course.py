"""The course of an item: which steps it has, in whose words, and how far it is on them."""

from __future__ import annotations

from datetime import date

import pytest

from contest import presets
from contest.called import terms
from contest.course import CONTEST, ENTRIES, JUDGES, SELECTION, STEPS, Beside, Course, course_of, places
from contest.locale import catalogue
from contest.scoring.refused import Refused
from contest.scoring.rulebook import parse_rulebook
from contest.scoring.verbs import chief, organizer
from contest.words import refusal
from tests.scoring.builders import data, imported, judged, name
from tests.support.histories import a_contest, a_plain_book

NOTHING = Beside()
BOOKS = [
    (preset, item, parse_rulebook(book))
    for preset in presets.names()
    for item, book in presets.load(preset).rulebooks.items()
]


def a_book(*parts, **more):
    return parse_rulebook(data(*parts, **more))


def ballot(id):
    return {
        "id": id,
        "name": name(),
        "source": "ballot",
        "out_of": "100",
        "weight": "50",
        "ballot": {"kind": "each", "members": 11},
    }


def states(item, beside=NOTHING, course=None):
    told = places(item, course or course_of(item.rulebook), beside)
    return {place.step.id: place.state for place in told}


def now(item, beside=NOTHING):
    told = places(item, course_of(item.rulebook), beside)
    return next((place.step.id, [lack.code for lack in place.lacks]) for place in told if place.state == "now")


def test_a_contest_goes_from_the_registration_to_the_archive_and_unseals_only_what_is_sealed():
    assert [step.id for step in course_of(a_book(judged("p"), sealed=True)).steps] == list(CONTEST)
    assert "unsealing" not in [step.id for step in course_of(a_book(judged("p"), sealed=False)).steps]


def test_where_members_vote_it_is_a_selection_with_the_steps_that_its_parts_have():
    voted = course_of(a_book(judged("p", weight="50"), ballot("jury"), sealed=False))
    ids = [step.id for step in voted.steps]
    assert ids == [step for step in SELECTION if step not in ("votes", "inspection", "unsealing")]
    assert (voted.judge, voted.entry) == ("juror", "candidate")
    assert [step.parts for step in voted.steps if step.id == "ballot"] == [("jury",)]


def test_a_preset_says_its_own_words_and_steps():
    book = next(book for preset, _, book in BOOKS if preset == "unit-assessment")
    told = course_of(book, presets.course("unit-assessment"))
    assert (told.judge, told.entry) == ("expert", "unit")
    named = {step.name["zh"]: step.parts for step in told.steps if step.name}
    assert named == {"申报": (), "自评": ("self",), "材料评审": ("papers",), "现场考察": ("visit",)}


def test_a_contest_does_without_steps_but_not_without_those_that_make_a_result_and_names_the_others():
    said = {"off": ["checkin", "signing", "review"], "named": {"registration": {"zh": "推荐报送", "en": "Sent in"}}}
    told = course_of(a_book(judged("p"), sealed=True), said)
    assert [step.id for step in told.steps] == [step for step in CONTEST if step != "checkin"]
    assert (told.off, told.steps[0].name) == (("checkin",), {"zh": "推荐报送", "en": "Sent in"})


@pytest.mark.parametrize(("preset", "item", "book"), BOOKS, ids=lambda each: each if isinstance(each, str) else "")
def test_every_presets_course_is_made_of_steps_and_words_that_there_are(preset, item, book):
    said = presets.course(preset)
    told: Course = course_of(book, said)
    assert told.judge in JUDGES
    assert told.entry in ENTRIES
    assert {step.id for step in told.steps} <= set(STEPS)
    assert {"draw", "signing", "notice"} <= {step.id for step in told.steps}
    parts = {part for step in told.steps for part in step.parts}
    assert parts <= {str(part.id) for part in book.parts}
    assert all(set(step.name) == {"zh", "en"} for step in told.steps if step.name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_and_word_is_in_the_catalogue(language):
    words = {f"course.step.{step}" for step in STEPS} | {f"course.chief.{judge}" for judge in JUDGES}
    words |= {f"course.judge.{judge}{many}" for judge in JUDGES for many in ("", ".many")}
    words |= {f"course.entry.{entry}{many}" for entry in ENTRIES for many in ("", ".many")}
    lacks = ("registrations", "qualification", "to_enter", "checkin", "checkin_unbegun", "opening", "parts", "notice")
    words |= {f"missing.{lack}" for lack in lacks}
    assert words <= set(catalogue(language))


def test_before_anybody_is_entered_registrations_lead_the_way():
    cup = a_contest()
    cup.does(organizer.set_rulebook, rulebook=a_plain_book())
    item = cup.item()
    assert now(item) == ("registration", ["registrations"])
    assert now(item, Beside({"waiting": 2, "accepted": 3})) == ("qualification", ["qualification"])
    assert now(item, Beside({"accepted": 3, "refused": 1})) == ("qualification", ["to_enter"])


def test_an_item_that_is_marked_has_the_registration_behind_it_and_signing_ahead():
    cup = a_contest().with_item(a_plain_book()).open()
    told = states(cup.item(), Beside({"accepted": 2}))
    assert (told["registration"], told["draw"], told["scoring"]) == ("done", "done", "now")
    assert (told["confirmation"], told["signing"], told["archive"]) == ("ahead", "ahead", "ahead")
    assert now(cup.item(), Beside({"accepted": 2})) == ("scoring", ["sheets"])


def test_a_check_in_that_nobody_began_is_waited_for_before_the_marking_and_later_told_as_not_noted():
    cup = a_contest().with_item(a_plain_book())
    before = Beside({"accepted": 2})
    assert now(cup.item(), before) == ("checkin", ["checkin_unbegun"])
    assert now(cup.item(), Beside({"accepted": 2}, checked_in=2, expected=2)) == ("scoring", ["opening"])
    without = course_of(cup.item().rulebook, {"off": ["checkin"]})
    assert states(cup.item(), before, without)["scoring"] == "now"
    cup.open()
    told = {place.step.id: place for place in places(cup.item(), course_of(cup.item().rulebook), before)}
    assert (told["checkin"].state, [lack.code for lack in told["checkin"].lacks]) == ("skipped", ["checkin_unbegun"])


def test_what_was_left_open_behind_it_is_told_as_open_and_what_nobody_notes_as_skipped():
    cup = a_contest().with_item(a_plain_book()).open()
    told = states(cup.item(), Beside({"accepted": 2, "waiting": 1}))
    assert (told["qualification"], told["checkin"]) == ("open", "skipped")
    assert states(cup.item(), Beside({"accepted": 2}, checked_in=1, expected=2))["checkin"] == "open"
    assert states(cup.item(), Beside({"accepted": 2}, checked_in=2, expected=2))["checkin"] == "done"


def test_a_step_that_nothing_knows_of_yet_stays_ahead_until_one_behind_it_is_done():
    cup = a_contest().with_item(a_plain_book(sealed=True)).open()
    cup.does(chief.lock, "account:chief", item=cup.item().id, missing_digest="d")
    assert (states(cup.item())["recheck"], states(cup.item())["unsealing"]) == ("ahead", "now")
    cup.item().unsealed = True
    assert (states(cup.item())["recheck"], states(cup.item())["signing"]) == ("skipped", "now")


def test_the_notice_is_over_on_the_day_after_its_last():
    cup = a_contest().with_item(a_plain_book()).open()
    cup.item().published = True
    last = date(2026, 12, 4)
    assert states(cup.item(), Beside(notice_ends=last, today=last))["notice"] == "now"
    assert states(cup.item(), Beside(notice_ends=last, today=date(2026, 12, 5)))["notice"] == "done"


def test_a_part_that_is_imported_is_a_step_that_ends_with_its_scores():
    book = a_book(judged("p", weight="50"), imported("visit", weight="50"), id="i", sealed=False)
    steps = {"steps": ["registration", "inspection", "review"]}
    course = course_of(book, steps)
    assert [(step.id, step.parts) for step in course.steps] == [
        ("registration", ()),
        ("inspection", ("visit",)),
        ("review", ("p",)),
    ]


def test_a_contest_says_its_own_words_and_only_where_they_are_other_than_the_usual_ones():
    usual = course_of(parse_rulebook(a_plain_book()))
    assert (usual.judge, usual.entry, terms(usual)) == ("judge", "competitor", {})
    experts = course_of(parse_rulebook(a_plain_book()), {"words": {"judge": "expert", "entry": "project"}})
    assert {name: word["zh"] for name, word in terms(experts).items()} == {
        **dict.fromkeys(("chief", "Chief"), "专家组长"),
        **dict.fromkeys(("judge", "judges", "Judge", "Judges"), "专家"),
        **dict.fromkeys(("entry", "work", "works", "Work", "Name"), "项目"),
    }
    assert terms(experts)["Work"]["en"] == "Project"
    assert set(terms(experts)) == {key.removeprefix("word.") for key in catalogue("zh") if key.startswith("word.")}


def test_a_refusal_speaks_of_the_chief_as_the_contest_does():
    called = terms(course_of(parse_rulebook(a_plain_book()), {"words": {"judge": "expert"}}))
    assert "裁判长" in refusal(Refused("locked"))["message"]["zh"]
    assert refusal(Refused("locked"), lambda: called)["message"] == {
        "zh": "项目已锁定，不能再改。需要改动请专家组长解锁。",
        "en": "The item is locked. To change something, the chief expert must unlock it.",
    }


def test_what_a_contest_calls_people_is_asked_only_where_a_refusal_speaks_of_them():
    def asked() -> dict:
        raise AssertionError("read from the database for nothing")

    assert refusal(Refused("forbidden"), asked) == refusal(Refused("forbidden"))
    with pytest.raises(AssertionError):
        refusal(Refused("locked"), asked)
