"""The shape of what a part is marked by, as recorders are told it over REST and judges' devices on their socket
(scoring.desk.scheme): the piece of a rulebook that marks need. What a rulebook says nothing of is absent; decimals are
texts. May not be in here: what only ranks and awards are made by.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .replies import Named, Words, many, one, whole, word
from .schemas import Flag, Text, Whole
from .scoring.numbers import MODES


def _chosen(*choice: str) -> Text:
    return Text(validate=validate.OneOf(choice))


def _list(schema: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(schema))


class Rung(Schema):
    """A deviation up to `upto` earns `points`."""

    upto = word()
    points = word()


class Band(Schema):
    """Whoever is off by `off` or more loses `points`."""

    off = word()
    points = word()


class CisNote(Schema):
    """What WorldSkills' marking scheme sheet says beside the rules."""

    id = Text()
    name = Text()
    day = Text()
    row = Whole()
    extra = Text()
    requirement = Text()
    wsos = Text()
    calculation = Text()


class AspectToMark(Named):
    """A leaf of the scheme: what one value on a sheet is, and what it is worth; docs/rulebook.md explains each key."""

    kind = word("points", "judgement", "measured", "check", "faults", "bands", "veto")
    max = word()
    factor = Text()
    help = fields.Nested(Words)
    min = Text()
    step = Text()
    descriptors = _list(Words)
    unit = Text()
    nominal = Text()
    readings = Whole()
    tolerance = Text()
    per_unit = Text()
    per_outside = Text()
    allowed = Whole()
    ladder = _list(Rung)
    pick = _chosen("worst", "mean")
    per_fault = Text()
    bands = _list(Band)
    most = Text()
    fixes = _chosen("sheet", "part", "void")
    at = Text()
    bound = _chosen("exactly", "at_most")
    needs = Whole()
    cis = fields.Nested(CisNote)


class CriterionToMark(Named):
    """A node of the scheme; its points count `factor` times."""

    factor = Text()
    aspects = many(AspectToMark)
    cis = fields.Nested(CisNote)


class RoundingToMark(Schema):
    """How a figure of a sheet is rounded."""

    digits = whole()
    mode = word(*MODES)


class StagesToMark(Schema):
    """What is not here is exact."""

    aspect = fields.Nested(RoundingToMark)
    factor = fields.Nested(RoundingToMark)


class PanelToMark(Schema):
    """How many mark, and who whom."""

    judges = whole()
    by = word("all", "station", "joint")


class SchemeToMark(Named):
    """A part. `partial`: a sheet may leave aspects empty; `view`: batch has all entries as rows, in flash a panel shows
    its marks at the same moment; `limit`: minutes."""

    out_of = word()
    view = _chosen("sheet", "batch", "flash")
    panel = one(PanelToMark)
    partial_ = Flag(required=True, data_key="partial")
    stages = one(StagesToMark)
    limit = Text()
    criteria = many(CriterionToMark)
