"""The shape of answers about accounts and setting up: replies.py goes on here."""

from __future__ import annotations

from marshmallow import Schema, fields

from .replies import Words, by, flag, many, maybe, one, whole, word, words
from .schemas import Text


class Invited(Schema):
    """What an invitation says. name: "" for the first account of all; login: whose password is chosen anew, or ""."""

    name = word()
    login = word()


class RoleHeld(Schema):
    """A role. item: null for all."""

    contest = word()
    item = maybe()
    role = word()


class StaffAccount(Schema):
    """An account. signed_in: sessions that are open."""

    id = word()
    login = word()
    name = word()
    grants = many(RoleHeld)
    signed_in = whole()


class OpenInvitation(Schema):
    """An invitation that waits to be taken up; password: it is for a new password of an account that is there."""

    id = word()
    name = word()
    password = flag()
    grants = many(RoleHeld)
    by = word()
    since = word()
    until = word()


class Link(Schema):
    """A link that is good once, and its QR code as SVG."""

    url = word()
    qr = word()
    expires = word()


class PresetItem(Schema):
    """An item of a preset."""

    id = word()
    name = one(Words)


class Preset(Schema):
    """A ready contest of the field."""

    id = word()
    title = one(Words)
    items = many(PresetItem)
    entries = whole()
    seats = whole()


class Opened(Schema):
    """A contest that was opened."""

    id = word()


class RulebookStands(Schema):
    """An item's rulebook as it stands, or as a file says it."""

    rulebook = fields.Dict(keys=Text(), required=True)


class ItemSet(Schema):
    """An item that was given its rulebook."""

    id = word()
    seq = whole()


class SubstituteSaid(Schema):
    """Who is to take somebody's place, until that is reviewed, and why."""

    name = word()
    note = word()
    attributes = by(Text())


class RosterRow(Schema):
    """Somebody who is registered. entered: they stand in the journal; by, at: who wrote the row last ("" for the
    program), and when; substitute: who is to take the place, or null."""

    id = word()
    item = word()
    number = word()
    name = word()
    unit = word()
    state = word("waiting", "accepted", "amend", "refused")
    note = word()
    attributes = by(Text())
    scores = by(Text())
    entered = flag()
    by = word()
    at = word()
    substitute = one(SubstituteSaid, allow_none=True)


class StateCounts(Schema):
    """How many stand how, and whose substitute waits; in all."""

    waiting = whole()
    accepted = whole()
    amend = whole()
    refused = whole()
    substitute = whole()
    all = whole()


class Roster(Schema):
    """A page of the roster. count: of all rows that were asked for; states: of the same in any state; next: `after` of
    the next page, 0 at the end."""

    count = whole()
    states = one(StateCounts)
    rows = many(RosterRow)
    next = whole()


class RowChange(Schema):
    """A row as it was and as it would be."""

    was = one(RosterRow)
    now = one(RosterRow)


class RosterCounts(Schema):
    """How many rows are new, changed, gone and the same; removed: how many of those gone are, the others are entered
    and stay."""

    added = whole()
    changed = whole()
    gone = whole()
    removed = whole()
    same = whole()


class UnreadColumn(Schema):
    """A column of a sheet of which nothing is read. near: what the column that it may be meant for is called, or
    null."""

    head = word()
    near = one(Words, allow_none=True)


class Respelled(Schema):
    """A unit as the sheet has it, and as it is written already, which is what counts."""

    said = word()
    written = word()


class RosterDifference(Schema):
    """What a roster would change. The first 200 rows of each kind; `digest` stands for all of it."""

    digest = word()
    counts = one(RosterCounts)
    added = many(RosterRow)
    changed = many(RowChange)
    gone = many(RosterRow)
    unread = many(UnreadColumn)
    respelled = many(Respelled)


class UnderWay(Schema):
    """How far a long request is: its step ("" where none is under way here), how many rows of it are done, and of how
    many (0: not known yet)."""

    step = word("", "reading", "checking", "entries", "writing")
    done = whole()
    of = whole()


class Entered(Schema):
    """How many were entered."""

    entered = whole()


class Place(Schema):
    """The seats of a part: how many its panel needs, and how many count."""

    part = word()
    needed = whole()
    seats = whole()


class Registering(Schema):
    """How many registrations stand how."""

    waiting = whole()
    accepted = whole()
    amend = whole()
    refused = whole()


class Preparation(Schema):
    """How far an item is before its judges may mark. registered: of those not entered yet; coded: entries with a
    code."""

    registered = one(Registering)
    entered = whole()
    coded = whole()
    places = many(Place)


class Seated(Schema):
    """The seats that are new or changed."""

    seats = words()


class JudgePlanned(Schema):
    """Who is to sit where. was: who sits there now, "" for nobody."""

    seat = word()
    judge = word()
    unit = word()
    was = word()
    fresh = flag()


class JudgesPlanned(Schema):
    """What a sheet of judges would do."""

    judges = many(JudgePlanned)
    unread = many(UnreadColumn)
    respelled = many(Respelled)


class StoryLine(Schema):
    """A line of the journal in plain words. Of an item that is still sealed there are only seq, at and head; text: the
    reason or note, null where there is none or it was erased."""

    seq = whole()
    at = word()
    head = word()
    kind = word()
    who = one(Words, allow_none=True)
    item = maybe()
    code = word()
    message = one(Words, allow_none=True)
    text = maybe()


class Story(Schema):
    """Lines, newest first. next: `after` of the next page, 0 at the end."""

    lines = many(StoryLine)
    next = whole()
