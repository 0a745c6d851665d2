"""The export's own words, from its catalogue (contest/locale/<lang>/export.po)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from contest.scoring.rulebook_types import Text

from .view import Lang

LOCALE = Path(__file__).parent.parent / "locale"


class Words:
    """Sentences of one language: `words("sheet.results")` is msgid `export.sheet.results`."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        with (LOCALE / lang / "export.po").open("rb") as file:
            catalogue = read_po(file)
        self._said = {str(message.id): str(message.string) for message in catalogue if message.id}

    def __call__(self, name: str, /, **data: object) -> str:
        """The sentence with its placeholders filled. Raises KeyError for one that the catalogue lacks."""
        return self._said[f"export.{name}"].format(**data)

    def all(self, area: str) -> dict[str, str]:
        """Every sentence whose name begins with `area`, by the rest of its name."""
        start = f"export.{area}"
        return {name.removeprefix(start): said for name, said in self._said.items() if name.startswith(start)}

    def pick(self, text: Text) -> str:
        """The text in this language."""
        return text.zh if self.lang == "zh" else text.en


@cache
def words(lang: Lang) -> Words:
    """The words of a language, read once."""
    return Words(lang)
