"""Text as people type it: what is refused, what is kept, and the key by which two texts are the same (trust.md).

Raw text is kept for showing; keys are NFKC (full-width signs are plain ones), and the dots in minority names (· ・ •)
are folded in keys only. A number is kept without full-width signs: it is read aloud, typed and scanned.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 120
"""Characters of the longest text a cell of a roster may hold."""

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0]"
)
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufff9-\uffff\ud800-\udfff]")
_DOTS = str.maketrans(dict.fromkeys("\u30fb\u2022\u2027\uff65\u22c5", "\u00b7"))
_BLANKS = re.compile(r"\s+")


def text_fault(text: str, longest: int = LONGEST) -> str | None:
    """Why this text is not taken: bidi, zero_width, control, too_long; None if it is."""
    for code, pattern in (("bidi", _BIDI), ("zero_width", _ZERO_WIDTH), ("control", _CONTROL)):
        if pattern.search(text):
            return code
    return "too_long" if len(text) > longest else None


@lru_cache(maxsize=1 << 17)  # a roster of 30,000 asks for the same 65,000 texts many times over
def key(text: str) -> str:
    """The text for comparing, never for showing: NFKC, one kind of dot, single blanks, no case."""
    composed = unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_DOTS)
    return _BLANKS.sub(" ", composed).strip().casefold()


def plain_number(text: str) -> str:
    """A number as it is kept: full-width signs as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()
