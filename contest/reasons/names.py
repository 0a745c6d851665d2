"""What attributes of entries are called."""

from __future__ import annotations

from ..locale import LANGUAGES, say
from .said import Words


def attribute_name(id: str) -> Words:
    """The name that people know an attribute by; one of the rulebook's own keeps its id."""
    key = f"explain.attribute.{id}"
    return {lang: id if (said := say(lang, key)) == key else said for lang in LANGUAGES}
