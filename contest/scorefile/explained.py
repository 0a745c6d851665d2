"""The sentences of this folder, from the catalogue (contest/locale/<lang>/score.po, rulebook.po, mark.po)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

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
    said = sentences(lang, area)
    return [
        (f"{fault.place}  " if fault.place else "") + said[f"{area}.{fault.code}"].format(**fault.data)
        for fault in refused.faults
    ]
