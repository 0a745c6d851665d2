"""The export's own words, from its catalogue (contest/locale/<lang>/export.po)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from contest.scoring.rulebook_types import Text

from .view import Lang

LOCALE = Path(__file__).parent.parent / "locale"
AREAS = ("export", "shared")
"""The export's own, and the usual words for what a contest may call otherwise (`word.judge`)."""
_CALLED: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("called")


class Words:
    """Sentences of one language: `words("sheet.results")` is msgid `export.sheet.results`."""

    def __init__(self, lang: Lang, called: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.lang = lang
        self._said = _catalogue(lang)
        usual = {name.removeprefix("word."): said for name, said in self._said.items() if name.startswith("word.")}
        self._terms = usual | {name: word[lang] for name, word in (called or {}).items()}

    def __call__(self, name: str, /, **data: object) -> str:
        """The sentence with its placeholders filled. Raises KeyError for one that the catalogue lacks."""
        return self._said[f"export.{name}"].format(**{**self._terms, **data})

    def all(self, area: str) -> dict[str, str]:
        """Every sentence whose name begins with `area`, by the rest of its name."""
        start = f"export.{area}"
        found = {name.removeprefix(start): said for name, said in self._said.items() if name.startswith(start)}
        return {name: self._named(said) for name, said in found.items()}

    def _named(self, said: str) -> str:
        """With the contest's words in it; what else it asks for is filled where it is set."""
        for name, word in self._terms.items():
            said = said.replace("{" + name + "}", word)
        return said

    def pick(self, text: Text) -> str:
        """The text in this language."""
        return text.zh if self.lang == "zh" else text.en


def words(lang: Lang) -> Words:
    """The words of a language, as the contest says them whose file is made (`speaking`)."""
    return Words(lang, _CALLED.get({}))


@contextmanager
def speaking(called: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    """What is made meanwhile calls judges and entries so. called: as called.terms tells it."""
    token = _CALLED.set(called)
    try:
        yield
    finally:
        _CALLED.reset(token)


@cache
def _catalogue(lang: Lang) -> dict[str, str]:
    """msgid → sentence, read once."""
    found: dict[str, str] = {}
    for area in AREAS:
        with (LOCALE / lang / f"{area}.po").open("rb") as file:
            found |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    return found
