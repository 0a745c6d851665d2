"""The shape of answers about a rulebook that an item has or is to have: setup_replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Words, by, flag, many, maybe, one, whole, word
from .schemas import Text


class RuleSaid(Schema):
    """A rule in words. name: empty where it has none."""

    name = one(Words)
    value = one(Words)


class AspectOutlined(Schema):
    """An aspect of the scheme. more: what else is said of it."""

    id = word()
    name = one(Words)
    kind = one(Words)
    max = word()
    more = one(Words)


class CriterionOutlined(Schema):
    """A criterion with its aspects. max: before its factor."""

    name = one(Words)
    max = word()
    factor = word()
    aspects = many(AspectOutlined)


class PartOutlined(Schema):
    """A part with its scheme, if it has one."""

    id = word()
    name = one(Words)
    source = one(Words)
    weight = word()
    max = word()
    about = many(RuleSaid)
    criteria = many(CriterionOutlined)


class RulesTold(Schema):
    """Rules of a kind, in the order in which they hold."""

    name = one(Words)
    rows = many(RuleSaid)


class Outline(Schema):
    """A rulebook as people read it."""

    name = one(Words)
    settings = many(RuleSaid)
    parts = many(PartOutlined)
    lists = many(RulesTold)


class RulebookShown(Schema):
    """An item's rulebook. rests: marks or scores rest on it, so that it takes two persons and a reason to change it;
    locked: it cannot change before the item is unlocked."""

    version = whole()
    rests = flag()
    locked = flag()
    rulebook = fields.Dict(keys=Text(), required=True)
    outline = one(Outline)


class RuleDiffers(Schema):
    """One thing that differs."""

    kind = word("added", "gone", "changed", "moved")
    place = one(Words)
    was = one(Words, allow_none=True)
    now = one(Words, allow_none=True)


class NoteTold(Schema):
    """What is to be told of a place in a file, or why marks do not fit."""

    place = word()
    code = word()
    message = one(Words)


class RulebookDifference(Schema):
    """Another rulebook for an item. digest: "" where the consequences have to be previewed first; notes: of the file,
    what could not be taken over as it was."""

    rulebook = fields.Dict(keys=Text(), required=True)
    differences = many(RuleDiffers)
    rests = flag()
    digest = word()
    notes = many(NoteTold)


class EntryStands(Schema):
    """How an entry or a unit stands; "" where it has no total or no place."""

    parts = by(Text())
    total = word()
    rank = word()
    awards = many(Words)


class EntryMoves(Schema):
    """An entry that would stand otherwise."""

    code = word()
    name = maybe()
    unit = maybe()
    was = one(EntryStands)
    now = one(EntryStands)


class UnitMoves(Schema):
    """A unit that would stand otherwise in the table of units."""

    unit = word()
    was = one(EntryStands)
    now = one(EntryStands)


class ConsequenceCounts(Schema):
    """How many entries get another total, place, award; how many are no longer complete."""

    totals = whole()
    ranks = whole()
    awards = whole()
    incomplete = fields.Integer(required=True)


class RulebookPreview(Schema):
    """What another rulebook would do. unfit: why it cannot be set (then nothing else is told); veiled: totals, places
    and awards would unmask codes and are only counted; the first 500 entries."""

    digest = word()
    unfit = many(NoteTold)
    veiled = flag()
    counts = one(ConsequenceCounts)
    parts = by(fields.Nested(Words))
    entries = many(EntryMoves)
    units = many(UnitMoves)


class PresetRulebook(Schema):
    """A preset's rulebook."""

    rulebook = fields.Dict(keys=Text(), required=True)
