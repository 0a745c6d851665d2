"""资格审查: registrations are accepted, sent back to be amended, refused; who did it and when; taken back."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from .. import qualifying, registration_replies
from ..intake.attributes import attribute_words
from ..people import Registered, Step
from ..registration_schemas import Review, ReviewUndone
from ..replies import Nothing
from ..scoring.refused import Refused
from .openapi import Views
from .policy import me, needs
from .recording import acts
from .rosters import told_rows
from .services import services

blp = Views("qualifying", __name__, url_prefix="/api/contests/<contest>/roster", description="Who qualifies")


@blp.route("/review", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(Review)
@blp.gives(Nothing, "Decided")
def review(said: dict[str, Any], contest: str) -> Any:
    """Accept registrations, have them amended or refuse them, as they were seen; where a substitute waits, it is about
    them. Refused("registration_moved") where one was changed meanwhile: then nothing is decided."""
    fold, people = services().door.current(contest), services().people
    seen = {row["id"]: row["at"] for row in said["rows"]}
    qualifying.review(acts(contest), people, fold, seen, said["state"], said["note"].strip(), me().actor)
    return jsonify({})


@blp.route("/review/undo", methods=["POST"])
@needs("setup")
@blp.once
@blp.takes(ReviewUndone)
@blp.gives(Nothing, "Taken back")
def undo(said: dict[str, Any], contest: str) -> Any:
    """Take back the newest review of registrations that nothing happened to since."""
    services().door.current(contest)
    qualifying.undo(services().people, contest, said["ids"], me().actor)
    return jsonify({})


@blp.route("/people/<registration>")
@needs("setup")
@blp.gives(registration_replies.RegistrationSeen, "The registration")
def one(contest: str, registration: str) -> Any:
    """One registration, with all that befell it."""
    fold, found = services().door.current(contest), _found(contest, registration)
    people, names = services().people, services().people.account_names()
    steps = [_told(step, found, names) for step in reversed(people.steps_of([registration])[registration])]
    photo = bool(people.photographed([registration]))
    called = {id: attribute_words(id) for id in found.attributes}
    return jsonify({"row": told_rows(fold, [found])[0], "called": called, "photo": photo, "steps": steps})


def _told(step: Step, of: Registered, names: dict[str, str]) -> dict[str, Any]:
    unit = step.by.startswith("link:")
    by = of.unit if unit else names.get(step.by, "")
    return {"kind": step.kind, "note": step.note, "by": by, "unit": unit, "at": step.at}


@blp.route("/people/<registration>/photo")
@needs("setup")
@blp.gives({"type": "string", "format": "binary"}, "The picture", kind="image/jpeg")
def photo(contest: str, registration: str) -> Response:
    """The photo, for the office alone: no judge and no board is ever shown it."""
    return photo_answer(_found(contest, registration))


def photo_answer(found: Registered) -> Response:
    """A registration's photo, kept in no cache. Refused("unknown_photo")."""
    jpeg = services().people.photo(found.id)
    if jpeg is None:
        raise Refused("unknown_photo")
    answer = Response(jpeg, mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found(contest: str, registration: str) -> Registered:
    services().door.current(contest)
    return services().people.named_registrations(contest, [registration])[0]
