"""The shape of answers about draws: setup_replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema

from .replies import Words, flag, many, maybe, one, whole, word, words


class Holder(Schema):
    """An account."""

    id = word()
    name = word()


class LookedAt(Schema):
    """Who looked at a sealed table when."""

    by = word()
    at = word()


class Layer(Schema):
    """A layer of an item's codes. gives: what its draw gives; given: from what; holder: null for any officer; mine:
    this session may draw and look; drawn: of how many entries; digest: of the seed, "" for a draw by hand."""

    layer = whole()
    gives = word("number", "code")
    given = word("competitor", "number")
    holder = one(Holder, allow_none=True)
    mine = flag()
    drawn = whole()
    by_hand = flag()
    digest = word()
    unsealed = flag()
    looks = many(LookedAt)


class LotsTold(Schema):
    """What was dealt out: `what` of how many entries, the sizes of the groups (or in each group), by hand or by which
    seed."""

    what = word("group", "station", "order")
    drawn = whole()
    by_hand = flag()
    seq = whole()


class GroupTold(Schema):
    """A group and how many are in it."""

    group = whole()
    size = whole()


class Draws(Schema):
    """What of an item is drawn. officers: who may hold a layer, told to who may say so; may: setup (say who holds),
    draw, call."""

    entries = whole()
    sealed = flag()
    opened = flag()
    layers = many(Layer)
    lots = many(LotsTold)
    groups = many(GroupTold)
    officers = many(Holder)
    may = words("setup", "draw", "call")


class TableRow(Schema):
    """A row of a layer. name, unit: of the first layer."""

    given = word()
    drawn = word()
    name = maybe()
    unit = maybe()


class Table(Schema):
    """A layer's table."""

    rows = many(TableRow)


class Called(Schema):
    """Who is called. status: null while codes are sealed."""

    number = word()
    name = word()
    unit = word()
    station = whole(allow_none=True)
    order = whole(allow_none=True)
    status = maybe()


class CalledGroup(Schema):
    """A group; null where none are drawn."""

    group = whole(allow_none=True)
    rows = many(Called)


class Calling(Schema):
    """The calling list."""

    groups = many(CalledGroup)


class Load(Schema):
    """A seat and how many entries it marks."""

    id = word()
    name = one(Words)
    entries = whole()


class Assigning(Schema):
    """Who marks how much of a part. way: null where all mark all; judges: of each entry; conflicts: sheets that do not
    count, since the entry is of the judge's own unit; lots: what groups there are to go by."""

    way = maybe()
    judges = whole()
    lots = words("group", "station", "order")
    entries = whole()
    seats = many(Load)
    conflicts = whole()
