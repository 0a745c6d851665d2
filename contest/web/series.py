"""Series: several contests under one name, as the list of contests groups them."""

from __future__ import annotations

from typing import Any

from flask import request

from .. import series as kept
from .. import staff_replies
from ..scoring.refused import Refused
from ..series import Series
from ..setup_schemas import Plain
from ..staff_schemas import NewSeries, SeriesSaid
from .openapi import Views
from .policy import SIGNED_IN, may_somewhere, needs
from .services import services
from .tags import refuse_if_changed, tagged

blp = Views("series", __name__, url_prefix="/api/series", description="Several contests under one name")


@blp.route("")
@needs(SIGNED_IN)
@blp.gives(staff_replies.Series(many=True), "The series, with an ETag")
def series() -> Any:
    """The series, each with those of its contests that this account may see; without any of them, no series. The first
    of a series is the first in the list."""
    found = [_told(each) for each in _every()]
    return tagged([each for each in found if each["contests"]])


def _every() -> list[Series]:
    return kept.every(services().door.reader)


def _told(each: Series) -> dict[str, Any]:
    seen = [id for id in each.contests if may_somewhere("see", id)]
    return {"id": each.id, "title": {"zh": each.zh, "en": each.en}, "contests": seen}


@blp.route("", methods=["POST"])
@needs("setup")
@blp.takes(NewSeries)
@blp.gives(staff_replies.Series(many=True), "The series, with an ETag")
def new(said: dict[str, Any]) -> Any:
    """Make a series of these contests, in this order; one that stands in another series moves."""
    return _keep(said["id"], said, fresh=True)


@blp.route("/<series>", methods=["POST"])
@needs("setup")
@blp.takes(SeriesSaid)
@blp.matched
@blp.gives(staff_replies.Series(many=True), "The series, with an ETag")
def change(said: dict[str, Any], series: str) -> Any:
    """Give a series this name and these contests."""
    return _keep(series, said, fresh=False)


def _keep(id: str, said: dict[str, Any], *, fresh: bool) -> Any:
    there, title = set(services().door.names()), said["title"]
    if unknown := [each for each in said["contests"] if each not in there]:
        raise Refused("unknown_contest", contest=unknown[0])
    seen = _every()
    refuse_if_changed([_told(each) for each in seen if each.contests])
    wanted = Series(id, title["zh"], title["en"] or title["zh"], tuple(dict.fromkeys(said["contests"])))
    over = seen if request.if_match else None
    services().door.writer.run(lambda conn: kept.keep(conn, wanted, seen=over, fresh=fresh))
    return tagged([_told(each) for each in _every() if each.contests])


@blp.route("/<series>/remove", methods=["POST"])
@needs("setup")
@blp.takes(Plain)
@blp.gives(staff_replies.Series(many=True), "The series that are left, with an ETag")
def remove(said: dict[str, Any], series: str) -> Any:
    """Take a series apart; its contests stay as they are."""
    services().door.writer.run(lambda conn: kept.remove(conn, series))
    return tagged([_told(each) for each in _every() if each.contests])
