"""Judges beside each other, and what of the awards hangs on one of them: figures to look at, beside every result."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from ..decision_replies import Alarms, Judges, Robustness
from ..people import may
from ..scoring.alarms import alarms as judging_alarms
from ..scoring.contest import Contest
from ..scoring.events import AspectId, EntryId, PartId
from ..scoring.item import Item
from ..scoring.numbers import text
from ..scoring.office import words
from ..scoring.refused import Refused
from ..scoring.verbs.finding import the_part
from ..words import seat_words
from .items import find
from .joined import Joined, awards_named
from .openapi import Views
from .policy import me, needs
from .services import services

blp = Views("judges", __name__, url_prefix="/api/contests/<contest>/items/<item>", description="Judges compared")


@blp.route("/parts/<part>/judges")
@needs("see")
@blp.gives(Judges, "The judges")
def judges(contest: str, item: str, part: str) -> Any:
    """Each judge's sheets beside the panel's, and how far the panel agrees: no figure of these changes a score. Where
    judges are made alike, `adjust` tells by which figures, and what is lacking for it."""
    fold, found = find(contest, item)
    rules, told = the_part(found, {"part": part}, "judged"), Told(fold, found)
    compared = services().apart.ask("judges", fold, item=item, part=part).told
    head = {"id": part, "name": words(rules.name), "out_of": text(rules.max)}
    rows = [judge | told.seat(judge["seat"]) for judge in compared["judges"]]
    alike = compared["adjust"]
    if alike is not None:
        alike["judges"] = [judge | told.seat(judge["seat"]) for judge in alike["judges"]]
    return jsonify(head | {"agreement": compared["agreement"], "judges": rows, "adjust": alike})


@blp.route("/robustness")
@needs("see")
@blp.gives(Robustness, "The findings")
def robustness(contest: str, item: str) -> Any:
    """Which awards would change without one judge, or with one mark a step higher or lower."""
    fold, found = find(contest, item)
    if found.veiled:
        raise Refused("missing_unsealing", item=item)
    tried, told = services().apart.ask("robustness", fold, item=item).told, Told(fold, found)
    tried["without"] = [told.finding(each) for each in tried["without"]]
    tried["moved"] = [told.finding(each) | told.mark(each) for each in tried["moved"]]
    return jsonify(tried)


@blp.route("/alarms")
@needs("see")
@blp.gives(Alarms(many=True), "The alarms")
def alarms(contest: str, item: str) -> Any:
    """Judges further apart than the rulebook allows, and judges far from all others, of panels that are complete; and
    members of a team who do not agree with its sheet: why, for whoever may note such things."""
    fold, found = find(contest, item)
    told, seen = Told(fold, found), judging_alarms(found)
    digests = [each["reason"] for each in seen if "reason" in each]
    texts = services().people.texts(contest, digests) if may(me(), "note", contest, item) else {}
    nobody = {"rounds": 0, "ready": 0, "of": 0}
    return jsonify(
        [
            nobody | each | told.named(each["seat"]) | {"reason": texts.get(each.get("reason", "")) or None}
            for each in seen
        ]
    )


class Told:
    """Findings with names for ids."""

    def __init__(self, fold: Contest, item: Item) -> None:
        self._item, self._joined = item, Joined(fold, services().people)
        self._seats = services().people.seat_names(fold.id)

    def seat(self, seat: str) -> dict[str, Any]:
        """A seat by its name, and who sits there."""
        judge = self._seats.get(seat, {}).get("judge", "")
        return {"seat": {"id": seat, "name": seat_words(self._seats, seat)}, "judge": judge}

    def named(self, seat: str | None) -> dict[str, Any]:
        """The same, or null for nobody in particular."""
        return {"seat": None, "judge": ""} if seat is None else self.seat(seat)

    def finding(self, found: dict[str, Any]) -> dict[str, Any]:
        """Of which judge of which part, and whose awards would change."""
        part = self._item.rulebook.part(found["part"])
        changes = [
            self._bearer(each["entry"]) | {side: self._awards(each[side]) for side in ("before", "after")}
            for each in found["changes"]
        ]
        return self.seat(found["seat"]) | {"part": {"id": part.id, "name": words(part.name)}, "changes": changes}

    def mark(self, found: dict[str, Any]) -> dict[str, Any]:
        """Which mark of whom, and by how much."""
        aspect = self._item.rulebook.part(PartId(found["part"])).aspects[AspectId(found["aspect"])]
        told = {"aspect": {"id": aspect.id, "name": words(aspect.name)}, "by": found["by"]}
        return told | self._bearer(found["entry"])

    def _awards(self, awards: list[str]) -> list[Any]:
        return [awards_named(self._item, award) for award in awards]

    def _bearer(self, entry: str) -> dict[str, Any]:
        return {"code": self._item.entries[EntryId(entry)].code, **self._joined.name(self._item, EntryId(entry))}
