"""An entry's reasons put into words: scoring gives the values, the catalogue's area `explain` the words.

May not be in here: any rule, any figure that scoring did not give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..locale import LANGUAGES, say
from ..scoring.award_reasons import AwardReason
from ..scoring.explain import Explanation
from ..scoring.item import Item
from ..scoring.promotion_reasons import PromotionReason
from .names import attribute_name
from .parts import part_told, penalties_told, stage_told
from .said import Seats, Words, figure, listed, name_of, tell
from .ties import tie_told

__all__ = ["Chapter", "chapters", "told"]


def told(item: Item, reasons: Explanation, seats: Seats) -> list[Words]:
    """The reasons as sentences, in the order in which a result comes about."""
    found: list[Words] = []
    for chapter in chapters(item, reasons, seats):
        found += [tell("part", part=chapter.name)] if chapter.name else []
        found += chapter.sentences
    return found


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is told of one part (by its name), of the total, the place or the awards."""

    of: Literal["part", "total", "place", "award"]
    name: Words | None
    sentences: list[Words]


def chapters(item: Item, reasons: Explanation, seats: Seats) -> list[Chapter]:
    """The same under the heads that a reader looks for."""
    names: dict[str, Words] = {part.id: name_of(part.name) for part in item.rulebook.parts}
    awards = {award.id: name_of(award.name) for award in item.rulebook.awards}
    place = [*_place(reasons, names), *(tie_told(item, tie) for tie in reasons.ties)]
    return [
        *(Chapter("part", names[part.part], list(part_told(item, part, seats))) for part in reasons.parts),
        Chapter("total", None, list(_total(item, reasons))),
        Chapter("place", None, place),
        Chapter("award", None, [*_awards(reasons.awards, awards), *_promotion(item, reasons.promotion, names)]),
    ]


def _total(item: Item, reasons: Explanation) -> Iterator[Words]:
    """The parts added, less the penalties that are not of a part; nothing while the total may not be told."""
    book = item.rulebook
    counting = [part for part in reasons.parts if book.part(part.part).weight]
    if reasons.stages and len(counting) > 1:
        shares = " + ".join(_share(figure(part.stages[-1].after)) for part in counting)
        yield tell("shares", shares=shares, sum=figure(reasons.stages[0].before))
    yield from penalties_told(book, tuple(each for each in reasons.penalties if book.penalty(each[0]).part is None))
    yield from (stage_told(stage) for stage in reasons.stages)


def _share(figure: str) -> str:
    return f"({figure})" if figure.startswith("-") else figure


def _place(reasons: Explanation, names: Mapping[str, Words]) -> Iterator[Words]:
    if reasons.missing:
        yield tell("missing", parts=listed([names[id] for id in reasons.missing]))
    if reasons.rank is not None:
        yield tell("rank_tied" if reasons.tied else "rank", rank=reasons.rank)
    elif reasons.status != "present":
        yield tell("status", status={lang: say(lang, f"export.status.{reasons.status}") for lang in LANGUAGES})


def _awards(reasons: tuple[AwardReason, ...], names: Mapping[str, Words]) -> Iterator[Words]:
    """What was won, and why not what is drawn before it: behind the first prize won, nobody asks why not another."""
    for reason in reasons:
        if reason.code != "has_another":
            yield tell(f"award.{reason.code}", award=names[reason.award], **_data(reason.data))


def _promotion(item: Item, reason: PromotionReason | None, parts: Mapping[str, Words]) -> Iterator[Words]:
    """The level that was gained, or why none was."""
    if reason is None or item.rulebook.promotion is None:
        return
    levels = {level.id: name_of(level.name) for level in item.rulebook.promotion.levels}
    levels[""] = {lang: say(lang, "explain.promotion.none") for lang in LANGUAGES}
    told = _data(reason.data)
    for key, names in (("before", levels), ("to", levels), ("part", parts)):
        if key in told:
            told[key] = names.get(told[key], told[key])
    yield tell(f"promotion.{reason.code}", **told)


def _data(data: Mapping[str, Any]) -> dict[str, Any]:
    """A reason's data, attributes by the names that people know; one of the rulebook's own keeps its id."""
    told = {**data}
    if "attribute" in data:
        told["attribute"] = listed([attribute_name(id) for id in data["attribute"].split(", ")])
    if "upto" in data:
        size = "upto" if data["over"] is None else "over" if data["upto"] is None else "both"
        told["range"] = tell(f"size.{size}", over=data["over"], upto=data["upto"])
    return told
