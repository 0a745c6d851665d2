"""One judge's sheet in words: what was given, what it came to, and whether it counts."""

from __future__ import annotations

from collections.abc import Iterator

from ..locale import LANGUAGES, say
from ..scoring.item import Item
from ..scoring.numbers import ZERO
from ..scoring.place_reasons import PlaceReason
from ..scoring.rulebook_types import Aspect, Part
from ..scoring.sheet_reasons import MarkReason, NodeReason, SheetReason
from ..words import seat_words
from .said import Seats, Words, figure, listed, name_of, product, tell


def sheet_told(item: Item, sheet: SheetReason, rule: Part, seats: Seats) -> Iterator[Words]:
    """The sentences of a sheet, its marks last."""
    gave = _gave(sheet, rule, _seat(item, rule, seat_words(seats, sheet.seat)))
    yield _counts(sheet, rule, gave)
    yield from _drops(sheet, rule)
    yield from _marks(sheet, rule)


def _seat(item: Item, rule: Part, seat: Words) -> Words:
    """A seat without the item's and the part's names, which stand above: a bare number is a judge's."""
    heads = [name_of(item.rulebook.name), name_of(rule.name)]
    short = dict(seat)
    for lang in LANGUAGES:
        for head in heads:
            short[lang] = short[lang].removeprefix(head[lang]).lstrip(" ·")
        if not short[lang] or short[lang].isdigit():
            short[lang] = say(lang, "explain.judge", {"n": short[lang]}) if short[lang] else seat[lang]
    if short["zh"][-1:].isascii():  # between 裁判 and 打 there is no blank, between j1 and 打 there is
        short["zh"] += " "
    return short


def _gave(sheet: SheetReason, rule: Part, seat: Words) -> Words:
    """What a judge gave: by the marks, by a veto, made alike among strict and mild judges."""
    added = sheet.total if sheet.given is None else sheet.given
    gave = tell("gave", seat=seat, total=figure(added))
    if sheet.unfixed is not None:
        vetoes = listed([_veto(rule.aspects[id]) for id in sheet.vetoed])
        key = "gave_vetoed" if sheet.unfixed != added else "gave_veto_same"
        gave = tell(key, seat=seat, vetoes=vetoes, unfixed=figure(sheet.unfixed), total=figure(added))
    return gave if sheet.given is None else tell("adjusted", gave=gave, total=figure(sheet.total))


def _veto(aspect: Aspect) -> Words:
    return tell(f"veto_{aspect.bound}", aspect=name_of(aspect.name), at=figure(aspect.at or ZERO))


def _counts(sheet: SheetReason, rule: Part, gave: Words) -> Words:
    """Whether the sheet counts, and as what."""
    if sheet.places:
        return _placed(sheet.places, rule, gave)
    if sheet.drops:
        return tell("sheet_drops", gave=gave)
    if rule.combine is not None and rule.combine.level != "sheet":
        return tell("sheet_nodes", gave=gave)
    return tell(f"sheet_{sheet.dropped}" if sheet.dropped else "sheet", gave=gave)


def _placed(places: tuple[PlaceReason, ...], rule: Part, gave: Words) -> Words:
    if places[0].criterion:
        return tell("sheet_places", gave=gave, places=placed(places, rule))
    (only,) = places
    if only.points is None:
        return tell("sheet_place", gave=gave, place=only.place)
    return tell("sheet_place_points", gave=gave, place=only.place, points=figure(only.points))


def placed(places: tuple[PlaceReason, ...], rule: Part) -> Words:
    """The places of criteria."""
    names = {criterion.id: name_of(criterion.name) for criterion in rule.criteria}
    found = [tell("place_of", criterion=names[each.criterion], place=each.place) for each in places if each.criterion]  # type: ignore[index]
    return listed(found)


def _drops(sheet: SheetReason, rule: Part) -> Iterator[Words]:
    """What of a sheet was dropped, and at which end, where judges are combined below the sheet."""
    by_criterion = rule.combine is not None and rule.combine.level == "criterion"
    things = {each.id: each for each in rule.criteria} if by_criterion else rule.aspects
    for end in ("low", "high"):
        places = [name_of(things[place].name) for place, at in sheet.drops if at == end]  # type: ignore[index]
        if places:
            yield tell(f"drops_{end}", places=listed(places))


def _marks(sheet: SheetReason, rule: Part) -> Iterator[Words]:
    """The marks of a sheet, each with what it came to; not where the sheet's total is its one mark."""
    said = [_mark(mark, rule.aspects[mark.aspect]) for mark in sheet.marks]
    alone = len(said) == 1 and rule.aspects[sheet.marks[0].aspect].kind == "points"
    if said and not (alone and sheet.marks[0].points == sheet.total):
        yield tell("marks", marks=listed(said))
    if sheet.criteria:
        yield tell("criteria", criteria=nodes_told(sheet.criteria, rule))


def _mark(mark: MarkReason, aspect: Aspect) -> Words:
    given = {"aspect": name_of(aspect.name), "mark": short(mark.mark)}
    if mark.points is None or mark.worth is None or aspect.kind == "veto":
        return tell("mark", **given)
    if mark.worth != mark.points:
        worth = product(mark.points, aspect.factor, mark.worth)
        plain = aspect.kind == "points"
        return tell("node", name=given["aspect"], points=worth) if plain else tell("mark_worth", worth=worth, **given)
    return (
        tell("mark", **given) if aspect.kind == "points" else tell("mark_points", points=figure(mark.points), **given)
    )


def nodes_told(nodes: tuple[NodeReason, ...], rule: Part) -> Words:
    """Criteria or aspects by their names, each with its points and what its factor makes of them."""
    criteria = {str(criterion.id): criterion.name for criterion in rule.criteria}
    aspects = {str(id): aspect.name for id, aspect in rule.aspects.items()}
    told = []
    for node in nodes:
        name = (criteria if node.of == "criterion" else aspects)[node.id]
        points = figure(node.points) if node.factor is None else product(node.points, node.factor, node.worth)
        told.append(tell("node_lacks" if node.lacks else "node", name=name_of(name), points=points))
    return listed(told)


def short(mark: object) -> str:
    """A mark in a row of marks."""
    if isinstance(mark, bool):
        return "✓" if mark else "✕"
    return " ".join(map(str, mark)) if isinstance(mark, list | tuple) else "–" if mark is None else str(mark)
