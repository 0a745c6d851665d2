"""The catalogue: every sentence the product says, zh and en, one .po file an area; the pages read the same files.

A msgid is a symbol (`refused.locked`), never a sentence; placeholders are `{name}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every msgid's text in a language."""
    texts: dict[str, str] = {}
    for path in sorted((HERE / language).glob("*.po")):
        with path.open("rb") as file:
            texts.update((str(each.id), str(each.string)) for each in read_po(file, locale=language) if each.id)
    return texts


def say(language: str, msgid: str, data: Mapping[str, Any] | None = None) -> str:
    """The sentence for a msgid; the msgid itself where the catalogue lacks it, so that nothing is ever silent."""
    text = catalogue(language).get(msgid, msgid)
    return text.format_map(_Shown(language, data or {}))


def both(msgid: str, data: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The sentence in both languages: {"zh": …, "en": …}."""
    return {language: say(language, msgid, data) for language in LANGUAGES}


class _Shown(dict[str, Any]):
    """Data for placeholders: of a name in both languages ({"zh", "en"}) the one, lists joined; what a contest may call
    otherwise by its usual word (`word.chief`), and what else is missing left as its name."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        joint = "、" if language == "zh" else ", "

        def shown(each: Any) -> Any:
            if isinstance(each, list):
                return joint.join(str(shown(one)) for one in each)
            return each[language] if isinstance(each, Mapping) else each

        super().__init__({key: shown(each) for key, each in data.items()})
        self._language = language

    def __missing__(self, key: str) -> str:
        return catalogue(self._language).get(f"word.{key}", "{" + key + "}")
