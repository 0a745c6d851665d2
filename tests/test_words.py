"""Refusals in words: one shape, both languages, and a sentence for every code there is."""

import re

import pytest

from contest.locale import both, catalogue, setting_word
from contest.scoring.refused import Fault, MarksRefused, Refused, RulebookRefused
from contest.scoring.verbs.judge import submit_sheet
from contest.words import refusal
from tests.support.histories import a_contest, a_plain_book
from tests.support.imports import ROOT

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "contest").rglob("*.py"))
CODES = {code for code in re.findall(r'Refused\(\s*"([a-z_]+)"', SOURCES) if not code.endswith("_")}
ASIDE = set(re.findall(r'return "([a-z_]+)"', (ROOT / "contest/scoring/verbs/judge.py").read_text(encoding="utf-8")))
MISSING = set(re.findall(r'Missing\("([a-z_]+)"', (ROOT / "contest/scoring/course.py").read_text(encoding="utf-8")))
SENTENCES = (
    {f"refused.{code}" for code in CODES}
    | {f"refused.aside_{reason}" for reason in ASIDE}
    | {f"{page}.{reason}" for reason in ASIDE for page in ("judge.aside", "console.aside.reason", "console.aside.why")}
    | {f"refused.missing_{lack}" for lack in MISSING}
    | {f"missing.{lack}" for lack in MISSING}
)


class Anything(dict[str, str]):
    """Data that has every value a sentence may ask for."""

    def __missing__(self, key: str) -> str:
        return key


def test_codes_were_found():
    assert {"late", "outdated", "panel_full"} <= ASIDE
    assert {"sheets", "scores", "codes"} <= MISSING
    assert len(CODES) > 40


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_code_has_its_sentence_in_both_languages(key):
    said = both(key, Anything())
    for sentence in said.values():
        assert sentence
        assert key not in sentence


def test_a_refusal_says_code_sentence_and_data():
    told = refusal(Refused("locked", item="wall"))
    assert set(told) == {"code", "message"} | ({"data"} & set(told))
    assert told["code"] == "locked"
    assert set(told["message"]) == {"zh", "en"}


def test_a_list_is_joined_as_its_language_writes_it():
    said = both("missing.scores", {"codes": ["C01", "C02"], "count": 2})
    assert ("C01、C02" in said["zh"], "C01, C02" in said["en"]) == (True, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_that_a_fault_of_a_rulebook_names_has_a_word_in_the_editor_or_the_workbook(language):
    told = " ".join(text for msgid, text in catalogue(language).items() if msgid.startswith("rulebook."))
    named = re.findall(r"\{([=~])([\w/]+)\}", told)
    assert len(named) > 90
    assert [way for sign, way in named if not setting_word(language, way, value=sign == "~")] == []


def test_a_fault_names_settings_as_the_editor_does_and_by_their_keys_to_who_edits_the_file():
    refused = RulebookRefused([Fault("parts[0]", "given_needs_mean", {"method": "median"})])
    (shown,), (written,) = refusal(refused)["faults"], refusal(refused, by_file=True)["faults"]
    assert shown["message"]["zh"] == "“中位数”缺了评分表就算不出，“缺评分表时”请写“不能签字”。"
    assert written["message"]["en"] == "“median” cannot do without a sheet; set “missing” to “block”."


def test_marks_that_are_refused_say_so_field_by_field():
    cup = a_contest().with_item(a_plain_book()).open()
    with pytest.raises(MarksRefused) as caught:
        cup.does(submit_sheet, "seat:j1", **cup.filled("j1", 1, "100.5"))
    told = refusal(caught.value)
    assert told["code"] == "mark_faults"
    assert told["fields"]["a"]["code"] == "above_max"
    assert "100" in told["fields"]["a"]["message"]["zh"]


def test_a_rulebook_that_is_refused_names_the_place_of_each_fault():
    told = refusal(RulebookRefused([Fault("parts[0].weight", "missing"), Fault("id", "not_text")]))
    assert [fault["place"] for fault in told["faults"]] == ["parts[0].weight", "id"]


def test_no_reason_to_set_a_sheet_aside_has_words_that_nobody_says():
    """A recusal is none, least of all: who is recused must not notice (docs/decisions/0016)."""
    for start in ("refused.aside_", "console.aside.reason.", "console.aside.why."):
        assert {key.removeprefix(start) for key in catalogue("zh") if key.startswith(start)} == ASIDE
    assert "judge.aside.recused" not in catalogue("zh")
