"""The ceremony pack as PDF: setting a page takes longer than the loop may wait."""

from __future__ import annotations

from typing import Any

from ..export.ceremony import ceremony_pack
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{seq, digest} of the result that it is of, and the PDF for `item`, `to` these persons, in `lang`."""
    version, data = ceremony_pack(asked.contest, the_people(asked), asked["item"], asked["to"], asked["lang"])
    return {"seq": version.seq, "digest": version.digest}, data
