"""Links by which units register their people (报名链接), and how many each may register (名额): for the office."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import jsonify

from .. import registration_replies, registration_schemas
from ..export.paper import qr_svg
from ..intake.units import unit_key
from ..intake.words import text_fault
from ..people import Link, limits_of
from ..replies import Nothing
from ..schemas import malformed
from ..scoring.contest import Contest
from ..scoring.refused import Refused
from ..setup_schemas import Plain
from .openapi import Views
from .policy import me, needs
from .services import services
from .tags import refuse_if_changed, tagged

blp = Views("unit_links", __name__, url_prefix="/api/contests/<contest>", description="Links for units")


@blp.route("/links")
@needs("setup")
@blp.gives(registration_replies.UnitLinks, "The links, with an ETag of the quotas")
def links(contest: str) -> Any:
    """Every link, how much of it is used, and the quotas of units that have none of their own."""
    return _tagged(services().door.current(contest))


def _tagged(fold: Contest) -> Any:
    return tagged(_told(fold), of=_quotas(fold.id))


def _quotas(contest: str) -> list[Any]:
    return sorted(services().people.quotas(contest).items())


def _told(fold: Contest) -> dict[str, Any]:
    people = services().people
    found, quotas = people.unit_links(fold.id), people.quotas(fold.id)
    names, used = people.account_names(), people.used_by_units(fold.id)
    rows = [_link(link, limits_of(quotas, link.unit, link.items), used.get(link.unit, 0), names) for link in found]
    return {"links": rows, "most": {item: most for (unit, item), most in quotas.items() if not unit}}


def _link(link: Link, most: dict[str, int], used: int, names: dict[str, str]) -> dict[str, Any]:
    kept = {name: getattr(link, name) for name in ("id", "unit", "closes", "substitutes_until")}
    at = {"created": link.created_at, "opened": link.opened_at or None, "withdrawn": link.withdrawn_at or None}
    return {**kept, "items": list(link.items), "used": used, "most": most, "by": names.get(link.by, ""), **at}


@blp.route("/links", methods=["POST"])
@needs("setup")
@blp.takes(registration_schemas.NewUnitLink)
@blp.gives(registration_replies.UnitLinkMade, "The link, told this once")
def make(said: dict[str, Any], contest: str) -> Any:
    """Make a link for a unit: the items open to it, until when people may be registered and replaced, and quotas that
    are added to what the unit has. The token stands in the fragment and is kept as its digest."""
    fold, people = services().door.current(contest), services().people
    for item in [*said["items"], *(said["most"] or {})]:
        _refuse_unknown(fold, item)
    unit = _unit(contest, said["unit"].strip())
    closes, until = _moment(said["closes"]), _moment(said["substitutes_until"])
    if not closes:
        raise malformed()
    link = Link("", contest, unit, tuple(said["items"]), closes, until, me().actor)
    token, id = people.new_unit_link(link, said["most"])
    url = f"{services().settings.url}/register#{token}"
    return jsonify({"id": id, "url": url, "qr": qr_svg(url, border=2)})


def _refuse_unknown(fold: Contest, item: str) -> None:
    if item and item not in {str(id) for id in fold.items}:
        raise Refused("unknown_item", item=item)


def _unit(contest: str, said: str) -> str:
    """The unit's name as the roster writes it already, where it does. Refused("unit_name")."""
    if not said or text_fault(said):
        raise Refused("unit_name")
    known = services().people.units(contest)
    return next((unit for unit in known if unit_key(unit) == unit_key(said)), said)


def _moment(said: str) -> str:
    """ISO 8601 in UTC, as the tables keep it; "" for none. Refused("malformed")."""
    if not said:
        return ""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise malformed() from None
    if found.tzinfo is None:
        raise malformed()
    try:
        return found.astimezone(UTC).isoformat()
    except OverflowError:
        raise malformed() from None


@blp.route("/links/<link>/withdraw", methods=["POST"])
@needs("setup")
@blp.takes(Plain)
@blp.gives(Nothing, "Withdrawn")
def withdraw(said: dict[str, Any], contest: str, link: str) -> Any:
    """End a link at once. Whom the unit registered stays."""
    services().door.current(contest)
    services().people.withdraw_unit_link(contest, link)
    return jsonify({})


@blp.route("/quotas", methods=["POST"])
@needs("setup")
@blp.takes(registration_schemas.QuotasSaid)
@blp.matched
@blp.gives(registration_replies.UnitLinks, "The links, with an ETag of the quotas")
def quotas(said: dict[str, Any], contest: str) -> Any:
    """Set a unit's quotas, or those of every unit that has none of its own; rosters are held against them too."""
    fold = services().door.current(contest)
    for item in said["most"]:
        _refuse_unknown(fold, item)
    refuse_if_changed(_quotas(contest))
    services().people.set_quotas(contest, said["unit"].strip(), said["most"])
    return _tagged(fold)
