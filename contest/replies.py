"""The shape of every answer over REST, as /openapi.json tells it to programs. The tests hold every answer to it.

May not be in here: what is asked (schemas.py). Answers are not put through these on their way out: a big result would
keep the loop busy for longer than it may be, and a field too many should fail a test, not vanish.
Points are decimal strings; `at` and `expires` are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from .schemas import Flag, Marks, Text, Whole

STATES = ("preparing", "marking", "locked", "unsealed", "signed", "published")
ACTS = ("open", "freeze", "unfreeze", "lock", "unlock", "unseal", "sign", "publish")


def word(*choice: str, **kwargs: Any) -> Text:
    """A text, one of `choice` where that is given."""
    return Text(required=True, validate=validate.OneOf(choice) if choice else None, **kwargs)


def maybe(*choice: str) -> Text:
    """The same, or null."""
    return word(*choice, allow_none=True)


def whole(**kwargs: Any) -> Whole:
    """A whole number."""
    return Whole(required=True, **kwargs)


def flag() -> Flag:
    """true or false."""
    return Flag(required=True)


def one(schema: type[Schema], **kwargs: Any) -> fields.Nested:
    """An object."""
    return fields.Nested(schema, required=True, **kwargs)


def many(schema: type[Schema]) -> fields.List:
    """A list of objects."""
    return fields.List(fields.Nested(schema), required=True)


def words(*choice: str) -> fields.List:
    """A list of texts."""
    return fields.List(Text(validate=validate.OneOf(choice) if choice else None), required=True)


def by(value: fields.Field[Any]) -> fields.Dict:
    """An object whose keys are ids."""
    return fields.Dict(keys=Text(), values=value, required=True)


class Words(Schema):
    """A text in both languages."""

    zh = word()
    en = word()


class Fault(Schema):
    """What is wrong with one mark."""

    code = word()
    message = one(Words)


class PlacedFault(Fault):
    """What is wrong at one place of a file."""

    place = word()


class Refusal(Schema):
    """Why something was not done: a code for programs, a sentence for people."""

    code = word()
    message = one(Words)
    fields_ = fields.Dict(keys=Text(), values=fields.Nested(Fault), data_key="fields")
    faults = fields.List(fields.Nested(PlacedFault))


class Nothing(Schema):
    """Done; there is nothing to say."""


class Receipt(Schema):
    """The journal line that an act became."""

    seq = whole()
    head = word()


class Account(Schema):
    """Who is signed in."""

    login = word()
    name = word()


class Grant(Schema):
    """A role: in one contest ("*": in all), in one item (null: in all)."""

    contest = word()
    item = maybe()
    role = word()


class Session(Schema):
    """A session; `csrf` goes into the header X-CSRF of everything but GET."""

    account = one(Account)
    csrf = word()
    grants = many(Grant)


class Named(Schema):
    """Something with an id and a name."""

    id = word()
    name = one(Words)


class Paired(Schema):
    """A device's token for the judges' socket, and where it sits. `waiting`: the seat has a device already, and the
    token is good once the chief lets this one in, until then at the latest; null for a device that is in. `holder`: the
    line since which the seat's present judge sits there; sheets carry it, so that none is taken for another's."""

    token = word()
    waiting = maybe()
    seat = one(Named)
    contest = word()
    holder = whole()


class ItemLine(Named):
    """An item in one line: how many entries are judged, of how many present."""

    state = word(*STATES)
    judged = whole()
    of = whole()


class SheetCounts(Schema):
    """Sheets of an item."""

    in_ = Whole(required=True, data_key="in")
    confirmed = whole()
    expected = whole()
    set_aside = whole()


class ItemToday(ItemLine):
    """An item in one line of today's: what needs somebody. set_aside: sheets wait for a decision; second: an act waits
    for its second person; voided: the signature was taken back."""

    sheets = one(SheetCounts)
    alarms = words("set_aside", "second", "voided")


class ContestLine(Schema):
    """A contest in one line; `at`: when its journal's last line was written, `online` of so many `seats`; so many
    devices are `waiting` for the chief, for who has a hand in seats."""

    id = word()
    title = one(Words)
    rehearsal = flag()
    at = word()
    seats = whole()
    online = whole()
    waiting = whole()
    items = many(ItemToday)


class Lack(Schema):
    """What the next step waits for."""

    code = word()
    data = fields.Dict(keys=Text(), required=True)
    message = one(Words)


class Signature(Schema):
    """Who signed which digest, by which line."""

    seq = whole()
    digest = word()
    by = word()
    at = word()


class VoidedSignature(Schema):
    """A signature that holds no more since the item was opened again at `at`."""

    seq = whole()
    by = word()
    signed_at = word()
    at = word()


class Excuse(Schema):
    """Who closed or signed although `what` was missing, and why; null for who may not read reasons."""

    what = word("sheets", "scores", "carried", "check")
    by = word()
    reason = maybe()


class PartRule(Named):
    """A part as the office's forms need it: whether a time can be noted, whether a team marks it on one sheet, until
    when its sheets are `due` (null: no deadline)."""

    time = flag()
    joint = flag()
    due = maybe()
    source = word("judged", "imported", "votes", "ballot", "derived")


class PenaltyRule(Named):
    """A penalty of the rulebook: `points` a count, or up to `max` where the giver states them."""

    per = word("once", "count", "given")
    points = maybe()
    max = maybe()
    part = maybe()


class Item(ItemLine):
    """An item with its state, what its next step lacks, and the acts that this session may do now; `advance`: the
    item its first go on to; `stage`: the part marked on stage; `ages`: its rules read ages; `may`: what else
    this session may do here, state aside; `layers_sealed`: how many layers of codes are still to be opened."""

    frozen = flag()
    sealed = flag()
    unsealed = flag()
    layers_sealed = whole()
    sheets = one(SheetCounts)
    missing = many(Lack)
    acts = words(*ACTS)
    board = word()
    signed = one(Signature, allow_none=True)
    voided = one(VoidedSignature, allow_none=True)
    excused = many(Excuse)
    unlock_by = word()
    unseal_by = word()
    parts = many(PartRule)
    penalties = many(PenaltyRule)
    advance = maybe()
    stage = maybe()
    ages = flag()
    may = words()
    course = fields.Nested("Course", required=True)  # by name: course_replies is made of what stands here


class Duty(Schema):
    """A seat marks a part of an item."""

    item = word()
    part = word()


class Seat(Named):
    """A judge's place. `shadow`: its sheets are kept and never count; `card`: one is printed and not used yet; while
    connected, `last_seen` (seconds since 1970) and how many sheets are `unsent` there."""

    judge = word()
    shadow = flag()
    paired = flag()
    card = flag()
    connected = flag()
    last_seen = fields.Float(required=True, allow_none=True)
    unsent = whole(allow_none=True)
    duties = many(Duty)


class Trust(Schema):
    """The hall's own authority: its fingerprint, the page that helps to install it (with its QR code as SVG), and the
    judges' address over https."""

    fingerprint = word()
    page = word()
    qr = word()
    judge = word()


class Restored(Schema):
    """The journal goes on from a backup since `at`. After `since` only what devices `offered` again is in it; the
    journal that was lost went to line `upto` at least (0: no device said)."""

    at = word()
    since = word()
    offered = whole()
    upto = whole()


class WaitingDevice(Schema):
    """A device that waits to be let in beside the one its seat has, until then; `may`: this session may decide."""

    id = word()
    seat = one(Named)
    label = word()
    at = word()
    until = word()
    may = flag()


class Contest(Schema):
    """A contest; `seq` and `head` say where its journal ends, `read_only` why it takes no acts, `restored` what may be
    missing from it, `roles_shared` since when one person may hold several roles, or might once, `waiting` which devices
    the chief must let in, for who has a hand in seats."""

    id = word()
    title = one(Words)
    rehearsal = flag()
    seq = whole()
    head = word()
    read_only = maybe()
    restored = one(Restored, allow_none=True)
    roles_shared = maybe()
    items = many(Item)
    seats = many(Seat)
    waiting = many(WaitingDevice)


class Standing(Schema):
    """The sheet that counts where another was set aside."""

    marks = Marks(required=True)
    total = word()
    version = whole()
    at = word()
    counts = flag()


class AspectHead(Named):
    """An aspect's name, its kind and its most points."""

    max = word()
    kind = word()


class SetAside(Schema):
    """A sheet that waits for a decision, beside the one that stands. `total`: null where it is of another scheme."""

    seq = whole()
    at = word()
    fate = word("open", "adopted", "declined")
    reason = word()
    seat = one(Named)
    item = word()
    code = word()
    part = word()
    marks = Marks(required=True)
    total = maybe()
    current = one(Standing, allow_none=True)
    message = one(Words)
    aspects = many(AspectHead)


class Pairing(Schema):
    """A link for one device, good once and until `expires`; `qr` is the same as an SVG picture."""

    url = word()
    qr = word()
    expires = word()


class DeviceSeen(Schema):
    """A judge's device, or a seat that has none ("unpaired": what a device says is null). "unseen": not heard since the
    server started. `shadow`: its seat only looks on; `silent_for`: seconds since it was heard; `rtt`: milliseconds;
    `app`: its page, by the digest of what was built; `newest`: whether the server gives out that very page now (null of
    a program); `practised`: whether its judge has marked a sample on it."""

    seat = one(Named)
    judge = word()
    shadow = flag()
    label = maybe()
    state = word("online", "asleep", "away", "unseen", "unpaired")
    alarms = words("silent", "two_devices")
    silent_for = whole(allow_none=True)
    unsent = whole(allow_none=True)
    app = maybe()
    newest = Flag(required=True, allow_none=True)
    rtt = whole(allow_none=True)
    practised = Flag(required=True, allow_none=True)


class DeviceBoard(Schema):
    """The devices of all seats, who needs a person first."""

    devices = many(DeviceSeen)


class PairingState(Schema):
    """Whether seat cards pair now, since when and by whose act; who waits. What this session may: `hold` it open and
    print cards, pair and revoke `seats`, `admit` devices and reset PINs (these two at least on some seat)."""

    open = flag()
    since = maybe()
    by = maybe()
    may = words("hold", "seats", "admit")
    waiting = many(WaitingDevice)


class Ready(Schema):
    """What was found before the doors open. "unknown": this platform does not tell, look for yourself; "amber": see to
    it, the message says how."""

    code = word(
        "power", "sleep", "address", "port", "disk", "database", "clock", "seats", "practice", "material", "deadlines"
    )
    state = word("ok", "amber", "unknown")
    name = one(Words)
    message = one(Words)


class Revoked(Schema):
    """How many devices lost the seat."""

    devices = whole()
