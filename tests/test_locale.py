"""The catalogue: every sentence stands in Chinese and in English, and both ask for the same values."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "contest" / "locale"
LANGUAGES = ("zh", "en")
AREAS = sorted(
    {path.relative_to(LOCALE / language) for language in LANGUAGES for path in (LOCALE / language).rglob("*.po")}
)


def read(language: str, area: Path) -> Catalog:
    path = LOCALE / language / area
    assert path.exists(), f"{area} is missing in {language}"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sentences(language: str, area: Path) -> dict[str, str]:
    return {message.id: message.string for message in read(language, area) if message.id}


def placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"\{([=~@#]?[\w/]+)\}", sentence))


def test_there_is_a_catalogue():
    assert AREAS


@pytest.mark.parametrize("area", AREAS, ids=str)
def test_both_languages_know_the_same_sentences(area):
    assert set(sentences("zh", area)) == set(sentences("en", area))


@pytest.mark.parametrize("area", AREAS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_in_doubt(language, area):
    assert [
        message.id for message in read(language, area) if message.id and (not message.string or message.fuzzy)
    ] == []


@pytest.mark.parametrize("area", AREAS, ids=str)
def test_both_languages_ask_for_the_same_values(area):
    zh, en = sentences("zh", area), sentences("en", area)
    assert {key: placeholders(zh[key]) for key in zh} == {key: placeholders(en[key]) for key in en}


@pytest.mark.parametrize("area", AREAS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_twice_in_a_file(language, area):
    keys = Counter(re.findall(r'^msgid "(.+)"$', (LOCALE / language / area).read_text("utf-8"), re.MULTILINE))
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_sentence_stands_in_two_areas():
    seen: dict[str, Path] = {}
    for area in AREAS:
        for key in sentences("zh", area):
            assert key not in seen, f"{key} stands in {seen[key]} and {area}"
            seen[key] = area
