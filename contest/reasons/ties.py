"""What parted equals, in words: the rule by the names in it, and both values."""

from __future__ import annotations

from typing import Any

from ..scoring.item import Item
from ..scoring.numbers import parse
from ..scoring.rulebook_outcomes import Tie
from ..scoring.rulebook_types import Rulebook
from ..scoring.tie_reasons import DECIDED, TIMED, TieReason
from .names import attribute_name
from .said import Words, figure, listed, quoted, tell


def tie_told(item: Item, tie: TieReason) -> Words:
    """Why an entry stands before, behind or beside a neighbour."""
    same, rules = _same(item, tie), item.rulebook.ties
    if tie.rule is None:
        if not tie.asked:
            return tell("tie.no_rule", same=same)
        words = listed([rule_name(item.rulebook, rules[i]) for i in tie.open or tie.asked])
        return tell("tie.open" if tie.open else "tie.shared", same=same, rules=words)
    rule = rules[tie.rule]
    side = "ahead" if tie.ahead else "behind"
    if rule.by in DECIDED:
        return tell(f"tie.decided_{side}", same=same, rule=rule_name(item.rulebook, rule))
    return tell(
        f"tie.{side}",
        same=same,
        rule=rule_name(item.rulebook, rule, tie.place),
        mine=_value(rule, tie.mine),
        theirs=_value(rule, tie.theirs),
        first=tell(f"first.{tie.first}"),
    )


def _same(item: Item, tie: TieReason) -> Words:
    """That both totals are one, or lie in one band."""
    mine, theirs = tie.totals
    if mine == theirs:
        return tell("tie.same", neighbour=tie.neighbour, total=figure(mine))
    band = figure(item.rulebook.ranking.band)
    return tell("tie.band", neighbour=tie.neighbour, total=figure(mine), theirs=figure(theirs), band=band)


def rule_name(rulebook: Rulebook, tie: Tie, place: int | None = None) -> Words:
    """A rule of the chain with the part, criterion, aspects or attribute that it compares."""
    named: dict[str, Any] = {"place": place, "digits": tie.digits}
    if tie.part:
        part = rulebook.part(tie.part)
        criteria = {criterion.id: criterion.name for criterion in part.criteria}
        named["part"] = quoted(part.name)
        if tie.criterion:
            named["criterion"] = quoted(criteria[tie.criterion])
        aspects = (*tie.aspects, *((tie.aspect,) if tie.aspect else ()))
        named["aspects"] = listed([quoted(part.aspects[id].name) for id in aspects])
    if tie.parts:
        named["parts"] = listed([quoted(rulebook.part(id).name) for id in tie.parts])
    if tie.attribute:
        named["attribute"] = attribute_name(tie.attribute)
    return tell(f"rule.{tie.by}_places" if tie.by == "count_back" and place is not None else f"rule.{tie.by}", **named)


def _value(tie: Tie, value: str | None) -> Words | str:
    if value is None:
        return tell("nothing")
    if tie.by in TIMED:
        return tell("clock", minutes=int(value) // 60, seconds=int(value) % 60)
    return value if tie.by == "attribute" else figure(parse(value))
