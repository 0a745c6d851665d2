"""The shape of answers about registering: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Words, by, flag, many, maybe, one, whole, word, words
from .schemas import Text, Whole
from .setup_replies import RosterRow, UnreadColumn

STEPS = ("accepted", "amend", "refused", "undone", "sent", "corrected", "substitute", "kept", "replaced", "declined")


class StepTaken(Schema):
    """What befell a registration. by: who, in a name; "" for the program · unit: it was the unit, by its link."""

    kind = word(*STEPS)
    note = word()
    by = word()
    unit = flag()
    at = word()


class RegistrationSeen(Schema):
    """One registration with all that befell it, the newest first. called: what is read of the person, by its id."""

    row = one(RosterRow)
    called = by(fields.Nested(Words))
    photo = flag()
    steps = many(StepTaken)


class UnitLinkRow(Schema):
    """A unit's link. used: registrations that take a place · most: its quotas, item or "" for all together · by: who
    made it · opened: when it was looked at last, or null · withdrawn: null while it is good."""

    id = word()
    unit = word()
    items = words()
    closes = word()
    substitutes_until = word()
    used = whole()
    most = by(Whole())
    by = word()
    created = word()
    opened = maybe()
    withdrawn = maybe()


class UnitLinks(Schema):
    """The links, and the quotas of every unit that has none of its own."""

    links = many(UnitLinkRow)
    most = by(Whole())


class UnitLinkMade(Schema):
    """A link, told this once, and its QR code as SVG."""

    id = word()
    url = word()
    qr = word()


class Choice(Schema):
    """A word that a rulebook knows."""

    value = word()
    name = one(Words)


class AskedField(Schema):
    """Something that the item's rulebook reads of a person. closed: only the choices are taken; number: compared as a
    number."""

    id = word()
    name = one(Words)
    number = flag()
    closed = flag()
    choices = many(Choice)


class OpenItem(Schema):
    """An item that a unit may register for. used: how many of it are; most: how many there may be, null for no limit;
    opened: judges mark already; drawn: codes are drawn, so that nobody can be replaced any more."""

    id = word()
    name = one(Words)
    used = whole()
    most = whole(allow_none=True)
    opened = flag()
    drawn = flag()
    fields_asked = many(AskedField)


class Wished(Schema):
    """Who is to take a place, until that is reviewed."""

    name = word()
    note = word()
    attributes = by(Text())


class UnitPerson(Schema):
    """Somebody whom the unit registered. note: what is to be amended, or why not."""

    id = word()
    item = word()
    number = word()
    name = word()
    attributes = by(Text())
    state = word("waiting", "accepted", "amend", "refused")
    note = word()
    entered = flag()
    photo = flag()
    substitute = one(Wished, allow_none=True)


class UnitPage(Schema):
    """What a unit sees by its link. open: people may be registered; substitutes: people may be replaced; most: in all
    items together, null for no limit."""

    contest = one(Words)
    unit = word()
    closes = word()
    substitutes_until = word()
    open = flag()
    substitutes = flag()
    most = whole(allow_none=True)
    items = many(OpenItem)
    people = many(UnitPerson)


class SentCounts(Schema):
    """How many rows of a unit's sheet are new, changed and the same."""

    added = whole()
    changed = whole()
    same = whole()


class SentRow(Schema):
    """A row of a unit's sheet; was: the name that stands there now, "" for a new one."""

    item = word()
    number = word()
    name = word()
    was = word()


class UnitSheetTold(Schema):
    """What a unit's sheet would change."""

    digest = word()
    counts = one(SentCounts)
    rows = many(SentRow)
    unread = many(UnreadColumn)


class ScoreRow(Schema):
    """An entry by number, or by code where names are secret. score: its mark now, or null."""

    who = word()
    name = word()
    unit = word()
    score = maybe()


class ScoreTable(Schema):
    """The marks of an imported part. by: what `who` is; signed: they stand for good."""

    by = word("number", "code")
    out_of = maybe()
    signed = flag()
    rows = many(ScoreRow)


class ScoreChange(Schema):
    """A mark as it is and as it would be; null: none."""

    who = word()
    name = word()
    was = maybe()
    now = maybe()


class ScoresTold(Schema):
    """What a sheet of marks would change; changed: marks that stand, for which a reason is needed."""

    digest = word()
    counts = one(SentCounts)
    added = many(ScoreChange)
    changed = many(ScoreChange)
    unread = many(UnreadColumn)
