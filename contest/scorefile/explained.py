"""The sentences of this folder, from the catalogue (contest/locale/<lang>/score.po, rulebook.po, mark.po), in which
settings go by the keys of the files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from contest.locale import say
from contest.scoring.refused import Faulty, RulebookRefused

LOCALE = Path(__file__).parent.parent / "locale"


@cache
def sentences(lang: str, area: str) -> dict[str, str]:
    """An area of the catalogue, by msgid."""
    with (LOCALE / lang / f"{area}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def explain(refused: Faulty, lang: str = "zh") -> list[str]:
    """One line per fault: its place and what to do."""
    area = "rulebook" if isinstance(refused, RulebookRefused) else "mark"
    return [
        (f"{fault.place}  " if fault.place else "") + say(lang, f"{area}.{fault.code}", fault.data, by_file=True)
        for fault in refused.faults
    ]
