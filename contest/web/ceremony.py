"""The ceremony pack: the signed awards leave before the reveal, to named persons, and the journal says so."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..schemas import malformed
from ..scoring.refused import Refused
from ..scoring.verbs.ceremony import give_pack
from ..staff_schemas import Ceremony
from .exports import file_answer
from .items import find
from .openapi import Views
from .policy import needs
from .recording import record
from .services import services

blp = Views("ceremony", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="The ceremony")

_PDF = "application/pdf"


@blp.route("/ceremony", methods=["POST"])
@needs("publish")
@blp.once
@blp.takes(Ceremony)
@blp.gives({"type": "string", "format": "binary"}, "The PDF", kind=_PDF)
def pack(said: dict[str, Any], contest: str, item: str) -> Response:
    """The order of the awards, third prizes first, and a card for each, given to these persons: of the signed result,
    also while boards are frozen. Every page names them, and the journal keeps who gave it to whom."""
    fold, found = find(contest, item)
    if not found.signature:
        raise Refused("not_signed", item=item)
    to = [name.strip() for name in said["to"]]
    if not all(to):
        raise malformed()
    made = services().apart.ask("ceremony", fold, item=item, to=to, lang=said["lang"])
    digest, also = services().people.seal_text(contest, "、".join(to))
    record(contest, give_pack, {"item": item, "digest": made.told["digest"], "to_digest": digest}, also=also)
    return file_answer(f"{contest}-{item}-ceremony-{made.told['seq']}.pdf", made.body, _PDF)
