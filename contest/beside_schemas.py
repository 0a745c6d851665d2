"""The shape of what is asked and told of deadlines, and of what lies beside the sheets: schemas.py and replies.py go on
here."""

from __future__ import annotations

from marshmallow import Schema, validate

from .replies import Named, flag, many, maybe, one, whole, word
from .schemas import Text, text


class Deadline(Schema):
    """Until when: ISO 8601 with its time zone, "" for no deadline any more; and why, where there was one."""

    until = text(40, required=True)
    reason = text(500, load_default="")


class Due(Schema):
    """A deadline, and since when there is one."""

    until = word()
    since = word()


class SeatPace(Schema):
    """How far a seat is. `expected`: how many an even pace would have done by now (0 without a deadline); `last`: when
    its newest sheet came; `online`: its device has an open line."""

    seat = one(Named)
    judge = word()
    done = whole()
    of = whole()
    left = whole()
    expected = whole()
    last = maybe()
    online = flag()


class Pace(Schema):
    """A part that judges mark or that is voted on, its deadline, and its seats: who is furthest behind comes first."""

    part = word()
    deadline = one(Due, allow_none=True)
    seats = many(SeatPace)


KINDS = ("pdf", "picture", "text", "video")


class MaterialAbout(Schema):
    """Whose a file is (`number`: of the registration; "": as the file is named), for which judged part ("": all), for
    judges to see (`shown`) or for the office alone (`original`), `instead` of which other, and why."""

    number = text(40, load_default="")
    part = text(40, load_default="")
    slot = Text(load_default="shown", validate=validate.OneOf(("shown", "original")))
    instead = text(24, load_default="")
    reason = text(500, load_default="")


class MaterialLink(Schema):
    """A link to a film, and whose it is."""

    number = text(40, least=1, required=True)
    url = text(500, least=1, required=True)
    part = text(40, load_default="")


class MaterialFile(Schema):
    """A file or link of an entry; `name`: what the file was called, for the office alone."""

    id = word()
    slot = word("shown", "original")
    kind = word(*KINDS)
    part = maybe()
    name = word()
    size = whole()
    pages = whole()
    url = maybe()
    at = word()


class MaterialRow(Schema):
    """An entry by its registration number, and what lies beside its sheets; name and code once names are known."""

    number = word()
    name = maybe()
    unit = maybe()
    code = maybe()
    material = many(MaterialFile)


class PageSize(Schema):
    """A page's picture in pixels."""

    width = whole()
    height = whole()


class Readable(Schema):
    """Something that a judge may read beside a sheet."""

    id = word()
    item = word()
    code = word()
    part = maybe()
    kind = word(*KINDS)
    pages = many(PageSize)
    url = maybe()
