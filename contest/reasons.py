"""An entry's reasons put into words: scoring gives the values, the catalogue's area `explain` the words.

May not be in here: any rule, any figure that scoring did not give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .locale import LANGUAGES, say
from .scoring.award_reasons import AwardReason
from .scoring.explain import Explanation, MarkReason, PartReason, SheetReason, Stage, TieReason
from .scoring.item import Item
from .scoring.numbers import Points, subtract, text
from .scoring.promotion_reasons import PromotionReason
from .scoring.rulebook_types import Aspect, Part
from .words import seat_words

Words = dict[str, str]
Seats = Mapping[str, Mapping[str, str]]


def told(item: Item, reasons: Explanation, seats: Seats) -> list[Words]:
    """The reasons as sentences, in the order in which a result comes about."""
    found: list[Words] = []
    for chapter in chapters(item, reasons, seats):
        found += [_say("part", part=chapter.name)] if chapter.name else []
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
    names: dict[str, Words] = {part.id: _name(part.name) for part in item.rulebook.parts}
    rules = {rule.id: _name(rule.name) for rule in item.rulebook.penalties}
    awards = {award.id: _name(award.name) for award in item.rulebook.awards}
    off = [_say("penalty", penalty=rules[id], points=_figure(points)) for id, points in reasons.penalties]
    place = [*_place(item, reasons, names), *map(_tie, reasons.ties)]
    return [
        *(Chapter("part", names[part.part], list(_part(item, part, seats))) for part in reasons.parts),
        Chapter("total", None, off + [_stage(stage) for stage in reasons.stages]),
        Chapter("place", None, place),
        Chapter("award", None, [*_awards(reasons.awards, awards), *_promotion(item, reasons.promotion, names)]),
    ]


def _name(name: Any) -> Words:
    return {"zh": name.zh, "en": name.en}


def _say(key: str, **data: Any) -> Words:
    """A sentence in both languages; what is itself in both is taken in each."""
    return {
        language: say(
            language,
            f"explain.{key}",
            {name: value[language] if isinstance(value, dict) else value for name, value in data.items()},
        )
        for language in LANGUAGES
    }


def _part(item: Item, part: PartReason, seats: Seats) -> Iterator[Words]:
    rule = item.rulebook.part(part.part)
    aspects = rule.aspects
    for round in part.rounds:
        given = " / ".join(_short(mark) for mark in round.given)
        yield _say("round", n=str(round.round), aspect=_name(aspects[round.aspect].name), given=given)
    if part.apart:
        yield _say("apart")
    for sheet in part.sheets:
        yield _sheet(sheet, _seat(item, part.part, seat_words(seats, sheet.seat)))
        yield from _drops(sheet, rule)
        yield from _marks(sheet, rule)
    yield from _sources(item, part, rule)
    if part.seconds is not None:
        yield _say("time", minutes=str(part.seconds // 60), seconds=str(part.seconds % 60))
    for stage in part.stages:
        yield _stage(stage, method=_method(part.method), count=len(part.sheets))
    for id in part.vetoed:
        yield _say("vetoed", aspect=_name(aspects[id].name))  # type: ignore[index]


def _sources(item: Item, part: PartReason, rule: Part) -> Iterator[Words]:
    """What stands behind a part that no judge marks."""
    channels = {each.id: _name(each.name) for each in rule.votes.channels} if rule.votes else {}
    for votes in part.votes:
        counts = {"counted": votes.counted, "voided": votes.voided, "votes": max(votes.counted - votes.voided, 0)}
        yield _say("votes_voided" if votes.voided else "votes", channel=channels[votes.channel], **counts)
    for ballot in part.ballots:
        said = {"round": ballot.round, "present": ballot.present, "valid": ballot.valid, "yes": ballot.yes}
        each = rule.ballot is not None and rule.ballot.kind == "each"
        yield _say("ballot_each" if each else "ballot", no=ballot.no, abstain=ballot.abstain, **said)
    if part.operands:
        read = [(_name(item.rulebook.part(each.part).name), each) for each in part.operands]
        values = [_say("operand", part=name, id=each.part, score=_figure(each.score)) for name, each in read]
        yield _say("formula", formula=rule.formula or "", values=_list(values))


def _short(mark: Any) -> str:
    """A mark in a row of marks."""
    if isinstance(mark, bool):
        return "✓" if mark else "✕"
    return " ".join(mark) if isinstance(mark, list | tuple) else "–" if mark is None else str(mark)


def _seat(item: Item, part: str, seat: Words) -> Words:
    """A seat without the item's and the part's names, which stand above: a bare number is a judge's."""
    heads = [_name(item.rulebook.name), _name(item.rulebook.part(part).name)]
    short = dict(seat)
    for lang in LANGUAGES:
        for head in heads:
            short[lang] = short[lang].removeprefix(head[lang]).lstrip(" ·")
        if not short[lang] or short[lang].isdigit():
            short[lang] = say(lang, "explain.judge", {"n": short[lang]}) if short[lang] else seat[lang]
    return short


def _method(method: str) -> Words:
    key = f"explain.method.{method}"
    return {lang: say(lang, key) for lang in LANGUAGES}


def _sheet(sheet: SheetReason, seat: Words) -> Words:
    if sheet.given is not None:
        key = f"adjusted_{sheet.dropped}" if sheet.dropped else "adjusted"
        return _say(key, seat=seat, given=_figure(sheet.given), total=_figure(sheet.total))
    key = "sheet_drops" if sheet.drops else f"sheet_{sheet.dropped}" if sheet.dropped else "sheet"
    return _say(key, seat=seat, total=_figure(sheet.total))


def _drops(sheet: SheetReason, rule: Part) -> Iterator[Words]:
    """What of a sheet was dropped, and at which end, where judges are combined below the sheet."""
    by_criterion = rule.combine is not None and rule.combine.level == "criterion"
    things = {each.id: each for each in rule.criteria} if by_criterion else rule.aspects
    for end in ("low", "high"):
        places = [_name(things[place].name) for place, at in sheet.drops if at == end]  # type: ignore[index]
        if places:
            yield _say(f"drops_{end}", places=_list(places))


def _marks(sheet: SheetReason, rule: Part) -> Iterator[Words]:
    """The marks of a sheet, each with what it came to; not where the sheet's total is its one mark."""
    said = [_mark(mark, rule.aspects[mark.aspect]) for mark in sheet.marks]
    alone = len(said) == 1 and rule.aspects[sheet.marks[0].aspect].kind == "points"
    if said and not (alone and sheet.marks[0].points == sheet.total):
        yield _say("marks", marks=_list(said))


def _mark(mark: MarkReason, aspect: Aspect) -> Words:
    given = {"aspect": _name(aspect.name), "mark": _short(mark.mark)}
    if mark.points is None or aspect.kind in ("points", "veto"):
        return _say("mark", **given)
    return _say("mark_points", points=_figure(mark.points), **given)


def _list(words: Sequence[Words]) -> Words:
    return {lang: say(lang, "explain.list").join(each[lang] for each in words) for lang in LANGUAGES}


def _stage(stage: Stage, **more: Any) -> Words:
    by = _figure(subtract(stage.before, stage.after).copy_abs())
    return _say(f"stage.{stage.stage}", before=_figure(stage.before), after=_figure(stage.after), by=by, **more)


def _figure(points: Points) -> str:
    """A figure as one reads it: every digit but noughts behind the second, that only say how it was rounded."""
    whole, dot, digits = text(points).partition(".")
    return whole + dot + digits[:2] + digits[2:].rstrip("0")


def _place(item: Item, reasons: Explanation, names: Mapping[str, Words]) -> Iterator[Words]:
    if reasons.missing:
        yield _say("missing", parts=_list([names[id] for id in reasons.missing]))
    if reasons.rank is not None:
        yield _say("rank_tied" if reasons.tied else "rank", rank=reasons.rank)
    elif reasons.status != "present":
        yield _say("status", status={lang: say(lang, f"export.status.{reasons.status}") for lang in LANGUAGES})


def _tie(tie: TieReason) -> Words:
    if tie.by is None:
        return _say("tie.shared", neighbour=tie.neighbour)
    rule = {lang: say(lang, f"explain.rule.{tie.by}") for lang in LANGUAGES}
    return _say("tie.ahead" if tie.ahead else "tie.behind", neighbour=tie.neighbour, rule=rule)


def _awards(reasons: tuple[AwardReason, ...], names: Mapping[str, Words]) -> Iterator[Words]:
    """What was won, and why not what is drawn before it: behind the first prize won, nobody asks why not another."""
    for reason in reasons:
        if reason.code != "has_another":
            yield _say(f"award.{reason.code}", award=names[reason.award], **_data(reason.data))


def _promotion(item: Item, reason: PromotionReason | None, parts: Mapping[str, Words]) -> Iterator[Words]:
    """The level that was gained, or why none was."""
    if reason is None or item.rulebook.promotion is None:
        return
    levels = {level.id: _name(level.name) for level in item.rulebook.promotion.levels}
    levels[""] = {lang: say(lang, "explain.promotion.none") for lang in LANGUAGES}
    told = _data(reason.data)
    for key, names in (("before", levels), ("to", levels), ("part", parts)):
        if key in told:
            told[key] = names.get(told[key], told[key])
    yield _say(f"promotion.{reason.code}", **told)


def _data(data: Mapping[str, Any]) -> dict[str, Any]:
    """A reason's data, attributes by the names that people know; one of the rulebook's own keeps its id."""
    told = {**data}
    if "attribute" in data:
        told["attribute"] = _list([_attribute(id) for id in data["attribute"].split(", ")])
    if "upto" in data:
        size = "upto" if data["over"] is None else "over" if data["upto"] is None else "both"
        told["range"] = _say(f"size.{size}", over=data["over"], upto=data["upto"])
    return told


def _attribute(id: str) -> Words:
    key = f"explain.attribute.{id}"
    return {lang: id if (said := say(lang, key)) == key else said for lang in LANGUAGES}
