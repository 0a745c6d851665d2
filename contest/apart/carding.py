"""Seat cards as PDF: setting them takes longer than the loop may wait."""

from __future__ import annotations

from typing import Any

from ..export.seat_cards import cards_paper
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """Nothing but the PDF of the cards with these `links` (seat → address), in `lang`."""
    named = the_people(asked).seat_names(asked["contest"])
    return {}, cards_paper(asked.contest, named, asked["links"], asked["lang"])
