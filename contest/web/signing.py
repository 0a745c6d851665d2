"""The second calculation before a signature: done apart, told to the signer, and loud where the two differ."""

from __future__ import annotations

from typing import Any

import structlog

from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..words import fault_words
from .services import services

log = structlog.get_logger()


def checked(contest: Contest, item: Item) -> dict[str, Any]:
    """What both calculations come to, from the journal as it stands: see apart/signing.py. Refused("not_locked"): the
    result may still change."""
    if not item.locked:
        raise Refused("not_locked", item=item.id)
    told = services().apart.ask("signing", contest, item=item.id).told
    if told["count"]:
        log.error("calculations_differ", contest=contest.id, item=item.id, **told)
    elif told["not_covered"]:
        log.warning("not_calculated_twice", contest=contest.id, item=item.id, why=told["not_covered"])
    return told


def placed(fault: dict[str, Any]) -> dict[str, Any]:
    """A difference in words."""
    return {"place": fault["place"], **fault_words("differ", fault["code"], fault["data"])}
