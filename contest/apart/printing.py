"""Score sheets as PDF: setting a page takes longer than the loop may wait."""

from __future__ import annotations

from typing import Any

from ..export.score_sheets import Wanted, sheets_paper
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{name}, and the PDF of `kind` for `item`, of `part` and `seat` or of all (""), in `lang`; `url`: the console's
    server."""
    wanted = Wanted(**{key: asked[key] for key in ("kind", "item", "part", "seat", "lang", "url")})
    name, data = sheets_paper(asked.contest, the_people(asked), wanted)
    return {"name": name}, data
