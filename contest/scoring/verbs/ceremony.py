"""What leaves before everybody knows it: the pack for who hands out the awards."""

from __future__ import annotations

from ..contest import Contest
from ..events import Actor, CeremonyPackGiven, Event
from ..refused import Refused
from . import Values
from .finding import the_item


def give_pack(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give the signed result of an item to those who hand out its awards: `digest` of the result the pack was made of,
    `to_digest` of their names. Refused("not_signed"), ("digest_differs") where another result is signed by now."""
    item = the_item(contest, values)
    if not item.signature:
        raise Refused("not_signed", item=item.id)
    if item.signature.digest != values["digest"]:
        raise Refused("digest_differs", item=item.id)
    return CeremonyPackGiven(item.id, values["digest"], values["to_digest"])
