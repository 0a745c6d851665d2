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


def say(language: str, msgid: str, data: Mapping[str, Any] | None = None, *, by_file: bool = False) -> str:
    """The sentence for a msgid; the msgid itself where the catalogue lacks it, so that nothing is ever silent.
    by_file: settings of a rulebook are named by their keys, for who edits its file, not as the editor names them."""
    text = catalogue(language).get(msgid, msgid)
    return text.format_map(_Shown(language, data or {}, by_file=by_file))


def both(msgid: str, data: Mapping[str, Any] | None = None, *, by_file: bool = False) -> dict[str, str]:
    """The sentence in both languages: {"zh": …, "en": …}."""
    return {language: say(language, msgid, data, by_file=by_file) for language in LANGUAGES}


def setting_word(language: str, way: str, *, value: bool = False) -> str:
    """A setting of a rulebook, or one of its values (`missing/block`), as the editor and the workbook name it; "" where
    neither does. A leading / leaves the editor's words out, which are not about this one."""
    known, last = catalogue(language), way.rpartition("/")[2]
    own = () if way.startswith("/") else (f"{page}.{way.replace('/', '.')}" for page in ("scheme", "book"))
    found = (known.get(msgid) for msgid in (*own, f"form.{'value' if value else 'key'}.{last}"))
    return next(filter(None, found), "")


class _Shown(dict[str, Any]):
    """Data for placeholders: of a name in both languages ({"zh", "en"}) the one, lists joined; what a contest may call
    otherwise by its usual word (`word.chief`), and what else is missing left as its name. Of a rulebook: {=cap} names
    a setting, {~missing/block} a value of one, {@key} the setting that data `key` holds, {#method} its value there."""

    def __init__(self, language: str, data: Mapping[str, Any], *, by_file: bool = False) -> None:
        joint = "、" if language == "zh" else ", "

        def shown(each: Any) -> Any:
            if isinstance(each, list):
                return joint.join(str(shown(one)) for one in each)
            return each[language] if isinstance(each, Mapping) else each

        super().__init__({key: shown(each) for key, each in data.items()})
        self._language, self._data, self._by_file, self._joint = language, data, by_file, joint

    def __missing__(self, key: str) -> str:
        if key[:1] in "=~@#":
            return self._settings(key[:1], key[1:])
        return catalogue(self._language).get(f"word.{key}", "{" + key + "}")

    def _settings(self, sign: str, way: str) -> str:
        """The words for one of the signs above, in quotation marks."""
        held = self._data.get(way) if sign in "@#" else None
        ways = {"@": [f"/{held}"], "#": [f"{way}/{each}" for each in (held if isinstance(held, list) else [held])]}
        words = (self._setting(each, value=sign in "~#") for each in ways.get(sign, [way]))
        inside = str.maketrans("“”", "‘’")
        return self._joint.join(f"“{word.translate(inside)}”" for word in words)

    def _setting(self, way: str, *, value: bool) -> str:
        key = way.rpartition("/")[2]
        return key if self._by_file else setting_word(self._language, way, value=value) or key
