"""The cards of seats as a paper: what stands on each, from the contest and the names beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..scoring.contest import Contest
from ..scoring.events import SeatId
from .paper import build_paper, qr_svg
from .view import Lang
from .words import Words, words

Names = Mapping[str, Mapping[str, str]]


def cards_data(contest: Contest, named: Names, links: Mapping[str, str], lang: Lang) -> dict[str, Any]:
    """The data of papers/seat_cards.typ. `named`: as people.seat_names tells it; `links`: seat → the address in its
    code, whose token stands in the fragment."""
    said = words(lang)
    seats = [
        {
            "name": named.get(seat, {}).get(lang, seat),
            "judge": named.get(seat, {}).get("judge", ""),
            "marks": said("paper.list").join(_marks(contest, seat, said)),
            "url": url,
            "qr": qr_svg(url),
        }
        for seat, url in links.items()
    ]
    version = f"{contest.id} #{contest.seq}"
    head = {"title": contest.title[lang], "rehearsal": contest.rehearsal, "version": version}
    return {**head, "roles_shared": bool(contest.roles.since), "seats": seats}


def cards_paper(contest: Contest, named: Names, links: Mapping[str, str], lang: Lang) -> bytes:
    """The PDF. 50 cards take a tenth of a second of CPU: too long for a server's loop."""
    return build_paper("seat_cards", cards_data(contest, named, links, lang), lang)


def _marks(contest: Contest, seat: str, said: Words) -> Iterable[str]:
    """What the seat marks: an item with its part, once each."""
    duties = {(duty.item, duty.part): None for duty in contest.seats[SeatId(seat)].duties}
    for item, part in duties:
        rules = contest.items[item].rulebook
        yield said("paper.part", item=said.pick(rules.name), part=said.pick(rules.part(part).name))
