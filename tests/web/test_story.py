"""The journal in plain words: every kind has its sentence, an entry its whole story, a sealed item only heads."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from contest import record, telling
from contest.locale import LANGUAGES, catalogue
from contest.scoring.events import KINDS, SeatRecused, from_bytes
from contest.web import story
from tests.support.every_kind import everything
from tests.support.histories import a_contest
from tests.web.hall import NAMES, Hall, Play


def lines(hall: Hall, play: Play, **asked):
    answer = hall.staff("chief").get(f"/api/contests/{play.id}/story", query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json["lines"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_sentence(language: str):
    assert {f"journal.{kind}" for kind in KINDS} <= set(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_told_without_a_gap(language: str):
    """No placeholder is left, none is empty where the event has what it names, and no sentence ends in the air."""
    history = everything(a_contest())
    lines = [from_bytes(each.raw) for each in history.stored]
    told = [telling.told(history.contest, line, {}, {}, {})["message"] for line in lines]
    said = [message[language] for message in told if message]
    assert len(said) > 30
    assert not [sentence for sentence in said if re.search(r"[{}]|[:：，,] *$|^ *[:：]", sentence)]
    assert language == "zh" or not [sentence for sentence in said if re.search("[，、。：；（）]", sentence)]


def test_it_says_who_did_what(hall: Hall, play: Play):
    play.marked("soup")
    first = next(line for line in lines(hall, play, item="soup") if line["kind"] == "SheetSubmitted")
    assert first["who"]["zh"] == "席位 j1 · 裁判 j1"
    assert re.search(r"taste.*70\.5|80\.5", first["message"]["zh"])


def test_an_entry_has_its_whole_story_and_no_other_s(hall: Hall, play: Play):
    play.marked("soup")
    code = play.codes("soup")[0]
    told = lines(hall, play, code=code)
    assert [line["kind"] for line in told] == ["SheetSubmitted"]
    assert {line["code"] for line in told} == {code}


def test_words_find_who_and_what_in_either_language_and_nothing_that_is_hidden(hall: Hall, play: Play):
    play.marked("soup").marked("wall")
    assert {line["kind"] for line in lines(hall, play, words="裁判 J1")} == {"SeatSet", "SheetSubmitted"}
    assert lines(hall, play, words="seat j1") == lines(hall, play, words="裁判 j1")
    assert {line["item"] for line in lines(hall, play, words="80.5")} == {"soup"}
    assert lines(hall, play, words="80.5", item="wall") == []  # its sheets are sealed
    assert lines(hall, play, words="nobody says this") == []


def test_of_a_sealed_item_there_are_only_heads(hall: Hall, play: Play):
    play.marked("wall")
    kinds = [line["kind"] for line in lines(hall, play, item="wall")]
    assert {kind for kind in kinds if kind} == {
        "RulebookSet",
        "EntriesEntered",
        "CodesDrawn",
        "PartScoresImported",
        "MarkingOpened",
    }
    told = [line for line in lines(hall, play) if not line["kind"]]
    assert len(told) == 6
    assert all((line["who"], line["message"], line["item"], line["code"]) == (None, None, None, "") for line in told)
    assert lines(hall, play, code=play.codes()[0]) == []
    answer = hall.staff("chief").get(f"/api/contests/{play.id}/story").get_data(as_text=True)
    assert not [name for name in NAMES if name in answer]
    play._lock()
    play._unseal()
    assert [line["kind"] for line in lines(hall, play, code=play.codes()[0])][:1] == ["SheetSubmitted"]


def test_pages_follow_each_other_without_a_gap(hall: Hall, play: Play):
    play.marked("soup")
    desk, seen, before = hall.staff("viewer"), [], 0
    while True:
        answer = desk.get(f"/api/contests/{play.id}/story", query_string={"limit": 3, "after": before}).json
        seen += [line["seq"] for line in answer["lines"]]
        before = answer["next"]
        if not before:
            break
    assert seen == list(range(play.fold.seq, 0, -1))


def test_a_reason_is_told_until_it_is_erased(hall: Hall, play: Play):
    desk = hall.staff("chief", "recorder")
    code = play.codes("soup")[0]
    desk.note(play.id, code, "status", item="soup", status="withdrawn", reason="手受伤")
    assert lines(hall, play, code=code)[0]["text"] == "手受伤"
    hall.services.people.writer.run(lambda conn: conn.exec_driver_sql("DELETE FROM sealed_texts"))
    assert lines(hall, play, code=code)[0]["text"] is None


def test_a_reason_is_told_to_who_may_give_one_and_to_nobody_else(hall: Hall, play: Play):
    code = play.codes("soup")[0]
    hall.staff("chief").note(play.id, code, "status", item="soup", status="withdrawn", reason="手受伤")
    seen = hall.staff("viewer", "supervisor").get(f"/api/contests/{play.id}/story").json["lines"]
    assert seen[0]["kind"] == "StatusSet"
    assert not [line for line in seen if line["text"]]


def test_a_recusal_in_an_open_item_is_not_to_be_noticed_before_it_is_locked(hall: Hall, play: Play):
    entry = play.item("soup").by_code[play.codes("soup")[0]].id
    play.does(lambda *_: SeatRecused("soup", "j1", [entry], ["taste"]))
    assert lines(hall, play)[0]["kind"] == ""
    assert "SeatRecused" not in [line["kind"] for line in lines(hall, play)]


def test_one_request_looks_through_so_many_lines_and_the_next_goes_on(
    hall: Hall, play: Play, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(record, "PAGE", 2)
    monkeypatch.setattr(story, "MOST_LOOKED_AT", 4)
    play.marked("soup")
    desk, code, before, asked, found = hall.staff("viewer"), play.codes("soup")[0], 0, 0, []
    while True:
        answer = desk.get(f"/api/contests/{play.id}/story", query_string={"code": code, "after": before}).json
        found, before, asked = found + answer["lines"], answer["next"], asked + 1
        if not before:
            break
    assert asked > 2
    assert [line["kind"] for line in found] == ["SheetSubmitted"]


def test_the_sentences_name_nothing_that_events_do_not_have():
    known = {"code", "item", "part", "seat", "n", "marks", "penalty", "award", "status", "reason", *telling.PLAIN}
    known |= {"agreed", "shared", "what", "way"}  # words for what an event says by a name or a yes
    told = [text for key, text in catalogue("zh").items() if key.startswith("journal.")]
    assert {name for text in told for name in re.findall(r"{(\w+)}", text)} <= known
    assert set(telling.PLAIN) <= {each.name for kind in KINDS.values() for each in fields(kind)}
