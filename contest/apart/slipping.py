"""Slips for sealed envelopes as PDF: setting them takes longer than the loop may wait."""

from __future__ import annotations

from typing import Any

from ..export.slips import slips_paper
from .tasks import Asked


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """Nothing but the PDF of the slips of `layer` over `rows`, in `lang`."""
    return {}, slips_paper(asked.contest, asked.item, asked["layer"], asked["rows"], asked["lang"])
