"""Reading what is given for places: awards and tables of units."""

from __future__ import annotations

from .events import ItemId, PartId
from .numbers import MODES, ZERO
from .rulebook_outcomes import (
    Advance,
    Award,
    LeastPart,
    Limit,
    LimitFor,
    Promotion,
    SkillLevel,
    Step,
    When,
    Where,
)
from .rulebook_read import Node

BASES = ("entered", "ranked")
MOST = 30000


def read_award(node: Node) -> Award:
    """One level of prizes."""
    award = Award(
        id=node.ident("id"),
        name=node.text("name"),
        count=node.whole("count", 1, MOST, None),
        percent=node.decimal("percent", None, above="0"),
        base=node.choice("base", BASES, "entered"),
        rounding=node.choice("rounding", tuple(MODES), "half_up"),
        cumulative=node.flag("cumulative"),
        ties=node.choice("ties", ("at_least", "at_most"), "at_least"),
        band=node.decimal("band", ZERO, least="0"),
        threshold=node.decimal("threshold", None),
        least_scale=node.decimal("least_scale", None),
        from_rank=node.whole("from_rank", 1, MOST, None),
        to_rank=node.whole("to_rank", 1, MOST, None),
        when=node.maybe("when", read_when) or When(),
        requires_pass=node.flag("requires_pass"),
        where=read_conditions(node),
        limits=tuple(read_limit(limit) for limit in node.nodes("limits", 20, required=False)),
        besides=node.flag("besides"),
        apart_from=tuple(node.idents("apart_from", 50, required=False)),
        carry=node.choice("carry", ("none", "spare", "both"), "none"),
        listed=node.choice("listed", ("place", "strokes"), "place"),
        money=node.decimal("money", None, least="0"),
    )
    node.finish()
    return award


def read_advance(node: Node) -> Advance:
    """The cut between two rounds."""
    into = node.ident("into", None)
    advance = Advance(
        to=ItemId(node.ident("to")),
        into=PartId(into) if into else None,
        count=node.whole("count", 1, MOST, None),
        percent=node.decimal("percent", None, above="0"),
        base=node.choice("base", BASES, "entered"),
        rounding=node.choice("rounding", tuple(MODES), "half_up"),
        ties=node.choice("ties", ("at_least", "at_most"), "at_least"),
        threshold=node.decimal("threshold", None),
        requires_pass=node.flag("requires_pass"),
    )
    node.finish()
    return advance


def read_when(node: Node) -> When:
    """The size of field."""
    names = ("entries_over", "entries_upto", "units_over", "units_upto")
    when = When(*(node.whole(name, 0, MOST, None) for name in names))
    node.finish()
    return when


def read_conditions(node: Node) -> tuple[Where, ...]:
    """The conditions under `where`; all of them must hold."""
    return tuple(read_where(below) for below in node.nodes("where", 20, required=False))


def read_where(node: Node) -> Where:
    """{attribute, and at least one of equals, other_than, one_of, least, most, below}"""
    condition = Where(
        attribute=node.ident("attribute"),
        equals=node.maybe_line("equals", 80),
        other_than=node.maybe_line("other_than", 80),
        one_of=node.words("one_of", 100),
        least=node.decimal("least", None),
        most=node.decimal("most", None),
        below=node.decimal("below", None),
    )
    if condition == Where(condition.attribute):
        node.fault("", "condition_says_nothing")
    node.finish()
    return condition


def read_limit(node: Node) -> Limit:
    """{attribute, most, others: [{value, most}], across, where}"""
    limit = Limit(
        attribute=node.ident("attribute"),
        most=node.whole("most", 0, MOST),
        others=tuple(_limit_for(below) for below in node.nodes("others", 500, required=False)),
        across=node.flag("across"),
        where=read_conditions(node),
    )
    node.finish()
    return limit


def _limit_for(node: Node) -> LimitFor:
    other = LimitFor(node.line("value", 80), node.whole("most", 0, MOST))
    node.finish()
    return other


def read_promotion(node: Node) -> Promotion:
    """Levels, steps between them, and what must be met."""
    promotion = Promotion(
        levels=tuple(_level(level) for level in node.nodes("levels", 20)),
        steps=tuple(_step(step) for step in node.nodes("steps", 50)),
        attribute=node.ident("attribute", "level"),
        where=read_conditions(node),
        least_total=node.decimal("least_total", None, least="0"),
        least_parts=tuple(_least_part(part) for part in node.nodes("least_parts", 20, required=False)),
        base=node.choice("base", BASES, "entered"),
        rounding=node.choice("rounding", tuple(MODES), "half_up"),
    )
    node.finish()
    return promotion


def _level(node: Node) -> SkillLevel:
    level = SkillLevel(node.ident("id"), node.text("name"))
    node.finish()
    return level


def _step(node: Node) -> Step:
    step = Step(
        to=node.ident("to"),
        from_rank=node.whole("from_rank", 1, MOST, None),
        to_rank=node.whole("to_rank", 1, MOST, None),
        percent=node.decimal("percent", None, above="0"),
        held=tuple(node.idents("held", 20, required=False)),
    )
    node.finish()
    return step


def _least_part(node: Node) -> LeastPart:
    least = LeastPart(PartId(node.ident("part")), node.decimal("points", least="0"))
    node.finish()
    return least
